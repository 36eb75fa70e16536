"""Reads of a cycle only what the completeness of its steps asks: for the rail, which stands on every page.

The same facts as ``queries.plan_facts``, leaner: whether there is something, where completeness does not ask how many
(so a count is 0 or 1, and a list holds at most what matters); what only checks look at is left out. The steps come out
the same, and a test holds these two together.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from koersvast.activities.models import Activity, Budget, Contribution, Outcome, Quality
from koersvast.compass import facts as f
from koersvast.compass import reading
from koersvast.cycles.models import Cycle, GlossaryTerm
from koersvast.decisions.queries import decided_keys
from koersvast.goals.models import Goal, GoalLink, Story
from koersvast.goals.queries import kept_wordings
from koersvast.indicators.models import GoalIndicator


def step_facts(cycle: Cycle, *, today: date) -> f.PlanFacts:
    """What the completeness of steps looks at, in a fixed number of queries."""
    goals, keys = _goals(cycle)
    return f.PlanFacts(
        today=today,
        gmcode=cycle.municipality.code,
        place=cycle.municipality.name,
        ends_on=cycle.ends_on,
        terms=GlossaryTerm.objects.filter(cycle=cycle).count(),
        partners=reading.partners(cycle),
        sessions=reading.sessions(cycle),
        ambitions=reading.ambitions(cycle),
        goals=goals,
        goal_indicators=_goal_indicators(cycle),
        series=reading.series(cycle),
        activities=_activities(cycle),
        steps=reading.steps(cycle),
        decided=decided_keys(cycle),
        goal_keys=keys,
    )


def _goals(cycle: Cycle) -> tuple[tuple[f.GoalFact, ...], dict[UUID, str]]:
    """Goals, and the keys of results."""
    parts = _ids(GoalLink.objects.filter(parent__cycle=cycle, child__removed_at=None), "parent_id")
    told = _ids(Story.objects.filter(goal__cycle=cycle, goal__ambition__isnull=False), "goal_id")
    served = _ids(Contribution.objects.filter(goal__cycle=cycle, activity__removed_at=None), "goal_id")
    kept = kept_wordings(cycle)
    found: list[f.GoalFact] = []
    keys: dict[UUID, str] = {}
    rows = Goal.objects.filter(cycle=cycle).values_list("id", "key", "text", "kind", "ambition_id", "by_year")
    for pk, key, text, kind, ambition, year in rows:
        counts = (int(pk in parts), int(pk in told), int(pk in served))
        found.append(f.GoalFact(pk, text, kind, ambition, (), *counts, year, pk in kept))
        if ambition is not None:
            keys[pk] = key
    return tuple(found), keys


def _ids(rows: QuerySet[Any], name: str) -> set[UUID]:
    """To which of all these belong. One query, each id once."""
    return set(rows.order_by().values_list(name, flat=True).distinct())


def _goal_indicators(cycle: Cycle) -> tuple[f.GoalIndicatorFact, ...]:
    """Of results only."""
    rows = GoalIndicator.objects.filter(
        goal__cycle=cycle, goal__ambition__isnull=False, goal__removed_at=None, indicator__removed_at=None
    )
    return reading.goal_indicators(rows)


def _activities(cycle: Cycle) -> tuple[f.ActivityFact, ...]:
    of_cycle: Any = {"activity__cycle": cycle}
    aimed = _ids(Contribution.objects.filter(goal__removed_at=None, **of_cycle), "activity_id")
    paid = _ids(Budget.objects.filter(**of_cycle), "activity_id")
    good = _ids(Quality.objects.filter(**of_cycle), "activity_id")
    known = Q(usefulness_mean__isnull=False) | Q(achieved__isnull=False)
    told = _ids(Outcome.objects.filter(known, **of_cycle), "activity_id")
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
            int(pk in aimed),
            pk in good,
            budgets=(SOME_MONEY,) if pk in paid else (),
            outcomes=(SOME_OUTCOME,) if pk in told else (),
        )
        for pk, key, name, status, ends_on, symbol in rows
    )


SOME_MONEY = f.BudgetFact(0, 0, "", 0, ())
SOME_OUTCOME = f.OutcomeFact("", None, None, None, has_usefulness=True, has_realisation=True)
