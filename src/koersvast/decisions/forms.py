"""Forms of step 6: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import PartialDate, guard_texts
from koersvast.cycles.models import Cycle, Partner
from koersvast.cycles.words import Party
from koersvast.decisions.models import (
    Commitment,
    CommitmentStatus,
    Decision,
    DecisionBody,
    DecisionWord,
    ImprovementAction,
)
from koersvast.decisions.permissions import may_decide
from koersvast.decisions.rules import closes
from koersvast.goals.models import Goal
from koersvast.goals.queries import GoalTree
from koersvast.people.models import Membership


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _parties(*, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Wie waren erbij?"), choices=Party, required=required, widget=forms.CheckboxSelectMultiple
    )


def _partners(cycle: Cycle) -> Any:
    return Partner.objects.filter(cycle=cycle).order_by("position", "key")


def _bodies(member: Membership) -> list[tuple[str, Any]]:
    """The bodies whose decisions this person may write down."""
    return [(body.value, body.label) for body in DecisionBody if may_decide(member, body)]


class DecideForm(forms.ModelForm[Any]):
    """A decision about one activity or result."""

    decision = forms.ChoiceField(label=_("Wat besluiten we?"), choices=DecisionWord, widget=forms.RadioSelect)
    parties = _parties(required=True)
    owner: forms.ModelChoiceField[Partner] = forms.ModelChoiceField(
        label=_("Wie voert dit uit?"), queryset=None, empty_label=_("Kies een organisatie")
    )
    decided_on = PartialDate(label=_("Besloten op"))
    body = forms.ChoiceField(label=_("Wie besloot?"))

    class Meta:
        model = Decision
        fields = ["decision", "reason", "parties", "owner", "decided_on", "body", "document"]
        widgets = {"reason": _area(), "document": forms.TextInput()}
        labels = {"reason": _("Waarom?"), "document": _("Nummer of naam van het document")}
        help_texts = {"reason": _("Noem het cijfer en het verhaal waar het besluit op rust.")}

    def __init__(self, *args: Any, cycle: Cycle, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = _partners(cycle)
        body: Any = self.fields["body"]
        body.choices = _bodies(member)
        guard_texts(self)


class FirstDecisionForm(DecideForm):
    """A new decision; with it, if people wish, the first thing that will be done better."""

    better = forms.CharField(label=_("Wat gaan we beter doen?"), required=False, widget=_area(2))
    better_owner: forms.ModelChoiceField[Partner] = forms.ModelChoiceField(
        label=_("Wie doet dat?"), queryset=None, required=False, empty_label=_("Kies een organisatie")
    )
    better_due_on = PartialDate(label=_("Klaar voor"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, cycle=cycle, **kwargs)
        owner: Any = self.fields["better_owner"]
        owner.queryset = _partners(cycle)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        filled = data.get("better") or data.get("better_owner") or data.get("better_due_on")
        for name, words in (
            ("better", _("Schrijf wat er beter gaat, of laat alle drie de velden leeg.")),
            ("better_owner", _("Kies wie dit doet.")),
            ("better_due_on", _("Schrijf voor wanneer het klaar is.")),
        ):
            if filled and not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        return data

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DecideForm.Meta.fields}

    def improvement(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not data["better"]:
            return None
        return {"text": data["better"], "owner": data["better_owner"], "due_on": data["better_due_on"]}


class CloseForm(forms.ModelForm[Any]):
    decided_on = PartialDate(label=_("Afgesloten op"))
    body = forms.ChoiceField(
        label=_("Wie besloot?"), choices=DecisionBody, initial=DecisionBody.TABLE, widget=forms.RadioSelect
    )
    parties = _parties(required=True)

    class Meta:
        model = Decision
        fields = ["reason", "parties", "body", "decided_on", "document"]
        widgets = {"reason": _area(), "document": forms.TextInput()}
        labels = {
            "reason": _("Hoe sluiten we deze ronde af?"),
            "document": _("Nummer of naam van het document"),
        }

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = cycle.starts_on
        guard_texts(self)

    def clean_decided_on(self) -> str:
        found: str = self.cleaned_data["decided_on"]
        if not closes(found, self.starts_on):
            raise forms.ValidationError(_("Dit is voor het begin van de ronde."))
        return found


class OldDecisionForm(forms.ModelForm[Any]):
    """A decision of another kind that came in with a plan file: its words can be mended."""

    decided_on = PartialDate(label=_("Besloten op"))

    class Meta:
        model = Decision
        fields = ["decided_on", "document", "reason"]
        widgets = {"reason": _area(), "document": forms.TextInput()}
        labels = {"reason": _("Waarom?"), "document": _("Nummer van het document")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class ImprovementForm(forms.ModelForm[Any]):
    owner: forms.ModelChoiceField[Partner] = forms.ModelChoiceField(
        label=_("Wie doet dat?"), queryset=None, empty_label=_("Kies een organisatie")
    )
    due_on = PartialDate(label=_("Klaar voor"))

    class Meta:
        model = ImprovementAction
        fields = ["text", "owner", "due_on"]
        widgets = {"text": _area(2)}
        labels = {"text": _("Wat gaan we beter doen?")}

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = _partners(cycle)
        guard_texts(self)


class CommitmentForm(forms.ModelForm[Any]):
    made_on = PartialDate(label=_("Gedaan op"))
    due_on = PartialDate(label=_("Klaar voor"), required=False)
    goals: forms.ModelMultipleChoiceField[Goal] = forms.ModelMultipleChoiceField(
        label=_("Over welke doelen gaat dit?"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Commitment
        fields = ["kind", "text", "by", "made_on", "source", "goals", "due_on", "status", "what_was_done"]
        widgets = {
            "text": _area(2),
            "by": forms.TextInput(),
            "source": forms.TextInput(),
            "what_was_done": _area(2),
        }
        labels = {
            "kind": _("Wat is het?"),
            "text": _("Wat is beloofd of gevraagd?"),
            "by": _("Door wie?"),
            "source": _("Waar staat het?"),
            "what_was_done": _("Wat is ermee gedaan?"),
        }
        help_texts = {
            "by": _("Een orgaan of functie, zoals gemeenteraad of wethouder. Geen naam van een persoon."),
            "source": _("Zoals motie 22-14."),
        }

    def __init__(self, *args: Any, tree: GoalTree | None, **kwargs: Any) -> None:
        """``tree`` None: this person does not see goals, so the links stay as they are."""
        super().__init__(*args, **kwargs)
        if tree is None:
            del self.fields["goals"]
        else:
            nodes = [node for one in tree.ambitions for node in one.walk() if not node.is_ambition]
            goals: Any = self.fields["goals"]
            goals.queryset = Goal.objects.filter(pk__in=[node.id for node in nodes])
            goals.choices = [(node.id, f"{node.number} {node.text}") for node in nodes]
            if self.instance.pk:
                links = self.instance.committed_goals.all()
                self.initial["goals"] = [link.goal_id for link in links]
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        told = data.get("what_was_done")
        if data.get("status") in (CommitmentStatus.DONE, CommitmentStatus.DROPPED) and not told:
            self.add_error(
                "what_was_done", _("Schrijf in één zin wat ermee is gedaan, of waarom het vervalt.")
            )
        return data

    def goals_chosen(self) -> list[Goal] | None:
        found = self.cleaned_data.get("goals")
        return None if found is None else list(found)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "goals"}


class RemindersForm(forms.Form):
    """A person's own choice."""

    wanted = forms.BooleanField(label=_("Stuur mij een mail als er iets klaar moet zijn"), required=False)
