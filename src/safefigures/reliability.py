"""Whether an estimate is sure enough to show, and why not, in words for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats, choice
from safefigures.errors import StatInputError, TooSmall
from safefigures.estimates import Estimates
from safefigures.intervals import interval, is_share

FEWEST, WIDEST, NARROW, RELATIVE, FEW_DF = 30, 0.30, 0.05, 1.30, 8
REASONS = {
    "": "Zeker genoeg om te tonen.",
    "n": "Te weinig antwoorden: minder dan 30.",
    "n_effective": "Te weinig zekerheid: de steekproef telt als minder dan 30 antwoorden.",
    "width": "Te onzeker: de marge beslaat 30 procentpunt of meer.",
    "relative": "Te onzeker: de marge is te breed naast het cijfer zelf.",
    "relative_mean": "Te onzeker: de marge is meer dan 30 procent van het cijfer naar beide kanten.",
    "df": "Wel te tonen, maar kijk mee: er zijn weinig onafhankelijke groepen in de steekproef.",
    "edge": "Wel te tonen, maar kijk mee: iedereen gaf hetzelfde antwoord.",
    "complement": "Wel te tonen, maar kijk mee: voor wie anders antwoordde is de marge te breed.",
}


@dataclass(frozen=True, eq=False)
class Reliability:
    """Per cell (D, V): `show`; `review`, whether somebody should look first; `key` and `reason`, the why (Dutch)."""

    show: NDArray[np.bool_]
    review: NDArray[np.bool_]
    key: NDArray[np.str_]
    reason: NDArray[np.str_]
    rule: str


def reliability(estimates: Estimates, rule: str = "nchs") -> Reliability:
    """Which estimates to show.

    "nchs", for proportions (Parker e.a. 2017, NCHS Vital and Health Statistics 2(175)): not below n = 30 or effective
    n = 30; not when the Korn-Graubard 95 % interval is .30 wide or more; always when it is .05 or less; between them when it
    is at most 130 % of the proportion. Shown but for review: df below 8, a proportion of 0 or 1, and one whose complement
    fails the 130 %.
    "house": n and effective n at least 30 and, for proportions, an interval narrower than .30; for means and ratios the
    half width of the t interval at most 30 % of the estimate; for review: df below 8.
    Raises StatInputError when "nchs" is asked of anything else than proportions.
    """
    choice(rule, "rule", ("nchs", "house"))
    shares = is_share(estimates)
    if rule == "nchs" and not shares:
        raise StatInputError("the NCHS standard is for proportions: take rule='house'", place="rule")
    found = _nchs(estimates) if rule == "nchs" else _house(estimates, shares)
    few: list[tuple[str, Any]] = [
        ("n", estimates.n < FEWEST),
        ("n_effective", np.minimum(estimates.n, _over_design_effect(estimates)) < FEWEST),
    ]
    hide, review = few + found[0], found[1]
    shape = estimates.estimate.shape
    key = np.select(
        [np.broadcast_to(mask, shape) for _, mask in hide + review], [k for k, _ in hide + review], default=""
    )
    show = ~np.any([mask for _, mask in hide], axis=0)
    words = np.array([REASONS[k] for k in key.ravel().tolist()]).reshape(shape)
    return Reliability(show, show & (key != ""), key, words, rule)


def require_size(estimates: Estimates, least: int = FEWEST) -> Estimates:
    """The same estimates, or TooSmall naming the first cell with fewer than `least` answers, counted or effective."""
    found = np.minimum(estimates.n, np.floor(_over_design_effect(estimates))).astype(np.int64)
    small = np.argwhere(found < least)
    if len(small):
        d, v = small[0].tolist()
        place = f"domain {estimates.domains[d]!r}, {estimates.variables[v]}"
        said = f"counts as {found[d, v]} answers where {least} are needed"
        raise TooSmall(said, needed=least, found=int(found[d, v]), place=place)
    return estimates


def _over_design_effect(estimates: Estimates) -> Floats:
    """n over the design effect with replacement: n itself for a simple random sample; rounding may not hide a cell."""
    n = estimates.n
    found: Floats = np.where(estimates.se > 0, estimates.n_effective * n / np.maximum(n - 1, 1), n) * (
        1 + 1e-9
    )
    return found


def _nchs(estimates: Estimates) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    p = estimates.estimate
    width = _width(estimates)
    edge = (p <= 0) | (p >= 1)
    between = (width > NARROW) & ~edge
    hide = [("width", width >= WIDEST), ("relative", between & (width > RELATIVE * p))]
    review = [
        ("df", estimates.df < FEW_DF),
        ("edge", edge),
        ("complement", between & (width > RELATIVE * (1 - p))),
    ]
    return hide, review


def _house(estimates: Estimates, shares: bool) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    review: list[tuple[str, Any]] = [("df", estimates.df < FEW_DF)]
    if shares:
        return [("width", _width(estimates) >= WIDEST)], review
    found = interval(estimates, "t")
    half = (found.high - found.low) / 2
    return [("relative_mean", half > WIDEST * np.abs(estimates.estimate))], review


def _width(estimates: Estimates) -> Floats:
    found = interval(estimates, "korn_graubard")
    return found.high - found.low
