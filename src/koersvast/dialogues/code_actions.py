"""Store the codes that came with a folder. What may not be coded is refused line by line, and said."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from koersvast.coding import actions as coding
from koersvast.coding.models import Code, Codebook, Coder, Coding, WaitingCoding
from koersvast.dialogues.folder_codes import CODINGS, StagedCode, StagedCoding
from koersvast.texts.models import Collection, Text, TextState
from koersvast.texts.queries import open_texts
from koersvast.texts.rules import touches_never

Refusal = tuple[str, int, str]
"""File, line and sentence."""


def store_codes(collection: Collection, codes: Iterable[StagedCode]) -> dict[str, Code]:
    """The codebook of a new round: code by its key."""
    codebook = coding.open_codebook(collection, by=None)
    made: dict[str, Code] = {}
    for one in codes:
        made[one.key] = coding.add_code(
            codebook,
            label=one.label,
            key=one.key,
            parent=made.get(one.parent or ""),
            definition=one.definition,
            include=one.include,
            exclude=one.exclude,
            assignable=one.assignable,
            by=None,
        )
    return made


def store_codings(
    codebook: Codebook,
    codings: Iterable[StagedCoding],
    *,
    codes: dict[str, Code],
    texts: dict[str, Text],
    today: datetime.date,
) -> list[Refusal]:
    """Codings under the names of their coders; on a text nobody checked they wait. Gives what was refused.

    ``texts``: by the name of the file they came from.
    """
    opened = open_texts(list(texts.values()))
    coders: dict[str, Coder] = {}
    refused: list[Refusal] = []
    seen: set[tuple[object, ...]] = set()
    ready: list[Coding] = []
    waiting: list[WaitingCoding] = []
    for one in codings:
        row = texts[one.file]
        if touches_never(opened[row.pk].masks, one.start, one.end):
            said = _("Deze woorden mogen niet worden gebruikt. De code is niet overgenomen.")
            refused.append((CODINGS, one.line, said))
            continue
        if one.coder not in coders:
            coders[one.coder] = Coder.objects.create(
                municipality_id=codebook.municipality_id, codebook=codebook, name=one.coder
            )
        same = (row.pk, one.code, one.coder, one.start, one.end)
        if same in seen:
            refused.append((CODINGS, one.line, _("Deze regel staat er twee keer.")))
            continue
        seen.add(same)
        values = {
            "municipality_id": codebook.municipality_id,
            "text": row,
            "code": codes[one.code],
            "coder": coders[one.coder],
            "start": one.start,
            "end": one.end,
            "on": today,
        }
        if row.state == TextState.FINISHED:
            ready.append(Coding(**values))
        else:
            waiting.append(WaitingCoding(text_length=row.length, **values))
    Coding.objects.bulk_create(ready, batch_size=2000)
    WaitingCoding.objects.bulk_create(waiting, batch_size=2000)
    return refused
