"""Questions about commitments and decisions."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import Commitment, CommittedGoal, Decision
from koersvast.goals.models import Goal


def commitments_of(cycle: Cycle) -> QuerySet[Commitment]:
    """Promises with the goals they are about, the newest first. Two queries."""
    goals = CommittedGoal.objects.select_related("goal").filter(goal__removed_at=None)
    return (
        Commitment.objects.filter(cycle=cycle)
        .prefetch_related(Prefetch("committed_goals", goals))
        .order_by("-made_on", "position")
    )


def decisions_of(cycle: Cycle) -> QuerySet[Decision]:
    return Decision.objects.filter(cycle=cycle).order_by("-decided_on", "position")


def names_by_key(cycle: Cycle) -> dict[str, str]:
    """What a decision can be about: the key of a goal or an activity, with its name. Two queries."""
    found = dict(Goal.objects.filter(cycle=cycle).values_list("key", "text"))
    found.update(Activity.objects.filter(cycle=cycle).values_list("key", "name"))
    return found
