"""Two to six looks agreed beforehand: narrower than a confidence sequence, and true at all of them together.

Sources: Lan & DeMets 1983 (alpha spending); Armitage, McPherson & Rowe 1969 (the recursion); Jennison & Turnbull 1989
(repeated confidence intervals) and 2000, chapters 7, 9 and 19.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log, sqrt
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice
from safefigures.errors import StatInputError
from safefigures.scalars import column, confidence, few

MOST_LOOKS = 6
FARTHEST = 37.0  # beyond this many SE a normal tail is no longer a number


@dataclass(frozen=True, eq=False)
class GroupSequential:
    """A plan of looks and the intervals so far.

    `fractions` (K,): share of the planned information at each look. `spent` (K,): error used up to it. `critical` (K,):
    how many SE the interval reaches at that look. `estimate, low, high` (looks so far,): together true with `level`.
    `anytime` is False: these hold at the planned looks only.
    """

    fractions: Floats
    spent: Floats
    critical: Floats
    estimate: Floats
    low: Floats
    high: Floats
    level: float
    spending: str
    words: str
    anytime: bool = False


def group_sequential(
    looks: Any,
    estimates: Any = (),
    ses: Any = (),
    *,
    spending: str = "obrien_fleming",
    level: float = 0.95,
) -> GroupSequential:
    """Intervals for planned looks.

    `looks`: how many (2 to 6, evenly spread), or the share of the planned answers at each look, rising to at most 1.
    `estimates`, `ses`: shape (looks so far,). `spending`: "obrien_fleming" (wide at first, nearly ordinary at the end) or
    "pocock" (about equally wide). Raises StatInputError.
    """
    level = confidence(level, "level")
    choice(spending, "spending", ("obrien_fleming", "pocock"))
    fractions = _fractions(looks)
    found, noise = few(estimates, "estimates"), few(ses, "ses")
    if len(noise) != len(found):
        raise StatInputError(f"has {len(noise)} rows where {len(found)} are needed", place="ses")
    if len(found) > len(fractions):
        raise StatInputError(f"{len(found)} looks where {len(fractions)} were planned", place="estimates")
    if (noise <= 0).any():
        raise StatInputError("a standard error is over 0", place=f"ses[{int((noise <= 0).argmax())}]")
    spent = alpha_spent(fractions, 1 - level, spending)
    critical = _critical_values(fractions, spent)
    reach = critical[: len(found)] * noise
    return GroupSequential(
        fractions=fractions,
        spent=spent,
        critical=critical,
        estimate=found,
        low=found - reach,
        high=found + reach,
        level=level,
        spending=spending,
        words=(
            f"Deze marge klopt bij {len(fractions)} vooraf afgesproken momenten samen. "
            "Tussendoor kijken en dan beslissen mag niet."
        ),
    )


def alpha_spent(fractions: Floats, alpha: float, spending: str) -> Floats:
    """Two-sided error used at each share of the information (Lan & DeMets 1983), each side half."""
    from scipy.stats import norm

    if spending == "pocock":
        found: Floats = alpha * np.log1p((np.e - 1) * fractions)
    else:
        found = 4 * norm.sf(norm.isf(alpha / 4) / np.sqrt(fractions))
    return found


def crossing_probability(critical: Any, fractions: Any) -> Floats:
    """Chance, under no change, that |Z| passed its critical value at or before each look, shape (K,)."""
    limits, times = column(critical, "critical"), column(fractions, "fractions")
    walk, total, chances = _Walk(), 0.0, []
    for limit, time in zip(limits, times, strict=True):
        total += walk.tail(float(limit), float(time))
        chances.append(total)
        walk = walk.step(float(limit), float(time))
    return np.array(chances)


class _Walk:
    """The density of Brownian motion at the last look, of the paths that never left; on Gauss-Legendre nodes."""

    def __init__(self, time: float = 0.0, nodes: Floats | None = None, mass: Floats | None = None) -> None:
        self.time = time
        self.nodes = np.zeros(1) if nodes is None else nodes
        self.mass = np.ones(1) if mass is None else mass

    def tail(self, limit: float, time: float) -> float:
        """Chance to be inside so far and beyond `limit` SE at `time`, both sides."""
        from scipy.special import ndtr

        step = sqrt(time - self.time)
        edge = limit * sqrt(time)
        return float(self.mass @ (ndtr((self.nodes - edge) / step) + ndtr((-self.nodes - edge) / step)))

    def step(self, limit: float, time: float) -> _Walk:
        step = sqrt(time - self.time)
        edge = min(limit, 12.0) * sqrt(time)  # beyond 12 SE lies less than 1e-32
        points = max(128, ceil(16 * edge / step))
        nodes, width = np.polynomial.legendre.leggauss(min(points, 1024))
        nodes = nodes * edge
        kernel = np.exp(-0.5 * ((nodes[:, None] - self.nodes[None, :]) / step) ** 2) / (
            step * sqrt(2 * np.pi)
        )
        return _Walk(time, nodes, width * edge * (kernel @ self.mass))


def _critical_values(fractions: Floats, spent: Floats) -> Floats:
    from scipy.optimize import brentq

    walk, before, found = _Walk(), 0.0, []
    for look, (time, now) in enumerate(zip(fractions, spent, strict=True)):
        share = float(now) - before
        if share <= 0 or walk.tail(FARTHEST, float(time)) > share:
            raise StatInputError(
                "this look comes too early: no error may be spent yet", place=f"looks[{look}]"
            )
        wanted = log(share)
        limit = brentq(
            lambda c, t=float(time), w=walk, s=wanted: log(max(w.tail(c, t), 1e-320)) - s,
            0.0,
            FARTHEST,
            xtol=1e-12,
        )
        found.append(float(limit))
        walk, before = walk.step(float(limit), float(time)), float(now)
    return np.array(found)


def _fractions(looks: Any) -> Floats:
    if isinstance(looks, (int, np.integer)) and not isinstance(looks, bool):
        count = int(looks)
        found = np.arange(1, count + 1) / count if 0 < count <= MOST_LOOKS else np.zeros(0)
    else:
        found = column(looks, "looks")
        count = len(found)
    if not 2 <= count <= MOST_LOOKS:
        raise StatInputError(
            f"{count} looks; plan 2 to {MOST_LOOKS}, or use confidence_sequence for any number", place="looks"
        )
    steps = np.diff(found, prepend=0.0)
    bad = (steps < 1e-3) | (found > 1 + 1e-12)
    if bad.any():
        place = f"looks[{int(bad.argmax())}]"
        raise StatInputError("shares of the information rise from over 0 to at most 1", place=place)
    return np.minimum(found, 1.0)
