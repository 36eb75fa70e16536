"""The inventory with what residents say beside each initiative: what to broaden, to scale up, to embed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from koersvast.activities.views.initiatives import initiatives_context
from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.dialogues.finding_queries import heard_per


@require_GET
@cycle_view(step=3)
def initiatives(request: CycleRequest) -> HttpResponse:
    context = initiatives_context(request)
    if sees_step(request, 1):
        context["heard_per"] = heard_per(request.cycle, "initiatief", user_id=request.membership.user_id)
    return render(request, "dialogues/initiatives.html", context)
