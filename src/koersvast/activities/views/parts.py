"""What belongs to an activity: contribution, quality, outcome."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.activities import actions, forms
from koersvast.activities.models import Activity, Contribution, Outcome, Quality
from koersvast.activities.views.pages import activity_or_404, form_page, require, to
from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import both_versions, version_of
from koersvast.goals import queries as goals


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def contribution(request: CycleRequest, pk: Any, part: Any = None) -> HttpResponse:
    row = activity_or_404(request, pk)
    require(request, 3, row)
    if not sees_step(request, 2):
        raise Http404  # the form lists goals
    link = get_object_or_404(Contribution, pk=part, activity=row) if part else None
    form = forms.ContributionForm(request.POST or None, instance=link, tree=goals.tree(request.cycle))
    if request.method == "POST" and form.is_valid():
        return _save_part(request, row, Contribution, part, form, "activity.contributes", form.cleaned_data)
    return form_page(
        request, form, _("Waarom helpt dit?"), activity=row, version=link.version if link else None
    )


def _save_part(
    request: CycleRequest, row: Activity, model: Any, part: Any, form: Any, verb: str, values: dict[str, Any]
) -> HttpResponse:
    fresh = model.objects.get(pk=part) if part else None
    try:
        actions.save_part(
            row,
            model,
            fresh,
            by=request.membership.user,
            verb=verb,
            values=values,
            version=version_of(request),
        )
    except StaleEdit as stale:
        return both_versions(request, stale, form)
    messages.success(request, _("Bewaard."))
    return to(request, "activity", row.pk)


@cycle_view(step=4, change=True)
@require_http_methods(["GET", "POST"])
def quality_form(request: CycleRequest, pk: Any) -> HttpResponse:
    row = activity_or_404(request, pk)
    require(request, 4, row)
    found = Quality.objects.filter(activity=row).first()
    form = forms.QualityForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_quality(
                Activity.objects.get(pk=pk),
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "activity", pk)
    version = Quality.objects.values_list("version", flat=True).filter(activity=row).first()
    return form_page(request, form, _("Hoe doen wij het goed?"), activity=row, version=version)


@cycle_view(step=5, change=True)
@require_http_methods(["GET", "POST"])
def outcome(request: CycleRequest, pk: Any, part: Any = None) -> HttpResponse:
    row = activity_or_404(request, pk)
    require(request, 5, row)
    found = get_object_or_404(Outcome, pk=part, activity=row) if part else None
    form = forms.OutcomeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        fresh = Outcome.objects.get(pk=part) if part else None
        try:
            actions.save_outcome(
                Activity.objects.get(pk=pk),
                fresh,
                by=request.membership.user,
                values=form.values(),
                version=version_of(request),
                improvements=form.lines(),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "activity", pk)
    version = Outcome.objects.values_list("version", flat=True).filter(pk=part).first() if part else None
    return form_page(request, form, _("Wat bracht het deelnemers?"), activity=row, version=version)


STEP_OF_PART = {"bijdrage": 3, "bedrag": 3, "outcome": 5}


@cycle_view(change=True)
@require_POST
def remove_part(request: CycleRequest, pk: Any, kind: str, part: Any) -> HttpResponse:
    """Take a contribution, an amount or an outcome away, or put it back."""
    row = activity_or_404(request, pk)
    if kind not in STEP_OF_PART:
        raise Http404
    require(request, STEP_OF_PART[kind], row)
    found = get_object_or_404(actions.parts(kind).with_removed, pk=part, activity=row)
    if request.POST.get("terug"):
        actions.bring_back_part(row, found, by=request.membership.user, verb="activity.part_brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        actions.remove_part(
            row, found, by=request.membership.user, verb="activity.part_removed", now=timezone.now()
        )
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return to(request, "activity", pk)
