"""K01: residents, providers and the municipality all sit at the table."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.compass.checks.finding import Check, Finding, Severity, Where
from koersvast.compass.facts import PlanFacts


def run(facts: PlanFacts) -> Iterator[Finding]:
    names = {
        "municipality": _("de gemeente"),
        "residents": _("inwoners"),
        "provider": _("aanbieders"),
    }
    present = {partner.party for partner in facts.partners}
    for party, name in names.items():
        if party not in present:
            yield Finding(
                "K01",
                Severity.WARNING,
                0,
                name,
                _("Aan tafel ontbreken: %(party)s. Zo mist u een perspectief.") % {"party": name},
                Where.PARTNERS,
            )


CHECK = Check("K01", gettext_lazy("Drie partijen aan tafel"), Severity.WARNING, 0, run)
