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

OWN = "koersvast"
SAMPLE = 400  # selections whose name is compared
SIGN = re.compile(r"\r\n|.", re.DOTALL)
FIRST_WORDS = 12  # signs of a name that have to agree
ENOUGH = 20  # starts and ends that say something together

Span = tuple[int, int, str]
"""(start, end, name) as the file says"""


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
    tried = [Positions(_starts(raw, way), True) for way in ways]
    furthest = max((end for _start, end, _name in spans), default=0)
    fitting = [positions for positions in tried if furthest <= positions.last] or tried
    scores = [_evidence(text, positions, spans) for positions in fitting]
    best = max(scores)
    chosen = fitting[scores.index(best)]
    rivals = [
        score
        for positions, score in zip(fitting, scores, strict=True)
        if positions is not chosen and _differ(chosen, positions, spans)
    ]
    return Positions(chosen.starts, all(_outweighs(best, rival, len(spans)) for rival in rivals))


def number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _ways(raw: str, origin: str) -> list[Counting]:
    """Most likely first: the standard before UTF-16, and line ends as they are written.

    Of three programs it is known: Koersvast keeps to the standard, QualCoder counts code points (it is written in
    Python), and ATLAS.ti writes a line end of two signs and counts one.
    """
    program = origin.lower()
    if program.startswith(OWN):
        return [Counting(utf16=False, ends_count_two=True)]
    ends = [True, False] if "\r\n" in raw else [True]
    if "atlas" in program:
        ends = list(reversed(ends))
    may_be_utf16 = any(ord(sign) > 0xFFFF for sign in raw) and not program.startswith("qualcoder")
    return [Counting(utf16, two) for utf16 in ([False, True] if may_be_utf16 else [False]) for two in ends]


def _starts(raw: str, way: Counting) -> list[int]:
    """The position of each code point of the text with plain line ends, and of its end."""
    wide = "\uffff" if way.utf16 else "\U0010ffff"
    line_end = 2 if way.ends_count_two else 1
    return [0, *accumulate(line_end if sign == "\r\n" else 1 + (sign > wide) for sign in SIGN.findall(raw))]


def _evidence(text: str, positions: Positions, spans: Sequence[Span]) -> tuple[int, int]:
    """(selections that hold the words they are named after, ends that lie where a word starts or stops)."""
    named = whole = 0
    for start, end, name in spans[:SAMPLE]:
        first, last = positions.start(start), positions.end(end)
        if _begins(text[first : first + 60], name):
            named += 1 + (text[first:last].split() == name.split())
        whole += _at_edge(text, first) + _at_edge(text, last)
    return named, whole


def _outweighs(best: tuple[int, int], rival: tuple[int, int], selections: int) -> bool:
    """Names decide; without them only many selections that nearly all lie between words."""
    if best[0] != rival[0]:
        return best[0] > rival[0]
    looked_at = 2 * min(selections, SAMPLE)
    return looked_at >= ENOUGH and best[1] >= 0.9 * looked_at and rival[1] <= 0.7 * looked_at


def _begins(text: str, name: str) -> bool:
    words = " ".join(name.split())[:FIRST_WORDS].rstrip(".… ")
    return len(words) > 2 and text[:1] == words[0] and " ".join(text.split()).startswith(words)


def _at_edge(text: str, place: int) -> bool:
    return not (text[place - 1 : place].isalnum() and text[place : place + 1].isalnum())


def _differ(one: Positions, other: Positions, spans: Sequence[Span]) -> bool:
    return any(
        (one.start(start), one.end(end)) != (other.start(start), other.end(end))
        for start, end, _name in spans
    )
