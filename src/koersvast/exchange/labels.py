"""What the sections of a plan are called on the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "koersvast": _("Versie van het formaat"),
    "municipality": _("Gemeente"),
    "cycle": _("Ronde"),
    "steps": _("Stappen"),
    "organisations": _("Organisaties"),
    "glossary": _("Begrippen"),
    "sessions": _("Bijeenkomsten"),
    "indicators": _("Indicatoren"),
    "measurements": _("Metingen"),
    "interpretations": _("Duidingen"),
    "ambitions": _("Ambities"),
    "results": _("Resultaten en subdoelen"),
    "initiatives": _("Initiatieven"),
    "activities": _("Activiteiten"),
    "task_fields": _("Taakvelden"),
    "commitments": _("Toezeggingen"),
    "decisions": _("Besluiten"),
    "papers": _("Teksten van stukken"),
    "calendar": _("Kalender"),
    "sources": _("Bronnen"),
}
