"""Forms of the calendar and the house style: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import PartialDate, guard_texts
from koersvast.papers import rules
from koersvast.papers.models import CalendarItem, HouseStyle
from koersvast.papers.png import kept_png

LOGO_MISTAKES = {
    "type": _("Dit is geen PNG. Sla het logo op als PNG en kies het opnieuw."),
    "size": _("Het logo is te groot. Het mag hoogstens 300 kB zijn."),
    "side": _("Het logo heeft te veel beeldpunten. Het mag hoogstens 3000 breed en 3000 hoog zijn."),
}


class CalendarForm(forms.ModelForm[Any]):
    due_on = PartialDate(label=_("Uiterlijk"))

    class Meta:
        model = CalendarItem
        fields = ["title", "due_on", "year", "paper", "status"]
        labels = {
            "title": _("Wat moet er klaar zijn?"),
            "year": _("Over welk jaar?"),
            "paper": _("Welk stuk hoort erbij?"),
        }
        widgets = {"title": forms.TextInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.min_value, year.max_value = 1990, 2100
        guard_texts(self)

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not 1990 <= year <= 2100:
            raise forms.ValidationError(_("Kies een jaar van 1990 tot en met 2100."))
        return year


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Voor welk jaar?"), min_value=1990, max_value=2100)


class HouseStyleForm(forms.ModelForm[Any]):
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("Een PNG van hoogstens 300 kB. Het logo staat niet in het planbestand."),
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )
    no_logo = forms.BooleanField(label=_("Haal het logo weg"), required=False)

    class Meta:
        model = HouseStyle
        fields = ["name", "colour", "colour_in_headings", "sender", "footer"]
        labels = {
            "name": _("Naam zoals die op papier staat"),
            "colour": _("Kleur"),
            "colour_in_headings": _("Gebruik de kleur ook in de koppen"),
            "sender": _("Afzender en adres"),
            "footer": _("Regel onderaan elke bladzijde"),
        }
        help_texts = {
            "name": _("Bijvoorbeeld: Gemeente Waterveen."),
            "colour": _("Een hekje en zes tekens, zoals #0b4654. De kleur moet op wit goed te lezen zijn."),
            "sender": _("Elke regel apart. Alleen gegevens van de gemeente, geen namen van mensen."),
        }
        widgets = {"sender": forms.Textarea(attrs={"rows": 4}), "footer": forms.TextInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"].strip().lower()
        mistake = rules.colour_mistake(colour)
        if mistake == "shape":
            raise forms.ValidationError(_("Schrijf een hekje en zes tekens, zoals #0b4654."))
        if mistake == "contrast":
            found = rules.contrast_with_white(colour)
            raise forms.ValidationError(
                _(
                    "Deze kleur is op wit niet goed te lezen: het contrast is %(found)s en moet 4,5 zijn. Kies donkerder."
                )
                % {"found": f"{found:.1f}".replace(".", ",")}
            )
        return colour

    def clean_logo(self) -> bytes | None:
        file = self.cleaned_data["logo"]
        if not file:
            return None
        if file.size > rules.MOST_LOGO_BYTES:
            raise forms.ValidationError(LOGO_MISTAKES["size"])
        content = file.read()
        mistake = rules.logo_mistake(content)
        kept = b"" if mistake else kept_png(content)
        if mistake or not kept:
            raise forms.ValidationError(LOGO_MISTAKES[mistake or "type"])
        return kept

    def new_logo(self) -> bytes | None:
        """The new logo, b"" to take it away, or None to leave it."""
        return self.cleaned_data["logo"] or (b"" if self.cleaned_data["no_logo"] else None)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in HouseStyleForm.Meta.fields}
