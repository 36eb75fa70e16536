"""Questions about requests for outcome. Each is a fixed number of queries."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from koersvast.activities.models import Activity, ActivityStatus, Outcome
from koersvast.activities.queries import activities_of
from koersvast.cycles.models import Cycle
from koersvast.outcome_forms import rules
from koersvast.outcome_forms.models import OutcomeRequest, RequestState
from koersvast.tenants.models import Municipality
from koersvast.vault import receipts
from koersvast.vault.queries import municipality_secret, open_box
from koersvast.vault.rules import mark

NOT_BEGUN = (ActivityStatus.IDEA, ActivityStatus.PLANNED)  # nobody can tell about these yet
WAITING_FOR_PARTNER = (RequestState.ASKED, RequestState.BACK)


@dataclass(frozen=True)
class Asked:
    """A request with its activity."""

    row: OutcomeRequest
    activity: Activity

    def late(self, today: datetime.date) -> bool:
        return self.row.state in WAITING_FOR_PARTNER and self.row.due_on < today


def requests_of(cycle: Cycle) -> list[Asked]:
    """Newest period first, then in the order of the activities; not those of activities that were taken away. Two queries."""
    by_key = {row.key: (place, row) for place, row in enumerate(activities_of(cycle))}
    rows = [row for row in OutcomeRequest.objects.filter(cycle=cycle) if row.activity_key in by_key]
    rows.sort(key=lambda row: by_key[row.activity_key][0])
    rows.sort(key=lambda row: row.period, reverse=True)
    return [Asked(row, by_key[row.activity_key][1]) for row in rows]


def request_in(cycle: Cycle, pk: uuid.UUID) -> Asked | None:
    row = OutcomeRequest.objects.select_related("data_key", "reach_key").filter(cycle=cycle, pk=pk).first()
    return None if row is None else _with_activity(row)


def request_with(municipality: Municipality, code: str) -> Asked | None:
    """Of whom this code is; None for a code that opens nothing (any more)."""
    try:
        wanted = code_mark(municipality, code)
    except LookupError:
        return None
    row = (
        OutcomeRequest.objects.select_related("data_key", "cycle")
        .filter(code_mark=wanted, cycle__removed_at=None)
        .first()
    )
    return None if row is None else _with_activity(row)


def _with_activity(row: OutcomeRequest) -> Asked | None:
    activity = activities_of(row.cycle).filter(key=row.activity_key).first()
    return None if activity is None else Asked(row, activity)


def code_mark(municipality: Municipality, code: str) -> str:
    """What is stored of a code. Raises LookupError when no code was ever made here."""
    words = (
        f"outcome request {receipts.normalise(code)}"  # never the mark of a receipt with the same characters
    )
    return mark(municipality_secret(municipality), words)


def asked_about(cycle: Cycle, activity: Activity) -> list[OutcomeRequest]:
    return list(OutcomeRequest.objects.filter(cycle=cycle, activity_key=activity.key))


def sentences_before(cycle: Cycle) -> dict[str, OutcomeRequest]:
    """The last request of each activity, by its key: the next one begins with its words. One query."""
    return {row.activity_key: row for row in OutcomeRequest.objects.filter(cycle=cycle).order_by("period")}


def outcome_before(activity: Activity, period: str) -> Outcome | None:
    """What was told about the period before: last year's figures. Two queries."""
    rows = {row.period: row for row in Outcome.objects.filter(activity=activity).order_by("position")}
    return rows.get(rules.period_before(rows, period))


def outcome_in(activity: Activity, period: str) -> Outcome | None:
    found: Outcome | None = (
        Outcome.objects.filter(activity=activity, period=period)
        .prefetch_related(Prefetch("improvements"))
        .order_by("position")
        .first()
    )
    return found


def not_asked(cycle: Cycle, period: str, asked: Iterable[Asked]) -> list[Activity]:
    """Activities that go on and were not asked about this period. One query."""
    taken = {one.row.activity_key for one in asked if one.row.period == period}
    return [row for row in activities_of(cycle).exclude(status__in=NOT_BEGUN) if row.key not in taken]


def draft_place(pk: uuid.UUID) -> str:
    return f"outcome_forms.outcomerequest.draft:{pk}"


def answer_place(pk: uuid.UUID) -> str:
    return f"outcome_forms.outcomerequest.answer:{pk}"


def reach_place(pk: uuid.UUID) -> str:
    return f"outcome_forms.outcomerequest.reach:{pk}"


def answer_in(row: OutcomeRequest) -> rules.Answer | None:
    """What was sent, opened."""
    if row.answer is None:
        return None
    return rules.answer_of(open_box(row.data_key).read(row.answer, answer_place(row.pk)))


def fields_in(row: OutcomeRequest) -> dict[str, str]:
    """What stands in the form: what was typed last, or what was sent."""
    if row.draft is not None:
        return rules.draft_of(open_box(row.data_key).read(row.draft, draft_place(row.pk)))
    sent = answer_in(row)
    return rules.typed(sent) if sent else {}


def address_of(row: OutcomeRequest) -> str:
    """Where to mail; empty when nobody wrote it down."""
    if row.reach is None or row.reach_key is None:
        return ""
    return open_box(row.reach_key).read(row.reach, reach_place(row.pk))


def not_sent(cycle: Cycle | None = None) -> list[Asked]:
    """Who has not sent yet, of one cycle or of every cycle of the open municipality, and can be mailed."""
    rows = OutcomeRequest.objects.filter(
        state__in=WAITING_FOR_PARTNER, reach__isnull=False, cycle__removed_at=None
    ).select_related("reach_key", "cycle")
    rows = rows.filter(cycle=cycle) if cycle is not None else rows
    found = list(rows)
    there: dict[uuid.UUID, dict[str, Activity]] = defaultdict(dict)
    for activity in Activity.objects.filter(cycle__in={row.cycle_id for row in found}).select_related(
        "owner"
    ):
        there[activity.cycle_id][activity.key] = activity
    return [
        Asked(row, there[row.cycle_id][row.activity_key])
        for row in found
        if row.activity_key in there[row.cycle_id]
    ]
