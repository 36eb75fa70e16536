"""Intervals around estimates from a sample, and around a plain count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats, choice, one_number
from safefigures.errors import StatInputError
from safefigures.estimates import Estimates

METHODS = ("auto", "korn_graubard", "logit", "beta", "wilson", "t")
SMALL_N = 400  # below this, or with a share this near to 0 or 1, the logit interval covers too little
NEAR_EDGE = 0.1


@dataclass(frozen=True, eq=False)
class Interval:
    """`low` and `high`, shape (D, V) as the estimates; `method` (D, V), which interval each cell has; the level."""

    low: Floats
    high: Floats
    method: NDArray[np.str_]
    level: float


def interval(estimates: Estimates, method: str = "auto", level: float = 0.95) -> Interval:
    """An interval for every estimate.

    "t": estimate +- t(df) * se, for any statistic. For proportions (also means of 0 and 1):
    "logit": t interval on the logit scale (R's svyciprop "logit").
    "beta": Korn & Graubard 1998 with effective n = p(1-p)/se2, corrected for df; it may exceed n (R's svyciprop "beta").
    "korn_graubard": the same with the corrected effective n capped at n, as in the NCHS standard (Parker e.a. 2017); from
    a simple random sample it is the exact binomial interval of Clopper & Pearson 1934.
    "wilson": Wilson's (1927) score interval with the effective n of "korn_graubard".
    "auto": for proportions "korn_graubard" below n = 400 or with p outside .1 to .9, else "logit"; for the rest "t".

    At p = 0 or 1 the effective n is n; "logit" cannot say anything there and raises. With df = 0 nothing is known: the
    interval is the whole range (0..1, or everything for "t"). A standard error of 0 with 0 < p < 1 counts as n.
    Raises StatInputError for a proportion's method on anything else, and for a level outside 0..1.
    """
    choice(method, "method", METHODS)
    level = one_number(level, "level", low=0.0, high=1.0)
    if not 0 < level < 1:
        raise StatInputError(f"{level} does not lie between 0 and 1", place="level")
    shares = is_share(estimates)
    if method == "auto":
        return _auto(estimates, level) if shares else _of_one_method(estimates, "t", level)
    if method != "t" and not shares:
        raise StatInputError(
            f"{method!r} is for proportions: a {estimates.stat} has method 't'", place="method"
        )
    return _of_one_method(estimates, method, level)


def is_share(estimates: Estimates) -> bool:
    """Whether these are proportions: asked for as such, or means of which the variance is p(1-p)."""
    if estimates.stat == "proportion":
        return True
    p = estimates.estimate
    if estimates.stat != "mean" or (p < 0).any() or (p > 1).any():
        return False
    found = estimates.n_effective * estimates.se**2
    return bool(
        np.where(estimates.se > 0, np.isclose(found, p * (1 - p), rtol=1e-9), (p == 0) | (p == 1)).all()
    )


def clopper_pearson(count: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """The exact binomial interval of `count` of `n` (Clopper & Pearson 1934). Raises StatInputError."""
    count, n, level = _counted(count, n, level)
    low, high = _beta(np.array(count / n), np.array(n), level)
    return float(low), float(high)


def wilson(count: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's (1927) score interval of `count` of `n`: stays inside 0..1. Raises StatInputError."""
    count, n, level = _counted(count, n, level)
    low, high = _score(np.array(count / n), np.array(n), level)
    return float(low), float(high)


def _counted(count: float, n: float, level: float) -> tuple[float, float, float]:
    n = one_number(n, "n", low=1)
    count = one_number(count, "count", low=0, high=n)
    level = one_number(level, "level", low=1e-12, high=1 - 1e-12)
    return count, n, level


def effective_n(estimates: Estimates, level: float = 0.95, *, capped: bool = True) -> Floats:
    """The effective n of Korn & Graubard, corrected for the degrees of freedom, shape (D, V); 0 where df is 0.

    Capped at n, and exactly n where the sample is a simple random one (one stratum, no clusters, equal weights), which
    the variance with n - 1 below the line would make n - 1.
    """
    from scipy.stats import t

    p, n, df = estimates.estimate, estimates.n, estimates.df
    tail = (1 - level) / 2
    sure = np.maximum(df, 1)
    ratio = (t.ppf(tail, np.maximum(n - 1, 1)) / t.ppf(tail, sure)) ** 2
    found = estimates.n_effective * ratio
    if capped:
        simple = (df == n - 1) & (estimates.n_effective >= (n - 1) * (1 - 1e-9))
        found = np.where(simple, n, np.minimum(found, n))
    found = np.where((p <= 0) | (p >= 1), n, found)
    return np.where(df < 1, 0.0, found)


def _auto(estimates: Estimates, level: float) -> Interval:
    exact = _of_one_method(estimates, "korn_graubard", level)
    p, n = estimates.estimate, estimates.n
    small = (n < SMALL_N) | (p < NEAR_EDGE) | (p > 1 - NEAR_EDGE)
    if small.all():
        return exact
    low, high = _logit(estimates, level, skip=small)
    return Interval(
        np.where(small, exact.low, low),
        np.where(small, exact.high, high),
        np.where(small, "korn_graubard", "logit"),
        level,
    )


def _of_one_method(estimates: Estimates, method: str, level: float) -> Interval:
    p = estimates.estimate
    if method == "t":
        low, high = _student(estimates, level)
    elif method == "logit":
        low, high = _logit(estimates, level, skip=np.zeros(p.shape, dtype=bool))
    elif method == "wilson":
        low, high = _score(p, effective_n(estimates, level), level)
    else:
        low, high = _beta(p, effective_n(estimates, level, capped=method == "korn_graubard"), level)
    return Interval(low, high, np.full(p.shape, method), level)


def _student(estimates: Estimates, level: float) -> tuple[Floats, Floats]:
    from scipy.stats import t

    df = estimates.df
    reach = t.ppf((1 + level) / 2, np.maximum(df, 1)) * estimates.se
    reach = np.where(df < 1, np.inf, reach)
    return estimates.estimate - reach, estimates.estimate + reach


def _logit(estimates: Estimates, level: float, skip: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    from scipy.special import expit, logit
    from scipy.stats import t

    p, df = estimates.estimate, estimates.df
    edge = ((p <= 0) | (p >= 1)) & ~skip
    if edge.any():
        d, v = (int(i[0]) for i in np.nonzero(edge))
        place = f"domain {estimates.domains[d]!r}, {estimates.variables[v]}"
        raise StatInputError(
            "is 0 or 1, where the logit interval has no width: take korn_graubard", place=place
        )
    inside = np.where(skip, 0.5, p)
    middle = logit(inside)
    reach = t.ppf((1 + level) / 2, np.maximum(df, 1)) * estimates.se / (inside * (1 - inside))
    reach = np.where(df < 1, np.inf, reach)
    return expit(middle - reach), expit(middle + reach)


def _beta(p: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    """Beta quantiles around p with n observations; 0..1 where n is 0."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    hits = np.clip(n * p, 0, n)
    misses = n - hits
    known = n > 0
    none, all_of_them = (hits <= 0) | ~known, (misses <= 0) | ~known
    low = np.where(none, 0.0, betaincinv(np.where(none, 1.0, hits), misses + 1, tail))
    high = np.where(all_of_them, 1.0, betaincinv(hits + 1, np.where(all_of_them, 1.0, misses), 1 - tail))
    return low, high


def _score(p: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    from scipy.special import ndtri

    z2 = ndtri((1 + level) / 2) ** 2
    size = np.where(n > 0, n, 1.0)
    middle = (p + z2 / (2 * size)) / (1 + z2 / size)
    reach = np.sqrt(z2) * np.sqrt(p * (1 - p) / size + z2 / (4 * size * size)) / (1 + z2 / size)
    low = np.where((n > 0) & (p > 0), np.maximum(middle - reach, 0), 0.0)
    high = np.where((n > 0) & (p < 1), np.minimum(middle + reach, 1), 1.0)
    return low, high
