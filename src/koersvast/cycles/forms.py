"""Forms of a cycle: they check, they never save."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle, GlossaryTerm, Note, Partner, Session, Step
from koersvast.cycles.rules import DATE, unsafe_text
from koersvast.cycles.words import Party, SessionKind, StepNumber, Theme
from koersvast.ui import dates
from koersvast.ui.numbers import decimal

THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")

MISTAKES = {
    "long": _("De tekst is te lang. Er passen 5000 tekens in."),
    "unknown": _("Weet u het niet? Laat het veld dan leeg."),
    "markup": _("Gebruik geen tekens zoals <b>. Gewone tekst is genoeg."),
    "formula": _("Een tekst mag niet beginnen als een formule, met =, +, - of @."),
    "control": _("De tekst bevat een teken dat niet te zien is. Typ de tekst opnieuw."),
}


def plain_text(value: Any) -> None:
    """A text that a plan file can hold and a spreadsheet cannot run."""
    mistake = unsafe_text(str(value))
    if mistake:
        raise forms.ValidationError(MISTAKES[mistake])


def guard_texts(form: forms.BaseForm) -> None:
    """Every text field of a form takes plain text only."""
    for field in form.fields.values():
        if isinstance(field, forms.CharField):
            field.validators.append(plain_text)


class PartialDate(forms.CharField):
    """A year, a year and month, or a day: 2027, 2027-03 or 2027-03-01."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("help_text", _("Jaar, jaar-maand of dag: 2027, 2027-03 of 2027-03-01."))
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not value:
            return
        try:
            if not DATE.match(value):
                raise ValueError
            dates.first_day(value)
        except ValueError:
            raise forms.ValidationError(_("Schrijf een jaar, jaar-maand of dag, zoals 2027-03-01.")) from None


class NumberField(forms.FloatField):
    """A number as people write it: 6,5 or 6.5. A point between thousands could mean either, so it is refused."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip() if not isinstance(value, float | int) else value
        if isinstance(text, str):
            if THOUSANDS.fullmatch(text):
                raise forms.ValidationError(
                    _("Schrijf %(whole)s zonder punt, of %(part)s met een komma.")
                    % {"whole": text.replace(".", ""), "part": text.replace(".", ",", 1)}
                )
            text = text.replace(",", ".").replace("\u2212", "-")
        return super().to_python(text)

    def prepare_value(self, value: Any) -> Any:
        return decimal(value, places=6) if isinstance(value, float) and abs(value) < 1000 else value


def take_numbers(form: forms.BaseForm, *names: str) -> None:
    """Let fields of a model form take numbers as people write them."""
    for name in names:
        before = form.fields[name]
        form.fields[name] = NumberField(
            label=before.label, help_text=before.help_text, required=before.required
        )


class PeriodForm(forms.ModelForm[Any]):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and dates.last_day(end) < dates.first_day(start):
            self.add_error("ends_on", _("Het eind ligt voor het begin."))
        return data


class CycleForm(PeriodForm):
    starts_on = PartialDate(label=_("Begint op"))
    ends_on = PartialDate(label=_("Eindigt op"), required=False)

    class Meta:
        model = Cycle
        fields = ["number", "title", "starts_on", "ends_on", "visibility", "summary"]
        widgets = {"title": forms.TextInput(), "summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class StepForm(forms.ModelForm[Any]):
    parties = forms.MultipleChoiceField(
        label=_("Wie deden mee?"), choices=Party, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Step
        fields = ["parties", "ready", "ready_reason", "visibility"]
        widgets = {"ready_reason": forms.Textarea(attrs={"rows": 2})}
        labels = {"ready": _("Deze stap is voor ons klaar")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ready") and not data.get("ready_reason"):
            self.add_error("ready_reason", _("Schrijf in één zin waarom de stap klaar is."))
        return data


class PartnerForm(forms.ModelForm[Any]):
    class Meta:
        model = Partner
        fields = ["name", "kind", "party", "interest", "mandate", "urgency", "email"]
        widgets = {
            "name": forms.TextInput(),
            "interest": forms.Textarea(attrs={"rows": 2}),
            "mandate": forms.Textarea(attrs={"rows": 2}),
            "email": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class SessionForm(forms.ModelForm[Any]):
    step = forms.TypedChoiceField(label=_("Stap"), choices=StepNumber, coerce=int)
    kind = forms.ChoiceField(label=_("Soort"), choices=SessionKind)
    held_on = PartialDate(label=_("Gehouden op"))
    parties = forms.MultipleChoiceField(
        label=_("Wie deden mee?"), choices=Party, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Session
        fields = ["title", "kind", "step", "held_on", "parties", "tables", "rounds", "votes_each", "outcome"]
        widgets = {"title": forms.TextInput(), "outcome": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"votes_each": _("Leeg: drie.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        for name, most in (("tables", 40), ("rounds", 10), ("votes_each", 20)):
            self.fields[name].widget.attrs.update({"min": 1, "max": most, "inputmode": "numeric"})


class NoteForm(forms.ModelForm[Any]):
    theme = forms.ChoiceField(
        label=_("Thema"), choices=[("", _("Geen thema")), *Theme.choices], required=False
    )

    class Meta:
        model = Note
        fields = ["text", "table", "round", "theme"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        labels = {"round": _("Ronde")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class GroupForm(forms.Form):
    cluster = forms.CharField(
        label=_("Naam van de groep"), max_length=200, required=False, validators=[plain_text]
    )


class TermForm(forms.ModelForm[Any]):
    municipality_meaning = forms.CharField(
        label=_("De gemeente bedoelt"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    residents_meaning = forms.CharField(
        label=_("Inwoners bedoelen"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    provider_meaning = forms.CharField(
        label=_("Aanbieders bedoelen"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = GlossaryTerm
        fields = ["term", "agreed"]
        widgets = {"term": forms.TextInput(), "agreed": forms.Textarea(attrs={"rows": 2})}

    field_order = [
        "term",
        "municipality_meaning",
        "residents_meaning",
        "provider_meaning",
        "agreed",
        "version",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
            for meaning in self.instance.meanings.all():
                self.fields[f"{meaning.party}_meaning"].initial = meaning.meaning

    def meanings(self) -> dict[str, str]:
        return {party: self.cleaned_data[f"{party}_meaning"] for party in Party.values}
