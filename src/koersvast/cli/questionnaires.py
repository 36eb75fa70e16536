"""Which questionnaire a command is about."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.surveys.models import Edition
from koersvast.tenants.models import Municipality


def find_edition(municipality: Municipality, wanted: str) -> Edition:
    """By the title of the questionnaire (then its newest edition), or by the id of an edition.

    Raises plans.NotFound, also when two have this title.
    """
    with scope(municipality=municipality):
        rows = list(
            Edition.objects.filter(municipality=municipality)
            .select_related("questionnaire", "municipality")
            .order_by("-number")
        )
    found = [row for row in rows if str(row.pk) == wanted.strip().lower()]
    named = {row.questionnaire_id: row for row in reversed(rows) if row.questionnaire.title == wanted}
    found = found or list(named.values())
    if len(found) == 1:
        return found[0]
    if found:
        raise plans.NotFound(_("Er zijn meer vragenlijsten met deze titel. Gebruik de id."))
    raise plans.NotFound(_("Deze vragenlijst is er niet."))
