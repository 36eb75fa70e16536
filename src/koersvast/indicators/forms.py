"""Forms about figures: they check, they never save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import PartialDate, guard_texts, take_numbers
from koersvast.cycles.models import Cycle, Session
from koersvast.cycles.words import Party
from koersvast.indicators.models import Favourable, GoalIndicator, Indicator, Interpretation, Measurement
from koersvast.indicators.rules import large_enough
from koersvast.indicators.sources.cbs import Table
from koersvast.indicators.sources.observation import MAX_BYTES
from koersvast.indicators.surveyed import Offered
from koersvast.ui.choices import offer, offer_rows
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import with_unit

# what a measurement takes over from the one before, as far as it is typed
PASSPORT = ("place", "place_code", "population", "group", "compare_group", "series", "source")


class IndicatorForm(forms.ModelForm[Any]):
    class Meta:
        model = Indicator
        fields = [
            "name",
            "level",
            "unit",
            "favourable",
            "question",
            "scale",
            "instrument",
            "mode",
            "periodicity",
            "note",
        ]
        widgets = {
            **{
                name: forms.TextInput()
                for name in ("name", "unit", "scale", "instrument", "mode", "periodicity")
            },
            "question": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "name": _("Wat meten wij?"),
            "favourable": _("Welke kant op is beter?"),
            "question": _("De vraag, letterlijk"),
        }
        help_texts = {
            "unit": _("%, aantal, rapportcijfer of een ander woord."),
            "favourable": _(
                "Meldingen kunnen stijgen omdat het slechter gaat, of omdat mensen durven melden: niet eenduidig."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class MeasurementForm(forms.ModelForm[Any]):
    period = forms.RegexField(
        label=_("Over welke periode?"),
        regex=r"^\d{4}(-(0[1-9]|1[0-2]))?$",
        help_text=_("Een jaar, of een jaar en een maand: 2026 of 2026-03."),
    )
    retrieved_on = PartialDate(label=_("Opgehaald op"), required=False)
    url = forms.URLField(label=_("Webadres"), required=False, assume_scheme="https")

    class Meta:
        model = Measurement
        fields = [
            "period", "value", "margin_low", "margin_high", "n", "sample", "place", "place_code", "population", "group",
            "compare_group", "compare_value", "series", "break_note", "source", "url", "retrieved_on", "note", "illustrative",
        ]  # fmt: skip
        widgets = {
            **{name: forms.TextInput() for name in PASSPORT},
            "break_note": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "series": _("Dezelfde naam: dan mag er een lijn tussen. Een nieuwe vraag is een nieuwe reeks."),
            "break_note": _("Waarom mag dit cijfer niet aan het vorige vast?"),
            "place_code": _("GM en vier cijfers voor uw gemeente, NL01 voor heel Nederland."),
        }

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        take_numbers(self, "value", "margin_low", "margin_high", "compare_value")
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.unit == "%":
            for name in ("value", "margin_low", "margin_high", "compare_value"):
                if data.get(name) is not None and not 0 <= data[name] <= 100:
                    self.add_error(name, _("Een percentage ligt tussen 0 en 100."))
        value, low, high = data.get("value"), data.get("margin_low"), data.get("margin_high")
        if value is not None and low is not None and low > value:
            self.add_error("margin_low", _("De ondergrens ligt boven het cijfer."))
        if value is not None and high is not None and high < value:
            self.add_error("margin_high", _("De bovengrens ligt onder het cijfer."))
        if (data.get("compare_value") is not None) and not data.get("compare_group"):
            self.add_error("compare_group", _("Welke groep is dit?"))
        return data


class ChoiceForm(forms.Form):
    reason = forms.CharField(
        label=_("Waarom deze bron?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


def measurement_choices(cycle: Cycle) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every measurement by indicator, as a list to tick or choose from."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    rows = (
        Measurement.objects.filter(cycle=cycle)
        .select_related("indicator")
        .order_by("indicator__position", "period")
    )
    for row in rows:
        unit = row.indicator.unit
        shown = large_enough(row.value, unit, row.n)
        figure = with_unit(row.value, unit) if shown else _("te klein om te tonen")
        text = f"{spoken(row.period)}: {figure}, {row.source}"
        grouped.setdefault(row.indicator.name, []).append((str(row.pk), text))
    return list(grouped.items())


class InterpretationForm(forms.ModelForm[Any]):
    measurements: forms.ModelMultipleChoiceField[Measurement] = forms.ModelMultipleChoiceField(
        label=_("Over welke cijfers?"), queryset=None, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    parties = forms.MultipleChoiceField(
        label=_("Wie deden mee?"), choices=Party, widget=forms.CheckboxSelectMultiple
    )
    held_on = PartialDate(label=_("Besproken op"))

    class Meta:
        model = Interpretation
        fields = ["measurements", "held_on", "parties", "measured", "recognise", "explain", "judge", "act"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("measured", "recognise", "explain", "judge", "act")
        }

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measurements"]
        field.queryset = Measurement.objects.filter(cycle=cycle).select_related("indicator")
        field.choices = measurement_choices(cycle)
        if self.instance.pk:
            self.initial["measurements"] = [row.measurement_id for row in self.instance.interpreted.all()]
        guard_texts(self)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "measurements"}


class GoalIndicatorForm(forms.ModelForm[Any]):
    indicator: forms.ModelChoiceField[Indicator] = forms.ModelChoiceField(
        label=_("Hoe weten we dat het beter gaat?"), queryset=None
    )
    baseline: forms.ModelChoiceField[Measurement] = forms.ModelChoiceField(
        label=_("Nulmeting"), queryset=None, required=False
    )

    class Meta:
        model = GoalIndicator
        fields = ["indicator", "baseline", "target_value", "target_year", "no_target_reason"]
        widgets = {"no_target_reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_numbers(self, "target_value")
        indicator: Any = self.fields["indicator"]
        indicator.queryset = (
            Indicator.objects.filter(cycle=cycle).exclude(level="outcome").order_by("position")
        )
        baseline: Any = self.fields["baseline"]
        baseline.queryset = Measurement.objects.filter(cycle=cycle).select_related("indicator")
        baseline.choices = [("", _("Nog geen nulmeting")), *measurement_choices(cycle)]
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        baseline, indicator = data.get("baseline"), data.get("indicator")
        if baseline and indicator and baseline.indicator_id != indicator.pk:
            self.add_error("baseline", _("Deze nulmeting hoort bij een ander cijfer."))
        if (data.get("target_value") is None) != (data.get("target_year") is None):
            self.add_error("target_year", _("Vul de streefwaarde en het jaar allebei in."))
        if indicator and indicator.unit == "%" and not 0 <= (data.get("target_value") or 0) <= 100:
            self.add_error("target_value", _("Een percentage ligt tussen 0 en 100."))
        if data.get("target_value") is None and not data.get("no_target_reason"):
            self.add_error("no_target_reason", _("Zonder streefwaarde: schrijf waarom niet."))
        return data


class EvidenceForm(forms.Form):
    """What an ambition rests on."""

    interpretations: forms.ModelMultipleChoiceField[Interpretation] = forms.ModelMultipleChoiceField(
        label=_("Duidingen"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    sessions: forms.ModelMultipleChoiceField[Session] = forms.ModelMultipleChoiceField(
        label=_("Bijeenkomsten"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    measurements: forms.ModelMultipleChoiceField[Measurement] = forms.ModelMultipleChoiceField(
        label=_("Cijfers"), queryset=None, required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["interpretations"].queryset = Interpretation.objects.filter(cycle=cycle)
        fields["interpretations"].label_from_instance = lambda row: f"{spoken(row.held_on)}: {row.measured}"
        fields["sessions"].queryset = Session.objects.filter(cycle=cycle)
        fields["measurements"].queryset = Measurement.objects.filter(cycle=cycle).select_related("indicator")
        fields["measurements"].choices = measurement_choices(cycle)


# Reading figures in

BOXES_UP_TO = 12  # choices; more of them stand in a list


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, together at most 10 MB."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(FilesField, self).clean(one, initial) for one in (data or [None])]
        if sum(file.size or 0 for file in files) > MAX_BYTES:
            raise forms.ValidationError(_("Dit is samen groter dan 10 MB."))
        return files


class FiguresForm(forms.Form):
    """The file, or the files of one table."""

    figures = FilesField(label=_("Bestand"), allow_empty_file=True)

    def __init__(self, *args: Any, extensions: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figures"].widget.attrs["accept"] = extensions
        several = extensions == ".json"
        self.fields["figures"].widget.attrs["multiple"] = several
        if several:
            self.fields["figures"].help_text = _(
                "U kunt meer bestanden tegelijk kiezen. Samen hoogstens 10 MB."
            )
        else:
            self.fields["figures"].help_text = _("Hoogstens 10 MB. U ziet eerst wat erin staat.")


def _several(label: Any, items: Mapping[str, str]) -> forms.MultipleChoiceField:
    """Boxes to tick; a long list for many."""
    choices = [(key, title or key) for key, title in items.items()]
    if len(choices) <= BOXES_UP_TO:
        return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("U kunt er meer kiezen: houd Ctrl ingedrukt, op een Mac Cmd."),
    )


class TableForm(forms.Form):
    """What to take from a table of CBS: columns, items of each dimension, periods."""

    favourable = forms.ChoiceField(
        label=_("Welke kant op is beter?"), choices=Favourable.choices, initial="none"
    )

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions = {f"d{index}": row for index, row in enumerate(table.dimensions)}
        fields: Any = self.fields
        topics = {row.key: f"{row.title} ({row.unit})" for row in table.topics}
        fields["columns"] = _several(_("Welke onderwerpen?"), topics)
        fields["periods"] = _several(_("Welke jaren?"), table.periods)
        for name, dimension in self.dimensions.items():
            fields[name] = _several(dimension.title, dimension.items)
        self.order_fields(["columns", *self.dimensions, "periods", "favourable"])

    def choices(self) -> dict[str, Any]:
        """What sources.cbs.read takes."""
        data = self.cleaned_data
        return {
            "columns": data["columns"],
            "periods": data["periods"],
            "favourable": data["favourable"],
            "items": {row.key: data[name] for name, row in self.dimensions.items()},
        }


class SurveyFigureForm(forms.Form):
    """A published figure of a survey, and where it belongs."""

    figure = forms.ChoiceField(
        label=_("Welk cijfer?"),
        help_text=_("Een percentage staat pas in het kompas als vijftig mensen of meer antwoordden."),
    )
    indicator: forms.ModelChoiceField[Indicator] = forms.ModelChoiceField(
        label=_("Bij welk cijfer in het kompas?"),
        queryset=None,
        required=False,
        empty_label=_("Een nieuw cijfer"),
        help_text=_("Kies alleen een cijfer dat dezelfde vraag meet. Anders wordt het een andere reeks."),
    )

    def __init__(self, *args: Any, cycle: Cycle, offered: list[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "figure", [(one.key, one.label) for one in offered])
        offer_rows(self, "indicator", Indicator.objects.filter(cycle=cycle))
