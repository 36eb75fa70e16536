"""What people fill in to bring a plan in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.exchange.field_kinds import MAX_BYTES


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Planbestand"),
        help_text=gettext_lazy("Een YAML-bestand van hoogstens 10 MB. U ziet eerst wat erin staat."),
        allow_empty_file=True,  # the preview tells what is wrong with it, as with every other mistake
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> Any:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > MAX_BYTES:
            raise forms.ValidationError(_("Dit bestand is groter dan 10 MB. Een plan is kleiner."))
        return file


class ConfirmForm(forms.Form):
    """``replace`` is asked only where something would be replaced."""

    replace = forms.BooleanField(
        label=gettext_lazy("Vervang de ronde die er nu staat"),
        help_text=gettext_lazy("Wat er nu in die ronde staat, verdwijnt."),
    )

    def __init__(self, *args: Any, exists: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exists:
            del self.fields["replace"]
