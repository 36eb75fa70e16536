"""K06: a result is counted and told, not only one of both."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    counted = {link.goal for link in facts.goal_indicators}
    for result in facts.results():
        if (result.id in counted) == bool(result.stories):
            continue
        reason = (
            _("Dit resultaat heeft cijfers en nog geen verhaal. Tellen en vertellen horen samen.")
            if result.id in counted
            else _("Dit resultaat heeft een verhaal en nog geen cijfer. Tellen en vertellen horen samen.")
        )
        yield Finding("K06", Severity.WARNING, 2, result.text, reason, Where.GOAL, result.id)


CHECK = Check("K06", gettext_lazy("Tellen en vertellen"), Severity.WARNING, 2, run)
