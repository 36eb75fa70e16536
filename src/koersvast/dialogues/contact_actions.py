"""How to reach somebody: kept apart, with a key of its own, and gone when its time is over."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.dialogues import queries, rules
from koersvast.dialogues.deletions import note_down
from koersvast.dialogues.models import Contact, DialogueRound, Participant
from koersvast.dialogues.words import Gone, RoundStatus, Why
from koersvast.people.models import User
from koersvast.texts.actions import NotNow
from koersvast.vault import actions as vault
from koersvast.vault.deletion_log import Line
from koersvast.vault.journal import empty_journal
from koersvast.vault.models import Purpose
from koersvast.vault.queries import open_box


@transaction.atomic
def keep_contact(
    row: DialogueRound,
    *,
    name: str,
    phone: str,
    email: str,
    person: Participant | None,
    today: datetime.date,
    by: User,
) -> Contact:
    """Raises NotNow in a closed round, and for a participant who did not want to be asked again."""
    fresh = (
        DialogueRound.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=row.pk)
    )
    if fresh.status == RoundStatus.CLOSED:
        raise NotNow(_("Deze gespreksronde is afgesloten."))
    if person is not None:
        last = queries.latest_consents([person.pk]).get(person.pk)
        if person.withdrawn_on is not None or not queries.allows(last, "recontact"):
            raise NotNow(_("Deze deelnemer wil niet nog eens gevraagd worden. Bewaar dan geen gegevens."))
    key = vault.new_data_key(fresh.municipality, Purpose.CONTACT)
    made = Contact(municipality_id=fresh.municipality_id, round=fresh, data_key=key)
    made.delete_after = rules.contact_goes_on(
        today, ends_on=fresh.ends_on, feedback_on=fresh.feedback_given_on, days=fresh.contact_days
    )
    reach = rules.Reach(name, phone, email, str(person.pk) if person else "")
    made.sealed = open_box(key).seal(reach.as_text(), queries.contact_place(made.pk))
    made.save()
    audit.record("contact.kept", subject=fresh, by=by)
    return made


@transaction.atomic
def delete_contact(row: Contact, *, today: datetime.date, why: str, by: User | None) -> None:
    """The key and the row go; a record without content stays."""
    fresh = (
        Contact.objects.select_for_update(of=("self",)).select_related("data_key").filter(pk=row.pk).first()
    )
    if fresh is None:
        return
    note_down(Line(fresh.municipality_id, Gone.CONTACT, fresh.pk, fresh.data_key_id, today, why))
    vault.shred([fresh.data_key])  # takes the row with it
    Contact.objects.filter(pk=fresh.pk).delete()
    if by is not None:
        audit.record("contact.deleted", subject=fresh.round, by=by)
    transaction.on_commit(empty_journal)


def forget_contacts_of(person: Participant, *, today: datetime.date, why: str, by: User | None) -> None:
    """Whoever takes back "ask me again" or withdraws is not reached any more."""
    for contact, reach in queries.contacts_of(person.conversation.round):
        if reach.participant == str(person.pk):
            delete_contact(contact, today=today, why=why, by=by)


def delete_expired(*, today: datetime.date) -> int:
    """Contact details whose time is over, in the open municipality. Each by itself: a killed run goes on tomorrow."""
    rows = list(queries.expiring(today))
    for row in rows:
        delete_contact(row, today=today, why=Why.TERM, by=None)
    return len(rows)
