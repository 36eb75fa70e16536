"""Forms about surveys: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import Activity
from koersvast.cycles.forms import guard_texts
from koersvast.surveys import rules
from koersvast.surveys.actions import MOST_CODES
from koersvast.surveys.inviting import MOST_PEOPLE
from koersvast.surveys.models import Edition, Plan, Survey
from koersvast.surveys.questionnaire import Question, words_in
from koersvast.surveys.result_actions import MOST_GROUPS
from koersvast.surveys.words import Mode
from koersvast.ui.choices import offer, offer_rows


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SurveyForm(forms.ModelForm[Any]):
    # rows of a municipality are known when the form is made, not when the program starts
    edition: forms.ModelChoiceField[Edition] = forms.ModelChoiceField(label=_("Vragenlijst"), queryset=None)
    earlier: forms.ModelChoiceField[Survey] = forms.ModelChoiceField(
        label=_("Vorige peiling"),
        queryset=None,
        required=False,
        help_text=_("Dan ziet u straks wat er veranderd is."),
    )
    activity: forms.ModelChoiceField[Activity] = forms.ModelChoiceField(
        label=_("Activiteit"),
        queryset=None,
        required=False,
        help_text=_("Alleen als u deelnemers van één activiteit vraagt."),
    )

    class Meta:
        model = Survey
        fields = [
            "title", "public_title", "edition", "earlier", "activity", "paired", "whom", "about", "contact", "mode", "opens_on", "closes_on", "keep_until",
        ]  # fmt: skip
        widgets = {
            "about": forms.Textarea(attrs={"rows": 4}),
            "mode": forms.RadioSelect,
            "opens_on": day_input(),
            "closes_on": day_input(),
            "keep_until": day_input(),
        }

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = Edition.objects.filter(municipality=municipality).select_related("questionnaire")
        offer_rows(self, "edition", editions.order_by("questionnaire__title", "number"), called=_edition_name)
        earlier = Survey.objects.filter(municipality=municipality).exclude(pk=self.instance.pk)
        offer_rows(self, "earlier", earlier.order_by("-opens_on"), called=lambda row: row.title)
        offer(self, "mode", Mode.choices)
        offer_rows(self, "activity", Activity.objects.filter(municipality=municipality).order_by("name"))
        guard_texts(self)

    def clean_public_title(self) -> str:
        title: str = self.cleaned_data["public_title"]
        if found := rules.telling_words(title):
            raise forms.ValidationError(
                _("De titel zegt te veel tegen wie meekijkt: haal %(word)s weg."),
                params={"word": f"“{found[0]}”"},
            )
        return title

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes, keep = (data.get(name) for name in ("opens_on", "closes_on", "keep_until"))
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("De peiling eindigt vóór zij begint."))
        if closes and keep and keep < closes:
            self.add_error("keep_until", _("Bewaar de antwoorden in elk geval tot het einde van de peiling."))
        return data


def _edition_name(edition: Edition) -> str:
    return gettext("%(title)s, versie %(number)s") % {
        "title": edition.questionnaire.title,
        "number": edition.number,
    }


class PlanForm(forms.ModelForm[Any]):
    class Meta:
        model = Plan
        fields = [
            "change", "by_year", "group", "share", "now", "wanted", "invited", "response", "population", "deff", "anyway",
        ]  # fmt: skip
        widgets = {"anyway": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("share", "now", "wanted", "response"):
            self.fields[name].widget.attrs |= {"min": 0, "max": 100, "step": "any"}
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, lowest, highest in (("share", 0.01, 100), ("now", 0, 100), ("wanted", 0, 100), ("response", 0.1, 100), ("deff", 1, 10), ("invited", 2, 10_000_000), ("by_year", 2000, 2100)):  # fmt: skip
            value = data.get(name)
            if value is not None and not lowest <= value <= highest:
                self.add_error(
                    name,
                    _("Kies een getal van %(low)s tot en met %(high)s.") % {"low": lowest, "high": highest},
                )
        if data.get("now") is not None and data.get("now") == data.get("wanted"):
            self.add_error("wanted", _("Dit is gelijk aan nu. Een verandering van 0 is nooit te zien."))
        return data


class CodesForm(forms.Form):
    count = forms.IntegerField(label=_("Hoeveel brieven met een code?"), min_value=1, max_value=MOST_CODES)
    sender = forms.CharField(
        label=_("Afzender onder de brief"),
        max_length=200,
        help_text=_("Neutraal, zoals: Gemeente Waterveen."),
    )
    words = forms.CharField(
        label=_("Tekst van de brief"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Zonder het onderwerp. Wie de brief ziet liggen, mag niets leren over wie hem kreeg."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("sender", "words"):
            if found := rules.telling_words(data.get(name, "")):
                self.add_error(name, _("Dit woord zegt te veel: %(word)s.") % {"word": found[0]})
        return data


class InviteForm(forms.Form):
    """People with their address, one per line."""

    people = forms.CharField(
        label=_("Wie vraagt u?"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Eén mens per regel: naam; e-mailadres."),
    )

    def clean_people(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for number, line in enumerate(self.cleaned_data["people"].splitlines(), start=1):
            if not line.strip():
                continue
            name, _sign, address = (part.strip() for part in line.partition(";"))
            try:
                validate_email(address)
                if not name or len(name) > 100:
                    raise forms.ValidationError("")
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("Regel %(number)s is geen naam met een e-mailadres."), params={"number": number}
                ) from None
            found.append((name, address))
        if len(found) > MOST_PEOPLE:
            raise forms.ValidationError(
                _("Zet ten hoogste %(most)s mensen tegelijk op de lijst."), params={"most": MOST_PEOPLE}
            )
        return found


class MarginsForm(forms.Form):
    """How many inhabitants belong to each answer of one question."""

    source = forms.CharField(
        label=_("Bron"), max_length=200, help_text=_("Bijvoorbeeld: CBS Bevolking, 1 januari 2026.")
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in choices:
            self.fields[f"aantal-{key}"] = forms.IntegerField(label=label, min_value=0, max_value=20_000_000)

    def people(self) -> dict[str, int]:
        return {
            name.removeprefix("aantal-"): count
            for name, count in self.cleaned_data.items()
            if name.startswith("aantal-")
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(count for name, count in data.items() if name.startswith("aantal-")):
            raise forms.ValidationError(_("Vul bij minstens één antwoord een aantal in."))
        return data


class GroupsForm(forms.Form):
    """Which questions divide people into groups to compare. More groups, more figures that must stay hidden."""

    groups = forms.MultipleChoiceField(
        label=_("Groepen om te vergelijken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ten hoogste vier. Hoe meer groepen, hoe meer cijfers verborgen moeten blijven."),
    )

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "groups", [(one.key, words_in(one.label, "nl")) for one in questions])

    def clean_groups(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["groups"]
        if len(chosen) > MOST_GROUPS:
            raise forms.ValidationError(_("Kies ten hoogste vier vragen."))
        return chosen


class LookForm(forms.Form):
    """One answer to one question, to look at while the survey runs."""

    what = forms.ChoiceField(label=_("Waar wilt u naar kijken?"))

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "what",
            [
                (f"{one.key}={choice.key}", f"{words_in(one.label, 'nl')}: {words_in(choice.label, 'nl')}")
                for one in questions
                for choice in one.choices
            ],
        )

    def chosen(self) -> tuple[str, str]:
        question, _equals, answer = self.cleaned_data["what"].partition("=")
        return question, answer
