"""K16: a budget line has a task field and a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts

TASK_FIELD = re.compile(r"^[0-9](\.[0-9]{1,3}[a-z]?)?$")


def run(facts: PlanFacts) -> Iterator[Finding]:
    for activity in facts.activities:
        for budget in activity.budgets:
            if budget.year and TASK_FIELD.match(budget.taakveld.strip()):
                continue
            yield Finding(
                "K16",
                Severity.ERROR,
                3,
                activity.name,
                _("Een bedrag van %(year)s heeft geen goed taakveld of geen jaar.")
                % {"year": budget.year or "?"},
                Where.ACTIVITY,
                activity.id,
            )


CHECK = Check("K16", gettext_lazy("Taakveld en jaar bij geld"), Severity.ERROR, 3, run)
