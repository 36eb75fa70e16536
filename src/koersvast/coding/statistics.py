"""How far coders agree, per code. From sentences and codings to figures."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from koersvast.coding.rules import Span

ENOUGH = 0.667  # Krippendorff 2018: the lowest alpha for tentative conclusions
GOOD = 0.8
MOST_UNDEFINED = 0.05  # draws without variation; with more there is no interval
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
    elif total < 2 or both == total:
        reason = "same"
    else:
        counts = np.array([both, one + other - 2 * both, total - one - other + both])
        alpha = float(two_coder_alpha(counts))
        low, high = _interval(counts, draws)
    return CodeAgreement(key, one, other, both, percent, alpha, low, high, reason)


def two_coder_alpha(counts: np.ndarray) -> Any:
    """Krippendorff's alpha of two coders and yes or no. ``counts``: (..., 3) units with both, with one, with none.

    The same figure as ``safefigures.agreement`` (a test compares them), from three counts instead of a row of units:
    a whole round has more than a hundred thousand sentences. NaN without variation.
    """
    both, apart, none = (counts[..., at].astype(float) for at in range(3))
    yes, no = 2 * both + apart, 2 * none + apart
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - (yes + no - 1) * apart / (yes * no)


def _interval(counts: np.ndarray, draws: int) -> tuple[float | None, float | None]:
    """95 percent: percentile bootstrap over the units (Efron 1979). Drawing units is drawing their three counts."""
    if not draws:
        return None, None
    total = int(counts.sum())
    drawn = np.random.default_rng(0).multinomial(total, counts / total, size=draws)
    alphas = two_coder_alpha(drawn)
    known = alphas[np.isfinite(alphas)]
    if len(known) < (1 - MOST_UNDEFINED) * draws:
        return None, None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
