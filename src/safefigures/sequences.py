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

from safefigures.arrays import Floats
from safefigures.errors import StatInputError, TooSmall
from safefigures.scalars import above_zero, column, confidence, number, raw, whole

FEWEST_EXACT = 20
FEWEST_ASYMPTOTIC = 50
FEWEST_CLUSTERS = 20
FEWEST_OF_EITHER = 10  # effective answers yes, and no, before the approximation for shares may be used
MOST_UNEVEN = 3.0  # Kish's design effect of the weights; beyond, a few answers decide


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
    uniform prior for yes/no; 500 answers or 100 clusters for the others. `bounds`: the possible range; (0, 1) is
    understood for values of 0 and 1, and must be given with an `estimate` that is a share. Within bounds the sequence is
    that of the effective number of answers (`share_sequence`), which stays true near the ends of the range.

    Raises TooSmall (also: fewer than 10 effective answers yes or no; fewer than 25 times the squared skewness, Cochran
    1977, without bounds) and StatInputError (also: weights so uneven that Kish's design effect passes 3).
    """
    level = confidence(level, "level")
    t_opt = None if t_opt is None else above_zero(t_opt, "t_opt")
    _one_way(successes is not None, values is not None, estimate is not None)
    if successes is not None:
        return _yes_no(successes, trials, level, t_opt)
    scores = _linearised(values, weights, clusters) if values is not None else _summary(estimate, se, n)
    if bounds is None and scores.yes_no:
        bounds = (0.0, 1.0)
    return _asymptotic(scores, level, t_opt or scores.t_opt, bounds)


def beta_binomial_sequence(
    successes: Any, trials: Any, *, level: float = 0.95, t_opt: float | None = None
) -> tuple[Floats, Floats]:
    """(low, high) of the exact sequence for yes/no answers, at any n, vectorised over looks or runs.

    The p for which the mixture test martingale B(a+s, b+f) / (B(a, b) p^s (1-p)^f) is under 1/(1-level). Uniform prior
    (a = b = 1), or with `t_opt` a Beta prior around each p itself, as narrow as is best at n = t_opt (Howard e.a. 2021,
    section 3.2 with proposition 3). Raises StatInputError.
    """
    level = confidence(level, "level")
    n = column(np.atleast_1d(raw(trials, "trials")).ravel(), "trials")
    yes = column(np.atleast_1d(raw(successes, "successes")).ravel(), "successes", length=len(n))
    for name, counts, bad in (
        ("trials", n, (n < 0) | (n != np.floor(n))),
        ("successes", yes, (yes < 0) | (yes > n) | (yes != np.floor(yes))),
    ):
        if bad.any():
            row = int(bad.argmax())
            raise StatInputError(
                f"{counts[row]:g} is not a whole number between 0 and the number of answers",
                place=f"{name}[{row}]",
            )
    size = None if t_opt is None else _prior_size(above_zero(t_opt, "t_opt"))
    mirrored = _lower_bound(n - yes, n, level, size)
    return _lower_bound(yes, n, level, size), 1.0 - mirrored


def log_martingale(successes: Any, trials: Any, p: Any, prior_size: Any) -> Floats:
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


def effective_answers(
    share: Any, spread: Any, n: Any, *, level: float, t_opt: float
) -> tuple[Floats, Floats]:
    """(answers of equal weight that would be as noisy, size of the Beta prior that fits `t_opt` answers)."""
    alpha, n = 1 - level, np.asarray(n, dtype=np.float64)
    stretch = asymptotic_radius(1.0, n, level=level, t_opt=t_opt) * n
    stretch = stretch / normal_mixture_boundary(n, best_rho(t_opt, alpha), alpha)
    noise = np.where(np.asarray(spread) > 0, spread, 1.0)
    effective = np.where(np.asarray(spread) > 0, share * (1 - share) / noise**2, 1.0) * n / stretch**2
    return effective, np.maximum(best_rho(t_opt, alpha) * effective / n - 1.0, 1e-3)


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


def _lower_bound(successes: Floats, trials: Floats, level: float, prior_size: Any) -> Floats:
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


@dataclass(frozen=True)
class _Scores:
    """A weighted mean with the SD of its linearised scores over n independent units."""

    mean: float
    spread: float
    n: int
    fewest: int
    t_opt: float
    place: str
    skewness: float = 0.0
    yes_no: bool = False


def _summary(estimate: Any, se: Any, n: Any) -> _Scores:
    found = whole(n if n is not None else 0, "n")
    mean, spread = number(estimate, "estimate"), number(se, "se", low=0.0) * sqrt(found)
    return _Scores(mean, spread, found, FEWEST_ASYMPTOTIC, 500.0, "n")


def _linearised(values: Any, weights: Any, clusters: Any) -> _Scores:
    y = column(values, "values")
    w = np.ones(len(y)) if weights is None else column(weights, "weights", length=len(y))
    if (w < 0).any():
        raise StatInputError("a weight below 0", place=f"weights[{int((w < 0).argmax())}]")
    if not len(y):
        raise TooSmall("no answers", needed=FEWEST_ASYMPTOTIC, found=0, place="values")
    if not w.any():
        raise StatInputError("all weights are 0", place="weights")
    w = w / w.max()
    mean = float((w * y).sum() / w.sum())
    scores = w * (y - mean)
    if clusters is None:
        _check_weights(w)
    else:
        labels = raw(clusters, "clusters")
        if labels.shape != y.shape:
            raise StatInputError(f"has shape {labels.shape} where {len(y)} rows are needed", place="clusters")
        scores = np.bincount(np.unique(labels, return_inverse=True)[1], weights=scores).astype(np.float64)
    units, size = len(scores), float(np.abs(y).max())
    spread = float(sqrt(float((scores**2).sum()) / max(units - 1, 1)) * units / w.sum())
    spread = spread if spread > 1e-12 * size else 0.0
    return _Scores(
        mean,
        spread,
        units,
        FEWEST_ASYMPTOTIC if clusters is None else FEWEST_CLUSTERS,
        500.0 if clusters is None else 100.0,
        "values" if clusters is None else "clusters",
        skewness=_skewness(scores) if spread else 0.0,
        yes_no=bool(np.isin(y, (0.0, 1.0)).all()),
    )


def _skewness(scores: Floats) -> float:
    scores = scores / np.abs(scores).max()
    return float((scores**3).mean() / (scores**2).mean() ** 1.5)


def _check_weights(w: Floats) -> None:
    effective = float(w.sum() ** 2 / (w**2).sum())
    if len(w) >= FEWEST_ASYMPTOTIC and len(w) / effective > MOST_UNEVEN:
        raise StatInputError(
            f"so uneven that {len(w)} answers count as {effective:.0f}; trim the weights first",
            place="weights",
        )


def _asymptotic(
    scores: _Scores, level: float, t_opt: float, bounds: tuple[float, float] | None
) -> ConfidenceSequence:
    from scipy import stats

    if scores.n < scores.fewest:
        raise TooSmall(
            "too few for an asymptotic sequence", needed=scores.fewest, found=scores.n, place=scores.place
        )
    if scores.spread == 0:
        raise StatInputError(
            "all answers are equal, so nothing measures the noise; yes/no answers of equal weight can be given as "
            "successes and trials",
            place="se" if scores.place == "n" else "values",
        )
    if bounds is None:
        needed = ceil(25 * scores.skewness**2)
        if scores.n < needed:
            raise TooSmall(
                "so skewed that more are needed", needed=needed, found=scores.n, place=scores.place
            )
        radius = float(asymptotic_radius(scores.spread, scores.n, level=level, t_opt=t_opt))
        low, high = scores.mean - radius, scores.mean + radius
    else:
        low, high = _within(scores, level, t_opt, bounds)
    ordinary = 2 * float(stats.norm.ppf((1 + level) / 2)) * scores.spread / sqrt(scores.n)
    return ConfidenceSequence(
        estimate=scores.mean,
        low=low,
        high=high,
        level=level,
        n=scores.n,
        method="asymptotic",
        t_opt=t_opt,
        wider=(high - low) / ordinary,
        words=_words(
            scores.n, (high - low) / ordinary, "groepen" if scores.place == "clusters" else "antwoorden"
        ),
    )


def _within(scores: _Scores, level: float, t_opt: float, bounds: tuple[float, float]) -> tuple[float, float]:
    lowest, highest = column(bounds, "bounds", length=2)
    if not lowest < scores.mean < highest:
        raise StatInputError(f"the mean {scores.mean:g} does not lie inside", place="bounds")
    width = float(highest - lowest)
    share, spread = (scores.mean - float(lowest)) / width, scores.spread / width
    check_either(share, spread, scores.n, "estimate" if scores.place == "n" else "values")
    low, high = share_sequence(share, spread, scores.n, level=level, t_opt=t_opt)
    return float(lowest) + width * float(low[0]), float(lowest) + width * float(high[0])


def check_either(share: float, spread: float, n: int, place: str) -> None:
    """TooSmall when fewer than 10 effective answers lie at one of the ends of the range."""
    either = min(share, 1 - share) * share * (1 - share) / spread**2 * n
    if either < FEWEST_OF_EITHER:
        raise TooSmall(
            "too few answers at one end of the range",
            needed=FEWEST_OF_EITHER,
            found=int(either),
            place=place,
        )


def share_sequence(share: Any, spread: Any, n: Any, *, level: float, t_opt: float) -> tuple[Floats, Floats]:
    """(low, high) of the sequence for weighted shares, vectorised; `spread`: SD of the linearised scores.

    The beta-binomial mixture at the effective number of answers share (1 - share) / se^2, as Korn & Graubard (1998) do
    for one look: for many answers equal to `asymptotic_radius`, near 0 and 1 skewed as it should be. The effective
    number is lowered by the Student factor that `asymptotic_radius` stretches by.
    """
    share, spread, n = np.broadcast_arrays(np.atleast_1d(share), spread, np.asarray(n, dtype=np.float64))
    effective, prior_size = effective_answers(share, spread, n, level=level, t_opt=t_opt)
    high = 1.0 - _lower_bound((1 - share) * effective, effective, level, prior_size)
    return _lower_bound(share * effective, effective, level, prior_size), high


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
