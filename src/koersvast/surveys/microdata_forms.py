"""Forms about answers as a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

CSV, SAV = "csv", "sav"


class ExportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Soort bestand"),
        choices=[(CSV, _("CSV, voor elk programma")), (SAV, _("SPSS (.sav), met alle woorden erin"))],
        initial=CSV,
        widget=forms.RadioSelect,
        help_text=_("Het codeboek zit er altijd bij."),
    )
    weeks = forms.BooleanField(
        label=_("Met de week waarin iemand antwoordde"),
        required=False,
        help_text=_("Alleen als u die nodig heeft: een week maakt de kring kleiner waarin u iemand zoekt."),
    )
    texts = forms.BooleanField(
        label=_("Met wat mensen in eigen woorden schreven"),
        required=False,
        help_text=_(
            "Liever niet. Daarin staan namen en plekken waaraan mensen te herkennen zijn. Eigen woorden horen bij het coderen: daar haalt iemand die eerst weg."
        ),
    )
