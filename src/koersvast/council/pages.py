"""The page of a result as lines that can be asked about, and every result as one row: both from the paper council_page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from koersvast.cycles.models import Cycle
from koersvast.reports.document import Block, Heading, Note, Paragraph, Picture, Table
from koersvast.reports.kinds import council_page


@dataclass(frozen=True)
class Line:
    """A part of the page. ``place`` names it in an address: the same for the same words, however the page moves."""

    place: str
    block: Block
    words: str

    @property
    def kind(self) -> str:
        return type(self.block).__name__

    @property
    def can_be_asked(self) -> bool:
        return isinstance(self.block, Paragraph | Table | Picture | Note)


def result_page(cycle: Cycle, key: str, *, today: date) -> list[Line]:
    """The page of one result, without its title. Raises reports.kinds.paper.UnknownPart."""
    document = council_page.build(cycle, today=today, result=key)
    found: list[Line] = []
    counts: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            continue
        words = _words(block)
        counts[words] += 1
        found.append(Line(_place(words, counts[words]), block, words))
    return found


def _place(words: str, count: int) -> str:
    mark = sha256(words.encode()).hexdigest()[:12]
    return mark if count == 1 else f"{mark}-{count}"


def _words(block: Block) -> str:
    if isinstance(block, Paragraph | Note | Heading):
        return block.text
    if isinstance(block, Picture):
        return block.caption or block.alt
    if isinstance(block, Table):
        return "; ".join(", ".join(row) for row in block.rows)
    return ""


def overview(cycle: Cycle, *, today: date, questions: Counter[str]) -> list[dict[str, Any]]:
    """Every result as a row with the five answers in short."""
    return [row | {"questions": questions[row["key"]]} for row in council_page.rows(cycle, today=today)]
