"""What people read in a history: the verb of an entry as a sentence, the field as a word."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from koersvast.audit.models import Entry, FieldChange

SENTENCES = {
    "activity.added": _("begon deze activiteit"),
    "activity.changed": _("veranderde deze activiteit"),
    "activity.removed": _("haalde deze activiteit weg"),
    "activity.brought_back": _("zette deze activiteit terug"),
    "activity.contributes": _("schreef waarom dit helpt"),
    "activity.budgeted": _("veranderde de kosten"),
    "activity.funded": _("veranderde de dekking"),
    "activity.quality_told": _("schreef over kwaliteit"),
    "activity.outcome_told": _("schreef wat het bracht"),
    "activity.part_removed": _("haalde een onderdeel weg"),
    "activity.part_brought_back": _("zette een onderdeel terug"),
    "indicator.added": _("voegde dit cijfer toe"),
    "indicator.changed": _("veranderde de omschrijving"),
    "measurement.added": _("schreef een meting op"),
    "measurement.imported": _("las metingen in"),
    "measurement.changed": _("veranderde een meting"),
    "measurement.removed": _("haalde een meting weg"),
    "measurement.brought_back": _("zette een meting terug"),
    "measurement.chosen": _("koos een bron"),
}


def sentence(entry: Entry) -> Any:
    return SENTENCES.get(entry.verb, _("veranderde iets"))


def field_name(entry: Entry, change: FieldChange) -> str:
    """The name of a field as the forms show it; the stored name where there is none."""
    try:
        return str(apps.get_model(entry.subject_type)._meta.get_field(change.field).verbose_name)
    except (LookupError, FieldDoesNotExist, AttributeError):
        return change.field.replace("_", " ")


def value(stored: Any) -> str:
    if stored is None or stored == "":
        return "–"
    if isinstance(stored, list):
        return ", ".join(map(str, stored)) or "–"
    return str(stored)
