"""Questions about frozen copies: what was decided, whether it is whole, and what differs now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from koersvast.activities.rules import Fund, Line, YearMoney, per_task_field, per_year
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import HOUSE_KINDS, Decision
from koersvast.exchange.queries import export_plan
from koersvast.exchange.telling import Told, tell
from koersvast.freezing.canonical import Frozen, Unreadable, digest, from_bytes
from koersvast.freezing.models import FrozenCopy


@dataclass(frozen=True)
class Kept:
    """One frozen copy with what became of its decision; read and checked against its hash."""

    row: FrozenCopy
    decision: Decision | None  # also when it was removed; None when its cycle was replaced without it

    @property
    def data(self) -> bytes:
        return bytes(self.row.content)

    @cached_property
    def whole(self) -> bool:
        """Are these the bytes that were frozen?"""
        return digest(self.data) == self.row.sha256

    @cached_property
    def frozen(self) -> Frozen | None:
        try:
            return from_bytes(self.data)
        except Unreadable:
            return None

    @property
    def plan(self) -> Mapping[str, Any]:
        return self.frozen.plan if self.frozen else {}

    @property
    def withdrawn(self) -> bool:
        return self.decision is not None and not self.decision.stands

    @property
    def removed(self) -> bool:
        return self.decision is None or self.decision.removed_at is not None


def house_decisions(cycle: Cycle) -> QuerySet[Decision]:
    """What college and council decided about plan and money, or are about to. One query."""
    return Decision.objects.filter(cycle=cycle, kind__in=HOUSE_KINDS).order_by("decided_on", "position")


def copies_of(cycle: Cycle) -> list[Kept]:
    """The frozen copies of a cycle, the newest decision first, each read and checked. Two queries."""
    rows = list(FrozenCopy.objects.filter(cycle_number=cycle.number).order_by("-decided_on", "-frozen_at"))
    decisions = _decisions(cycle, [row.decision_key for row in rows])
    return [Kept(row, decisions.get(row.decision_key)) for row in rows]


def copy_of(cycle: Cycle, pk: Any) -> Kept | None:
    """Two queries."""
    row = FrozenCopy.objects.filter(cycle_number=cycle.number, pk=pk).first()
    if row is None:
        return None
    return Kept(row, _decisions(cycle, [row.decision_key]).get(row.decision_key))


def _decisions(cycle: Cycle, keys: Iterable[str]) -> dict[str, Decision]:
    found = Decision.with_removed.filter(cycle=cycle, key__in=list(keys), kind__in=HOUSE_KINDS)
    return {row.key: row for row in found}


def frozen_keys(cycle: Cycle) -> set[str]:
    """Keys that a new decision may not take: a copy answers to them, also when its decision is gone."""
    return set(FrozenCopy.objects.filter(cycle_number=cycle.number).values_list("decision_key", flat=True))


def then_and_now(kept: Kept, cycle: Cycle) -> list[Told]:
    """What differs between what was decided and what stands there now. A fixed number of queries."""
    return tell(kept.plan, export_plan(cycle))


@dataclass(frozen=True)
class Content:
    """What was decided, in short."""

    title: str
    results: tuple[str, ...]
    activities: tuple[str, ...]
    years: tuple[YearMoney, ...]
    task_fields: Mapping[str, int]
    total: int
    sources: tuple[tuple[str, str], ...]  # what it is called, and its web address or ""


def content_of(plan: Mapping[str, Any]) -> Content:
    """The short of a plan: results, activities, money per year and the sources as they were. Pure."""
    lines = tuple(_lines(plan))
    years = per_year(lines)
    named = [(row["title"], row.get("url", "")) for row in plan.get("sources", ())]
    named += [(row["source"], row.get("url", "")) for row in plan.get("measurements", ())]
    return Content(
        title=plan.get("cycle", {}).get("title", ""),
        results=tuple(row["text"] for row in plan.get("results", ())),
        activities=tuple(row["name"] for row in plan.get("activities", ())),
        years=years,
        task_fields={name: sum(by_year.values()) for name, by_year in per_task_field(lines).items()},
        total=sum(year.cost for year in years),
        sources=tuple(dict.fromkeys(named)),
    )


def _lines(plan: Mapping[str, Any]) -> Iterable[Line]:
    for row in plan.get("activities", ()):
        for one in row.get("budget", ()):
            funds = tuple(
                Fund(fund["source"], fund["amount"], fund.get("ends_on", ""))
                for fund in one.get("funding", ())
            )
            yield Line(row["name"], one["year"], one["amount"], one["taakveld"], funds)
