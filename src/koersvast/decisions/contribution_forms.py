"""Forms of a contribution file: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import PartialDate, guard_texts
from koersvast.cycles.models import Cycle
from koersvast.decisions.contribution_actions import PARTICIPANTS
from koersvast.decisions.contribution_rules import is_of_participants, may_prove
from koersvast.decisions.models import (
    ChainLink,
    ContributionFile,
    EvidenceBasis,
    EvidenceDesign,
    EvidenceFinding,
    LinkEvidence,
    LinkRival,
    RivalOutcome,
)
from koersvast.indicators.models import Measurement
from koersvast.indicators.rules import large_enough
from koersvast.ui.dates import spoken


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ClaimForm(forms.ModelForm[Any]):
    reviewed_on = PartialDate(label=_("Nagekeken op"), required=False)

    class Meta:
        model = ContributionFile
        fields = ["claim", "reviewer", "reviewed_on"]
        widgets = {"claim": _area(3), "reviewer": forms.TextInput()}
        labels = {"claim": _("Wat beweren wij over ons aandeel?"), "reviewer": _("Nagekeken door")}
        help_texts = {
            "claim": _("Zoals: onze lessen helpen om leerlingen vaker iets te laten zeggen bij schelden."),
            "reviewer": _("Een functie of organisatie. Geen naam van een persoon."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class LinkForm(forms.ModelForm[Any]):
    class Meta:
        model = ChainLink
        fields = ["claim", "necessary"]
        widgets = {"claim": _area(2)}
        labels = {
            "claim": _("Hoe helpt deze schakel?"),
            "necessary": _("Zonder deze schakel klopt de bewering niet"),
        }
        help_texts = {"claim": _("Leeg: de naam van de activiteit of het subdoel.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class _Which(forms.ModelChoiceField[Measurement]):
    def label_from_instance(self, row: Measurement) -> str:
        return f"{row.indicator.name}, {spoken(row.period)}, {row.place}"


class EvidenceForm(forms.ModelForm[Any]):
    """Evidence for or against a link. ``is_result``: then the outcome of an activity is refused (K09)."""

    finding = forms.ChoiceField(label=_("Wat zegt het?"), choices=EvidenceFinding, widget=forms.RadioSelect)
    design = forms.TypedChoiceField(
        label=_("Wat voor bewijs is het?"), choices=EvidenceDesign, coerce=int, widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(
        label=_("Waar komt het vandaan?"), choices=EvidenceBasis, widget=forms.RadioSelect
    )
    measurement = _Which(
        label=_("Welke meting?"), queryset=None, required=False, empty_label=_("Geen meting in dit plan")
    )

    class Meta:
        model = LinkEvidence
        fields = ["finding", "text", "design", "basis", "measurement", "source"]
        widgets = {"text": _area(3), "source": forms.TextInput()}
        labels = {"text": _("Wat is gevonden?"), "source": _("Bron")}
        help_texts = {"source": _("Een rapport of een plek. Geen naam van een persoon.")}

    def __init__(self, *args: Any, cycle: Cycle, is_result: bool, sees_figures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_result = is_result
        if sees_figures:
            which: Any = self.fields["measurement"]
            which.queryset = _large_enough(cycle)
        else:
            del self.fields["measurement"]
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        basis, row = data.get("basis"), data.get("measurement")
        if basis == EvidenceBasis.MEASUREMENT and row is None and "measurement" in self.fields:
            self.add_error("measurement", _("Kies welke meting het is."))
        if basis == EvidenceBasis.SOURCE and not data.get("source") and "source" not in self.errors:
            self.add_error("source", _("Schrijf op waar dit staat."))
        if basis != EvidenceBasis.MEASUREMENT and "measurement" in self.fields:
            data["measurement"] = None
        level = row.indicator.level if row and basis == EvidenceBasis.MEASUREMENT else ""
        if basis and not may_prove(
            is_result=self.is_result, of_participants=is_of_participants(basis, level)
        ):
            self.add_error("basis", PARTICIPANTS)
        return data


def _large_enough(cycle: Cycle) -> Any:
    """Measurements that may be shown at all, the newest first."""
    rows = Measurement.objects.filter(cycle=cycle, indicator__removed_at=None).select_related("indicator")
    shown = [row.pk for row in rows if large_enough(row.value, row.indicator.unit, row.n)]
    return rows.filter(pk__in=shown).order_by("indicator__position", "-period", "position")


class RivalForm(forms.ModelForm[Any]):
    outcome = forms.ChoiceField(
        label=_("Is zij uitgesloten?"),
        choices=RivalOutcome,
        initial=RivalOutcome.UNTESTED,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = LinkRival
        fields = ["claim", "speaks_for", "speaks_against", "outcome"]
        widgets = {name: _area() for name in ("claim", "speaks_for", "speaks_against")}
        labels = {
            "claim": _("Waardoor kan het ook komen?"),
            "speaks_for": _("Wat pleit voor deze verklaring?"),
            "speaks_against": _("Wat pleit ertegen?"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == RivalOutcome.EXCLUDED and not data.get("speaks_against"):
            self.add_error("speaks_against", _("Schrijf op waarom deze verklaring niet klopt."))
        return data
