"""Questions about indicators and measurements. Each is one query, however large the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from uuid import UUID

from django.db.models import F

from koersvast.cycles.models import Cycle
from koersvast.indicators import rules
from koersvast.indicators.models import Measurement

_COLUMNS = tuple(field.name for field in fields(rules.Point) if field.name != "unit")


def points(cycle: Cycle, *, indicators: Iterable[UUID] | None = None) -> list[rules.Point]:
    """Every measurement of a cycle with its passport (or only those of some indicators). One query."""
    rows = Measurement.objects.filter(cycle=cycle, indicator__removed_at__isnull=True)
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    found = (
        rows.annotate(unit=F("indicator__unit")).values_list(*_COLUMNS, "unit").order_by("position", "key")
    )
    return [rules.Point(*row) for row in found]


def series_per_indicator(
    cycle: Cycle, *, indicators: Iterable[UUID] | None = None
) -> dict[UUID, tuple[rules.Series, ...]]:
    """Indicator -> its series, split by series, sample type, place, people and group. One query."""
    grouped: dict[UUID, list[rules.Point]] = defaultdict(list)
    for point in points(cycle, indicators=indicators):
        grouped[point.indicator_id].append(point)
    return {indicator: rules.split(found) for indicator, found in grouped.items()}
