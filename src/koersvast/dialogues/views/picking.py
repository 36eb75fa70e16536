"""Tick fragments: what was shown, and what of it was picked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from koersvast.coding import queries as coding
from koersvast.coding.models import Code, Codebook, Coder, Coding
from koersvast.texts import actions
from koersvast.texts.access import TeamRequest
from koersvast.texts.models import Text
from koersvast.texts.queries import open_texts

MOST_SHOWN = 200


def desk(request: TeamRequest) -> tuple[Codebook | None, Coder | None]:
    """The codebook of this collection and who codes here; nothing is made."""
    book = coding.codebook_of(request.collection)
    return book, coding.coder_of(book, request.membership.user_id) if book else None


def may_read(request: TeamRequest, codings: list[Coding]) -> list[Coding]:
    """Blind: what another coded stays hidden here too."""
    book, coder = desk(request)
    if book is None or not book.blind:
        return codings
    return [one for one in codings if coder is not None and one.coder_id == coder.pk]


def code_of(request: TeamRequest, book: Codebook | None) -> Code | None:
    """The code in the address, when it is one of this codebook."""
    found = ids([request.GET.get("code", "")])
    if book is None or not found:
        return None
    return Code.objects.filter(pk=found[0], codebook=book, removed_at=None).first()


def under_code(request: TeamRequest, book: Codebook, code: Code) -> tuple[list[coding.Fragment], int]:
    """The first fragments under a code that this coder may see, with their words; and how many there are."""
    coder = coding.coder_of(book, request.membership.user_id)
    picked = coding.codings_with(book, code, coder=coder)
    places = list(coding.by_place(picked).values())
    first = [row for rows in places[:MOST_SHOWN] for row in rows]
    return coding.read_fragments(first, book, coder=coder), len(places)


@dataclass(frozen=True)
class Span:
    """Words that were coded, once, whoever coded them."""

    coding: Coding
    words: str
    number: int

    def __repr__(self) -> str:
        return f"Span({self.coding.pk})"  # never the words: this ends up in traces

    @property
    def place(self) -> tuple[uuid.UUID, int, int]:
        return self.coding.text_id, self.coding.start, self.coding.end


def spans_of(request: TeamRequest, codings: list[Coding]) -> list[Span]:
    """The first of these codings with their words; that they were read is written down."""
    first: dict[Any, Coding] = {}
    for one in codings:
        first.setdefault((one.text_id, one.start, one.end), one)
    picked = list(first.values())[:MOST_SHOWN]
    opened = open_texts(list({one.text_id: one.text for one in picked}.values()))
    actions.note_readings(list(Text.objects.filter(pk__in=list(opened))), by=request.membership.user)
    return [Span(one, opened[one.text_id].span(one.start, one.end), one.text.number) for one in picked]


def ids(texts: list[Any]) -> list[uuid.UUID]:
    """What of these are ids, the first few."""
    found = []
    for text in texts[: 2 * MOST_SHOWN]:
        try:
            found.append(uuid.UUID(text))
        except (ValueError, AttributeError):
            continue
    return found
