"""Put work in the queue, follow it, cancel it. The work itself is a task function found by name."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from koersvast.jobs import board, queries
from koersvast.jobs.models import Job, JobState
from koersvast.tenants.models import Municipality
from koersvast.vault import actions as vault
from koersvast.vault.models import Purpose
from koersvast.vault.queries import open_box


def enqueue(name: str, *, municipality: Municipality, by_id: uuid.UUID | None, **arguments: Any) -> Job:
    """Queue ``koersvast.<feature>.tasks.<function>``, named "feature.function", after commit.

    ``arguments`` must be JSON. The task is called as ``function(progress, **arguments)`` in the scope of the
    municipality; what it returns is kept as the job's result.
    """
    job = Job.objects.create(
        municipality=municipality, name=name, by_id=by_id, arguments=arguments, created_at=timezone.now()
    )
    run_job = import_string("koersvast.jobs.tasks.run_job")  # by name: tasks call actions, not the reverse
    transaction.on_commit(lambda: run_job.enqueue(job_id=str(job.pk), municipality_id=str(municipality.pk)))
    return job


@transaction.atomic
def keep_file(job: Job, *, name: str, media_type: str, content: bytes, once: bool = False) -> None:
    """What the work made, sealed until somebody fetches it. Raises vault.root.VaultClosed.

    ``once``: fetching it forgets it.
    """
    key = vault.new_data_key(job.municipality, Purpose.DIALOGUE)
    Job.objects.filter(pk=job.pk).update(
        data_key=key,
        file_name=name,
        file_type=media_type,
        content=open_box(key).seal_file(content, queries.content_place(job.pk)),
        once=once,
    )


@transaction.atomic
def fetch_file(job: Job) -> bytes | None:
    """The file, and for one that is fetched once: the last time. None when it is gone. Raises vault.root.VaultClosed."""
    fresh = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    content = queries.file_of(fresh)
    if fresh.once and fresh.data_key is not None:
        key = fresh.data_key
        Job.objects.filter(pk=fresh.pk).update(
            content=None,
            data_key=None,
            file_name="",
            message=_("Het bestand is opgehaald. Het was er voor één keer."),
        )
        vault.shred([key])
    return content


@transaction.atomic
def forget_files(name: str, *, message: str, **arguments: str) -> int:
    """What this work made and nobody fetched yet: taken away, and the page says why. Gives how many."""
    where = {f"arguments__{key}": value for key, value in arguments.items()}
    found = list(Job.objects.filter(name=name, data_key__isnull=False, **where).select_related("data_key"))
    keys = [job.data_key for job in found if job.data_key is not None]
    Job.objects.filter(pk__in=[job.pk for job in found]).update(content=None, file_name="", message=message)
    vault.shred(keys)
    return len(found)


def ask_to_cancel(job: Job) -> None:
    """The work stops at its next step; what waits does not start. Writes nothing in the database: the work
    may hold the only place where a writer can be."""
    if job.state in (JobState.WAITING, JobState.RUNNING):
        board.ask_to_stop(job.pk)
