"""Ask, answer, publish, withdraw. The audit says that it happened, not what was asked."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.council import rules
from koersvast.council.models import Question
from koersvast.council.permissions import is_official
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Cycle
from koersvast.people.models import Membership


class NotPossible(Exception):
    """Not now or not by this person; the message says why."""


@transaction.atomic
def ask(
    cycle: Cycle, *, member: Membership, about_key: str, sentence: str, text: str, now: datetime.datetime
) -> Question:
    """A question about a result, or about one sentence or figure on its page."""
    made: Question = Question.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        about_key=about_key,
        sentence=sentence,
        text=text,
        asked_by=member.user,
        asked_at=now,
    )
    audit.record("question.asked", subject=made, by=member.user)
    return made


@transaction.atomic
def answer(
    question: Question, *, member: Membership, text: str, version: int | None, now: datetime.datetime
) -> None:
    """Write the answer, or another one. Raises NotPossible, and StaleEdit (type: the question) when somebody was first.

    A published answer that changes stays published: everybody reads the new one.
    """
    if not is_official(member):
        raise NotPossible(_("Alleen een ambtenaar geeft antwoord."))
    found = Question.objects.filter(pk=question.pk, withdrawn_at=None)
    if version is not None:
        found = found.filter(version=version)
    if not found.update(answer=text, answered_by=member.user, answered_at=now, version=F("version") + 1):
        fresh = Question.objects.filter(pk=question.pk, withdrawn_at=None).first()
        if fresh is None:
            raise NotPossible(_("Deze vraag is ingetrokken."))
        raise StaleEdit(fresh, {"answer": fresh.answer}, {"answer": text})
    audit.record("question.answered", subject=question, by=member.user)


@transaction.atomic
def publish(question: Question, *, member: Membership, now: datetime.datetime) -> None:
    """Question and answer to all members, in one press."""
    fresh = Question.objects.select_for_update().get(pk=question.pk)
    facts = {"answered": bool(fresh.answer), "published": fresh.published_at is not None}
    if fresh.withdrawn_at or not rules.may_publish(is_official=is_official(member), **facts):
        raise NotPossible(_("Publiceren kan als er een antwoord is, en alleen door een ambtenaar."))
    Question.objects.filter(pk=question.pk).update(published_at=now, version=F("version") + 1)
    audit.record("question.published", subject=question, by=member.user)


@transaction.atomic
def take_back(question: Question, *, member: Membership, now: datetime.datetime) -> None:
    """Undo publishing: question and answer are between who asked and the officials again."""
    if not is_official(member):
        raise NotPossible(_("Dit kan alleen een ambtenaar."))
    Question.objects.filter(pk=question.pk).update(published_at=None, version=F("version") + 1)
    audit.record("question.taken_back", subject=question, by=member.user)


@transaction.atomic
def withdraw(question: Question, *, member: Membership, now: datetime.datetime) -> None:
    """Take a question away: by who asked as long as it has no answer, or by an official (it may hold a name)."""
    fresh = Question.objects.select_for_update().get(pk=question.pk)
    own = fresh.asked_by_id == member.user_id
    if not rules.may_withdraw(is_official=is_official(member), is_own=own, answered=bool(fresh.answer)):
        raise NotPossible(_("Deze vraag heeft al een antwoord."))
    Question.objects.filter(pk=question.pk).update(withdrawn_at=now, version=F("version") + 1)
    audit.record("question.withdrawn", subject=question, by=member.user)
