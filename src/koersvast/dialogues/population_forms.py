"""The form of the table of inhabitants: it checks, it never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import guard_texts
from koersvast.dialogues.population import MOST_LINES, Part, WrongLine, read_lines

MISTAKES = {
    "columns": _("Regel %(number)s: schrijf leeftijd; groep; wijk; aantal. Wat u niet weet, laat u leeg."),
    "age": _("Regel %(number)s: deze leeftijd kennen we niet. Kies bijvoorbeeld 25-34 of 65+."),
    "group": _("Regel %(number)s: deze groep kennen we niet. Neem de woorden die bij deelnemers staan."),
    "place": _("Regel %(number)s: de naam van de wijk is te lang."),
    "count": _("Regel %(number)s: het aantal is geen heel getal."),
    "nothing": _("Regel %(number)s: vul minstens een leeftijd, groep of wijk in."),
    "twice": _("Regel %(number)s: deze regel staat er al."),
    "many": _("Er passen hoogstens %(most)s regels in."),
}


class PopulationForm(forms.Form):
    lines = forms.CharField(
        label=_("Aantallen inwoners"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Per regel: leeftijd; groep; wijk; aantal. Bijvoorbeeld: 25-34; ; Havenkwartier; 1200"),
    )
    source = forms.CharField(
        label=_("Bron"),
        max_length=200,
        required=False,
        help_text=_("Waar komen deze aantallen vandaan, en van welk jaar?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean_lines(self) -> list[Part]:
        try:
            return read_lines(self.cleaned_data["lines"])
        except WrongLine as wrong:
            raise forms.ValidationError(
                MISTAKES[wrong.what], params={"number": wrong.number, "most": MOST_LINES}
            ) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lines") and not data.get("source"):
            self.add_error("source", _("Zeg waar deze aantallen vandaan komen."))
        return data
