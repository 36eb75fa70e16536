"""K11: no figure about the municipality goes to the council before people talked about it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import MeasurementFact, PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    newest: dict[tuple[object, str, str], MeasurementFact] = {}
    for row in facts.measurements:
        if not facts.is_local(row) or row.chosen is False:
            continue
        key = (row.indicator, row.series, row.group)
        kept = newest.get(key)
        if kept is None or (row.period, row.interpreted) > (kept.period, kept.interpreted):
            newest[key] = row
    for row in newest.values():
        if row.interpreted or row.indicator not in facts.indicators:
            continue
        yield Finding(
            "K11",
            Severity.ERROR,
            1,
            facts.indicators[row.indicator].name,
            _("Het cijfer over %(period)s is nog niet samen besproken. Zo gaat het niet naar de raad.")
            % {"period": row.period},
            Where.INDICATOR,
            row.indicator,
        )


CHECK = Check("K11", gettext_lazy("Duiding bij elk cijfer"), Severity.ERROR, 1, run)
