"""K05: a result has a baseline, and a baseline has a year and a source."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    baselines: dict[uuid.UUID, set[str]] = {}
    for link in facts.goal_indicators:
        baselines.setdefault(link.goal, set()).add(link.baseline)
    for result in facts.results():
        found = baselines.get(result.id, set()) - {"none"}
        if not found:
            yield _finding(result.id, result.text, _("Dit resultaat heeft nog geen nulmeting."))
        elif "bare" in found:
            yield _finding(result.id, result.text, _("De nulmeting heeft geen jaar of geen bron."))


def _finding(subject: uuid.UUID, text: str, reason: str) -> Finding:
    return Finding("K05", Severity.ERROR, 2, text, reason, Where.GOAL, subject)


CHECK = Check("K05", gettext_lazy("Nulmeting met jaar en bron"), Severity.ERROR, 2, run)
