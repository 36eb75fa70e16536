"""Money of a plan: right, and two queries however large the plan."""

from __future__ import annotations

import pytest

from koersvast.activities import queries
from koersvast.activities.models import Budget, Funding
from tests import factories

pytestmark = pytest.mark.usefixtures("in_waterveen")


def budget(activity, year, amount, *funds):
    line = Budget.objects.create(
        municipality=activity.municipality, activity=activity, year=year, amount=amount, taakveld="6.1"
    )
    for source, part in funds:
        Funding.objects.create(municipality=activity.municipality, budget=line, source=source, amount=part)


def test_lines_with_their_funds_are_two_queries(waterveen, django_assert_num_queries):
    cycle = factories.cycle(waterveen)
    owner = factories.partner(cycle, "welzijn")
    for number in range(3):
        activity = factories.activity(owner, f"act-{number}", ends_on="2027-12-31")
        budget(activity, 2026, 100, ("Rijk", 60), ("Eigen", 40))
    with django_assert_num_queries(2):
        lines = queries.money_lines(cycle)
    assert [(line.amount, line.covered, line.ends_on) for line in lines] == [(100, 100, "2027-12-31")] * 3
