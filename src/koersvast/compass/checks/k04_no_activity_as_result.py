"""K04: a result says what is different, not what we do."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts
from koersvast.goals.rules import reads_as_activity


def run(facts: PlanFacts) -> Iterator[Finding]:
    for goal in facts.goals:
        if not goal.wording_kept and reads_as_activity(goal.text):
            yield Finding(
                "K04",
                Severity.HINT,
                2,
                goal.text,
                _("Dit leest als een activiteit. Schrijf wat er voor inwoners anders is."),
                Where.GOAL,
                goal.id,
            )


CHECK = Check("K04", gettext_lazy("Resultaat in plaats van activiteit"), Severity.HINT, 2, run)
