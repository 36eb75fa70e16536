"""What somebody chooses when codes come in or go out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.ui.choices import offer


class CodebookFileForm(forms.Form):
    file = forms.FileField(
        label=_("Codeboek uit een ander programma (.qdc)"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".qdc"}),
        help_text=_("Hoogstens 10 MB. U ziet eerst wat er verandert."),
    )


class ProjectFileForm(forms.Form):
    file = forms.FileField(
        label=_("Project uit een ander programma (.qdpx)"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".qdpx"}),
        help_text=_("Hoogstens 10 MB. U ziet eerst wat erin staat."),
    )


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
