"""The red thread through one link: one page, for everybody who may see the cycle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from koersvast.activities.models import Activity
from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.cycles.descent import Family, told, visible_cycles
from koersvast.goals.models import Goal
from koersvast.indicators.models import Indicator
from koersvast.red_thread import queries
from koersvast.red_thread.kinds import KINDS
from koersvast.red_thread.readers import Said
from koersvast.red_thread.walk import Node


@require_GET
@cycle_view()
def thread(request: CycleRequest, kind: str, pk: UUID) -> HttpResponse:
    return _page(request, Node(kind, pk))


@require_GET
@cycle_view(step=2)
def goal_thread(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """Of a goal or an ambition."""
    return _page(request, Node("doel", node_id), Node("ambitie", node_id))


@require_GET
@cycle_view(step=3)
def activity_thread(request: CycleRequest, pk: UUID) -> HttpResponse:
    return _page(request, Node("activiteit", pk))


@require_GET
@cycle_view(step=1)
def indicator_thread(request: CycleRequest, pk: UUID) -> HttpResponse:
    return _page(request, Node("cijfer", pk))


def _page(request: CycleRequest, *nodes: Node) -> HttpResponse:
    steps = {step for step in range(7) if sees_step(request, step)}
    for node in nodes:
        found = queries.red_thread(
            request.cycle,
            node,
            steps,
            gmcode=request.municipality.code,
            user_id=request.membership.user_id,
        )
        if found is not None:
            context = {"thread": found, "descent": _descent(request, node), **_tabs(request, found.here)}
            return render(request, "red_thread/thread.html", context)
    raise Http404


FOLLOWS: dict[str, tuple[Any, str, str]] = {
    "doel": (Goal, "text", "goal_thread"),
    "activiteit": (Activity, "name", "activity_thread"),
    "cijfer": (Indicator, "name", "indicator_thread"),
}


def _descent(request: CycleRequest, node: Node) -> dict[str, list[dict[str, Any]]]:
    """The threads of other cycles that this link follows, or that follow it, as far as this person may see them."""
    if node.kind not in FOLLOWS:
        return {"before": [], "after": []}
    model, name, page = FOLLOWS[node.kind]
    family = Family(model, cycles=visible_cycles(request.membership)[KINDS[node.kind].step])
    row = model.objects.get(pk=node.id)
    return told(family, row, name=name, page=page, code=request.municipality.code, here=request.cycle.number)


def _tabs(request: CycleRequest, said: Said) -> dict[str, Any]:
    kind = KINDS[said.kind]
    base = {"gmcode": request.municipality.code, "number": request.cycle.number}
    history = reverse("history", kwargs=base) + f"?over={said.id}"
    if said.content:
        return {"content": said.content, "history": ""}
    if kind.takes:
        never_changes = said.kind == "vastgesteld"
        content = reverse(kind.page, kwargs={**base, kind.takes: said.id})
        return {"content": content, "history": "" if never_changes else history}
    return {"content": reverse(kind.everything or kind.page, kwargs=base), "history": ""}
