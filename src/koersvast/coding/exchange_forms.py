"""What somebody chooses when codes come in or go out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.ui.choices import offer


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("Bestand"), allow_empty_file=True)

    def __init__(self, *args: Any, accept: str, help_text: Any, label: Any = "", **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["file"]
        field.widget.attrs["accept"] = accept
        field.help_text = help_text
        field.label = label or field.label


class TakeForm(forms.Form):
    """Of which codes that differ the words of the file are taken."""

    take = forms.MultipleChoiceField(
        label=_("Neem de woorden uit het bestand over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, guids: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "take", [(guid, guid) for guid in guids])
