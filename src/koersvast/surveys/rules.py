"""What a survey may do in its state. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

from koersvast.people.permissions import YES, Verdict, no

SHOWN_FROM = 10  # answers; below it nothing is shown, not even how many
# words that out somebody when they stand in a title, on a letter or in an address
TELLING = (
    "lhbt", "lgbt", "lhb", "queer", "homo", "lesb", "biseks", "bi+", "trans", "gender", "intersek", "non-binair", "nonbinair", "regenboog", "roze", "pride", "seksue", "geaard", "coming out", "uit de kast", "discrimin",
)  # fmt: skip


def telling_words(text: str) -> tuple[str, ...]:
    """The words in a title that say too much to somebody who looks over a shoulder."""
    return tuple(word for word in TELLING if re.search(rf"(?<!\w){re.escape(word)}", text.casefold()))


def week_of(day: datetime.date) -> str:
    """2026-W47: all that is kept of when somebody answered (ISO 8601)."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def rounded_count(count: int) -> int | None:
    """How many answered, as far as it may be told: tens, from ten. None: too few to say anything."""
    return None if count < SHOWN_FROM else count // 10 * 10


class Share(Enum):
    """How well a group of the population is heard, in words: a count of a small group is never told."""

    FEW = "few"
    RIGHT = "right"
    MANY = "many"
    NONE = "none"  # fewer than ten: nothing to say yet


def share_in_words(count: int, answered: int, in_population: float) -> Share:
    """Compares a group's share among who answered with its share of the population; a fifth either way is right."""
    if count < SHOWN_FROM or not answered or not in_population:
        return Share.NONE
    ratio = count / answered / in_population
    if ratio < 0.8:
        return Share.FEW
    return Share.MANY if ratio > 1.25 else Share.RIGHT


def shuffle_is_due(waiting: int, settled: int) -> bool:
    """Enough answers to hide among each other. With many settled ones it waits for more: the tables are written anew."""
    return waiting >= max(SHOWN_FROM, settled // 20)


def takes_answers(
    *,
    status: str,
    opens_on: datetime.date,
    closes_on: datetime.date,
    today: datetime.date,
    sentences: Mapping[str, Any],
) -> Verdict:
    """May somebody answer today? ``sentences``: what to say when not, by "planned", "early" and "closed"."""
    if status == "planned":
        return no(str(sentences["planned"]))
    if status == "closed" or today > closes_on:
        return no(str(sentences["closed"]))
    if today < opens_on:
        return no(str(sentences["early"]))
    return YES
