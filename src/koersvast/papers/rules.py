"""Which facts stand in a sentence, which sentences are no longer true, and what is due. Pure: no database, no clock.

A fact is a value as it stands on paper ("21%", "16.000 euro", "voortzetten") with a reference that stays the same while
the value changes. Nothing here ever changes a text: it says where people should look.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

MOST_LOGO_BYTES = 300_000
MOST_LOGO_SIDE = 3000
PNG = b"\x89PNG\r\n\x1a\n"
SMALLEST_CONTRAST = 4.5  # WCAG 2.2 AA for text against white
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


@dataclass(frozen=True)
class Fact:
    """``ref`` names it for ever; ``value`` is how it stands on paper now; ``words`` say what it is.

    ``context``: words of which one must stand in the sentence too, for values that say little by themselves.
    """

    ref: str
    value: str
    words: str
    context: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bound:
    """A fact as a sentence rests on it: as it was written, and as it was when people last checked it."""

    fact: str
    words: str
    written: str
    value: str
    declined: bool = False


@dataclass(frozen=True)
class Amber:
    """A sentence whose fact changed. ``now`` is "" when the fact is no longer there."""

    sentence: str
    fact: str
    words: str
    was: str
    now: str


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def forms(value: str) -> tuple[str, ...]:
    """The ways people write a value: "21%" also as "21 procent", "16.000 euro" also as "€ 16.000"."""
    if value.endswith("%"):
        bare = value[:-1]
        return value, f"{bare} %", f"{bare} procent"
    if value.endswith(" euro"):
        bare = value[: -len(" euro")]
        plain = bare.replace(".", "")
        return tuple(
            dict.fromkeys(
                (value, f"€ {bare}", f"€{bare}", f"€ {bare},-", f"{plain} euro", f"€ {plain}", f"€{plain}")
            )
        )
    return (value,) if value else ()


def written_in(sentence: str, value: str) -> str:
    """How a value is written in a sentence, or "": "6" does not stand in "16" nor in "6,1" nor in "6.000"."""
    for form in forms(value):
        # not inside a word or a longer number: a point or comma counts when a digit follows or goes before
        pattern = rf"(?<!\w)(?<!\d[.,]){re.escape(form)}(?!\w)(?![.,]\d)"
        if re.search(pattern, sentence, re.IGNORECASE):
            return form
    return ""


def found_in(text: str, facts: Iterable[Fact]) -> list[Bound]:
    """Facts whose value stands in the text as it is now: what a text seems to be about."""
    parts = sentences(text)
    found = []
    for fact in facts:
        for sentence in parts:
            form = written_in(sentence, fact.value)
            lower = sentence.lower()
            if form and (not fact.context or any(word in lower for word in fact.context)):
                found.append(Bound(fact.ref, fact.words, form, fact.value))
                break
    return found


def rebind(
    text: str, kept: Iterable[Bound], facts: Iterable[Fact], *, declined: Iterable[str] = ()
) -> list[Bound]:
    """What a text rests on after it was written again.

    What still stands in it keeps the value it was checked with, so that saving never hides a change; what no longer
    stands in it goes; what is new in it comes, unless people said before that it is not about that.
    """
    refused, now = set(declined), {fact.ref: fact for fact in facts}
    found: dict[str, Bound] = {}
    for one in kept:
        if any(written_in(sentence, one.written) for sentence in sentences(text)):
            found[one.fact] = one
    for one in found_in(text, now.values()):
        if one.fact not in found:
            found[one.fact] = one
    return [Bound(one.fact, one.words, one.written, one.value, one.fact in refused) for one in found.values()]


def ambers(text: str, bound: Iterable[Bound], facts: Mapping[str, Fact]) -> list[Amber]:
    """Sentences that rest on a fact which is no longer what it was, in the order of the text."""
    parts = sentences(text)
    found = []
    for one in bound:
        now = facts[one.fact].value if one.fact in facts else ""
        if one.declined or now == one.value:
            continue
        place = next((at for at, part in enumerate(parts) if written_in(part, one.written)), None)
        if place is not None:
            found.append((place, Amber(parts[place], one.fact, one.words, one.value, now)))
    return [amber for _place, amber in sorted(found, key=lambda pair: pair[0])]


# The house style


def colour_mistake(colour: str) -> str:
    """ "shape", "contrast" or "": is this a colour that can be read on white?"""
    if not colour:
        return ""
    if not _HEX.match(colour):
        return "shape"
    return "contrast" if contrast_with_white(colour) < SMALLEST_CONTRAST else ""


def contrast_with_white(colour: str) -> float:
    """From 1 to 21, as WCAG 2.2 reckons it; ``colour`` like "#0b4654"."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def logo_mistake(content: bytes) -> str:
    """ "type", "size", "side" or "". Only what the file itself says counts, never its name."""
    if not content.startswith(PNG) or content[12:16] != b"IHDR" or b"IEND" not in content[-64:]:
        return "type"
    if len(content) > MOST_LOGO_BYTES:
        return "size"
    width, height = (int.from_bytes(content[place : place + 4], "big") for place in (16, 20))
    return "" if 0 < width <= MOST_LOGO_SIDE and 0 < height <= MOST_LOGO_SIDE else "side"


# The calendar

DUTCH_YEAR = (  # what, month and last day of it that counts, year it is about against the year it is due, paper
    ("kadernota", 5, 31, 1, "budget_text"),
    ("begroting", 9, 15, 1, "budget_text"),
    ("berap1", 6, 15, 0, "interim_report"),
    ("berap2", 10, 1, 0, "interim_report"),
    ("brief", 12, 15, 0, "council_letter"),
    ("jaarverslag", 4, 15, -1, "annual_report"),
)


def proposed_year(year: int) -> list[tuple[str, str, int, str]]:
    """(what, due on, the year it is about, paper) for one calendar year, in order of time.

    The dates leave room before those of the Gemeentewet: the budget to the province before 15 November, the annual
    accounts before 15 July.
    """
    found = [
        (what, date(year, month, day).isoformat(), year + shift, paper)
        for what, month, day, shift, paper in DUTCH_YEAR
    ]
    return sorted(found, key=lambda row: row[1])


def when(due_on: str, status: str, today: date) -> str:
    """ "late", "now" (this month), "later", or "done" for what was sent."""
    if status != "to_do":
        return "done"
    parts = [int(part) for part in due_on.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    last = date(parts[0], month, parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1])
    if last < today:
        return "late"
    first = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    return "now" if (first.year, first.month) <= (today.year, today.month) else "later"
