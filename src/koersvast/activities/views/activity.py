"""One activity: its page, red thread and history; add, change, remove."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.activities import actions, forms, queries
from koersvast.activities.models import Activity
from koersvast.activities.views.pages import activity_or_404, form_page, may, outcomes_shown, require, to
from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.cycles.actions import StaleEdit, bring_back, remove
from koersvast.cycles.versions import both_versions, version_of

VERB_OF_STEP = {2: "activity.contributes", 4: "activity.quality_told", 5: "activity.outcome_told"}


def activity_context(request: CycleRequest, pk: Any) -> dict[str, Any]:
    """What the page of one activity needs. Features above compose the page: they know what was decided."""
    row = activity_or_404(request, pk)
    return {
        "activity": row,
        "tab": "inhoud",
        "may_3": may(request, 3, row),
        "may_4": may(request, 4, row),
        "may_5": may(request, 5, row),
        "sees_2": sees_step(request, 2),
        "sees_4": sees_step(request, 4),
        "sees_5": sees_step(request, 5),
        "quality": getattr(row, "quality", None),
        "shown": outcomes_shown(request, row),
    }


@cycle_view(step=3)
def activity_history(request: CycleRequest, pk: Any) -> HttpResponse:
    row = activity_or_404(request, pk)
    unseen = [verb for step, verb in VERB_OF_STEP.items() if not sees_step(request, step)]
    return render(
        request,
        "activities/history.html",
        {"activity": row, "tab": "geschiedenis", "entries": queries.history(row, unseen=unseen)[:200]},
    )


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def add_activity(request: CycleRequest) -> HttpResponse:
    form = forms.ActivityForm(request.POST or None, cycle=request.cycle)
    if request.method == "POST" and form.is_valid():
        row = actions.add_activity(
            request.cycle,
            by=request.membership.user,
            partners=list(form.cleaned_data["partners"]),
            **form.values(),
        )
        return to(request, "activity", row.pk)
    return form_page(request, form, _("Welke activiteit?"))


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def edit_activity(request: CycleRequest, pk: Any) -> HttpResponse:
    row = activity_or_404(request, pk)
    require(request, 3, row)
    form = forms.ActivityForm(request.POST or None, instance=row, cycle=request.cycle)
    if request.method == "POST" and form.is_valid():
        fresh = Activity.objects.get(pk=pk)
        try:
            actions.change_activity(
                fresh,
                by=request.membership.user,
                version=version_of(request),
                partners=list(form.cleaned_data["partners"]),
                values=form.values(),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "activity", pk)
    version = Activity.objects.values_list("version", flat=True).get(pk=pk)
    return form_page(request, form, row.name, activity=row, version=version)


@cycle_view(step=3, change=True)
@require_POST
def remove_activity(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Activity.with_removed, pk=pk, cycle=request.cycle)
    require(request, 3, row)
    if request.POST.get("terug"):
        bring_back(row, by=request.membership.user, verb="activity.brought_back")
        messages.success(request, _("Teruggezet."))
        return to(request, "activity", row.pk)
    remove(row, by=request.membership.user, verb="activity.removed", now=timezone.now())
    messages.success(request, _("Weggehaald."))
    return to(request, "removed_activities")


@cycle_view(step=3, change=True)
def removed_activities(request: CycleRequest) -> HttpResponse:
    """What was taken away and can come back."""
    rows = Activity.with_removed.filter(cycle=request.cycle, removed_at__isnull=False).order_by("-removed_at")
    return render(request, "activities/removed.html", {"rows": rows})
