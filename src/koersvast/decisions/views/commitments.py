"""Motions, promises, election agreements and declarations, and what became of them."""

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
from koersvast.decisions.models import Commitment, CommitmentStatus
from koersvast.decisions.views.decisions import STEP, back_to
from koersvast.goals import queries as goal_queries


@cycle_view(step=STEP)
def commitments(request: CycleRequest) -> HttpResponse:
    """Open promises with what is late on top, and what became of the others."""
    found = queries.with_urgency(queries.commitments_of(request.cycle), timezone.localdate())
    return render(
        request,
        "decisions/commitments.html",
        {
            "tab": "commitments",
            "open": [item for item in found if item["row"].status == CommitmentStatus.OPEN],
            "rest": [item for item in found if item["row"].status != CommitmentStatus.OPEN],
            "late": sum(item["urgency"] == "late" for item in found),
            "sees_2": sees_step(request, 2),
            "may_edit": may_edit(request, STEP),
        },
    )


def _tree(request: CycleRequest) -> Any:
    """The goals to choose from; none for who may not see them."""
    return goal_queries.tree(request.cycle) if sees_step(request, 2) else None


def _form(request: CycleRequest, form: Any, title: str, *, version: int | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "back": "commitments", "version": began_at(request, version)}
    return render(request, "cycles/form.html", context)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def add_commitment(request: CycleRequest) -> HttpResponse:
    form = forms.CommitmentForm(
        request.POST or None, tree=_tree(request), initial={"status": CommitmentStatus.OPEN}
    )
    if request.method == "POST" and form.is_valid():
        actions.add_commitment(
            request.cycle, by=request.membership.user, goals=form.goals_chosen() or [], values=form.values()
        )
        messages.success(request, _("Bewaard."))
        return back_to(request, "commitments")
    return _form(request, form, _("Wat is beloofd of gevraagd?"))


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def commitment(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Commitment, pk=pk, cycle=request.cycle)
    version, title = row.version, row.get_kind_display()
    form = forms.CommitmentForm(request.POST or None, instance=row, tree=_tree(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_commitment(
                Commitment.objects.get(pk=pk),
                by=request.membership.user,
                version=version_of(request),
                goals=form.goals_chosen(),
                values=form.values(),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return back_to(request, "commitments")
    return _form(request, form, title, version=version)


@cycle_view(step=STEP, change=True)
@require_POST
def remove_commitment(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Commitment.with_removed, pk=pk, cycle=request.cycle)
    if request.POST.get("terug"):
        cycle_actions.bring_back(row, by=request.membership.user, verb="commitment.brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        cycle_actions.remove(row, by=request.membership.user, verb="commitment.removed", now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return back_to(request, "commitments")
