"""How we know that a goal gets nearer, and what an ambition rests on."""

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
from koersvast.goals.models import Ambition, Goal
from koersvast.indicators import actions, forms, queries
from koersvast.indicators.models import (
    GoalIndicator,
)
from koersvast.indicators.views.pages import form_page, to


@cycle_view(step=2, change=True)
@require_http_methods(["GET", "POST"])
def aim(request: CycleRequest, goal: Any, pk: Any = None) -> HttpResponse:
    owner = get_object_or_404(Goal, pk=goal, cycle=request.cycle)
    row = get_object_or_404(GoalIndicator, pk=pk, goal=owner) if pk else None
    form = forms.GoalIndicatorForm(request.POST or None, instance=row, cycle=request.cycle)
    if request.method == "POST" and form.is_valid():
        try:
            actions.aim(
                owner,
                GoalIndicator.objects.select_related("indicator").get(pk=pk) if pk else None,
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except actions.WrongLevel as refusal:
            form.add_error("indicator", str(refusal))
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        else:
            messages.success(request, _("Bewaard."))
            return to(request, "goal", owner.pk)
    version = GoalIndicator.objects.values_list("version", flat=True).get(pk=pk) if pk else None
    return form_page(request, form, _("Hoe weten we dat het beter gaat?"), goal=owner, version=version)


@cycle_view(step=2, change=True)
@require_POST
def remove_aim(request: CycleRequest, goal: Any, pk: Any) -> HttpResponse:
    owner = get_object_or_404(Goal, pk=goal, cycle=request.cycle)
    row = get_object_or_404(GoalIndicator.with_removed, pk=pk, goal=owner)
    if request.POST.get("terug"):
        actions.put_back(row, subject=owner, by=request.membership.user, verb="goal.aim_brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        actions.take_away(
            row, subject=owner, by=request.membership.user, verb="goal.aim_removed", now=timezone.now()
        )
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return to(request, "goal", owner.pk)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def evidence(request: CycleRequest, ambition: Any) -> HttpResponse:
    row = get_object_or_404(Ambition, pk=ambition, cycle=request.cycle)
    now = queries.evidence_of(row.pk)
    initial = {
        "interpretations": [one.interpretation_id for one in now if one.interpretation_id],
        "sessions": [one.session_id for one in now if one.session_id],
        "measurements": [one.measurement_id for one in now if one.measurement_id],
    }
    form = forms.EvidenceForm(request.POST or None, cycle=request.cycle, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.ground(
            row,
            [*data["sessions"], *data["interpretations"], *data["measurements"]],
            by=request.membership.user,
        )
        messages.success(request, _("Bewaard."))
        return to(request, "goals")
    return form_page(request, form, _("Waar rust deze ambitie op?"), ambition=row)
