"""Many answers at once become conversations of a round: nobody codes them before somebody checked them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.coding import staging
from koersvast.coding.models import StagedFile
from koersvast.dialogues.actions import plan_conversation
from koersvast.dialogues.answers import WrittenAnswer, by_number
from koersvast.dialogues.models import Conversation, DialogueRound
from koersvast.dialogues.words import ConversationKind
from koersvast.jobs.progress import Progress, Silent
from koersvast.people.models import User
from koersvast.texts.actions import suggest_identifiers
from koersvast.vault.actions import newest_key
from koersvast.vault.models import Purpose
from koersvast.vault.queries import municipality_secret
from koersvast.vault.rules import mark


@dataclass(frozen=True)
class Brought:
    """How many came in, and how many were there already (or were taken back since)."""

    new: int
    known: int


@transaction.atomic
def bring_answers(
    row: DialogueRound,
    answers: Sequence[WrittenAnswer],
    *,
    by: User,
    today: datetime.date,
    kept: StagedFile | None = None,
    progress: Progress | None = None,
) -> Brought:
    """All of them, or nothing. Raises NotNow when the round was closed, jobs.Cancelled.

    An answer that is there already, or that was taken back, does not come in again. ``today``: for those
    without a day. ``kept``: the file they came from; it goes together with their coming in.
    """
    progress = progress or Silent()
    DialogueRound.objects.select_for_update().get(pk=row.pk)  # the same file twice at once comes in once
    ids = ids_of(row, answers)
    there = set(Conversation.objects.filter(pk__in=ids).values_list("pk", flat=True))
    fresh = [(pk, answer) for pk, answer in zip(ids, answers, strict=True) if pk not in there]
    for done, (pk, answer) in enumerate(fresh):
        progress.step(_("De antwoorden inlezen"), done, len(fresh))
        made = plan_conversation(
            row,
            kind=ConversationKind.WRITTEN,
            by=by,
            body=answer.body,
            id=pk,
            held_on=min(answer.on or today, today),
        )
        suggest_identifiers(made.text, by=by)
    if kept is not None:
        staging.forget(kept)
    audit.record("dialogue.answers_brought_in", subject=row, by=by)
    return Brought(len(fresh), len(there))


def answer_with(row: DialogueRound, number: str) -> Conversation | None:
    """The answer that came in under this number."""
    [pk] = ids_of(row, [WrittenAnswer(by_number(number), "", None)])
    return Conversation.objects.filter(pk=pk, round=row).first()


def ids_of(row: DialogueRound, answers: Sequence[WrittenAnswer]) -> list[uuid.UUID]:
    """The conversation that each answer is, or would be. From the id nobody finds the number or the words again."""
    newest_key(row.municipality, Purpose.RECEIPT)  # made at the first use
    secret = municipality_secret(row.municipality)
    return [uuid.UUID(mark(secret, f"answer:{row.pk}:{answer.same}")[:32]) for answer in answers]
