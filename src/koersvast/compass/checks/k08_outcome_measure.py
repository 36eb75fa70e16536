"""K08: an activity measures what it brings people, not only what was delivered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    for activity in facts.activities:
        if activity.status not in ("running", "done"):
            continue
        if any(outcome.has_usefulness or outcome.has_realisation for outcome in activity.outcomes):
            continue
        reason = (
            _("Wij weten hoeveel mensen meededen, maar niet wat zij eraan hadden.")
            if activity.outcomes
            else _("Deze activiteit heeft nog geen outcome: wat hadden deelnemers eraan?")
        )
        yield Finding("K08", Severity.WARNING, 5, activity.name, reason, Where.ACTIVITY, activity.id)


CHECK = Check("K08", gettext_lazy("Outcome bij elke activiteit"), Severity.WARNING, 5, run)
