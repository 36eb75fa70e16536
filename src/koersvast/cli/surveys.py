"""Which survey a command is about."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.surveys.models import Survey
from koersvast.tenants.models import Municipality


def find_surveys(municipality: Municipality, wanted: str) -> list[Survey]:
    """By title or id of a survey, or all of a questionnaire with this title. Raises plans.NotFound."""
    rows = _surveys(municipality)
    found = _named(rows, wanted) or [row for row in rows if row.edition.questionnaire.title == wanted]
    if not found:
        raise plans.NotFound(_("Deze peiling of vragenlijst is er niet."))
    return found


def find_survey(municipality: Municipality, wanted: str) -> Survey:
    """By title or id. Raises plans.NotFound, also when two have this title."""
    found = _named(_surveys(municipality), wanted)
    if len(found) == 1:
        return found[0]
    if found:
        raise plans.NotFound(_("Er zijn meer peilingen met deze titel. Gebruik de id."))
    raise plans.NotFound(_("Deze peiling is er niet."))


def _surveys(municipality: Municipality) -> list[Survey]:
    with scope(municipality=municipality):
        rows = Survey.objects.select_related("edition__questionnaire", "municipality", "data_key", "earlier")
        return list(rows.order_by("opens_on", "title"))


def _named(rows: list[Survey], wanted: str) -> list[Survey]:
    return [row for row in rows if row.title == wanted or str(row.pk) == wanted.strip().lower()]
