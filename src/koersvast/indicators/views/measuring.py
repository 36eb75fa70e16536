"""Define a figure, write a measurement down, choose between two sources."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import both_versions, version_of
from koersvast.indicators import actions, forms
from koersvast.indicators.models import (
    Indicator,
    Measurement,
)
from koersvast.indicators.views.pages import form_page, indicator_or_404, to


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_indicator(request: CycleRequest) -> HttpResponse:
    form = forms.IndicatorForm(request.POST or None, initial={"unit": "%", "level": "societal"})
    if request.method == "POST" and form.is_valid():
        row = actions.add_indicator(request.cycle, by=request.membership.user, **form.cleaned_data)
        return to(request, "indicator", row.pk)
    return form_page(request, form, _("Hoe weten we dat het beter gaat?"))


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def edit_indicator(request: CycleRequest, pk: Any) -> HttpResponse:
    row = indicator_or_404(request, pk)
    form = forms.IndicatorForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                Indicator.objects.get(pk=pk),
                form.cleaned_data,
                by=request.membership.user,
                verb="indicator.changed",
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "indicator", pk)
    version = Indicator.objects.values_list("version", flat=True).get(pk=pk)
    return form_page(request, form, row.name, version=version, indicator=row)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_measurement(request: CycleRequest, pk: Any) -> HttpResponse:
    """A new measurement starts from the passport of the last one."""
    row = indicator_or_404(request, pk)
    last = Measurement.objects.filter(indicator=row).order_by("-period").first()
    copied = (
        {name: getattr(last, name) for name in ("sample", *forms.PASSPORT, "url")}
        if last
        else {"place": request.municipality.name, "place_code": request.municipality.code}
    )
    form = forms.MeasurementForm(request.POST or None, unit=row.unit, initial=copied)
    if request.method == "POST" and form.is_valid():
        actions.add_measurement(row, by=request.membership.user, **form.cleaned_data)
        messages.success(request, _("De meting staat erbij."))
        return to(request, "indicator", pk)
    return form_page(request, form, _("Schrijf een meting op"), indicator=row)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def measurement(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Measurement.objects.select_related("indicator"), pk=pk, cycle=request.cycle)
    form = forms.MeasurementForm(request.POST or None, unit=row.indicator.unit, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_measurement(
                Measurement.objects.select_related("indicator").get(pk=pk),
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "indicator", row.indicator_id)
    version = Measurement.objects.values_list("version", flat=True).get(pk=pk)
    return form_page(
        request, form, _("Deze meting"), indicator=row.indicator, version=version, measurement=row
    )


@cycle_view(step=1, change=True)
@require_POST
def remove_measurement(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Measurement.with_removed.select_related("indicator"), pk=pk, cycle=request.cycle)
    if request.POST.get("terug"):
        actions.put_back(
            row, subject=row.indicator, by=request.membership.user, verb="measurement.brought_back"
        )
        messages.success(request, _("Teruggezet."))
    else:
        actions.take_away(
            row,
            subject=row.indicator,
            by=request.membership.user,
            verb="measurement.removed",
            now=timezone.now(),
        )
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return to(request, "indicator", row.indicator_id)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def choose(request: CycleRequest, pk: Any) -> HttpResponse:
    """Two sources for one period: both stay, one is shown, with the reason."""
    row = get_object_or_404(Measurement.objects.select_related("indicator"), pk=pk, cycle=request.cycle)
    form = forms.ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.choose_measurement(row, reason=form.cleaned_data["reason"], by=request.membership.user)
        messages.success(request, _("Gekozen. De andere bron staat er nog."))
        return to(request, "indicator", row.indicator_id)
    title = _("Toon %(source)s") % {"source": row.source}
    return form_page(request, form, title, indicator=row.indicator)
