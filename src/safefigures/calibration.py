"""The mathematics of calibrated weights: the solver, and what a calibration leaves of a score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from safefigures.arrays import Floats
from safefigures.codes import Codes

ROUNDS = 200
EXACT = 1e-13  # the margins cannot be met better than this
MET = 1e-9  # the largest relative difference with which margins count as met


@dataclass(frozen=True, eq=False)
class Adjustment:
    """One calibration of the weights, as the variance needs it (Deville & Särndal 1992).

    A score leaves its regression on the calibration variables X, fitted with the old weights and scaled with the new:
    `cross` (K, n) and `inverse` (K, K), or (K,) where X'WX is diagonal, give the coefficients; `spread` (units, K) holds the
    unit totals of X times the new weight; `overlap` says what earlier calibrations already took out.
    """

    cross: Any
    inverse: Floats
    spread: Any
    scaled: Any  # (n, K): X times the new weight
    overlap: tuple[Any, ...]

    def fit(self, scores: Any, earlier: list[Any]) -> Any:
        """The coefficients of sparse scores (n, D) on the variables, shape (K, D)."""
        found = self.cross @ scores
        for inner, fit in zip(self.overlap, earlier, strict=True):
            found = found - inner @ fit
        if self.inverse.ndim == 1:
            from scipy.sparse import diags_array

            return diags_array(self.inverse).tocsr() @ found
        return self.inverse @ (found if isinstance(found, np.ndarray) else found.toarray())


def adjustment(
    x: Any, old: Floats, new: Floats, unit: Codes, units: int, before: tuple[Adjustment, ...]
) -> Adjustment:
    """Work out what one calibration from weights `old` to `new` on sparse variables x (n, K) does to every score."""
    from scipy.sparse import csr_array, diags_array

    n = len(old)
    kept = np.divide(old, new, out=np.zeros(n), where=new != 0)
    cross = (diags_array(kept) @ x).T.tocsr()
    scaled = (diags_array(new) @ x).tocsr()
    by_unit = csr_array((np.ones(n), (unit, np.arange(n))), shape=(units, n))
    square = (x.T @ (diags_array(old) @ x)).tocsr()
    diagonal = square.diagonal()
    if square.count_nonzero() == np.count_nonzero(diagonal):
        inverse = np.divide(1.0, diagonal, out=np.zeros(len(diagonal)), where=diagonal > 0)
    else:
        inverse = _inverse(square.toarray())
    overlap = tuple(cross @ earlier.scaled for earlier in before)
    return Adjustment(cross, inverse, by_unit @ scaled, scaled, overlap)


def _inverse(square: Floats) -> Floats:
    """A symmetric (pseudo-)inverse; margins that share their total make the matrix singular, which does no harm."""
    size = np.sqrt(np.maximum(np.diag(square), np.finfo(float).tiny))
    found: Floats = np.linalg.pinv(square / np.outer(size, size), hermitian=True, rcond=1e-12) / np.outer(
        size, size
    )
    return found


@dataclass(frozen=True)
class Distance:
    """How far weights may move: the ratio F(u), its derivative and its integral, and the u where bounds start to hold."""

    ratio: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    area: Callable[[Floats], Floats]
    low: float = -np.inf
    high: float = np.inf

    def ratios(self, u: Floats) -> Floats:
        return self.ratio(np.clip(u, self.low, self.high))

    def slopes(self, u: Floats) -> Floats:
        return np.where((u >= self.low) & (u <= self.high), self.slope(np.clip(u, self.low, self.high)), 0.0)

    def areas(self, u: Floats) -> Floats:
        inside: Floats = np.clip(u, self.low, self.high)
        return self.area(inside) + self.ratio(inside) * (u - inside)


def distance(kind: str, bounds: tuple[float, float] | None) -> Distance:
    """The distance functions of Deville & Särndal 1992: linear (chi-square), raking, and logit between bounds."""
    low, high = bounds if bounds is not None else (-np.inf, np.inf)
    if kind == "linear":
        return Distance(lambda u: 1 + u, np.ones_like, lambda u: u + u * u / 2, low - 1, high - 1)
    if kind == "raking":
        edge = np.log(low) if low > 0 else -np.inf
        return Distance(np.exp, np.exp, np.exp, edge, np.log(high))
    a = (high - low) / ((1 - low) * (high - 1))

    def ratio(u: Floats) -> Floats:
        return low + (high - low) / (1 + (high - 1) / (1 - low) * np.exp(-a * u))

    def slope(u: Floats) -> Floats:
        found = ratio(u)
        return a * (found - low) * (high - found) / (high - low)

    def area(u: Floats) -> Floats:
        found: Floats = low * u + (high - low) / a * np.logaddexp(np.log(high - 1), np.log(1 - low) + a * u)
        return found

    return Distance(ratio, slope, area)


@dataclass(frozen=True, eq=False)
class Solution:
    """The ratios new over old weight (n,), the rounds it took, and the largest relative difference left."""

    ratios: Floats
    rounds: int
    error: float
    worst: int


def solve(x: Any, weights: Floats, totals: Floats, how: Distance, start: Floats) -> Solution:
    """Newton's method with a line search on the dual, which is convex: it ends at the answer or where there is none."""
    columns = x.tocsr()
    across = columns.T.tocsr()
    size = np.maximum(np.abs(totals), 1e-9 * max(float(np.abs(totals).max()), 1e-300))
    plain = _inverse((across @ _scaled(columns, weights)).toarray())
    place, rounds = start, 0
    with np.errstate(over="ignore", invalid="ignore"):
        height = _height(columns, weights, totals, how, place)
        while rounds < ROUNDS:
            rounds += 1
            u = columns @ place
            misfit = totals - across @ (weights * how.ratios(u))
            if np.abs(misfit / size).max() <= EXACT:
                break
            curve = _inverse((across @ _scaled(columns, weights * how.slopes(u))).toarray())
            steps = (inverse @ misfit for inverse in (curve, plain))
            tried = (_search(columns, weights, totals, how, place, step, height, misfit) for step in steps)
            found = next((there for there in tried if there is not None), None)
            if found is None:
                break
            place, height = found
        ratios = how.ratios(columns @ place)
        left = np.abs((totals - across @ (weights * ratios)) / size)
    left = np.where(np.isfinite(left), left, np.inf)
    return Solution(ratios, rounds, float(left.max()), int(left.argmax()))


def _scaled(x: Any, by: Floats) -> Any:
    from scipy.sparse import diags_array

    return diags_array(by) @ x


def _height(x: Any, weights: Floats, totals: Floats, how: Distance, place: Floats) -> float:
    found = float(weights @ how.areas(x @ place) - totals @ place)
    return found if np.isfinite(found) else np.inf


def _search(
    x: Any,
    weights: Floats,
    totals: Floats,
    how: Distance,
    place: Floats,
    step: Floats,
    height: float,
    misfit: Floats,
) -> tuple[Floats, float] | None:
    """The longest step of 1, 1/2, 1/4 ... that lowers the dual, or brings the totals nearer where it is flat."""
    if not np.isfinite(step).all():
        return None
    near = float(np.abs(misfit).sum())
    for halving in range(40):
        there = place + step / 2**halving
        found = _height(x, weights, totals, how, there)
        noise = 1e-12 * abs(height)
        if found < height - 1e-4 * float(misfit @ step) / 2**halving - noise:
            return there, found
        if found <= height + noise:
            left = float(np.abs(totals - x.T @ (weights * how.ratios(x @ there))).sum())
            if left < near:
                return there, found
    return None
