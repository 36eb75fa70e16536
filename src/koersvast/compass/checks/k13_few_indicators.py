"""K13: few indicators say more than many: 3 for a result, 12 for a plan."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts

MOST_FOR_A_RESULT = 3
MOST_FOR_A_PLAN = 12


def run(facts: PlanFacts) -> Iterator[Finding]:
    societal = [
        link
        for link in facts.goal_indicators
        if link.indicator in facts.indicators and facts.indicators[link.indicator].level == "societal"
    ]
    for result in facts.results():
        used = {link.indicator for link in societal if link.goal == result.id}
        if len(used) > MOST_FOR_A_RESULT:
            reason = _("%(count)s cijfers bij één resultaat. Kies er hoogstens drie.") % {"count": len(used)}
            yield Finding("K13", Severity.HINT, 2, result.text, reason, Where.GOAL, result.id)
    used = {link.indicator for link in societal}
    if len(used) > MOST_FOR_A_PLAN:
        reason = _("Het plan heeft %(count)s maatschappelijke indicatoren. Twaalf is genoeg.") % {
            "count": len(used)
        }
        yield Finding("K13", Severity.HINT, 2, _("Het hele plan"), reason, Where.INDICATOR)


CHECK = Check("K13", gettext_lazy("Weinig indicatoren"), Severity.HINT, 2, run)
