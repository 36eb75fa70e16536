"""Questions about verdicts: what the figures propose now, what people said, and what changed since."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from koersvast.cycles.models import Cycle
from koersvast.decisions.models import ResultVerdict, VerdictFigure
from koersvast.decisions.verdicts import FROZEN, Aim, Basis, Proposal, differences, propose, weigh
from koersvast.indicators import queries as indicators
from koersvast.indicators.models import GoalIndicator
from koersvast.indicators.rules import Series


@dataclass(frozen=True)
class Judged:
    """One goal: what its figures say now, and what people said, the newest first."""

    goal_id: UUID
    bases: tuple[Basis, ...]
    proposal: Proposal
    said: tuple[ResultVerdict, ...] = ()

    @property
    def latest(self) -> ResultVerdict | None:
        return self.said[0] if self.said else None

    @property
    def earlier(self) -> tuple[ResultVerdict, ...]:
        return self.said[1:]

    @property
    def version(self) -> int:
        """What a form about this goal starts from: how many times people gave a verdict."""
        return 1 + (self.said[0].position + 1 if self.said else 0)

    @cached_property
    def differences(self) -> list[tuple[Basis | None, Basis | None]]:
        """Figures that changed since people gave their verdict."""
        if self.latest is None:
            return []
        return differences([frozen(row) for row in self.latest.figures.all()], self.bases)

    @property
    def proposal_changed(self) -> bool:
        return self.latest is not None and self.latest.proposed != self.proposal.key

    @property
    def outdated(self) -> bool:
        return self.proposal_changed or bool(self.differences)

    @property
    def too_small_now(self) -> frozenset[UUID | None]:
        """Indicators whose group turned out too small: what was kept of them is not shown either."""
        return frozenset(one.indicator_id for one in self.bases if one.hidden)

    @property
    def fingerprint(self) -> str:
        """The same as long as the figures and the proposal are: a form says on which figures it rests."""
        facts = [self.proposal.key, *([getattr(one, name) for name in FROZEN] for one in self.bases)]
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def frozen(row: VerdictFigure) -> Basis:
    return Basis(**{name: getattr(row, name) for name in FROZEN})


def judged(
    cycle: Cycle,
    *,
    gmcode: str,
    goals: Collection[UUID] | None = None,
    series: Mapping[UUID, Sequence[Series]] | None = None,
) -> dict[UUID, Judged]:
    """Of every goal with a figure or a verdict (or only of some goals). Four queries, however many goals.

    ``series``: the measurements per indicator, from who read them already.
    """
    aims: dict[UUID, list[Aim]] = defaultdict(list)
    rows = indicators.goal_indicators_of(cycle)
    for row in rows if goals is None else rows.filter(goal__in=goals):
        aims[row.goal_id].append(_aim(row))
    used = {aim.indicator for found in aims.values() for aim in found}
    if series is None:
        series = indicators.series_per_indicator(cycle, indicators=used) if used else {}
    said: dict[UUID, list[ResultVerdict]] = defaultdict(list)
    for verdict in _verdicts(cycle, goals):
        said[verdict.goal_id].append(verdict)
    return {
        goal_id: _judged(
            goal_id,
            [weigh(aim, series.get(aim.indicator, ()), gmcode=gmcode) for aim in aims[goal_id]],
            said[goal_id],
        )
        for goal_id in [*aims, *(one for one in said if one not in aims)]
    }


def judged_goal(cycle: Cycle, goal_id: UUID, *, gmcode: str) -> Judged:
    """One goal, also when it has no figure and no verdict yet."""
    found = judged(cycle, gmcode=gmcode, goals={goal_id})
    return found.get(goal_id) or _judged(goal_id, [], [])


def _judged(goal_id: UUID, bases: Iterable[Basis], said: Iterable[ResultVerdict]) -> Judged:
    kept = tuple(bases)
    return Judged(goal_id, kept, propose(kept), tuple(said))


def _verdicts(cycle: Cycle, goals: Collection[UUID] | None) -> Iterable[ResultVerdict]:
    rows = ResultVerdict.objects.filter(goal__cycle=cycle, goal__removed_at=None)
    if goals is not None:
        rows = rows.filter(goal__in=goals)
    found: Iterable[ResultVerdict] = (
        rows.select_related("given_by").prefetch_related("figures").order_by("-position")
    )
    return found


def _aim(row: GoalIndicator) -> Aim:
    return Aim(
        indicator=row.indicator_id,
        name=row.indicator.name,
        unit=row.indicator.unit,
        level=row.indicator.level,
        favourable=row.indicator.favourable,
        baseline=row.baseline_id,
        target=row.target_value,
        year=row.target_year,
    )
