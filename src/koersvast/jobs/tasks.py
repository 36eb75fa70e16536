"""The one task in the queue: opens the municipality's scope and runs a job by its name."""

from __future__ import annotations

import time
import uuid
from importlib import import_module
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope
from django_tasks import task

from koersvast.jobs import board
from koersvast.jobs.models import Job, JobState
from koersvast.jobs.progress import Cancelled, CannotDo
from koersvast.tenants.models import Municipality

SECONDS_BETWEEN_WRITES = 0.3


class OnBoard:
    """Tells the board how far the work is, at most a few times a second, and stops it when somebody asked."""

    def __init__(self, job_id: uuid.UUID) -> None:
        self.job_id = job_id
        self.last = 0.0

    def step(self, doing: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last < SECONDS_BETWEEN_WRITES:
            return
        self.last = now
        if board.stop_asked(self.job_id):
            raise Cancelled
        board.write(self.job_id, board.Standing(doing[:200], done, total))


@task()
def run_job(job_id: str, municipality_id: str) -> None:
    municipality = Municipality.objects.get(pk=municipality_id)
    with scope(municipality=municipality):
        job = Job.objects.filter(pk=job_id, state=JobState.WAITING).first()
        if job is None:
            return
        if board.stop_asked(job.pk):
            _finish(job, JobState.CANCELLED)
            return
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
        _run(job)


def find(name: str) -> Any:
    """The function behind "feature.function". Raises LookupError for a name that does not exist."""
    feature, _dot, function = name.partition(".")
    try:
        return getattr(import_module(f"koersvast.{feature}.tasks"), function)
    except (ImportError, AttributeError) as error:
        raise LookupError(name) from error


def _run(job: Job) -> None:
    try:
        result = find(job.name)(OnBoard(job.pk), job=job, **job.arguments)
    except Cancelled:
        _finish(job, JobState.CANCELLED)
    except CannotDo as refusal:
        _finish(job, JobState.FAILED, message=str(refusal))
    except Exception:
        # The person reads a sentence; the error itself goes to the log of the worker.
        _finish(
            job, JobState.FAILED, message=_("Dit ging mis. De beheerder vindt de oorzaak in het logboek.")
        )
        raise
    else:
        _finish(job, JobState.DONE, result=result)


def _finish(job: Job, state: JobState, *, message: str = "", result: Any = None) -> None:
    board.clear(job.pk)
    Job.objects.filter(pk=job.pk).update(
        state=state, message=message, result=result, finished_at=timezone.now()
    )
