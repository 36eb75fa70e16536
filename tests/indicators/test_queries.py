"""Questions about measurements: right, and few."""

from __future__ import annotations

import pytest

from koersvast.indicators import queries
from tests import factories

pytestmark = pytest.mark.usefixtures("in_waterveen")


def test_series_of_a_whole_plan_are_one_query(waterveen, django_assert_num_queries):
    cycle = factories.cycle(waterveen)
    for number in range(4):
        indicator = factories.indicator(cycle, f"i-{number}")
        for year in ("2022", "2024"):
            factories.measurement(indicator, year, 20)
    with django_assert_num_queries(1):
        found = queries.series_per_indicator(cycle)
    assert len(found) == 4
    assert all(len(one.points) == 2 for series in found.values() for one in series)


def test_a_removed_indicator_takes_its_measurements_along(waterveen):
    from django.utils import timezone

    cycle = factories.cycle(waterveen)
    indicator = factories.indicator(cycle)
    factories.measurement(indicator, "2022", 20)
    indicator.removed_at = timezone.now()
    indicator.save()
    assert queries.points(cycle) == []
