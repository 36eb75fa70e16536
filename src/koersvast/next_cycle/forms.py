"""Forms for opening the next cycle and for saying what follows what: they check, they never save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.cycles.forms import CycleForm, plain_text
from koersvast.decisions.models import DecisionWord
from koersvast.next_cycle.offers import IMPROVEMENTS, OFFERED, Choice, Offer

LABELS = {
    "ambitions": gettext_lazy("Ambities"),
    "results": gettext_lazy("Resultaten en subdoelen"),
    "activities": gettext_lazy("Activiteiten"),
    "indicators": gettext_lazy("Indicatoren"),
    "organisations": gettext_lazy("Wie doen er mee?"),
    "glossary": gettext_lazy("Begrippen"),
    "commitments": gettext_lazy("Open moties en toezeggingen"),
    IMPROVEMENTS: gettext_lazy("Open verbeteracties"),
}
HELP = {
    "results": gettext_lazy("Een subdoel waarvan het doel erboven achterblijft, schuift een plek omhoog."),
    "activities": gettext_lazy(
        "Alleen wat is gepland gaat mee. Wat is gedaan en wat het bracht, blijft in deze ronde."
    ),
    "indicators": gettext_lazy(
        "De laatste bruikbare meting wordt de nulmeting. Streefwaarden gaan mee om opnieuw te bekijken."
    ),
    IMPROVEMENTS: gettext_lazy("Wat meegaat, wordt een toezegging in de nieuwe ronde."),
}


class NextCycleForm(CycleForm):
    """The new cycle itself; its number is higher than that of the old one."""

    def __init__(self, *args: Any, after: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if number <= self.after:
            raise forms.ValidationError(
                _("Kies een hoger nummer dan %(number)s, het nummer van deze ronde."),
                params={"number": self.after},
            )
        return number


class CarryForm(forms.Form):
    """What goes along: a list of boxes per kind of thing, ticked as people decided."""

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in OFFERED:
            own = [offer for offer in offers if offer.section == section]
            if not own:
                continue
            self.fields[section] = forms.MultipleChoiceField(
                label=LABELS[section],
                help_text=HELP.get(section, ""),
                required=False,
                choices=[(offer.key, _label(offer)) for offer in own],
                initial=[offer.key for offer in own if offer.carry],
                widget=forms.CheckboxSelectMultiple,
            )

    def chosen(self) -> list[Choice]:
        return [(section, key) for section, keys in self.cleaned_data.items() for key in keys]


def _label(offer: Offer) -> str:
    before = "– " * offer.depth
    if not offer.word:
        return f"{before}{offer.title}"
    word = str(DecisionWord(offer.word).label).lower()
    said = _("Besluit: %(word)s. %(reason)s") % {"word": word, "reason": offer.reason}
    return f"{before}{offer.title} ({said})"


class DescentForm(forms.Form):
    """What a thing follows: per line one thing of an earlier cycle, and why. An empty line is nothing."""

    SPARE = 2

    def __init__(
        self,
        *args: Any,
        choices: Sequence[tuple[str, list[tuple[str, str]]]],
        follows: Sequence[Mapping[str, Any]],
        breaks: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = len(follows) + self.SPARE
        known = {value for _group, group in choices for value, _text in group}
        gone = [(sign(one), f"{one['cycle']}: {one['key']}") for one in follows if sign(one) not in known]
        for index in range(self.rows):
            one = follows[index] if index < len(follows) else {}
            place = {"number": index + 1}
            self.fields[f"of_{index}"] = forms.ChoiceField(
                label=_("Volgt op (%(number)s)") % place,
                choices=[("", _("Niets")), *choices, *gone],
                required=False,
                initial=sign(one) if one else "",
            )
            self.fields[f"why_{index}"] = forms.CharField(
                label=_("Waarom zo? (%(number)s)") % place,
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 2}),
                validators=[plain_text],
                initial=one.get("why", ""),
            )
            if breaks:
                self.fields[f"breaks_{index}"] = forms.BooleanField(
                    label=_(
                        "De reeks breekt hier: oude en nieuwe metingen zijn niet te vergelijken (%(number)s)"
                    )
                    % place,
                    required=False,
                    initial=bool(one.get("breaks")),
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: set[str] = set()
        for index in range(self.rows):
            of = data.get(f"of_{index}", "")
            if of and of in seen:
                self.add_error(f"of_{index}", _("Dit staat er al. Noem elk ding één keer."))
            if data.get(f"breaks_{index}") and of and not data.get(f"why_{index}"):
                self.add_error(f"why_{index}", _("Schrijf in één zin waarom de reeks hier breekt."))
            seen.add(of)
        return data

    def follows(self) -> list[dict[str, Any]]:
        found = []
        for index in range(self.rows):
            of = self.cleaned_data.get(f"of_{index}")
            if not of:
                continue
            number, _dot, key = of.partition(".")
            one: dict[str, Any] = {"cycle": int(number), "key": key}
            if self.cleaned_data.get(f"why_{index}"):
                one["why"] = self.cleaned_data[f"why_{index}"]
            if self.cleaned_data.get(f"breaks_{index}"):
                one["breaks"] = True
            found.append(one)
        return found


def sign(one: Mapping[str, Any]) -> str:
    return f"{one['cycle']}.{one['key']}"


def by_field(follows: Iterable[Mapping[str, Any]], names: Iterable[str]) -> dict[str, Any]:
    """What a thing follows as the fields of the form hold it, for two versions beside each other."""
    found: dict[str, Any] = dict.fromkeys(names, "")
    for index, one in enumerate(follows):
        found |= {f"of_{index}": sign(one), f"why_{index}": one.get("why", "")}
        if f"breaks_{index}" in found:
            found[f"breaks_{index}"] = bool(one.get("breaks"))
    return {name: value for name, value in found.items() if name in set(names)}
