"""Commitments and decisions, kept and shown as records."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.decisions import queries


@cycle_view(step=6)
def decisions(request: CycleRequest) -> HttpResponse:
    names = queries.names_by_key(request.cycle) if sees_step(request, 2) and sees_step(request, 3) else {}
    rows = [
        {"row": row, "about": names.get(row.about_key, "")} for row in queries.decisions_of(request.cycle)
    ]
    return render(
        request,
        "decisions/decisions.html",
        {
            "decisions": rows,
            "commitments": queries.commitments_of(request.cycle),
            "sees_2": sees_step(request, 2),
        },
    )
