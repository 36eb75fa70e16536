"""A file with many answers: what each column looks like, and which answers come out of the columns that were chosen.

Pure. What points at somebody by itself (addresses, numbers, names) is named and left out, unless a person decides else.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.texts.looks import REACHES, day_of, look_of
from koersvast.texts.reading import AnswerTable, CannotRead
from koersvast.texts.rules import LONGEST_TEXT

WORDS, REFERENCE, DATE, OUT = "words", "reference", "date", "out"  # what a column is used for
MOST_ANSWERS = 2000
EXAMPLE = 90

NUMBERED = {
    "nr",
    "nummer",
    "id",
    "responseid",
    "response",
    "respondent",
    "respondentnummer",
    "volgnummer",
    "inzending",
}
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Column:
    """A column as somebody chooses from it. ``examples``: none of a column that points at people."""

    index: int
    title: str
    look: str
    filled: int
    proposal: str
    examples: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Column({self.index})"  # never the words: this ends up in traces

    @property
    def reaches(self) -> bool:
        return self.look in REACHES


@dataclass(frozen=True)
class WrittenAnswer:
    """What one person wrote. ``same``: by this the same answer is known when the file comes in again."""

    same: str
    body: str
    on: datetime.date | None

    def __repr__(self) -> str:
        return "WrittenAnswer(...)"


def columns_of(table: AnswerTable) -> list[Column]:
    """What each column looks like, and what we propose to do with it."""
    looks = [look_of(title, _cells(table, index)) for index, title in enumerate(table.titles)]
    proposals = _proposals(table, looks)
    return [
        Column(
            index,
            title,
            looks[index],
            sum(bool(cell) for cell in _cells(table, index)),
            proposals[index],
            () if looks[index] in REACHES else _examples(_cells(table, index)),
        )
        for index, title in enumerate(table.titles)
    ]


def _cells(table: AnswerTable, index: int) -> list[str]:
    return [cells[index] for _number, cells in table.rows]


def _examples(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell[:EXAMPLE] for cell in dict.fromkeys(cells) if cell)[:2]


def _proposals(table: AnswerTable, looks: Sequence[str]) -> list[str]:
    found = [WORDS if look == "words" else OUT for look in looks]
    if WORDS not in found and looks[table.longest] in ("short", "count"):
        found[table.longest] = WORDS
    for index, title in enumerate(table.titles):
        cells = _cells(table, index)
        numbered = looks[index] == "count" or NUMBERED & set(_WORD.findall(title.casefold()))
        if found[index] == OUT and looks[index] not in REACHES and numbered and _tells_apart(cells):
            found[index] = REFERENCE
            break
    if "date" in looks:
        found[looks.index("date")] = DATE
    return found


def _tells_apart(cells: Sequence[str]) -> bool:
    return all(cells) and len(set(cells)) == len(cells)


def answers_of(table: AnswerTable, uses: Mapping[int, str]) -> list[WrittenAnswer]:
    """The answers in the chosen columns: an empty one is none. Raises CannotRead with the row that is in the way.

    With more than one column of words each becomes a question with its answer.
    """
    words = [index for index in sorted(uses) if uses[index] == WORDS]
    reference = next((index for index, use in uses.items() if use == REFERENCE), None)
    dated = next((index for index, use in uses.items() if use == DATE), None)
    found: dict[str, WrittenAnswer] = {}
    rows: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for number, cells in table.rows:
        body = _body(table, cells, words)
        if not body:
            continue
        if len(body) > LONGEST_TEXT:
            raise CannotRead(_("Het antwoord in rij %(row)d is te lang.") % {"row": number})
        if reference is None:  # the same words of two people are two answers
            seen[body] += 1
            same = f"words:{seen[body]}:{body}"
        elif not cells[reference]:
            raise CannotRead(_("Rij %(row)d heeft geen nummer. Kies een andere kolom.") % {"row": number})
        else:
            same = by_number(cells[reference])
        if same in found:
            said = _("Rij %(one)d en rij %(other)d hebben hetzelfde nummer. Kies een andere kolom.")
            raise CannotRead(said % {"one": rows[same], "other": number})
        found[same] = WrittenAnswer(same, body, day_of(cells[dated]) if dated is not None else None)
        rows[same] = number
    if not found:
        raise CannotRead(_("In deze kolom staan geen antwoorden."))
    if len(found) > MOST_ANSWERS:
        raise CannotRead(_("Er staan meer dan 2000 antwoorden in dit bestand. Splits het."))
    return list(found.values())


def by_number(number: str) -> str:
    """How an answer with this number is known again."""
    return f"number:{number.strip().casefold()}"


def _body(table: AnswerTable, cells: Sequence[str], words: Sequence[int]) -> str:
    if len(words) == 1:
        return cells[words[0]]
    return "\n\n".join(f"V: {table.titles[index]}\nA: {cells[index]}" for index in words if cells[index])
