"""Turning pages uses what was known a moment ago; opening a survey and storing answers never do."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from koersvast.surveys import actions, at_hand
from koersvast.surveys.models import Draft, Response
from tests.surveys.conftest import walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_new_process():
    at_hand.forget()


@pytest.fixture
def closed_meanwhile(opened, resident, anna):
    """Dewi is at her last page, and Anna closes the survey this very moment."""
    survey = opened()
    dewi = walk(resident(survey))
    with scope(municipality=survey.municipality):
        actions.close_survey(survey, by=anna)
    return survey, dewi


def test_turning_a_page_asks_the_database_only_for_the_municipality(opened, resident):
    dewi = resident(opened()).press("begin")
    dewi.press(veilig="ja")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        dewi.press(thuis="4", straat="2")
    assert [one["sql"].split(" FROM ")[1].split()[0].strip('"') for one in asked] == ["tenants_municipality"]
    assert "Hoe oud bent u?" in dewi.html


@pytest.mark.parametrize("button", ["verstuur", "later", "begin", "stop"])
def test_who_sends_keeps_or_begins_feels_at_once_that_it_closed(closed_meanwhile, button):
    survey, dewi = closed_meanwhile
    assert "is gesloten" in dewi.press(button).html
    with scope(municipality=survey.municipality):
        assert not Response.objects.exists()
        assert not Draft.objects.exists()


def test_who_opens_the_link_feels_at_once_that_it_closed(closed_meanwhile, resident):
    survey, _dewi = closed_meanwhile
    assert "is gesloten" in resident(survey).html


def test_who_turns_a_page_feels_it_after_a_moment(closed_meanwhile, monkeypatch):
    _survey, dewi = closed_meanwhile
    assert "is gesloten" not in dewi.press("vorige").html
    monkeypatch.setattr(at_hand, "MOMENT", 0.0)
    assert "is gesloten" in dewi.press("vorige").html


def test_what_is_at_hand_in_one_municipality_is_not_there_in_another(opened, resident, zandermeer):
    survey = opened()
    dewi = resident(survey).press("begin").press(veilig="ja")
    assert at_hand.survey_at_hand(survey.municipality, survey.pk)
    dewi.url = dewi.url.replace("GM9901", "GM9902")
    assert dewi.press(thuis="4", straat="2").page.status_code == 404
    with scope(municipality=zandermeer):
        assert at_hand.survey_at_hand(zandermeer, survey.pk) is None


def test_what_is_old_or_too_much_goes(opened, monkeypatch):
    survey = opened()
    with scope(municipality=survey.municipality):
        found = at_hand.survey_now(survey.municipality, survey.pk)
        monkeypatch.setattr(at_hand, "_AT_HAND", {})
        old = dataclasses.replace(found, since=found.since - 2 * at_hand.MOMENT)
        at_hand._AT_HAND[uuid.uuid4(), uuid.uuid4()] = old
        at_hand.survey_now(survey.municipality, survey.pk)
        assert list(at_hand._AT_HAND) == [(survey.municipality.pk, survey.pk)]
        at_hand._AT_HAND.update({(uuid.uuid4(), uuid.uuid4()): found for _more in range(at_hand.MOST)})
        at_hand.survey_now(survey.municipality, survey.pk)
        assert len(at_hand._AT_HAND) <= at_hand.MOST
