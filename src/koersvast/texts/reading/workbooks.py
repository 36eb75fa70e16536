"""A workbook (.xlsx) from elsewhere, looked at before it is opened."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from koersvast.texts.reading.archives import Archive, open_archive
from koersvast.texts.reading.kinds import macros
from koersvast.texts.reading.reading import CannotRead, broken

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_TAGS = 1_500_000  # in a workbook: 50,000 rows of six filled cells; some 5 seconds and 65 MB
TYPES = "[Content_Types].xml"


def open_workbook(content: bytes, *, formulas: bool = False) -> Workbook:
    """The workbook, to read row by row. ``formulas``: cells hold their formula, not its last outcome. Raises CannotRead."""
    from openpyxl import DEFUSEDXML, load_workbook  # slow to open, and seldom needed

    if not DEFUSEDXML:
        raise RuntimeError("openpyxl without defusedxml reads entities")
    with open_archive(content) as archive:
        _check(archive)
    try:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas, keep_links=False)
    except (Exception, RecursionError) as fault:  # openpyxl raises whatever it meets
        raise broken() from fault


def _check(archive: Archive) -> None:
    """No DTD, no macros, and no more tags than openpyxl reads in some seconds."""
    tags = 0
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels")):
            part = archive.read(name)
            tags += part.count(b"<")
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise broken()
            if name == TYPES and b"macroenabled" in part.lower():
                raise macros()
            if tags > MAX_TAGS:
                raise too_many_cells()


def too_many_cells() -> CannotRead:
    return CannotRead(
        _("Deze tabel is te groot: hooguit 50.000 rijen en 200 kolommen. Bewaar alleen de antwoorden.")
    )


def cell_text(value: Any) -> str:
    """Words as they stand; a formula shows its last outcome, never itself."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
