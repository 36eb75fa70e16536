"""Dewi answers: one thing per page, without an account or script."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.surveys import queries
from koersvast.surveys.models import Draft, Response
from koersvast.vault import receipts
from koersvast.vault.guessing import Guesses
from koersvast.vault.queries import Unreadable
from tests.surveys.conftest import Resident, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    monkeypatch.setattr("koersvast.surveys.views.resident.GUESSING", Guesses())


def stored(survey):
    with scope(municipality=survey.municipality):
        return [queries.answers_of(row) for row in Response.objects.select_related("survey__data_key")]


class TestAnOpenLink:
    def test_dewi_answers_and_gets_a_code_to_come_back_with(self, opened, resident):
        survey = opened()
        dewi = walk(resident(survey), safe="nee")
        assert "Kijk uw antwoorden na" in dewi.html
        assert "Thuis, Op straat" in dewi.html
        assert stored(survey) == []
        dewi.press("verstuur")
        assert receipts.fits(dewi.receipt())
        assert stored(survey) == [
            {
                "veilig": "nee",
                "waar": ("thuis", "op_straat"),
                "wat": "Meer licht op de Turfkade.",
                "thuis": "4",
                "straat": "2",
                "leeftijd": 41.0,
                "sinds": "2010-03-01",
            }
        ]

    def test_what_is_not_relevant_is_not_asked(self, opened, resident):
        dewi = resident(opened()).press("begin").press(veilig="ja")
        assert "thuis?" in dewi.html
        assert "Waar voelt u zich onveilig" not in dewi.html

    def test_an_answer_that_became_hidden_is_not_sent(self, opened, resident):
        survey = opened()
        dewi = walk(resident(survey), safe="nee").press("naar:veilig").press(veilig="ja")
        dewi.press("naar:onbekend").press("verstuur")
        (answers,) = stored(survey)
        assert "wat" not in answers
        assert answers["veilig"] == "ja"

    def test_a_required_question_says_so_in_words_and_the_mistake_gets_the_focus(self, opened, resident):
        dewi = resident(opened()).press("begin")
        assert "(verplicht)" in dewi.html
        dewi.press()
        assert dewi.page.status_code == 400
        assert "<title>Fout: " in dewi.html
        assert re.search(r'role="alert" tabindex="-1" autofocus', dewi.html)
        assert 'href="#vraag-veilig">Kies een antwoord.' in dewi.html

    def test_a_mistake_keeps_what_was_typed(self, opened, resident):
        dewi = resident(opened()).press("begin").press(veilig="ja").press(thuis="4", straat="2")
        dewi.press(leeftijd="veertig")
        assert 'value="veertig"' in dewi.html
        assert "Dit is geen getal" in dewi.html

    def test_rather_not_say_is_an_answer_of_its_own(self, opened, resident):
        survey = opened()
        dewi = (
            resident(survey).press("begin").press(veilig="liever_niet").press().press(leeftijd="liever_niet")
        )
        dewi.press().press("verstuur")
        (answers,) = stored(survey)
        assert answers["veilig"] is False
        assert answers["thuis"] is None
        assert answers["leeftijd"] is False

    def test_going_back_keeps_the_answers(self, opened, resident):
        dewi = resident(opened()).press("begin").press(veilig="ja").press("vorige", thuis="5")
        assert re.search(r'value="ja" checked', dewi.html)
        dewi.press(veilig="ja")
        assert re.search(r'name="a-thuis" value="5" checked', dewi.html)

    def test_she_answers_in_another_language(self, opened, resident):
        dewi = resident(opened()).press("taal:en").press("begin")
        assert "Do you feel safe?" in dewi.html
        assert "Next" in dewi.html or "Volgende" in dewi.html

    def test_stopping_stores_nothing(self, opened, resident):
        survey = opened()
        dewi = walk(resident(survey)).press("stop")
        assert "Er is niets bewaard" in dewi.html
        assert stored(survey) == []

    def test_the_last_page_leaves_no_cookie(self, opened, resident):
        dewi = walk(resident(opened())).press("verstuur")
        assert {name: cookie.value for name, cookie in dewi.client.cookies.items()} == {"csrf": ""}

    def test_titles_cookies_and_addresses_say_nothing_about_the_subject(self, opened, resident):
        dewi = resident(opened())
        for button in ("begin", "volgende", "later"):
            titles = re.findall(r"<title>(.*?)</title>", dewi.html)
            assert not re.search(r"lhbt|gender|veilig|koersvast", "".join(titles), re.I)
            dewi.press(button, veilig="ja")
        assert set(dewi.client.cookies) <= {"csrf", "taal"}


class TestCodes:
    def test_a_code_of_a_letter_opens_the_questions_once(self, opened, resident):
        survey, (code, _other) = opened(codes=2)
        dewi = walk(resident(survey, code.lower()), safe="ja").press("verstuur")
        assert dewi.receipt()
        again = resident(survey, code)
        assert "is al meegedaan" in again.html
        assert len(stored(survey)) == 1

    def test_without_a_code_nobody_gets_in(self, opened, client_of):
        survey, _codes = opened(codes=1)
        page = client_of(None).get(reverse("answer_survey", args=["GM9901", survey.pk]))
        assert "Typ uw code" in page.content.decode()

    def test_two_sends_with_one_code_count_once(self, opened, resident):
        survey, (code,) = opened(codes=1)
        one, other = walk(resident(survey, code)), walk(resident(survey, code))
        one.press("verstuur")
        other.press("verstuur")
        assert other.page.status_code == 409
        assert "al meegedaan" in other.html
        assert len(stored(survey)) == 1

    def test_sending_the_same_page_again_gives_the_same_receipt(self, opened, resident):
        survey, (code,) = opened(codes=1)
        dewi = walk(resident(survey, code))
        hidden = dewi.hidden()
        first = dewi.press("verstuur").receipt()
        dewi.page = dewi.client.post(dewi.url, {**hidden, "doe": "verstuur"})
        assert dewi.receipt() == first
        assert len(stored(survey)) == 1

    def test_guessing_codes_is_slowed_down(self, opened, resident, client_of):
        opened(codes=1)
        client = client_of(None)
        for _guess in range(10):
            client.post(reverse("with_code", args=["GM9901"]), {"code": receipts.make()})
        answer = client.post(reverse("with_code", args=["GM9901"]), {"code": receipts.make()})
        assert answer.status_code == 429
        assert answer["Retry-After"]

    def test_an_existing_used_and_unknown_code_is_never_in_an_address(self, opened, resident):
        survey, (code,) = opened(codes=1)
        dewi = resident(survey, code)
        assert code not in dewi.html


class TestLater:
    def test_she_goes_on_later_with_a_code(self, opened, resident):
        survey = opened()
        dewi = resident(survey).press("begin").press(veilig="nee").press("later", waar=["thuis"])
        code = dewi.receipt()
        assert receipts.fits(code)
        later = resident(survey, code)
        assert "Wat moet er veranderen?" in later.html
        later.press(wat="Licht").press(thuis="1").press().press(sinds="").press("verstuur")
        assert stored(survey)[0]["waar"] == ("thuis",)
        with scope(municipality=survey.municipality):
            assert not Draft.objects.exists()  # sent, so forgotten

    def test_without_the_code_the_server_cannot_read_a_draft(self, opened, resident):
        survey = opened()
        resident(survey).press("begin").press(veilig="nee").press().press("later", wat="Licht bij de brug")
        with scope(municipality=survey.municipality):
            box = queries.box_of(survey)
            draft = Draft.objects.get()
        with pytest.raises(Unreadable):
            box.read_file(bytes(draft.content), "surveys.page")


class TestMadeByHand:
    """Pages that somebody made, kept, or changed: refused with a sentence, and nothing is stored."""

    def refused(self, dewi, survey):
        assert dewi.page.status_code == 400
        assert "Er is niets opgeslagen" in dewi.html
        assert stored(survey) == []

    def test_a_forged_state(self, opened, resident):
        survey = opened()
        dewi = walk(resident(survey))
        state = dewi.hidden()["staat"]
        for forged in ("", "a", state[:-8] + "AAAAAAA=", "é" * 40, "A" * 700_000):
            dewi.page = dewi.client.post(dewi.url, {"staat": forged, "doe": "verstuur"})
            self.refused(dewi, survey)

    def test_a_state_of_another_survey(self, opened, resident):
        here, there = opened(), opened()
        dewi = walk(resident(here))
        dewi.page = dewi.client.post(Resident(dewi.client, there).url, {**dewi.hidden(), "doe": "verstuur"})
        self.refused(dewi, there)

    def test_an_answer_to_a_hidden_or_unknown_question(self, opened, resident):
        survey = opened()
        for stranger in ("wat", "bestaat_niet", "leeftijd"):
            dewi = resident(survey).press("begin").press(veilig="ja", **{stranger: "x"})
            self.refused(dewi, survey)

    def test_a_page_that_is_not_asked_yet(self, opened, resident):
        survey = opened()
        dewi = resident(survey).press("begin")
        dewi.page = dewi.client.post(
            dewi.url, {**dewi.hidden(), "blad": "leeftijd", "a-leeftijd": "40", "doe": "volgende"}
        )
        self.refused(dewi, survey)

    def test_sending_before_all_questions_were_seen_shows_the_first_that_is_missing(self, opened, resident):
        survey = opened()
        dewi = resident(survey).press("begin").press(veilig="ja").press("verstuur")
        assert "thuis?" in dewi.html
        assert stored(survey) == []

    @pytest.mark.parametrize("given", ["onzin", ["ja", "nee"], "<script>alert(1)</script>"])
    def test_an_answer_that_is_not_in_the_list(self, opened, resident, given):
        survey = opened()
        dewi = resident(survey).press("begin").press(veilig=given)
        assert dewi.page.status_code == 400
        assert "<script>alert" not in dewi.html

    def test_a_megabyte_of_text(self, opened, resident):
        survey = opened()
        dewi = resident(survey).press("begin").press(veilig="nee").press().press(wat="é" * 1_000_000)
        assert dewi.page.status_code == 400
        assert "Uw tekst is te lang" in dewi.html

    def test_markup_stays_text(self, opened, resident):
        dewi = resident(opened()).press("begin").press(veilig="nee").press()
        dewi.press(wat="<img src=x onerror=alert(1)>").press().press().press(sinds="2001-01-01")
        assert "&lt;img src=x" in dewi.html
        assert "<img src=x" not in dewi.html

    def test_a_survey_that_closed_takes_nothing(self, opened, resident, anna):
        from koersvast.surveys import actions

        survey = opened()
        dewi = walk(resident(survey))
        with scope(municipality=survey.municipality):
            actions.close_survey(survey, by=anna)
        dewi.press("verstuur")
        assert "is gesloten" in dewi.html
        assert stored(survey) == []

    def test_a_survey_in_preparation_is_not_there(self, planned, client_of):
        survey = planned()
        assert client_of(None).get(reverse("answer_survey", args=["GM9901", survey.pk])).status_code == 404

    def test_a_full_disk_says_not_stored_and_keeps_the_answers(self, opened, resident, monkeypatch, caplog):
        from django.db import OperationalError

        def full(*_args, **_more):
            raise OperationalError("disk is full: Turfkade")

        survey = opened()
        dewi = walk(resident(survey), safe="nee")
        monkeypatch.setattr("koersvast.surveys.answering._store", full)
        dewi.press("verstuur")
        assert dewi.page.status_code == 503
        assert "Niet opgeslagen" in dewi.html
        assert "Meer licht op de Turfkade." in dewi.html
        assert "Turfkade" not in caplog.text
        monkeypatch.undo()
        assert dewi.press("verstuur").receipt()
