"""What somebody chooses about a file with many answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.dialogues.answers import DATE, OUT, REFERENCE, WORDS, Column
from koersvast.ui.choices import offer

USES = [
    (WORDS, _("Dit zijn de antwoorden")),
    (REFERENCE, _("Het nummer van de inzending")),
    (DATE, _("De dag van het antwoord")),
    (OUT, _("Laat weg")),
]
LOOKS = {
    "email": _("Dit lijken e-mailadressen."),
    "phone": _("Dit lijken telefoonnummers."),
    "person": _("Dit lijken namen van mensen."),
    "address": _("Dit lijken adressen."),
    "internet": _("Dit lijken gegevens van een computer of telefoon."),
    "birth": _("Dit lijkt te gaan over wanneer iemand geboren is."),
    "number": _("Dit lijken nummers van een persoon, rekening of auto."),
    "date": _("Dit lijken datums."),
    "count": _("Dit lijken getallen."),
    "words": _("Hier schrijven mensen hele zinnen."),
    "short": _("Hier staan korte antwoorden."),
    "empty": _("Hier staat niets."),
}


class ColumnsForm(forms.Form):
    """For each column what it is used for."""

    told = forms.BooleanField(
        label=_("Wie dit invulde, wist wat wij met de antwoorden doen, en hoefde niet mee te doen."),
        error_messages={"required": _("Staat dit niet vast? Lees de antwoorden dan niet in.")},
    )

    def __init__(self, data: Any = None, *, columns: list[Column]) -> None:
        super().__init__(data)
        self.columns = columns
        for column in columns:
            name = f"c{column.index}"
            self.fields[name] = forms.ChoiceField(
                label=_("Wat doen we met deze kolom?"), initial=column.proposal
            )
            offer(self, name, USES)
        self.order_fields([f"c{column.index}" for column in columns])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        uses = list(self.uses.values())
        if WORDS not in uses:
            raise forms.ValidationError(_("Kies een kolom met antwoorden."))
        if uses.count(REFERENCE) > 1:
            raise forms.ValidationError(_("Kies hoogstens één kolom met het nummer van de inzending."))
        if uses.count(DATE) > 1:
            raise forms.ValidationError(_("Kies hoogstens één kolom met de dag."))
        return data

    @property
    def uses(self) -> dict[int, str]:
        return {column.index: self.cleaned_data.get(f"c{column.index}", OUT) for column in self.columns}

    def rows(self) -> list[tuple[Column, Any, Any]]:
        """Each column with what it looks like and its field."""
        return [(column, LOOKS[column.look], self[f"c{column.index}"]) for column in self.columns]
