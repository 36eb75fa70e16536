"""K05: a result has a baseline, and a baseline has a year and a source."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    measurements = {row.id: row for row in facts.measurements}
    baselines: dict[uuid.UUID, list[uuid.UUID]] = {}
    for link in facts.goal_indicators:
        if link.baseline is not None:
            baselines.setdefault(link.goal, []).append(link.baseline)
    for result in facts.results():
        found = [measurements[key] for key in baselines.get(result.id, ()) if key in measurements]
        if not found:
            yield _finding(result.id, result.text, _("Dit resultaat heeft nog geen nulmeting."))
        for row in found:
            if not row.period or not row.source.strip():
                yield _finding(result.id, result.text, _("De nulmeting heeft geen jaar of geen bron."))


def _finding(subject: uuid.UUID, text: str, reason: str) -> Finding:
    return Finding("K05", Severity.ERROR, 2, text, reason, Where.GOAL, subject)


CHECK = Check("K05", gettext_lazy("Nulmeting met jaar en bron"), Severity.ERROR, 2, run)
