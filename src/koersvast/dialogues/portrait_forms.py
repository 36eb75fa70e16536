"""Forms about portraits: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import guard_texts
from koersvast.dialogues.forms import neutral_title
from koersvast.dialogues.models import Portrait
from koersvast.dialogues.portrait_rules import LONGEST
from koersvast.dialogues.quote_forms import ReadingForm

CHECKLIST = (
    _("Zou een buur, collega of familielid denken dat dit over één bepaald mens gaat?"),
    _("Staat er een naam, plek, datum of nummer in dat naar iemand wijst?"),
    _("Gaat het over iets zeldzaams: een voorval, een functie, iets uit het nieuws?"),
    _("Herkent u de manier van praten van één deelnemer?"),
    _("Gaat het ook over iemand die geen toestemming gaf?"),
)


class TitleForm(forms.ModelForm[Any]):
    class Meta:
        model = Portrait
        fields = ["title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean_title(self) -> str:
        return neutral_title(self.cleaned_data["title"])


class PortraitForm(TitleForm):
    words = forms.CharField(
        label=_("Het portret"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("In uw eigen woorden. Neem van niemand een hele zin over."),
    )


class PortraitReadingForm(ReadingForm):
    questions = CHECKLIST
