"""Cuts: what every safe pattern must satisfy, found where the present one falls short.

For row multipliers g let r = e_p - A'g. Every z with A z = 0 has z_p = r z, so cell p can only be protected where
sum(max(r, 0) up x + max(-r, 0) down x) >= far (Fischetti & Salazar-González 2001, the capacity constraints). The
best g are the duals of the attacker's linear program. Cells that are suppressed anyway move to the right-hand
side, and coefficients are cut at what is left of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.disclosure.problem import Clock, Floats, Problem
from safefigures.disclosure.solver import load, new_solver, run
from safefigures.disclosure.tables import Bools
from safefigures.errors import NotConverged

CLOSE = 1e-6
NOISE = 1e-9
VIOLATED = 1e-3
POLL = 64


@dataclass(frozen=True, eq=False)
class Cut:
    """sum(weight * x[cells]) >= least."""

    cells: NDArray[np.int32]
    weight: Floats
    least: float

    @property
    def key(self) -> tuple[bytes, bytes]:
        return self.cells.tobytes(), np.round(self.weight, 6).tobytes()


class Separator:
    """Finds cuts that a (fractional) choice of cells violates; one linear program, warm from need to need.

    slack: cells that are not chosen get this little room all the same, so that the duals also weigh what it would
    help to choose them; without it the cuts are much weaker.
    """

    def __init__(self, problem: Problem, slack: float = 1e-3) -> None:
        self.problem = problem
        self.slack = slack
        self._turned = problem.matrix.T.tocsr()
        self._absolute = abs(problem.matrix)
        self._needing = np.zeros(problem.cells, dtype=bool)
        self._needing[problem.need_cell] = True
        self._every = np.arange(problem.cells, dtype=np.int32)
        self._solver = new_solver(primal=True)
        zero = np.zeros(problem.matrix.shape[0])
        load(
            self._solver,
            np.zeros(problem.cells),
            -problem.down,
            problem.up,
            problem.matrix.tocsc(),
            (zero, zero),
        )

    def cuts(self, x: Floats, clock: Clock, slack: float | None = None) -> list[Cut]:
        """Cuts violated by x: lonely cells of an equation, and needs that cannot be met."""
        return self.lonely(x) + self.short(x, clock, self.slack if slack is None else slack)

    def lonely(self, x: Floats) -> list[Cut]:
        """A cell suppressed alone in an equation follows by subtraction: suppress two or none."""
        matrix, forced = self.problem.matrix, self.problem.forced
        total = self._absolute @ x
        found = []
        for row in range(matrix.shape[0]):
            cells = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            first = int(cells[x[cells].argmax()])
            if 2 * x[first] - total[row] <= VIOLATED:
                continue
            others = cells[cells != first]
            if forced[others].any():
                continue
            if forced[first]:
                if not self._needing[first]:
                    continue
                found.append(_cut(others, np.ones(len(others)), 1.0))
            else:
                found.append(_cut(cells, np.where(cells == first, -1.0, 1.0), 0.0))
        return found

    def short(self, x: Floats, clock: Clock, slack: float) -> list[Cut]:
        """Cuts of the needs that x does not meet; a solution met on the way answers for other needs too."""
        problem = self.problem
        room = np.maximum(x, slack)
        self._solver.changeColsBounds(problem.cells, self._every, -problem.down * room, problem.up * room)
        most = np.zeros(problem.cells)
        least = np.zeros(problem.cells)
        found = []
        needs = zip(
            problem.need_cell.tolist(), problem.need_sign.tolist(), problem.need_far.tolist(), strict=True
        )
        for number, (cell, sign, far) in enumerate(needs):
            if number % POLL == 0:
                clock.check()
            if (most[cell] if sign > 0 else -least[cell]) >= far - CLOSE:
                continue
            reach, z, dual = self._push(cell, sign, far)
            np.maximum(most, z, out=most)
            np.minimum(least, z, out=least)
            if reach < far - CLOSE:
                cut = self._capacity(cell, sign, far, dual)
                if cut is not None and cut.least - float(cut.weight @ x[cut.cells]) > VIOLATED:
                    found.append(cut)
        return found

    def _push(self, cell: int, sign: int, far: float) -> tuple[float, Floats, Floats]:
        """Move a cell as far as it goes but not beyond what is needed: (how far, z, row duals)."""
        down, up = float(self.problem.down[cell]), float(self.problem.up[cell])
        if sign > 0:
            self._solver.changeColBounds(cell, -down, min(up, far))
        else:
            self._solver.changeColBounds(cell, -min(down, far), up)
        self._solver.changeColCost(cell, -float(sign))
        reach = -run(self._solver)
        solution = self._solver.getSolution()
        self._solver.changeColCost(cell, 0.0)
        self._solver.changeColBounds(cell, -down, up)
        return reach, np.array(solution.col_value), np.array(solution.row_dual)

    def _capacity(self, cell: int, sign: int, far: float, dual: Floats) -> Cut | None:
        problem = self.problem
        r = self._turned @ dual
        r[cell] += sign
        r[np.abs(r) < NOISE] = 0.0
        weight = np.where(r > 0, r * problem.up, -r * problem.down)
        left = far - float(weight[problem.forced].sum())
        if left <= CLOSE:
            return None
        cells = np.flatnonzero((weight > NOISE) & ~problem.forced)
        return _cut(cells, np.minimum(weight[cells] / left, 1.0), 1.0)


def _cut(cells: NDArray[Any], weight: Floats, least: float) -> Cut:
    return Cut(cells=np.asarray(cells, dtype=np.int32), weight=weight, least=least)


class Master:
    """The least costly choice that satisfies all cuts so far, fractional (warm) or whole."""

    def __init__(self, problem: Problem) -> None:
        from scipy.sparse import csc_array

        self.problem = problem
        self.rows: list[Cut] = []
        self._seen: set[tuple[bytes, bytes]] = set()
        self._solver = new_solver()
        load(
            self._solver,
            problem.cost,
            problem.forced.astype(np.float64),
            np.ones(problem.cells),
            csc_array((0, problem.cells)),
            (np.zeros(0), np.zeros(0)),
        )

    def add(self, cuts: list[Cut]) -> int:
        """Add cuts that are new; how many there were."""
        import highspy

        new = 0
        for cut in cuts:
            if cut.key in self._seen:
                continue
            self._seen.add(cut.key)
            self.rows.append(cut)
            self._solver.addRow(cut.least, highspy.kHighsInf, len(cut.cells), cut.cells, cut.weight)
            new += 1
        return new

    def fractional(self) -> tuple[float, Floats]:
        """(bound, x) of the relaxation."""
        bound = run(self._solver)
        return bound, np.clip(np.array(self._solver.getSolution().col_value), 0.0, 1.0)

    def whole(self, clock: Clock, start: Bools, gap: float, extra: Floats) -> tuple[float, Bools | None]:
        """(proven bound, pattern) with a little extra cost per cell; no pattern when there was no time for one.

        start: a pattern that satisfies all cuts; gap: how far the answer may lie above the bound.
        """
        import highspy

        solver = new_solver(mip=True)
        model = self._solver.getLp()
        model.integrality_ = [highspy.HighsVarType.kInteger] * self.problem.cells
        model.col_cost_ = self.problem.cost + extra
        solver.passModel(model)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", gap)
        if np.isfinite(clock.left):
            solver.setOptionValue("time_limit", max(clock.left, 0.01))
        first = highspy.HighsSolution()
        first.col_value = start.astype(np.float64).tolist()
        solver.setSolution(first)
        _interruptible(solver, clock)
        solver.run()
        status = solver.getModelStatus()
        info = solver.getInfo()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(info.mip_dual_bound), np.array(solver.getSolution().col_value) > 0.5
        clock.check()
        stopped = (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)
        if status not in stopped:
            raise NotConverged(
                f"HiGHS ended with {solver.modelStatusToString(status)}", place="disclosure solver"
            )
        return float(info.mip_dual_bound), None


def _interruptible(solver: Any, clock: Clock) -> None:
    """Let somebody who cancels stop the branching too."""

    def ask(event: Any) -> None:
        if clock.is_cancelled():
            event.interrupt()

    solver.cbMipInterrupt += ask
