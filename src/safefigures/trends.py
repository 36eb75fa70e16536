"""The trend in figures somebody else published, each with a margin; a break in the series is never bridged.

A break starts a new segment with a slope of its own: the level on both sides of it is not compared, because a changed
question or sample moves the level by an amount nobody knows.

Sources: inverse-variance weighted least squares (Aitken 1935); Birge 1932 (scale when the points scatter more than
their margins say); Harvey 1989 on structural breaks; rounding as a uniform error, Sheppard 1898.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from safefigures.arrays import Floats
from safefigures.errors import StatInputError, TooSmall
from safefigures.scalars import column, confidence, few, raw, whole

FEWEST_POINTS = 4


@dataclass(frozen=True)
class Segment:
    """One unbroken stretch of the series. `slope` per unit of time, `se` in the same unit, `level_at_start` on the line.

    `se` follows from the margins; when the points scatter more than those allow (`lack_of_fit_p` < .05) it is scaled up
    by sqrt(Q / (n - 2)), `scaled` is True and the interval uses Student's t with n - 2 df instead of the normal.
    """

    start: float
    end: float
    n: int
    slope: float
    se: float
    low: float
    high: float
    p: float
    level_at_start: float
    lack_of_fit_p: float
    scaled: bool


@dataclass(frozen=True, eq=False)
class Trend:
    """All segments in order of time; `se_points` (n,): the standard error found for each point, in the order given.

    `slope, se, low, high, p` are those of the last segment: what holds now. `words` is Dutch and names the breaks.
    """

    segments: tuple[Segment, ...]
    breaks: tuple[float, ...]
    se_points: Floats
    level: float
    words: str

    @property
    def slope(self) -> float:
        return self.segments[-1].slope

    @property
    def se(self) -> float:
        return self.segments[-1].se

    @property
    def low(self) -> float:
        return self.segments[-1].low

    @property
    def high(self) -> float:
        return self.segments[-1].high

    @property
    def p(self) -> float:
        return self.segments[-1].p


def trend(
    values: Any,
    margins: Any,
    times: Any,
    breaks: Any = (),
    *,
    level: float = 0.95,
    margin_level: float = 0.95,
    decimals: Any = None,
) -> Trend:
    """Inverse-variance weighted slope of published figures.

    `values`, `margins` (half the width of the published interval), `times`: shape (n,). `breaks`: the times from which
    a new series counts (a point at that time belongs to the new one). `margin_level`: the confidence the publisher used.
    `decimals`: how many the values were rounded to, in their own unit (63 % as .63: 2), one for all or (n,): adds
    0.5 * 10^-decimals / sqrt(3) in quadrature. Raises TooSmall (4 points per segment) and StatInputError.
    """
    level = confidence(level, "level")
    y = column(values, "values")
    t = column(times, "times", length=len(y))
    errors = _standard_errors(margins, len(y), confidence(margin_level, "margin_level"), decimals)
    order = np.argsort(t, kind="stable")
    twice = np.diff(t[order]) == 0
    if twice.any():
        row = int(order[int(twice.argmax()) + 1])
        raise StatInputError(f"time {t[row]:g} stands there twice", place=f"times[{row}]")
    cuts = _breaks(breaks, t)
    segments = []
    for begin, end in zip([-np.inf, *cuts], [*cuts, np.inf], strict=True):
        rows = order[(t[order] >= begin) & (t[order] < end)]
        if len(rows) < FEWEST_POINTS:
            since = "the start" if np.isinf(begin) else f"{begin:g}"
            raise TooSmall(
                f"{len(rows)} points from {since} are no trend",
                needed=FEWEST_POINTS,
                found=len(rows),
                place="values" if np.isinf(begin) else f"breaks at {begin:g}",
            )
        segments.append(_segment(t[rows], y[rows], errors[rows], level))
    return Trend(
        segments=tuple(segments),
        breaks=tuple(cuts),
        se_points=errors,
        level=level,
        words=_words(segments[-1], cuts),
    )


def _standard_errors(margins: Any, n: int, margin_level: float, decimals: Any) -> Floats:
    from scipy.stats import norm

    half = column(margins, "margins", length=n)
    if (half < 0).any():
        raise StatInputError("a margin below 0", place=f"margins[{int((half < 0).argmax())}]")
    errors = half / float(norm.ppf((1 + margin_level) / 2))
    if decimals is not None:
        given = raw(decimals, "decimals")
        places = column(np.full(n, given) if given.ndim == 0 else given, "decimals", length=n)
        odd = (places != np.floor(places)) | (np.abs(places) > 15)
        if odd.any():
            raise StatInputError("is no number of decimals", place=f"decimals[{int(odd.argmax())}]")
        errors = np.sqrt(errors**2 + (0.5 * 10.0**-places / sqrt(3)) ** 2)
    if (errors == 0).any():
        raise StatInputError(
            "a published figure without any margin; say to how many decimals it was rounded",
            place=f"margins[{int((errors == 0).argmax())}]",
        )
    return errors


def _breaks(breaks: Any, times: Floats) -> list[float]:
    cuts = sorted(set(few(breaks, "breaks").tolist()))
    for cut in cuts:
        if not len(times) or not times.min() < cut <= times.max():
            raise StatInputError(f"{cut:g} lies outside the series", place="breaks")
    return cuts


def _segment(t: Floats, y: Floats, errors: Floats, level: float) -> Segment:
    from scipy import stats

    w = (errors.min() / errors) ** 2  # relative: tiny and huge units behave alike
    t_mean, y_mean = float((w * t).sum() / w.sum()), float((w * y).sum() / w.sum())
    across = float((w * (t - t_mean) ** 2).sum())
    slope = float((w * (t - t_mean) * (y - y_mean)).sum()) / across
    residuals = y - y_mean - slope * (t - t_mean)
    se = float(errors.min()) / sqrt(across)
    df = whole(len(t) - 2, "df", low=1)
    q = float(((residuals / errors) ** 2).sum())
    lack_of_fit_p = float(stats.chi2.sf(q, df))
    scaled = lack_of_fit_p < 0.05
    if scaled:
        se *= sqrt(q / df)
        reach, p = float(stats.t.ppf((1 + level) / 2, df)), float(2 * stats.t.sf(abs(slope) / se, df))
    else:
        reach, p = float(stats.norm.ppf((1 + level) / 2)), float(2 * stats.norm.sf(abs(slope) / se))
    return Segment(
        start=float(t[0]),
        end=float(t[-1]),
        n=len(t),
        slope=slope,
        se=se,
        low=slope - reach * se,
        high=slope + reach * se,
        p=p,
        level_at_start=y_mean + slope * (float(t[0]) - t_mean),
        lack_of_fit_p=lack_of_fit_p,
        scaled=scaled,
    )


def _words(last: Segment, cuts: list[float]) -> str:
    if last.low > 0:
        said = f"Sinds {last.start:g} stijgt het cijfer."
    elif last.high < 0:
        said = f"Sinds {last.start:g} daalt het cijfer."
    else:
        said = f"Sinds {last.start:g} is geen stijging of daling te zien die groter is dan de marge."
    if cuts:
        years = " en ".join(f"{cut:g}" for cut in cuts)
        said += (
            f" In {years} veranderde de meting. Cijfers van voor en na die breuk zijn niet te vergelijken."
        )
    if last.scaled:
        said += " De punten liggen verder uit elkaar dan hun marges zeggen. Daarom is de marge hier groter."
    return said
