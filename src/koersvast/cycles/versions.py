"""Two people edit the same thing: the version a form was made from, and the page that shows both texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koersvast.cycles.actions import StaleEdit


def version_of(request: HttpRequest) -> int | None:
    """The version that the form of this request was made from; None when it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def began_at(request: HttpRequest, newest: int | None) -> int | None:
    """The version a form is about: what the person began with, also when it is shown again with a mistake."""
    return (version_of(request) or newest) if request.method == "POST" else newest


def both_versions(request: HttpRequest, stale: StaleEdit, form: Any) -> HttpResponse:
    """Both versions of each field that differs, and the form to make one of two. Nothing was stored."""
    rows = [
        {
            "label": form.fields[name].label,
            "theirs": _said(form.fields[name], stale.theirs[name]),
            "mine": _said(form.fields[name], stale.mine[name]),
        }
        for name in stale.mine
        if name in form.fields and stale.theirs[name] != stale.mine[name]
    ]
    context = {"rows": rows, "version": stale.subject.version, "form": form}
    return render(request, "cycles/stale.html", context, status=409)


def _said(field: forms.Field, value: Any) -> Any:
    """A value as the form shows it: the words of a choice, not its key."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return value
    choices: Any = field.choices
    words = {str(key): str(label) for key, label in choices if not isinstance(label, list | tuple)}
    keys = value if isinstance(value, list) else [value]
    return ", ".join(words.get(str(key), str(key)) for key in keys)
