"""Questions about decisions, improvement actions and commitments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle
from koersvast.decisions import rules
from koersvast.decisions.models import (
    Commitment,
    CommitmentStatus,
    CommittedGoal,
    Decision,
    DecisionKind,
    ImprovementAction,
    ImprovementStatus,
)
from koersvast.goals.models import Goal

ABOUT_ONE = (DecisionKind.ACTIVITY, DecisionKind.RESULT)


def commitments_of(cycle: Cycle) -> QuerySet[Commitment]:
    """Promises with the goals they are about, the newest first. Two queries."""
    goals = CommittedGoal.objects.select_related("goal").filter(goal__removed_at=None)
    return (
        Commitment.objects.filter(cycle=cycle)
        .prefetch_related(Prefetch("committed_goals", goals))
        .order_by("-made_on", "position")
    )


def decisions_of(cycle: Cycle) -> QuerySet[Decision]:
    """Decisions with what will be done better, the newest first. Two queries."""
    better = ImprovementAction.objects.select_related("owner").order_by("due_on", "position")
    return (
        Decision.objects.filter(cycle=cycle)
        .select_related("owner")
        .prefetch_related(Prefetch("improvement_actions", better))
        .order_by("-decided_on", "-position")
    )


def decided_keys(cycle: Cycle) -> frozenset[str]:
    """Keys of what people decided to continue, strengthen, adapt or stop (K14). One query."""
    found = Decision.objects.filter(cycle=cycle).exclude(about_key="").exclude(decision="")
    return frozenset(found.values_list("about_key", flat=True))


def names_by_key(cycle: Cycle) -> dict[str, str]:
    """What a decision can be about: the key of a goal or an activity, with its name. Two queries."""
    found = dict(Goal.objects.filter(cycle=cycle).values_list("key", "text"))
    found.update(Activity.objects.filter(cycle=cycle).values_list("key", "name"))
    return found


def closing_of(cycle: Cycle) -> Decision | None:
    """The decision that closed the cycle, if it is closed. One query."""
    return _closing(cycle, Decision.objects.filter(cycle=cycle, kind=DecisionKind.CLOSE_CYCLE))


def _closing(cycle: Cycle, rows: Iterable[Decision]) -> Decision | None:
    closed = (row for row in rows if row.kind == DecisionKind.CLOSE_CYCLE)
    return next((row for row in closed if rules.closes(row.decided_on, cycle.starts_on)), None)


def undecided_activities(cycle: Cycle) -> list[str]:
    """Names of the activities without a decision. Two queries."""
    rows = Activity.objects.filter(cycle=cycle).order_by("position", "key")
    return [row.name for row in rules.without_decision(rows, decided_keys(cycle))]


@dataclass(frozen=True)
class Subject:
    """An activity or result with the decision that holds now, and those before it."""

    row: Any
    name: str
    decision: Decision | None
    earlier: tuple[Decision, ...]


@dataclass(frozen=True)
class Standing:
    """Where deciding stands in a cycle."""

    activities: tuple[Subject, ...]
    results: tuple[Subject, ...]
    others: tuple[Decision, ...]  # about the plan, the money, or something that is no longer in the plan
    closing: Decision | None

    @property
    def undecided(self) -> list[Subject]:
        return [one for one in self.activities if one.decision is None]

    @property
    def decided(self) -> list[Subject]:
        return [one for one in self.activities if one.decision is not None]


def standing(cycle: Cycle) -> Standing:
    """Every activity and result with its decision. Four queries."""
    rows = list(decisions_of(cycle))
    about: dict[str, list[Decision]] = defaultdict(list)
    for row in rows:
        if row.about_key and row.decision:
            about[row.about_key].append(row)
    activities = Activity.objects.filter(cycle=cycle).order_by("position", "key")
    results = Goal.objects.filter(cycle=cycle, ambition__isnull=False, ambition__removed_at=None).order_by(
        "ambition__position", "position", "key"
    )
    found = Standing(
        tuple(_subject(row, row.name, about[row.key]) for row in activities),
        tuple(_subject(row, row.text, about[row.key]) for row in results),
        (),
        _closing(cycle, rows),
    )
    shown = {
        row.pk
        for one in (*found.activities, *found.results)
        for row in (one.decision, *one.earlier)
        if row is not None
    }
    others = tuple(row for row in rows if row.pk not in shown and row != found.closing)
    return Standing(found.activities, found.results, others, found.closing)


def _subject(row: Any, name: str, decisions: list[Decision]) -> Subject:
    return Subject(row, name, decisions[0] if decisions else None, tuple(decisions[1:]))


def decisions_about(cycle: Cycle, key: str) -> list[Decision]:
    """What was decided about one activity or result, the newest first. Two queries."""
    return list(decisions_of(cycle).filter(about_key=key).exclude(decision=""))


def improvements_of(cycle: Cycle) -> QuerySet[ImprovementAction]:
    """What will be done better, what must be ready first on top. One query."""
    return (
        ImprovementAction.objects.filter(decision__cycle=cycle, decision__removed_at=None)
        .select_related("decision", "owner")
        .order_by("due_on", "position")
    )


@dataclass(frozen=True)
class Promise:
    """Something open with a date: an improvement action or a commitment."""

    row: Any
    kind: str
    text: str
    who: str
    due_on: str


def open_promises(cycle: Cycle) -> list[Promise]:
    """What is open and has a date. Two queries."""
    better = improvements_of(cycle).filter(status=ImprovementStatus.OPEN)
    promised = Commitment.objects.filter(cycle=cycle, status=CommitmentStatus.OPEN).exclude(due_on="")
    return [
        *(
            Promise(row, "improvement", row.text, row.owner.name if row.owner else "", row.due_on)
            for row in better
        ),
        *(Promise(row, "commitment", row.text, row.by, row.due_on) for row in promised),
    ]


def with_urgency(rows: Any, today: date) -> list[dict[str, Any]]:
    """Rows with whether they are late or soon due, what is late first."""
    order = {"late": 0, "soon": 1, "": 2}
    found = [
        {"row": row, "urgency": rules.urgency(row.due_on, is_open=row.status == "open", today=today)}
        for row in rows
    ]
    return sorted(found, key=lambda item: order[item["urgency"]])


def removed(cycle: Cycle) -> dict[str, list[Any]]:
    """What was taken away and can come back. Three queries."""
    gone = {"removed_at__isnull": False}
    return {
        "decisions": list(Decision.with_removed.filter(cycle=cycle, **gone).order_by("-removed_at")),
        "improvements": list(
            ImprovementAction.with_removed.filter(
                decision__cycle=cycle, decision__removed_at=None, **gone
            ).order_by("-removed_at")
        ),
        "commitments": list(Commitment.with_removed.filter(cycle=cycle, **gone).order_by("-removed_at")),
    }
