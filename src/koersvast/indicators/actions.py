"""What people do with figures: define, measure, choose between sources, interpret, aim."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.audit.models import Entry
from koersvast.cycles.actions import bring_back, change, next_position, remove
from koersvast.cycles.models import Cycle
from koersvast.cycles.rules import make_key
from koersvast.goals.models import Ambition, Goal
from koersvast.indicators import queries, rules
from koersvast.indicators.models import (
    AmbitionEvidence,
    FigureUpload,
    GoalIndicator,
    Indicator,
    Interpretation,
    InterpretedMeasurement,
    Measurement,
)
from koersvast.indicators.sources.observation import Observation
from koersvast.jobs.progress import Progress
from koersvast.people.models import User
from koersvast.tenants.models import Record

FIGURES = ("value", "compare_value", "margin_low", "margin_high", "n")


class WrongLevel(Exception):
    """An indicator about participants cannot prove a societal result."""


@transaction.atomic
def add_indicator(cycle: Cycle, *, by: User | None, **fields: Any) -> Indicator:
    taken = set(Indicator.with_removed.filter(cycle=cycle).values_list("key", flat=True))
    row = Indicator.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        key=make_key(fields["name"], taken, prefix="i-"),
        position=next_position(Indicator, cycle=cycle),
        **fields,
    )
    audit.record("indicator.added", subject=row, by=by)
    return row


@transaction.atomic
def add_measurement(indicator: Indicator, *, by: User | None, **fields: Any) -> Measurement:
    """One value with its passport. Who entered it is part of the passport."""
    taken = set(Measurement.with_removed.filter(cycle=indicator.cycle_id).values_list("key", flat=True))
    row = Measurement.objects.create(
        municipality_id=indicator.municipality_id,
        cycle_id=indicator.cycle_id,
        indicator=indicator,
        key=make_key(f"{indicator.key.removeprefix('i-')}-{fields['period']}", taken, prefix="m-"),
        position=next_position(Measurement, cycle=indicator.cycle_id),
        entered_by=by.name if by else "",
        **fields,
    )
    figure = f"{row.period}: {row.value if _may_tell(row) else _too_small()}"
    details = audit.record("part.added", subject=row, by=by)
    changes = {"value": (None, figure)}
    audit.record("measurement.added", subject=indicator, by=by, changes=changes, details=details)
    return row


@transaction.atomic
def change_measurement(row: Measurement, *, by: User, values: Mapping[str, Any], version: int | None) -> None:
    """Raises cycles.actions.StaleEdit when somebody else was first."""
    before = {field: getattr(row, field) for field in values}
    tell = _may_tell(row)
    details = change(row, values, by=by, verb="part.changed", version=version)
    changes = {field: (before[field], value) for field, value in values.items() if before[field] != value}
    if changes:
        tell = tell and _may_tell(row)
        plain = {
            field: (_word(old), _word(new))
            if tell or field not in FIGURES
            else (None if old is None else _too_small(), None if new is None else _too_small())
            for field, (old, new) in changes.items()
        }
        audit.record("measurement.changed", subject=row.indicator, by=by, changes=plain, details=details)


def _may_tell(row: Measurement) -> bool:
    """Everybody who sees the figure reads its history: there a small group stays unsaid too (K12)."""
    return rules.large_enough(row.value, row.indicator.unit, row.n)


def _too_small() -> str:
    return _("te klein om te tonen")


def _word(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)


@transaction.atomic
def choose_measurement(row: Measurement, *, reason: str, by: User) -> None:
    """Of several sources for one period, show this one; the others stay, and say that they were not chosen."""
    same = Measurement.objects.filter(
        indicator=row.indicator_id,
        period=row.period,
        place=row.place,
        population=row.population,
        group=row.group,
        series=row.series,
        sample=row.sample,
    )
    same.exclude(pk=row.pk).update(chosen=None, choice_reason="", version=F("version") + 1)
    same.filter(pk=row.pk).update(chosen=True, choice_reason=reason, version=F("version") + 1)
    audit.record(
        "measurement.chosen",
        subject=row.indicator,
        by=by,
        changes={"source": (None, f"{row.period}: {row.source}. {reason}")},
    )


@transaction.atomic
def take_away(row: Record, *, subject: Record, by: User, verb: str, now: Any) -> None:
    audit.record(verb, subject=subject, by=by, details=remove(row, by=by, verb="part.removed", now=now))


@transaction.atomic
def put_back(row: Record, *, subject: Record, by: User, verb: str) -> None:
    audit.record(verb, subject=subject, by=by, details=bring_back(row, by=by, verb="part.brought_back"))


@transaction.atomic
def interpret(
    cycle: Cycle,
    row: Interpretation | None,
    *,
    measurements: Sequence[Measurement],
    by: User,
    values: Mapping[str, Any],
    version: int | None = None,
) -> Interpretation:
    """What the parties said about some measurements: the five questions."""
    if row is None:
        taken = set(Interpretation.with_removed.filter(cycle=cycle).values_list("key", flat=True))
        row = Interpretation.objects.create(
            municipality_id=cycle.municipality_id,
            cycle=cycle,
            key=make_key(measurements[0].indicator.key.removeprefix("i-"), taken, prefix="d-"),
            position=next_position(Interpretation, cycle=cycle),
            **values,
        )
        audit.record("interpretation.added", subject=row, by=by)
    else:
        change(row, values, by=by, verb="interpretation.changed", version=version)
        InterpretedMeasurement.objects.filter(interpretation=row).delete()
    InterpretedMeasurement.objects.bulk_create(
        InterpretedMeasurement(
            municipality_id=cycle.municipality_id, interpretation=row, measurement=one, position=index
        )
        for index, one in enumerate(measurements)
    )
    return row


@transaction.atomic
def aim(
    goal: Goal, row: GoalIndicator | None, *, by: User, values: Mapping[str, Any], version: int | None
) -> GoalIndicator:
    """Say how we know that a goal gets nearer: indicator, baseline, target or why there is none."""
    if values["indicator"].level == "outcome":
        raise WrongLevel(
            _("Dit cijfer gaat over deelnemers van een activiteit. Dat bewijst niets over de hele gemeente.")
        )
    if row is None:
        row = GoalIndicator.objects.create(
            municipality_id=goal.municipality_id,
            goal=goal,
            position=next_position(GoalIndicator, goal=goal),
            **values,
        )
        details: Entry | None = audit.record("part.added", subject=row, by=by)
        changes: dict[str, Any] = {"indicator": (None, row.indicator.name)}
    else:
        details = change(row, values, by=by, verb="part.changed", version=version)
        changes = {"indicator": (row.indicator.name, row.indicator.name)}
    audit.record("goal.aimed", subject=goal, by=by, changes=changes, details=details)
    return row


@transaction.atomic
def ground(ambition: Ambition, things: Iterable[Record], *, by: User) -> None:
    """Say what an ambition rests on, in this order: measurements, interpretations, sessions."""
    AmbitionEvidence.objects.filter(ambition=ambition).delete()
    AmbitionEvidence.objects.bulk_create(
        AmbitionEvidence(
            municipality_id=ambition.municipality_id,
            ambition=ambition,
            position=index,
            **{type(thing).__name__.lower(): thing},
        )
        for index, thing in enumerate(things)
    )
    audit.record("ambition.grounded", subject=ambition, by=by)


# Reading figures in from a source


@dataclass(frozen=True)
class Imported:
    """What reading in did: how many new indicators and measurements, and how many were there already."""

    indicators: int
    measurements: int
    known: int


@transaction.atomic
def import_observations(
    cycle: Cycle, rows: Sequence[Observation], *, by: User | None, progress: Progress | None = None
) -> Imported:
    """Store figures from a source: all of them, or nothing. The number of queries does not grow with the rows, but for the
    size of one insert.

    One indicator per code, or the one this cycle has with that name, unit and level: an indicator about
    participants never takes figures about a whole municipality. A figure that is there already is not stored twice.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # two people reading in one file make one set of keys
    indicators, made = _indicators_for(cycle, rows)
    known = queries.known_measurements(cycle)
    keys = _Keys(Measurement.with_removed.filter(cycle=cycle).values_list("key", flat=True), prefix="m-")
    position = next_position(Measurement, cycle=cycle)
    stored: list[Measurement] = []
    for row in rows:
        indicator = indicators[row.code]
        same = (
            indicator.pk, row.place_code, row.population, row.group, row.compare_group, row.period, row.value,
            row.series, row.source,
        )  # fmt: skip
        if same in known:
            continue
        known.add(same)
        stored.append(_measurement(cycle, indicator, row, by, keys, position + len(stored)))
    for start in range(0, len(stored), 1000):
        if progress is not None:
            progress.step(_("Cijfers bewaren"), start, len(stored))
        Measurement.objects.bulk_create(stored[start : start + 1000])
    _record_import(stored, made, by)
    return Imported(len(made), len(stored), len(rows) - len(stored))


def _indicators_for(
    cycle: Cycle, rows: Iterable[Observation]
) -> tuple[dict[str, Indicator], list[Indicator]]:
    """Code -> indicator, and which of them are new."""
    existing: dict[tuple[str, str, str], Indicator] = {}
    for found in Indicator.objects.filter(cycle=cycle).order_by("position", "key"):
        existing.setdefault((_folded(found.name), _folded(found.unit), found.level), found)
    keys = _Keys(Indicator.with_removed.filter(cycle=cycle).values_list("key", flat=True), prefix="i-")
    position = next_position(Indicator, cycle=cycle)
    by_code: dict[str, Indicator] = {}
    made: list[Indicator] = []
    for row in rows:
        if row.code in by_code:
            continue
        same = (_folded(row.name), _folded(row.unit), row.level)
        if same not in existing:
            existing[same] = Indicator(
                municipality_id=cycle.municipality_id,
                cycle=cycle,
                key=keys.fresh(row.name),
                name=row.name,
                level=row.level,
                unit=row.unit,
                favourable=row.favourable,
                position=position + len(made),
            )
            made.append(existing[same])
        by_code[row.code] = existing[same]
    Indicator.objects.bulk_create(made, batch_size=1000)
    return by_code, made


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


class _Keys:
    """Fresh keys for many rows: counts per beginning, because asking for each number again takes too long."""

    def __init__(self, taken: Iterable[str], *, prefix: str) -> None:
        self.taken, self.prefix = set(taken), prefix
        self.next: dict[str, int] = {}

    def fresh(self, text: str) -> str:
        base = make_key(text, (), prefix=self.prefix)
        count = self.next.get(base, 1)
        while (key := base if count == 1 else f"{base}-{count}") in self.taken:
            count += 1
        self.next[base] = count + 1
        self.taken.add(key)
        return key


def _measurement(
    cycle: Cycle, indicator: Indicator, row: Observation, by: User | None, keys: _Keys, position: int
) -> Measurement:
    fields = (
        "place", "place_code", "population", "group", "compare_group", "period", "value", "compare_value",
        "margin_low", "margin_high", "n", "sample", "series", "break_note", "source", "url", "retrieved_on", "note",
    )  # fmt: skip
    return Measurement(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        indicator=indicator,
        key=keys.fresh(f"{indicator.key.removeprefix('i-')[:35]}-{row.period}"),
        position=position,
        entered_by=by.name if by else "",
        **{name: getattr(row, name) for name in fields},
    )


def _record_import(stored: Sequence[Measurement], made: Sequence[Indicator], by: User | None) -> None:
    """Of each indicator: that it was added, and how many measurements came from where."""
    audit.record_all("indicator.added", [(row, {}) for row in made], by=by)
    subjects: dict[UUID, Indicator] = {}
    counts: dict[UUID, dict[str, int]] = {}
    for row in stored:
        subjects[row.indicator_id] = row.indicator
        per_source = counts.setdefault(row.indicator_id, {})
        per_source[row.source] = per_source.get(row.source, 0) + 1
    told = [
        (subjects[pk], {"source": (None, [f"{source}: {count}" for source, count in per_source.items()])})
        for pk, per_source in counts.items()
    ]
    audit.record_all("measurement.imported", told, by=by)


@transaction.atomic
def keep_upload(
    cycle: Cycle, *, by: User, source: str, file_name: str, content: bytes, now: datetime.datetime
) -> FigureUpload:
    """Keep a file until somebody decides about it; what is older than an hour goes."""
    FigureUpload.objects.filter(created_at__lte=now - queries.UPLOADS_LAST).delete()
    made: FigureUpload = FigureUpload.objects.create(
        municipality_id=cycle.municipality_id,
        by=by,
        cycle_number=cycle.number,
        source=source,
        file_name=file_name[-200:],
        content=content,
        created_at=now,
    )
    return made


def forget_upload(upload: FigureUpload) -> None:
    upload.delete()
