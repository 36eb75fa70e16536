"""K14: at the end of a cycle every result and every activity has a decision."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts
from koersvast.decisions.rules import without_decision
from koersvast.ui.dates import last_day

DAYS_AHEAD = 183


def run(facts: PlanFacts) -> Iterator[Finding]:
    if not facts.ends_on:
        return
    end = last_day(facts.ends_on)
    if (end - facts.today).days > DAYS_AHEAD:
        return
    severity = Severity.ERROR if facts.today >= end else Severity.WARNING
    reason = _(
        "De ronde loopt af en hierover is nog geen besluit: voortzetten, versterken, aanpassen of stoppen."
    )
    for result in facts.results():
        if facts.goal_keys.get(result.id) not in facts.decided:
            yield Finding("K14", severity, 6, result.text, reason, Where.DECISIONS, result.id)
    for activity in without_decision(facts.activities, facts.decided):
        yield Finding("K14", severity, 6, activity.name, reason, Where.DECISIONS, activity.id)


CHECK = Check("K14", gettext_lazy("Besluit aan het eind van de ronde"), Severity.ERROR, 6, run)
