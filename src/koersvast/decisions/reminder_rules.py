"""When somebody is reminded of what comes due, and what one mail counts. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from koersvast.ui.dates import last_day

DAYS_BEFORE = 14
DAYS_BETWEEN = 7  # while it is late


@dataclass(frozen=True)
class Counts:
    """What one mail says, and all that it says."""

    soon: int = 0
    late: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.soon + other.soon, self.late + other.late)

    def __bool__(self) -> bool:
        return bool(self.soon or self.late)


def last_moment(due_on: str, today: date) -> date | None:
    """The newest day up to today on which this asks for a reminder: 14 days before, the day after, then every week."""
    due = last_day(due_on)
    first_late = due + timedelta(days=1)
    if today >= first_late:
        weeks = (today - first_late).days // DAYS_BETWEEN
        return first_late + timedelta(days=weeks * DAYS_BETWEEN)
    first = due - timedelta(days=DAYS_BEFORE)
    return first if today >= first else None


def to_remind(dues: Iterable[str], *, today: date, last_sent: date | None) -> Counts:
    """What to remind somebody of today; nothing when no moment came since the last mail.

    Missed days are caught up in one mail, and a mail counts all that is close or late, so nothing is said twice in a week
    because things come due on different days of it.
    """
    moments = [(due, last_moment(due, today)) for due in dues]
    fresh = [moment for _due, moment in moments if moment is not None]
    if last_sent is not None and not any(moment > last_sent for moment in fresh):
        return Counts()
    late = sum(moment is not None and moment > last_day(due) for due, moment in moments)
    return Counts(soon=len(fresh) - late, late=late)
