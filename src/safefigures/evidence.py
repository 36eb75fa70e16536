"""Evidence that may be gathered and looked at for as long as one likes: e-values, and e-BH over many indicators.

An e-value is a bet against "nothing changed": under that claim it is expected to be at most 1, at every moment one
chooses to stop; 20 or more refutes it at 5 %.

Sources: Robbins 1970; Ville 1939; Howard e.a. 2021; Vovk & Wang 2021; Wang & Ramdas 2022 (e-BH, JRSS-B 84:822).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats, choice
from safefigures.errors import StatInputError, TooSmall
from safefigures.scalars import LARGEST, SMALLEST, above_zero, column, inside, number, raw, whole
from safefigures.sequences import (
    FEWEST_ASYMPTOTIC,
    asymptotic_radius,
    best_rho,
    check_either,
    effective_answers,
    log_martingale,
    normal_mixture_boundary,
)

SIDES = ("different", "higher", "lower")


@dataclass(frozen=True)
class EValue:
    """The bet now. `log_e` never overflows; `e` may be inf. `p_anytime` = min(1, 1/e) is a p-value at any stopping time.

    `exact`: True for yes/no answers; False where it leans on the normal approximation (many answers).
    """

    e: float
    log_e: float
    p_anytime: float
    baseline: float
    side: str
    n: int
    exact: bool


@dataclass(frozen=True, eq=False)
class Discoveries:
    """Which of m claims fall: `found` (m,) True/False in the order given; every e-value from `threshold` up."""

    found: NDArray[np.bool_]
    count: int
    threshold: float
    level: float


def e_value(
    successes: Any = None,
    trials: Any = None,
    *,
    baseline: float,
    side: str = "different",
    estimate: float | None = None,
    se: float | None = None,
    n: int | None = None,
    bounds: tuple[float, float] | None = None,
    t_opt: float = 500.0,
) -> EValue:
    """The evidence so far that a share (or weighted mean) differs from `baseline`, valid at every look.

    `successes`, `trials`: yes/no of equal weight; uniform mixture of likelihood ratios over the p on `side` of the
    baseline (exact; for "higher" it also holds against every p below the baseline). Or `estimate`, `se`, `n` of a
    weighted mean, n >= 50, two-sided only, tuned at `t_opt` answers: within `bounds`, such as (0, 1) for a share, the
    beta-binomial mixture at the effective number of answers, else the normal mixture; both sound for many answers and
    over 20 exactly where the baseline lies outside `confidence_sequence` of the same numbers.
    The baseline must be a fixed number: a measured one has noise of its own. Raises TooSmall and StatInputError.
    """
    choice(side, "side", SIDES)
    if (successes is None) == (estimate is None):
        raise StatInputError("give successes and trials, or estimate with se and n", place="e_value")
    if successes is not None:
        log_e, found = _log_bet(successes, trials, inside(baseline, "baseline"), side)
    else:
        if side != "different":
            raise StatInputError("one-sided evidence needs yes/no answers", place="side")
        log_e, found = _log_mean_bet(estimate, se, n, number(baseline, "baseline"), bounds, t_opt)
    return EValue(
        e=exp(log_e) if log_e < 709 else inf,
        log_e=log_e,
        p_anytime=min(1.0, exp(-log_e)) if log_e > 0 else 1.0,
        baseline=float(baseline),
        side=side,
        n=found,
        exact=successes is not None,
    )


def e_bh(e_values: Any, level: float = 0.05) -> Discoveries:
    """Which of m indicators really moved, with an expected share of false ones of at most `level`.

    `e_values` (m,), 0 and up, inf allowed; they may depend on each other in any way (Wang & Ramdas 2022): the k
    largest fall, k the largest with the k-th at least m / (level k). Raises StatInputError.
    """
    level = inside(level, "level")
    bets = _bets(e_values)
    m = len(bets)
    ranked = np.sort(bets)[::-1]
    needed = m / (level * np.arange(1, m + 1))
    passed = np.flatnonzero(ranked >= needed * (1 - 1e-12))
    count = int(passed[-1]) + 1 if len(passed) else 0
    threshold = float(needed[count - 1]) if count else float(m / level)
    found = bets >= threshold * (1 - 1e-12)
    return Discoveries(found=found, count=int(found.sum()), threshold=threshold, level=level)


def _bets(e_values: Any) -> Floats:
    found = raw(e_values, "e_values")
    infinite = np.zeros(found.shape, bool)
    if found.dtype.kind == "f":  # a bet that won or lost beyond the size of figures is still a bet
        infinite = found > LARGEST
        found = np.where(infinite | (np.abs(found) < SMALLEST), 0.0, found)
    bets = column(found, "e_values")
    if (bets < 0).any():
        raise StatInputError("an e-value below 0", place=f"e_values[{int((bets < 0).argmax())}]")
    if not len(bets):
        raise StatInputError("no e-values", place="e_values")
    return np.where(infinite, np.inf, bets)


def _log_bet(successes: Any, trials: Any, baseline: float, side: str) -> tuple[float, int]:
    from scipy.stats import beta

    if trials is None:
        raise StatInputError("successes need their number of answers", place="trials")
    n, yes = whole(trials, "trials"), whole(successes, "successes")
    if yes > n:
        raise StatInputError(f"{yes} of {n} is impossible", place="successes")
    no = n - yes
    log_e = float(log_martingale(np.float64(yes), np.float64(n), np.float64(baseline), None))
    # one side: the mixture is uniform over that side only
    if side == "higher":
        log_e += float(beta.logsf(baseline, 1 + yes, 1 + no)) - log(1 - baseline)
    elif side == "lower":
        log_e += float(beta.logcdf(baseline, 1 + yes, 1 + no)) - log(baseline)
    return log_e, n


def _log_mean_bet(
    estimate: Any, se: Any, n: Any, baseline: float, bounds: Any, t_opt: float
) -> tuple[float, int]:
    found = whole(n if n is not None else 0, "n")
    if found < FEWEST_ASYMPTOTIC:
        raise TooSmall("too few for an approximate e-value", needed=FEWEST_ASYMPTOTIC, found=found, place="n")
    mean, spread = number(estimate, "estimate"), above_zero(se, "se") * sqrt(found)
    t_opt = above_zero(t_opt, "t_opt")
    if bounds is not None:
        return _log_share_bet(mean, spread, found, baseline, bounds, t_opt), found
    rho = best_rho(t_opt, 0.05)
    boundary = float(normal_mixture_boundary(float(found), rho, 0.05))
    stretch = float(asymptotic_radius(1.0, found, level=0.95, t_opt=t_opt)) * found / boundary
    drift = min(abs(found * (mean - baseline) / spread / stretch), LARGEST)  # its square is still a number
    return 0.5 * log(rho / (found + rho)) + drift**2 / (2 * (found + rho)), found


def _log_share_bet(mean: float, spread: float, n: int, baseline: float, bounds: Any, t_opt: float) -> float:
    low, high = column(bounds, "bounds", length=2)
    for name, value in (("estimate", mean), ("baseline", baseline)):
        if not low < value < high:
            raise StatInputError(f"{value:g} does not lie inside the bounds", place=name)
    width = float(high - low)
    share, point, spread = (mean - float(low)) / width, (baseline - float(low)) / width, spread / width
    check_either(share, spread, n, "estimate")
    effective, prior_size = effective_answers(share, spread, n, level=0.95, t_opt=t_opt)
    return float(log_martingale(share * effective, effective, point, prior_size))
