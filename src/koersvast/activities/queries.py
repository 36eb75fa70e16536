"""Questions about activities and their money. Each is a fixed number of queries, however large the plan."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from koersvast.activities import rules
from koersvast.activities.models import Budget, Funding
from koersvast.cycles.models import Cycle


def money_lines(cycle: Cycle) -> list[rules.Line]:
    """Every budget line of a cycle with its funds. Two queries."""
    budgets = list(
        Budget.objects.filter(activity__cycle=cycle, activity__removed_at__isnull=True)
        .order_by("activity__position", "activity__key", "year", "position")
        .values_list(
            "id",
            "activity__name",
            "activity__illustrative",
            "year",
            "amount",
            "taakveld",
            "activity__ends_on",
            "illustrative",
        )
    )
    funds: dict[UUID, list[rules.Fund]] = defaultdict(list)
    for budget_id, source, amount, ends_on in (
        Funding.objects.filter(budget__activity__cycle=cycle)
        .order_by("position", "id")
        .values_list("budget_id", "source", "amount", "ends_on")
    ):
        funds[budget_id].append(rules.Fund(source, amount, ends_on))
    return [
        rules.Line(name, year, amount, taakveld, tuple(funds[row_id]), ends_on, illustrative or own_example)
        for row_id, name, own_example, year, amount, taakveld, ends_on, illustrative in budgets
    ]
