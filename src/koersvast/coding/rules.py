"""What coding means, without a database: who sees whose codes, which sentence a code is about, where two coders differ."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from koersvast.texts.rules import Span

LOOKS = ("werkt", "werkt-niet", "vraag", "behoefte", "idee", "signaal")  # shape first, colour second
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+[\"'”’)\]]*(?=\s|$)|\n|$|[.!?]+)")


def may_see(*, blind: bool, own: bool, mine_ready: bool, theirs_ready: bool) -> bool:
    """Blind: codes of another are hidden until both said that they are ready with this text."""
    return own or not blind or (mine_ready and theirs_ready)


def sentences(body: str) -> list[Span]:
    """Sentences and lines with at least one letter or figure, without the white space around them."""
    found = []
    for match in _SENTENCE.finditer(body):
        words = match.group()
        bare = words.strip()
        if any(sign.isalnum() for sign in bare):
            start = match.start() + len(words) - len(words.lstrip())
            found.append(Span(start, start + len(bare)))
    return found


def covers(coding: Span, sentence: Span) -> bool:
    """Is this code about this sentence? When it covers half of the sentence, or half of it lies in the sentence.

    So that a boundary a few words further is no difference of opinion.
    """
    shared = min(coding.end, sentence.end) - max(coding.start, sentence.start)
    return shared > 0 and (
        2 * shared >= sentence.end - sentence.start or 2 * shared >= coding.end - coding.start
    )


def coded_sentences(codings: Iterable[Span], units: Sequence[Span]) -> set[int]:
    """Numbers of the sentences that these codings are about. ``units`` in order, without overlap."""
    found: set[int] = set()
    starts = [unit.start for unit in units]
    for coding in codings:
        at = max(0, bisect.bisect_right(starts, coding.start) - 1)
        while at < len(units) and units[at].start < coding.end:
            if covers(coding, units[at]):
                found.add(at)
            at += 1
    return found


def below(parents: Mapping[str, str | None], code: str) -> set[str]:
    """A code and everything under it."""
    found, more = {code}, True
    while more:
        extra = {one for one, parent in parents.items() if parent in found and one not in found}
        found |= extra
        more = bool(extra)
    return found


def may_move_under(parents: Mapping[str, str | None], code: str, parent: str | None) -> bool:
    """Not under itself or something below it."""
    return parent is None or parent not in below(parents, code)


@dataclass(frozen=True)
class Difference:
    """A sentence where two coders differ: the codes of one alone, of the other alone, and of both."""

    sentence: int
    only_one: frozenset[str]
    only_other: frozenset[str]
    both: frozenset[str]


def differences(
    one: Mapping[str, Collection[int]], other: Mapping[str, Collection[int]], units: int
) -> list[Difference]:
    """Sentences that two coders coded differently; ``one`` and ``other``: code -> numbers of sentences."""
    mine: dict[int, set[str]] = defaultdict(set)
    theirs: dict[int, set[str]] = defaultdict(set)
    for given, by_unit in ((one, mine), (other, theirs)):
        for code, numbers in given.items():
            for unit in numbers:
                by_unit[unit].add(code)
    nothing: set[str] = set()
    found = []
    for unit in sorted(mine.keys() | theirs.keys()):
        first, second = mine.get(unit, nothing), theirs.get(unit, nothing)
        if first != second and unit < units:
            found.append(
                Difference(
                    unit, frozenset(first - second), frozenset(second - first), frozenset(first & second)
                )
            )
    return found
