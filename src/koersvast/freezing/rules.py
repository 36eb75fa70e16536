"""In which order college and council decide. Pure: no database, no clock, no words for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from koersvast.ui.dates import first_day, last_day

PLAN, MONEY = "adopt_plan", "budget"
ADOPTED = "adopted"
NEXT = {
    "prepared": frozenset({"prepared", "on_agenda", "adopted", "rejected", "withdrawn"}),
    "on_agenda": frozenset({"prepared", "on_agenda", "adopted", "rejected", "withdrawn"}),
    "adopted": frozenset({"adopted", "withdrawn"}),
    "rejected": frozenset({"rejected"}),
    "withdrawn": frozenset({"withdrawn"}),
}


@dataclass(frozen=True)
class Step:
    """A decision of college or council, as far as the order goes. ``status`` "" is an old word for adopted."""

    kind: str
    body: str
    decided_on: str
    document: str
    status: str

    @property
    def adopted(self) -> bool:
        return self.status in ("", ADOPTED)


class Refusal(Enum):
    NOT_ITS_BODY = "not_its_body"
    FUTURE = "future"
    NO_PLAN = "no_plan"
    BEFORE_PLAN = "before_plan"
    TWICE = "twice"
    OLDER = "older"
    FINAL = "final"


def refusal(new: Step, others: Iterable[Step], *, today: date) -> tuple[Refusal, Step | None] | None:
    """Why this cannot be written down like this, with the decision that stands in the way; None when it can.

    Only what is adopted has to fit: a decision that is prepared may be about any day to come.
    """
    if new.kind == MONEY and new.body != "council":
        return Refusal.NOT_ITS_BODY, None
    if not new.adopted:
        return None
    if first_day(new.decided_on) > today:
        return Refusal.FUTURE, None
    standing = [one for one in others if one.adopted]
    if new.kind == MONEY:
        plans = sorted((one for one in standing if one.kind == PLAN), key=lambda one: one.decided_on)
        if not plans:
            return Refusal.NO_PLAN, None
        if last_day(new.decided_on) < first_day(plans[0].decided_on):
            return Refusal.BEFORE_PLAN, plans[0]
    for one in standing:
        if (one.kind, one.body) != (new.kind, new.body):
            continue
        same_day = one.decided_on == new.decided_on
        if same_day or (one.document and one.document.casefold() == new.document.casefold()):
            return Refusal.TWICE, one
        if last_day(new.decided_on) < first_day(one.decided_on):
            return Refusal.OLDER, one
    return None


def may_become(now: str, wanted: str) -> bool:
    """May the status of a decision go from one to the other? What was decided can only be withdrawn."""
    return wanted in NEXT[now or ADOPTED]
