"""Writing a contribution file: the claim, the links, what speaks for and against them, and other explanations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from koersvast.audit import actions as audit
from koersvast.cycles import actions as cycle_actions
from koersvast.cycles.actions import change, next_position
from koersvast.decisions.contribution_queries import ACTIVITY
from koersvast.decisions.contribution_rules import is_of_participants, may_prove
from koersvast.decisions.models import ChainLink, ContributionFile, LinkEvidence, LinkRival
from koersvast.goals.models import Goal
from koersvast.people.models import User
from koersvast.tenants.models import Record

PARTICIPANTS = _(
    "Dit cijfer gaat over deelnemers van een activiteit. Dat bewijst niets over de hele gemeente."
)


class WrongLevel(Exception):
    """Evidence about participants cannot prove a societal result (K09)."""


@transaction.atomic
def write_claim(goal: Goal, *, by: User, values: Mapping[str, Any], version: int | None) -> ContributionFile:
    """What we claim, and who looked at it. Raises StaleEdit."""
    row: ContributionFile
    row, _made = ContributionFile.objects.get_or_create(municipality_id=goal.municipality_id, goal=goal)
    change(row, values, by=by, verb="contribution.claimed", version=version)
    return row


def link_of(file: ContributionFile, kind: str, about: UUID) -> ChainLink:
    """The row that holds what people write at one link; made when the first word is written."""
    which = {"activity_id": about} if kind == ACTIVITY else {"subgoal_id": about}
    row: ChainLink
    row, _made = ChainLink.objects.get_or_create(
        municipality_id=file.municipality_id,
        file=file,
        defaults={"position": next_position(ChainLink, file=file)},
        **which,
    )
    return row


@transaction.atomic
def describe_link(
    file: ContributionFile,
    kind: str,
    about: UUID,
    *,
    by: User,
    values: Mapping[str, Any],
    version: int | None,
) -> None:
    """Raises StaleEdit."""
    change(link_of(file, kind, about), values, by=by, verb="contribution.link_described", version=version)


def _require_level(goal: Goal, values: Mapping[str, Any]) -> None:
    measurement = values.get("measurement")
    level = measurement.indicator.level if measurement else ""
    of_participants = is_of_participants(values["basis"], level)
    if not may_prove(is_result=goal.ambition_id is not None, of_participants=of_participants):
        raise WrongLevel(str(PARTICIPANTS))


@transaction.atomic
def add_evidence(
    file: ContributionFile, kind: str, about: UUID, *, by: User, values: Mapping[str, Any]
) -> LinkEvidence:
    """Raises WrongLevel."""
    _require_level(file.goal, values)
    row: LinkEvidence = _add(LinkEvidence, link_of(file, kind, about), values)
    audit.record("contribution.evidence_added", subject=row, by=by)
    return row


@transaction.atomic
def change_evidence(row: LinkEvidence, *, by: User, values: Mapping[str, Any], version: int | None) -> None:
    """Raises WrongLevel and StaleEdit."""
    _require_level(row.link.file.goal, values)
    change(row, values, by=by, verb="contribution.evidence_changed", version=version)


@transaction.atomic
def add_rival(
    file: ContributionFile, kind: str, about: UUID, *, by: User, values: Mapping[str, Any]
) -> LinkRival:
    row: LinkRival = _add(LinkRival, link_of(file, kind, about), values)
    audit.record("contribution.rival_added", subject=row, by=by)
    return row


@transaction.atomic
def change_rival(row: LinkRival, *, by: User, values: Mapping[str, Any], version: int | None) -> None:
    """Raises StaleEdit."""
    change(row, values, by=by, verb="contribution.rival_changed", version=version)


def _add(model: Any, link: ChainLink, values: Mapping[str, Any]) -> Any:
    return model._default_manager.create(
        municipality_id=link.municipality_id,
        link=link,
        position=next_position(model, link=link),
        **values,
    )


@transaction.atomic
def take_away(row: Record, *, by: User, now: Any) -> None:
    cycle_actions.remove(row, by=by, verb="contribution.part_removed", now=now)


@transaction.atomic
def put_back(row: Record, *, by: User) -> None:
    cycle_actions.bring_back(row, by=by, verb="contribution.part_brought_back")
