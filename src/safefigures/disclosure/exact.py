"""The least costly safe pattern, with proof: whole-number problems over the cuts so far, until one is safe.

Fischetti & Salazar-González, Management Science 2001. Every whole-number answer is a lower bound; mended it is an
upper bound as well, and when the two meet the pattern is optimal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from safefigures.disclosure.cuts import Master, Separator
from safefigures.disclosure.fast import Keeper, Mender, mend_and_prune, relax
from safefigures.disclosure.problem import Clock, Floats, OutOfTime, Problem
from safefigures.disclosure.tables import Bools

RELAX_ROUNDS = 60
RELAX_EVERY = 8
PRUNE_EVERY = 10
LEARN = 0.3
SURE = 1e-4
TIE = 0.5
"""Costs are whole, so patterns of the same cost may be told apart by less than this."""
GAP = 0.3
ONE = 0.999
EASY = 0.5
"""Seconds: whole-number problems that take longer are not made harder by telling patterns apart."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A safe pattern over the cells of a problem; no safe pattern costs less than `bound`."""

    pattern: Bools
    cost: float
    bound: float
    rounds: int = 0

    @property
    def proven(self) -> bool:
        return self.cost <= self.bound + SURE


def exact_pattern(
    problem: Problem,
    clock: Clock,
    tell: Callable[[float], None] | None = None,
    start: Bools | None = None,
) -> Solution:
    """The optimal safe pattern, or the best there is when time runs out; `start` is a safe pattern, where known.

    Raises Unprotectable, Cancelled, and OutOfTime when there is not even a first pattern.
    """
    return _Search(problem, clock, tell).run(start)


class _Search:
    def __init__(self, problem: Problem, clock: Clock, tell: Callable[[float], None] | None) -> None:
        self.problem, self.clock = problem, clock
        self.tell = tell or (lambda share: None)
        self.master = Master(problem)
        self.separator = Separator(problem)
        self.mender = Mender(problem)
        self.best: Bools | None = None
        self.cost = np.inf
        self.prefer = True
        self.little = np.where(problem.forced, 0.0, 1.0 / (1.0 + np.minimum(problem.down, 100.0)))
        self.bound = problem.price(problem.forced)

    def run(self, start: Bools | None) -> Solution:
        problem = self.problem
        if not len(problem.need_cell):
            return Solution(pattern=problem.forced, cost=self.bound, bound=self.bound)
        if start is not None:
            self._offer(start)
        rounds = 0
        try:
            self._relax(RELAX_ROUNDS)
            while not self._done():
                rounds += 1
                self._step(rounds)
        except OutOfTime:
            if self.best is None:
                raise
        assert self.best is not None
        return Solution(pattern=self.best, cost=self.cost, bound=min(self.bound, self.cost), rounds=rounds)

    def _relax(self, rounds: int) -> None:
        bound, x, _ = relax(self.master, self.separator, self.clock, rounds)
        self._raise_bound(bound)
        if self.best is None:
            self._offer(mend_and_prune(self.problem, self.mender, x > 0.5, x, self.clock))

    def _step(self, rounds: int) -> None:
        """One whole-number problem; its answer gives a bound, a pattern when mended, and the next cuts."""
        assert self.best is not None
        began = monotonic()
        if self.prefer:
            bound, pattern = self.master.whole(self.clock, self.best, GAP, self._preference())
            self._raise_bound(bound - TIE)
            self.prefer = monotonic() - began < EASY
        else:
            bound, pattern = self.master.whole(self.clock, self.best, ONE, 0.0 * self.problem.cost)
            self._raise_bound(bound)
        if pattern is None or self._done():
            return
        keeper = Keeper(self.problem, pattern, self.clock)
        keeper.meet()
        if keeper.met.all():
            self._offer(pattern)
        else:
            self._learn(pattern, rounds)
        if self._done():
            return
        if not keeper.met.all() and not self._forbid(pattern):
            raise OutOfTime
        if rounds % RELAX_EVERY == 0:
            self._raise_bound(relax(self.master, self.separator, self.clock, 1)[0])

    def _learn(self, pattern: Bools, rounds: int) -> None:
        """Mend an unsafe pattern: perhaps a better one, and its new cells are tried before others from now on."""
        like = pattern.astype(np.float64)
        mended = self.mender.mend(pattern, like, self.clock)
        self.little[mended & ~pattern] *= LEARN
        self._offer(mended)
        if self.cost - self.bound > 1 + SURE and rounds % PRUNE_EVERY == 1:
            self._offer(mend_and_prune(self.problem, self.mender, pattern, like, self.clock))

    def _forbid(self, pattern: Bools) -> int:
        """Cuts that say what an unsafe pattern lacks; how many are new."""
        x = pattern.astype(np.float64)
        new = self.master.add(self.separator.cuts(x, self.clock))
        return new or self.master.add(self.separator.cuts(x, self.clock, slack=0.0))

    def _preference(self) -> Floats:
        """A little extra cost for cells with little room, which seldom help, and less for what mending needed.

        It halves the rounds and more. All together it stays under TIE for every pattern that is no dearer than the
        best, so bound - TIE is a bound.
        """
        extra = max(self.cost - self.problem.price(self.problem.forced), 1.0)
        return self.problem.cost * self.little * TIE / extra

    def _offer(self, pattern: Bools) -> None:
        cost = self.problem.price(pattern)
        if cost < self.cost - SURE:
            self.best, self.cost = pattern, cost

    def _raise_bound(self, bound: float) -> None:
        if np.isfinite(bound):
            self.bound = max(self.bound, float(np.ceil(bound - SURE)))

    def _done(self) -> bool:
        self.tell(self.bound / self.cost if 0 < self.cost < np.inf else 0.0)
        return self.cost <= self.bound + SURE
