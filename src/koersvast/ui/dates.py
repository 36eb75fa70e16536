"""Dates as people write them, also when a source gives only a year or a month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.utils.dates import MONTHS


def in_words(text: str) -> str:
    """ "2019" -> "2019", "2019-08" -> "augustus 2019", "2019-08-03" -> "3 augustus 2019"."""
    parts = text.split("-")
    if len(parts) == 1:
        return text
    month = str(MONTHS[int(parts[1])])
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def year_of(text: str) -> int:
    return int(text[:4])


def first_day(text: str) -> date:
    """The earliest day that a year, month or day can mean."""
    year, month, day = [*(int(part) for part in text.split("-")), 1, 1][:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The latest day that a year, month or day can mean."""
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
