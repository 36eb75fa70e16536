"""Questions about indicators and measurements. Each is one query, however large the plan."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from koersvast.audit.models import Entry
from koersvast.cycles.descent import Family
from koersvast.cycles.models import Cycle
from koersvast.indicators import rules
from koersvast.indicators.models import (
    AmbitionEvidence,
    FigureUpload,
    GoalIndicator,
    Indicator,
    Interpretation,
    InterpretedMeasurement,
    Measurement,
)
from koersvast.people.models import User

UPLOADS_LAST = datetime.timedelta(hours=1)

_COLUMNS = tuple(field.name for field in fields(rules.Point) if field.name != "unit")


def points(
    cycle: Cycle, *, indicators: Iterable[UUID] | None = None, ids: Iterable[UUID] | None = None
) -> list[rules.Point]:
    """Every measurement of a cycle with its passport (or only those of some indicators, or some). One query."""
    rows = Measurement.objects.filter(cycle=cycle, indicator__removed_at__isnull=True)
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return _points(rows)


def _points(rows: QuerySet[Measurement]) -> list[rules.Point]:
    found = (
        rows.annotate(unit=F("indicator__unit")).values_list(*_COLUMNS, "unit").order_by("position", "key")
    )
    return [rules.Point(*row) for row in found]


@dataclass(frozen=True)
class Joined:
    """The measurements of an indicator with those of earlier cycles, in series; and the cycle of each earlier one."""

    series: tuple[rules.Series, ...]
    cycles: dict[UUID, int]
    other_unit: bool  # something older was measured in another unit, and is not here


def with_earlier(
    cycle: Cycle, indicators: Iterable[Indicator], *, seen: Collection[int]
) -> dict[UUID, Joined]:
    """Indicator -> its measurements with those of the definitions it follows, in cycles of ``seen``. Two queries."""
    rows = list(indicators)
    family = Family(Indicator, cycles={*seen, cycle.number})
    before = {row.pk: family.ancestors((cycle.number, row.key)) for row in rows}
    wanted = {row.pk for row in rows} | {link.of.id for links in before.values() for link in links.values()}
    grouped: dict[UUID, list[rules.Point]] = defaultdict(list)
    for point in _points(Measurement.objects.filter(indicator__in=wanted, indicator__removed_at=None)):
        grouped[point.indicator_id].append(point)
    found = {}
    for row in rows:
        earlier = [
            rules.Earlier(link.of.cycle, tuple(grouped[link.of.id]), link.breaks, link.why)
            for link in before[row.pk].values()
        ]
        joined = rules.join(grouped[row.pk], earlier, unit=row.unit)
        own = {point.id for point in grouped[row.pk]}
        cycles = {point.id: one.cycle for one in earlier for point in one.points if point.id not in own}
        other_unit = any(point.unit != row.unit for one in earlier for point in one.points)
        found[row.pk] = Joined(rules.split(joined), cycles, other_unit)
    return found


def series_per_indicator(
    cycle: Cycle, *, indicators: Iterable[UUID] | None = None
) -> dict[UUID, tuple[rules.Series, ...]]:
    """Indicator -> its series, split by series, sample type, place, people and group. One query."""
    grouped: dict[UUID, list[rules.Point]] = defaultdict(list)
    for point in points(cycle, indicators=indicators):
        grouped[point.indicator_id].append(point)
    return {indicator: rules.split(found) for indicator, found in grouped.items()}


def indicators_of(cycle: Cycle) -> QuerySet[Indicator]:
    return Indicator.objects.filter(cycle=cycle).order_by("position", "key")


def interpretations_of(cycle: Cycle, *, indicator: UUID | None = None) -> QuerySet[Interpretation]:
    """What people said about figures, newest first, with the measurements it is about. Two queries."""
    found = Interpretation.objects.filter(cycle=cycle)
    if indicator is not None:
        found = found.filter(
            interpreted__measurement__indicator=indicator, interpreted__removed_at=None
        ).distinct()
    measured = InterpretedMeasurement.objects.select_related("measurement__indicator").filter(
        measurement__removed_at=None
    )
    return found.prefetch_related(Prefetch("interpreted", measured)).order_by("-held_on", "position")


def goal_indicators_of(
    cycle: Cycle, *, goal: UUID | None = None, indicator: UUID | None = None
) -> QuerySet[GoalIndicator]:
    """Which indicator says whether which goal gets nearer, with baseline and target. One query."""
    found = GoalIndicator.objects.filter(
        goal__cycle=cycle, goal__removed_at=None, indicator__removed_at=None
    ).select_related("goal", "indicator", "baseline")
    if goal is not None:
        found = found.filter(goal=goal)
    if indicator is not None:
        found = found.filter(indicator=indicator)
    return found.order_by("position", "id")


def evidence_of(ambition: UUID | str) -> list[AmbitionEvidence]:
    """What an ambition rests on, in order. One query."""
    return list(
        AmbitionEvidence.objects.filter(ambition=ambition)
        .select_related("measurement__indicator", "interpretation", "session")
        .order_by("position", "id")
    )


def history(indicator: Indicator) -> QuerySet[Entry]:
    """Who changed what of an indicator and its measurements. Two queries."""
    return (
        Entry.objects.filter(subject_id=indicator.pk)
        .select_related("by")
        .prefetch_related("changes")
        .order_by("-at", "-id")
    )


def upload_of(by: User, cycle: Cycle, upload_id: UUID, now: datetime.datetime) -> FigureUpload | None:
    """What this person brought in for this cycle less than an hour ago; never what somebody else brought in."""
    found: FigureUpload | None = FigureUpload.objects.filter(
        pk=upload_id, by=by, cycle_number=cycle.number, created_at__gt=now - UPLOADS_LAST
    ).first()
    return found


def known_measurements(cycle: Cycle) -> set[tuple[object, ...]]:
    """What is stored already, so that reading a file twice stores it once. One query."""
    return set(
        Measurement.objects.filter(cycle=cycle).values_list(
            "indicator_id",
            "place_code",
            "population",
            "group",
            "compare_group",
            "period",
            "value",
            "series",
            "source",
        )
    )
