"""Reads a whole cycle into facts, in a fixed number of queries however large the plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db.models import Min, Q, Sum

from koersvast.activities.models import Activity, Budget, Contribution, Outcome, Quality
from koersvast.compass import facts as f
from koersvast.compass import reading
from koersvast.compass.step_facts import step_facts
from koersvast.cycles.models import Cycle, GlossaryTerm
from koersvast.decisions import review_queries
from koersvast.decisions.queries import decided_keys, open_promises
from koersvast.dialogues.queries import rounds_for_checks
from koersvast.goals.models import Goal, GoalLink, Story
from koersvast.goals.queries import kept_wordings
from koersvast.indicators.models import (
    GoalIndicator,
    Indicator,
    Measurement,
)
from koersvast.indicators.rules import COUNT_UNITS, SMALLEST_COUNT, SMALLEST_FOR_PERCENTAGE


def plan_facts(cycle: Cycle, *, today: date) -> f.PlanFacts:
    """Everything the checks and the completeness of steps look at."""
    series = reading.series(cycle)
    goals = _goals(cycle)
    sessions = reading.sessions(cycle)
    reviewed = any((row.kind, row.step) == ("review", 6) for row in sessions)
    return f.PlanFacts(
        today=today,
        gmcode=cycle.municipality.code,
        place=cycle.municipality.name,
        ends_on=cycle.ends_on,
        terms=GlossaryTerm.objects.filter(cycle=cycle).count(),
        partners=reading.partners(cycle),
        sessions=sessions,
        ambitions=reading.ambitions(cycle),
        goals=goals,
        goal_indicators=reading.goal_indicators(
            GoalIndicator.objects.filter(goal__cycle=cycle, goal__removed_at=None, indicator__removed_at=None)
        ),
        indicators={
            row[0]: f.IndicatorFact(*row)
            for row in Indicator.objects.filter(cycle=cycle)
            .order_by("position")
            .values_list("id", "name", "level", "unit", "favourable")
        },
        series=series,
        measurements=_measurements(cycle, series),
        activities=_activities(cycle),
        steps=reading.steps(cycle),
        decided=decided_keys(cycle),
        goal_keys=dict(Goal.objects.filter(cycle=cycle, ambition__isnull=False).values_list("id", "key")),
        due=tuple(
            f.DueFact(promise.row.pk, promise.kind, promise.text, promise.due_on)
            for promise in open_promises(cycle)
        ),
        discussed=review_queries.discussed(cycle) if reviewed else frozenset(),
        dialogues=tuple(
            f.DialogueFact(row.id, row.title, row.ended, row.feedback)
            for row in rounds_for_checks(cycle, today=today)
        ),
    )


def _goals(cycle: Cycle) -> tuple[f.GoalFact, ...]:
    parents: dict[Any, list[Any]] = defaultdict(list)
    children: Counter[Any] = Counter()
    links = GoalLink.objects.filter(
        parent__cycle=cycle, parent__removed_at=None, child__removed_at=None
    ).order_by()
    for parent, child in links.values_list("parent_id", "child_id"):
        parents[child].append(parent)
        children[parent] += 1
    stories = Counter(Story.objects.filter(goal__cycle=cycle).order_by().values_list("goal_id", flat=True))
    activities = Counter(
        Contribution.objects.filter(goal__cycle=cycle, activity__removed_at=None)
        .order_by()
        .values_list("goal_id", flat=True)
    )
    kept = kept_wordings(cycle)
    rows = Goal.objects.filter(cycle=cycle).values_list("id", "text", "kind", "ambition_id", "by_year")
    return tuple(
        f.GoalFact(
            pk,
            text,
            kind,
            ambition,
            tuple(parents[pk]),
            children[pk],
            stories[pk],
            activities[pk],
            by_year,
            pk in kept,
        )
        for pk, text, kind, ambition, by_year in rows
    )


def _measurements(cycle: Cycle, series: tuple[f.SeriesFact, ...]) -> tuple[f.MeasurementFact, ...]:
    """Only measurements that a check must see by itself: small groups, and places where series meet."""
    kinds: dict[tuple[Any, str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in series:
        kinds[(row.indicator, row.place, row.group)].add((row.series, row.sample))
    mixed = {line[0] for line, found in kinds.items() if len(found) > 1}
    small = Q(n__lt=SMALLEST_FOR_PERCENTAGE) | Q(value__lt=SMALLEST_COUNT, indicator__unit__in=COUNT_UNITS)
    rows = (
        Measurement.objects.filter(small | Q(indicator__in=mixed), cycle=cycle)
        .order_by()
        .values_list(
            "id", "indicator_id", "place", "group", "period", "value", "n", "sample", "series", "break_note"
        )
    )
    return tuple(
        f.MeasurementFact(
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8], break_note=bool(row[9])
        )
        for row in rows
    )


def _activities(cycle: Cycle) -> tuple[f.ActivityFact, ...]:
    budgets: dict[Any, list[f.BudgetFact]] = defaultdict(list)
    money = (
        Budget.objects.filter(activity__cycle=cycle)
        .order_by("year")
        .annotate(
            funded=Sum("fundings__amount", filter=Q(fundings__removed_at=None)),
            first_end=Min(
                "fundings__ends_on", filter=Q(fundings__removed_at=None) & ~Q(fundings__ends_on="")
            ),
        )
    )
    for activity, year, amount, taakveld, funded, first_end in money.values_list(
        "activity_id", "year", "amount", "taakveld", "funded", "first_end"
    ):
        ends = (first_end,) if first_end else ()
        budgets[activity].append(f.BudgetFact(year, amount, taakveld, funded or 0, ends))
    outcomes: dict[Any, list[f.OutcomeFact]] = defaultdict(list)
    for activity, period, reached, mean, mean_n, achieved, achieved_n in (
        Outcome.objects.filter(activity__cycle=cycle)
        .order_by("period")
        .values_list(
            "activity_id", "period", "reached", "usefulness_mean", "usefulness_n", "achieved", "achieved_n"
        )
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


def facts_of(request: Any, *, today: date) -> f.PlanFacts:
    """The facts of the request's cycle, read once however many parts of a page ask for them."""
    if not hasattr(request, "plan_facts"):
        request.plan_facts = plan_facts(request.cycle, today=today)
    found: f.PlanFacts = request.plan_facts
    return found


def facts_for_steps(request: Any, *, today: date) -> f.PlanFacts:
    """What the rail needs: the facts that the page itself read, else only what the completeness of steps asks."""
    found: f.PlanFacts | None = getattr(request, "plan_facts", None)
    return found or step_facts(request.cycle, today=today)
