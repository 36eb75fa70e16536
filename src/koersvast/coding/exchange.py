"""Codebooks and projects as other programs know them. What leaves is what may be read; nothing is written here."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from koersvast.coding import queries, refi
from koersvast.coding.models import Code, Codebook, Coder, Coding, Merge
from koersvast.coding.refi.model import all_codes
from koersvast.texts.models import Text
from koersvast.texts.queries import OpenText, finished_texts, open_texts
from koersvast.texts.rules import Mask, Projection, pieces, touches_never

# in the description of a code; the codebook is Dutch, whatever language its reader has chosen
INCLUDE, EXCLUDE = "Hoort erbij:", "Hoort er niet bij:"
_DESCRIPTION = re.compile(
    rf"\A(?P<definition>.*?)(?:(?:\A|\n)\s*{INCLUDE}\s*(?P<include>.*?))?"
    rf"(?:(?:\A|\n)\s*{EXCLUDE}\s*(?P<exclude>.*?))?\Z",
    re.DOTALL,
)
LONGEST_LABEL, LONGEST_TEXT = 120, 2000
NAMELESS = "(zonder naam)"


def described(code: Code) -> str:
    """Meaning, what belongs to it and what does not: other programs have one field for it."""
    parts = [code.definition]
    if code.include:
        parts.append(f"{INCLUDE} {code.include}")
    if code.exclude:
        parts.append(f"{EXCLUDE} {code.exclude}")
    return "\n\n".join(part for part in parts if part)


def undescribed(description: str) -> tuple[str, str, str]:
    """The other way round: definition, include, exclude."""
    found = _DESCRIPTION.match(description)
    if found is None:
        return description.strip(), "", ""
    definition, include, exclude = (
        (found[name] or "").strip() for name in ("definition", "include", "exclude")
    )
    return definition, include, exclude


def guid_of(code: Code) -> str:
    return code.guid or str(code.pk)


def codebook_out(codebook: Codebook) -> refi.Codebook:
    """The codes that are there as a tree."""
    rows = queries.codes(codebook)
    there = {row.pk for row in rows}
    under: dict[uuid.UUID | None, list[Code]] = defaultdict(list)
    for row in rows:
        under[row.parent_id if row.parent_id in there else None].append(row)

    def out(row: Code) -> refi.Code:
        children = tuple(out(child) for child in under[row.pk])
        return refi.Code(
            guid_of(row),
            row.label,
            is_codable=row.assignable,
            description=described(row),
            children=children,
        )

    return refi.Codebook(tuple(out(row) for row in under[None]))


def project_out(
    codebook: Codebook, *, coder: Coder | None, named: bool, everything: bool = False
) -> Projected:
    """Finished texts as they may be read, with the codings this coder may see (or all of them).

    ``named``: with the names of coders; else "Codeur 1". Memos stay here. What may never be used is in no text.
    """
    found = Coding.objects.filter(code__codebook=codebook, code__removed_at=None)
    if codebook.blind and not everything:
        found = queries.visible(found, coder)
    per_text: dict[uuid.UUID, list[Coding]] = defaultdict(list)
    for row in found.select_related("code").order_by("start", "end", "pk"):
        per_text[row.text_id].append(row)
    coders = list(codebook.coders.select_related("user"))
    users = tuple(
        refi.User(str(one.pk), str(one) if named and str(one) else f"Codeur {number}")
        for number, one in enumerate(coders, start=1)
    )
    rows = list(finished_texts(codebook.collection_id).order_by("number"))
    opened = open_texts(rows)
    sources = tuple(_source(opened[row.pk], per_text[row.pk]) for row in rows)
    project = refi.Project(
        str(codebook.collection), users=users, codebook=codebook_out(codebook), sources=sources
    )
    return Projected(project, tuple(rows))


@dataclass(frozen=True)
class Projected:
    """A project, and the texts whose words are in it."""

    project: refi.Project
    texts: tuple[Text, ...]

    def __repr__(self) -> str:
        return f"Projected({len(self.texts)} texts)"  # never the words: this ends up in traces


def _source(text: OpenText, codings: Iterable[Coding]) -> refi.TextSource:
    projection = Projection.of(text.body, text.masks)
    per_span: dict[tuple[int, int], list[Coding]] = defaultdict(list)
    for row in codings:
        if touches_never(text.masks, row.start, row.end):
            continue
        start, end = projection.to_shown(row.start), _shown_end(projection, row.end)
        if start < end:
            per_span[start, end].append(row)
    return refi.TextSource(
        str(text.row.pk),
        f"Gesprek {text.row.number}",
        "".join(piece.words for piece in projection.parts),
        selections=tuple(
            refi.Selection(
                str(uuid.uuid5(text.row.pk, f"{start}-{end}")),
                start,
                end,
                codings=tuple(
                    refi.Coding(str(row.pk), guid_of(row.code), user_guid=str(row.coder_id)) for row in rows
                ),
            )
            for (start, end), rows in sorted(per_span.items())
        ),
    )


def _shown_end(projection: Projection, end: int) -> int:
    """The end of a span: inside words that stand instead of something it is the end of those words."""
    shown = projection.to_shown(end - 1)
    at = projection.to_shown(end)
    return at if at > shown else _end_of_part(projection, end - 1)


def _end_of_part(projection: Projection, offset: int) -> int:
    for part, begin in zip(projection.parts, projection.shown_starts, strict=True):
        if part.start <= offset < part.end:
            return begin + len(part.words)
    return projection.to_shown(offset)


@dataclass(frozen=True)
class Fit:
    """How the places of a file lie in a text of ours: not at all, as it is, or as it is shown."""

    fits: bool
    projection: Projection | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        if self.projection is None:
            return start, end
        return self.projection.to_body(start), self.projection.to_body(end, is_end=True)


def fit(body: str, masks: Iterable[Mask], plain: str) -> Fit:
    """Is the text of a file the one that stands here?"""
    masks = tuple(masks)
    if plain == body and not any(mask.never for mask in masks):
        return Fit(True)
    if plain == "".join(piece.words for piece in pieces(body, masks)):
        return Fit(True, Projection.of(body, masks))
    return Fit(plain == body)


@dataclass(frozen=True)
class Incoming:
    """A code of a file, as it would stand here."""

    guid: str
    path: tuple[str, ...]
    definition: str
    include: str
    exclude: str
    assignable: bool
    cut: bool

    @property
    def label(self) -> str:
        return self.path[-1]

    @property
    def values(self) -> dict[str, object]:
        return {
            "label": self.label,
            "definition": self.definition,
            "include": self.include,
            "exclude": self.exclude,
            "assignable": self.assignable,
        }


def incoming(codes: tuple[refi.Code, ...]) -> Iterator[Incoming]:
    """Every code of the trees, a parent before its children."""

    def walk(code: refi.Code, above: tuple[str, ...]) -> Iterator[Incoming]:
        parts = undescribed(code.description)
        label = " ".join(code.name.split())[:LONGEST_LABEL] or NAMELESS
        path = (*above, label)
        definition, include, exclude = (part[:LONGEST_TEXT] for part in parts)
        cut = len(" ".join(code.name.split())) > LONGEST_LABEL or any(
            len(part) > LONGEST_TEXT for part in parts
        )
        yield Incoming(code.guid, path, definition, include, exclude, code.is_codable, cut)
        for child in code.children:
            yield from walk(child, path)

    for code in codes:
        yield from walk(code, ())


@dataclass(frozen=True)
class Change:
    field: str
    ours: object
    theirs: object


@dataclass(frozen=True)
class Compared:
    """A code of a file beside ours. ``state``: new, same, differs, back (it was taken away here)."""

    incoming: Incoming
    code: Code | None
    state: str
    changes: tuple[Change, ...] = ()


class Known:
    """Our codes, to be found by guid or by the path of their names."""

    def __init__(self, codebook: Codebook) -> None:
        rows = list(Code.objects.filter(codebook=codebook))
        by_id = {row.pk: row for row in rows}
        merged = {
            source: by_id[target]
            for source, target in Merge.objects.filter(codebook=codebook, undone=False).values_list(
                "source", "target"
            )
            if target in by_id
        }
        self.by_guid: dict[str, Code] = {}
        self.by_path: dict[tuple[str, ...], Code] = {}
        for row in rows:
            goes_to = _end_of(row, merged)
            self.by_guid[str(row.pk)] = goes_to
            if row.guid:
                self.by_guid[row.guid] = goes_to
            if row.removed_at is None:
                self.by_path[self.path_of(row, by_id)] = row

    @staticmethod
    def path_of(row: Code, by_id: dict[uuid.UUID, Code]) -> tuple[str, ...]:
        parts, seen = [row.label], {row.pk}
        while row.parent_id in by_id and row.parent_id not in seen:
            row = by_id[row.parent_id]
            seen.add(row.pk)
            parts.append(row.label)
        return folded(reversed(parts))

    def find(self, one: Incoming) -> Code | None:
        return self.by_guid.get(one.guid) or self.by_path.get(folded(one.path))


def folded(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in path)


def _end_of(row: Code, merged: dict[uuid.UUID, Code]) -> Code:
    """Where a code went that was merged, and merged again."""
    seen: set[uuid.UUID] = set()
    while row.pk in merged and row.pk not in seen:
        seen.add(row.pk)
        row = merged[row.pk]
    return row


def compared(codebook: Codebook, codes: tuple[refi.Code, ...]) -> list[Compared]:
    """What a file would change in our codebook, code by code."""
    known = Known(codebook)
    found = []
    for one in incoming(codes):
        code = known.find(one)
        if code is None:
            found.append(Compared(one, None, "new"))
            continue
        same_one = guid_of(code) == one.guid or folded([code.label]) == folded([one.label])
        if not same_one:  # merged here: another name is no difference
            found.append(Compared(one, code, "same"))
            continue
        changes = tuple(
            Change(field, getattr(code, field), theirs)
            for field, theirs in one.values.items()
            if getattr(code, field) != theirs
        )
        state = "back" if code.removed_at else "differs" if changes else "same"
        found.append(Compared(one, code, state, changes))
    return found


def count_codes(codes: tuple[refi.Code, ...]) -> int:
    return sum(1 for _code in all_codes(codes))
