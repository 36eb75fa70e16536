"""Forms of papers: what to make, and what people write in them. They check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import guard_texts
from koersvast.cycles.models import Cycle, Partner
from koersvast.dialogues.told_queries import rounds
from koersvast.goals.models import Goal
from koersvast.reports.actions import FIRST_YEAR, LAST_YEAR
from koersvast.reports.kinds import Report
from koersvast.reports.kinds.paper import Slot


class ChoiceForm(forms.Form):
    """For which year, partner, result or round a document is made; all of them (of rounds the newest) when nothing is chosen."""

    year = forms.IntegerField(
        label=_("Over welk jaar?"),
        help_text=_("Leeg: het gewone jaar van dit stuk."),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    partner = forms.ChoiceField(label=_("Voor welke partner?"), required=False)
    result = forms.ChoiceField(label=_("Over welk resultaat?"), required=False)
    round = forms.ChoiceField(label=_("Over welke gespreksronde?"), required=False)

    def __init__(self, *args: Any, cycle: Cycle, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("year", "partner", "result", "round"):
            if name not in report.options:
                del self.fields[name]
        if "partner" in self.fields:
            own = (
                Partner.objects.filter(
                    cycle=cycle, owned_activities__isnull=False, owned_activities__removed_at=None
                )
                .exclude(kind="municipality")
                .order_by("position", "key")
                .distinct()
            )
            self._offer("partner", _("Alle partners"), [(row.key, row.name) for row in own])
        if "result" in self.fields:
            goals = Goal.objects.filter(cycle=cycle, ambition__isnull=False, ambition__removed_at=None)
            every = goals.order_by("ambition__position", "position", "key")
            self._offer("result", _("Alle resultaten"), [(row.key, row.text) for row in every])
        if "round" in self.fields:
            self._offer("round", _("De nieuwste"), [(str(row.pk), row.title) for row in rounds(cycle)])

    def _offer(self, name: str, every: Any, rows: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", every), *rows]

    def choice(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class TextForm(forms.Form):
    """What people write in one place of a paper."""

    text = forms.CharField(required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, slot: Slot, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = str(slot.question)
        self.fields["text"].help_text = str(slot.help_text)
        self.fields["text"].widget.attrs["rows"] = rows
        guard_texts(self)
