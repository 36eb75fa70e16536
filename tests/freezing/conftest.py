"""The demo plan without what was frozen, and decisions of college and council as people write them down."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from koersvast.decisions.models import Decision
from koersvast.exchange.actions import import_plan
from koersvast.freezing import actions, queries
from koersvast.people.models import Membership
from tests.plans import waterveen_plan

TODAY = datetime.date(2026, 11, 21)
NOW = datetime.datetime(2026, 11, 21, 14, 30, tzinfo=datetime.UTC)
PLAN = {
    "kind": "adopt_plan",
    "body": "college",
    "status": "adopted",
    "decided_on": "2026-11-10",
    "document": "Collegebesluit 26-310",
    "reason": "Samen met partners gemaakt",
}
MONEY = PLAN | {
    "kind": "budget",
    "body": "council",
    "decided_on": "2026-11-12",
    "document": "Raadsbesluit 26-112",
    "reason": "Geld voor 2027",
}


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: TODAY)


@pytest.fixture
def cycle(in_waterveen, waterveen):
    """The demo plan before college and council decided anything."""
    found = import_plan(waterveen_plan(), by=None)
    Decision.objects.filter(cycle=found, kind__in=["adopt_plan", "budget"]).delete()
    return found


@pytest.fixture
def member():
    return lambda user: Membership.objects.get(user=user)


@pytest.fixture
def adopt(cycle, anna, member):
    """A function that writes down a decision and gives its frozen copy, if it was adopted."""

    def act(facts=PLAN, **changed):
        row = actions.register(cycle, member=member(anna), now=NOW, today=TODAY, **(facts | changed))
        return next((kept for kept in queries.copies_of(cycle) if kept.row.decision_key == row.key), None)

    return act
