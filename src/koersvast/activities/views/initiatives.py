"""The inventory: what already happens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.activities import actions, forms, queries
from koersvast.activities.models import Initiative
from koersvast.activities.views.pages import form_page, to
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Partner
from koersvast.cycles.versions import both_versions, version_of


def initiatives_context(request: CycleRequest) -> dict[str, Any]:
    """For the page of the inventory. What residents say stands on it too: its view is in a feature above."""
    return {
        "rows": queries.initiatives_of(request.cycle),
        "partners": Partner.objects.filter(cycle=request.cycle).order_by("position"),
        "may_edit": may_edit(request, 3),
    }


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def initiative(request: CycleRequest, pk: Any = None) -> HttpResponse:
    row = get_object_or_404(Initiative, pk=pk, cycle=request.cycle) if pk else None
    form = forms.InitiativeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        if pk is None:
            actions.add_initiative(request.cycle, by=request.membership.user, **form.cleaned_data)
        else:
            try:
                actions.change(
                    Initiative.objects.get(pk=pk),
                    form.cleaned_data,
                    by=request.membership.user,
                    verb="initiative.changed",
                    version=version_of(request),
                )
            except StaleEdit as stale:
                return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "initiatives")
    version = Initiative.objects.values_list("version", flat=True).get(pk=pk) if pk else None
    return form_page(request, form, row.name if row else _("Wat gebeurt er al?"), version=version)


@cycle_view(step=3, change=True)
@require_POST
def start_activity(request: CycleRequest, pk: Any) -> HttpResponse:
    """Make an activity of an initiative, with an owner."""
    row = get_object_or_404(Initiative, pk=pk, cycle=request.cycle)
    asked = request.POST.get("owner", "")
    owner = next((one for one in Partner.objects.filter(cycle=request.cycle) if str(one.pk) == asked), None)
    if owner is None:
        messages.warning(request, _("Kies eerst wie eigenaar wordt."))
        return to(request, "initiatives")
    made = actions.start_from_initiative(row, owner=owner, by=request.membership.user)
    messages.success(request, _("De activiteit is gemaakt. Zeg nu aan welk doel zij bijdraagt."))
    return to(request, "activity", made.pk)
