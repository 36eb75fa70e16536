"""Reviews in the plan file: in and out, inside their session."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from django.db import models

from koersvast.cycles.models import Cycle
from koersvast.decisions.models import Review, ReviewRemark, ReviewSeat, ReviewTopic
from koersvast.exchange import format as plan_format
from koersvast.exchange.field_kinds import Record
from koersvast.exchange.records import Plan, grouped, record


class Importing(Protocol):
    """What an import knows while it stores a plan."""

    ids: dict[str, uuid.UUID]

    def row(self, model: type[models.Model], kind: Record, item: Plan, position: int, **more: Any) -> Any: ...
    def join(self, model: type[models.Model], position: int, **columns: Any) -> Any: ...
    def store(self, model: type[models.Model], rows: Iterable[Any], section: str) -> None: ...


class Exporting(Protocol):
    """What an export knows once the sections with keys were read."""

    cycle: Cycle

    def name(self, row_id: uuid.UUID | None) -> str | None: ...
    def keys_of(self, row_ids: Iterable[uuid.UUID | None]) -> list[str]: ...


def store(importing: Importing, plan: Plan) -> None:
    """Rows of every session that has a review; goals and activities are stored before."""
    ids = importing.ids
    activities = {item["key"] for item in plan.get("activities", [])}
    reviews = [
        (
            importing.row(Review, plan_format.REVIEW, item["review"], 0, session_id=ids[item["key"]]),
            item["review"],
        )
        for item in plan.get("sessions", [])
        if "review" in item
    ]
    importing.store(Review, [row for row, _item in reviews], "sessions")
    seats = (
        importing.join(ReviewSeat, place, review_id=row.pk, partner_id=ids[key])
        for row, item in reviews
        for place, key in enumerate(item.get("organisations", []))
    )
    importing.store(ReviewSeat, seats, "sessions")
    topics = [
        (
            importing.row(
                ReviewTopic,
                plan_format.REVIEW_TOPIC,
                topic,
                place,
                review_id=row.pk,
                interpretation_id=ids[topic["interpretation"]] if "interpretation" in topic else None,
                **{"activity_id" if topic["about"] in activities else "goal_id": ids[topic["about"]]},
            ),
            topic,
        )
        for row, item in reviews
        for place, topic in enumerate(item.get("discussed", []))
    ]
    importing.store(ReviewTopic, [row for row, _item in topics], "sessions")
    remarks = (
        importing.row(ReviewRemark, plan_format.REVIEW_REMARK, one, place, topic_id=row.pk)
        for row, topic in topics
        for place, one in enumerate(topic.get("remarks", []))
    )
    importing.store(ReviewRemark, remarks, "sessions")


def records(exporting: Exporting) -> dict[uuid.UUID, Plan]:
    """Session -> its review. One query where there is none, else four."""
    cycle = exporting.cycle
    reviews = list(Review.objects.filter(session__cycle=cycle))
    if not reviews:
        return {}
    seats = grouped(ReviewSeat.objects.filter(review__session__cycle=cycle), "review_id")
    topics = grouped(ReviewTopic.objects.filter(review__session__cycle=cycle), "review_id")
    remarks = grouped(ReviewRemark.objects.filter(topic__review__session__cycle=cycle), "topic_id")
    return {
        row.session_id: record(
            plan_format.REVIEW,
            row,
            organisations=exporting.keys_of(seat.partner_id for seat in seats[row.pk]),
            discussed=[
                record(
                    plan_format.REVIEW_TOPIC,
                    topic,
                    about=about,
                    interpretation=exporting.name(topic.interpretation_id),
                    remarks=[record(plan_format.REVIEW_REMARK, one) for one in remarks[topic.pk]],
                )
                for topic in topics[row.pk]
                if (about := exporting.name(topic.goal_id or topic.activity_id)) is not None
            ],
        )
        for row in reviews
    }
