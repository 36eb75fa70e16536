"""What coders fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.coding.models import Code
from koersvast.coding.queries import TreeLine
from koersvast.ui.choices import offer

LONGEST_MEMO = 4000


def choices(lines: list[TreeLine], *, assignable: bool) -> list[tuple[str, str]]:
    """Codes as choices, indented as in the tree."""
    return [
        (str(line.code.pk), "\u2003" * line.depth + line.code.label)
        for line in lines
        if line.code.assignable or not assignable
    ]


class SpanForm(forms.Form):
    """A chosen span, or typed words that stand in the text exactly once."""

    start = forms.IntegerField(required=False, min_value=0)
    end = forms.IntegerField(required=False, min_value=0)
    words = forms.CharField(label=_("Welke woorden?"), required=False, max_length=5000)


class CodeSpanForm(SpanForm):
    code = forms.ChoiceField(label=_("Welke code?"), required=False)
    label = forms.CharField(max_length=120, required=False)
    parent = forms.ChoiceField(required=False)

    field_order = ["words", "code", "label", "parent", "start", "end"]

    def __init__(self, *args: Any, lines: list[TreeLine], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "code", [("", "—"), *choices(lines, assignable=True)])
        offer(self, "parent", [("", "—"), *choices(lines, assignable=False)])


class MemoForm(SpanForm):
    memo = forms.CharField(
        label=_("Notitie"), max_length=LONGEST_MEMO, widget=forms.Textarea(attrs={"rows": 3})
    )


class CodeForm(forms.ModelForm[Code]):
    """A code and its meaning."""

    parent = forms.ChoiceField(label=_("Hangt onder"), required=False)

    class Meta:
        model = Code
        fields = ["label", "parent", "definition", "include", "exclude", "assignable"]
        help_texts = {
            "definition": _("Wanneer geeft u deze code?"),
            "include": _("Een verzonnen voorbeeld. Zet hier nooit woorden van een deelnemer."),
            "exclude": _("Wat lijkt erop en hoort ergens anders?"),
        }
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 3}),
            "include": forms.Textarea(attrs={"rows": 2}),
            "exclude": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, lines: list[TreeLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.by_id = {str(line.code.pk): line.code for line in lines}
        offer(self, "parent", [("", _("niets: een eigen boom")), *choices(lines, assignable=False)])
        if self.instance.parent_id:
            self.initial["parent"] = str(self.instance.parent_id)

    def clean_parent(self) -> Code | None:
        return self.by_id.get(self.cleaned_data.get("parent") or "")


class MergeForm(forms.Form):
    target = forms.ChoiceField(label=_("Samen met welke code?"))

    def __init__(self, *args: Any, lines: list[TreeLine], code: Code, **more: Any) -> None:
        super().__init__(*args, **more)
        others = [line for line in lines if line.code.pk != code.pk]
        offer(self, "target", choices(others, assignable=True))
