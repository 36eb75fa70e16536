"""The fixed words of a survey."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """What is known about who answers. Chosen before the first answer, and never changed after it."""

    OPEN = "open", _("Anoniem, met een open link")
    CODE = "code", _("Anoniem, met een code")
    CONFIDENTIAL = "confidential", _("Vertrouwelijk")


# said to the resident, before the first question
MODE_SENTENCES = {
    Mode.OPEN: _(
        "Wij weten niet wie u bent. Iedereen kan meedoen, ook twee keer. Daarom heet dit een open raadpleging."
    ),
    Mode.CODE: _(
        "Wij weten niet wie u bent. Met elke code kan één keer iemand meedoen. Wie welke code heeft, weten wij niet."
    ),
    Mode.CONFIDENTIAL: _(
        "Dit is vertrouwelijk, niet anoniem. Wie dit onderzoek leidt, kan zien wat u antwoordde. Anderen niet."
    ),
}


class SurveyStatus(models.TextChoices):
    PLANNED = "planned", _("In voorbereiding")
    OPEN = "open", _("Loopt")
    CLOSED = "closed", _("Gesloten")
