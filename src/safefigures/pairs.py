"""Did the participants of one activity improve? Before and after, the same people, groups of about 6 to 60.

Without a control group the answer is about *change*, never about cause; the result says so in words.

Sources: Fisher 1935 (sign-flip randomisation); Efron 1987 (BCa); McNemar 1947; Hedges 1981 and Lakens 2013 (effect
sizes); Jacobson & Truax 1991 (reliable change); Manski 1990 (worst-case bounds for who was lost).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, comb, exp, lgamma, sqrt
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice
from safefigures.errors import StatInputError, TooSmall
from safefigures.scalars import column, confidence, number, whole

FEWEST_PAIRS = 6  # 2 * 2^-6 = .031: with five pairs no exact two-sided p under .05 exists
FEWEST_TO_PUBLISH = 10
ENUMERATE_TO = 20
MOST_LOST = 0.30
BOOTSTRAP_DRAWS = 9_999
NO_CAUSE = "Er is geen controlegroep. Dit cijfer zegt dus niet dat de activiteit de oorzaak is."


@dataclass(frozen=True)
class McNemar:
    """Yes/no pairs that changed sides, and the exact two-sided p (binomial, 1/2)."""

    to_yes: int
    to_no: int
    p: float


@dataclass(frozen=True)
class ReliableChange:
    """How many changed more than the instrument's own noise; `threshold` in points of the scale.

    Working counts: what is published of a small group is `rounded`.
    """

    improved: int
    unchanged: int
    worsened: int
    threshold: float

    @property
    def rounded(self) -> tuple[int, int, int]:
        """(improved, unchanged, worsened) to the nearest five, as groups of 10 to 60 may be shown."""
        improved, unchanged, worsened = (
            5 * ((count + 2) // 5) for count in (self.improved, self.unchanged, self.worsened)
        )
        return improved, unchanged, worsened


@dataclass(frozen=True)
class PairedChange:
    """The change of a group, mean(after - before), with everything it takes to judge it.

    `low, high`: Student's t interval; `bootstrap_low, bootstrap_high`: BCa interval; None where all differences are
    equal (there is no spread to measure noise by; `reason` says so). `p_sign_flip` is exact when `enumerated`, else
    (b + 1) / (m + 1) over the drawn sign patterns. `d_z`: change over the SD of the differences; `g_av`: change over
    the mean of both SDs, corrected for small samples. `lost_low, lost_high`: what the mean change of everybody who
    started can be at worst and at best; None when the scale is unknown. `bounds_only`: more than 30 % was lost.
    `publishable`: a group mean may be shown (n >= 10 and not `bounds_only`). `reason` and `words` are Dutch.
    """

    n: int
    mean_before: float
    mean_after: float
    change: float
    level: float
    low: float | None
    high: float | None
    t: float | None
    df: int
    p_t: float | None
    p_sign_flip: float
    enumerated: bool
    bootstrap_low: float | None
    bootstrap_high: float | None
    d_z: float | None
    g_av: float | None
    mcnemar: McNemar | None
    reliable: ReliableChange | None
    lost: int
    lost_low: float | None
    lost_high: float | None
    bounds_only: bool
    publishable: bool
    reason: str
    words: str


def paired_change(
    before: Any,
    after: Any,
    lost: int = 0,
    *,
    level: float = 0.95,
    lost_before: Any = None,
    scale: tuple[float, float] | None = None,
    better: str = "higher",
    reliability: float | None = None,
    sd: float | None = None,
    draws: int = 100_000,
    seed: int = 0,
) -> PairedChange:
    """What changed between two measurements of the same people.

    `before`, `after`: shape (n,), row i is one person; 0/1 for yes/no questions. `lost`: how many gave a first answer
    but no second; `lost_before` their first answers, shape (lost,), where kept. `scale`: the lowest and highest
    possible answer, for the bounds over the lost (0/1 pairs know theirs). `better`: which direction is improvement,
    "higher" or "lower" (for `reliable`). `reliability`: r_xx of the instrument, with `sd` the spread of its norm group
    (default: of `before`). `draws`, `seed`: for more than 20 pairs that changed, and for the bootstrap.

    Raises TooSmall (needed=6) and StatInputError (lengths that differ, NaN, answers outside the scale).
    """
    first = column(before, "before")
    second = column(after, "after", length=len(first))
    level = confidence(level, "level")
    choice(better, "better", ("higher", "lower"))
    draws, seed = whole(draws, "draws", low=1), whole(seed, "seed")
    if len(first) < FEWEST_PAIRS:
        raise TooSmall(
            f"{len(first)} pairs cannot reach p < .05", needed=FEWEST_PAIRS, found=len(first), place="before"
        )
    gains = second - first
    yes_no = _is_yes_no(first) and _is_yes_no(second)
    spread = _spread(gains)
    t, p_t, low, high = _student(gains, spread, level)
    p, enumerated = sign_flip(gains, draws=draws, seed=seed)
    bootstrap_low, bootstrap_high = _bca(gains, spread, level, seed)
    lost, lost_low, lost_high = _attrition(
        gains, first, second, lost, lost_before, (0.0, 1.0) if yes_no else scale
    )
    bounds_only = lost > MOST_LOST * (lost + len(gains))
    reason = _reason(len(gains), spread, bounds_only)
    return PairedChange(
        n=len(gains),
        mean_before=float(first.mean()),
        mean_after=float(second.mean()),
        change=float(gains.mean()),
        level=level,
        low=low,
        high=high,
        t=t,
        df=len(gains) - 1,
        p_t=p_t,
        p_sign_flip=p,
        enumerated=enumerated,
        bootstrap_low=bootstrap_low,
        bootstrap_high=bootstrap_high,
        d_z=float(gains.mean()) / spread if spread else None,
        g_av=_hedges_g_av(first, second),
        mcnemar=_mcnemar(first, second) if yes_no else None,
        reliable=_reliable_change(first, gains, reliability, sd, better),
        lost=lost,
        lost_low=lost_low,
        lost_high=lost_high,
        bounds_only=bounds_only,
        publishable=len(gains) >= FEWEST_TO_PUBLISH and not bounds_only,
        reason=reason,
        words=_words(p, level, float(gains.mean()), better),
    )


def sign_flip(differences: Any, *, draws: int = 100_000, seed: int = 0) -> tuple[float, bool]:
    """Two-sided p that the differences are symmetric around 0, and whether every sign pattern was counted.

    Statistic: |sum of the differences|. Differences of 0 count in both hypotheses alike and so drop out. Up to 20
    others all 2^n patterns are counted; beyond, p = (b + 1) / (m + 1) over `draws` patterns from `seed`.
    """
    found = column(differences, "differences")
    moved = np.abs(found[found != 0])
    if not len(moved):
        return 1.0, True
    largest = float(moved.max())
    moved, total = moved / largest, abs(float((found / largest).sum()))
    # sums of decimals that are equal on paper may differ in the last bit: they count as equal
    reached = total - 1e-10 * float(moved.sum())
    if len(moved) <= ENUMERATE_TO:
        sums = np.zeros(1)
        for size in moved[1:]:  # the first sign is fixed: the other half is its mirror
            sums = np.concatenate([sums + size, sums - size])
        return float((np.abs(sums + moved[0]) >= reached).mean()), True
    random = np.random.default_rng(seed)
    hits, done = 0, 0
    while done < draws:
        rows = min(draws - done, ceil(4_000_000 / len(moved)))
        bits = np.unpackbits(random.integers(0, 256, (rows, ceil(len(moved) / 8)), np.uint8), axis=1)
        signs = bits[:, : len(moved)] * 2.0 - 1.0
        hits += int((np.abs(signs @ moved) >= reached).sum())
        done += rows
    return (hits + 1) / (draws + 1), False


def _spread(gains: Floats) -> float:
    """SD of the differences; 0 when they differ by no more than rounding in the last bits."""
    spread = float(gains.std(ddof=1))
    return spread if spread > 1e-12 * float(np.abs(gains).max(initial=0.0)) else 0.0


def _student(
    gains: Floats, spread: float, level: float
) -> tuple[float | None, float | None, float | None, float | None]:
    from scipy import stats

    if not spread:
        return None, None, None, None
    change, se, df = float(gains.mean()), spread / sqrt(len(gains)), len(gains) - 1
    half = float(stats.t.ppf((1 + level) / 2, df)) * se
    return change / se, float(2 * stats.t.sf(abs(change) / se, df)), change - half, change + half


def _bca(gains: Floats, spread: float, level: float, seed: int) -> tuple[float | None, float | None]:
    from scipy import stats

    if not spread:
        return None, None
    centre, scale = float(gains.mean()), spread  # in its own unit: tiny and huge scales behave alike
    found = stats.bootstrap(
        ((gains - centre) / scale,),
        np.mean,
        n_resamples=BOOTSTRAP_DRAWS,
        confidence_level=level,
        method="BCa",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    low, high = float(found.low), float(found.high)
    if not (np.isfinite(low) and np.isfinite(high)):
        return None, None
    return centre + scale * low, centre + scale * high


def _hedges_g_av(first: Floats, second: Floats) -> float | None:
    """Lakens 2013: change over the mean of both SDs, times Hedges' (1981) exact factor with n - 1 df."""
    df = len(first) - 1
    both = (_spread(first) + _spread(second)) / 2
    if not both:
        return None
    correction = exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
    return float((second - first).mean()) / both * correction


def _mcnemar(first: Floats, second: Floats) -> McNemar:
    to_yes, to_no = int((second > first).sum()), int((second < first).sum())
    moved, fewest = to_yes + to_no, min(to_yes, to_no)
    tail = sum(comb(moved, k) for k in range(fewest + 1))
    return McNemar(to_yes=to_yes, to_no=to_no, p=min(1.0, 2 * tail / 2**moved))


def _reliable_change(
    first: Floats, gains: Floats, reliability: float | None, sd: float | None, better: str
) -> ReliableChange | None:
    if reliability is None:
        return None
    reliability = number(reliability, "reliability", low=0.0, high=1.0)
    spread = _spread(first) if sd is None else number(sd, "sd", low=0.0)
    if spread == 0:
        raise StatInputError("the first measurement has no spread; give the SD of the norm group", place="sd")
    if reliability == 1:
        raise StatInputError("no instrument is without noise", place="reliability")
    threshold = 1.959963984540054 * spread * sqrt(2 * (1 - reliability))
    improved = gains if better == "higher" else -gains
    up, down = int((improved > threshold).sum()), int((improved < -threshold).sum())
    return ReliableChange(improved=up, unchanged=len(gains) - up - down, worsened=down, threshold=threshold)


def _attrition(
    gains: Floats,
    first: Floats,
    second: Floats,
    lost: int,
    lost_before: Any,
    scale: tuple[float, float] | None,
) -> tuple[int, float | None, float | None]:
    """How many were lost, and the mean change of all who started if the lost ended at the worst or the best answer."""
    lost = whole(lost, "lost")
    started = None
    if lost_before is not None:
        started = column(lost_before, "lost_before")
        if lost not in (0, len(started)):
            raise StatInputError(f"has {len(started)} rows where {lost} were lost", place="lost_before")
        lost = len(started)
    if scale is None:
        return (lost, None, None) if lost else (0, float(gains.mean()), float(gains.mean()))
    lowest, highest = _scale(scale)
    for name, answers in (("before", first), ("after", second), ("lost_before", started)):
        outside = np.zeros(0, bool) if answers is None else (answers < lowest) | (answers > highest)
        if answers is not None and outside.any():
            row = int(outside.argmax())
            raise StatInputError(
                f"{answers[row]:g} lies outside the scale {lowest:g}-{highest:g}", place=f"{name}[{row}]"
            )
    if started is None:
        worst, best = -lost * (highest - lowest), lost * (highest - lowest)
    else:
        worst, best = float((lowest - started).sum()), float((highest - started).sum())
    everybody = len(gains) + lost
    return lost, (float(gains.sum()) + worst) / everybody, (float(gains.sum()) + best) / everybody


def _scale(scale: tuple[float, float]) -> tuple[float, float]:
    ends = column(scale, "scale", length=2)
    if ends[0] >= ends[1]:
        raise StatInputError("the lowest answer comes first and is below the highest", place="scale")
    return float(ends[0]), float(ends[1])


def _is_yes_no(column: Floats) -> bool:
    return bool(np.isin(column, (0.0, 1.0)).all())


def _reason(n: int, spread: float, bounds_only: bool) -> str:
    said = []
    if n < FEWEST_TO_PUBLISH:
        said.append(
            f"Een gemiddelde van {n} mensen publiceren we niet. Dat kan vanaf {FEWEST_TO_PUBLISH} mensen."
        )
    if bounds_only:
        said.append("Meer dan 30 procent deed de tweede keer niet mee. Daarom tonen we alleen de grenzen.")
    if not spread:
        said.append("Iedereen veranderde evenveel. Daarom is er geen marge te berekenen.")
    return " ".join(said)


def _words(p: float, level: float, change: float, better: str) -> str:
    if p >= 1 - level or not change:
        return f"Wij zien geen verandering die groter is dan toeval. {NO_CAUSE}"
    improved = (change > 0) == (better == "higher")
    return f"De groep ging {'vooruit' if improved else 'achteruit'}, meer dan toeval verklaart. {NO_CAUSE}"
