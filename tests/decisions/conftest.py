"""A small cycle with two activities, and forms as people fill them in."""

from __future__ import annotations

import pytest
from django.utils import translation

from koersvast.decisions.models import Commitment, Decision, ImprovementAction
from koersvast.people.models import Membership
from tests import factories


@pytest.fixture(autouse=True)
def dutch():
    """Actions and rules speak the language of the request before them; here it is Dutch."""
    with translation.override("nl"):
        yield


@pytest.fixture
def cycle(in_waterveen, waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def town(cycle):
    return factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")


@pytest.fixture
def result(cycle):
    return factories.result(factories.ambition(cycle), text="In 2026 voelen meer inwoners zich veilig")


@pytest.fixture
def cafe(town, result):
    return factories.activity(town, "act-cafe", (result,), name="Roze café")


@pytest.fixture
def training(town, result):
    return factories.activity(town, "act-training", (result,), name="Training", position=1)


@pytest.fixture
def member():
    return lambda user: Membership.objects.get(user=user)


@pytest.fixture
def decided(cycle, town):
    """A function that stores a decision about an activity or result."""

    def decide(subject, word="continue", **fields):
        defaults = {
            "kind": "activity",
            "decided_on": "2026-11-12",
            "body": "table",
            "reason": "Bezoekers komen terug",
            "owner": town,
        }
        return Decision.objects.create(
            municipality=cycle.municipality,
            cycle=cycle,
            key=fields.pop("key", f"b-{subject.key}"),
            decision=word,
            **{**defaults, "about_key": subject.key, **fields},
        )

    return decide


@pytest.fixture
def better(cycle):
    def promise(decision, text="Ook op zondag open", due_on="2026-10-01", **fields):
        return ImprovementAction.objects.create(
            municipality=cycle.municipality, decision=decision, text=text, due_on=due_on, **fields
        )

    return promise


@pytest.fixture
def promised(cycle):
    def promise(key="c-1", **fields):
        defaults = {
            "kind": "motion",
            "text": "Onderzoek een vast loket",
            "by": "Gemeenteraad",
            "made_on": "2025-06-19",
            "status": "open",
        }
        return Commitment.objects.create(
            municipality=cycle.municipality, cycle=cycle, key=key, **{**defaults, **fields}
        )

    return promise
