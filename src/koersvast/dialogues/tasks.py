"""Projects and files with many answers, in the background."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.coding import refi, staging
from koersvast.coding.models import StagedFile
from koersvast.dialogues import project_actions as actions
from koersvast.dialogues.answer_actions import bring_answers
from koersvast.dialogues.answers import answers_of
from koersvast.dialogues.models import DialogueRound
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.people.models import User
from koersvast.texts.models import TeamMember
from koersvast.texts.permissions import LEAD, WRITE, may
from koersvast.texts.reading import CannotRead, answer_table


def import_project(
    progress: Progress, *, job: Job, staged_id: str, collection_id: str, take: list[str]
) -> dict[str, Any]:
    """Take in a project that somebody looked at and confirmed; the answer holds the address of the round.

    The queue knows an id: what people said lies sealed in the staged file.
    """
    row, kept, by = _found(job, staged_id, collection_id, kind="qdpx", wish=LEAD, progress=progress)
    try:
        project = refi.read_project(staging.content_of(kept)).project
        actions.import_project(
            row, project, take=set(take), by=by, today=timezone.localdate(), progress=progress
        )
    except (CannotRead, actions.NotNow) as refusal:
        raise CannotDo(str(refusal)) from refusal
    staging.forget(kept)
    return _address(job, row)


def import_answers(
    progress: Progress, *, job: Job, staged_id: str, collection_id: str, uses: list[tuple[int, str]]
) -> dict[str, Any]:
    """Take in the answers of the columns that somebody chose; the answer holds the address of the round."""
    row, kept, by = _found(job, staged_id, collection_id, kind="answers", wish=WRITE, progress=progress)
    try:
        table = answer_table(kept.file_name, staging.content_of(kept))
        bring_answers(
            row,
            answers_of(table, dict(uses)),
            by=by,
            today=timezone.localdate(),
            kept=kept,
            progress=progress,
        )
    except (CannotRead, actions.NotNow) as refusal:
        raise CannotDo(str(refusal)) from refusal
    return _address(job, row)


def _found(
    job: Job, staged_id: str, collection_id: str, *, kind: str, wish: str, progress: Progress
) -> tuple[DialogueRound, StagedFile, User]:
    """The round, the file and who sent it. Raises CannotDo when the file is gone, or they may not any more."""
    progress.step(_("Het bestand lezen"), 0, 1)
    by = User.objects.filter(pk__in=[job.by_id]).first()
    row = DialogueRound.objects.select_related("cycle", "collection").filter(collection=collection_id).first()
    member = TeamMember.objects.filter(collection=collection_id, user=by).first() if by else None
    if by is not None and row is not None and member is not None and may(member.task, wish):
        kept = staging.find(
            uuid.UUID(staged_id), about=row.collection_id, kind=kind, by=by, now=timezone.now()
        )
        if kept is not None:
            return row, kept, by
    raise CannotDo(_("Het bestand is niet meer bewaard. Kies het opnieuw."))


def _address(job: Job, row: DialogueRound) -> dict[str, Any]:
    return {"url": reverse("dialogue", args=[job.municipality.code, row.cycle.number, row.collection_id])}
