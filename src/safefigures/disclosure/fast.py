"""A safe pattern soon: round the relaxation, mend what is not protected, take back what is not needed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csc_array, hstack

from safefigures.disclosure.cuts import Master, Separator
from safefigures.disclosure.problem import Bools, Clock, Counts, Floats, Problem
from safefigures.disclosure.solver import load, new_solver, run

CLOSE = 1e-6
MOVES = 1e-7
POLL = 32


def relax(
    master: Master, separator: Separator, clock: Clock, rounds: int, tell: Callable[[int], None] | None = None
) -> tuple[float, Floats, bool]:
    """Solve the relaxation with cuts: (bound, x, whether no cut is violated any more)."""
    for number in range(rounds):
        bound, x = master.fractional()
        clock.check()
        if tell is not None:
            tell(number)
        if not master.add(separator.cuts(x, clock)):
            return bound, x, True
    bound, x = master.fractional()
    return bound, x, False


class Mender:
    """Makes a pattern safe by suppressing the cells that the cheapest z of each unmet need passes through.

    One linear program over z = plus - minus; what is suppressed already costs nothing (Kelly, Golden & Assad 1992).
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        matrix = csc_array(problem.matrix)
        zero = np.zeros(matrix.shape[0])
        n = problem.cells
        self._solver = new_solver()
        both = csc_array(hstack([matrix, -matrix]))
        load(self._solver, np.zeros(2 * n), np.zeros(2 * n), np.concatenate([problem.up, problem.down]), both, (zero, zero))
        self._every = np.arange(2 * n, dtype=np.int32)

    def mend(self, pattern: Bools, like: Floats, clock: Clock) -> tuple[Bools, Floats]:
        """(safe pattern, one z per need, shape (needs, cells)); `like` in 0..1 says which cells to prefer.

        Raises Unprotectable for needs that no pattern meets.
        """
        problem = self.problem
        n = problem.cells
        pattern = pattern | problem.forced
        price = (problem.cost + 0.01) * (1.01 - like)
        cost = np.where(pattern, 0.0, price)
        self._solver.changeColsCost(2 * n, self._every, np.concatenate([cost, cost]))
        z_of = np.zeros((len(problem.need_cell), n))
        failed = []
        needs = zip(
            problem.need_cell.tolist(), problem.need_sign.tolist(), problem.need_far.tolist(), strict=True
        )
        for number, (cell, sign, far) in enumerate(needs):
            if number % POLL == 0:
                clock.check()
            done = np.flatnonzero(z_of[:number, cell] * sign >= far - CLOSE)
            if len(done):
                z_of[number] = z_of[done[0]]
                continue
            z = self._cheapest(cell, sign, far)
            if z is None:
                failed.append(number)
                continue
            z_of[number] = z
            for new in np.flatnonzero((np.abs(z) > MOVES) & ~pattern).tolist():
                pattern[new] = True
                self._solver.changeColCost(new, 0.0)
                self._solver.changeColCost(n + new, 0.0)
        if failed:
            raise Unprotectable(failed)
        return pattern, z_of

    def _cheapest(self, cell: int, sign: int, far: float) -> Floats | None:
        import highspy

        n = self.problem.cells
        forward, back = (cell, n + cell) if sign > 0 else (n + cell, cell)
        limit = float((self.problem.up if sign > 0 else self.problem.down)[cell])
        other = float((self.problem.down if sign > 0 else self.problem.up)[cell])
        if limit < far - CLOSE:
            return None
        self._solver.changeColBounds(forward, far, limit)
        self._solver.changeColBounds(back, 0.0, 0.0)
        self._solver.run()
        impossible = self._solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
        if not impossible:
            run(self._solver)
            value = np.array(self._solver.getSolution().col_value)
        self._solver.changeColBounds(forward, 0.0, limit)
        self._solver.changeColBounds(back, 0.0, other)
        return None if impossible else value[:n] - value[n:]


class Unprotectable(Exception):
    """Needs that cannot be met even when everything is suppressed."""

    def __init__(self, needs: list[int]) -> None:
        super().__init__(needs)
        self.needs = needs


def prune(problem: Problem, pattern: Bools, z_of: Floats, order: Counts, clock: Clock) -> Bools:
    """Publish again each suppressed cell that no need misses, in the given order; z_of as from Mender.mend."""
    pattern = pattern.copy()
    room = pattern.astype(np.float64)
    solver = new_solver()
    zero = np.zeros(problem.matrix.shape[0])
    load(solver, np.zeros(problem.cells), -problem.down * room, problem.up * room, problem.matrix.tocsc(), (zero, zero))
    for number, cell in enumerate(order.tolist()):
        if number % POLL == 0:
            clock.check()
        solver.changeColBounds(cell, 0.0, 0.0)
        if _still_met(problem, solver, z_of, cell):
            pattern[cell] = False
        else:
            solver.changeColBounds(cell, -float(problem.down[cell]), float(problem.up[cell]))
    return pattern


def _still_met(problem: Problem, solver: object, z_of: Floats, cell: int) -> bool:
    """Whether all needs can be met without a cell; if so, z_of holds how."""
    new: dict[int, Floats] = {}
    for need in np.flatnonzero(np.abs(z_of[:, cell]) > MOVES).tolist():
        p, sign, far = int(problem.need_cell[need]), int(problem.need_sign[need]), float(problem.need_far[need])
        found = next((z for z in new.values() if z[p] * sign >= far - CLOSE), None)
        if found is None:
            others = np.flatnonzero((z_of[:, p] * sign >= far - CLOSE) & (np.abs(z_of[:, cell]) <= MOVES))
            found = z_of[others[0]].copy() if len(others) else _reach(problem, solver, p, sign, far)
        if found is None:
            return False
        new[need] = found
    for need, z in new.items():
        z_of[need] = z
    return True


def _reach(problem: Problem, solver: object, cell: int, sign: int, far: float) -> Floats | None:
    up, down = float(problem.up[cell]), float(problem.down[cell])
    change = solver.changeColBounds  # type: ignore[attr-defined]
    change(cell, -down if sign > 0 else -min(down, far), min(up, far) if sign > 0 else up)
    solver.changeColCost(cell, -float(sign))  # type: ignore[attr-defined]
    reach = -run(solver)
    z = np.array(solver.getSolution().col_value)  # type: ignore[attr-defined]
    solver.changeColCost(cell, 0.0)  # type: ignore[attr-defined]
    change(cell, -down, up)
    return z if reach >= far - CLOSE else None


def order_to_prune(problem: Problem, pattern: Bools, like: Floats) -> Counts:
    """Secondary cells, the least liked first and among those the dearest, then the ones with least room."""
    cells = np.flatnonzero(pattern & ~problem.forced)
    keys = (np.minimum(problem.up, problem.down)[cells], -problem.cost[cells], np.round(like[cells], 3))
    return cells[np.lexsort(keys)]


def mend_and_prune(problem: Problem, mender: Mender, pattern: Bools, like: Floats, clock: Clock) -> Bools:
    """A safe pattern near the given one. Raises Unprotectable."""
    safe, z_of = mender.mend(pattern, like, clock)
    return prune(problem, safe, z_of, order_to_prune(problem, safe, like), clock)


def fast_pattern(problem: Problem, clock: Clock, rounds: int = 4) -> Bools:
    """A safe pattern soon. Raises Unprotectable, Cancelled, OutOfTime."""
    if not len(problem.need_cell):
        return problem.forced.copy()
    _, x, _ = relax(Master(problem), Separator(problem), clock, rounds)
    return mend_and_prune(problem, Mender(problem), x > 0.5, x, clock)
