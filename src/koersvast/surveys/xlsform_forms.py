"""What somebody chooses when an XLSForm was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.forms import plain_text
from koersvast.surveys.models import Edition
from koersvast.surveys.question_forms import no_repeats
from koersvast.ui.choices import offer

NEW = "nieuw"


class TakeXlsForm(forms.Form):
    """As a new questionnaire, or in the place of what an edition asks that is not in use."""

    where = forms.ChoiceField(label=_("Waar moet dit heen?"))
    title = forms.CharField(
        label=_("Naam van de nieuwe vragenlijst"),
        max_length=200,
        required=False,
        validators=[plain_text, no_repeats],
    )

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {str(one.pk): one for one in editions}
        offer(self, "where", [(NEW, _("Een nieuwe vragenlijst"))] + [(pk, _name(one)) for pk, one in self.editions.items()])  # fmt: skip

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("where") == NEW and not self.cleaned_data.get("title") and "title" not in self.errors:  # fmt: skip
            self.add_error("title", _("Geef de nieuwe vragenlijst een naam."))
        return self.cleaned_data

    def edition(self) -> Edition | None:
        """The edition whose content goes; None: a new questionnaire."""
        return self.editions.get(self.cleaned_data["where"])


def _name(edition: Edition) -> str:
    names = {"title": edition.questionnaire.title, "number": edition.number}
    return gettext("In plaats van wat er staat in %(title)s, versie %(number)s") % names
