"""Forms about findings: they check, they never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.coding.queries import TreeLine
from koersvast.cycles.forms import guard_texts
from koersvast.dialogues.models import Finding
from koersvast.ui.choices import offer

INDENT = "\u2003"


class FindingForm(forms.ModelForm[Any]):
    """Labels are free, from the codebook; codes say what it rests on."""

    setting = forms.ChoiceField(label=_("Plek"), required=False)
    theme = forms.ChoiceField(label=_("Thema"), required=False)
    codes = forms.MultipleChoiceField(
        label=_("Uit welke codes?"),
        required=False,
        help_text=_("Alles onder deze codes telt mee."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    together = forms.MultipleChoiceField(
        label=_("Alleen samen met"),
        required=False,
        help_text=_("Dan telt een fragment alleen als ook deze code op dezelfde plek staat."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    class Meta:
        model = Finding
        fields = ["statement", "type", "theme", "setting", "group", "visibility"]
        widgets = {"statement": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self, *args: Any, tree: list[TreeLine], themes: list[str], settings: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("theme", themes), ("setting", settings)):
            kept = getattr(self.instance, name)
            options = list(dict.fromkeys([*words, *([kept] if kept else [])]))
            offer(self, name, [("", _("Geen")), *((one, one) for one in options)])
        lines = [(str(line.code.pk), f"{INDENT * line.depth}{line.code.label}") for line in tree]
        if self.instance.chosen:
            del self.fields["codes"], self.fields["together"]
        else:
            for name in ("codes", "together"):
                offer(self, name, lines)
        guard_texts(self)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class LinkForm(forms.Form):
    """What a finding is about in the plan: any number of each kind."""

    LABELS = {
        "ambitie": _("Ambities"),
        "doel": _("Doelen"),
        "activiteit": _("Activiteiten"),
        "initiatief": _("Initiatieven"),
    }

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, options in choices.items():
            if options:
                self.fields[kind] = forms.MultipleChoiceField(
                    label=self.LABELS[kind],
                    choices=options,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
