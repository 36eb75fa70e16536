"""A safe pattern soon: round the relaxation, mend what is not protected, take back what is not needed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from safefigures.disclosure.cuts import Master, Separator
from safefigures.disclosure.problem import Clock, Floats, Problem
from safefigures.disclosure.solver import load, new_solver, run
from safefigures.disclosure.tables import Bools, Counts

CLOSE = 1e-6
MOVES = 1e-7
POLL = 32
LIKED = 0.5


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
        from scipy.sparse import csc_array, hstack

        self.problem = problem
        matrix = problem.matrix.tocsc()
        zero = np.zeros(matrix.shape[0])
        n = problem.cells
        self._solver = new_solver()
        both = csc_array(hstack([matrix, -matrix]))
        load(
            self._solver,
            np.zeros(2 * n),
            np.zeros(2 * n),
            np.concatenate([problem.up, problem.down]),
            both,
            (zero, zero),
        )
        self._every = np.arange(2 * n, dtype=np.int32)

    def mend(self, pattern: Bools, like: Floats, clock: Clock) -> Bools:
        """A safe pattern that holds the given one; `like` in 0..1 says which cells to prefer.

        Raises Unprotectable for needs that no pattern meets.
        """
        problem = self.problem
        n = problem.cells
        pattern = pattern | problem.forced
        price = (problem.cost + 0.01) * (1.01 - like)
        cost = np.where(pattern, 0.0, price)
        self._solver.changeColsCost(2 * n, self._every, np.concatenate([cost, cost]))
        keeper = Keeper(problem, pattern, clock)
        keeper.meet()
        most, least = np.zeros(n), np.zeros(n)
        failed = []
        for number, need in enumerate(np.flatnonzero(~keeper.met).tolist()):
            if number % POLL == 0:
                clock.check()
            cell, sign, far = (
                int(problem.need_cell[need]),
                int(problem.need_sign[need]),
                problem.need_far[need],
            )
            if (most[cell] if sign > 0 else -least[cell]) >= far - CLOSE:
                continue
            z = self._cheapest(cell, sign, float(far))
            if z is None:
                failed.append(need)
                continue
            np.maximum(most, z, out=most)
            np.minimum(least, z, out=least)
            for new in np.flatnonzero((np.abs(z) > MOVES) & ~pattern).tolist():
                pattern[new] = True
                self._solver.changeColCost(new, 0.0)
                self._solver.changeColCost(n + new, 0.0)
        if failed:
            raise Unprotectable(failed)
        return pattern

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


class Keeper:
    """A pattern with, per need, one z that meets it; shows which cells can be published again.

    z_of: shape (needs, cells of the pattern); met: whether it holds an answer. cells: the pattern.
    """

    def __init__(self, problem: Problem, pattern: Bools, clock: Clock) -> None:
        self.cells = np.flatnonzero(pattern)
        self.problem = problem.only(self.cells)
        self._clock = clock
        here = self.problem
        self._solver = new_solver(primal=True)
        zero = np.zeros(here.matrix.shape[0])
        load(self._solver, np.zeros(here.cells), -here.down, here.up, here.matrix.tocsc(), (zero, zero))
        self.z_of = np.zeros((len(here.need_cell), here.cells))
        self.met = np.zeros(len(here.need_cell), dtype=bool)
        turned = here.matrix.T.tocsr()
        self._rows = [r.tolist() for r in np.split(turned.indices, turned.indptr[1:-1])]
        self._cells = [c.tolist() for c in np.split(here.matrix.indices, here.matrix.indptr[1:-1])]
        self._guarded = np.zeros(here.cells, dtype=bool)
        self._guarded[here.need_cell] = True

    def meet(self) -> None:
        """Find a z for every need that has one."""
        for need in np.flatnonzero(~self.met).tolist():
            self._poll(need)
            z = self._known(need, np.flatnonzero(self.met))
            if z is None:
                z = self._reach(need)
            if z is not None:
                self.z_of[need], self.met[need] = z, True

    def prune(self, order: Counts) -> Bools:
        """Publish again each cell that no need misses, in the given order of cells: the pattern, over all cells."""
        place = np.searchsorted(self.cells, order)
        kept = np.ones(len(self.cells), dtype=bool)
        for number, cell in enumerate(place.tolist()):
            self._poll(number)
            if self._exposes(cell, kept):
                continue
            self._solver.changeColBounds(cell, 0.0, 0.0)
            kept[cell] = not self._spared(cell)
            if kept[cell]:
                self._solver.changeColBounds(
                    cell, -float(self.problem.down[cell]), float(self.problem.up[cell])
                )
        return kept

    def _poll(self, number: int) -> None:
        if number % POLL == 0:
            self._clock.check()

    def _exposes(self, cell: int, kept: Bools) -> bool:
        """Whether publishing a cell lets a sensitive one follow by plain subtraction; saves most linear programs."""
        known = {cell}
        queue = [cell]
        while queue:
            for row in self._rows[queue.pop()]:
                left = [c for c in self._cells[row] if kept[c] and c not in known]
                if len(left) == 1:
                    if self._guarded[left[0]]:
                        return True
                    known.add(left[0])
                    queue.append(left[0])
        return False

    def _spared(self, cell: int) -> bool:
        """Whether all needs can be met without a cell; if so, z_of holds how."""
        new: dict[int, Floats] = {}
        touched = np.abs(self.z_of[:, cell]) > MOVES
        without = np.flatnonzero(~touched & self.met)
        for need in np.flatnonzero(touched).tolist():
            found = self._known(need, without)
            if found is None:
                p, sign, far = self._need(need)
                found = next((z for z in new.values() if z[p] * sign >= far - CLOSE), None)
            if found is None:
                found = self._reach(need)
            if found is None:
                return False
            new[need] = found
        for need, z in new.items():
            self.z_of[need] = z
        return True

    def _need(self, need: int) -> tuple[int, int, float]:
        problem = self.problem
        return int(problem.need_cell[need]), int(problem.need_sign[need]), float(problem.need_far[need])

    def _known(self, need: int, among: Counts) -> Floats | None:
        p, sign, far = self._need(need)
        found = np.flatnonzero(self.z_of[among, p] * sign >= far - CLOSE)
        return self.z_of[among[found[0]]].copy() if len(found) else None

    def _reach(self, need: int) -> Floats | None:
        cell, sign, far = self._need(need)
        up, down = float(self.problem.up[cell]), float(self.problem.down[cell])
        if (up if sign > 0 else down) < far - CLOSE:
            return None
        self._solver.changeColBounds(cell, -down if sign > 0 else -far, far if sign > 0 else up)
        self._solver.changeColCost(cell, -float(sign))
        reach = -run(self._solver)
        z = np.array(self._solver.getSolution().col_value)
        self._solver.changeColCost(cell, 0.0)
        self._solver.changeColBounds(cell, -down, up)
        return z if reach >= far - CLOSE else None


def order_to_prune(problem: Problem, pattern: Bools, like: Floats) -> Counts:
    """Secondary cells, the least liked first and among those the dearest, then the ones with least room.

    Cells that are liked stay: trying them takes most of the time and hardly ever succeeds.
    """
    cells = np.flatnonzero(pattern & ~problem.forced & (like < LIKED))
    keys = (np.minimum(problem.up, problem.down)[cells], -problem.cost[cells], np.round(like[cells], 3))
    return cells[np.lexsort(keys)]


def mend_and_prune(problem: Problem, mender: Mender, pattern: Bools, like: Floats, clock: Clock) -> Bools:
    """A safe pattern near the given one. Raises Unprotectable."""
    safe = mender.mend(pattern, like, clock)
    keeper = Keeper(problem, safe, clock)
    keeper.meet()
    if not keeper.met.all():
        raise Unprotectable(np.flatnonzero(~keeper.met).tolist())
    kept = keeper.prune(order_to_prune(problem, safe, like))
    pruned = np.zeros_like(safe)
    pruned[keeper.cells[kept]] = True
    return pruned


def fast_pattern(problem: Problem, clock: Clock, rounds: int = 3, *, thorough: bool = True) -> Bools:
    """A safe pattern soon; not thorough leaves out the pruning: a seventh of the time for a few cells in a thousand.

    Raises Unprotectable, Cancelled, OutOfTime.
    """
    if not len(problem.need_cell):
        return problem.forced.copy()
    _, x, _ = relax(Master(problem), Separator(problem), clock, rounds)
    if thorough:
        return mend_and_prune(problem, Mender(problem), x > 0.5, x, clock)
    return Mender(problem).mend(x > 0.5, x, clock)
