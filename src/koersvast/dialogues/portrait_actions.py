"""Weave a portrait from passages of several people, have it read, take it away.

Whoever changes the words or the passages brings it back to its beginning. Nobody reads their own words as second reader.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection as Some
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.coding.models import Coding
from koersvast.cycles.actions import StaleEdit
from koersvast.dialogues import portrait_queries, portrait_rules
from koersvast.dialogues.models import DialogueRound, Portrait, PortraitSource, PortraitStatus
from koersvast.dialogues.portrait_queries import OpenPortrait, Passage
from koersvast.people.models import User
from koersvast.texts.actions import NotNow
from koersvast.vault import actions as vault
from koersvast.vault.models import DataKey, Purpose
from koersvast.vault.queries import open_box


@transaction.atomic
def make_portrait(row: DialogueRound, *, title: str, by: User, today: datetime.date) -> Portrait:
    """Without words or sources yet."""
    key = vault.new_data_key(row.municipality, Purpose.DIALOGUE)
    made = Portrait(
        municipality_id=row.municipality_id, round=row, title=title, data_key=key, maker=by, made_on=today
    )
    made.words = open_box(key).seal("", portrait_queries.words_place(made.pk))
    made.save()
    audit.record("portrait.made", subject=made, by=by)
    return made


def _locked(row: Portrait) -> Portrait:
    """Under a lock. Raises NotNow when it is gone."""
    found: Portrait | None = (
        Portrait.objects.select_for_update(of=("self",))
        .select_related("data_key", "round")
        .filter(pk=row.pk)
        .first()
    )
    if found is None:
        raise NotNow(_("Dit portret is weg."))
    return found


def _opened(row: Portrait) -> tuple[OpenPortrait, list[Passage]]:
    [now] = portrait_queries.open_portraits([row])
    return now, portrait_queries.sources_of([row]).get(row.pk, [])


@transaction.atomic
def choose_sources(row: Portrait, *, shown: Some[uuid.UUID], picked: Some[uuid.UUID], by: User) -> None:
    """Of the codings that were shown only those that were picked; others stay. Raises NotNow.

    The same words with another code, or coded by somebody else, are one source.
    """
    fresh = _locked(row)
    now, sources = _opened(fresh)
    here = Coding.objects.filter(text__collection=fresh.round.collection_id)
    known = {
        one.coding.pk: one for one in portrait_queries.passages_of(here.filter(pk__in={*shown, *picked}))
    }
    places = {one.place for one in known.values()}
    wanted = {one.place: one for one in sources if one.place not in places}
    for pk in picked:
        one = known.get(pk)
        if one is None:
            raise NotNow(_("Een fragment dat u koos, is er niet meer. Kies opnieuw."))
        if one.refusal:
            raise NotNow(_("Gesprek %(number)d: %(why)s") % {"number": one.number, "why": one.refusal})
        wanted.setdefault(one.place, one)
    if set(wanted) == {one.place for one in sources} and len(wanted) == len(sources):
        return
    _own_words(now.words, list(wanted.values()))
    kept = {one.place: one.coding.pk for one in sources}
    codings = {kept.get(place, one.coding.pk) for place, one in wanted.items()}
    PortraitSource.objects.filter(portrait=fresh).exclude(coding__in=codings).delete()
    PortraitSource.objects.bulk_create(
        [
            PortraitSource(municipality_id=fresh.municipality_id, portrait=fresh, coding_id=pk)
            for pk in codings - {one.coding.pk for one in sources}
        ]
    )
    _begin_again(fresh, woven_from=len(wanted))
    audit.record("portrait.sources", subject=fresh, by=by)


def _own_words(words: str, sources: Sequence[Passage]) -> None:
    found = portrait_rules.literal(words, [one.words for one in sources])
    if found:
        at, literal = found
        raise NotNow(
            _(
                "Dit zei een deelnemer letterlijk, in gesprek %(number)d: “%(words)s”. Zeg het in uw eigen woorden."
            )
            % {"number": sources[at].number, "words": literal}
        )


def _begin_again(row: Portrait, **fields: object) -> None:
    fields = {
        "status": PortraitStatus.DRAFT, "reader": None, "read_on": None, "version": F("version") + 1, **fields
    }  # fmt: skip
    Portrait.objects.filter(pk=row.pk).update(**fields)


@transaction.atomic
def change_portrait(row: Portrait, *, title: str, words: str, by: User, version: int | None) -> None:
    """Another title or other words: a draft again, woven from what is there now. Raises StaleEdit, NotNow."""
    fresh = _locked(row)
    now, sources = _opened(fresh)
    words = words.strip()
    if version is not None and version != fresh.version:
        mine = {"title": title, "words": words}
        raise StaleEdit(fresh, {"title": fresh.title, "words": now.words}, mine)
    if (fresh.title, now.words, fresh.woven_from) == (title, words, len(sources)):
        return
    _own_words(words, sources)
    sealed = open_box(fresh.data_key).seal(words, portrait_queries.words_place(fresh.pk))
    # who wrote these words cannot be their second reader
    _begin_again(fresh, title=title, words=sealed, woven_from=len(sources), maker=by)
    audit.record("portrait.changed", subject=fresh, by=by)


def _check(row: Portrait) -> None:
    """Everything that can be checked by itself. Raises NotNow."""
    now, sources = _opened(row)
    if not now.words:
        raise NotNow(_("Er staat nog niets in dit portret."))
    if reasons := portrait_queries.why_not(row, sources):
        raise NotNow(" ".join(reasons))
    _own_words(now.words, sources)


@transaction.atomic
def offer(row: Portrait, *, by: User) -> None:
    """To a second reader. Raises NotNow."""
    fresh = _locked(row)
    if fresh.status != PortraitStatus.DRAFT:
        raise NotNow(_("Dat kan nu niet: %(status)s.") % {"status": fresh.get_status_display().lower()})
    _check(fresh)
    Portrait.objects.filter(pk=fresh.pk).update(status=PortraitStatus.SECOND_READER)
    audit.record("portrait.offered", subject=fresh, by=by)


@transaction.atomic
def read_second(
    row: Portrait, *, passed: bool, remark: str, by: User, today: datetime.date, version: int | None
) -> None:
    """What somebody else than the maker thinks of it: it may stand in documents from now on, or back. Raises NotNow."""
    fresh = _locked(row)
    if fresh.maker_id == by.pk:
        raise NotNow(_("U schreef dit portret zelf. Iemand anders van het team leest het na."))
    if fresh.status != PortraitStatus.SECOND_READER or (version is not None and version != fresh.version):
        raise NotNow(_("Dit portret is intussen veranderd. Lees het opnieuw."))
    if not remark.strip():
        raise NotNow(_("Schrijf op waarom."))
    if passed:
        _check(fresh)
    Portrait.objects.filter(pk=fresh.pk).update(
        status=PortraitStatus.PUBLISHABLE if passed else PortraitStatus.DRAFT,
        reader=by,
        read_on=today,
        remark=open_box(fresh.data_key).seal(remark.strip(), portrait_queries.remark_place(fresh.pk)),
    )
    audit.record("portrait.released" if passed else "portrait.sent_back", subject=fresh, by=by)


@transaction.atomic
def remove_portrait(row: Portrait, *, by: User) -> None:
    """With its key: nobody reads it any more."""
    audit.record("portrait.removed", subject=row.round, by=by)
    vault.shred(list(DataKey.objects.filter(portrait=row.pk)))
