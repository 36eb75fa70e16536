"""Scholengroep De Sluis, which has no account, is asked by Anna what its GSA's brought in 2026."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.activities.models import Outcome
from koersvast.outcome_forms import actions
from koersvast.outcome_forms.models import OutcomeRequest
from koersvast.outcome_forms.rules import Answer
from koersvast.outcome_forms.views import four_questions
from koersvast.vault.guessing import Guesses
from tests import factories

TODAY = timezone.localdate()
IN_A_MONTH = TODAY + datetime.timedelta(days=30)
PATH = "/GM9901/vier-vragen/"
ADDRESS = "post@desluis.example"
ANSWER = Answer(
    reached=81,
    answered=36,
    usefulness=4.0,
    achieved=29,
    improvements=("Meer verhalen van bi+ leerlingen.", "Een vaste plek op de zevende locatie."),
    story="Een leerling bleef na om te helpen.",
)
FILLED = {
    "reached": "81",
    "usefulness": "4",
    "answered": "36",
    "achieved": "29",
    "improvements": "Meer verhalen van bi+ leerlingen.\nEen vaste plek op de zevende locatie.",
    "story": "Een leerling bleef na om te helpen.",
}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path, monkeypatch):
    """A root key of its own for each test, and nobody guessed yet."""
    settings.HOME = tmp_path
    settings.ROOT_KEY = ""
    settings.ROOT_KEY_FILE = tmp_path / "root_key"
    monkeypatch.setattr(four_questions, "GUESSING", Guesses())


@pytest.fixture
def cycle(waterveen):
    with scope(municipality=waterveen):
        return factories.cycle(waterveen, 2, visibility="public")


@pytest.fixture
def gsa(cycle):
    """The activity of De Sluis, with the figures of last year."""
    with scope(municipality=cycle.municipality):
        school = factories.partner(cycle, "sluis", name="Scholengroep De Sluis", email=ADDRESS)
        made = factories.activity(school, "act-gsa", name="GSA's op alle locaties")
        Outcome.objects.create(
            municipality=cycle.municipality, activity=made, period="2025", reached=74,
            usefulness_mean=3.8, usefulness_n=31, achieved=20, achieved_n=31,
        )  # fmt: skip
    return made


def asked_about(activity, by, *, period="2026", address=ADDRESS, due_on=IN_A_MONTH, today=TODAY, **more):
    values = {
        "period": period,
        "due_on": due_on,
        "participants": "leerlingen",
        "goal_sentence": "ik sta er op school niet meer alleen voor",
        "contact": "Anna, 010 000 00 00",
        **more,
    }
    with scope(municipality=activity.municipality):
        return actions.ask(activity, values=values, address=address, today=today, by=by)


@pytest.fixture
def sluis(gsa, anna):
    """What De Sluis got: ``code`` is in its link."""
    made = asked_about(gsa, anna)
    return SimpleNamespace(row=made.asked.row, code=made.code, asked=made.asked)


@pytest.fixture
def browser(client_of):
    return client_of(None)


@pytest.fixture
def at(cycle):
    """The address of a page of the municipality: at("outcome_request", pk)."""

    def address(name, *args):
        return reverse(name, args=["GM9901", cycle.number, *args])

    return address


@pytest.fixture
def now(waterveen):
    """The request as it is stored now."""

    def fresh(row):
        with scope(municipality=waterveen):
            return OutcomeRequest.objects.select_related("data_key", "reach_key").get(pk=row.pk)

    return fresh


def sent(code, row, **more):
    """What the browser of the partner posts."""
    return {"code": code, "version": row.version, "doe": "verstuur", **FILLED, **more}
