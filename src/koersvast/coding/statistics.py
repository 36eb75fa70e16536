"""How far coders agree, per code. From sentences and codings to safefigures and back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from koersvast.coding.rules import Span
from safefigures import NoVariation, TooSmall, agreement

ENOUGH = 0.667  # Krippendorff 2018: the lowest alpha for tentative conclusions
GOOD = 0.8
FEWEST_GIVEN = 5  # sentences with the code: below this a figure says nothing

Coded = Mapping[uuid.UUID, Mapping[uuid.UUID, Mapping[str, set[int]]]]


@dataclass(frozen=True)
class CodeAgreement:
    """Two coders and one code over the same sentences.

    ``percent`` 0..1: share of all sentences with the same answer; high for a rare code whatever the coders do.
    ``alpha``: Krippendorff's, with the 95 percent interval; None with ``reason`` where it cannot be said.
    """

    key: str
    one: int  # sentences that the first coder gave this code
    other: int
    both: int
    percent: float
    alpha: float | None
    low: float | None
    high: float | None
    reason: str = ""

    @property
    def word(self) -> str:
        """good, enough, low, or nothing to say."""
        if self.alpha is None:
            return "unknown"
        return "good" if self.alpha >= GOOD else "enough" if self.alpha >= ENOUGH else "low"


def per_code(
    coded: Coded,
    units: Mapping[uuid.UUID, Sequence[Span]],
    keys: Iterable[str],
    one: uuid.UUID,
    other: uuid.UUID,
    *,
    draws: int = 1000,
) -> list[CodeAgreement]:
    """Agreement per code over the texts that both coded. ``draws`` 0 leaves the intervals out."""
    texts = [text for text, by in coded.items() if by.get(one) and by.get(other)]
    total = sum(len(units[text]) for text in texts)
    found = []
    for key in keys:
        mine = theirs = both = 0
        for text in texts:
            first, second = coded[text][one].get(key, ()), coded[text][other].get(key, ())
            mine, theirs, both = mine + len(first), theirs + len(second), both + len(set(first) & set(second))
        if mine or theirs:
            found.append(_one(key, mine, theirs, both, total, draws))
    return found


def _one(key: str, one: int, other: int, both: int, total: int, draws: int) -> CodeAgreement:
    percent = (total - one - other + 2 * both) / total
    alpha = low = high = None
    reason = ""
    if one + other < FEWEST_GIVEN:
        reason = "few"
    else:
        try:
            # four kinds of sentences: both gave the code, one, the other, nobody
            times = [both, one - both, other - both, total - one - other + both]
            found = agreement([[1, 1, 0, 0], [1, 0, 1, 0]], times=times, draws=draws)
            alpha, low, high = found.alpha, found.low, found.high
        except (NoVariation, TooSmall):
            reason = "same"
    return CodeAgreement(key, one, other, both, percent, alpha, low, high, reason)
