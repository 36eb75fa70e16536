"""K10: one line holds one series and one kind of sample, unless a break is marked."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import MeasurementFact, PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    lines: dict[tuple[uuid.UUID, str, str], list[MeasurementFact]] = {}
    for row in facts.measurements:
        lines.setdefault((row.indicator, row.place, row.group), []).append(row)
    for (indicator, _place, _group), rows in lines.items():
        rows.sort(key=lambda row: row.period)
        for before, after in pairwise(rows):
            if (before.series, before.sample) == (after.series, after.sample) or after.break_note:
                continue
            if before.period == after.period:
                continue  # two sources for one year are two points, never one line
            name = facts.indicators[indicator].name if indicator in facts.indicators else ""
            yield Finding(
                "K10",
                Severity.ERROR,
                1,
                name,
                _(
                    "%(before)s en %(after)s komen uit een andere reeks of een ander soort steekproef. "
                    "Zet er een reeksbreuk bij."
                )
                % {"before": before.period, "after": after.period},
                Where.MEASUREMENT,
                after.id,
            )


CHECK = Check("K10", gettext_lazy("Eén lijn is één reeks"), Severity.ERROR, 1, run)
