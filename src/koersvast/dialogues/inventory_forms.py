"""What somebody decides about a row of a list of initiatives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.dialogues.inventory import Line
from koersvast.dialogues.inventory_actions import MERGE, SKIP, TAKE, Choice
from koersvast.ui.choices import offer


class RowForm(forms.Form):
    """A row with a question: mend, leave out, or put together with the other one."""

    do = forms.ChoiceField(label=_("Wat doen we?"))
    name = forms.CharField(label=_("Naam"), max_length=500, required=False)
    organisation = forms.CharField(label=_("Organisatie"), max_length=500, required=False)
    reach = forms.CharField(label=_("Bereik per jaar"), max_length=500, required=False)
    cost = forms.IntegerField(
        label=_("Kosten per jaar in euro"), min_value=0, max_value=2**31 - 1, required=False
    )

    def __init__(self, data: Any = None, *, line: Line) -> None:
        initial = {"do": line.proposal, **{name: line.values[name] for name in MENDED}}
        super().__init__(data, prefix=f"r{line.number}", initial=initial)
        choices: list[tuple[str, Any]] = [(TAKE, _("Neem deze rij over")), (SKIP, _("Sla deze rij over"))]
        if line.twin is not None:
            choices.insert(0, (MERGE, _("Voeg samen met “%(name)s”") % {"name": line.twin.name}))
        offer(self, "do", choices)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("do") in (TAKE, MERGE) and not cleaned.get("name"):
            self.add_error("name", _("Geef een naam, of sla deze rij over."))
        return cleaned

    @property
    def choice(self) -> Choice:
        return Choice(self.cleaned_data["do"], {name: self.cleaned_data[name] for name in MENDED})


MENDED = ("name", "organisation", "reach", "cost")
