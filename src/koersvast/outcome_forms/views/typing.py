"""Paper forms typed in by the municipality: one page, keyboard only, the next activity follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.versions import began_at, version_of
from koersvast.outcome_forms import actions, forms, queries
from koersvast.outcome_forms.telling import hints
from koersvast.outcome_forms.views.overview import next_to_type
from koersvast.outcome_forms.views.pages import asked_or_404, refused, require_take_over, to


@cycle_view(step=5, change=True)
@require_http_methods(["GET", "POST"])
def type_form(request: CycleRequest, pk: Any) -> HttpResponse:
    asked = asked_or_404(request, pk)
    require_take_over(request)
    if asked.row.state not in queries.WAITING_FOR_PARTNER:
        refused(request, actions.NotPossible(_("Hierop is al geantwoord.")))
        return to(request, "outcome_request", pk)
    form = forms.AnswerForm(request.POST or None, asked=asked.row, hints=hints(asked))
    if request.method == "GET":
        form.fields["reached"].widget.attrs["autofocus"] = True  # one hand on the paper, one on the keyboard
    if request.method == "POST" and form.is_valid():
        try:
            actions.send(
                asked.row,
                form.answer(),
                version=version_of(request) or 0,
                today=timezone.localdate(),
                on_paper=True,
                by=request.membership.user,
            )
        except actions.NotPossible as reason:
            refused(request, reason)
            return to(request, "outcome_request", pk)
        messages.success(request, _("Ingevoerd: %(name)s.") % {"name": asked.activity.name})
        return next_to_type(request, after=asked.row.pk)
    every = queries.requests_of(request.cycle)
    to_go = sum(one.row.state in queries.WAITING_FOR_PARTNER for one in every)
    context = {
        "asked": asked,
        "row": asked.row,
        "form": form,
        "to_go": to_go,
        "version": began_at(request, asked.row.version),
    }
    return render(request, "outcome_forms/type_form.html", context)
