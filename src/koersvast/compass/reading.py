"""Parts of the facts of a cycle that the checks and the rail read alike. One or two queries each."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from koersvast.compass import facts as f
from koersvast.cycles.models import Cycle, Partner, Session, Step
from koersvast.goals.models import Ambition
from koersvast.indicators.models import AmbitionEvidence, GoalIndicator, InterpretedMeasurement, Measurement


def steps(cycle: Cycle) -> dict[int, f.StepFact]:
    rows = Step.objects.filter(cycle=cycle).values_list("number", "ready", "ready_reason", "parties")
    return {row[0]: f.StepFact(row[0], row[1], row[2], tuple(row[3])) for row in rows}


def partners(cycle: Cycle) -> tuple[f.PartnerFact, ...]:
    rows = Partner.objects.filter(cycle=cycle).values_list("id", "name", "party", "interest", "mandate")
    return tuple(f.PartnerFact(row[0], row[1], row[2], bool(row[3]), bool(row[4])) for row in rows)


def sessions(cycle: Cycle) -> tuple[f.SessionFact, ...]:
    rows = Session.objects.filter(cycle=cycle).values_list(
        "id", "step", "kind", "title", "parties", "held_on"
    )
    return tuple(f.SessionFact(row[0], row[1], row[2], row[3], tuple(row[4]), row[5]) for row in rows)


def ambitions(cycle: Cycle) -> tuple[f.AmbitionFact, ...]:
    evidence: Counter[Any] = Counter()
    grounded = set()
    live = (
        Q(measurement__isnull=False, measurement__removed_at=None)
        | Q(interpretation__isnull=False, interpretation__removed_at=None)
        | Q(session__isnull=False, session__removed_at=None)
    )
    talked = InterpretedMeasurement.objects.filter(
        measurement=OuterRef("measurement"), interpretation__removed_at=None
    )
    rows = AmbitionEvidence.objects.filter(live, ambition__cycle=cycle).annotate(talked=Exists(talked))
    for ambition, measurement, interpreted in rows.values_list("ambition_id", "measurement_id", "talked"):
        evidence[ambition] += 1
        if measurement is None or interpreted:
            grounded.add(ambition)
    found = Ambition.objects.filter(cycle=cycle).values_list("id", "text")
    return tuple(f.AmbitionFact(pk, text, evidence[pk], pk in grounded) for pk, text in found)


def goal_indicators(rows: QuerySet[GoalIndicator]) -> tuple[f.GoalIndicatorFact, ...]:
    found = rows.order_by().values_list(
        "goal_id", "indicator_id", "target_value", "no_target_reason",
        "baseline__period", "baseline__source", "baseline__removed_at",
    )  # fmt: skip
    return tuple(
        f.GoalIndicatorFact(
            goal, indicator, _baseline(period, source, removed), target is not None, bool(reason)
        )
        for goal, indicator, target, reason, period, source, removed in found
    )


def _baseline(period: str | None, source: str | None, removed: Any) -> str:
    if period is None or removed is not None:
        return "none"
    return "sound" if period and (source or "").strip() else "bare"


LINE = ("indicator_id", "place", "place_code", "group", "series", "sample")


def series(cycle: Cycle) -> tuple[f.SeriesFact, ...]:
    """Measurements added up in the database: a few hundred rows, also when there are twenty thousand."""
    talked: dict[tuple[Any, ...], str] = {}
    for *line, period in InterpretedMeasurement.objects.filter(
        interpretation__cycle=cycle, interpretation__removed_at=None, measurement__removed_at=None
    ).values_list(*(f"measurement__{name}" for name in LINE), "measurement__period"):
        talked[tuple(line)] = max(period, talked.get(tuple(line), ""))
    rows = (
        Measurement.objects.filter(cycle=cycle).order_by().values_list(*LINE).annotate(newest=Max("period"))
    )
    return tuple(
        f.SeriesFact(
            row[0], row[1], row[2], row[3], row[4], row[5], newest=row[6], interpreted=talked.get(row[:6], "")
        )
        for row in rows
    )
