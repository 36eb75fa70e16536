"""From a whole system to a safe pattern: at once where it is small, block by block where it is not.

A block is what lies within one parent (a province). While it is solved its margins stand still, so what is safe
inside stays safe in the whole. The margins are solved by themselves first; what then still falls short on the
whole system is mended there.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

import numpy as np

from safefigures.disclosure.attacker import Attack, components
from safefigures.disclosure.exact import Solution, exact_pattern
from safefigures.disclosure.fast import Mender, Unprotectable, fast_pattern, mend_and_prune
from safefigures.disclosure.problem import Cancelled, Clock, Problem
from safefigures.disclosure.tables import Bools, Counts
from safefigures.errors import NotConverged

LARGE = 2500
"""Cells from which on a system with blocks is solved block by block."""
POLL_SECONDS = 0.2

Tell = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Plan:
    """A pattern over the cells of a problem. bound: no safe pattern costs less; blocks: how many there are, and
    how many of them are proven optimal with their margins standing still (0 of 0 when solved at once)."""

    pattern: Bools
    cost: float
    bound: float
    proven: bool
    blocks: int = 0
    blocks_proven: int = 0


def unmet(problem: Problem, pattern: Bools) -> Counts:
    """The needs that a pattern does not meet."""
    met = np.zeros(len(problem.need_cell), dtype=bool)
    place = np.full(problem.cells, -1)
    for component in components(problem.matrix, pattern):
        place[component.cells] = np.arange(len(component.cells))
        inside = np.flatnonzero(np.isin(problem.need_cell, component.cells))
        if len(inside):
            attack = Attack(component, -problem.down[component.cells], problem.up[component.cells])
            for need in inside.tolist():
                sign, far = int(problem.need_sign[need]), float(problem.need_far[need])
                met[need] = attack.reaches(int(place[problem.need_cell[need]]), sign, far)
    return np.flatnonzero(~met)


def make_plan(
    problem: Problem,
    block: Counts,
    *,
    exact: bool,
    clock: Clock,
    workers: int,
    tell: Tell,
    start: Plan | None = None,
) -> Plan:
    """A safe pattern for the whole problem. Raises Unprotectable, Cancelled, and OutOfTime without any pattern."""
    names = np.unique(block[block >= 0])
    if problem.cells <= LARGE or len(names) < 2:
        return _at_once(problem, exact, clock, tell, start)
    return _by_block(problem, block, names.tolist(), exact, clock, workers, tell, start)


def _at_once(problem: Problem, exact: bool, clock: Clock, tell: Tell, start: Plan | None) -> Plan:
    floor = problem.price(problem.forced)
    impossible = unmet(problem, np.ones(problem.cells, dtype=bool))
    if len(impossible):
        raise Unprotectable(impossible.tolist())
    if not exact:
        pattern = fast_pattern(problem, clock)
        cost = problem.price(pattern)
        return Plan(pattern=pattern, cost=cost, bound=floor, proven=cost <= floor)
    found = exact_pattern(problem, clock, tell, None if start is None else start.pattern)
    return Plan(pattern=found.pattern, cost=found.cost, bound=found.bound, proven=found.proven)


def _by_block(
    problem: Problem,
    block: Counts,
    names: list[int],
    exact: bool,
    clock: Clock,
    workers: int,
    tell: Tell,
    start: Plan | None,
) -> Plan:
    pattern = problem.forced.copy()
    margins = np.flatnonzero(block < 0)
    parts = [(margins, problem.only(margins, loose=True))]
    for name in names:
        columns = np.flatnonzero(block == name)
        parts.append((columns, problem.only(columns)))
    firsts = [None if start is None else start.pattern[columns] for columns, _ in parts]
    work = [(part, first) for (_, part), first in zip(parts, firsts, strict=True)]
    solutions = _solve_all(work, exact, clock, workers, tell)
    for (columns, _), solution in zip(parts, solutions, strict=True):
        pattern[columns] = solution.pattern
    pattern = _mend_whole(problem, pattern, clock.without_end())
    return Plan(
        pattern=pattern,
        cost=problem.price(pattern),
        bound=problem.price(problem.forced),
        proven=False,
        blocks=len(names),
        blocks_proven=sum(s.proven for s in solutions[1:]),
    )


def _solve_all(
    work: list[tuple[Problem, Bools | None]], exact: bool, clock: Clock, workers: int, tell: Tell
) -> list[Solution]:
    """All parts, the hardest first, on threads: HiGHS works outside the lock of Python.

    Only the thread of the caller asks whether it was cancelled, because a caller may ask a database.
    """
    quiet = replace(clock, cancelled=None)
    order = sorted(range(len(work)), key=lambda k: -len(work[k][0].need_cell))
    found: dict[int, Solution] = {}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        waiting: dict[Future[Solution], int] = {
            pool.submit(_solve_part, work[k][0], exact, quiet, work[k][1]): k for k in order
        }
        try:
            while waiting:
                if clock.is_cancelled():
                    raise Cancelled("was cancelled", place="protect")
                done, _ = wait(waiting, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    found[waiting.pop(future)] = future.result()
                tell(len(found) / len(work))
        except BaseException:
            for future in waiting:
                future.cancel()
            clock.stop()
            raise
    return [found[k] for k in range(len(work))]


def _solve_part(problem: Problem, exact: bool, clock: Clock, start: Bools | None) -> Solution:
    """One block; needs that cannot be met while its margins stand still are left for the whole."""
    try:
        return _solve(problem, exact, clock, start)
    except (NotConverged, Unprotectable):
        impossible = unmet(problem, np.ones(problem.cells, dtype=bool))
        if not len(impossible):
            raise
        possible = problem.with_needs(np.delete(np.arange(len(problem.need_cell)), impossible))
        return _solve(possible, exact, clock, start)


def _solve(problem: Problem, exact: bool, clock: Clock, start: Bools | None) -> Solution:
    if exact:
        return exact_pattern(problem, clock, start=start)
    pattern = fast_pattern(problem, clock, thorough=False)
    return Solution(pattern=pattern, cost=problem.price(pattern), bound=problem.price(problem.forced))


def _mend_whole(problem: Problem, pattern: Bools, clock: Clock) -> Bools:
    """Mend on the whole system what the parts could not."""
    while len(short := unmet(problem, pattern)):
        rest = problem.with_needs(short).with_forced(pattern)
        try:
            pattern = mend_and_prune(rest, Mender(rest), pattern, pattern.astype(np.float64), clock)
        except Unprotectable as impossible:
            raise Unprotectable(short[impossible.needs].tolist()) from None
    return pattern
