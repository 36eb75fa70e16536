"""Which cells to suppress besides the sensitive ones, as plain arrays; no names, so it can go to another process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from safefigures.disclosure.system import HIDDEN, KNOWN, SUBTRACTION, System
from safefigures.disclosure.tables import Bools, Counts
from safefigures.errors import SafefiguresError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
CLOSE = 1e-6


class Cancelled(SafefiguresError):
    """Somebody stopped the work; nothing was decided."""


class OutOfTime(Exception):
    """The time given is over; whoever asked falls back on what there is."""


@dataclass(frozen=True, eq=False)
class Problem:
    """Choose x in {0, 1} per cell at least cost, so that each need can be met by some z.

    matrix @ z = 0 and -down * x <= z <= up * x. need_cell, need_sign, need_far: cell p is protected when z[p] can
    reach far in the direction of sign. forced cells have x = 1. Shapes: matrix (sums, cells), needs (needs,).
    """

    matrix: csr_array
    down: Floats
    up: Floats
    cost: Floats
    forced: Bools
    need_cell: Counts
    need_sign: Counts
    need_far: Floats

    @property
    def cells(self) -> int:
        return len(self.cost)

    def only(self, columns: Counts, *, loose: bool = False) -> Problem:
        """The same over some cells; the others stand still. Needs of other cells fall away.

        `loose`: the others may do anything, so sums they take part in say nothing.
        """
        place = np.full(self.cells, -1)
        place[columns] = np.arange(len(columns))
        keep = place[self.need_cell] >= 0
        matrix = self.matrix[:, columns]
        inside = np.diff(matrix.indptr)
        matrix = matrix[(inside == np.diff(self.matrix.indptr)) if loose else (inside > 0)]
        return Problem(
            matrix=matrix.tocsr(),
            down=self.down[columns],
            up=self.up[columns],
            cost=self.cost[columns],
            forced=self.forced[columns],
            need_cell=place[self.need_cell[keep]],
            need_sign=self.need_sign[keep],
            need_far=self.need_far[keep],
        )

    def with_needs(self, chosen: Bools | Counts) -> Problem:
        """The same with only the chosen needs."""
        return replace(
            self,
            need_cell=self.need_cell[chosen],
            need_sign=self.need_sign[chosen],
            need_far=self.need_far[chosen],
        )

    def with_forced(self, pattern: Bools) -> Problem:
        """The same where a pattern stays suppressed whatever happens."""
        return replace(self, forced=self.forced | pattern)

    def price(self, pattern: Bools) -> float:
        return float(self.cost[pattern].sum())


def problem_of(
    system: System, matrix: csr_array, cost: str, *, subtraction: bool = True
) -> tuple[Problem, Counts]:
    """The problem of a system, and the cell of the system behind each of its cells; cells known before are left out.

    subtraction: whether groups that only follow by subtraction must be protected as well.
    cost "count": every suppressed cell weighs the same; "counts": a suppressed cell weighs its count.
    """
    columns = np.flatnonzero(system.status != KNOWN)
    value = system.value.astype(np.float64)
    forced = system.status == HIDDEN
    forced[list(system.need)] = True
    price = np.ones(len(value)) if cost == "count" else value.copy()
    price[system.status == HIDDEN] = 0.0
    needs = [
        (cell, sign, far)
        for cell, (low, high, rule) in sorted(system.need.items())
        if subtraction or rule != SUBTRACTION
        for sign, far in ((1, high - value[cell]), (-1, value[cell] - low))
        if far > 0
    ]
    whole = Problem(
        matrix=matrix,
        down=value,
        up=system.room.astype(np.float64),
        cost=price,
        forced=forced,
        need_cell=np.array([n[0] for n in needs], dtype=np.int64),
        need_sign=np.array([n[1] for n in needs], dtype=np.int64),
        need_far=np.array([n[2] for n in needs], dtype=np.float64),
    )
    return whole.only(columns), columns


@dataclass(eq=False)
class Clock:
    """When to stop: a moment in time, or somebody who cancels."""

    until: float = np.inf
    cancelled: Callable[[], bool] | None = None
    stopped: Event = field(default_factory=Event)

    @property
    def left(self) -> float:
        return self.until - monotonic()

    def stop(self) -> None:
        """Let everybody with this clock stop, because one of them failed."""
        self.stopped.set()

    def is_cancelled(self) -> bool:
        return self.stopped.is_set() or (self.cancelled is not None and self.cancelled())

    def check(self) -> None:
        """Raises Cancelled or OutOfTime."""
        if self.is_cancelled():
            raise Cancelled("was cancelled", place="protect")
        if self.left <= 0:
            raise OutOfTime

    def without_end(self) -> Clock:
        return Clock(cancelled=self.cancelled, stopped=self.stopped)
