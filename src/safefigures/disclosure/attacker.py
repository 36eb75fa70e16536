"""What an attacker can work out: the interval of each suppressed cell, given everything that was published.

The attacker knows every published cell, every sum, and that a suppressed count y lies in [0, a + max(a, T) + T].
Counts are taken as continuous, so the interval is never narrower than what whole numbers allow: two linear
programs per sensitive cell (Fischetti & Salazar-González 2001).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from safefigures.disclosure.problem import Clock
from safefigures.disclosure.solver import load, new_solver, run
from safefigures.disclosure.system import HIDDEN, KNOWN, System
from safefigures.disclosure.tables import Bools, Counts
from safefigures.errors import StatInputError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
CLOSE = 1e-6
"""Counts are whole: a bound this near to what is needed is there."""
EXACT = 0.5


def sums_matrix(system: System) -> csr_array:
    """The equations, shape (sums, cells), entries 1 and -1; matrix @ counts is 0."""
    from scipy.sparse import coo_array

    sizes = [len(cells) for cells, _ in system.sums]
    rows = np.repeat(np.arange(len(sizes)), sizes)
    columns = np.fromiter((c for cells, _ in system.sums for c in cells), dtype=np.int64, count=sum(sizes))
    signs = np.fromiter((s for _, signs in system.sums for s in signs), dtype=np.float64, count=sum(sizes))
    return coo_array((signs, (rows, columns)), shape=(len(sizes), len(system.value))).tocsr()


@dataclass(frozen=True, eq=False)
class Component:
    """Unknowns that hang together: cells, and the equations among them, shape (sums, cells)."""

    cells: Counts
    matrix: csr_array


def components(matrix: csr_array, unknown: Bools) -> list[Component]:
    """The unknowns in groups that do not touch; unknowns that follow by plain subtraction stand in none."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    free = unknown.copy()
    columns = abs(matrix).tocsc()
    while True:
        left = columns @ free.astype(np.float64)
        single = np.flatnonzero(left == 1)
        if not len(single):
            break
        follows = (matrix[single].astype(bool).sum(axis=0) > 0) & free
        free &= ~follows
    cells = np.flatnonzero(free)
    if not len(cells):
        return []
    part = matrix[:, cells]
    part = part[np.diff(part.indptr) > 0].tocsr()
    m, n = part.shape
    graph = coo_array(
        (np.ones(part.nnz), (np.repeat(np.arange(m), np.diff(part.indptr)), part.indices + m)),
        shape=(m + n, m + n),
    )
    count, label = connected_components(graph, directed=False)
    found = []
    order = np.argsort(label[m:], kind="stable")
    row_order = np.argsort(label[:m], kind="stable")
    column_ends = np.searchsorted(label[m:][order], np.arange(count + 1))
    row_ends = np.searchsorted(label[:m][row_order], np.arange(count + 1))
    for k in range(count):
        inside = order[column_ends[k] : column_ends[k + 1]]
        rows = row_order[row_ends[k] : row_ends[k + 1]]
        found.append(Component(cells=cells[inside], matrix=part[rows][:, inside].tocsr()))
    return found


class Attack:
    """The linear programs of one component, warm from one objective to the next.

    Works with the difference z = y - a, so z = 0 is always possible. Every solution met is a witness: it shows
    for all cells at once how far they can go.
    """

    def __init__(self, component: Component, lower: Floats, upper: Floats) -> None:
        n = len(component.cells)
        self.lower, self.upper = lower, upper
        self.most = np.zeros(n)
        self.least = np.zeros(n)
        self._solver = new_solver(primal=True)
        zero = np.zeros(component.matrix.shape[0])
        load(self._solver, np.zeros(n), lower, upper, component.matrix.tocsc(), (zero, zero))

    def reach(self, cell: int, sign: int) -> float:
        """How far above (sign 1) or below (sign -1) its count the cell can lie; at least 0."""
        bound = self.upper[cell] if sign > 0 else -self.lower[cell]
        if self._seen(cell, sign) >= bound - CLOSE:
            return float(bound)
        self._solver.changeColCost(cell, -float(sign))
        best = -run(self._solver)
        z = np.array(self._solver.getSolution().col_value)
        np.maximum(self.most, z, out=self.most)
        np.minimum(self.least, z, out=self.least)
        self._solver.changeColCost(cell, 0.0)
        return max(best, 0.0)

    def reaches(self, cell: int, sign: int, far: float) -> bool:
        """Whether the cell can lie at least `far` above or below its count."""
        return self._seen(cell, sign) >= far - CLOSE or self.reach(cell, sign) >= far - CLOSE

    def _seen(self, cell: int, sign: int) -> float:
        return float(self.most[cell] if sign > 0 else -self.least[cell])


def intervals(
    system: System, matrix: csr_array, unknown: Bools, cells: Sequence[int], clock: Clock | None = None
) -> dict[int, tuple[float, float]]:
    """The attacker's (low, high) of each cell, in people; both are the count where he can work it out."""
    found = {cell: (float(system.value[cell]), float(system.value[cell])) for cell in cells}
    wanted = np.zeros(len(unknown), dtype=bool)
    wanted[list(cells)] = True
    for component in components(matrix, unknown):
        inside = np.flatnonzero(wanted[component.cells])
        if not len(inside):
            continue
        a = system.value[component.cells].astype(np.float64)
        attack = Attack(component, -a, system.room[component.cells].astype(np.float64))
        for place in inside.tolist():
            if clock is not None:
                clock.check()
            cell = int(component.cells[place])
            found[cell] = (
                float(a[place] - attack.reach(place, -1)),
                float(a[place] + attack.reach(place, 1)),
            )
    return found


@dataclass(frozen=True, eq=False)
class Audit:
    """What an attacker can say about each sensitive cell. Secret: the bounds lie around the true counts.

    cells: names; low, high: the attacker's interval, in people; needed_low, needed_high: low must be at most, high
    at least this; rule: why it is sensitive; protected: whether the interval is wide enough. All shape (cells,).
    """

    cells: tuple[str, ...]
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)
    needed_low: Counts = field(repr=False)
    needed_high: Counts = field(repr=False)
    rule: tuple[str, ...] = field(repr=False)

    @property
    def protected(self) -> Bools:
        wide: Bools = (self.low <= self.needed_low + CLOSE) & (self.high >= self.needed_high - CLOSE)
        return wide

    @property
    def recoverable(self) -> int:
        """How many sensitive cells the attacker knows exactly."""
        return int((self.high - self.low < EXACT).sum())

    @property
    def leaking(self) -> tuple[str, ...]:
        """The cells that are not protected."""
        return tuple(cell for cell, safe in zip(self.cells, self.protected.tolist(), strict=True) if not safe)

    @property
    def passed(self) -> bool:
        return bool(self.protected.all())

    def interval(self, cell: str) -> tuple[float, float]:
        """(low, high) of one cell, by its name. Raises StatInputError."""
        if cell not in self.cells:
            raise StatInputError("is no sensitive cell", place=cell)
        number = self.cells.index(cell)
        return float(self.low[number]), float(self.high[number])


def audit_system(system: System, matrix: csr_array, unknown: Bools, clock: Clock | None = None) -> Audit:
    """The attacker's interval of every sensitive cell of a system."""
    cells = sorted(system.need)
    found = intervals(system, matrix, unknown, cells, clock)
    return Audit(
        cells=tuple(system.words[c] for c in cells),
        low=np.array([found[c][0] for c in cells]),
        high=np.array([found[c][1] for c in cells]),
        needed_low=np.array([system.need[c][0] for c in cells], dtype=np.int64),
        needed_high=np.array([system.need[c][1] for c in cells], dtype=np.int64),
        rule=tuple(system.need[c][2] for c in cells),
    )


def unknown_cells(system: System, suppressed: Bools) -> Bools:
    """What the attacker does not see: suppressed and hidden cells, never those published before."""
    hidden: Bools = (suppressed | (system.status == HIDDEN)) & (system.status != KNOWN)
    return hidden
