"""The demo plan as round 2, and a function that opens round 3 from it."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from koersvast.cycles.models import Cycle
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.next_cycle import actions
from koersvast.next_cycle.offers import offers
from koersvast.people.models import Membership
from tests.plans import waterveen_plan

FACTS = {
    "number": 3,
    "title": "Waterveen Kleurt 2027-2030",
    "starts_on": "2027",
    "ends_on": "2030",
    "visibility": "internal",
    "summary": "",
}


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: datetime.date(2026, 11, 21))


@pytest.fixture
def old(in_waterveen, waterveen) -> Cycle:
    return import_plan(waterveen_plan(), by=None)


@pytest.fixture
def opened(old, anna):
    """A function that opens the next round as people decided; ``chosen`` for other choices."""

    def act(source=old, chosen=None, **facts):
        if chosen is None:
            chosen = [(offer.section, offer.key) for offer in offers(export_plan(source)) if offer.carry]
        member = Membership.objects.get(user=anna)
        return actions.open_next(source, member=member, facts=FACTS | facts, chosen=chosen)[0]

    return act
