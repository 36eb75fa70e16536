"""What the pages about figures share: find one, show a form."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from koersvast.cycles.access import CycleRequest
from koersvast.cycles.versions import began_at
from koersvast.indicators.models import (
    Indicator,
)


def to(request: CycleRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, request.municipality.code, request.cycle.number, *args)


def indicator_or_404(request: CycleRequest, pk: Any) -> Indicator:
    return get_object_or_404(Indicator, pk=pk, cycle=request.cycle)


def form_page(
    request: CycleRequest, form: Any, title: str, *, version: int | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "version": began_at(request, version), **more}
    return render(request, "indicators/form.html", context)
