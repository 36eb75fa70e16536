"""What college and council decide: written down, and frozen when it is adopted; both or neither."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from importlib.metadata import version as version_of_package
from typing import Any

from django.db import transaction
from django_scopes import scope

from koersvast.audit import actions as audit
from koersvast.cycles.models import Cycle
from koersvast.decisions import actions as decisions
from koersvast.decisions.actions import NotPossible
from koersvast.decisions.models import Decision, DecisionKind, DecisionStatus
from koersvast.exchange.queries import export_plan
from koersvast.freezing import permissions, queries
from koersvast.freezing.canonical import Frozen, digest, to_bytes
from koersvast.freezing.models import About, Erasure, FrozenCopy
from koersvast.freezing.rules import Step
from koersvast.people.models import Membership, User
from koersvast.tenants.models import Municipality

ABOUT = {DecisionKind.ADOPT_PLAN.value: About.PLAN, DecisionKind.BUDGET.value: About.MONEY}


@transaction.atomic
def register(cycle: Cycle, *, member: Membership, now: datetime, today: date, **fields: Any) -> Decision:
    """Write down a decision of college or council; one that is adopted freezes what it is about. Raises NotPossible."""
    decisions.one_at_a_time(cycle)
    others = list(queries.house_decisions(cycle))
    verdict = permissions.may_register(member, _step(fields), others, today=today)
    if not verdict:
        raise NotPossible(verdict.reason)
    row = decisions.take_house_decision(cycle, member=member, taken=queries.frozen_keys(cycle), **fields)
    if row.status == DecisionStatus.ADOPTED:
        _freeze(row, by=member.user, now=now)
    return row


@transaction.atomic
def change(
    row: Decision,
    *,
    member: Membership,
    values: Mapping[str, Any],
    version: int | None,
    now: datetime,
    today: date,
) -> None:
    """Change a decision of college or council. The step to adopted freezes. Raises NotPossible and StaleEdit."""
    decisions.one_at_a_time(row.cycle)
    others = list(queries.house_decisions(row.cycle).exclude(pk=row.pk))
    was_adopted = row.stands
    fields = {name: values.get(name, getattr(row, name)) for name in Step.__dataclass_fields__}
    verdict = permissions.may_change(member, row, _step(fields), others, today=today)
    if not verdict:
        raise NotPossible(verdict.reason)
    decisions.change_house_decision(row, member=member, values=values, version=version)
    if row.status == DecisionStatus.ADOPTED and not was_adopted:
        _freeze(row, by=member.user, now=now)


def _step(fields: Mapping[str, Any]) -> Step:
    return Step(**{name: fields.get(name, "") for name in Step.__dataclass_fields__})


def _freeze(row: Decision, *, by: User | None, now: datetime) -> FrozenCopy:
    """Keep what this decision is about, as it is now. Inside the transaction of the decision."""
    return keep(row, export_plan(row.cycle), by=by, now=now)


@transaction.atomic
def keep(row: Decision, plan: Mapping[str, Any], *, by: User | None, now: datetime) -> FrozenCopy:
    """Keep this plan as what a decision was about."""
    about = ABOUT[row.kind]
    data = to_bytes(Frozen(plan, row.key, about.value, version_of_package("koersvast")))
    copy: FrozenCopy = FrozenCopy.objects.create(
        municipality_id=row.municipality_id,
        cycle_number=row.cycle.number,
        decision_key=row.key,
        about=about,
        body=row.body,
        decided_on=row.decided_on,
        document=row.document,
        content=data,
        sha256=digest(data),
        frozen_at=now,
        frozen_by=by,
    )
    audit.record("decision.frozen", subject=row, by=by)
    return copy


@transaction.atomic
def erase(municipality: Municipality) -> int:
    """Delete the frozen copies of a municipality that leaves, before it is removed itself. How many there were."""
    with scope(municipality=municipality):
        leave = Erasure.objects.create(municipality=municipality)
        count, _tables = FrozenCopy.objects.all().delete()
        leave.delete()
    return count
