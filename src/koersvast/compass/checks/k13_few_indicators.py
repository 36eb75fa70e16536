"""K13: few indicators say more than many: 3 for a result, 12 for a plan."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts

MOST_FOR_A_RESULT = 3
MOST_FOR_A_PLAN = 12


def run(facts: PlanFacts) -> Iterator[Finding]:
    per_goal: dict[uuid.UUID, set[uuid.UUID]] = {}
    for link in facts.goal_indicators:
        indicator = facts.indicators.get(link.indicator)
        if indicator is not None and indicator.level == "societal":
            per_goal.setdefault(link.goal, set()).add(link.indicator)
    for result in facts.results():
        count = len(per_goal.get(result.id, ()))
        if count > MOST_FOR_A_RESULT:
            reason = _("%(count)s cijfers bij één resultaat. Kies er hoogstens drie.") % {"count": count}
            yield Finding("K13", Severity.HINT, 2, result.text, reason, Where.GOAL, result.id)
    used = set().union(*per_goal.values())
    if len(used) > MOST_FOR_A_PLAN:
        reason = _("Het plan heeft %(count)s maatschappelijke indicatoren. Twaalf is genoeg.") % {
            "count": len(used)
        }
        yield Finding("K13", Severity.HINT, 2, _("Het hele plan"), reason, Where.INDICATOR)


CHECK = Check("K13", gettext_lazy("Weinig indicatoren"), Severity.HINT, 2, run)
