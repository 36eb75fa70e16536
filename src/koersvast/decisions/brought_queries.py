"""What the money of one year went to, what was done with it, and how it stands with what it was for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from koersvast.activities.models import Activity, Budget, Contribution, Outcome
from koersvast.activities.queries import activities_of
from koersvast.activities.rules import Fund, Line, YearMoney, per_year
from koersvast.cycles.models import Cycle
from koersvast.decisions import queries
from koersvast.decisions.models import Decision, ResultVerdict
from koersvast.goals import queries as goals
from koersvast.goals.queries import Node


@dataclass(frozen=True)
class Brought:
    """One activity in one year: its money, what was delivered, what participants said, what was decided."""

    activity: Activity
    lines: tuple[Line, ...]
    outcomes: tuple[Outcome, ...]
    decision: Decision | None

    @property
    def planned(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def realised(self) -> int | None:
        """None as long as one cost of it is not filled in: half a sum says nothing."""
        spent = [line.realised for line in self.lines]
        return None if None in spent else sum(amount or 0 for amount in spent)

    @property
    def illustrative(self) -> bool:
        """Is something of it filled in as an example?"""
        return any(one.illustrative for one in self.lines) or any(one.illustrative for one in self.outcomes)


@dataclass(frozen=True)
class Purpose:
    """A result with the money that was meant for it; ``result`` None: money for no goal."""

    result: Node | None
    verdict: ResultVerdict | None
    activities: tuple[Brought, ...]

    @property
    def planned(self) -> int:
        return sum(one.planned for one in self.activities)

    @property
    def realised(self) -> int | None:
        return added_up(self.activities)


@dataclass(frozen=True)
class YearOfMoney:
    """A whole year. Each euro stands under one result, so that the parts add up to the whole."""

    year: int
    money: YearMoney
    purposes: tuple[Purpose, ...]

    @property
    def activities(self) -> tuple[Brought, ...]:
        return tuple(one for purpose in self.purposes for one in purpose.activities)

    @property
    def realised(self) -> int | None:
        return added_up(self.activities)


def added_up(found: Iterable[Brought]) -> int | None:
    spent = [one.realised for one in found]
    return None if None in spent else sum(amount or 0 for amount in spent)


def brought(cycle: Cycle, year: int) -> YearOfMoney | None:
    """The money of one year and what it brought; None when there is no money in it. A fixed number of queries."""
    rows = [row for row in _activities(cycle, year) if row.budgets.all()]
    if not rows:
        return None
    decided = {subject.row.key: subject.decision for subject in queries.standing(cycle).activities}
    home = _results(goals.tree(cycle).ambitions)
    said = _verdicts(cycle)
    by_result: dict[str, list[Brought]] = {}
    for row in rows:
        first = next(iter(row.contributions.all()), None)
        result = home.get(str(first.goal_id)) if first else None
        one = Brought(row, _lines(row), tuple(row.outcomes.all()), decided.get(row.key))
        by_result.setdefault(result.id if result else "", []).append(one)
    nodes = {node.id: node for node in home.values()}
    purposes = [
        Purpose(nodes[key], said.get(UUID(key)), tuple(by_result[key])) for key in nodes if key in by_result
    ]
    if "" in by_result:
        purposes.append(Purpose(None, None, tuple(by_result[""])))
    (money,) = per_year(line for row in rows for line in _lines(row))
    return YearOfMoney(year, money, tuple(purposes))


def _activities(cycle: Cycle, year: int) -> Iterable[Any]:
    return activities_of(cycle).prefetch_related(
        Prefetch(
            "budgets", Budget.objects.filter(year=year).order_by("position").prefetch_related("fundings")
        ),
        Prefetch(
            "contributions", Contribution.objects.filter(goal__removed_at=None).order_by("position", "id")
        ),
        "outputs",
        Prefetch(
            "outcomes", Outcome.objects.filter(period__startswith=str(year)).order_by("period", "position")
        ),
    )


def _lines(row: Any) -> tuple[Line, ...]:
    return tuple(
        Line(
            row.name,
            budget.year,
            budget.amount,
            budget.taakveld,
            tuple(Fund(fund.source, fund.amount, fund.ends_on) for fund in budget.fundings.all()),
            row.ends_on,
            row.illustrative or budget.illustrative,
            budget.realised,
        )
        for budget in row.budgets.all()
    )


def _results(ambitions: Iterable[Node]) -> dict[str, Node]:
    """Every goal -> the result it stands under, in the order of the outline."""
    return {node.id: result for one in ambitions for result in one.children for node in result.walk()}


def _verdicts(cycle: Cycle) -> dict[UUID, ResultVerdict]:
    """The verdict that holds of every goal. One query."""
    rows = ResultVerdict.objects.filter(goal__cycle=cycle).order_by("position")
    return {row.goal_id: row for row in rows}
