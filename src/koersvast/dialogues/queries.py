"""Questions about rounds, conversations and participants. What is sealed about a person is opened here."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from koersvast.cycles.models import Cycle
from koersvast.dialogues import rules
from koersvast.dialogues.models import Consent, Contact, Conversation, DialogueRound, HearTarget, Participant
from koersvast.dialogues.words import SWITCHES, ConversationState, RoundStatus
from koersvast.tenants.models import Municipality
from koersvast.texts.models import Collection, TeamMember, Text, TextState
from koersvast.vault import receipts
from koersvast.vault.models import DataKey
from koersvast.vault.queries import boxes, municipality_secret, open_box
from koersvast.vault.rules import mark


@dataclass(frozen=True)
class ListedRound:
    """A round as somebody may see it in the list: ``task`` empty for who is not in its team."""

    row: DialogueRound
    task: str
    has_team: bool


def rounds_of(cycle: Cycle, *, user_id: uuid.UUID) -> list[ListedRound]:
    team = TeamMember.objects.filter(collection__cycle=cycle).values_list("collection_id", "user_id", "task")
    tasks: dict[Any, dict[Any, str]] = {}
    for collection, user, task in team:
        tasks.setdefault(collection, {})[user] = task
    return [
        ListedRound(row, tasks.get(row.collection_id, {}).get(user_id, ""), row.collection_id in tasks)
        for row in DialogueRound.objects.filter(cycle=cycle)
    ]


def round_of(collection: Collection) -> DialogueRound | None:
    found: DialogueRound | None = (
        DialogueRound.objects.select_related("collection").filter(collection=collection).first()
    )
    return found


def state_of(row: Conversation) -> ConversationState:
    """Needs ``row.text``."""
    if row.withdrawn_on is not None or row.text.data_key_id is None:
        return ConversationState.WITHDRAWN
    if row.text.state == TextState.FINISHED:
        return ConversationState.CHECKED
    return ConversationState.HELD if row.held_on else ConversationState.PLANNED


def conversations_of(row: DialogueRound) -> QuerySet[Any]:
    """With their text, and how many people take part (``people``). One query."""
    return (
        Conversation.objects.filter(round=row)
        .select_related("text", "interviewer", "partner")
        .annotate(people=Count("participants", filter=Q(participants__withdrawn_on=None)))
        .order_by("text__number")
    )


def conversation(row: DialogueRound, pk: Any) -> Conversation | None:
    found: Conversation | None = (
        Conversation.objects.select_related("text__data_key", "interviewer", "partner")
        .filter(round=row, pk=pk)
        .first()
    )
    return found


def conversation_of(text: Text) -> Conversation | None:
    """The conversation a text came from. Other features start from the text."""
    return Conversation.objects.select_related("round").filter(text=text).first()


def waiting(row: DialogueRound) -> int:
    """Conversations that must be held, checked or looked at again before a round can close."""
    return Conversation.objects.filter(
        ~Q(text__state=TextState.FINISHED) | Q(look_again=True),
        round=row,
        withdrawn_on=None,
        text__data_key__isnull=False,
    ).count()


@dataclass(frozen=True)
class Heard:
    """A group to hear, as somebody may see it. ``heard`` None: fewer than five."""

    row: HearTarget
    heard: int | None
    missing: rules.Missing


def who_is_missing(row: DialogueRound, *, in_team: bool) -> list[Heard]:
    """Groups that were heard least come first."""
    found = [
        Heard(
            target,
            rules.heard_as_shown(target.heard, in_team=in_team),
            rules.Missing(target.wanted, target.heard),
        )
        for target in HearTarget.objects.filter(round=row)
    ]
    return sorted(found, key=lambda one: (-one.missing.still, one.row.group))


def about_place(pk: uuid.UUID) -> str:
    return f"dialogues.participant.about:{pk}"


@dataclass(frozen=True)
class Known:
    """A participant as the team sees them. ``consent`` None: not asked yet."""

    row: Participant
    about: rules.About | None
    consent: Consent | None

    def allows(self, switch: str) -> bool:
        return allows(self.consent, switch)


def allows(consent: Consent | None, switch: str) -> bool:
    """No to taking part is no to everything."""
    return consent is not None and consent.take_part and bool(getattr(consent, switch))


def latest_consents(participants: Iterable[uuid.UUID]) -> dict[uuid.UUID, Consent]:
    """The consent that counts, by participant. One query."""
    later = Consent.objects.filter(participant=OuterRef("participant"), number__gt=OuterRef("number"))
    rows = Consent.objects.filter(~Exists(later), participant__in=list(participants)).select_related("text")
    return {row.participant_id: row for row in rows}


def participants_of(row: Conversation) -> list[Known]:
    """With what is known of them, opened with the key of the conversation. Three queries."""
    people = list(Participant.objects.filter(conversation=row))
    consents = latest_consents(one.pk for one in people)
    box = open_box(row.text.data_key) if row.text.data_key is not None else None
    found = []
    for one in people:
        about = rules.About.from_text(box.read(one.about, about_place(one.pk))) if box and one.about else None
        found.append(Known(one, about, consents.get(one.pk)))
    return found


def people_in(conversations: Iterable[Conversation]) -> dict[uuid.UUID, list[Known]]:
    """Who is still there in many conversations, by conversation, as ``participants_of`` gives them. Five queries."""
    rows = list(conversations)
    abouts = abouts_of(rows)
    people = list(Participant.objects.filter(conversation__in=[one.pk for one in rows], withdrawn_on=None))
    consents = latest_consents(one.pk for one in people)
    found: dict[uuid.UUID, list[Known]] = {one.pk: [] for one in rows}
    for one in people:
        found[one.conversation_id].append(Known(one, abouts.get(one.pk), consents.get(one.pk)))
    return found


def abouts_of(conversations: Iterable[Conversation]) -> dict[uuid.UUID, rules.About]:
    """What is known of everybody in many conversations, by participant: for counts of attributes. Three queries."""
    keys = {one.pk: one.text.data_key_id for one in conversations if one.text.data_key_id is not None}
    opened = boxes(list(DataKey.objects.filter(pk__in=keys.values())))
    rows = Participant.objects.filter(conversation__in=list(keys), withdrawn_on=None, about__isnull=False)
    return {
        row.pk: rules.About.from_text(opened[keys[row.conversation_id]].read(row.about, about_place(row.pk)))
        for row in rows
    }


def what_is_allowed(people: Iterable[Known]) -> dict[str, tuple[int, int]]:
    """Per switch: how many of how many said yes."""
    there = [one for one in people if one.row.withdrawn_on is None]
    return {switch: (sum(one.allows(switch) for one in there), len(there)) for switch in SWITCHES}


def receipt_mark(municipality: Municipality, code: str) -> str:
    """Raises LookupError when no receipt was ever made here."""
    return mark(municipality_secret(municipality), receipts.normalise(code))


def participant_with(municipality: Municipality, code: str) -> Participant | None:
    """Who has this receipt. None for a code that nobody has."""
    try:
        wanted = receipt_mark(municipality, code)
    except LookupError:
        return None
    found: Participant | None = (
        Participant.objects.select_related("conversation__round", "conversation__text__data_key")
        .filter(receipt=wanted)
        .first()
    )
    return found


def contact_place(pk: uuid.UUID) -> str:
    return f"dialogues.contact.sealed:{pk}"


def contacts_of(row: DialogueRound) -> list[tuple[Contact, rules.Reach]]:
    """Opened. Only for who has the task to reach people: the caller asks."""
    rows = list(Contact.objects.filter(round=row).select_related("data_key"))
    opened = boxes([one.data_key for one in rows])
    found = [
        (one, rules.Reach.from_text(opened[one.data_key_id].read(one.sealed, contact_place(one.pk))))
        for one in rows
    ]
    return sorted(found, key=lambda pair: pair[1].name.casefold())


def expiring(today: datetime.date, *, within: int = 0) -> QuerySet[Any]:
    """Contact details whose time is over, or will be within so many days."""
    return Contact.objects.filter(delete_after__lt=today + datetime.timedelta(days=within))


@dataclass(frozen=True)
class EndedRound:
    """For the compass: a round, whether it is over, and whether people heard back."""

    id: uuid.UUID
    title: str
    ended: bool
    feedback: bool


def rounds_for_checks(cycle: Cycle, *, today: datetime.date) -> tuple[EndedRound, ...]:
    rows = DialogueRound.objects.filter(cycle=cycle).values_list(
        "pk", "title", "status", "ends_on", "feedback_given_on"
    )
    over = {RoundStatus.WORKED_OUT, RoundStatus.CLOSED}
    return tuple(
        EndedRound(pk, title, status in over or (ends_on is not None and ends_on < today), given is not None)
        for pk, title, status, ends_on, given in rows
    )


def who_may_be_asked_again(row: DialogueRound) -> list[tuple[Conversation, Known]]:
    """Participants who said yes to that, without what is known of them. Three queries."""
    people = list(
        Participant.objects.filter(conversation__round=row, withdrawn_on=None)
        .select_related("conversation__text")
        .order_by("conversation__text__number", "number")
    )
    consents = latest_consents(one.pk for one in people)
    found = [Known(one, None, consents.get(one.pk)) for one in people]
    return [(one.row.conversation, one) for one in found if one.allows("recontact")]
