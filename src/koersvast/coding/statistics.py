"""How far coders agree, per code. From sentences and codings to safefigures and back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

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
    offsets, total = {}, 0
    for text in texts:
        offsets[text] = total
        total += len(units[text])
    found = []
    for key in keys:
        rows = np.zeros((2, total))
        for text in texts:
            for row, coder in enumerate((one, other)):
                for unit in coded[text][coder].get(key, ()):
                    rows[row, offsets[text] + unit] = 1
        given = rows.sum(axis=1)
        if given.any():
            found.append(_one(key, rows, draws))
    return found


def _one(key: str, rows: np.ndarray, draws: int) -> CodeAgreement:
    one, other = (int(n) for n in rows.sum(axis=1))
    both = int((rows[0] * rows[1]).sum())
    percent = float((rows[0] == rows[1]).mean())
    alpha = low = high = None
    reason = ""
    if one + other < FEWEST_GIVEN:
        reason = "few"
    else:
        try:
            result = agreement(rows, draws=draws)
            alpha, low, high = result.alpha, result.low, result.high
        except (NoVariation, TooSmall):
            reason = "same"
    return CodeAgreement(key, one, other, both, percent, alpha, low, high, reason)
