"""Anna brings an XLSForm in, looks at what was read, keeps it, and takes it out again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from koersvast.coding.models import StagedFile
from koersvast.surveys import actions, queries, xlsform
from koersvast.surveys.models import Edition, QuestionnaireRow
from tests.surveys.conftest import ABOUT_LIVING
from tests.surveys.questionnaires import ask, asking
from tests.surveys.test_xlsform_reading import form

EVIL = "<script>alert(1)</script>"
THEIRS = form(
    f"type | name | label\nstart | begin | \ntext | a | {EVIL}\nselect_one yn | b | Woont u hier?",
    "list_name | name | label\nyn | ja | Ja\nyn | nee | Nee",
)


@pytest.fixture
def at(cycle):
    def url(name, *args):
        return reverse(name, args=[cycle.municipality.code, cycle.number, *args])

    return url


@pytest.fixture
def hers(client_of, anna):
    return client_of(anna)


@pytest.fixture
def making(cycle, anna):
    with scope(municipality=cycle.municipality):
        return actions.new_questionnaire(cycle.municipality, title="Oud", content=asking(ask("oud")), by=anna)


def bring(client, at, content=THEIRS, name="lijst.xlsx"):
    return client.post(at("bring_xlsform"), {"file": SimpleUploadedFile(name, content)})


def content_of(edition):
    with scope(municipality=edition.municipality):
        return queries.questionnaire_of(Edition.objects.get(pk=edition.pk))


def test_anna_sees_what_is_read_and_what_is_not_before_anything_is_kept(at, hers, cycle):
    answer = bring(hers, at)
    page = hers.get(answer["Location"]).content.decode()
    assert "Woont u hier?" in page
    assert "wij bewaren geen tijd en geen apparaat" in page
    assert "&lt;script&gt;" in page
    assert EVIL not in page
    with scope(municipality=cycle.municipality):
        assert not QuestionnaireRow.objects.exists()


def test_it_becomes_a_new_questionnaire(at, hers, cycle):
    check = bring(hers, at)["Location"]
    assert "Geef de nieuwe vragenlijst een naam." in hers.post(check, {"where": "nieuw"}).content.decode()
    page = hers.post(check, {"where": "nieuw", "title": "Van Kobo"}, follow=True).content.decode()
    assert "Van Kobo" in page
    assert EVIL not in page
    with scope(municipality=cycle.municipality):
        made = Edition.objects.get()
        assert [one.key for one in queries.questionnaire_of(made).questions] == ["a", "b"]
        assert not StagedFile.objects.exists()


def test_it_takes_the_place_of_what_is_not_in_use(at, hers, making):
    check = bring(hers, at)["Location"]
    assert "In plaats van wat er staat in Oud, versie 1" in hers.get(check).content.decode()
    hers.post(check, {"where": str(making.pk)})
    assert [one.key for one in content_of(making).questions] == ["a", "b"]


def test_what_is_in_use_is_not_offered_and_not_taken(at, hers, opened):
    edition = opened().edition
    check = bring(hers, at)["Location"]
    assert str(edition.pk) not in hers.get(check).content.decode()
    assert hers.post(check, {"where": str(edition.pk)}).status_code == 422
    assert content_of(edition) == ABOUT_LIVING


def test_thrown_away_is_gone(at, hers, cycle):
    check = bring(hers, at)["Location"]
    assert "Er is niets bewaard" in hers.post(check + "weg/", follow=True).content.decode()
    assert hers.get(check).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leeg.xlsx"),
        (b"PK\x03\x04 geen zip", "kapot.xlsx"),
        (b"name,label\na,A", "lijst.csv"),
        (form("type | name | label\ntext | a | A\ntext | a | B"), "dubbel.xlsx"),
    ],
)
def test_a_file_that_is_none_is_refused_beside_the_field_and_not_kept(at, hers, cycle, content, name):
    answer = bring(hers, at, content, name)
    assert answer.status_code == 422
    assert 'id="id_file_error"' in answer.content.decode()
    with scope(municipality=cycle.municipality):
        assert not StagedFile.objects.exists()


def test_the_file_of_anna_is_not_for_bilal(at, hers, bilal, client_of):
    check = bring(hers, at)["Location"]
    assert client_of(bilal).get(check).status_code == 404


def test_gerrit_takes_one_out_and_brings_none_in(at, gerrit, client_of, planned):
    his = client_of(gerrit)
    answer = his.get(at("export_xlsform", planned().edition.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="vragenlijst-v1.xlsx"'
    assert xlsform.read(answer.content).questionnaire.questions == ABOUT_LIVING.questions
    assert bring(his, at).status_code == 403


def test_one_with_problems_is_not_taken_out(at, hers, cycle, anna):
    with scope(municipality=cycle.municipality):
        made = actions.new_questionnaire(
            cycle.municipality, title="Leeg", content=asking(ask("a", choices=())), by=anna
        )
    page = hers.get(at("export_xlsform", made.pk), follow=True).content.decode()
    assert "Los dit eerst op." in page


class TestLibrary:
    def test_everybody_who_sees_the_step_may_look(self, at, gerrit, client_of):
        page = client_of(gerrit).get(at("library")).content.decode()
        assert "European Social Survey" in page
        assert "Landelijk cijfer" in page
        assert "omgekeerd gesteld" in page
        assert "Kies deze vraag" not in page

    def test_anna_puts_items_in_and_they_stay_the_item(self, at, hers, making):
        url = at("add_from_library", making.pk)
        assert "Kies deze vraag" in hers.get(url).content.decode()
        hers.post(url, {"item": ["ess_hmsfmlsh", "ess_freehms", "bestaat_niet"]})
        page = hers.post(url, {"item": ["ess_freehms"]}, follow=True).content.decode()
        made = content_of(making).questions[1:]
        assert [one.key for one in made] == ["ess_freehms", "ess_hmsfmlsh", "ess_freehms_2"]
        assert [one.item for one in made] == ["ess_freehms", "ess_hmsfmlsh", "ess_freehms"]
        assert set(made[0].label) == {"nl"}  # only in the languages of the questionnaire
        assert "met dezelfde woorden" in page
        assert "staat er al in" in hers.get(url).content.decode()

    def test_other_words_are_another_question(self, at, hers, making):
        hers.post(at("add_from_library", making.pk), {"item": ["ess_freehms"]})
        url = at("edit_survey_question", making.pk, "ess_freehms")
        scale = "\n".join(f"{one} | {word} | {one}" for one, word in enumerate("abcde", start=1))
        page = hers.post(
            url,
            {"kind": "scale", "label_nl": "Iets anders", "choices_nl": scale, "version": "2"},
            follow=True,
        )
        assert "Vergelijk dit niet met cijfers van anderen" in page.content.decode()

    def test_nothing_chosen_is_said(self, at, hers, making):
        answer = hers.post(at("add_from_library", making.pk), {})
        assert answer.status_code == 422
        assert "Kies eerst een of meer vragen." in answer.content.decode()

    def test_one_in_use_takes_nothing(self, at, hers, opened):
        edition = opened().edition
        hers.post(at("add_from_library", edition.pk), {"item": ["ess_freehms"]})
        assert content_of(edition) == ABOUT_LIVING
