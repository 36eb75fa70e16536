"""From what people wrote down to one of four words about our share in a goal. Pure: safefigures decides, this translates.

Per link the strongest kind of evidence speaks. Evidence the other way weighs against it only when it is as strong, or strong
enough to refute by itself; then the link points both ways. Never an average, never a sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import safefigures

STRENGTHS = ("refuted", "undetermined", "plausible", "shown")  # from weak to strong
CAN_REFUTE = 3  # the class of safefigures from which evidence can refute a link by itself
SAID = 1
OF_PARTICIPANTS = "outcome"


@dataclass(frozen=True)
class Piece:
    """One piece of evidence. ``of_participants``: about who took part in an activity, not about the municipality."""

    finding: str
    design: int
    of_participants: bool = False

    @property
    def counts_as(self) -> int:
        """K09: what participants tell is never more than what people say about the whole."""
        return min(self.design, SAID) if self.of_participants else self.design


def is_of_participants(basis: str, level: str = "") -> bool:
    """Does this evidence speak of participants only? ``level``: of the indicator, for a measurement."""
    return OF_PARTICIPANTS in (basis, level)


def may_prove(*, is_result: bool, of_participants: bool) -> bool:
    """K09: the outcome of an activity never stands as evidence for a societal result."""
    return not (is_result and of_participants)


def best(pieces: Iterable[Piece]) -> tuple[int, str]:
    """(class, finding) of a link: (0, "none") without evidence."""
    rows = list(pieces)
    if not rows:
        return 0, "none"
    top = max(row.counts_as for row in rows)
    strong = {row.finding for row in rows if row.counts_as == top}
    heard = strong | {row.finding for row in rows if row.counts_as >= CAN_REFUTE}
    if "mixed" in strong or {"for", "against"} <= heard:
        return top, "mixed"
    return top, strong.pop()


def link(
    claim: str, pieces: Iterable[Piece], rivals: Iterable[tuple[str, str]], *, necessary: bool
) -> safefigures.Link:
    """``rivals``: (claim, outcome) of each other explanation."""
    design, finding = best(pieces)
    return safefigures.Link(
        claim=_plain(claim),
        design=design,
        finding=finding,
        necessary=necessary,
        rivals=tuple(safefigures.Rival(_plain(text), outcome) for text, outcome in rivals),
    )


def judge(links: Sequence[safefigures.Link]) -> safefigures.Contribution | None:
    """The word for the chain; None when there is no link that the claim needs."""
    if not any(one.necessary for one in links):
        return None
    return safefigures.contribution(links)


def weakest(words: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Of (name, word) the weakest, the first of equals; None when nobody has a word."""
    known = [one for one in words if one[1] in STRENGTHS]
    return min(known, key=lambda one: STRENGTHS.index(one[1])) if known else None


def _plain(text: str) -> str:
    """A claim that fits in a sentence: without the full stop at its end."""
    return " ".join(text.split()).rstrip(".")
