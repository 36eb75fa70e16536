"""Contribution files in the plan file: in and out, inside their goal."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from koersvast.decisions.models import ChainLink, ContributionFile, LinkEvidence, LinkRival
from koersvast.exchange import format as plan_format
from koersvast.exchange.records import Plan, grouped, record
from koersvast.exchange.reviews import Exporting, Importing


def store(importing: Importing, plan: Plan, goals: Iterable[tuple[uuid.UUID, Plan]]) -> None:
    """Rows of every goal that has a file; activities and measurements are stored before."""
    ids = importing.ids
    activities = {item["key"] for item in plan.get("activities", [])}
    files = [
        (
            importing.row(
                ContributionFile, plan_format.CONTRIBUTION_FILE, item["contribution"], 0, goal_id=goal_id
            ),
            item["contribution"],
        )
        for goal_id, item in goals
        if "contribution" in item
    ]
    importing.store(ContributionFile, [row for row, _item in files], "results")
    links = [
        (
            importing.row(
                ChainLink,
                plan_format.CHAIN_LINK,
                link,
                place,
                file_id=row.pk,
                **{"activity_id" if link["of"] in activities else "subgoal_id": ids[link["of"]]},
            ),
            link,
        )
        for row, item in files
        for place, link in enumerate(item.get("links", []))
    ]
    importing.store(ChainLink, [row for row, _link in links], "results")
    evidence = (
        importing.row(
            LinkEvidence,
            plan_format.LINK_EVIDENCE,
            one,
            place,
            link_id=row.pk,
            measurement_id=ids[one["measurement"]] if "measurement" in one else None,
        )
        for row, link in links
        for place, one in enumerate(link.get("evidence", []))
    )
    importing.store(LinkEvidence, evidence, "results")
    rivals = (
        importing.row(LinkRival, plan_format.LINK_RIVAL, one, place, link_id=row.pk)
        for row, link in links
        for place, one in enumerate(link.get("rivals", []))
    )
    importing.store(LinkRival, rivals, "results")


def records(exporting: Exporting) -> dict[uuid.UUID, Plan]:
    """Goal -> its contribution file. One query where there is none, else four."""
    cycle = exporting.cycle
    files = list(ContributionFile.objects.filter(goal__cycle=cycle))
    if not files:
        return {}
    links = grouped(ChainLink.objects.filter(file__goal__cycle=cycle), "file_id")
    evidence = grouped(LinkEvidence.objects.filter(link__file__goal__cycle=cycle), "link_id")
    rivals = grouped(LinkRival.objects.filter(link__file__goal__cycle=cycle), "link_id")
    return {
        row.goal_id: record(
            plan_format.CONTRIBUTION_FILE,
            row,
            links=[
                record(
                    plan_format.CHAIN_LINK,
                    link,
                    of=of,
                    evidence=[
                        record(plan_format.LINK_EVIDENCE, one, measurement=exporting.name(one.measurement_id))
                        for one in evidence[link.pk]
                    ],
                    rivals=[record(plan_format.LINK_RIVAL, one) for one in rivals[link.pk]],
                )
                for link in links[row.pk]
                if (of := exporting.name(link.activity_id or link.subgoal_id)) is not None
            ],
        )
        for row in files
    }
