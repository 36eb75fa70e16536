"""One answer per piece of text: the most certain claim wins, then the longest. What it leaves uncovered stays marked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from .model import Claim


def sign_in(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces, commas and quotes at either side."""
    while start < end and not text[start].isalnum() and text[start] not in "@+(":
        start += 1
    while (
        end > start
        and not text[end - 1].isalnum()
        and not "\u0300" <= text[end - 1] <= "\u036f"
        and text[end - 1] != ")"
    ):
        end -= 1
    return start, end


def left_over(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The rest of a claim beside a stronger one, when it still holds a capital or a figure."""
    start, end = sign_in(text, start, end)
    rest = text[start:end]
    telling = any(sign.isupper() or sign.isdigit() for sign in rest)
    return (start, end) if len(rest) > 2 and telling else None


def choose(text: str, claims: Iterable[Claim]) -> list[Claim]:
    """Claims that do not overlap, in the order of the text. n log n, but for what stands on each other."""
    starts: list[int] = []
    taken: list[Claim] = []
    waiting = sorted(
        set(claims), key=lambda claim: (-claim.certain, claim.start - claim.end, claim.start, claim.kind)
    )
    for claim in waiting:
        for start, end in free(starts, taken, claim):
            whole = (start, end) == (claim.start, claim.end)
            rest = (start, end) if whole else left_over(text, start, end)
            if rest and rest[0] < rest[1]:
                place = bisect_left(starts, rest[0])
                starts.insert(place, rest[0])
                taken.insert(place, Claim(*rest, claim.kind, claim.why, claim.certain, claim.direct))
    return taken


def free(starts: list[int], taken: list[Claim], claim: Claim) -> list[tuple[int, int]]:
    """The pieces of the claim that nobody has yet."""
    place = bisect_left(starts, claim.start)
    if place and taken[place - 1].end > claim.start:
        place -= 1
    at, pieces = claim.start, []
    while place < len(taken) and taken[place].start < claim.end:
        if taken[place].start > at:
            pieces.append((at, taken[place].start))
        at = max(at, taken[place].end)
        place += 1
    if at < claim.end:
        pieces.append((at, claim.end))
    return pieces
