"""K09: figures about participants never prove something about the whole municipality."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    texts = {goal.id: goal.text for goal in facts.goals}
    for link in facts.goal_indicators:
        indicator = facts.indicators.get(link.indicator)
        if indicator is None or indicator.level != "outcome" or link.goal not in texts:
            continue
        yield Finding(
            "K09",
            Severity.ERROR,
            2,
            texts[link.goal],
            _(
                "'%(indicator)s' gaat over deelnemers van een activiteit. Dat bewijst niets over de hele gemeente."
            )
            % {"indicator": indicator.name},
            Where.GOAL,
            link.goal,
        )


CHECK = Check("K09", gettext_lazy("Niveaus niet mengen"), Severity.ERROR, 2, run)
