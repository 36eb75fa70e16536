"""What a resident does: send answers, keep a draft, correct, take back. No audit entries: a time would link."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.surveys import rules
from koersvast.surveys.export_actions import forget_files
from koersvast.surveys.models import AccessCode, Draft, Invitee, Response, Survey, Withdrawn
from koersvast.surveys.open_answers import take_words_back
from koersvast.surveys.page_state import PageState, open_state, seal_state
from koersvast.surveys.queries import answers_of
from koersvast.surveys.questionnaire import Answers
from koersvast.surveys.sealing import seal_answers
from koersvast.surveys.words import Mode
from koersvast.texts.actions import NotNow
from koersvast.vault import deletion_log, receipts
from koersvast.vault.journal import empty_journal
from koersvast.vault.queries import Box, municipality_secret

RESPONSE = "survey response"  # in the log of deletions


class CodeUsed(NotNow):
    """Somebody answered with this code already."""


class TakenBack(NotNow):
    """These answers were taken back; they do not come again."""


@transaction.atomic
def send(survey: Survey, box: Box, state: PageState, answers: Answers, *, today: datetime.date) -> str:
    """Stores the answers and gives the receipt. Sending again gives the same receipt and stores nothing.

    One short transaction: the code is used and the answer is there, or neither. Raises CodeUsed, TakenBack.
    """
    secret = municipality_secret(survey.municipality)
    receipt = receipts.derived(secret, state.key)
    pk = receipts.id_from(secret, "receipt", receipt)
    if _sent_before(pk):
        return receipt
    if state.code is not None:
        # the condition is the lock: of two at once exactly one changes the row
        taken = AccessCode.objects.filter(pk=state.code, survey=survey, used=False).update(used=True)
        if not taken:
            if _sent_before(pk):  # the other one was this same page
                return receipt
            raise CodeUsed(_("Met deze code is al meegedaan. Er is nu niets opgeslagen."))
    _store(survey, box, pk, answers, week=rules.week_of(today), invitee=_invitee(survey, state.code))
    forget_draft(survey, state.draft)
    return receipt


def _sent_before(pk: uuid.UUID) -> bool:
    if Response.objects.filter(pk=pk).exists():
        return True
    if Withdrawn.objects.filter(pk=pk).exists():
        raise TakenBack(_("Deze antwoorden heeft u teruggenomen. Er is niets opgeslagen."))
    return False


def _invitee(survey: Survey, code: uuid.UUID | None) -> uuid.UUID | None:
    """Who answers, in a confidential survey; in all others nobody knows, and nothing is asked of the database."""
    if survey.mode != Mode.CONFIDENTIAL:
        return None
    return Invitee.objects.filter(survey=survey, code=code).values_list("pk", flat=True).first()


def _store(
    survey: Survey, box: Box, pk: uuid.UUID, answers: Answers, *, week: str, invitee: uuid.UUID | None = None
) -> None:
    wrapped, content = seal_answers(box, pk, answers)
    Response.objects.bulk_create(
        [
            Response(
                pk=pk,
                municipality_id=survey.municipality_id,
                survey=survey,
                week=week,
                invitee_id=invitee,
                wrapped=wrapped,
                content=content,
            )
        ]
    )


@transaction.atomic
def correct(survey: Survey, box: Box, pk: uuid.UUID, answers: Answers) -> None:
    """Other answers in the place of those. The receipt stays; the week too. Raises TakenBack."""
    row = Response.objects.select_for_update().filter(pk=pk, survey=survey).first()
    if row is None:
        raise TakenBack(_("Deze antwoorden heeft u teruggenomen. Er is niets opgeslagen."))
    wrapped, content = seal_answers(box, pk, answers)
    # waits for the next shuffle again, and until then counts as it did not
    Response.objects.filter(pk=pk).update(wrapped=wrapped, content=content, settled=False)


def take_back(response: Response, *, today: datetime.date, noted: bool = False) -> None:
    """Wiped, with its key. ``noted``: the log of deletions has it already."""
    if not noted:
        deletion_log.append(
            deletion_log.Line(response.municipality_id, RESPONSE, response.pk, None, today, "receipt")
        )
    with transaction.atomic():
        with contextlib.suppress(LookupError):  # the key of the survey is gone: so are the words
            take_words_back(response.survey, answers_of(response))
        Withdrawn.objects.get_or_create(
            pk=response.pk, municipality_id=response.municipality_id, defaults={"survey": response.survey}
        )
        Response.objects.filter(pk=response.pk).delete()
        forget_files(response.survey)
        transaction.on_commit(empty_journal)


def take_back_again(line: deletion_log.Line) -> bool:
    """After a back-up was put back. Whether it was there."""
    row = Response.objects.select_related("survey").filter(pk=line.subject).first()
    if row is None:
        return False
    take_back(row, today=line.on, noted=True)
    return True


@transaction.atomic
def keep_draft(survey: Survey, state: PageState, *, today: datetime.date) -> str:
    """Keeps the page for later and gives the code to go on with. Only who has the code can read it.

    An earlier draft of the same answers goes: its code stops working.
    """
    forget_draft(survey, state.draft)
    code = receipts.make()
    pk = receipts.id_from(municipality_secret(survey.municipality), "draft", code)
    Draft.objects.bulk_create(
        [
            Draft(
                pk=pk,
                municipality_id=survey.municipality_id,
                survey=survey,
                week=rules.week_of(today),
                content=seal_state(draft_box(survey, code), replace(state, draft=pk)).encode(),
            )
        ]
    )
    return code


def open_draft(draft: Draft, code: str) -> PageState:
    """Raises StalePage when the questions changed meanwhile."""
    sealed = bytes(draft.content).decode()
    return open_state(draft_box(draft.survey, code), sealed, edition=draft.survey.edition_id)


def draft_box(survey: Survey, code: str) -> Box:
    """A key made from the code of a draft: the server cannot read drafts by itself."""
    return Box(survey.municipality_id, survey.pk, receipts.key_from(code))


def forget_draft(survey: Survey, draft: uuid.UUID | None) -> None:
    """When its answers were sent, or thrown away."""
    if draft is not None:
        Draft.objects.filter(pk=draft, survey=survey).delete()
