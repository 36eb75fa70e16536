"""The documents of a cycle: which there are, and make one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.jobs import actions as jobs
from koersvast.people import permissions
from koersvast.reports import actions
from koersvast.reports.kinds import REPORTS
from koersvast.reports.rendering import FORMATS


def _may_read_all(request: CycleRequest) -> bool:
    """A document holds every step of the cycle, so it is for who may see every step."""
    return all(permissions.sees(request.membership, wanted) for wanted in request.step_visibility.values())


@require_GET
@cycle_view()
def documents(request: CycleRequest) -> HttpResponse:
    return render(
        request,
        "reports/documents.html",
        {
            "reports": REPORTS.values(),
            "formats": FORMATS.values(),
            "may_read_all": _may_read_all(request),
        },
    )


@require_POST
@cycle_view()
def make_document(request: CycleRequest, kind: str, form: str) -> HttpResponse:
    """Queues the document and goes to the page that follows the work."""
    if not _may_read_all(request):
        raise PermissionDenied(_("Delen van deze ronde zijn intern. Vraag het document aan de gemeente."))
    try:
        actions.check(kind, form)
    except actions.UnknownDocument as unknown:
        raise Http404(str(unknown)) from unknown
    job = jobs.enqueue(
        "reports.build",
        municipality=request.municipality,
        by_id=request.user.pk,
        cycle_id=str(request.cycle.pk),
        kind=kind,
        form=form,
    )
    return redirect("job", gmcode=request.municipality.code, job_id=job.pk)
