"""Put a figure of a survey into the compass."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.indicators import forms, surveyed
from koersvast.indicators.views.pages import form_page
from koersvast.surveys.models import Survey


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def measure_from_survey(request: CycleRequest, collection: Any) -> HttpResponse:
    """Choose a published figure, and the indicator it belongs to."""
    row = (
        Survey.objects.select_related("edition__questionnaire", "municipality", "cycle", "data_key")
        .filter(collection=collection, cycle=request.cycle)
        .first()
    )
    if row is None:
        raise Http404
    offered = surveyed.offered(row)
    if not offered:
        messages.warning(
            request,
            _(
                "Geen cijfer van deze peiling kan in het kompas. Een percentage staat daar vanaf vijftig mensen."
            ),
        )
        return redirect(reverse("indicators", args=[request.municipality.code, request.cycle.number]))
    form = forms.SurveyFigureForm(request.POST or None, cycle=request.cycle, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = surveyed.measure(
                row,
                form.cleaned_data["figure"],
                indicator=form.cleaned_data["indicator"],
                by=request.membership.user,
            )
        except surveyed.NotPublished as reason:
            messages.warning(request, str(reason))
            return redirect(request.path)
        messages.success(request, _("De meting staat in het kompas, met haar paspoort. Duid haar nu samen."))
        url = reverse("indicator", args=[request.municipality.code, request.cycle.number, made.indicator_id])
        return redirect(url)
    return form_page(request, form, _("Zet een cijfer in het kompas"))
