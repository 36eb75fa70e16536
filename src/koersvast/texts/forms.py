"""What people fill in while they check a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.people.models import Membership, User
from koersvast.texts.models import Decided, NameKind, Task
from koersvast.texts.words import KINDS
from koersvast.ui.choices import offer_rows

LONGEST_INSTEAD = 80
MOST_NAMES = 3000


class MarkForm(forms.Form):
    """Words that a person marks: at the chosen place, or everywhere they stand."""

    words = forms.CharField(
        label=_("Welke woorden?"),
        max_length=500,
        required=False,
        help_text=_("Kies ze in de tekst, of typ ze over: dan worden ze overal gemarkeerd."),
    )
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Wat is het?"), choices=KINDS, initial="person")
    decided = forms.ChoiceField(
        label=_("Wat gebeurt ermee?"),
        choices=[(Decided.REPLACE, _("Vervangen")), (Decided.NEVER, _("Niet gebruiken"))],
        initial=Decided.REPLACE,
        widget=forms.RadioSelect,
    )
    instead = forms.CharField(
        label=_("Woorden ervoor in de plaats"), max_length=LONGEST_INSTEAD, required=False
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("start") is None and not (found.get("words") or "").strip():
            self.add_error("words", _("Kies of typ welke woorden u bedoelt."))
        return found


class DecisionForm(forms.Form):
    decided = forms.ChoiceField(choices=[(one.value, one.label) for one in Decided if one != Decided.OPEN])
    instead = forms.CharField(max_length=LONGEST_INSTEAD, required=False)


class NamesForm(forms.Form):
    """The municipality's own list: per kind one name per line."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for kind in NameKind:
            self.fields[kind.value] = forms.CharField(
                label=kind.label,
                required=False,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=_("Eén naam per regel."),
            )

    def clean(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for kind in NameKind:
            lines = (self.cleaned_data.get(kind.value) or "").splitlines()
            names = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
            if any(len(name) > 120 for name in names) or len(names) > MOST_NAMES:
                self.add_error(kind.value, _("Een naam is hoogstens 120 tekens, en hoogstens 3000 namen."))
            found[kind.value] = names
        return found


class TeamForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Wie"), queryset=User.objects.none())
    task = forms.ChoiceField(label=_("Wat doet deze persoon?"), choices=Task)

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.filter(municipality=municipality).values("user")
        people = User.objects.filter(pk__in=here, is_active=True).order_by("name")
        offer_rows(self, "user", people, called=lambda user: f"{user.name} ({user.email})")
