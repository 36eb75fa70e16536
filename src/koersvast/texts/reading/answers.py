"""One file with many answers (.csv or .xlsx): its columns, and a row for each who answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.texts.reading.decoding import decoded, plain
from koersvast.texts.reading.kinds import Kind, kind_of
from koersvast.texts.reading.reading import (
    MAX_CHARACTERS,
    CannotRead,
    broken,
    check_size,
    nothing_in_it,
    too_long,
)
from koersvast.texts.reading.workbooks import MAX_COLUMNS, MAX_ROWS, cell_text, open_workbook, too_many_cells

SEPARATORS = ";,\t"
LOOKED_AT = 50  # lines that say which separator a file has
HEADING = 60  # a longer first cell is an answer, not a heading

Rows = list[list[str]]


@dataclass(frozen=True)
class AnswerTable:
    """The columns of a file with answers. A heading that is missing is the number of its column."""

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """Every filled row with a cell per column, and its number below the heading, from 1: empty rows count, so the
    number leads back to the file."""
    longest: int
    """The column with the longest texts, from 0: most often the answers."""

    def __repr__(self) -> str:
        return "AnswerTable(...)"  # never the words: this ends up in traces


def answer_table(name: str, content: bytes, most: int = MAX_CHARACTERS) -> AnswerTable:
    """What stands in the file, to choose from. ``most``: characters of a .csv. Raises CannotRead."""
    rows = _rows(name, content, most)
    width = max(len(row) for row in rows)
    heading = rows.pop(0) if _has_heading(rows) else []
    titles = [cell.strip()[:200] for cell in heading] + [""] * (width - len(heading))
    filled = tuple(
        (number, tuple(_plain(cell) for cell in [*row, *[""] * (width - len(row))]))
        for number, row in enumerate(rows, 1)
        if any(cell.strip() for cell in row)
    )
    if not filled:
        raise nothing_in_it()
    return AnswerTable(
        tuple(title or _("kolom %(number)d") % {"number": index} for index, title in enumerate(titles, 1)),
        filled,
        _longest([cells for _number, cells in filled]),
    )


def _plain(cell: str) -> str:
    return plain(cell.strip())[0] if cell.strip() else ""


def table_rows(name: str, content: bytes) -> Rows:
    """Every row of a .csv or .xlsx as texts, the heading first."""
    return _rows(name, content, MAX_CHARACTERS)


def _rows(name: str, content: bytes, most: int) -> Rows:
    check_size(content)
    kind = kind_of(name, content)
    if kind is Kind.WORKBOOK:
        rows = _bounded(_workbook(content))
    elif kind in (Kind.TABLE, Kind.TEXT):
        rows = _bounded(_table(decoded(content, most)[0]))
    else:
        raise CannotRead(_("Een bestand met veel antwoorden is een .csv of een .xlsx."))
    while rows and not any(rows[0]):
        rows.pop(0)
    if not rows:
        raise nothing_in_it()
    return rows


def _bounded(rows: Iterable[list[str]]) -> Rows:
    kept: Rows = []
    length = 0
    for row in rows:
        length += sum(map(len, row))
        if len(kept) >= MAX_ROWS or len(row) > MAX_COLUMNS:
            raise too_many_cells()
        if length > 5 * MAX_CHARACTERS:
            raise too_long()
        kept.append(row)
    return kept


def _table(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    except csv.Error as fault:
        raise broken() from fault


def _separator(text: str) -> str:
    """The sign that cuts the first lines most often into the same number of columns."""

    def columns(separator: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
        widths = [len(row) for _index, row in zip(range(LOOKED_AT), rows, strict=False) if row]
        usual = max(set(widths), key=widths.count) if widths else 1
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(SEPARATORS, key=columns)


def _workbook(content: bytes) -> Iterator[list[str]]:
    book = open_workbook(content)
    try:
        sheet = next(iter(book.worksheets))
        for row in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True):
            yield _without_tail([cell_text(value) for value in row]) if any(row) else []
    except (Exception, RecursionError) as fault:  # openpyxl raises whatever it meets
        raise broken() from fault


def _without_tail(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _has_heading(rows: Rows) -> bool:
    """Lists of answers have one nearly always; a single column only when its first cell reads like a question."""
    first = rows[0]
    if max(len(row) for row in rows) > 1:
        return len(rows) > 1 and all(first) and len(set(first)) == len(first)
    return len(rows) > 1 and (first[0].rstrip().endswith(("?", ":")) or len(first[0]) <= HEADING / 3)


def _longest(rows: Sequence[Sequence[str]]) -> int:
    totals: dict[int, int] = {}
    for row in rows:
        for index, cell in enumerate(row):
            totals[index] = totals.get(index, 0) + (len(cell) if not _is_number(cell) else 0)
    return max(totals, key=lambda index: totals[index], default=0)


def _is_number(cell: str) -> bool:
    return cell.strip().replace(",", "").replace(".", "").lstrip("-€ ").isdigit()
