"""Forms of the council room: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.council.rules import LONGEST_QUESTION
from koersvast.cycles.forms import guard_texts


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Uw vraag"),
        max_length=LONGEST_QUESTION,
        help_text=_("Een technische vraag, in één of twee zinnen. Schrijf nooit een naam."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Antwoord"),
        max_length=5000,
        help_text=_("In gewone taal. Schrijf nooit een naam en geen cijfer over een kleine groep."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
