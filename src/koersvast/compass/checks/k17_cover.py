"""K17: money lasts as long as the activity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import BudgetFact, PlanFacts
from koersvast.ui.dates import last_day
from koersvast.ui.numbers import whole


def run(facts: PlanFacts) -> Iterator[Finding]:
    for activity in facts.activities:
        if not activity.ends_on or not activity.budgets:
            continue
        end = last_day(activity.ends_on)
        covered = {
            row.year for row in activity.budgets if row.funded >= row.amount and not _stops_early(row, end)
        }
        first = min(row.year for row in activity.budgets)
        missing = [year for year in range(first, end.year + 1) if year not in covered]
        if not missing:
            continue
        amounts = {row.year: row for row in activity.budgets}
        gap = sum(max(amounts[year].amount - amounts[year].funded, 0) for year in missing if year in amounts)
        reason = (
            _("De dekking houdt op voor de activiteit stopt: in %(years)s is %(gap)s euro niet gedekt.")
            if gap
            else _("De dekking houdt op voor de activiteit stopt: voor %(years)s is er geen geld geregeld.")
        )
        words = {"years": _span(missing), "gap": whole(gap)}
        yield Finding("K17", Severity.WARNING, 3, activity.name, reason % words, Where.ACTIVITY, activity.id)


def _stops_early(row: BudgetFact, end: date) -> bool:
    """A grant of this year that ends before the year does, while the activity goes on."""
    until = min(end, date(row.year, 12, 31))
    return any(last_day(ends) < until for ends in row.funding_ends)


def _span(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


CHECK = Check("K17", gettext_lazy("Geld zo lang als de activiteit"), Severity.WARNING, 3, run)
