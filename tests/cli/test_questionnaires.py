"""An operator brings a questionnaire in and takes it out."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django_scopes import scope

from koersvast.surveys import actions, queries, xlsform
from koersvast.surveys.models import Edition
from tests.surveys.questionnaires import ask, asking
from tests.surveys.test_xlsform_reading import form

FILE = form(
    "type | name | label\nstart | begin | \nselect_one yn | hier | Woont u hier?",
    "list_name | name | label\nyn | ja | Ja\nyn | nee | Nee",
    "form_title\nWonen",
)


def run(command, *words, **options):
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command(command, *words, stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue() + err.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "wonen.xlsx"
    path.write_bytes(FILE)
    return path


def test_what_comes_in_goes_out_the_same(waterveen, file, tmp_path):
    code, said = run("import_questionnaire", str(file), municipality="gm9901", title="Wonen 2026")
    assert code == 0
    assert "Niet overgenomen" in said
    assert "wij bewaren geen tijd" in said
    out = tmp_path / "uit.xlsx"
    assert run("export_questionnaire", "Wonen 2026", municipality="GM9901", out=str(out))[0] == 0
    again = xlsform.read(out.read_bytes()).questionnaire
    assert again.questions == xlsform.read(FILE).questionnaire.questions
    assert again.title == {"nl": "Wonen 2026"}


def test_the_newest_edition_by_title_and_any_by_id(waterveen, anna, tmp_path):
    with scope(municipality=waterveen):
        first = actions.new_questionnaire(waterveen, title="W", content=asking(ask("a")), by=anna)
        Edition.objects.filter(pk=first.pk).update(in_use=True)
        newer = actions.new_edition(first, break_note="anders", by=anna)
        actions.change_edition(newer, asking(ask("b")), version=None, by=anna)
        assert queries.questionnaire_of(Edition.objects.get(pk=newer.pk)).questions[0].key == "b"
    found = []
    for wanted in ("W", str(first.pk), str(newer.pk).upper()):
        out = tmp_path / "uit.xlsx"
        run("export_questionnaire", wanted, municipality="GM9901", out=str(out))
        found.append(xlsform.read(out.read_bytes()).questionnaire.questions[0].key)
    assert found == ["b", "a", "b"]


def test_two_of_one_name_are_asked_by_id(waterveen, file, tmp_path):
    for _one in range(2):
        run("import_questionnaire", str(file), municipality="GM9901")
    code, said = run("export_questionnaire", "Wonen", municipality="GM9901", out=str(tmp_path / "u.xlsx"))
    assert (code, "Gebruik de id." in said) == (1, True)


def test_nothing_of_another_municipality(waterveen, zandermeer, file, tmp_path):
    run("import_questionnaire", str(file), municipality="GM9901")
    out = tmp_path / "u.xlsx"
    code, said = run("export_questionnaire", "Wonen", municipality="GM9902", out=str(out))
    assert (code, said.strip(), out.exists()) == (1, "Deze vragenlijst is er niet.", False)


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (b"geen xlsx", {}, "."),
        (FILE, {"municipality": "GM0000"}, "niet bekend"),
        (FILE, {"title": "<b>dik</b>"}, "Deze titel kan niet"),
        (None, {}, "No such file"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(waterveen, tmp_path, content, options, sentence):
    path = tmp_path / "in.xlsx"
    if content is not None:
        path.write_bytes(content)
    code, said = run("import_questionnaire", str(path), **{"municipality": "GM9901", **options})
    assert code == 1
    assert sentence in said
    with scope(municipality=waterveen):
        assert not Edition.objects.exists()
