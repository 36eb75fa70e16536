"""The documents of a cycle: which there are, what is due, and make one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.dialogues.publication_queries import outdated
from koersvast.jobs import actions as jobs
from koersvast.papers import queries as papers
from koersvast.people import permissions
from koersvast.reports import actions
from koersvast.reports.forms import ChoiceForm
from koersvast.reports.kinds import GROUPS, REPORTS
from koersvast.reports.rendering import FORMATS

SOON = 3  # what is due next, beside what is late or due this month


def may_read_all(request: CycleRequest) -> bool:
    """A document holds every step of the cycle, so it is for who may see every step."""
    return all(permissions.sees(request.membership, wanted) for wanted in request.step_visibility.values())


@require_GET
@cycle_view()
def documents(request: CycleRequest) -> HttpResponse:
    groups = [
        {"name": name, "key": key, "reports": [one for one in REPORTS.values() if one.group == key]}
        for key, name in GROUPS.items()
    ]
    calendar = papers.calendar_with_time(request.cycle, today=timezone.localdate())
    pressing = [item for item in calendar if item["when"] in ("late", "now")]
    read_all = may_read_all(request)
    return render(
        request,
        "reports/documents.html",
        {
            "groups": groups,
            "formats": FORMATS.values(),
            "may_read_all": read_all,
            "may_write": permissions.may_plan(request.membership),
            "due": pressing + [item for item in calendar if item["when"] == "later"][:SOON],
            "outdated": outdated(request.cycle) if read_all else {},
            "ambers": dict(_ambers(request)) if read_all else {},
        },
    )


def _ambers(request: CycleRequest) -> Counter[str]:
    """How many sentences of each paper people should look at again."""
    return Counter(
        one.row.kind for one in papers.texts_as_they_stand(request.cycle).written for _amber in one.ambers
    )


@require_POST
@cycle_view()
def make_document(request: CycleRequest, kind: str, form: str) -> HttpResponse:
    """Queues the document and goes to the page that follows the work."""
    if not may_read_all(request):
        raise PermissionDenied(_("Delen van deze ronde zijn intern. Vraag het document aan de gemeente."))
    try:
        actions.check(kind, form)
    except actions.UnknownDocument as unknown:
        raise Http404(str(unknown)) from unknown
    chosen = ChoiceForm(request.POST, cycle=request.cycle, report=REPORTS[kind])
    if not chosen.is_valid():
        raise Http404
    job = jobs.enqueue(
        "reports.build",
        municipality=request.municipality,
        by_id=request.user.pk,
        cycle_id=str(request.cycle.pk),
        kind=kind,
        form=form,
        **_said(chosen.choice()),
    )
    return redirect("job", gmcode=request.municipality.code, job_id=job.pk)


def _said(choice: dict[str, Any]) -> dict[str, Any]:
    return {"choice": choice} if choice else {}
