"""The form for a verdict: it checks, it never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import guard_texts
from koersvast.cycles.rules import MAX_TEXT
from koersvast.cycles.words import Party
from koersvast.decisions.models import VerdictWord

REASON_NEEDED = _("Schrijf waarom u een ander oordeel geeft dan het voorstel.")


class VerdictForm(forms.Form):
    """``proposed`` is the word that the figures give, "" when they give none; another one needs a reason."""

    verdict = forms.ChoiceField(label=_("Uw oordeel"), choices=VerdictWord, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Uw reden"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Verplicht als u een ander woord kiest dan het voorstel. Beide blijven bewaard."),
    )
    parties = forms.MultipleChoiceField(
        label=_("Wie deden mee?"), choices=Party, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        guard_texts(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        word = cleaned.get("verdict")
        if word and word != self.proposed and "reason" not in self.errors and not cleaned.get("reason"):
            self.add_error("reason", REASON_NEEDED)
        return cleaned
