"""Dewi comes back with her receipt: the same page as after a conversation."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.dialogues.withdrawing import reapply_deletions
from koersvast.surveys import actions, queries
from koersvast.surveys.models import Response, Withdrawn
from koersvast.vault import receipts
from koersvast.vault.guessing import Guesses
from tests.surveys.conftest import walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    for page in ("koersvast.surveys.views.resident", "koersvast.dialogues.views.receipts"):
        monkeypatch.setattr(f"{page}.GUESSING", Guesses())


@pytest.fixture
def sent(opened, resident):
    """Dewi's answers, and her receipt."""
    survey = opened()
    dewi = walk(resident(survey), safe="nee").press("verstuur")
    return survey, dewi, dewi.receipt()


def come_back(dewi, code, **wish):
    dewi.page = dewi.client.post(reverse("receipt", args=["GM9901"]), {"code": code, **wish})
    return dewi


def answers(survey):
    with scope(municipality=survey.municipality):
        return [queries.answers_of(row) for row in Response.objects.select_related("survey__data_key")]


def test_nothing_she_answered_is_shown_before_she_asks(sent):
    _survey, dewi, code = sent
    come_back(dewi, code)
    assert "Turfkade" not in dewi.html
    assert "Toon mijn antwoorden" in dewi.html
    come_back(dewi, code, doe="toon")
    assert "Meer licht op de Turfkade." in dewi.html


def test_she_changes_an_answer_and_keeps_the_same_code(sent):
    survey, dewi, code = sent
    come_back(dewi, code, doe="toon").press("naar:wat").press(wat="Meer banken.").press("naar:onbekend")
    assert "Bewaar mijn antwoorden" in dewi.html
    dewi.press("verstuur")
    assert "zijn bewaard" in dewi.html
    (stored,) = answers(survey)
    assert stored["wat"] == "Meer banken."
    come_back(dewi, code, doe="toon")
    assert "Meer banken." in dewi.html


def test_she_takes_everything_back_and_the_key_goes_too(sent):
    survey, dewi, code = sent
    come_back(dewi, code, doe="weg")
    assert "Ja, wis mijn antwoorden" in dewi.html
    come_back(dewi, code, doe="echt weg")
    assert "Alles is weggehaald" in dewi.html
    assert answers(survey) == []
    come_back(dewi, code)
    assert "Alles is weggehaald" in dewi.html


def test_sending_the_page_again_after_taking_back_brings_nothing_back(opened, resident):
    survey = opened()
    dewi = walk(resident(survey))
    page = dewi.hidden()
    code = dewi.press("verstuur").receipt()
    come_back(dewi, code, doe="echt weg")
    dewi.page = dewi.client.post(dewi.url, {**page, "doe": "verstuur"})
    assert dewi.page.status_code == 409
    assert "teruggenomen" in dewi.html
    assert answers(survey) == []


def test_a_back_up_that_is_put_back_brings_nobody_back(sent):
    survey, dewi, code = sent
    with scope(municipality=survey.municipality):
        row = Response.objects.get()
    come_back(dewi, code, doe="echt weg")
    with scope(municipality=survey.municipality):
        Withdrawn.objects.all().delete()
        row.save(force_insert=True)
    assert reapply_deletions() == 1
    assert answers(survey) == []


def test_after_the_report_the_page_says_what_stays(sent, anna):
    survey, dewi, code = sent
    with scope(municipality=survey.municipality):
        actions.close_survey(survey, by=anna)
        actions.say_reported(survey, today=timezone.localdate(), by=anna)
    come_back(dewi, code, doe="weg")
    assert "staan sinds" in dewi.html
    assert "Veranderen kan niet meer" in dewi.html


def test_a_made_up_receipt_opens_nothing(sent):
    _survey, dewi, _code = sent
    come_back(dewi, receipts.make())
    assert "kennen we niet" in dewi.html


def test_a_receipt_of_another_municipality_opens_nothing(sent, client_of, zandermeer):
    _survey, _dewi, code = sent
    page = client_of(None).post(reverse("receipt", args=[zandermeer.code]), {"code": code})
    assert "kennen we niet" in page.content.decode()
