"""Open a round, plan and hold conversations, count who was heard, give feedback, close. The audit holds no content."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.audit import actions as audit
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Cycle
from koersvast.dialogues import queries, rules
from koersvast.dialogues.models import Contact, Conversation, DialogueRound, HearTarget, TopicGuide
from koersvast.dialogues.words import GUIDES, ConversationKind, RoundStatus
from koersvast.people.models import User
from koersvast.texts import actions as texts
from koersvast.texts.actions import NotNow
from koersvast.texts.models import Collection, Party, TeamMember

__all__ = ["NotNow", "StaleEdit"]


@transaction.atomic
def open_round(cycle: Cycle, *, by: User | None, **fields: Any) -> DialogueRound:
    """A round with its collection and the two topic guides. Who opens it leads it."""
    collection = texts.new_collection(cycle, title=fields["title"], by=by)
    made: DialogueRound = DialogueRound.objects.create(
        municipality_id=cycle.municipality_id, cycle=cycle, collection=collection, **fields
    )
    TopicGuide.objects.bulk_create(
        TopicGuide(
            municipality_id=cycle.municipality_id,
            round=made,
            audience=audience,
            questions="\n".join(questions),
        )
        for audience, questions in GUIDES.items()
    )
    audit.record("dialogue.opened", subject=made, by=by)
    return made


@transaction.atomic
def change(row: Any, values: Mapping[str, Any], *, by: User, verb: str, version: int | None) -> None:
    """Set fields of a round, guide or conversation. Raises StaleEdit when it moved on and the texts differ."""
    if all(getattr(row, field) == value for field, value in values.items()):
        return
    where = type(row).objects.filter(pk=row.pk)
    if version is not None:
        where = where.filter(version=version)
    if not where.update(version=F("version") + 1, **values):
        fresh = type(row).objects.get(pk=row.pk)
        raise StaleEdit(fresh, {name: getattr(fresh, name) for name in values}, dict(values))
    if isinstance(row, DialogueRound) and "title" in values:
        Collection.objects.filter(pk=row.collection_id).update(title=values["title"])
    audit.record(verb, subject=row, by=by)


def _open(row: DialogueRound) -> DialogueRound:
    """The round under a lock. Raises NotNow when it was closed."""
    fresh: DialogueRound = (
        DialogueRound.objects.select_for_update(of=("self",)).select_related("collection").get(pk=row.pk)
    )
    if fresh.status == RoundStatus.CLOSED:
        raise NotNow(_("Deze gespreksronde is afgesloten."))
    return fresh


@transaction.atomic
def plan_conversation(
    row: DialogueRound, *, kind: str, by: User | None, body: str = "", **fields: Any
) -> Conversation:
    """A conversation with its own text and key; with ``body`` it need not be typed. Raises NotNow."""
    fresh = _open(row)
    made = Conversation(municipality_id=fresh.municipality_id, round=fresh, kind=kind, **fields)
    made.text = texts.bring_in(
        fresh.collection,
        origin_key=origin_of(made.pk),
        party=party_of(kind),
        body=body,
        by=by,
        typing=not body,
    )
    made.save()
    if made.held_on:
        _running(fresh)
    audit.record("conversation.planned", subject=made, by=by)
    return made


def origin_of(pk: uuid.UUID) -> str:
    return f"conversation:{pk}"


def party_of(kind: str) -> str:
    return Party.PARTNERS if kind == ConversationKind.PARTNER_INTERVIEW else Party.RESIDENTS


def _running(row: DialogueRound) -> None:
    DialogueRound.objects.filter(pk=row.pk, status=RoundStatus.PLANNED).update(status=RoundStatus.RUNNING)


@transaction.atomic
def change_conversation(
    row: Conversation, values: Mapping[str, Any], *, by: User, version: int | None
) -> None:
    """When, by whom, with which partner. Raises StaleEdit, NotNow."""
    fresh = _open(row.round)
    change(row, values, by=by, verb="conversation.changed", version=version)
    if values.get("held_on"):
        _running(fresh)


@transaction.atomic
def hold(row: Conversation, *, on: datetime.date, by: User | None) -> None:
    """The conversation took place."""
    fresh = _open(row.round)
    if Conversation.objects.filter(pk=row.pk, held_on=None).update(held_on=on, version=F("version") + 1):
        audit.record("conversation.held", subject=row, by=by)
    _running(fresh)


@transaction.atomic
def add_target(row: DialogueRound, *, group: str, wanted: int, by: User) -> HearTarget:
    """A group to hear; the same words again change how many are wanted."""
    fresh = _open(row)
    made: HearTarget
    made, _new = HearTarget.objects.update_or_create(
        municipality_id=fresh.municipality_id, round=fresh, group=group, defaults={"wanted": wanted}
    )
    audit.record("dialogue.target_set", subject=fresh, by=by)
    return made


@transaction.atomic
def tally(target: HearTarget, *, step: int) -> None:
    """One more or one less. No audit: who was heard when is nobody's business."""
    HearTarget.objects.filter(pk=target.pk).update(heard=Greatest(F("heard") + step, 0))


@transaction.atomic
def remove_target(target: HearTarget, *, by: User) -> None:
    HearTarget.objects.filter(pk=target.pk).delete()
    audit.record("dialogue.target_removed", subject=target.round, by=by)


@transaction.atomic
def lead_without_team(row: DialogueRound, *, user: User) -> None:
    """A planner takes the lead of a round that nobody can read (it was imported, or its people left)."""
    fresh = _open(row)
    if TeamMember.objects.filter(collection=fresh.collection_id).exists():
        raise NotNow(_("Deze gespreksronde heeft al een team."))
    texts.put_in_team(fresh.collection, user=user, task="lead", by=user)


@transaction.atomic
def give_feedback(
    row: DialogueRound, values: Mapping[str, Any], *, today: datetime.date, by: User, version: int | None
) -> None:
    """What was heard, what is done and what not. The first time starts the term of the contact details."""
    fresh = _open(row)
    given = fresh.feedback_given_on or today
    change(row, {**values, "feedback_given_on": given}, by=by, verb="dialogue.fed_back", version=version)
    if fresh.feedback_given_on is None:
        _set_contact_terms(fresh, given, today)


def _set_contact_terms(row: DialogueRound, given: datetime.date, today: datetime.date) -> None:
    until = rules.contact_goes_on(today, ends_on=row.ends_on, feedback_on=given, days=row.contact_days)
    Contact.objects.filter(round=row).update(delete_after=until)


@transaction.atomic
def close_round(row: DialogueRound, *, by: User) -> None:
    """Raises NotNow without feedback (K15), and while conversations wait."""
    fresh = _open(row)
    if fresh.feedback_given_on is None:
        raise NotNow(
            _("Vertel eerst aan de deelnemers wat u hoorde, wat u doet en wat niet. Dan kunt u afsluiten.")
        )
    left = queries.waiting(fresh)
    if left:
        said = ngettext(
            "Er wacht nog %(count)s gesprek. Kijk het na, of haal het weg.",
            "Er wachten nog %(count)s gesprekken. Kijk ze na, of haal ze weg.",
            left,
        )
        raise NotNow(said % {"count": left})
    DialogueRound.objects.filter(pk=fresh.pk).update(status=RoundStatus.CLOSED, version=F("version") + 1)
    audit.record("dialogue.closed", subject=fresh, by=by)


@transaction.atomic
def cancel_conversation(row: Conversation, *, by: User) -> None:
    """Take away a conversation that did not take place. Raises NotNow when there is anything in it."""
    fresh = Conversation.objects.select_for_update(of=("self",)).select_related("text").get(pk=row.pk)
    if fresh.text.length or fresh.participants.exists():
        raise NotNow(_("Er staat al iets in dit gesprek. Trek het terug per deelnemer."))
    audit.record("conversation.cancelled", subject=fresh.round, by=by)
    texts.forget(fresh.text.origin_key, by=by)
    fresh.text.delete()  # takes the conversation with it: nobody spoke


def looked_again(row: Conversation, *, by: User) -> None:
    """Somebody read the text and took out what was left of who withdrew."""
    Conversation.objects.filter(pk=row.pk).update(look_again=False)
    audit.record("conversation.looked_again", subject=row, by=by)
