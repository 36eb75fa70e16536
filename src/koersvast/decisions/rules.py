"""What is still undecided, and what is late. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol, TypeVar

from koersvast.ui.dates import first_day, last_day

DAYS_AHEAD = 14  # from here on a date is close


class Keyed(Protocol):
    """Something that a decision can be about."""

    @property
    def key(self) -> str: ...


Thing = TypeVar("Thing", bound=Keyed)


def without_decision(things: Iterable[Thing], decided: Collection[str]) -> list[Thing]:
    """What has no decision yet (K14). ``decided``: keys that a decision with a word is about."""
    return [thing for thing in things if thing.key not in decided]


def closes(decided_on: str, starts_on: str) -> bool:
    """Does a decision to close mean the cycle that it stands in? One from before its start closed the cycle before."""
    return last_day(decided_on) >= first_day(starts_on)


def days_late(due_on: str, today: date) -> int:
    """Days since the last day that a date can mean; below zero when there is still time."""
    return (today - last_day(due_on)).days


def urgency(due_on: str, *, is_open: bool, today: date) -> str:
    """ "late", "soon" or "": only what is open and has a date can be late."""
    if not is_open or not due_on:
        return ""
    days = days_late(due_on, today)
    if days > 0:
        return "late"
    return "soon" if -days <= DAYS_AHEAD else ""
