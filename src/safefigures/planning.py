"""Can we know it in time? Before the survey goes out: what change can this design see, and what would it take.

Sources: Fleiss, Levin & Paik 2003 chapter 4 (two proportions); Kish 1965 (design effect; panel correlation); Cohen 1988
(pairs, noncentral t). R's power.prop.test is in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Any

from safefigures.arrays import choice
from safefigures.errors import StatInputError, TooSmall
from safefigures.pairs import FEWEST_PAIRS
from safefigures.plans import Plan, plan_words
from safefigures.scalars import above_zero, confidence, flag, inside, number, whole

VARIANCES = ("baseline", "unpooled", "pooled")


def smallest_detectable_change(
    n: int,
    baseline: float | None = None,
    *,
    sd: float | None = None,
    pairs: bool = False,
    subgroup: float = 1.0,
    subgroup_name: str = "",
    deff: float = 1.0,
    response: float | None = None,
    correlation: float = 0.0,
    target_change: float | None = None,
    population: float | None = None,
    level: float = 0.95,
    power: float = 0.80,
    variance: str = "baseline",
) -> Plan:
    """What two waves of `n` completed questionnaires can see, and whether a wanted change is among it.

    `baseline`: the proportion now (0..1), or `sd` for a mean, or `pairs=True` for n people measured twice (the answer is
    in SDs of the difference, noncentral t). `subgroup`: the share of the sample it is about, `subgroup_name` its Dutch
    name in the plural ("LHBTI-inwoners"). `deff`: design effect. `response`: share of the invited that answers.
    `correlation`: between the two answers of the same person, when both waves ask the same people. `target_change`: the
    change agreed on, same unit, sign free. `population`: how many people of the whole population there are.
    `variance`: "baseline" takes p(1-p) of now for both waves (the direction is not known yet), "unpooled" and "pooled"
    (as R's power.prop.test) solve for an increase, or a decrease with a negative target.
    Raises StatInputError, and TooSmall for fewer than 6 pairs.
    """
    n = whole(n, "n", low=2)
    design = _Design(level=level, power=power, deff=deff, correlation=correlation, variance=variance)
    share = _share(subgroup, "subgroup")
    target = None if target_change is None else number(target_change, "target_change")
    if target == 0:
        raise StatInputError("a change of 0 can never be seen", place="target_change")
    kind = _kind(baseline, sd, flag(pairs, "pairs"))
    if kind == "pairs" and (share != 1 or design.deff != 1 or design.correlation):
        raise StatInputError("pairs are one whole group of its own", place="pairs")
    if kind == "pairs" and n < FEWEST_PAIRS:
        raise TooSmall(f"{n} pairs cannot reach p < .05", needed=FEWEST_PAIRS, found=n, place="n")
    people = n * share
    change = _detectable(people, baseline, sd, kind, design, falling=target is not None and target < 0)
    plan = Plan(
        n=n,
        n_subgroup=people,
        smallest_change=change,
        half_width=_half_width(people, baseline, sd, kind, design),
        deff=design.deff,
        level=design.level,
        power=design.power,
        target_change=target,
    )
    if target is not None:
        needed = _needed(target, baseline, sd, kind, design)
        plan = _with_target(plan, needed, share, response, population)
    return plan_words(plan, kind=kind, subgroup=share, name=subgroup_name, baseline=baseline)


def needed_sample(
    p1: float | None = None,
    p2: float | None = None,
    *,
    change: float | None = None,
    sd: float | None = None,
    d_z: float | None = None,
    subgroup: float = 1.0,
    deff: float = 1.0,
    response: float = 1.0,
    correlation: float = 0.0,
    level: float = 0.95,
    power: float = 0.80,
    variance: str = "pooled",
) -> NeededSample:
    """How many people each of two waves needs: from `p1` to `p2`, a `change` of a mean with `sd`, or pairs with `d_z`.

    `variance="pooled"` (default) is the test R's power.prop.test plans for; "unpooled" is
    n = deff (z1-a/2 + z1-b)^2 (p1 q1 + p2 q2) / d^2, "baseline" puts p1 q1 for both. Never fewer than 6 pairs.
    Raises StatInputError.
    """
    design = _Design(level=level, power=power, deff=deff, correlation=correlation, variance=variance)
    share, answering = _share(subgroup, "subgroup"), _share(response, "response")
    given = (p1 is not None and p2 is not None, change is not None and sd is not None, d_z is not None)
    if sum(given) != 1:
        raise StatInputError("give p1 and p2, or change and sd, or d_z", place="needed_sample")
    if p1 is not None and p2 is not None:
        low, high = inside(p1, "p1"), inside(p2, "p2")
        if low == high:
            raise StatInputError("a change of 0 can never be seen", place="p2")
        per_group = _needed(high - low, low, None, "proportion", design)
    elif d_z is not None:
        if share != 1 or design.deff != 1 or design.correlation:
            raise StatInputError("pairs are one whole group of its own", place="d_z")
        per_group = _needed(number(d_z, "d_z"), None, None, "pairs", design)
    else:
        per_group = _needed(number(change, "change"), None, sd, "mean", design)
    if per_group is None:
        raise StatInputError("that change leaves the range 0..1", place="p2")
    return NeededSample(
        exact=per_group,
        subgroup=ceil(per_group - 1e-9),
        total=ceil(per_group / share - 1e-9),
        invited=ceil(per_group / share / answering - 1e-9),
    )


@dataclass(frozen=True)
class NeededSample:
    """People per wave: `exact` and `subgroup` of the group it is about, `total` questionnaires, `invited` people."""

    exact: float
    subgroup: int
    total: int
    invited: int


class _Design:
    """Level, power and design effect, checked once."""

    def __init__(self, *, level: float, power: float, deff: float, correlation: float, variance: str) -> None:
        from scipy.stats import norm

        self.level, self.power = confidence(level, "level"), inside(power, "power")
        self.deff = above_zero(deff, "deff")
        self.correlation = number(correlation, "correlation", low=-1.0, high=1.0)
        if abs(self.correlation) == 1:
            raise StatInputError("nobody answers exactly the same twice", place="correlation")
        self.variance = choice(variance, "variance", VARIANCES)
        self.z_level, self.z_power = float(norm.ppf((1 + level) / 2)), float(norm.ppf(power))

    def reach(self, p1: float, p2: float) -> float:
        """sqrt(n) times the change that is just seen, between two proportions."""
        q1 = p1 * (1 - p1)
        q2 = q1 if self.variance == "baseline" else p2 * (1 - p2)
        shared = 2 * self.correlation * sqrt(q1 * q2)
        apart = sqrt(self.deff * (q1 + q2 - shared))
        if self.variance != "pooled":
            return (self.z_level + self.z_power) * apart
        middle = (p1 + p2) / 2
        together = sqrt(self.deff * 2 * middle * (1 - middle) * (1 - self.correlation))
        return self.z_level * together + self.z_power * apart


def _kind(baseline: float | None, sd: float | None, pairs: bool) -> str:
    if (baseline is not None) + (sd is not None) + bool(pairs) != 1:
        raise StatInputError("give a baseline, or an sd, or pairs=True", place="baseline")
    if baseline is not None:
        inside(baseline, "baseline")
    if sd is not None:
        above_zero(sd, "sd")
    return "pairs" if pairs else "mean" if sd is not None else "proportion"


def _detectable(
    people: float, baseline: float | None, sd: float | None, kind: str, design: _Design, *, falling: bool
) -> float | None:
    if kind == "pairs":
        return _pair_effect(people, design)
    if kind == "mean":
        both = 2 * design.deff * above_zero(sd, "sd") ** 2 * (1 - design.correlation)
        return (design.z_level + design.z_power) * sqrt(both / people)
    p = inside(baseline, "baseline")
    if design.variance == "baseline":
        found = design.reach(p, p) / sqrt(people)
        return found if found <= max(p, 1 - p) else None
    from scipy.optimize import brentq

    room = -p if falling else 1 - p

    def short(share: float) -> float:  # of the whole room there is
        return abs(share * room) * sqrt(people) - design.reach(p, p + share * room)

    if short(1 - 1e-12) < 0:
        return None
    return abs(room) * float(brentq(short, 1e-15, 1 - 1e-12, xtol=1e-15))


def _needed(
    change: float, baseline: float | None, sd: float | None, kind: str, design: _Design
) -> float | None:
    """How many of the group, not rounded; None when the change leaves 0..1."""
    if change == 0:
        raise StatInputError("a change of 0 can never be seen", place="change")
    if kind == "pairs":
        return _pairs_needed(abs(change), design)
    if kind == "mean":
        both = 2 * design.deff * above_zero(sd, "sd") ** 2 * (1 - design.correlation)
        return float((design.z_level + design.z_power) ** 2 * both / change**2)
    p1 = inside(baseline, "baseline")
    p2 = p1 + change
    if not 0 <= p2 <= 1:
        return None
    return (design.reach(p1, p2) / change) ** 2


def _half_width(people: float, baseline: float | None, sd: float | None, kind: str, design: _Design) -> float:
    """Margin of one wave (of the mean difference, in its SD, for pairs), on the normal scale."""
    spread = (
        1.0
        if kind == "pairs"
        else sd**2
        if sd is not None
        else baseline * (1 - baseline)
        if baseline
        else 0.0
    )
    return design.z_level * sqrt(design.deff * spread / people)


def _pair_power(effect: float, n: float, design: _Design) -> float:
    from scipy.stats import nct, t

    df, shift = n - 1, effect * sqrt(n)
    limit = float(t.ppf((1 + design.level) / 2, df))
    if shift > 3 * limit + 10:  # scipy's noncentral t gives no number far out, where the power is 1 anyway
        return 1.0
    wrong_side = float(nct.cdf(-limit, df, shift)) if shift < 4.5 else 0.0  # under 1e-10 beyond
    return float(nct.sf(limit, df, shift)) + wrong_side


def _pair_effect(n: float, design: _Design) -> float:
    from scipy.optimize import brentq

    top = 1.0
    while _pair_power(top, n, design) < design.power:
        top *= 2
    return float(brentq(lambda d: _pair_power(d, n, design) - design.power, 1e-9, top, xtol=1e-13))


def _pairs_needed(effect: float, design: _Design) -> float:
    from scipy.optimize import brentq

    if _pair_power(effect, FEWEST_PAIRS, design) >= design.power:
        return float(FEWEST_PAIRS)
    top = 2.0 * FEWEST_PAIRS
    while _pair_power(effect, top, design) < design.power:
        top *= 2
    return float(
        brentq(lambda n: _pair_power(effect, n, design) - design.power, FEWEST_PAIRS, top, xtol=1e-9)
    )


def _with_target(
    plan: Plan, needed: float | None, share: float, response: Any, population: float | None
) -> Plan:
    if needed is None:  # the target is beyond 0..1: no sample can show it
        return replace(plan, knowable=False)
    per_group, total = ceil(needed - 1e-9), ceil(needed / share - 1e-9)
    answering = None if response is None else _share(response, "response")
    people = None if population is None else above_zero(population, "population")
    return replace(
        plan,
        knowable=plan.n_subgroup >= needed * (1 - 1e-12),
        needed_subgroup=per_group,
        needed_n=total,
        needed_invited=None if answering is None else ceil(needed / share / answering - 1e-9),
        oversample=max(0, ceil(needed - plan.n_subgroup - 1e-9)),
        years=max(1, ceil(needed / plan.n_subgroup - 1e-9)),
        beyond_population=people is not None and per_group > people * share,
    )


def _share(value: Any, name: str) -> float:
    return above_zero(number(value, name, low=0.0, high=1.0), name)
