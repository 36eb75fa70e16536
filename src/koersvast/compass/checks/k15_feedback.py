"""K15: people who were heard hear back what is done with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    reason = _(
        "De gesprekken zijn klaar, en de deelnemers hoorden nog niets terug. Vertel wat u hoorde, doet en niet doet."
    )
    for row in facts.dialogues:
        if row.ended and not row.feedback:
            yield Finding("K15", Severity.WARNING, 1, row.title, reason, Where.DIALOGUES, row.id)


CHECK = Check("K15", gettext_lazy("Terugkoppeling aan deelnemers"), Severity.WARNING, 1, run)
