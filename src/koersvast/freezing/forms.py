"""Forms for what college and council decide: they check, they never save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import PartialDate, guard_texts
from koersvast.decisions.models import HOUSE_BODIES, HOUSE_KINDS, Decision, DecisionStatus
from koersvast.freezing import permissions
from koersvast.freezing.rules import NEXT, Step
from koersvast.people.models import Membership


class HouseDecisionForm(forms.ModelForm[Any]):
    """A decision of college or council about the plan or the money, and how far it is."""

    kind = forms.ChoiceField(
        label=_("Waarover?"),
        choices=[(one.value, one.label) for one in HOUSE_KINDS],
        widget=forms.RadioSelect,
    )
    body = forms.ChoiceField(
        label=_("Wie besluit?"),
        choices=[(one.value, one.label) for one in HOUSE_BODIES],
        widget=forms.RadioSelect,
    )
    status = forms.ChoiceField(
        label=_("Hoe ver is het?"),
        choices=DecisionStatus,
        widget=forms.RadioSelect,
        help_text=_(
            "Bij ‘vastgesteld’ bewaren wij het plan precies zoals het nu is, met alle cijfers en bronnen."
        ),
    )
    decided_on = PartialDate(label=_("Dag van het besluit"))

    class Meta:
        model = Decision
        fields = ["kind", "body", "status", "decided_on", "document", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3}), "document": forms.TextInput()}
        labels = {"reason": _("Waarom?"), "document": _("Nummer van het document")}
        help_texts = {"document": _("Zoals collegebesluit 27-014. Nodig zodra er is besloten.")}

    def __init__(
        self, *args: Any, member: Membership, others: Iterable[Decision], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.others, self.today = member, list(others), today
        adding = self.instance._state.adding
        self.row = None if adding else Decision.objects.get(pk=self.instance.pk)
        if self.row is not None:
            self.initial["status"] = self.row.status or DecisionStatus.ADOPTED.value
            status: Any = self.fields["status"]
            may = NEXT[self.initial["status"]]
            status.choices = [(one.value, one.label) for one in DecisionStatus if one.value in may]
            if self.row.stands:  # what was decided stays: only the paper, the reason and withdrawing are left
                for name in ("kind", "body", "decided_on"):
                    del self.fields[name]
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status") == DecisionStatus.ADOPTED and not data.get("document"):
            self.add_error("document", _("Schrijf het nummer of de naam van het document."))
        if self.errors:
            return data
        fields = {name: data.get(name, getattr(self.row, name, "")) for name in Step.__dataclass_fields__}
        new = Step(**fields)
        verdict = (
            permissions.may_register(self.member, new, self.others, today=self.today)
            if self.row is None
            else permissions.may_change(self.member, self.row, new, self.others, today=self.today)
        )
        if not verdict:
            self.add_error("decided_on" if "decided_on" in self.fields else None, verdict.reason)
        return data
