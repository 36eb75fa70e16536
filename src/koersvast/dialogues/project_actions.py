"""A project of another program becomes conversations of a round: nobody reads or codes them before they are checked."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.coding import actions as coding
from koersvast.coding import exchange_actions, refi
from koersvast.coding.exchange_actions import Taken
from koersvast.dialogues.actions import origin_of, plan_conversation
from koersvast.dialogues.models import DialogueRound
from koersvast.dialogues.words import ConversationKind
from koersvast.jobs.progress import Progress
from koersvast.people.models import User
from koersvast.texts.actions import NotNow, suggest_identifiers
from koersvast.texts.models import Text
from koersvast.texts.reading import CannotRead

MOST_TEXTS = 2000


def check_project(project: refi.Project) -> None:
    """Raises CannotRead for a project nobody can work with."""
    exchange_actions.check_codes(project.codebook.codes)
    if not project.sources and not project.codebook.codes:
        raise CannotRead(_("In dit project staan geen teksten en geen codes."))
    if len(project.sources) > MOST_TEXTS:
        raise CannotRead(_("In dit project staan meer dan 2000 teksten. Splits het."))


def origin_key_in(row: DialogueRound, source: refi.TextSource) -> str:
    """The same source in the same round is the same conversation, also after it was withdrawn."""
    return origin_of(_conversation_id(row, source))


def _conversation_id(row: DialogueRound, source: refi.TextSource) -> uuid.UUID:
    return uuid.uuid5(row.pk, source.guid)


@transaction.atomic
def import_project(
    row: DialogueRound,
    project: refi.Project,
    *,
    take: Collection[str] = (),
    by: User | None,
    today: datetime.date,
    progress: Progress | None = None,
) -> Taken:
    """All of a project, or nothing. Raises NotNow when the round was closed, CannotRead."""
    check_project(project)

    def bring_in(source: refi.TextSource) -> Text | None:
        made = plan_conversation(
            row,
            kind=ConversationKind.INTERVIEW,
            by=by,
            body=source.plain_text,
            id=_conversation_id(row, source),
        )
        suggest_identifiers(made.text, by=by)
        return Text.objects.get(pk=made.text_id)

    return exchange_actions.take_project(
        coding.open_codebook(row.collection, by=by),
        project,
        origin_key=lambda source: origin_key_in(row, source),
        bring_in=bring_in,
        take=take,
        by=by,
        today=today,
        progress=progress,
    )


__all__ = ["NotNow", "check_project", "import_project", "origin_key_in"]
