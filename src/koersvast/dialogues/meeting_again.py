"""A plan that is replaced gets new rows. What findings and conversations point at is found again by its key."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from koersvast.activities.models import Activity, Initiative
from koersvast.cycles.models import Cycle, Partner
from koersvast.dialogues.finding_models import (
    FindingActivity,
    FindingAmbition,
    FindingGoal,
    FindingInitiative,
)
from koersvast.dialogues.models import Conversation
from koersvast.goals.models import Ambition, Goal

MEETS: dict[str, tuple[Any, Any]] = {
    "ambition": (FindingAmbition, Ambition),
    "goal": (FindingGoal, Goal),
    "activity": (FindingActivity, Activity),
    "initiative": (FindingInitiative, Initiative),
}


@dataclass(frozen=True)
class Remembered:
    """Per kind: finding and key of what it met. And conversation and key of its partner."""

    findings: dict[str, list[tuple[uuid.UUID, str]]]
    partners: list[tuple[uuid.UUID, str]]


def remember(cycle: Cycle) -> Remembered:
    """Before the rows of a cycle are removed. Five queries."""
    findings = {
        kind: list(
            table.objects.filter(finding__round__cycle=cycle).values_list("finding_id", f"{kind}__key")
        )
        for kind, (table, _model) in MEETS.items()
    }
    talks = Conversation.objects.filter(round__cycle=cycle, partner__isnull=False)
    return Remembered(findings, list(talks.values_list("pk", "partner__key")))


def meet_again(cycle: Cycle, kept: Remembered) -> None:
    """After the new rows are there. What the new plan does not hold, is not met any more."""
    for kind, (table, model) in MEETS.items():
        if kept.findings[kind]:
            ids = dict(model.objects.filter(cycle=cycle).values_list("key", "pk"))
            table.objects.bulk_create(
                [
                    table(
                        municipality_id=cycle.municipality_id, finding_id=finding, **{f"{kind}_id": ids[key]}
                    )
                    for finding, key in kept.findings[kind]
                    if key in ids
                ]
            )
    if kept.partners:
        partners = dict(Partner.objects.filter(cycle=cycle).values_list("key", "pk"))
        for talk, key in kept.partners:
            Conversation.objects.filter(pk=talk).update(partner=partners.get(key))
