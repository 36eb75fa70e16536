"""What the pages about activities share: find one, ask who may, show a form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from koersvast.activities import actions, permissions, queries
from koersvast.activities.models import Activity
from koersvast.cycles.access import CycleRequest, sees_step
from koersvast.cycles.versions import began_at
from koersvast.people.queries import organisations_with_an_account


def to(request: CycleRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, request.municipality.code, request.cycle.number, *args)


def activity_or_404(request: CycleRequest, pk: Any) -> Activity:
    row = queries.activity(request.cycle, pk)
    if row is None:
        raise Http404
    return row


def may(request: CycleRequest, step: int, row: Activity) -> bool:
    return permissions.may_edit(request.membership, step, row, organisations_with_an_account())


def require(request: CycleRequest, step: int, row: Activity) -> None:
    if not may(request, step, row):
        raise PermissionDenied(_("Deze stap is van de eigenaar van de activiteit."))


def outcomes_shown(request: CycleRequest, row: Activity) -> list[dict[str, Any]]:
    """What an activity brought, with the names of the figures that stay unsaid; nothing when step 5 is not for them."""
    rows = row.outcomes.all() if sees_step(request, 5) else ()
    return [{"row": outcome, "hidden": actions.hidden_figures(outcome)} for outcome in rows]


def form_page(
    request: CycleRequest, form: Any, title: str, *, version: int | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "version": began_at(request, version), **more}
    return render(request, "activities/form.html", context)
