"""What people do in step 6: decide, improve, promise, and close the cycle."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles import actions as cycle_actions
from koersvast.cycles.actions import StaleEdit, change, next_position
from koersvast.cycles.models import Cycle
from koersvast.cycles.rules import make_key
from koersvast.decisions import permissions, queries
from koersvast.decisions.models import (
    HOUSE_BODIES,
    HOUSE_KINDS,
    Commitment,
    CommittedGoal,
    Decision,
    DecisionKind,
    ImprovementAction,
    ImprovementStatus,
)
from koersvast.goals.models import Goal
from koersvast.people.models import Membership, User
from koersvast.people.permissions import Verdict


class NotPossible(Exception):
    """The rules say no; the text says why, for people."""


class DecidedMeanwhile(Exception):
    """Somebody else decided about the same thing after this form was opened. Nothing is stored."""


def _require(verdict: Verdict) -> None:
    if not verdict:
        raise NotPossible(verdict.reason)


def one_at_a_time(cycle: Cycle) -> None:
    """Deciding and closing wait for each other, so that a cycle never closes with something undecided."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)


@transaction.atomic
def take_decision(
    cycle: Cycle,
    *,
    member: Membership,
    seen: int | None = None,
    improvement: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Decision:
    """Write down a decision, with the first thing that will be done better.

    ``seen``: how many decisions about this the person saw. Raises NotPossible and DecidedMeanwhile.
    """
    one_at_a_time(cycle)
    if fields["kind"] in HOUSE_KINDS and fields["body"] in HOUSE_BODIES:
        raise TypeError("College and council decide through freezing.actions.register.")
    _require(permissions.may_change(member, kind=fields["kind"], body=fields["body"]))
    about = fields.get("about_key", "")
    if seen is not None and len(queries.decisions_about(cycle, about)) > seen:
        raise DecidedMeanwhile(
            _("Iemand anders legde net ook een besluit vast. Het staat hieronder. Klopt dat van u nog?")
        )
    row = _store(cycle, member.user, about or fields["kind"], **fields)
    if improvement:
        add_improvement(row, by=member.user, **improvement)
    return row


@transaction.atomic
def take_house_decision(
    cycle: Cycle, *, member: Membership, taken: Collection[str], **fields: Any
) -> Decision:
    """Write down what college or council decided about plan or money, under a key that is not in ``taken``.

    Only freezing.actions calls this: it asks for the right order and keeps a copy.
    """
    _require(permissions.may_decide(member, fields["body"]))
    return _store(cycle, member.user, fields["kind"], taken=taken, **fields)


@transaction.atomic
def change_house_decision(
    row: Decision, *, member: Membership, values: Mapping[str, Any], version: int | None
) -> None:
    """As take_house_decision, for one that is there. Raises cycles.actions.StaleEdit."""
    _require(permissions.may_decide(member, values.get("body", row.body)))
    change(row, values, by=member.user, verb="decision.changed", version=version)


def _store(cycle: Cycle, by: User, name: str, *, taken: Collection[str] = (), **fields: Any) -> Decision:
    taken = set(taken) | set(Decision.with_removed.filter(cycle=cycle).values_list("key", flat=True))
    row: Decision = Decision.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        key=make_key(name, taken, prefix="b-"),
        position=next_position(Decision, cycle=cycle),
        **fields,
    )
    audit.record("decision.taken", subject=row, by=by)
    return row


@transaction.atomic
def close_cycle(cycle: Cycle, *, member: Membership, **fields: Any) -> Decision:
    """Close the cycle. Raises NotPossible, with the activities that have no decision yet."""
    one_at_a_time(cycle)
    _require(closing(cycle, member))
    return _store(cycle, member.user, "sluit", kind=DecisionKind.CLOSE_CYCLE, **fields)


def closing(cycle: Cycle, member: Membership) -> Verdict:
    """May this person close this cycle now? For the button, the refusal and the action. Three queries."""
    return permissions.may_close(
        member,
        is_closed=queries.closing_of(cycle) is not None,
        undecided=queries.undecided_activities(cycle),
    )


@transaction.atomic
def change_decision(
    row: Decision, *, member: Membership, values: Mapping[str, Any], version: int | None
) -> None:
    """Raises cycles.actions.StaleEdit when somebody else was first, and NotPossible."""
    if row.of_the_house:
        raise TypeError("College and council decide through freezing.actions.change.")
    _require(permissions.may_change(member, kind=row.kind, body=row.body))
    _require(permissions.may_change(member, kind=row.kind, body=values.get("body", row.body)))
    change(row, values, by=member.user, verb="decision.changed", version=version)


@transaction.atomic
def remove_decision(row: Decision, *, member: Membership, now: Any) -> None:
    one_at_a_time(row.cycle)
    closed = queries.closing_of(row.cycle) is not None
    _require(permissions.may_remove(member, kind=row.kind, body=row.body, is_closed=closed))
    cycle_actions.remove(row, by=member.user, verb="decision.removed", now=now)


@transaction.atomic
def bring_back_decision(row: Decision, *, member: Membership) -> None:
    """Put a decision back. One that closes the cycle asks the same verdict as closing it."""
    one_at_a_time(row.cycle)
    if row.kind == DecisionKind.CLOSE_CYCLE:
        _require(closing(row.cycle, member))
    _require(permissions.may_change(member, kind=row.kind, body=row.body))
    cycle_actions.bring_back(row, by=member.user, verb="decision.brought_back")


# What will be done better


@transaction.atomic
def add_improvement(decision: Decision, *, by: User, **fields: Any) -> ImprovementAction:
    row: ImprovementAction = ImprovementAction.objects.create(
        municipality_id=decision.municipality_id,
        decision=decision,
        position=next_position(ImprovementAction, decision=decision),
        **fields,
    )
    audit.record("improvement.added", subject=row, by=by)
    return row


@transaction.atomic
def finish_improvement(row: ImprovementAction, *, by: User, done_on: str) -> None:
    values = {"status": ImprovementStatus.DONE.value, "done_on": done_on}
    change(row, values, by=by, verb="improvement.done")


@transaction.atomic
def reopen_improvement(row: ImprovementAction, *, by: User) -> None:
    values = {"status": ImprovementStatus.OPEN.value, "done_on": ""}
    change(row, values, by=by, verb="improvement.reopened")


# Promises


@transaction.atomic
def add_commitment(cycle: Cycle, *, by: User, goals: Sequence[Goal], values: Mapping[str, Any]) -> Commitment:
    taken = set(Commitment.with_removed.filter(cycle=cycle).values_list("key", flat=True))
    row: Commitment = Commitment.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        key=make_key(values["text"], taken, prefix="c-"),
        position=next_position(Commitment, cycle=cycle),
        **values,
    )
    _set_goals(row, goals)
    audit.record("commitment.added", subject=row, by=by)
    return row


@transaction.atomic
def change_commitment(
    row: Commitment,
    *,
    by: User,
    version: int | None,
    goals: Sequence[Goal] | None,
    values: Mapping[str, Any],
) -> None:
    """Raises cycles.actions.StaleEdit. ``goals`` None: the person does not see goals, so they stay as they are."""
    before = _goal_texts(row)
    if goals is not None and {goal.text for goal in goals} != set(before):
        if version is not None and not _claim(row, version):
            fresh = Commitment.objects.get(pk=row.pk)
            raise StaleEdit(fresh, {name: getattr(fresh, name) for name in values}, dict(values))
        _set_goals(row, goals)
        audit.record("commitment.changed", subject=row, by=by, changes={"goals": (before, _goal_texts(row))})
        version = row.version if version is not None else None
    change(row, values, by=by, verb="commitment.changed", version=version)


def _claim(row: Commitment, version: int) -> bool:
    """Move the row to its next version, if it still is the one that the form was made from."""
    if not Commitment.objects.filter(pk=row.pk, version=version).update(version=F("version") + 1):
        return False
    row.version = version + 1
    return True


def _goal_texts(row: Commitment) -> list[str]:
    links = (
        CommittedGoal.objects.filter(commitment=row, goal__removed_at=None)
        .select_related("goal")
        .order_by("position", "id")
    )
    return [link.goal.text for link in links]


def _set_goals(row: Commitment, goals: Sequence[Goal]) -> None:
    """Exactly these goals; a link to a goal that was taken away stays, so that it comes back with it."""
    kept = {
        link.goal_id: link for link in CommittedGoal.objects.filter(commitment=row, goal__removed_at=None)
    }
    wanted = {goal.pk for goal in goals}
    CommittedGoal.objects.filter(pk__in=[link.pk for pk, link in kept.items() if pk not in wanted]).delete()
    start = next_position(CommittedGoal, commitment=row)
    CommittedGoal.objects.bulk_create(
        CommittedGoal(municipality_id=row.municipality_id, commitment=row, goal=goal, position=start + index)
        for index, goal in enumerate(goal for goal in goals if goal.pk not in kept)
    )
