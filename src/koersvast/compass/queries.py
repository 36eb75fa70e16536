"""Reads a whole cycle into facts, in a fixed number of queries however large the plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from koersvast.activities.models import Activity, Budget, Contribution, Funding, Outcome, Quality
from koersvast.compass import facts as f
from koersvast.cycles.models import Cycle, GlossaryTerm, Partner, Session, Step
from koersvast.decisions.models import Decision
from koersvast.goals.models import Ambition, Goal, GoalLink, Story
from koersvast.indicators.models import (
    AmbitionEvidence,
    GoalIndicator,
    Indicator,
    InterpretedMeasurement,
    Measurement,
)


def plan_facts(cycle: Cycle, *, today: date) -> f.PlanFacts:
    """Everything the checks and the completeness of steps look at."""
    interpreted = set(
        InterpretedMeasurement.objects.filter(
            interpretation__cycle=cycle, interpretation__removed_at=None
        ).values_list("measurement_id", flat=True)
    )
    goals = _goals(cycle)
    return f.PlanFacts(
        today=today,
        gmcode=cycle.municipality.code,
        place=cycle.municipality.name,
        ends_on=cycle.ends_on,
        terms=GlossaryTerm.objects.filter(cycle=cycle).count(),
        partners=_partners(cycle),
        sessions=_sessions(cycle),
        ambitions=_ambitions(cycle, interpreted),
        goals=goals,
        goal_indicators=_goal_indicators(cycle),
        indicators={
            row[0]: f.IndicatorFact(*row)
            for row in Indicator.objects.filter(cycle=cycle)
            .order_by("position")
            .values_list("id", "name", "level", "unit", "favourable")
        },
        measurements=_measurements(cycle, interpreted),
        activities=_activities(cycle),
        steps={
            row[0]: f.StepFact(row[0], row[1], row[2], tuple(row[3]))
            for row in Step.objects.filter(cycle=cycle).values_list(
                "number", "ready", "ready_reason", "parties"
            )
        },
        decided=frozenset(
            Decision.objects.filter(cycle=cycle).exclude(about_key="").values_list("about_key", flat=True)
        ),
        goal_keys=dict(Goal.objects.filter(cycle=cycle, ambition__isnull=False).values_list("id", "key")),
    )


def _partners(cycle: Cycle) -> tuple[f.PartnerFact, ...]:
    rows = Partner.objects.filter(cycle=cycle).values_list("id", "name", "party", "interest", "mandate")
    return tuple(f.PartnerFact(row[0], row[1], row[2], bool(row[3]), bool(row[4])) for row in rows)


def _sessions(cycle: Cycle) -> tuple[f.SessionFact, ...]:
    rows = Session.objects.filter(cycle=cycle).values_list("id", "step", "kind", "title", "parties")
    return tuple(f.SessionFact(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows)


def _ambitions(cycle: Cycle, interpreted: set[Any]) -> tuple[f.AmbitionFact, ...]:
    evidence: Counter[Any] = Counter()
    grounded = set()
    live = (
        Q(measurement__isnull=False, measurement__removed_at=None)
        | Q(interpretation__isnull=False, interpretation__removed_at=None)
        | Q(session__isnull=False, session__removed_at=None)
    )
    rows = AmbitionEvidence.objects.filter(live, ambition__cycle=cycle)
    for ambition, measurement, *_others in rows.values_list("ambition_id", "measurement_id"):
        evidence[ambition] += 1
        if measurement is None or measurement in interpreted:
            grounded.add(ambition)
    found = Ambition.objects.filter(cycle=cycle).values_list("id", "text")
    return tuple(f.AmbitionFact(pk, text, evidence[pk], pk in grounded) for pk, text in found)


def _goals(cycle: Cycle) -> tuple[f.GoalFact, ...]:
    parents: dict[Any, list[Any]] = defaultdict(list)
    children: Counter[Any] = Counter()
    links = GoalLink.objects.filter(parent__cycle=cycle, parent__removed_at=None, child__removed_at=None)
    for parent, child in links.values_list("parent_id", "child_id"):
        parents[child].append(parent)
        children[parent] += 1
    stories = Counter(Story.objects.filter(goal__cycle=cycle).order_by().values_list("goal_id", flat=True))
    activities = Counter(
        Contribution.objects.filter(goal__cycle=cycle, activity__removed_at=None)
        .order_by()
        .values_list("goal_id", flat=True)
    )
    rows = Goal.objects.filter(cycle=cycle).values_list("id", "text", "kind", "ambition_id", "by_year")
    return tuple(
        f.GoalFact(
            pk, text, kind, ambition, tuple(parents[pk]), children[pk], stories[pk], activities[pk], by_year
        )
        for pk, text, kind, ambition, by_year in rows
    )


def _goal_indicators(cycle: Cycle) -> tuple[f.GoalIndicatorFact, ...]:
    rows = GoalIndicator.objects.filter(
        goal__cycle=cycle, goal__removed_at=None, indicator__removed_at=None
    ).values_list("goal_id", "indicator_id", "baseline_id", "target_value", "no_target_reason")
    return tuple(
        f.GoalIndicatorFact(row[0], row[1], row[2], row[3] is not None, bool(row[4])) for row in rows
    )


def _measurements(cycle: Cycle, interpreted: set[Any]) -> tuple[f.MeasurementFact, ...]:
    rows = (
        Measurement.objects.filter(cycle=cycle, indicator__removed_at=None)
        .order_by()
        .values_list(
            "id",
            "indicator_id",
            "place",
            "place_code",
            "group",
            "period",
            "value",
            "n",
            "sample",
            "series",
            "break_note",
            "source",
            "chosen",
        )
    )
    return tuple(
        f.MeasurementFact(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            row[8],
            row[9],
            bool(row[10]),
            row[11],
            row[0] in interpreted,
            row[12],
        )
        for row in rows.iterator(chunk_size=5000)
    )


def _activities(cycle: Cycle) -> tuple[f.ActivityFact, ...]:
    funded: Counter[Any] = Counter()
    endings: dict[Any, list[str]] = defaultdict(list)
    for budget, amount, ends_on in Funding.objects.filter(budget__activity__cycle=cycle).values_list(
        "budget_id", "amount", "ends_on"
    ):
        funded[budget] += amount
        if ends_on:
            endings[budget].append(ends_on)
    budgets: dict[Any, list[f.BudgetFact]] = defaultdict(list)
    for pk, activity, year, amount, taakveld in Budget.objects.filter(activity__cycle=cycle).values_list(
        "id", "activity_id", "year", "amount", "taakveld"
    ):
        budgets[activity].append(f.BudgetFact(year, amount, taakveld, funded[pk], tuple(endings[pk])))
    outcomes: dict[Any, list[f.OutcomeFact]] = defaultdict(list)
    for activity, period, reached, mean, mean_n, achieved, achieved_n in Outcome.objects.filter(
        activity__cycle=cycle
    ).values_list(
        "activity_id", "period", "reached", "usefulness_mean", "usefulness_n", "achieved", "achieved_n"
    ):
        outcomes[activity].append(
            f.OutcomeFact(period, reached, mean_n, achieved_n, mean is not None, achieved is not None)
        )
    goals = Counter(
        Contribution.objects.filter(activity__cycle=cycle, goal__removed_at=None)
        .order_by()
        .values_list("activity_id", flat=True)
    )
    with_quality = set(Quality.objects.filter(activity__cycle=cycle).values_list("activity_id", flat=True))
    rows = Activity.objects.filter(cycle=cycle).values_list(
        "id", "key", "name", "status", "ends_on", "symbol"
    )
    return tuple(
        f.ActivityFact(
            pk,
            key,
            name,
            status,
            ends_on,
            bool(symbol),
            goals[pk],
            pk in with_quality,
            tuple(budgets[pk]),
            tuple(outcomes[pk]),
        )
        for pk, key, name, status, ends_on, symbol in rows
    )
