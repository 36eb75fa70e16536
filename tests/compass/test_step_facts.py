"""The rail reads less than the checks do, and says the same."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from koersvast.activities.models import Activity, Outcome
from koersvast.compass import completeness, queries
from koersvast.exchange.actions import import_plan
from koersvast.exchange.reading import read_plan
from koersvast.goals.models import Goal
from koersvast.indicators.models import Measurement
from tests import factories, plans

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def both(cycle):
    return (
        completeness.steps(queries.step_facts(cycle, today=TODAY)),
        completeness.steps(queries.plan_facts(cycle, today=TODAY)),
    )


@pytest.mark.parametrize("name", ["waterveen", "delft", "schiedam", "zaanstad"])
def test_every_step_of_every_plan_is_what_the_checks_would_say(name):
    file = Path(plans.__file__).parent / f"{name}.yaml"
    plan = plans.waterveen_plan() if name == "waterveen" else read_plan(file.read_bytes()).plan
    cycle = import_plan(plan, by=None)
    with scope(municipality=cycle.municipality):
        rail, checks = both(cycle)
        assert rail == checks
        # and when something of each kind is taken away
        now = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
        for model in (Goal, Measurement, Activity):
            some = list(model.objects.filter(cycle=cycle).order_by("key").values_list("pk", flat=True)[::3])
            model.objects.filter(pk__in=some).update(removed_at=now)
        Outcome.objects.update(usefulness_mean=None)
        rail, checks = both(cycle)
        assert rail == checks


def test_a_page_that_read_the_facts_lends_them_to_the_rail(waterveen):
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen)

        class Request:
            pass

        request = Request()
        request.cycle = cycle
        facts = queries.facts_of(request, today=TODAY)
        assert queries.facts_for_steps(request, today=TODAY) is facts


def test_the_rail_asks_as_many_questions_however_large_the_plan(waterveen):
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen)
        ambition = factories.ambition(cycle)
        owner = factories.partner(cycle, "org")

        def asked():
            with CaptureQueriesContext(connection) as found:
                queries.step_facts(cycle, today=TODAY)
            return len(found)

        few = asked()
        for number in range(12):
            result = factories.result(ambition, f"r-{number}")
            factories.activity(owner, f"a-{number}", (result,))
        assert asked() == few
