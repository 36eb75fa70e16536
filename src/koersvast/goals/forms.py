"""Forms of the goal tree: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import plain_text
from koersvast.cycles.words import Group, Theme
from koersvast.goals.models import GoalKind

LONGEST = 2000
EMPTY = _("Schrijf in één zin wat er anders moet zijn.")


class PlainText(forms.CharField):
    """A text that a plan file can hold and a spreadsheet cannot run."""

    default_validators = [plain_text]


class OneLine(PlainText):
    """A text without line breaks: a goal is one sentence."""

    def clean(self, value: Any) -> str:
        return str(super().clean(" ".join(str(value or "").split())))


def sentence() -> OneLine:
    return OneLine(
        label=_("Tekst van het doel"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": EMPTY},
    )


class TextForm(forms.Form):
    """A new text for a goal, and the version that it was made from."""

    text = sentence()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AddForm(forms.Form):
    """A new goal: under what, and after which one. ``id`` makes that trying again makes no second goal."""

    text = sentence()
    under = forms.CharField(required=False, widget=forms.HiddenInput)
    after = forms.CharField(required=False, widget=forms.HiddenInput)
    id = forms.UUIDField(required=False, widget=forms.HiddenInput)


class DescribeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=GoalKind.choices,
        widget=forms.RadioSelect,
        help_text=_("Inhoudelijk gaat over het leven van mensen. Elke ambitie heeft er minstens één nodig."),
    )
    theme = forms.ChoiceField(label=_("Thema"), choices=[("", "—"), *Theme.choices], required=False)
    groups = forms.MultipleChoiceField(
        label=_("Over wie gaat het?"),
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = PlainText(label=_("Waar?"), max_length=LONGEST, required=False)
    by_year = forms.IntegerField(label=_("In welk jaar?"), min_value=1990, max_value=2100, required=False)
    label = PlainText(
        label=_("Eigen woord van uw plan"),
        max_length=LONGEST,
        required=False,
        help_text=_("Bijvoorbeeld: Pijler 1, speerpunt Veiligheid of jaarthema 2027."),
    )
    note = PlainText(label=_("Opmerking"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AmbitionForm(forms.Form):
    why = PlainText(label=_("Waarom wilt u dit?"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    note = PlainText(label=_("Opmerking"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = OneLine(
        label=_("Waarom blijft de tekst zo?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Schrijf in één zin waarom.")},
    )


class StoryForm(forms.Form):
    """What somebody tells about a goal. Never who: a story of one person can point at that person."""

    text = PlainText(
        label=_("Het verhaal"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Zonder namen, straten en andere dingen waaraan iemand te herkennen is."),
    )
    source = OneLine(
        label=_("Van wie?"),
        max_length=200,
        help_text=_("Schrijf nooit een naam. Wel bijvoorbeeld: een bewoner, een docent, een bezoeker."),
    )
    consent = forms.BooleanField(
        label=_("Wie dit vertelde, vindt het goed dat wij het gebruiken"),
        required=False,
        help_text=_("Zonder toestemming komt het verhaal niet in een rapport."),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
