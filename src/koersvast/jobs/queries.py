"""Questions about work: the file that it made."""

from __future__ import annotations

import uuid

from koersvast.jobs.models import Job, JobState
from koersvast.vault.queries import open_box


def content_place(pk: uuid.UUID) -> str:
    return f"jobs.job.content:{pk}"


def file_of(job: Job) -> bytes | None:
    """The file of work that is done; None when there is none, or when it was taken away."""
    if job.state != JobState.DONE or job.content is None or job.data_key is None:
        return None
    return open_box(job.data_key).read_file(job.content, content_place(job.pk))
