"""Somebody takes back what they said. One transaction: everything of them goes, or nothing yet.

Whatever a later feature makes of somebody's words (codings, quotes) is taken away here too, in ``_take_away``.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from koersvast.audit import actions as audit
from koersvast.coding import actions as coding
from koersvast.dialogues import publication_actions
from koersvast.dialogues import quote_actions as quotes
from koersvast.dialogues.contact_actions import forget_contacts_of
from koersvast.dialogues.deletions import note_down, record
from koersvast.dialogues.leaving_out import WITHDRAWN, look_again, spans_of
from koersvast.dialogues.models import Contact, Conversation, Participant
from koersvast.dialogues.queries import Known, participants_of
from koersvast.dialogues.words import Gone
from koersvast.people.models import User
from koersvast.surveys.answering import RESPONSE, take_back_again
from koersvast.tenants.models import Municipality
from koersvast.texts import actions as texts
from koersvast.texts.models import Text
from koersvast.texts.queries import open_text
from koersvast.vault import actions as vault
from koersvast.vault.deletion_log import Line, lines
from koersvast.vault.journal import empty_journal
from koersvast.vault.models import DataKey


@dataclass(frozen=True)
class Withdrawn:
    """What went. ``by_hand``: their words could not be found by a label, a person of the team has to look."""

    whole: bool = False
    signs: int = 0
    by_hand: bool = False


@transaction.atomic
def withdraw_participant(
    person: Participant, *, today: datetime.date, why: str, by: User | None, noted: bool = False
) -> Withdrawn:
    """Everything of this participant that is not published yet. Twice does no harm.

    Of somebody who was alone (or the last who was left) the whole text goes with its key; at a table their turns are
    overwritten. ``noted``: the log of deletions has it already.
    """
    conversation = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("text__data_key", "round")
        .get(pk=person.conversation_id)
    )
    people = participants_of(conversation)
    here = next(one for one in people if one.row.pk == person.pk)
    if here.row.withdrawn_on is not None:
        return Withdrawn()
    alone = all(one.row.withdrawn_on is not None for one in people if one.row.pk != person.pk)
    what, subject = (Gone.CONVERSATION, conversation.pk) if alone else (Gone.PARTICIPANT, person.pk)
    key = conversation.text.data_key_id if alone else None
    if not noted:  # first: a process that is killed after this finishes at the next start
        note_down(Line(conversation.municipality_id, what, subject, key, today, why))
    person.conversation = conversation
    forget_contacts_of(person, today=today, why=why, by=by)
    publication_actions.forget_files_of(person)
    done = (
        _take_away_all(conversation, today=today, by=by)
        if alone
        else _take_away(conversation, here, people, by=by)
    )
    Participant.objects.filter(pk=person.pk).update(withdrawn_on=today, about=None)
    audit.record("participant.withdrawn", subject=conversation, by=by)
    transaction.on_commit(empty_journal)
    return done


@transaction.atomic
def withdraw_conversation(row: Conversation, *, today: datetime.date, why: str, by: User | None) -> None:
    """A text of which no participant is known, such as a written answer: all of it, with its key. Twice does no harm.

    Raises NotNow when participants are known: then each withdraws for themselves.
    """
    conversation = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("text__data_key", "round")
        .get(pk=row.pk)
    )
    if conversation.participants.exists():
        raise texts.NotNow(_("Trek dit terug per deelnemer."))
    if conversation.withdrawn_on is not None:
        return
    key = conversation.text.data_key_id
    note_down(Line(conversation.municipality_id, Gone.CONVERSATION, conversation.pk, key, today, why))
    _take_away_all(conversation, today=today, by=by)
    audit.record("conversation.withdrawn", subject=conversation, by=by)
    transaction.on_commit(empty_journal)


def _take_away_all(row: Conversation, *, today: datetime.date, by: User | None) -> Withdrawn:
    length = row.text.length
    quotes.forget_quotes_in(row.text_id)
    coding.forget_text(row.text_id)
    texts.forget(row.text.origin_key, by=by)
    Participant.objects.filter(conversation=row).update(about=None)
    Conversation.objects.filter(pk=row.pk).update(withdrawn_on=today, look_again=False)
    return Withdrawn(whole=True, signs=length)


def _take_away(row: Conversation, person: Known, people: list[Known], *, by: User | None) -> Withdrawn:
    text = Text.objects.select_for_update(of=("self",)).get(pk=row.text_id)
    quotes.forget_quotes_of(person.row)
    if text.data_key_id is None:
        return Withdrawn()
    body = open_text(text).body
    spans = spans_of(body, person, people)
    quotes.forget_quotes_in(text.pk, spans)
    coding.forget_spans(text.pk, spans)
    signs = texts.strike_at_once(text, spans, kind=WITHDRAWN, by=by)
    if body and not spans:
        look_again(row, by=by)
    return Withdrawn(signs=signs, by_hand=bool(body and not spans))


def reapply_deletions() -> int:
    """After a back-up was put back: delete again what was deleted since it was made. How many it were.

    Called before the server shows anything. Raises vault.root.VaultClosed.
    """
    by_municipality: dict[uuid.UUID, list[Line]] = defaultdict(list)
    for line in lines():
        by_municipality[line.municipality].append(line)
    if not by_municipality:
        return 0
    count = 0
    with scopes_disabled():
        there = list(Municipality.objects.filter(pk__in=list(by_municipality)))
    for municipality in there:
        with scope(municipality=municipality):
            count += sum(_again(line) for line in by_municipality[municipality.pk])
    return count


@transaction.atomic
def _again(line: Line) -> bool:
    """Whether it was there still, or the record of it was gone."""
    done = False
    if line.what == RESPONSE:
        return take_back_again(line)
    if line.what == Gone.CONTACT:
        done = _contact_again(line)
    elif line.what == Gone.CONVERSATION:
        done = _conversation_again(line)
    elif line.what == Gone.PARTICIPANT:
        person = Participant.objects.filter(pk=line.subject, withdrawn_on=None).first()
        if person is not None:
            withdraw_participant(person, today=line.on, why=line.why, by=None, noted=True)
            done = True
    if done:
        record(line)
    return done


def _contact_again(line: Line) -> bool:
    keys = list(DataKey.objects.filter(pk=line.key))
    vault.shred(keys)
    count, _tables = Contact.objects.filter(pk=line.subject).delete()
    return bool(keys or count)


def _conversation_again(line: Line) -> bool:
    row = Conversation.objects.select_related("text").filter(pk=line.subject, withdrawn_on=None).first()
    if row is None:
        return False
    _take_away_all(row, today=line.on, by=None)
    Participant.objects.filter(conversation=row, withdrawn_on=None).update(withdrawn_on=line.on)
    return True
