"""Follow work, cancel it, fetch what it made."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from koersvast.jobs import actions, board
from koersvast.jobs.models import Job, JobState

# The decorator of people/access.py lies above this layer: config/urls.py wraps these views with it.


def _own_job(request: HttpRequest, job_id: Any) -> Job:
    """Only who asked for the work sees it; everybody else gets the 404 of what does not exist."""
    return get_object_or_404(Job, pk=job_id, by_id=request.user.pk)


def follow(request: HttpRequest, gmcode: str, job_id: Any) -> HttpResponse:
    job = _own_job(request, job_id)
    page = "jobs/_progress.html" if getattr(request, "htmx", False) else "jobs/follow.html"
    context = {
        "job": job,
        "busy": job.state in (JobState.WAITING, JobState.RUNNING),
        "standing": board.read(job.pk),
        "stopping": board.stop_asked(job.pk),
    }
    response = render(request, page, context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def cancel(request: HttpRequest, gmcode: str, job_id: Any) -> HttpResponse:
    actions.ask_to_cancel(_own_job(request, job_id))
    return redirect("job", gmcode=gmcode, job_id=job_id)


def download(request: HttpRequest, gmcode: str, job_id: Any) -> HttpResponse:
    job = _own_job(request, job_id)
    if job.once and request.method != "POST":
        return HttpResponseNotAllowed(["POST"])  # fetching it changes something: it is gone then
    content = actions.fetch_file(job)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=job.file_type)
    response["Content-Disposition"] = f'attachment; filename="{job.file_name}"'
    response["Cache-Control"] = "no-store"
    return response
