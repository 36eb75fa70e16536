"""K07: every subgoal has an activity, and every activity a goal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    for goal in facts.leaves():
        if not goal.activities:
            yield Finding(
                "K07",
                Severity.WARNING,
                3,
                goal.text,
                _("Voor dit doel is er nog geen activiteit."),
                Where.GOAL,
                goal.id,
            )
    for activity in facts.activities:
        if not activity.goals:
            yield Finding(
                "K07",
                Severity.WARNING,
                3,
                activity.name,
                _("Deze activiteit hoort nog bij geen doel."),
                Where.ACTIVITY,
                activity.id,
            )


CHECK = Check("K07", gettext_lazy("Doel en activiteit horen bij elkaar"), Severity.WARNING, 3, run)
