"""How many inhabitants share an age, group or neighbourhood: for the check how recognisable a quote is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest
from koersvast.dialogues.kcheck import BLOCKS_BELOW, WARNS_BELOW
from koersvast.dialogues.models import PopulationCount
from koersvast.dialogues.population import AGES, ALL_GROUPS, Part, as_lines
from koersvast.dialogues.population_actions import keep_population
from koersvast.dialogues.population_forms import PopulationForm
from koersvast.people.access import planners_only


@require_http_methods(["GET", "POST"])
@planners_only
def population(request: CycleRequest, gmcode: str) -> HttpResponse:
    rows = list(PopulationCount.objects.all())
    parts = [Part(row.age, row.group, row.place, row.count) for row in rows]
    initial = {"lines": as_lines(parts), "source": rows[0].source if rows else ""}
    form = PopulationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        keep_population(
            request.municipality,
            form.cleaned_data["lines"],
            source=form.cleaned_data["source"],
            by=request.membership.user,
        )
        messages.success(request, _("Bewaard."))
        return redirect("population", request.municipality.code)
    context = {
        "form": form,
        "ages": AGES,
        "groups": ALL_GROUPS,
        "blocks_below": BLOCKS_BELOW,
        "warns_below": WARNS_BELOW,
    }
    return render(request, "dialogues/population.html", context)
