"""A text as a page shows it: lines with who speaks, cut in parts where a mask or a highlight begins or ends. Pure."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from koersvast.texts.reading.speakers import find_turns
from koersvast.texts.rules import Mask, Piece, Span, pieces, segments


@dataclass(frozen=True)
class Part:
    """Words that look the same all over. ``on``: positions in the list of highlights. Offsets are in the body."""

    start: int
    end: int
    words: str
    on: tuple[int, ...]
    mask: Mask | None


@dataclass(frozen=True)
class Line:
    """A paragraph. ``speaker`` only where somebody begins to speak; ``ends``: highlights that end in this line."""

    start: int
    end: int
    speaker: str
    parts: tuple[Part, ...]
    ends: tuple[int, ...]


def lines(
    body: str, masks: Iterable[Mask], highlights: Sequence[Span], within: Span | None = None
) -> list[Line]:
    """The whole text in lines, or those that touch ``within``; empty lines are left out. ``highlights`` in order of place."""
    spread = pieces(body, masks)
    starts = [piece.start for piece in spread]
    turns = {turn.start: turn.speaker for turn in find_turns(body)}
    turn_starts = sorted(turns)
    found, at, first = [], 0, 0
    for raw in body.split("\n"):
        begin, end = at, at + len(raw)
        at = end + 1
        if not raw.strip() or (within is not None and not (begin < within.end and within.start < end + 1)):
            continue
        speaker, begin = _who(turns, turn_starts, begin, end)
        if begin >= end:
            continue
        while first < len(highlights) and highlights[first].end <= begin:
            first += 1
        upto = bisect.bisect_left(highlights, end, key=lambda one: one.start)
        near = [n for n in range(first, upto) if begin < highlights[n].end]
        parts = tuple(_parts(spread, starts, highlights, near, begin, end))
        ends = tuple(n for n in near if highlights[n].end <= end + 1)
        found.append(Line(begin, end, speaker, parts, ends))
    return found


def _who(turns: dict[int, str], starts: list[int], begin: int, end: int) -> tuple[str, int]:
    """Who begins to speak on this line, and where the words begin after the label."""
    at = bisect.bisect_left(starts, begin)
    if at < len(starts) and starts[at] <= end:
        return turns[starts[at]], starts[at]
    return "", begin


def _parts(
    spread: Sequence[Piece],
    starts: list[int],
    highlights: Sequence[Span],
    near: list[int],
    begin: int,
    end: int,
) -> Iterable[Part]:
    first = max(0, bisect.bisect_right(starts, begin) - 1)
    for piece in spread[first:]:
        if piece.start >= end:
            return
        low, high = max(piece.start, begin), min(piece.end, end)
        if low >= high:
            continue
        if piece.mask is not None:
            on = tuple(n for n in near if highlights[n].start < high and low < highlights[n].end)
            yield Part(piece.start, piece.end, piece.words, on, piece.mask)
            continue
        for part in segments([highlights[n] for n in near], low, high):
            words = piece.words[part.start - piece.start : part.end - piece.start]
            yield Part(part.start, part.end, words, tuple(near[n] for n in part.codings), None)
