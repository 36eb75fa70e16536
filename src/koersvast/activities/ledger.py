"""The money of a cycle as a file: CSV, XLSX or ODS. One row per part of a cost and where it comes from.

The parts of a year add up to its cost, to the euro: what nobody pays is a row of its own. Names come from people, so no
cell is ever read as a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.activities.rules import Line, YearMoney, per_year, shares

Cell = str | int
Row = tuple[Cell, ...]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # also full width
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 cannot hold them


@dataclass(frozen=True)
class Sheet:
    """A named table; the first row holds the heads."""

    name: str
    rows: tuple[Row, ...]


def sheets(lines: Iterable[Line]) -> tuple[Sheet, ...]:
    """The ledger, the totals per year, and what was spent per cost."""
    every = list(lines)
    heads = (_("Activiteit"), _("Jaar"), _("Taakveld"), _("Waar het geld vandaan komt"), _("Bedrag in euro"))
    parts = [
        (line.activity, line.year, line.taakveld, source, amount)
        for line in every
        for source, amount in [*shares(line), (_("Niet gedekt"), line.uncovered)]
        if amount
    ]
    return (
        Sheet(_("Geld"), (heads, *parts)),
        Sheet(_("Per jaar"), _totals(per_year(every))),
        Sheet(_("Uitgegeven"), _spent(every)),
    )


def _spent(lines: list[Line]) -> tuple[Row, ...]:
    """One row per cost; a cost of which nobody said what was spent has empty cells, never a zero."""
    heads = (_("Activiteit"), _("Jaar"), _("Taakveld"), _("Begroot"), _("Uitgegeven"), _("Verschil"))
    return (
        heads,
        *(
            (
                line.activity,
                line.year,
                line.taakveld,
                line.amount,
                "" if line.realised is None else line.realised,
                "" if line.realised is None else line.realised - line.amount,
            )
            for line in lines
        ),
    )


def _totals(years: tuple[YearMoney, ...]) -> tuple[Row, ...]:
    sources = sorted({source for year in years for source, _amount in year.sources})
    rows: list[Row] = [(_("Jaar"), _("Kosten"), *sources, _("Niet gedekt"))]
    for year in years:
        paid = dict(year.sources)
        rows.append((year.year, year.cost, *(paid.get(source, 0) for source in sources), year.uncovered))
    return tuple(rows)


def as_csv(pages: tuple[Sheet, ...]) -> bytes:
    """The ledger alone, with semicolons and a mark for UTF-8: a Dutch spreadsheet opens it as it is."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in pages[0].rows)
    return ("\ufeff" + text.getvalue()).encode()


def harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA) else cell


def as_xlsx(pages: tuple[Sheet, ...]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name[:31])
        sheet.freeze_panes = "A2"
        for number, row in enumerate(page.rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                cell.value = _clean(value)
                if isinstance(value, str):
                    cell.data_type = "s"  # never a formula
                if number == 1:
                    cell.font = Font(bold=True)
        for column in range(1, len(page.rows[0]) + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 22
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_ods(pages: tuple[Sheet, ...]) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableHeaderRows, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for page in pages:
        table = Table(name=page.name)
        heads = TableHeaderRows()
        table.addElement(heads)
        for number, row in enumerate(page.rows):
            line = TableRow()
            for value in row:
                kind = (
                    {"valuetype": "string"}
                    if isinstance(value, str)
                    else {"valuetype": "float", "value": value}
                )
                cell = TableCell(**kind)
                cell.addElement(P(text=str(_clean(value))))
                line.addElement(cell)
            (heads if number == 0 else table).addElement(line)
        book.spreadsheet.addElement(table)
    file = io.BytesIO()
    book.write(file)
    return file.getvalue()


def _clean(value: Cell) -> Cell:
    return FORBIDDEN.sub("", value) if isinstance(value, str) else value


FORMATS: dict[str, tuple[str, Callable[[tuple[Sheet, ...]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", as_ods),
}
