"""Dates as far as they are known: a year, a month or a day, as text."""

from __future__ import annotations

from calendar import monthrange
from datetime import date as Day

from django.utils.dates import MONTHS


def spoken(date: str) -> str:
    """ "2023-02-07" -> "7 februari 2023"; "2023-02" -> "februari 2023"; "2023" -> "2023"; anything else as it is."""
    parts = date.split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return date
    if len(parts) > 1 and int(parts[1]) not in MONTHS:
        return date
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, str(MONTHS[int(parts[1])]))
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def year_of(date: str) -> int | None:
    """The year of a date that is known at least to the year."""
    return int(date[:4]) if date[:4].isdecimal() and len(date) >= 4 else None


def first_day(text: str) -> Day:
    """The earliest day that a year, month or day can mean."""
    year, month, day = [*(int(part) for part in text.split("-")), 1, 1][:3]
    return Day(year, month, day)


def last_day(text: str) -> Day:
    """The latest day that a year, month or day can mean."""
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    return Day(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
