"""Arrows from what people said to the plan: quote, code, finding, and what a finding is about. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle
from koersvast.dialogues import finding_queries
from koersvast.dialogues.models import Finding, FindingActivity, FindingAmbition, FindingGoal
from koersvast.dialogues.quote_queries import publishable_in
from koersvast.red_thread.walk import Arrow, Node
from koersvast.texts.models import TeamMember


def arrows(
    cycle: Cycle, ambitions: Collection[UUID], goals: Mapping[UUID, str], *, user_id: UUID | None
) -> Iterator[Arrow]:
    findings = list(finding_queries.visible(cycle, user_id=user_id))
    if not findings:
        return
    yield from _about(cycle, [one.pk for one in findings], ambitions, goals)
    yield from _said(cycle, findings, user_id)


def _about(
    cycle: Cycle, findings: list[UUID], ambitions: Collection[UUID], goals: Mapping[UUID, str]
) -> Iterator[Arrow]:
    activities = set(Activity.objects.filter(cycle=cycle).values_list("pk", flat=True))
    tables: tuple[tuple[Any, str, str, Collection[UUID]], ...] = (
        (FindingAmbition, "ambition_id", "ambitie", ambitions),
        (FindingGoal, "goal_id", "doel", goals),
        (FindingActivity, "activity_id", "activiteit", activities),
    )
    for table, field, kind, there in tables:
        for finding, other in table.objects.filter(finding__in=findings).values_list("finding_id", field):
            if other in there:
                yield Arrow(Node("bevinding", finding), Node(kind, other))


def _said(cycle: Cycle, findings: list[Finding], user_id: UUID | None) -> Iterator[Arrow]:
    """Codes for the team only; a quote that may be published hangs on the findings that rest on the same words."""
    basis = finding_queries.basis_of(findings)
    mine = set(TeamMember.objects.filter(user=user_id).values_list("collection_id", flat=True))
    quotes = publishable_in(cycle)
    for finding in findings:
        in_team = finding.round.collection_id in mine
        places = basis.mine[finding.pk]
        codes = {UUID(place.code) for place in places} if in_team else set()
        for code in sorted(codes):
            yield Arrow(Node("code", code), Node("bevinding", finding.pk))
        for quote in quotes:
            row = quote.row
            same = [
                one
                for one in places
                if one.text == row.text_id and one.start < row.end and row.start < one.end
            ]
            for code in sorted({UUID(one.code) for one in same} if in_team else ()):
                yield Arrow(Node("citaat", row.pk), Node("code", code))
            if same:
                yield Arrow(Node("citaat", row.pk), Node("bevinding", finding.pk))
