"""What people do with figures: define, measure, choose between sources, interpret, aim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles.actions import change, next_position
from koersvast.cycles.models import Cycle
from koersvast.cycles.rules import make_key
from koersvast.goals.models import Ambition, Goal
from koersvast.indicators.models import (
    AmbitionEvidence,
    GoalIndicator,
    Indicator,
    Interpretation,
    InterpretedMeasurement,
    Measurement,
)
from koersvast.people.models import User
from koersvast.tenants.models import Record


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
    audit.record(
        "measurement.added", subject=indicator, by=by, changes={"value": (None, f"{row.period}: {row.value}")}
    )
    return row


@transaction.atomic
def change_measurement(row: Measurement, *, by: User, values: Mapping[str, Any], version: int | None) -> None:
    """Raises cycles.actions.StaleEdit when somebody else was first."""
    before = {field: getattr(row, field) for field in values}
    change(row, values, by=by, verb="measurement.changed", version=version)
    changes = {field: (before[field], value) for field, value in values.items() if before[field] != value}
    if changes:
        plain = {field: (_word(old), _word(new)) for field, (old, new) in changes.items()}
        audit.record("measurement.changed", subject=row.indicator, by=by, changes=plain)


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
    type(row)._default_manager.filter(pk=row.pk).update(removed_at=now, version=F("version") + 1)
    audit.record(verb, subject=subject, by=by)


@transaction.atomic
def put_back(row: Record, *, subject: Record, by: User, verb: str) -> None:
    type(row).with_removed.filter(pk=row.pk).update(removed_at=None, version=F("version") + 1)
    audit.record(verb, subject=subject, by=by)


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
        audit.record("goal.aimed", subject=goal, by=by, changes={"indicator": (None, row.indicator.name)})
        return row
    change(row, values, by=by, verb="goal.aimed", version=version)
    audit.record(
        "goal.aimed", subject=goal, by=by, changes={"indicator": (row.indicator.name, row.indicator.name)}
    )
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
