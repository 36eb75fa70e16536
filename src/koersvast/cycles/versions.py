"""Two people edit the same thing: the version a form was made from, and the page that shows both texts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koersvast.cycles.actions import StaleEdit


def version_of(request: HttpRequest) -> int | None:
    """The version that the form of this request was made from; None when it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def both_versions(request: HttpRequest, stale: StaleEdit, form: Any) -> HttpResponse:
    """Both versions of each field that differs, and the form to make one of two. Nothing was stored."""
    rows = [
        {"label": form.fields[name].label, "theirs": stale.theirs[name], "mine": stale.mine[name]}
        for name in stale.mine
        if name in form.fields and stale.theirs[name] != stale.mine[name]
    ]
    context = {"rows": rows, "version": stale.subject.version, "form": form}
    return render(request, "cycles/stale.html", context, status=409)
