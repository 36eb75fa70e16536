"""What the pages of a survey share: find it, go on, show a form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koersvast.cycles.access import CycleRequest
from koersvast.cycles.versions import began_at
from koersvast.surveys.models import Survey
from koersvast.texts.access import TeamRequest


def base(request: TeamRequest) -> list[Any]:
    return [request.municipality.code, request.cycle.number, request.collection.pk]


def to(request: TeamRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, *base(request), *args)


def survey_or_404(request: TeamRequest) -> Survey:
    found: Survey | None = (
        Survey.objects.select_related("edition__questionnaire", "data_key", "municipality", "earlier")
        .filter(collection=request.collection)
        .first()
    )
    if found is None:
        raise Http404
    return found


def refused(request: CycleRequest, reason: Exception) -> None:
    messages.warning(request, str(reason))


def done(request: CycleRequest, words: str = "") -> None:
    messages.success(request, words or _("Bewaard."))


def form_page(
    request: CycleRequest, form: Any, title: str, *, back: str, version: int | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "version": began_at(request, version), **more}
    return render(request, "surveys/form.html", context)
