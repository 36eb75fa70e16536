"""K03: an ambition has at least one result about the life of people."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    kinds: dict[object, set[str]] = {}
    for result in facts.results():
        kinds.setdefault(result.ambition, set()).add(result.kind)
    for ambition in facts.ambitions:
        found = kinds.get(ambition.id, set())
        if "content" in found:
            continue
        reason = (
            _("De resultaten gaan over werkwijze of voorwaarden. Schrijf er een over het leven van inwoners.")
            if found
            else _("Deze ambitie heeft nog geen resultaat over het leven van inwoners.")
        )
        yield Finding("K03", Severity.WARNING, 2, ambition.text, reason, Where.AMBITION, ambition.id)


CHECK = Check("K03", gettext_lazy("Resultaat over het leven van inwoners"), Severity.WARNING, 2, run)
