"""K11: no figure about the municipality goes to the council before people talked about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    newest: dict[tuple[uuid.UUID, str, str], tuple[str, bool]] = {}
    for row in facts.local_series():
        key = (row.indicator, row.series, row.group)
        newest[key] = max(newest.get(key, ("", False)), (row.newest, row.interpreted == row.newest))
    for (indicator, _series, _group), (period, interpreted) in newest.items():
        if interpreted or indicator not in facts.indicators:
            continue
        yield Finding(
            "K11",
            Severity.ERROR,
            1,
            facts.indicators[indicator].name,
            _("Het cijfer over %(period)s is nog niet samen besproken. Zo gaat het niet naar de raad.")
            % {"period": period},
            Where.INDICATOR,
            indicator,
        )


CHECK = Check("K11", gettext_lazy("Duiding bij elk cijfer"), Severity.ERROR, 1, run)
