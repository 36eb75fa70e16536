"""K02: an ambition rests on a measurement that was talked about, or on what people said."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    for ambition in facts.ambitions:
        if ambition.interpreted:
            continue
        reason = (
            _("Deze ambitie rust op een cijfer dat nog niet samen besproken is.")
            if ambition.evidence
            else _("Deze ambitie rust nog op niets: koppel een besproken cijfer of een gesprek.")
        )
        yield Finding("K02", Severity.WARNING, 1, ambition.text, reason, Where.AMBITION, ambition.id)


CHECK = Check("K02", gettext_lazy("Ambitie met onderbouwing"), Severity.WARNING, 1, run)
