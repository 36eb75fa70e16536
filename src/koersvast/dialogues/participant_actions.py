"""Somebody takes part, allows things, gets a receipt, can be reached. All of it can be taken back as easily."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.dialogues import contact_actions, queries, quote_actions
from koersvast.dialogues.consent_texts import consent_text
from koersvast.dialogues.leaving_out import leave_out_without_consent
from koersvast.dialogues.models import Consent, Conversation, Participant
from koersvast.dialogues.rules import About
from koersvast.dialogues.words import SWITCHES, RoundStatus, Why
from koersvast.people.models import User
from koersvast.tenants.models import Municipality
from koersvast.texts.actions import NotNow
from koersvast.vault import receipts
from koersvast.vault.actions import newest_key
from koersvast.vault.models import Purpose
from koersvast.vault.queries import open_box

_CHANCE = random.SystemRandom()


@transaction.atomic
def add_participant(
    row: Conversation,
    *,
    about: About,
    switches: Mapping[str, bool] | None,
    today: datetime.date,
    by: User | None,
    pk: uuid.UUID | None = None,
    receipt: bool = True,
) -> tuple[Participant, str]:
    """Gives the code of the receipt: this once, it is stored nowhere. Raises NotNow.

    ``pk`` comes from the form, so that sending it twice adds nobody twice. ``switches`` None: not asked yet.
    """
    fresh = Conversation.objects.select_for_update(of=("self",)).select_related(
        "text__data_key", "round", "municipality"
    ).get(pk=row.pk)  # fmt: skip
    key = fresh.text.data_key
    if key is None:
        raise NotNow(_("Dit gesprek is teruggetrokken."))
    if fresh.round.status == RoundStatus.CLOSED:
        raise NotNow(_("Deze gespreksronde is afgesloten."))
    made = Participant(municipality_id=fresh.municipality_id, conversation=fresh, number=_number(fresh))
    if pk is not None:
        made.pk = pk
    made.about = open_box(key).seal(about.as_text(), queries.about_place(made.pk))
    code = receipts.make() if receipt else ""
    if code:
        made.receipt = _mark(fresh.municipality, code)
    made.save(force_insert=True)
    audit.record("participant.added", subject=fresh, by=by)
    if switches is not None:
        give_consent(made, switches, today=today, by=by)
    return made, code


def _number(row: Conversation) -> int:
    """Any free one: numbers do not say who came first."""
    taken = set(Participant.objects.filter(conversation=row).values_list("number", flat=True))
    free = [number for number in range(1, max(9, 2 * len(taken) + 2) + 1) if number not in taken]
    return _CHANCE.choice(free)


def _mark(municipality: Municipality, code: str) -> str:
    newest_key(municipality, Purpose.RECEIPT)  # made at the first receipt
    return queries.receipt_mark(municipality, code)


@transaction.atomic
def new_receipt(person: Participant, *, was: str, by: User) -> str:
    """Another code; the old one opens nothing from now on. ``was``: the mark the page was made from. Raises NotNow."""
    fresh = (
        Participant.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=person.pk)
    )
    if fresh.withdrawn_on is not None:
        raise NotNow(_("Deze deelnemer heeft alles teruggetrokken."))
    if fresh.receipt != was:
        raise NotNow(_("Er is al een nieuw bewijs gemaakt. Het is één keer te zien."))
    code = receipts.make()
    Participant.objects.filter(pk=fresh.pk).update(receipt=_mark(fresh.municipality, code))
    audit.record("participant.new_receipt", subject=fresh, by=by)
    return code


@transaction.atomic
def give_consent(
    person: Participant, switches: Mapping[str, bool], *, today: datetime.date, by: User | None
) -> Consent:
    """What this participant allows from now on: a new row, and what follows from it at once.

    By somebody with a receipt (``by`` None) nothing is written in the audit: the row has a day, and no time.
    Raises NotNow after withdrawal.
    """
    fresh = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("conversation__text", "conversation__round", "municipality")
        .get(pk=person.pk)
    )
    if fresh.withdrawn_on is not None:
        raise NotNow(_("Alles is al teruggetrokken."))
    now = {switch: bool(switches.get(switch)) for switch in SWITCHES}
    asked = consent_text(fresh.municipality)
    last = queries.latest_consents([fresh.pk]).get(fresh.pk)
    if last is not None and last.text_id == asked.pk and all(getattr(last, s) == now[s] for s in SWITCHES):
        return last
    number = fresh.consents.aggregate(last=Max("number"))["last"] or 0
    made: Consent = Consent.objects.create(
        municipality_id=fresh.municipality_id,
        participant=fresh,
        text=asked,
        number=number + 1,
        given_on=today,
        **now,
    )
    if by is not None:
        audit.record("participant.consent", subject=fresh, by=by)
    leave_out_without_consent(fresh.conversation, by=by)
    if not queries.allows(made, "quote"):
        quote_actions.refuse_quotes_of(fresh, today=today)
    if not queries.allows(made, "recontact"):
        why = Why.REQUEST if by is not None else Why.RECEIPT
        contact_actions.forget_contacts_of(fresh, today=today, why=why, by=by)
    return made


def withdraw_switch(person: Participant, switch: str, *, today: datetime.date, by: User | None) -> Consent:
    """One switch to no, the others as they were."""
    last = queries.latest_consents([person.pk]).get(person.pk)
    now = {name: last is not None and getattr(last, name) for name in SWITCHES}
    return give_consent(person, {**now, switch: False}, today=today, by=by)
