"""The red thread through one link: one page, for everybody who may see the cycle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.red_thread import queries
from koersvast.red_thread.kinds import KINDS
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
        found = queries.red_thread(request.cycle, node, steps, gmcode=request.municipality.code)
        if found is not None:
            return render(request, "red_thread/thread.html", {"thread": found, **_tabs(request, node)})
    raise Http404


def _tabs(request: CycleRequest, node: Node) -> dict[str, Any]:
    kind = KINDS[node.kind]
    base = {"gmcode": request.municipality.code, "number": request.cycle.number}
    history = reverse("history", kwargs=base) + f"?over={node.id}"
    if kind.takes:
        return {"content": reverse(kind.page, kwargs={**base, kind.takes: node.id}), "history": history}
    return {"content": reverse(kind.everything or kind.page, kwargs=base), "history": ""}
