"""What people say of figures: the five questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import both_versions, version_of
from koersvast.indicators import actions, forms, queries
from koersvast.indicators.models import (
    Interpretation,
    Measurement,
)
from koersvast.indicators.views.pages import form_page, to


@cycle_view(step=1)
def interpretations(request: CycleRequest) -> HttpResponse:
    return render(
        request,
        "indicators/interpretations.html",
        {"rows": queries.interpretations_of(request.cycle), "may_edit": may_edit(request, 1)},
    )


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def interpretation(request: CycleRequest, pk: Any = None) -> HttpResponse:
    row = get_object_or_404(Interpretation, pk=pk, cycle=request.cycle) if pk else None
    asked = request.GET.get("cijfer")
    initial: dict[str, Any] = {"held_on": timezone.localdate().isoformat()}
    if asked and row is None:
        about = Measurement.objects.filter(cycle=request.cycle).order_by("-period")
        initial["measurements"] = [one.pk for one in about if str(one.indicator_id) == asked][:1]
    form = forms.InterpretationForm(request.POST or None, instance=row, cycle=request.cycle, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.interpret(
                request.cycle,
                Interpretation.objects.get(pk=pk) if pk else None,
                measurements=list(form.cleaned_data["measurements"]),
                by=request.membership.user,
                values=form.values(),
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "interpretations")
    version = Interpretation.objects.values_list("version", flat=True).get(pk=pk) if pk else None
    return form_page(request, form, _("Wat zeggen wij hiervan?"), version=version)
