"""What will be done better after a decision: by whom, before when, and what is late."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles import actions as cycle_actions
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.decisions import actions, forms, queries
from koersvast.decisions.models import Decision, ImprovementAction, ImprovementStatus
from koersvast.decisions.views.decisions import STEP, back_to, today_text


@cycle_view(step=STEP)
def improvements(request: CycleRequest) -> HttpResponse:
    """Open actions with what is late on top, and what was done."""
    rows = list(queries.improvements_of(request.cycle))
    both = sees_step(request, 2) and sees_step(request, 3)
    names = queries.names_by_key(request.cycle) if both else {}
    found = [
        {**item, "about": names.get(item["row"].decision.about_key, "")}
        for item in queries.with_urgency(rows, timezone.localdate())
    ]
    return render(
        request,
        "decisions/improvements.html",
        {
            "tab": "improvements",
            "open": [item for item in found if item["row"].status == ImprovementStatus.OPEN],
            "done": [item for item in found if item["row"].status == ImprovementStatus.DONE],
            "late": sum(item["urgency"] == "late" for item in found),
            "may_edit": may_edit(request, STEP),
        },
    )


def _improvement_or_404(request: CycleRequest, pk: Any, *, removed: bool = False) -> ImprovementAction:
    rows = ImprovementAction.with_removed if removed else ImprovementAction.objects
    return get_object_or_404(rows, pk=pk, decision__cycle=request.cycle, decision__removed_at=None)


def _form(request: CycleRequest, form: Any, *, version: int | None = None) -> HttpResponse:
    return render(
        request,
        "cycles/form.html",
        {
            "form": form,
            "title": _("Wat gaan we beter doen?"),
            "back": "improvements",
            "version": began_at(request, version),
        },
    )


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def add_improvement(request: CycleRequest, pk: Any) -> HttpResponse:
    decision = get_object_or_404(Decision, pk=pk, cycle=request.cycle)
    form = forms.ImprovementForm(
        request.POST or None, cycle=request.cycle, initial={"owner": decision.owner_id}
    )
    if request.method == "POST" and form.is_valid():
        actions.add_improvement(decision, by=request.membership.user, **form.cleaned_data)
        messages.success(request, _("De verbeteractie is bewaard."))
        return back_to(request, "improvements")
    return _form(request, form)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def improvement(request: CycleRequest, pk: Any) -> HttpResponse:
    row = _improvement_or_404(request, pk)
    version = row.version
    form = forms.ImprovementForm(request.POST or None, instance=row, cycle=request.cycle)
    if request.method == "POST" and form.is_valid():
        fresh = ImprovementAction.objects.get(pk=pk)
        try:
            cycle_actions.change(
                fresh,
                form.cleaned_data,
                by=request.membership.user,
                verb="improvement.changed",
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return back_to(request, "improvements")
    return _form(request, form, version=version)


@cycle_view(step=STEP, change=True)
@require_POST
def finish_improvement(request: CycleRequest, pk: Any) -> HttpResponse:
    """Say that it is done, or that it is open after all."""
    row = _improvement_or_404(request, pk)
    if request.POST.get("terug"):
        actions.reopen_improvement(row, by=request.membership.user)
        messages.success(request, _("De verbeteractie is weer open."))
    else:
        actions.finish_improvement(row, by=request.membership.user, done_on=today_text())
        messages.success(request, _("De verbeteractie is gedaan."), extra_tags=f"undo {request.path}")
    return back_to(request, "improvements")


@cycle_view(step=STEP, change=True)
@require_POST
def remove_improvement(request: CycleRequest, pk: Any) -> HttpResponse:
    row = _improvement_or_404(request, pk, removed=True)
    if request.POST.get("terug"):
        cycle_actions.bring_back(row, by=request.membership.user, verb="improvement.brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        cycle_actions.remove(row, by=request.membership.user, verb="improvement.removed", now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return back_to(request, "improvements")
