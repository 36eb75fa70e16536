"""Can we already say something? Intervals that stay true while people look at them.

Looking whenever one likes: `confidence_sequence`. A few looks agreed beforehand: `group_sequential` (in lookplans.py).

Sources: Robbins 1970; Howard, Ramdas, McAuliffe & Sekhon 2021 (Annals of Statistics 49:1055); Waudby-Smith, Arbour,
Sinha, Kennedy & Ramdas 2024 (Annals of Statistics 52:2613, arXiv 2103.06476).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log, log1p, sqrt
from typing import Any

import numpy as np

from safefigures.arrays import Floats, numbers, one_number, plain
from safefigures.errors import StatInputError, TooSmall
from safefigures.scalars import above_zero, inside, whole

FEWEST_EXACT = 20
FEWEST_ASYMPTOTIC = 50
FEWEST_CLUSTERS = 20


@dataclass(frozen=True)
class ConfidenceSequence:
    """An interval that holds at every look at once with probability `level`; proportions 0..1, else the unit of y.

    `n`: answers (or clusters) it rests on. `method`: "beta_binomial" (exact at every n) or "asymptotic". `anytime` is
    True: a verdict may rest on an unplanned look. `wider`: its width over that of the ordinary interval.
    """

    estimate: float
    low: float
    high: float
    level: float
    n: int
    method: str
    t_opt: float | None
    wider: float
    words: str
    anytime: bool = True


def confidence_sequence(
    successes: Any = None,
    trials: Any = None,
    *,
    values: Any = None,
    weights: Any = None,
    clusters: Any = None,
    estimate: float | None = None,
    se: float | None = None,
    n: int | None = None,
    level: float = 0.95,
    t_opt: float | None = None,
    bounds: tuple[float, float] | None = None,
) -> ConfidenceSequence:
    """The state of knowledge now, at a look nobody had to plan. Three ways to bring the answers:

    - `successes`, `trials`: yes/no, every answer weighs the same. Beta-binomial mixture, exact; 20 answers or more.
    - `values` shape (n,), `weights` (n,), `clusters` (n,): all answers so far, in any order. Asymptotic, on linearised
      scores of the weighted mean; 50 answers or, with clusters (independent of each other), 20 clusters or more.
    - `estimate`, `se`, `n`: an estimate of this library with its standard error. Asymptotic; n = answers (or PSUs) >= 50.

    `t_opt`: the n where the sequence should be narrowest; choose it before the first look and keep it. Default: a
    uniform prior for yes/no; 500 answers or 100 clusters for the others. `bounds`: the possible range, e.g. (0, 1).
    Raises TooSmall and StatInputError.
    """
    level = inside(level, "level")
    t_opt = None if t_opt is None else above_zero(t_opt, "t_opt")
    _one_way(successes is not None, values is not None, estimate is not None)
    if successes is not None:
        return _yes_no(successes, trials, level, t_opt)
    if values is not None:
        mean, spread, found, clustered = _linearised(values, weights, clusters)
        fewest, best = (FEWEST_CLUSTERS, 100.0) if clustered else (FEWEST_ASYMPTOTIC, 500.0)
        place = "clusters" if clustered else "values"
    else:
        found, fewest, best, place = whole(n if n is not None else 0, "n"), FEWEST_ASYMPTOTIC, 500.0, "n"
        mean, spread = one_number(estimate, "estimate"), one_number(se, "se", low=0.0) * sqrt(found)
    if found < fewest:
        raise TooSmall("too few for an asymptotic sequence", needed=fewest, found=found, place=place)
    if spread == 0:
        raise StatInputError(
            "all answers are equal, so nothing measures the noise; yes/no answers of equal weight can be given as "
            "successes and trials",
            place="se" if place == "n" else "values",
        )
    return _asymptotic(mean, spread, found, level, t_opt or best, bounds)


def beta_binomial_sequence(
    successes: Any, trials: Any, *, level: float = 0.95, t_opt: float | None = None
) -> tuple[Floats, Floats]:
    """(low, high) of the exact sequence for yes/no answers, at any n, vectorised over looks or runs.

    The p for which the mixture test martingale B(a+s, b+f) / (B(a, b) p^s (1-p)^f) is under 1/(1-level). Uniform prior
    (a = b = 1), or with `t_opt` a Beta prior around each p itself, as narrow as is best at n = t_opt (Howard e.a. 2021,
    section 3.2 with proposition 3). Raises StatInputError.
    """
    level = inside(level, "level")
    n = numbers(np.atleast_1d(plain(trials)).ravel(), "trials")
    yes = numbers(np.atleast_1d(plain(successes)).ravel(), "successes", length=len(n))
    for name, column, bad in (
        ("trials", n, (n < 0) | (n != np.floor(n))),
        ("successes", yes, (yes < 0) | (yes > n) | (yes != np.floor(yes))),
    ):
        if bad.any():
            row = int(bad.argmax())
            raise StatInputError(
                f"{column[row]:g} is not a whole number between 0 and the number of answers", place=f"{name}[{row}]"
            )
    size = None if t_opt is None else _prior_size(above_zero(t_opt, "t_opt"))
    mirrored = _lower_bound(n - yes, n, level, size)
    return _lower_bound(yes, n, level, size), 1.0 - mirrored


def log_martingale(successes: Any, trials: Any, p: Any, prior_size: float | None) -> Floats:
    """log of the evidence against each p, 0 < p < 1: log B(a+s, b+f) - log B(a, b) - s log p - f log(1-p)."""
    from scipy.special import betaln

    failures = trials - successes
    a = np.ones(()) if prior_size is None else prior_size * p
    b = np.ones(()) if prior_size is None else prior_size * (1 - p)
    evidence = betaln(a + successes, b + failures) - betaln(a, b)
    found: Floats = evidence - successes * np.log(p) - failures * np.log1p(-p)
    return found


def normal_mixture_boundary(v: Any, rho: float, alpha: float) -> Floats:
    """Two-sided boundary a sum with variance v stays within at all times with probability 1 - alpha (Robbins 1970)."""
    v = np.asarray(v, dtype=np.float64)
    found: Floats = np.sqrt((v + rho) * (np.log1p(v / rho) + 2 * log(1 / alpha)))
    return found


def asymptotic_radius(spread: Any, n: Any, *, level: float, t_opt: float) -> Floats:
    """Half the width of the asymptotic sequence for a mean, vectorised: `spread` is the SD of the linearised scores.

    Waudby-Smith e.a. 2024, theorem 2.2, which holds for many answers. With few, the spread itself is an estimate: so the
    radius in standard errors is stretched as a Student t with n - 1 df stretches the normal at the same tail. That
    factor goes to 1 as n grows.
    """
    from scipy import stats

    alpha, n = 1 - level, np.asarray(n, dtype=np.float64)
    ses = normal_mixture_boundary(n, best_rho(t_opt, alpha), alpha) / np.sqrt(n)
    found: Floats = np.asarray(spread) / np.sqrt(n) * stats.t.isf(stats.norm.sf(ses), n - 1)
    return found


def best_rho(v_opt: float, alpha: float) -> float:
    """The rho that makes `normal_mixture_boundary` near narrowest at v = v_opt (Howard e.a. 2021, proposition 3)."""
    bits = 2 * log(1 / alpha)
    return v_opt / (bits + log1p(bits))


def _prior_size(t_opt: float, alpha_opt: float = 0.05) -> float:
    """a + b of the Beta prior around p; tuned at alpha .05 whatever the level, so that levels nest."""
    return max(best_rho(t_opt, alpha_opt) - 1.0, 1e-3)


def _lower_bound(successes: Floats, trials: Floats, level: float, prior_size: float | None) -> Floats:
    """Bisection over all cases at once; the martingale falls from p = 0 to p = successes / trials."""
    limit = log(1 / (1 - level))
    low = np.zeros(len(trials))
    high = np.divide(successes, trials, out=np.zeros(len(trials)), where=trials > 0)
    for _ in range(60):
        middle = np.clip((low + high) / 2, 1e-300, 1 - 1e-16)
        outside = log_martingale(successes, trials, middle, prior_size) > limit
        low, high = np.where(outside, middle, low), np.where(outside, high, middle)
    return np.where(successes > 0, (low + high) / 2, 0.0)


def _yes_no(successes: Any, trials: Any, level: float, t_opt: float | None) -> ConfidenceSequence:
    from scipy import stats

    if trials is None:
        raise StatInputError("successes need their number of answers", place="trials")
    n, yes = whole(trials, "trials"), whole(successes, "successes")
    if yes > n:
        raise StatInputError(f"{yes} of {n} is impossible", place="successes")
    if n < FEWEST_EXACT:
        raise TooSmall("too few answers", needed=FEWEST_EXACT, found=n, place="trials")
    low, high = beta_binomial_sequence(yes, n, level=level, t_opt=t_opt)
    ordinary = stats.binomtest(yes, n).proportion_ci(level, method="wilson")
    wider = float(high[0] - low[0]) / float(ordinary.high - ordinary.low)
    return ConfidenceSequence(
        estimate=yes / n,
        low=float(low[0]),
        high=float(high[0]),
        level=level,
        n=n,
        method="beta_binomial",
        t_opt=t_opt,
        wider=wider,
        words=_words(n, wider, "antwoorden"),
    )


def _linearised(values: Any, weights: Any, clusters: Any) -> tuple[float, float, int, bool]:
    """(weighted mean, SD of its linearised scores, number of independent units, clustered?)."""
    y = numbers(values, "values")
    w = np.ones(len(y)) if weights is None else numbers(weights, "weights", length=len(y))
    if (w < 0).any():
        raise StatInputError("a weight below 0", place=f"weights[{int((w < 0).argmax())}]")
    if len(y) and not w.any():
        raise StatInputError("all weights are 0", place="weights")
    if not len(y):
        raise TooSmall("no answers", needed=FEWEST_ASYMPTOTIC, found=0, place="values")
    mean = float((w * y).sum() / w.sum())
    scores = w * (y - mean)
    if clusters is not None:
        labels = plain(clusters)
        if labels.shape != y.shape:
            raise StatInputError(f"has {len(labels)} rows where {len(y)} are needed", place="clusters")
        scores = np.bincount(np.unique(labels, return_inverse=True)[1], weights=scores)
    units = len(scores)
    if units < 2:
        return mean, 0.0, units, clusters is not None
    spread = float(sqrt(float((scores**2).sum()) / (units - 1)) * units / w.sum())
    if spread <= 1e-12 * float(np.abs(y).max()):
        spread = 0.0
    return mean, spread, units, clusters is not None


def _asymptotic(
    mean: float, spread: float, n: int, level: float, t_opt: float, bounds: tuple[float, float] | None
) -> ConfidenceSequence:
    from scipy import stats

    radius = float(asymptotic_radius(spread, n, level=level, t_opt=t_opt))
    low, high = mean - radius, mean + radius
    if bounds is not None:
        lowest, highest = numbers(bounds, "bounds", length=2)
        if not lowest <= mean <= highest:
            raise StatInputError(f"the mean {mean:g} lies outside", place="bounds")
        low, high = max(low, float(lowest)), min(high, float(highest))
    wider = radius / (float(stats.norm.ppf((1 + level) / 2)) * spread / sqrt(n))
    return ConfidenceSequence(
        estimate=mean,
        low=low,
        high=high,
        level=level,
        n=n,
        method="asymptotic",
        t_opt=t_opt,
        wider=wider,
        words=_words(n, wider, "antwoorden of groepen"),
    )


def _one_way(counts: bool, answers: bool, summary: bool) -> None:
    if counts + answers + summary != 1:
        raise StatInputError(
            "give successes and trials, or values, or estimate with se and n", place="confidence_sequence"
        )


def _words(n: int, wider: float, what: str) -> str:
    extra = f"{ceil((wider - 1) * 10) * 10} procent breder" if wider > 1 else "niet breder"
    return (
        f"Dit zijn de cijfers tot nu toe ({n} {what}). U mag elk moment kijken: de marge blijft kloppen. "
        f"Daarvoor is de marge ongeveer {extra} dan bij een gewone meting."
    )
