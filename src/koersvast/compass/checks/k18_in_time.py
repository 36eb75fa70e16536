"""K18: what was agreed to be done better, or promised, is done in time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts
from koersvast.decisions.rules import urgency
from koersvast.ui.dates import spoken

PLACES = {"improvement": Where.IMPROVEMENTS, "commitment": Where.COMMITMENTS}


def run(facts: PlanFacts) -> Iterator[Finding]:
    for row in facts.due:
        how = urgency(row.due_on, is_open=True, today=facts.today)
        if not how:
            continue
        severity = Severity.WARNING if how == "late" else Severity.HINT
        reason = (
            _(
                "Dit zou klaar zijn voor %(date)s en staat nog open. Zeg wat ermee is gedaan, of spreek af wanneer."
            )
            if how == "late"
            else _("Dit moet klaar zijn voor %(date)s.")
        )
        words = {"date": spoken(row.due_on)}
        yield Finding("K18", severity, 6, row.text, reason % words, PLACES[row.kind], row.id)


CHECK = Check("K18", gettext_lazy("Op tijd doen wat is afgesproken"), Severity.WARNING, 6, run)
