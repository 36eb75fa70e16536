"""Differences between estimates, many tests at once, and what missing answers could have changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice, numbers, one_number, plain
from safefigures.codes import Codes
from safefigures.designs import Design, design
from safefigures.errors import DesignError, StatInputError
from safefigures.estimates import Estimates
from safefigures.scores import BLOCK, Scores, variance_of

OVERLAPS = ("none", "same_sample", "shared_psus")
MOST_MISSING = 0.3


@dataclass(frozen=True, eq=False)
class Difference:
    """a minus b, all of the shape of the two together: `difference` and `se` in the unit of the estimates, `df`, the
    interval `low` to `high` at `level`, and the two-sided `p_value` of no difference."""

    difference: Floats
    se: Floats
    df: Floats
    low: Floats
    high: Floats
    p_value: Floats
    level: float
    overlap: str


def difference(a: Estimates, b: Estimates, overlap: str = "none", level: float = 0.95) -> Difference:
    """a minus b with the standard error that fits how the two samples overlap. Shapes broadcast, so b may be one cell.

    overlap: "none", two independent samples: variances add up, df after Satterthwaite (1946). "same_sample": both come
    from one design (domains, or variables, of one survey): the variance of the difference of their scores. "shared_psus":
    two samples with (some of) the same primary sampling units, such as two waves in the same neighbourhoods, or of the
    same people with psu=person: scores are joined on the labels of stratum and PSU, one stage only; equal to stacking both
    waves in one design with the wave as domain. The last two need estimates made with `keep_scores=True`.
    df of the last two: the larger of both, which is at most the df of both together.

    Choose cells with `estimates.at(domains=, variables=)`. Raises StatInputError for shapes that do not fit, statistics
    that differ, scores that were not kept, or "none" for two estimates of one sample; DesignError for designs that cannot be joined, naming the stratum.
    """
    choice(overlap, "overlap", OVERLAPS)
    level = one_number(level, "level", low=1e-12, high=1 - 1e-12)
    if (a.stat == "total") != (b.stat == "total"):
        raise StatInputError(f"a is a {a.stat} and b a {b.stat}", place="a, b")
    try:
        shape = np.broadcast_shapes(a.estimate.shape, b.estimate.shape)
    except ValueError as error:
        said = f"shapes {a.estimate.shape} and {b.estimate.shape} do not fit: choose cells with at()"
        raise StatInputError(said, place="a, b") from error
    if overlap == "none":
        if a.sample is not None and a.sample is b.sample:
            said = 'come from one sample, so they are not independent: say overlap="same_sample"'
            raise StatInputError(said, place="a, b")
        variance, df = _independent(a, b)
    else:
        joint = _same_sample(a, b) if overlap == "same_sample" else _shared(a, b)
        left, right = (np.broadcast_to(_columns(e), shape).ravel() for e in (a, b))
        variance = joint.variances(left, right).reshape(shape)
        df = np.maximum(a.df, b.df).astype(np.float64)
    return _tested(np.broadcast_to(a.estimate - b.estimate, shape), np.sqrt(variance), df, level, overlap)


def _independent(a: Estimates, b: Estimates) -> tuple[Floats, Floats]:
    va, vb = a.se**2, b.se**2
    known = (a.df >= 1) & (b.df >= 1)
    below = va**2 / np.maximum(a.df, 1) + vb**2 / np.maximum(b.df, 1)
    df = np.divide(
        (va + vb) ** 2,
        below,
        out=np.broadcast_to(np.maximum(a.df, b.df), below.shape).astype(float),
        where=below > 0,
    )
    return va + vb, np.where(known, df, 0.0)


@dataclass(frozen=True, eq=False)
class _Joint:
    """Two sets of scores on the units of one design; `place_a` and `place_b` are the units' numbers there."""

    design: Design
    a: Scores
    b: Scores
    place_a: Codes | None = None
    place_b: Codes | None = None

    def variances(self, left: Codes, right: Codes) -> Floats:
        units = len(self.design.stages[-1].stratum)
        step = max(1, BLOCK // units)
        found = np.empty(len(left))
        for first in range(0, len(left), step):
            cut = slice(first, first + step)
            apart = self._on_units(self.a, left[cut], self.place_a, units)
            apart -= self._on_units(self.b, right[cut], self.place_b, units)
            found[cut] = variance_of(self.design, apart)
        return found

    def _on_units(self, scores: Scores, columns: Codes, place: Codes | None, units: int) -> Floats:
        totals = scores.totals(columns)
        if place is None:
            return totals
        spread = np.zeros((units, len(columns)))
        spread[place] = totals  # every unit of one sample is one unit of the joint design
        return spread


def _columns(estimates: Estimates) -> Codes:
    assert estimates.columns is not None
    return estimates.columns.reshape(estimates.estimate.shape)


def _kept(a: Estimates, b: Estimates) -> tuple[Scores, Scores]:
    for name, estimates in (("a", a), ("b", b)):
        if estimates.scores is None:
            raise StatInputError("holds no scores: estimate with keep_scores=True", place=name)
    assert a.scores is not None
    assert b.scores is not None
    return a.scores, b.scores


def _same_sample(a: Estimates, b: Estimates) -> _Joint:
    scores_a, scores_b = _kept(a, b)
    if scores_a.design is not scores_b.design:
        raise StatInputError("come from two designs: take overlap='shared_psus' or 'none'", place="a, b")
    return _Joint(scores_a.design, scores_a, scores_b)


def _shared(a: Estimates, b: Estimates) -> _Joint:
    """One design that holds the PSUs of both samples, by the labels of stratum and PSU."""
    scores = _kept(a, b)
    units: list[tuple[Any, Any]] = []
    population: list[float] = []
    for name, one in zip(("a", "b"), (scores[0].design, scores[1].design), strict=True):
        if len(one.stages) > 1 or not one.psus:
            raise DesignError(
                "needs PSUs with labels, in one stage, to be joined with another sample", place=name
            )
        stage = one.stages[0]
        units += [(one.strata[h], psu) for h, psu in zip(stage.stratum.tolist(), one.psus, strict=True)]
        population += stage.population[stage.stratum].tolist()
    code = {unit: i for i, unit in enumerate(dict.fromkeys(units))}
    joint = design(
        strata=[_text(unit[0]) for unit in units],
        psu=np.array([code[unit] for unit in units]),
        fpc=population,
        weights=np.ones(len(units)),
        lonely=next((s.design.lonely for s in scores if s.design.lonely != "error"), "error"),
    )
    first = len(scores[0].design.psus)
    return _Joint(joint, *scores, joint.unit[:first], joint.unit[first:])


def _text(label: Any) -> str:
    return label if isinstance(label, str) else repr(label)


def _tested(apart: Floats, se: Floats, df: Floats, level: float, overlap: str) -> Difference:
    from scipy.stats import t

    df = np.broadcast_to(df, apart.shape)
    sure = np.maximum(df, 1)
    reach = np.where(df >= 1, t.ppf((1 + level) / 2, sure) * se, np.inf)
    size = np.divide(np.abs(apart), se, out=np.where(apart == 0, 0.0, np.inf), where=se > 0)
    p = np.where(df >= 1, 2 * t.sf(size, sure), 1.0)
    return Difference(apart, se, df, apart - reach, apart + reach, p, level, overlap)


def adjust(p: Any, method: str = "holm") -> Floats:
    """p-values corrected for being many, in the shape they came in.

    "holm" (Holm 1979) for a few goals named beforehand: the chance of one false finding stays below the level. "bh"
    (Benjamini & Hochberg 1995) to explore: the share of false findings does. Raises StatInputError outside 0..1.
    """
    from statsmodels.stats.multitest import multipletests

    choice(method, "method", ("holm", "bh"))
    found = plain(p)
    flat = numbers(found.ravel(), "p")
    outside = (flat < 0) | (flat > 1)
    if outside.any():
        row = int(outside.argmax())
        raise StatInputError(f"{flat[row]} does not lie between 0 and 1", place=f"p[{row}]")
    if not len(flat):
        raise StatInputError("holds no p-values", place="p")
    found_p = multipletests(flat, method={"holm": "holm", "bh": "fdr_bh"}[method])  # type: ignore[no-untyped-call]  # statsmodels has no types
    adjusted: Floats = found_p[1]
    return adjusted.reshape(found.shape)


@dataclass(frozen=True)
class MissingBounds:
    """`low` and `high`: the mean if everybody who did not answer had said the lowest, the highest. `answered` is the mean
    of those who did, `missing` the (weighted) share who did not. Above 30 % only the bounds may be shown: `bounds_only`,
    with the `reason` in Dutch."""

    low: float
    high: float
    answered: float
    missing: float
    bounds_only: bool
    reason: str


def missing_bounds(y: Any, low: float = 0.0, high: float = 1.0, weights: Any = None) -> MissingBounds:
    """Worst-case bounds on a mean with missing answers (Manski 1989), y (n,) with NaN where nobody answered.

    low, high: the lowest and highest possible answer. Raises StatInputError when an answer lies outside them, when
    nobody answered, and for weights that are negative or all zero.
    """
    found = numbers(y, "y", missing=True)
    low, high = one_number(low, "low"), one_number(high, "high")
    if not low < high:
        raise StatInputError(f"low {low:g} is not below high {high:g}", place="low")
    weight = design(weights=weights, n=len(found)).weights
    gone = np.isnan(found)
    outside = ~gone & ((found < low) | (found > high))
    if outside.any():
        row = int(outside.argmax())
        raise StatInputError(f"{found[row]:g} does not lie between {low:g} and {high:g}", place=f"y[{row}]")
    whole, held = weight.sum(), weight[~gone].sum()
    if held == 0:
        raise StatInputError("has no answers with weight", place="y")
    total = weight[~gone] @ found[~gone]
    share = float(weight[gone].sum() / whole)
    only = share > MOST_MISSING
    reason = (
        f"{round(100 * share)} procent gaf geen antwoord; toon alleen de uiterste grenzen."
        if only
        else "Genoeg mensen gaven antwoord."
    )
    return MissingBounds(
        float((total + low * (whole - held)) / whole),
        float((total + high * (whole - held)) / whole),
        float(total / held),
        share,
        only,
        reason,
    )
