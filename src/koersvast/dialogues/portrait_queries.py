"""Questions about portraits. ``publishable_portraits`` is the only door through which one reaches a document."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from koersvast.coding.models import Coding
from koersvast.cycles.models import Cycle
from koersvast.dialogues import portrait_rules, queries, quote_queries
from koersvast.dialogues.models import (
    Conversation,
    DialogueRound,
    Portrait,
    PortraitSource,
    PortraitStatus,
)
from koersvast.dialogues.portrait_rules import Source
from koersvast.texts.models import Text, TextState
from koersvast.texts.queries import open_texts
from koersvast.vault.models import DataKey
from koersvast.vault.queries import boxes


def words_place(pk: uuid.UUID) -> str:
    return f"dialogues.portrait.words:{pk}"


def remark_place(pk: uuid.UUID) -> str:
    return f"dialogues.portrait.remark:{pk}"


@dataclass(frozen=True)
class Passage:
    """A fragment that can be a source. ``refusal``: why it cannot; then ``person`` is None."""

    coding: Coding
    words: str
    number: int
    conversation: uuid.UUID | None
    person: uuid.UUID | None
    refusal: str = ""

    def __repr__(self) -> str:
        return f"Passage({self.coding.pk})"  # never the words: this ends up in traces

    @property
    def place(self) -> tuple[uuid.UUID, int, int]:
        return self.coding.text_id, self.coding.start, self.coding.end


@dataclass(frozen=True)
class OpenPortrait:
    """A portrait with its words."""

    row: Portrait
    title: str
    words: str
    remark: str = ""

    def __repr__(self) -> str:
        return f"OpenPortrait({self.row.pk})"  # never the words: this ends up in traces


def portrait(row: DialogueRound, pk: Any) -> Portrait | None:
    found: Portrait | None = (
        Portrait.objects.select_related("round", "data_key", "maker", "reader")
        .filter(round=row, pk=pk)
        .first()
    )
    return found


def portraits_of(row: DialogueRound) -> list[OpenPortrait]:
    return open_portraits(Portrait.objects.filter(round=row))


def open_portraits(rows: Iterable[Portrait]) -> list[OpenPortrait]:
    """In the order given. Two queries, however many."""
    found = list(rows)
    opened = boxes(list(DataKey.objects.filter(pk__in=[row.data_key_id for row in found])))
    result = []
    for row in found:
        box = opened[row.data_key_id]
        remark = box.read(row.remark, remark_place(row.pk)) if row.remark else ""
        result.append(OpenPortrait(row, row.title, box.read(row.words, words_place(row.pk)), remark))
    return result


def sources_of(rows: Iterable[Portrait]) -> dict[uuid.UUID, list[Passage]]:
    """The passages behind each of these portraits, as they may be read now. A fixed number of queries."""
    found = PortraitSource.objects.filter(portrait__in=[row.pk for row in rows]).values_list(
        "portrait_id", "coding_id"
    )
    of_portrait: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for portrait_id, coding_id in found:
        of_portrait[portrait_id].add(coding_id)
    wanted = set().union(*of_portrait.values())
    passages = passages_of(Coding.objects.filter(pk__in=wanted))
    return {pk: [one for one in passages if one.coding.pk in codings] for pk, codings in of_portrait.items()}


def passages_of(codings: QuerySet[Coding]) -> list[Passage]:
    """With their words and who said them, in order of conversation and place. A fixed number of queries."""
    rows = list(
        codings.filter(text__data_key__isnull=False)
        .select_related("text")
        .order_by("text__number", "start", "end", "pk")
    )
    texts = list(Text.objects.filter(pk__in={row.text_id for row in rows}))
    opened = open_texts(texts)
    talks = {
        talk.text_id: talk
        for talk in Conversation.objects.select_related("text").filter(text__in=[one.pk for one in texts])
    }
    people = queries.people_in(talks.values())
    found = []
    for row in rows:
        text, talk = opened[row.text_id], talks.get(row.text_id)
        here = people[talk.pk] if talk else []
        said = quote_queries.speakers(here, text, row.start, row.end)
        person = said[0] if len(said) == 1 else None
        refusal = _refusal(text, row, person)
        found.append(
            Passage(
                row,
                text.span(row.start, row.end),
                row.text.number,
                talk.pk if talk else None,
                None if refusal or person is None else person.row.pk,
                refusal,
            )
        )
    return found


def _refusal(text: Any, row: Coding, person: queries.Known | None) -> str:
    """Why nobody may weave this passage into a portrait; empty when they may."""
    if text.row.state != TextState.FINISHED:
        return _("Deze tekst wordt opnieuw nagekeken.")
    if reason := quote_queries.cannot_quote(text, row.start, row.end):
        return reason
    if person is None:
        return _("Hier is niet te zien welke deelnemer dit zei.")
    return "" if person.allows("notes") else _("Deze deelnemer wil geen aantekeningen.")


def why_not(row: Portrait, sources: Sequence[Passage]) -> list[str]:
    """Why this portrait is not of nobody, in sentences; empty when it is."""
    lacking = portrait_rules.lacks(
        [Source(one.conversation, one.person) for one in sources], woven_from=row.woven_from
    )
    few = portrait_rules.FEWEST
    sentences = {
        "lost": _("Een fragment onder dit portret is weg, bijvoorbeeld omdat iemand zijn of haar woorden terugtrok.")
        + " "
        + _("Lees het portret opnieuw en bewaar het zonder die woorden."),
        "unusable": _("Een fragment onder dit portret mag niet meer worden gebruikt. Kies een ander."),
        "conversations": _("Een portret rust op minstens %(few)d losse gesprekken.") % {"few": few},
        "people": _("Een portret rust op minstens %(few)d deelnemers.") % {"few": few},
        "half": _("Eén deelnemer zei meer dan de helft. Kies ook fragmenten van anderen."),
    }  # fmt: skip
    return [sentences[name] for name in lacking]


def publishable_portraits(row: DialogueRound) -> list[OpenPortrait]:
    """The portraits of a round that may stand in a document, looked at again now: status, sources, people behind them.

    Nothing else of portraits reaches a document. A fixed number of queries, however many portraits.
    """
    return _publishable(Portrait.objects.filter(round=row))


def publishable_in(cycle: Cycle) -> list[OpenPortrait]:
    """The same for every round of a cycle."""
    return _publishable(Portrait.objects.filter(round__cycle=cycle))


def _publishable(portraits: QuerySet[Any]) -> list[OpenPortrait]:
    rows = list(portraits.filter(status=PortraitStatus.PUBLISHABLE))
    if not rows:
        return []
    sources = sources_of(rows)
    return open_portraits(row for row in rows if not why_not(row, sources.get(row.pk, [])))
