"""The kernel of `estimate`: from one column to its figures per domain, by sums of neighbours in the order of the layout."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats
from safefigures.codes import Codes
from safefigures.designs import Design
from safefigures.domains import Domains
from safefigures.errors import StatInputError
from safefigures.layouts import counts, layout, variance
from safefigures.scores import Scores
from safefigures.variables import Variables

Column = NDArray[Any]
ROUNDING = (8 * np.finfo(np.float64).eps) ** 2  # residuals this small beside the answers are no spread at all


@dataclass(frozen=True, eq=False)
class Linearised:
    """What one variable gives per domain (D,): the estimate; its variance; `spread`, what the variance would be from one
    random draw; `population`, the sum of the weights; counts. `sums` (pairs,) are the unit totals of the scores, and
    `fits` their coefficients on the calibration variables, where scores are kept."""

    estimate: Floats
    variance: Floats
    spread: Floats
    population: Floats
    n: Codes
    df: Codes
    missing: Codes
    sums: Floats | None = None
    fits: tuple[Any, ...] = ()


class Kernel:
    """Holds what all columns share: the order of the members, the weights in that order, the counts without gaps."""

    def __init__(self, design: Design, members: Domains, stat: str, *, drop: bool, kept: bool) -> None:
        self.design, self.labels, self.stat, self.drop, self.kept = design, members.labels, stat, drop, kept
        self.order = layout(design, members)
        self.counts = counts(self.order, self.order.weight != 0)
        self.population = self.by_domain(self.order.weight)
        self.unit_weights = self.by_pair(self.order.weight)
        self._local = threading.local()
        self._refuse_empty(self.counts[0], "")

    def column(self, wanted: Variables, index: int, below: Variables | None) -> Linearised:
        """Everything about one variable."""
        name = wanted.names[index]
        y, gone = self._read(wanted, index)
        x: Column | None = None
        if below is not None:
            x, gone_x = self._read(below, index if len(below.names) > 1 else 0)
            gone = gone_x if gone is None else gone if gone_x is None else gone | gone_x
        if self.stat == "proportion":
            _only_no_and_yes(y, gone, name)
        weight, y = self.order.weight, self._sorted(y)
        x = None if x is None else self._sorted(x)
        (n, df), population, missing = (
            self.counts,
            self.population,
            np.zeros(len(self.labels), dtype=np.int64),
        )
        if gone is not None:
            out = self._sorted(gone)
            missing = np.add.reduceat(out, self.order.start, dtype=np.int64)
            weight, y = np.where(out, 0.0, weight), np.where(out, 0.0, y)
            x = None if x is None else np.where(out, 0.0, x)
            n, df = counts(self.order, weight != 0)
            population = self.by_domain(weight)
            self._refuse_empty(n, name)
        return self._figures(y, x, weight, population, (n, df, missing), name)

    def _figures(
        self,
        y: Column,
        x: Column | None,
        weight: Floats,
        population: Floats,
        count: tuple[Codes, ...],
        name: str,
    ) -> Linearised:
        """Two passes: the means, then the residuals from them. The expanded square would lose half the digits."""
        order, (first, second) = self.order, self._scratch()
        weighted = np.multiply(weight, y, out=first)
        total = self.by_domain(weighted)
        unit_totals = self.by_pair(weighted).copy() if self.stat == "total" else None
        below = population if x is None else self._denominator(weight * x, name)
        ratio = total / below
        residual = np.take(ratio, order.member, out=second, mode="clip")
        if x is not None:
            residual *= x
        np.subtract(y, residual, out=residual)
        scored = np.multiply(weight, residual, out=first)
        sums, rest = self._centred(scored, weight, x, below)
        square = self.by_domain(np.multiply(scored, residual, out=residual)) / population
        size = 1.0 if x is None else self.by_domain(weight * x * x) / population
        flat = square <= ROUNDING * ratio**2 * size
        square[flat], sums[np.repeat(flat, order.pair_size)] = 0, 0
        point, scale, (n, df, missing) = ratio + rest, 1 / below, count
        if unit_totals is not None:
            point, scale, sums = total, np.ones(len(total)), unit_totals
        found = Linearised(
            point,
            variance(sums, order.stages) * scale * scale,
            square * (population * scale) ** 2,
            population,
            n,
            df,
            missing,
        )
        if not self.kept:
            return found
        scored = weight * y if unit_totals is not None else np.where(flat[order.member], 0.0, scored)
        fits = self._fits(scored * scale[order.member])
        return replace(found, sums=sums * np.repeat(scale, order.pair_size), fits=fits)

    def _denominator(self, weighted: Floats, name: str) -> Floats:
        below = self.by_domain(weighted)
        if not below.all():
            place = f"domain {self.labels[int((below == 0).argmax())]!r}"
            raise StatInputError("has a denominator of 0", place=f"{place}, {name}")
        return below

    def _centred(
        self, scored: Floats, weight: Floats, x: Column | None, below: Floats
    ) -> tuple[Floats, Floats]:
        """The units' sums of residuals, and what rounding left in the ratio: taken out of both."""
        sums = self.by_pair(scored)
        rest = np.add.reduceat(sums, self.order.pair_start) / below
        whole = weight is self.order.weight and x is None
        unit_below = self.unit_weights if whole else self.by_pair(weight if x is None else weight * x)
        return sums - np.repeat(rest, self.order.pair_size) * unit_below, rest

    def _fits(self, scored: Floats) -> tuple[Any, ...]:
        """Regress the scores of every domain on the calibration variables, in the order the weights were calibrated."""
        if not self.design.adjustments:
            return ()
        from scipy.sparse import csc_array

        rows = np.arange(len(scored)) if self.order.row is None else self.order.row
        edges = np.append(self.order.start, len(scored))
        scores = csc_array((scored, rows, edges), shape=(len(self.design), len(self.labels)))
        fits: list[Any] = []
        for adjustment in self.design.adjustments:
            fits.append(adjustment.fit(scores, fits))
        return tuple(fits)

    def scores(self, found: list[Linearised]) -> Scores:
        """The kept scores of all variables in one sparse table (units, D * V)."""
        from scipy.sparse import csc_array

        order, count = self.order, len(found)
        units = len(self.design.stages[-1].stratum)
        data = np.concatenate([column.sums for column in found if column.sums is not None])
        cells = np.concatenate([order.domain * count + v for v in range(count)])
        sums = csc_array((data, (np.tile(order.unit, count), cells)), shape=(units, len(self.labels) * count))
        by_variable = zip(*(column.fits for column in found), strict=True)
        return Scores(self.design, sums, tuple(_side_by_side(parts) for parts in by_variable))

    def by_pair(self, values: Column) -> Column:
        """Sums per domain and unit."""
        return values if self.order.pair is None else np.add.reduceat(values, self.order.pair)

    def by_domain(self, values: Column) -> Floats:
        """Sums per domain."""
        found: Floats = np.add.reduceat(values, self.order.start)
        return found

    def _scratch(self) -> tuple[Floats, Floats]:
        """Two columns to work in, kept per thread: fresh memory for every column would cost as much as the sums."""
        if not hasattr(self._local, "columns"):
            self._local.columns = (np.empty(len(self.order.weight)), np.empty(len(self.order.weight)))
        found: tuple[Floats, Floats] = self._local.columns
        return found

    def _sorted(self, values: Column) -> Column:
        return values if self.order.row is None else values.take(self.order.row)

    def _read(self, wanted: Variables, index: int) -> tuple[Column, NDArray[np.bool_] | None]:
        found = wanted.column(index)
        if found.dtype.kind != "f":
            return found, None
        gone = np.isnan(found)
        if not gone.any():
            return found, None
        if not self.drop:
            place = f"{wanted.names[index]}[{int(gone.argmax())}]"
            raise StatInputError(
                'has no number (missing="drop" estimates from the rows that answered)', place=place
            )
        return np.where(gone, 0.0, found), gone

    def _refuse_empty(self, n: Codes, name: str) -> None:
        if not n.all():
            place = f"domain {self.labels[int((n == 0).argmax())]!r}"
            raise StatInputError("has no answers with weight", place=f"{place}, {name}" if name else place)


def _only_no_and_yes(y: Column, gone: NDArray[np.bool_] | None, name: str) -> None:
    if y.dtype.kind == "b":
        return
    other = (y != 0) & (y != 1)
    if gone is not None:
        other &= ~gone
    if other.any():
        row = int(other.argmax())
        raise StatInputError(f"{y[row]} is not 0 or 1, so it has no proportion", place=f"{name}[{row}]")


def _side_by_side(parts: tuple[Any, ...]) -> Any:
    """Coefficients (K, D) per variable as one table (K, D * V), domain by domain."""
    from scipy.sparse import csc_array, hstack

    order = np.arange(len(parts) * parts[0].shape[1]).reshape(len(parts), -1).T.ravel()
    if isinstance(parts[0], np.ndarray):
        return np.concatenate(parts, axis=1)[:, order]
    return csc_array(hstack(parts))[:, order]
