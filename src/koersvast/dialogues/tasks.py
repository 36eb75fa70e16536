"""Projects in the background."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.coding import refi, staging
from koersvast.dialogues import project_actions as actions
from koersvast.dialogues.models import DialogueRound
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.people.models import User
from koersvast.texts.models import TeamMember
from koersvast.texts.permissions import LEAD, may
from koersvast.texts.reading import CannotRead


def import_project(
    progress: Progress, *, job: Job, staged_id: str, collection_id: str, take: list[str]
) -> dict[str, Any]:
    """Take in a project that somebody looked at and confirmed; the answer holds the address of the round.

    The queue knows an id: what people said lies sealed in the staged file.
    """
    by = User.objects.filter(pk__in=[job.by_id]).first()
    row = DialogueRound.objects.select_related("cycle", "collection").filter(collection=collection_id).first()
    member = TeamMember.objects.filter(collection=collection_id, user=by).first() if by else None
    progress.step(_("Het bestand lezen"), 0, 1)
    kept = None
    if by is not None and row is not None and member is not None and may(member.task, LEAD):
        kept = staging.find(
            uuid.UUID(staged_id), about=row.collection_id, kind="qdpx", by=by, now=timezone.now()
        )
    if row is None or kept is None:
        raise CannotDo(_("Het bestand is niet meer bewaard. Kies het opnieuw."))
    try:
        project = refi.read_project(staging.content_of(kept)).project
        actions.import_project(
            row, project, take=set(take), by=by, today=timezone.localdate(), progress=progress
        )
    except (CannotRead, actions.NotNow) as refusal:
        raise CannotDo(str(refusal)) from refusal
    staging.forget(kept)
    return {"url": reverse("dialogue", args=[job.municipality.code, row.cycle.number, row.collection_id])}
