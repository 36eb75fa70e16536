"""docs/reproduce-a-figure.md: a survey is filled, published and fetched, and the lines of the page run on its files."""

from __future__ import annotations

import doctest
import io
import json
import random
from pathlib import Path

import pytest
from django.core.management import call_command
from django_scopes import scope

from koersvast.surveys import actions, answering, queries, result_actions, shuffling
from koersvast.surveys.page_state import PageState
from koersvast.surveys.questionnaire import DECLINED, LEFT_OPEN, Choice, Question, Questionnaire
from tests.surveys.conftest import TODAY, choices
from tests.surveys.test_microdata import unpacked

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = Path("docs/reproduce-a-figure.md").resolve()
TURNED = tuple(Choice(f"{name}", {"nl": name}, float(score)) for score, name in enumerate(("slecht", "matig", "goed", "prima"), 2))  # fmt: skip
ASKED = Questionnaire(
    {"nl": "Wonen"},
    ("nl",),
    (
        Question("veilig", "single", {"nl": "Voelt u zich veilig in uw buurt?"}, choices=choices("Ja", "Nee")),
        Question("leeftijd", "single", {"nl": "Hoe oud bent u?"}, choices=choices("Tot 35", "Tot 65", "Ouder")),
        Question("gender", "single", {"nl": "Wat bent u?"}, choices=choices("Vrouw", "Man", "Anders")),
        Question("rapport", "scale", {"nl": "Hoe is uw buurt?"}, choices=TURNED),
    ),
)  # fmt: skip
INHABITANTS = {
    "leeftijd": {"tot_35": 14_200, "tot_65": 17_900, "ouder": 12_700},
    "gender": {"vrouw": 22_600, "man": 21_900, "anders": 300},
}


def answers():
    """Of 600 made-up people; the young answer less, and feel less safe."""
    chance = random.Random(2026)
    for _one in range(600):
        age = chance.choices(("tot_35", "tot_65", "ouder"), (2, 5, 5))[0]
        safe = chance.random() < {"tot_35": 0.5, "tot_65": 0.65, "ouder": 0.75}[age]
        yield {
            "veilig": DECLINED if chance.random() < 0.04 else "ja" if safe else "nee",
            "leeftijd": LEFT_OPEN if chance.random() < 0.03 else age,
            "gender": chance.choices(("vrouw", "man", "anders"), (6, 5, 0.4))[0],
            "rapport": chance.choice(("slecht", "matig", "goed", "goed", "prima")),
        }


@pytest.fixture
def folder(opened, anna, bilal, tmp_path, monkeypatch):
    """The files that the page speaks of."""
    survey = opened(ASKED)
    with scope(municipality=survey.municipality):
        for question, people in INHABITANTS.items():
            result_actions.set_margins(survey, question, people, source="Bevolking, verzonnen", by=anna)
        box = queries.box_of(survey)
        for one in answers():
            answering.send(survey, box, PageState(edition=survey.edition_id), one, today=TODAY)
        shuffling.shuffle([survey.pk])
        actions.close_survey(survey, by=anna)
        survey.refresh_from_db()
        result_actions.publish(survey, ["gender"], today=TODAY, by=bilal)
    for sav in (False, True):
        file = tmp_path / "peiling.zip"
        call_command("export_answers", survey.title, municipality="GM9901", out=str(file), sav=sav, stdout=io.StringIO())  # fmt: skip
        for name, content in unpacked(file.read_bytes()).items():
            (tmp_path / name).write_bytes(content)
    said = io.StringIO()
    call_command("results", survey.title, municipality="GM9901", json=True, stdout=said)
    (tmp_path / "uitkomsten.json").write_text(said.getvalue())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_line_gives_what_the_page_says(folder):
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted > 30
    assert result.failed == 0


def test_what_the_page_works_out_is_what_the_analyst_sees(folder, capsys):
    call_command("results", "Veiligheid", municipality="GM9901", json=True, all=True)
    [survey] = json.loads(capsys.readouterr().out)
    one = next(one for one in survey["figures"] if (one["question"], one["answer"]) == ("veilig", "ja"))
    estimate, error, low, high = (f"{one[name]:.4f}" for name in ("estimate", "se", "low", "high"))
    said = f"{estimate} (standard error {error}; {low} to {high}) of {one['n']} answers"
    assert said in PAGE.read_text()


def test_the_page_compares_with_what_others_see(folder):
    """Were another figure published, then the page would say so: it is read from the product, not written down."""
    found = json.loads((folder / "uitkomsten.json").read_text())
    told = next(one for one in found[0]["figures"] if (one["question"], one["answer"]) == ("veilig", "ja"))
    told["estimate"] += 0.01
    (folder / "uitkomsten.json").write_text(json.dumps(found))
    said = io.StringIO()
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner()
    runner.run(parser.get_doctest(PAGE.read_text(), {}, "page", str(PAGE), 0), out=said.write)
    assert runner.failures >= 2
