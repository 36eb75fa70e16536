"""Where a selection starts, as other programs count.

The standard counts Unicode code points. In practice two things differ from program to program: a line end of two
signs counts as one or as two, and a sign outside the basic plane (an emoji) counts as one or as two (UTF-16). They
cannot be told from the file alone, so each way of counting is tried against what the file says itself: positions
have to lie inside the text, and many programs name a selection after its first words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from koersvast.coding.refi.elements import Element

SAMPLE = 400  # selections whose name is compared
SIGN = re.compile(r"\r\n|.", re.DOTALL)
FIRST_WORDS = 12  # signs of a name that have to agree


@dataclass(frozen=True)
class Counting:
    """One way to count; ``ends_count_two``: a line end of two signs is two positions."""

    utf16: bool
    ends_count_two: bool


@dataclass(frozen=True)
class Positions:
    """Positions of a file -> code points of the text with plain line ends."""

    starts: Sequence[int]
    """For each code point of the text, and for its end, the position at which it starts."""
    certain: bool

    def start(self, position: int) -> int:
        """A position inside a sign belongs to that sign."""
        index = bisect_left(self.starts, position)
        inside = index == len(self.starts) or self.starts[index] != position
        return min(max(index - inside, 0), len(self.starts) - 1)

    def end(self, position: int) -> int:
        return min(bisect_left(self.starts, position), len(self.starts) - 1)

    @property
    def last(self) -> int:
        return self.starts[-1]


def plain_lines(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def find_positions(raw: str, selections: Iterable[Element], *, origin: str) -> Positions:
    """The way of counting that fits what the selections of this text say."""
    found = [
        (number(each.get("startPosition")), number(each.get("endPosition")), each.get("name"))
        for each in selections
    ]
    spans = [(start, end, name) for start, end, name in found if start is not None and end is not None]
    text = plain_lines(raw)
    ways = _ways(raw, origin)
    if len(ways) == 1:
        return Positions(_starts(raw, ways[0]), True)
    tried = [(Positions(_starts(raw, way), True), way) for way in ways]
    furthest = max((end for _start, end, _name in spans), default=0)
    fitting = [each for each in tried if furthest <= each[0].last] or tried
    scores = [_agreement(text, positions, spans) for positions, _way in fitting]
    best = max(scores)
    chosen = fitting[scores.index(best)][0]
    certain = (
        not spans or len(fitting) == 1 or scores.count(best) == 1 or not _differ(fitting, scores, best, spans)
    )
    return Positions(chosen.starts, certain)


def number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _ways(raw: str, origin: str) -> list[Counting]:
    """Most likely first: the standard before UTF-16; ATLAS.ti counts a line end as one, others as it is written."""
    ends = [True, False] if "\r\n" in raw else [True]
    if "atlas" in origin.lower():
        ends = list(reversed(ends))
    units = [False, True] if any(ord(sign) > 0xFFFF for sign in raw) else [False]
    return [Counting(utf16, two) for utf16 in units for two in ends]


def _starts(raw: str, way: Counting) -> list[int]:
    """The position of each code point of the text with plain line ends, and of its end."""
    wide = "\uffff" if way.utf16 else "\U0010ffff"
    line_end = 2 if way.ends_count_two else 1
    return [0, *accumulate(line_end if sign == "\r\n" else 1 + (sign > wide) for sign in SIGN.findall(raw))]


def _agreement(text: str, positions: Positions, spans: Sequence[tuple[int, int, str]]) -> int:
    """How many selections start with the words they are named after."""
    return sum(_begins(_from(text, positions.start(start)), name) for start, _end, name in spans[:SAMPLE])


def _from(text: str, start: int) -> str:
    return text[start : start + 60]


def _begins(text: str, name: str) -> bool:
    words = " ".join(name.split())[:FIRST_WORDS].rstrip(".… ")
    return len(words) > 2 and " ".join(text.split()).startswith(words)


def _differ(
    fitting: Sequence[tuple[Positions, Counting]],
    scores: Sequence[int],
    best: int,
    spans: Sequence[tuple[int, int, str]],
) -> bool:
    """Do the ways that fit equally well put any selection at another place?"""
    equal = [positions for (positions, _way), score in zip(fitting, scores, strict=True) if score == best]
    first, *others = equal
    return any(
        (first.start(start), first.end(end)) != (other.start(start), other.end(end))
        for start, end, _name in spans
        for other in others
    )
