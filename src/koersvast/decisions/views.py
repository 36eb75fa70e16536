"""Commitments and decisions, kept and shown as records."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.decisions import queries


@cycle_view(step=6)
def decisions(request: CycleRequest) -> HttpResponse:
    names = queries.names_by_key(request.cycle)
    rows = [
        {"row": row, "about": names.get(row.about_key, row.about_key)}
        for row in queries.decisions_of(request.cycle)
    ]
    return render(
        request,
        "decisions/decisions.html",
        {"decisions": rows, "commitments": queries.commitments_of(request.cycle)},
    )
