"""Questions about texts. Bodies are opened here and nowhere else."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection as Some
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from koersvast.tenants.models import Municipality
from koersvast.texts import rules
from koersvast.texts.identifiers import Known
from koersvast.texts.models import Decided, KnownName, Mark, TeamMember, Text, TextState
from koersvast.vault.models import DataKey
from koersvast.vault.queries import Box, boxes


class Marked(NamedTuple):
    """A mark as it stands in the database, without being a row: a round has tens of thousands of them."""

    text_id: uuid.UUID
    pk: uuid.UUID
    start: int
    end: int
    kind: str
    decided: str
    instead: bytes | None
    struck: bool
    suggested: bool


@dataclass(frozen=True)
class OpenText:
    """A text with its body and masks in the clear, for as long as a page or document is made."""

    row: Text
    body: str
    masks: tuple[rules.Mask, ...]
    marks: tuple[Marked, ...]

    def __repr__(self) -> str:
        return f"OpenText({self.row.pk})"  # never the words: this ends up in traces

    def pieces(self) -> list[rules.Piece]:
        return rules.pieces(self.body, self.masks)

    def span(self, start: int, end: int) -> str:
        return self.readable.span(start, end)

    @cached_property
    def readable(self) -> rules.Readable:
        return rules.Readable(self.body, self.masks)


def task_of(user_id: uuid.UUID, collection_id: uuid.UUID) -> str | None:
    found = TeamMember.objects.filter(user_id=user_id, collection_id=collection_id).first()
    return found.task if found else None


def body_place(pk: uuid.UUID) -> str:
    return f"texts.text.body:{pk}"


def instead_place(pk: uuid.UUID) -> str:
    return f"texts.mark.instead:{pk}"


def open_text(row: Text) -> OpenText:
    """Raises LookupError when the text was shredded, vault.root.VaultClosed without the root key."""
    return open_texts([row])[row.pk]


def open_texts(rows: Some[Text]) -> dict[uuid.UUID, OpenText]:
    """Many texts by their id, with their marks: four queries, however many. A shredded one raises LookupError."""
    if any(row.data_key_id is None for row in rows):
        raise LookupError
    keys = {key.pk: key for key in DataKey.objects.filter(pk__in=[row.data_key_id for row in rows])}
    opened = boxes(list(keys.values()))
    marks: dict[uuid.UUID, list[Marked]] = defaultdict(list)
    there = Mark.objects.filter(text__in=[row.pk for row in rows]).order_by("start", "end")
    for mark in map(Marked._make, there.values_list(*Marked._fields)):
        marks[mark.text_id].append(mark)
    found = {}
    for row in rows:
        box = opened[row.data_key_id]  # type: ignore[index]  # looked at above: none is None
        body = box.read(row.body, body_place(row.pk)) if row.body else ""
        masks = tuple(masks_of(marks[row.pk], box))
        found[row.pk] = OpenText(row, body, masks, tuple(marks[row.pk]))
    return found


def masks_of(marks: list[Marked], box: Box) -> list[rules.Mask]:
    """Marks that hide something: replaced or never to be used."""
    found = []
    for mark in marks:
        if mark.decided == Decided.REPLACE:
            own = box.read(mark.instead, instead_place(mark.pk)) if mark.instead else ""
            found.append(rules.Mask(mark.start, mark.end, own or words_for(mark.kind)))
        elif mark.decided == Decided.NEVER:
            found.append(rules.Mask(mark.start, mark.end, rules.LEFT_OUT, never=True))
    return found


def words_for(kind: str) -> str:
    return rules.WORDS_INSTEAD.get(kind, rules.LEFT_OUT)


def readable(row: Text) -> bool:
    return row.data_key_id is not None


def open_suggestions(row: Text) -> int:
    return Mark.objects.filter(text=row, decided=Decided.OPEN).count()


def finished_texts(collection_id: uuid.UUID) -> Any:
    """Texts that may be coded."""
    return Text.objects.filter(collection=collection_id, state=TextState.FINISHED, data_key__isnull=False)


def known_names(municipality: Municipality) -> Known:
    """The municipality's own list, as the recognisers take it. The name of the municipality itself points at nobody."""
    per_kind: dict[str, list[str]] = defaultdict(list)
    for kind, words in KnownName.objects.filter(municipality=municipality).values_list("kind", "words"):
        per_kind[kind].append(words)
    return Known(
        municipality=(municipality.name,), **{kind: tuple(words) for kind, words in per_kind.items()}
    )
