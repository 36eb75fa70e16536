"""Bring a text in, type it, check what identifies, finish it, forget it. The audit never holds a word of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.people.models import User
from koersvast.tenants.models import Municipality
from koersvast.texts import identifiers, queries, rules
from koersvast.texts.models import Collection, Decided, KnownName, Mark, TeamMember, Text, TextState
from koersvast.vault import actions as vault
from koersvast.vault.models import Purpose
from koersvast.vault.queries import open_box


class NotNow(Exception):
    """Not in this state; the message says why."""


class SavedMeanwhile(Exception):
    """Somebody else saved this text since. ``theirs`` is what stands there now."""

    def __init__(self, theirs: str, version: int) -> None:
        super().__init__(_("Iemand anders heeft deze tekst intussen veranderd. Uw tekst staat er nog."))
        self.theirs, self.version = theirs, version


@transaction.atomic
def new_collection(cycle: Any, *, title: str, by: User | None) -> Collection:
    """A collection; who makes it leads it."""
    made: Collection = Collection.objects.create(
        municipality_id=cycle.municipality_id, cycle=cycle, title=title
    )
    if by is not None:
        TeamMember.objects.create(
            municipality_id=cycle.municipality_id, collection=made, user=by, task="lead"
        )
    audit.record("collection.made", subject=made, by=by)
    return made


@transaction.atomic
def put_in_team(collection: Collection, *, user: User, task: str, by: User | None) -> TeamMember:
    """Let somebody in, or change what they do."""
    member: TeamMember
    member, _made = TeamMember.objects.update_or_create(
        municipality_id=collection.municipality_id, collection=collection, user=user, defaults={"task": task}
    )
    audit.record("team.changed", subject=collection, by=by)
    return member


@transaction.atomic
def take_from_team(member: TeamMember, *, by: User) -> None:
    """Raises NotNow for the last one who leads: somebody must be able to let others in."""
    others = TeamMember.objects.select_for_update().filter(collection=member.collection_id, task="lead")
    if member.task == "lead" and not others.exclude(pk=member.pk).exists():
        raise NotNow(_("Er moet iemand blijven die de gesprekken leidt."))
    TeamMember.objects.filter(pk=member.pk).delete()
    audit.record("team.changed", subject=member.collection, by=by)


@transaction.atomic
def bring_in(
    collection: Collection, *, origin_key: str, party: str, body: str, by: User | None, typing: bool = False
) -> Text:
    """A text with a key of its own. ``typing``: it is still being typed. Raises NotNow when it is too long."""
    body = _checked(body)
    Collection.objects.select_for_update().get(pk=collection.pk)  # numbers are given one at a time
    last = Text.objects.filter(collection=collection).aggregate(last=Max("number"))["last"] or 0
    key = vault.new_data_key(collection.municipality, Purpose.DIALOGUE)
    row = Text(
        municipality_id=collection.municipality_id,
        collection=collection,
        data_key=key,
        number=last + 1,
        origin_key=origin_key,
        party=party,
        length=len(body),
        state=TextState.TYPING if typing else TextState.CHECKING,
    )
    row.body = open_box(key).seal(body, queries.body_place(row.pk))
    row.save()
    audit.record("text.brought_in", subject=row, by=by)
    return row


def _checked(body: str) -> str:
    body = rules.clean(body)
    if len(body) > rules.LONGEST_TEXT:
        raise NotNow(_("Deze tekst is te lang: meer dan een miljoen tekens. Knip hem in stukken."))
    return body


@transaction.atomic
def save_typed(row: Text, *, body: str, version: int, by: User) -> int:
    """Keep what was typed so far. Gives the new version; raises SavedMeanwhile, NotNow.

    One audit line per person per text, not one per few seconds: how fast somebody spoke is nobody's business.
    """
    body = _checked(body)
    fresh = _locked(row)
    if fresh.state != TextState.TYPING:
        raise NotNow(_("Deze tekst wordt al nagekeken. Ga eerst terug naar typen."))
    key = fresh.data_key
    if key is None:
        raise NotNow(_("Deze woorden zijn teruggetrokken."))
    box = open_box(key)
    theirs = box.read(fresh.body, queries.body_place(fresh.pk)) if fresh.body else ""
    if theirs == body:
        return int(fresh.version)
    if fresh.version != version:
        raise SavedMeanwhile(theirs, fresh.version)
    Text.objects.filter(pk=row.pk).update(
        body=box.seal(body, queries.body_place(row.pk)), length=len(body), version=F("version") + 1
    )
    if fresh.checked_by_id != by.pk:
        audit.record("text.typed", subject=fresh, by=by)
        Text.objects.filter(pk=row.pk).update(checked_by=by)
    return int(fresh.version) + 1


def _locked(row: Text) -> Text:
    found: Text = Text.objects.select_for_update().get(pk=row.pk)
    return found


@transaction.atomic
def begin_checking(row: Text, *, by: User) -> None:
    """Typing is done. From here on the body keeps its length. Raises NotNow for an empty text."""
    fresh = _locked(row)
    if not fresh.length:
        raise NotNow(_("Er staat nog niets."))
    if Text.objects.filter(pk=row.pk, state=TextState.TYPING).update(state=TextState.CHECKING):
        suggest_identifiers(fresh, by=by)
        audit.record("text.checking", subject=fresh, by=by)


@transaction.atomic
def type_again(row: Text, *, by: User) -> None:
    """Back to typing: marks fall away, because their places would no longer fit. Raises NotNow after finishing."""
    fresh = _locked(row)
    if fresh.state == TextState.FINISHED:
        raise NotNow(_("Een nagekeken tekst verandert niet meer."))
    Mark.objects.filter(text=row).delete()
    Text.objects.filter(pk=row.pk).update(state=TextState.TYPING)
    audit.record("text.typed_again", subject=fresh, by=by)


@transaction.atomic
def suggest(row: Text, spans: Iterable[tuple[int, int, str]], *, by: User | None) -> int:
    """Marks (start, end, kind) for a person to decide about. Spans that touch a mark there is are left alone."""
    fresh = _locked(row)
    taken = list(Mark.objects.filter(text=row).values_list("start", "end"))
    made = []
    for start, end, kind in spans:
        rules.check_span(fresh.length, start, end)
        if rules.without_open([(start, end)], taken):
            made.append(
                Mark(
                    municipality_id=fresh.municipality_id,
                    text=fresh,
                    start=start,
                    end=end,
                    kind=kind,
                    suggested=True,
                    by=by,
                )
            )
    Mark.objects.bulk_create(made, batch_size=500)
    return len(made)


def suggest_identifiers(row: Text, *, by: User | None) -> int:
    """Let the recognisers look at a text. Gives how many new suggestions there are."""
    opened = queries.open_text(row)
    known = queries.known_names(row.municipality)
    found = identifiers.find(opened.body, known=known)
    return suggest(row, [(one.start, one.end, one.kind) for one in found], by=by)


@transaction.atomic
def decide(mark: Mark, *, decided: str, by: User, instead: str = "") -> None:
    """Replace (with own words or the usual ones), keep, or never use. Raises NotNow when it was overwritten already."""
    fresh = Mark.objects.select_for_update(of=("self",)).select_related("text__data_key").get(pk=mark.pk)
    if fresh.struck:
        raise NotNow(_("Dit is al overschreven. Het komt niet terug."))
    key = fresh.text.data_key
    if key is None:
        raise NotNow(_("Deze woorden zijn teruggetrokken."))
    fresh.decided, fresh.by = decided, by
    fresh.instead = (
        open_box(key).seal(instead.strip(), queries.instead_place(fresh.pk))
        if decided == Decided.REPLACE and instead.strip()
        else None
    )
    fresh.save(update_fields=["decided", "by", "instead"])


@transaction.atomic
def decide_all(row: Text, *, kind: str, decided: str, by: User | None) -> int:
    """The same decision about every open suggestion of a kind. Gives how many."""
    return int(
        Mark.objects.filter(text=row, kind=kind, decided=Decided.OPEN, struck=False).update(
            decided=decided, by=by
        )
    )


@transaction.atomic
def mark_passage(
    row: Text, *, start: int, end: int, kind: str, decided: str, by: User | None, instead: str = ""
) -> Mark:
    """What a person marks. Raises rules.OutsideText. Also after finishing: then finish again to overwrite it."""
    fresh = _locked(row)
    rules.check_span(fresh.length, start, end)
    made = Mark(
        municipality_id=fresh.municipality_id,
        text=fresh,
        start=start,
        end=end,
        kind=kind,
        decided=decided,
        by=by,
    )
    if decided == Decided.REPLACE and instead.strip() and fresh.data_key is not None:
        made.instead = open_box(fresh.data_key).seal(instead.strip(), queries.instead_place(made.pk))
    made.save()
    audit.record("text.marked", subject=fresh, by=by)
    return made


@transaction.atomic
def mark_words(row: Text, *, words: str, kind: str, decided: str, by: User, instead: str = "") -> int:
    """Mark every place where these words stand, in capitals or not. Gives how many; places marked already stay so."""
    opened = queries.open_text(row)
    taken = [
        (mark.start, mark.end) for mark in opened.marks if mark.decided in (Decided.REPLACE, Decided.NEVER)
    ]
    found = rules.without_open(rules.places_of(opened.body, words), taken)
    for start, end in found:
        overlapping = [
            mark.pk for mark in opened.marks if mark.start < end and start < mark.end and not mark.struck
        ]
        Mark.objects.filter(pk__in=overlapping).delete()
        mark_passage(row, start=start, end=end, kind=kind, decided=decided, by=by, instead=instead)
    return len(found)


@transaction.atomic
def unmark(mark: Mark, *, by: User) -> None:
    """Take a mark of a person away. Raises NotNow when it was overwritten, and for a suggestion (decide about it)."""
    fresh = Mark.objects.select_for_update().get(pk=mark.pk)
    if fresh.struck:
        raise NotNow(_("Dit is al overschreven. Het komt niet terug."))
    if fresh.suggested:
        raise NotNow(_("Een voorstel haalt u niet weg. Kies: laten staan."))
    fresh.delete()
    audit.record("text.unmarked", subject=fresh.text, by=by)


@transaction.atomic
def finish(row: Text, *, by: User | None, today: datetime.date) -> None:
    """Overwrite what is masked, for good. Raises NotNow while something waits for a decision."""
    fresh = _locked(row)
    if fresh.state == TextState.TYPING:
        raise NotNow(_("Deze tekst wordt nog getypt."))
    waiting = queries.open_suggestions(fresh)
    if waiting:
        raise NotNow(_("Beslis eerst over alle voorstellen: nog %(count)d.") % {"count": waiting})
    opened = queries.open_text(fresh)
    if fresh.data_key is None:
        raise NotNow(_("Deze woorden zijn teruggetrokken."))
    box = open_box(fresh.data_key)
    Text.objects.filter(pk=row.pk).update(
        body=box.seal(rules.strike(opened.body, opened.masks), queries.body_place(row.pk)),
        state=TextState.FINISHED,
        finished_on=today,
        checked_by=by,
        version=F("version") + 1,
    )
    Mark.objects.filter(text=row, decided__in=[Decided.REPLACE, Decided.NEVER]).update(struck=True)
    audit.record("text.finished", subject=fresh, by=by)


@transaction.atomic
def strike_at_once(row: Text, spans: Iterable[tuple[int, int]], *, kind: str, by: User | None) -> int:
    """Overwrite spans for good, whatever the state: words that may not be kept. Gives how many signs went.

    A text that is still being typed gets shorter: no offset counts on it yet.
    """
    fresh = _locked(row)
    spans = sorted(set(spans))
    for start, end in spans:
        rules.check_span(fresh.length, start, end)
    if fresh.data_key is None or not spans:
        return 0
    box = open_box(fresh.data_key)
    body = box.read(fresh.body, queries.body_place(fresh.pk))
    masks = [rules.Mask(start, end, rules.LEFT_OUT, never=True) for start, end in spans]
    typing = fresh.state == TextState.TYPING
    kept = rules.shown(body, masks) if typing else rules.strike(body, masks)
    Text.objects.filter(pk=fresh.pk).update(
        body=box.seal(kept, queries.body_place(fresh.pk)), length=len(kept), version=F("version") + 1
    )
    if not typing:
        _mark_struck(fresh, spans, kind=kind, by=by)
    audit.record("text.struck", subject=fresh, by=by)
    return sum(mask.end - mask.start for mask in rules.united(masks))


def _mark_struck(row: Text, spans: list[tuple[int, int]], *, kind: str, by: User | None) -> None:
    for start, end in spans:  # what was marked inside is gone with it
        Mark.objects.filter(text=row, start__gte=start, end__lte=end).delete()
    Mark.objects.bulk_create(
        Mark(
            municipality_id=row.municipality_id,
            text=row,
            start=start,
            end=end,
            kind=kind,
            decided=Decided.NEVER,
            struck=True,
            by=by,
        )
        for start, end in spans
    )


@transaction.atomic
def check_again(row: Text, *, by: User | None) -> None:
    """A finished text waits for a person again: nobody codes it until then. Offsets and marks stay."""
    if Text.objects.filter(pk=row.pk, state=TextState.FINISHED).update(state=TextState.CHECKING):
        audit.record("text.check_again", subject=row, by=by)


def note_reading(row: Text, *, by: User) -> None:
    """Somebody read this text: who and when, not a word of it."""
    audit.record("text.read", subject=row, by=by)


def note_readings(rows: list[Text], *, by: User) -> None:
    """Somebody read parts of many texts at once."""
    audit.record_all("text.read", [(row, {}) for row in rows], by=by)


@transaction.atomic
def forget(origin_key: str, *, by: User | None) -> uuid.UUID | None:
    """Shred a text: its key goes, its marks go, the row stays without words. Gives the id of the key that is gone."""
    row = (
        Text.objects.select_for_update(of=("self",))
        .select_related("data_key")
        .filter(origin_key=origin_key)
        .first()
    )
    if row is None or row.data_key is None:
        return None
    key_id: uuid.UUID = row.data_key.pk
    Mark.objects.filter(text=row).delete()
    Text.objects.filter(pk=row.pk).update(body=b"", length=0, data_key=None, version=F("version") + 1)
    vault.shred([row.data_key])
    audit.record("text.forgotten", subject=row, by=by)
    return key_id


@transaction.atomic
def keep_names(municipality: Municipality, *, kind: str, words: list[str], by: User) -> None:
    """The own list of one kind becomes exactly this."""
    KnownName.objects.filter(municipality=municipality, kind=kind).exclude(words__in=words).delete()
    there = set(
        KnownName.objects.filter(municipality=municipality, kind=kind).values_list("words", flat=True)
    )
    KnownName.objects.bulk_create(
        [KnownName(municipality=municipality, kind=kind, words=one) for one in words if one not in there]
    )
