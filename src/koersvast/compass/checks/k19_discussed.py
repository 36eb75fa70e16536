"""K19: once there was a review, every result and activity is talked about with at least two parties."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts
from koersvast.ui.dates import first_day


def run(facts: PlanFacts) -> Iterator[Finding]:
    if not any(first_day(row.held_on) <= facts.today for row in facts.reviews()):
        return
    reason = _("Hierover is nog niet met twee partijen gesproken. Neem het mee in het verbetergesprek.")
    about = [(one.id, one.text) for one in facts.results()] + [(one.id, one.name) for one in facts.activities]
    for ident, name in about:
        if ident not in facts.discussed:
            yield Finding("K19", Severity.WARNING, 6, name, reason, Where.REVIEWS, ident)


CHECK = Check("K19", gettext_lazy("Met twee partijen besproken"), Severity.WARNING, 6, run)
