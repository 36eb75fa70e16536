"""What somebody chooses about a survey from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koersvast.surveys.forms import day_input
from koersvast.surveys.microdata import mapping
from koersvast.surveys.microdata.mapping import Meaning, Proposal, Target
from koersvast.surveys.microdata.reading import GivenColumn
from koersvast.surveys.microdata.variables import WEIGHT
from koersvast.surveys.models import Edition
from koersvast.surveys.questionnaire import DECLINED_KEY, words_in
from koersvast.ui.choices import offer, offer_rows

MOST_FIELDS = 700  # values on one page; with the columns they stay below what Django takes
UNSAID = ""
LEFT_OUT = "-"  # a choice like the others: a column that nobody looked at is no choice
NO_ANSWER = [
    (DECLINED_KEY, _("Dat zeg ik liever niet")),
    (mapping.SKIPPED, _("Overgeslagen")),
    (mapping.NOT_ASKED, _("Niet gevraagd")),
]


class AnswersFileForm(forms.Form):
    file = forms.FileField(
        label=_("Bestand"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.sav"}),
        help_text=_(
            "CSV, Excel (.xlsx) of SPSS (.sav), hoogstens 10 MB, 50.000 rijen en 200 kolommen. Eén rij per mens."
        ),
    )
    edition: forms.ModelChoiceField[Edition] = forms.ModelChoiceField(
        label=_("Welke vragenlijst is dit"),
        queryset=None,
        help_text=_("Staat de vragenlijst er niet bij? Maak die eerst, of lees het XLSForm in."),
    )

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Edition.objects.filter(municipality=municipality).select_related("questionnaire")
        offer_rows(
            self,
            "edition",
            rows.order_by("questionnaire__title", "-number"),
            called=lambda row: (
                gettext("%(title)s, versie %(number)s")
                % {"title": row.questionnaire.title, "number": row.number}
            ),
        )


class UsesForm(forms.Form):
    """For each column what it is."""

    def __init__(self, data: Any, *, proposals: list[Proposal], targets: Mapping[str, Target]) -> None:
        super().__init__(data)
        self.proposals = proposals
        uses = [
            (LEFT_OUT, _("Laat weg")),
            (WEIGHT, _("Gewicht: hoe zwaar iemand telt")),
            *((one.key, one.label) for one in targets.values()),
        ]
        for one in proposals:
            name = f"c{one.index}"
            self.fields[name] = forms.ChoiceField(label=_("Welke vraag is dit?"), initial=one.use or LEFT_OUT)
            offer(self, name, uses)

    @property
    def uses(self) -> dict[int, str]:
        said = {one.index: self.cleaned_data.get(f"c{one.index}", LEFT_OUT) for one in self.proposals}
        return {index: mapping.OUT if use == LEFT_OUT else use for index, use in said.items()}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [use for use in self.uses.values() if use != mapping.OUT]
        if not set(chosen) - {WEIGHT}:
            raise forms.ValidationError(_("Kies bij minstens één kolom een vraag."))
        for one in self.proposals:
            if chosen.count(use := self.uses[one.index]) > 1:
                self.add_error(f"c{one.index}", _("Deze vraag is al bij een andere kolom gekozen."))
                chosen.remove(use)
        return data

    def rows(self) -> list[tuple[Proposal, Any]]:
        return [(one, self[f"c{one.index}"]) for one in self.proposals]


@dataclass(frozen=True)
class Part:
    """A column on the page about values. ``clear``: we think that we know them all."""

    title: str
    label: str
    fields: list[Any]
    clear: bool

    @property
    def shut(self) -> bool:
        return self.clear and not any(one.errors for one in self.fields)


class ValuesForm(forms.Form):
    """For each value what it means. Raises CannotRead when they are too many for one page."""

    def __init__(
        self,
        data: Any,
        *,
        columns: Sequence[GivenColumn],
        targets: Mapping[str, Target],
        uses: Mapping[int, str],
        asking: Mapping[int, Sequence[Meaning]],
    ) -> None:
        super().__init__(data)
        self.columns, self.targets, self.used = columns, targets, uses
        known = sum(len(found) for found in asking.values()) > MOST_FIELDS
        self.asking = {
            index: [one for one in found if not known or one.means is None] for index, found in asking.items()
        }
        if sum(len(found) for found in self.asking.values()) > MOST_FIELDS:
            raise mapping.too_many_values()
        for index, found in self.asking.items():
            meanings = _meanings(targets[uses[index]])
            for at, one in enumerate(found):
                name = f"v{index}-{at}"
                self.fields[name] = forms.ChoiceField(
                    label=_shown(columns[index], one),
                    initial=one.means or UNSAID,
                    error_messages={"required": _("Zeg wat deze waarde betekent.")},
                )
                offer(self, name, [(UNSAID, _("Kies wat dit betekent")), *meanings])

    def told(self) -> dict[int, dict[str, str]]:
        return {
            index: {one.value: self.cleaned_data[f"v{index}-{at}"] for at, one in enumerate(found)}
            for index, found in self.asking.items()
        }

    def parts(self) -> list[Part]:
        return [
            Part(
                self.columns[index].title,
                self.targets[self.used[index]].label,
                [self[f"v{index}-{at}"] for at in range(len(found))],
                all(one.means is not None for one in found),
            )
            for index, found in self.asking.items()
            if found
        ]

    def chosen(self) -> list[tuple[str, str]]:
        """What was chosen on the page before, to send along."""
        return [(f"c{index}", use or LEFT_OUT) for index, use in self.used.items()]


def _meanings(target: Target) -> list[tuple[str, Any]]:
    variable = target.variable
    if variable is not None and variable.kind == "yes_no":
        return [(mapping.YES, _("Ja, gekozen")), (mapping.NO, _("Nee, niet gekozen")), *NO_ANSWER]
    if variable is not None and variable.kind == "code":
        return [*((one.key, words_in(one.label, "nl")) for one in target.question.choices), *NO_ANSWER]
    return [(mapping.ITSELF, _("Dit is het antwoord zelf")), *NO_ANSWER]


def _shown(column: GivenColumn, one: Meaning) -> str:
    words = (column.words or {}).get(one.value, "")
    value = one.value[:80] or gettext("(leeg)")
    said = f"{value} ({words[:80]})" if words else value
    return gettext("%(value)s, %(count)s keer") % {"value": said, "count": one.count}


class ElsewhereForm(forms.Form):
    """Where the survey comes from, and how long its answers stay."""

    title = forms.CharField(label=_("Naam van de peiling"), max_length=200)
    brought_from = forms.CharField(
        label=_("Wie stelde de vragen, en waarmee"),
        max_length=200,
        help_text=_("Bijvoorbeeld: GGD Gezondheidsmonitor 2024."),
    )
    whom = forms.CharField(label=_("Wie zijn gevraagd"), max_length=300)
    opens_on = forms.DateField(label=_("Gevraagd vanaf"), widget=day_input())
    closes_on = forms.DateField(label=_("Gevraagd tot en met"), widget=day_input())
    keep_until = forms.DateField(
        label=_("Antwoorden bewaren tot"),
        widget=day_input(),
        help_text=_("Daarna worden de antwoorden gewist. De uitkomsten blijven."),
    )
    told = forms.BooleanField(
        label=_("Wie dit invulde, wist dat de gemeente de antwoorden krijgt, en waarvoor."),
        error_messages={"required": _("Staat dit niet vast? Lees de antwoorden dan niet in.")},
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last, keep = (data.get(name) for name in ("opens_on", "closes_on", "keep_until"))
        if first and last and last < first:
            self.add_error("closes_on", _("Dit is vóór de eerste dag."))
        if last and keep and keep < last:
            self.add_error("keep_until", _("Dit is vóór de laatste dag van het vragen."))
        return data

    def plain(self) -> dict[str, str]:
        """For work in the background."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "told"}
