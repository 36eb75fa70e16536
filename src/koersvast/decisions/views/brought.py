"""What did this money bring? One page per year."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from koersvast.activities.actions import hidden_figures
from koersvast.activities.queries import years_with_money
from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.decisions import brought_queries as queries


@require_GET
@cycle_view(step=3)
def money_brought(request: CycleRequest, year: int) -> HttpResponse:
    """Where the money of a year went, what was done, what participants said, and how the goals stand."""
    found = queries.brought(request.cycle, year)
    if found is None:
        raise Http404
    return render(
        request,
        "decisions/money_brought.html",
        {
            "found": found,
            "purposes": [_purpose(request, purpose) for purpose in found.purposes],
            "years": years_with_money(request.cycle),
            "sees_2": sees_step(request, 2),
            "sees_5": sees_step(request, 5),
            "sees_6": sees_step(request, 6),
        },
    )


def _purpose(request: CycleRequest, purpose: queries.Purpose) -> dict[str, Any]:
    sees_5 = sees_step(request, 5)
    return {
        "purpose": purpose,
        "activities": [
            {
                "one": one,
                "outcomes": [
                    {"row": row, "hidden": hidden_figures(row)} for row in (one.outcomes if sees_5 else ())
                ],
            }
            for one in purpose.activities
        ],
    }
