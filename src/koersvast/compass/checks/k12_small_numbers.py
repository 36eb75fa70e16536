"""K12: small groups are not shown: 10 people for a count, 50 for a percentage."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts
from koersvast.indicators.rules import SMALLEST_COUNT, large_enough


def run(facts: PlanFacts) -> Iterator[Finding]:
    for row in facts.measurements:
        indicator = facts.indicators.get(row.indicator)
        if indicator and not large_enough(row.value, indicator.unit, row.n):
            yield Finding(
                "K12",
                Severity.ERROR,
                1,
                indicator.name,
                _("De groep van %(period)s is te klein om te tonen.") % {"period": row.period},
                Where.MEASUREMENT,
                row.id,
            )
    for activity in facts.activities:
        for outcome in activity.outcomes:
            sizes = [n for n in (outcome.usefulness_n, outcome.achieved_n, outcome.reached) if n is not None]
            if sizes and min(sizes) < SMALLEST_COUNT:
                yield Finding(
                    "K12",
                    Severity.ERROR,
                    5,
                    activity.name,
                    _("Over %(period)s zijn de aantallen te klein om te tonen.") % {"period": outcome.period},
                    Where.ACTIVITY,
                    activity.id,
                )


CHECK = Check("K12", gettext_lazy("Kleine aantallen niet tonen"), Severity.ERROR, 1, run)
