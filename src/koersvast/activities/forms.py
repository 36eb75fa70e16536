"""Forms about activities: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import (
    Activity,
    Budget,
    Contribution,
    Initiative,
    Outcome,
    Quality,
    TaskField,
)
from koersvast.cycles.forms import PartialDate, PeriodForm, guard_texts, take_numbers
from koersvast.cycles.models import Cycle, Partner
from koersvast.cycles.words import Group, Theme
from koersvast.goals.models import Goal
from koersvast.goals.queries import GoalTree


def _words(label: Any, choices: Any, *, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


class ActivityForm(PeriodForm):
    starts_on = PartialDate(label=_("Begint op"), required=False)
    ends_on = PartialDate(label=_("Eindigt op"), required=False)
    themes = _words(_("Thema's"), Theme)
    groups = _words(_("Voor wie?"), Group)
    partners: forms.ModelMultipleChoiceField[Partner] = forms.ModelMultipleChoiceField(
        label=_("Wie werkt mee?"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    owner: forms.ModelChoiceField[Partner] = forms.ModelChoiceField(label=_("Eigenaar"), queryset=None)
    symbol = forms.BooleanField(label=_("Dit is een symbool, zoals een vlag of een pad"), required=False)

    class Meta:
        model = Activity
        fields = [
            "name", "what", "owner", "partners", "status", "starts_on", "ends_on", "themes", "groups", "symbol", "anchoring",
        ]  # fmt: skip
        widgets = {
            "name": forms.TextInput(),
            "what": forms.Textarea(attrs={"rows": 2}),
            "anchoring": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"what": _("Wat gebeurt er?"), "anchoring": _("Waar ligt het vast, ook later?")}

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = Partner.objects.filter(cycle=cycle).order_by("position", "key")
        for name in ("owner", "partners"):
            choice: Any = self.fields[name]
            choice.queryset = partners
        if self.instance.pk:
            self.initial["partners"] = [link.partner_id for link in self.instance.cooperations.all()]
        guard_texts(self)

    def values(self) -> dict[str, Any]:
        """What the activity itself holds; partners are apart, and 'no symbol' stays unsaid."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "partners"}
        found["symbol"] = found["symbol"] or None
        return found


class ContributionForm(forms.ModelForm[Any]):
    goal: forms.ModelChoiceField[Goal] = forms.ModelChoiceField(
        label=_("Aan welk doel draagt dit bij?"), queryset=None
    )

    class Meta:
        model = Contribution
        fields = ["goal", "rationale"]
        widgets = {"rationale": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, tree: GoalTree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = [node for ambition in tree.ambitions for node in ambition.walk() if not node.is_ambition]
        goal: Any = self.fields["goal"]
        goal.queryset = Goal.objects.filter(pk__in=[node.id for node in nodes])
        goal.choices = [
            ("", _("Kies een doel")),
            *((node.id, f"{node.number} {node.text}") for node in nodes),
        ]
        guard_texts(self)


class BudgetForm(forms.ModelForm[Any]):
    class Meta:
        model = Budget
        fields = ["year", "amount", "taakveld", "realised"]
        widgets = {"taakveld": forms.TextInput(attrs={"placeholder": "6.1", "list": "taakvelden"})}
        help_texts = {
            "taakveld": _("Zoals in de begroting. 6.1 is samenkracht en burgerparticipatie."),
            "realised": _("Vul dit in als het jaar voorbij is. Leeg: nog niet bekend."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].validators.append(_year)
        guard_texts(self)


def _year(value: int) -> None:
    if not 1900 <= value <= 2200:
        raise forms.ValidationError(_("Schrijf een jaar met vier cijfers."))


class TaskFieldForm(forms.ModelForm[Any]):
    code = forms.RegexField(
        label=_("Nummer"),
        regex=r"^[0-9](\.[0-9]{1,3}[a-z]?)?$",
        help_text=_("Zoals in Iv3: 6.1 of 6.72a."),
        error_messages={"invalid": _("Schrijf een nummer zoals in Iv3: 6.1 of 6.72a.")},
    )
    successor = forms.RegexField(
        label=_("Heet daarna"),
        regex=r"^[0-9](\.[0-9]{1,3}[a-z]?)?$",
        required=False,
        help_text=_("Het nieuwe nummer, als het is omgenummerd."),
        error_messages={"invalid": _("Schrijf een nummer zoals in Iv3: 6.1 of 6.72a.")},
    )

    class Meta:
        model = TaskField
        fields = ["code", "name", "from_year", "until_year", "successor"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_year", "until_year"):
            self.fields[name].validators.append(_year)
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("from_year"), data.get("until_year")
        if first and last and last < first:
            self.add_error("until_year", _("Het laatste jaar ligt voor het eerste jaar."))
        if data.get("successor") and not last:
            self.add_error("until_year", _("Tot en met welk jaar geldt het oude nummer?"))
        return data


class FundingForm(forms.Form):
    source = forms.CharField(label=_("Bron van het geld"), max_length=200, required=False)
    amount = forms.IntegerField(label=_("Bedrag in euro"), min_value=0, required=False)
    ends_on = PartialDate(label=_("Loopt tot"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("source")) != (data.get("amount") is not None):
            raise forms.ValidationError(_("Vul bij elke bron een naam en een bedrag in."))
        return data


FundingFormSet = forms.formset_factory(FundingForm, extra=3)


def filled(fundings: forms.BaseFormSet[FundingForm]) -> list[dict[str, Any]]:
    """The rows of the cover that people filled in."""
    return [form.cleaned_data for form in fundings.forms if form.cleaned_data.get("source")]


class QualityForm(forms.ModelForm[Any]):
    experience_experts = forms.NullBooleanField(
        label=_("Doen ervaringsdeskundigen mee?"),
        required=False,
        widget=forms.Select(choices=[("", _("Weten wij niet")), ("true", _("Ja")), ("false", _("Nee"))]),
    )

    class Meta:
        model = Quality
        fields = ["method", "evidence_level", "training", "conditions", "experience_experts"]
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("method", "training", "conditions")}
        labels = {"method": _("Welke methode?"), "evidence_level": _("Is bekend dat het werkt?")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class OutcomeForm(forms.ModelForm[Any]):
    period = forms.RegexField(
        label=_("Over welke periode?"),
        regex=r"^\d{4}(-(0[1-9]|1[0-2]))?$",
        help_text=_("Een jaar, of een jaar en een maand: 2026 of 2026-03."),
    )
    improvements = forms.CharField(
        label=_("Wat kan er beter?"),
        required=False,
        help_text=_("Elke regel is één verbetering."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Outcome
        fields = [
            "period", "known", "reached", "target_group", "usefulness_mean", "usefulness_n", "usefulness_scale",
            "achieved", "achieved_n", "dropped", "started", "improvements", "story",
        ]  # fmt: skip
        widgets = {
            "usefulness_scale": forms.TextInput(attrs={"placeholder": "1-5"}),
            "story": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"story": _("Een kort verhaal")}
        help_texts = {"story": _("Zonder namen, en zo dat niemand te herkennen is.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_numbers(self, "usefulness_mean")
        if self.instance.pk:
            self.initial["improvements"] = "\n".join(row.text for row in self.instance.improvements.all())
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for part, whole, name in (
            ("achieved", "achieved_n", _("Er kunnen niet meer mensen hun doel bereiken dan er antwoordden.")),
            ("dropped", "started", _("Er kunnen niet meer mensen stoppen dan er begonnen.")),
        ):
            some, every = data.get(part), data.get(whole)
            if (some is None) != (every is None):
                self.add_error(
                    whole if every is None else part, _("Vul beide getallen in, of geen van beide.")
                )
            elif some is not None and every is not None and some > every:
                self.add_error(part, name)
        if data.get("usefulness_mean") is not None and data.get("usefulness_n") is None:
            self.add_error("usefulness_n", _("Hoeveel mensen gaven een antwoord?"))
        return data

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "improvements"}

    def lines(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["improvements"].splitlines() if line.strip()]


class InitiativeForm(forms.ModelForm[Any]):
    themes = _words(_("Thema's"), Theme)
    groups = _words(_("Voor wie?"), Group)

    class Meta:
        model = Initiative
        fields = [
            "name",
            "organisation",
            "what",
            "themes",
            "groups",
            "setting",
            "reach",
            "cost",
            "evidence_level",
        ]
        widgets = {
            "name": forms.TextInput(),
            "organisation": forms.TextInput(),
            "setting": forms.TextInput(),
            "reach": forms.TextInput(),
            "what": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
