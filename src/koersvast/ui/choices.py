"""What a field of a form offers, when only the page knows it. The field has to be one that offers something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """The choices of a field, as key and words. Raises TypeError for a field that offers none."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = list(choices)


def offer_rows(
    form: forms.BaseForm, name: str, rows: QuerySet[Any], *, called: Callable[[Any], str] | None = None
) -> None:
    """The rows that a field offers, and how each is called. Raises TypeError for a field that offers no rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} offers no rows")
    field.queryset = rows
    if called is not None:
        cast(Any, field).label_from_instance = called  # Django names the rows of one field this way
