"""PDF: tagged (PDF/UA-1) and made to last (PDF/A-3a), set by typst.

The text goes in as data, never as source: nothing in it can become markup.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from koersvast.reports.document import (
    Beside,
    BulletList,
    Contents,
    Document,
    Heading,
    KeyValues,
    Marks,
    NewPage,
    Note,
    Paragraph,
    Picture,
    Quote,
    Table,
    plain,
)
from koersvast.ui import typefaces

LOOK = Path(__file__).resolve().parents[1] / "look"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
NAMES = {
    Heading: "heading", Paragraph: "paragraph", BulletList: "list", Table: "table", Picture: "picture",
    Quote: "quote", Note: "note", KeyValues: "keyvalues", Marks: "marks", Contents: "contents",
    NewPage: "newpage", Beside: "beside",
}  # fmt: skip
LONG_TABLE = 150  # rows
_LONG = re.compile(r"\S{25,}")
_TEXT = re.compile(r"(<(?:text|title|desc)\b[^>]*>)([^<]*)(</)")


def render(document: Document) -> bytes:
    """The document as a PDF file."""
    return bytes(
        typst.compile(
            str(LOOK / "document.typ"),
            root=str(LOOK),
            font_paths=typefaces.typefaces(),
            pdf_standards=STANDARDS,
            sys_inputs={"data": json.dumps(as_data(document))},
        )
    )


def first_page(document: Document, *, pixels_per_inch: int) -> bytes:
    """How the first page looks, as a PNG."""
    return pages(document, pixels_per_inch=pixels_per_inch)[0]


def pages(document: Document, *, pixels_per_inch: int) -> list[bytes]:
    """How each page looks, as a PNG."""
    found: Any = typst.compile(
        str(LOOK / "document.typ"),
        root=str(LOOK),
        font_paths=typefaces.typefaces(),
        format="png",
        ppi=float(pixels_per_inch),
        sys_inputs={"data": json.dumps(as_data(document))},
    )
    return [bytes(page) for page in (found if isinstance(found, list) else [found])]


def as_data(document: Document) -> dict[str, Any]:
    """The document as the typst template reads it."""
    return {
        "title": text(document.title),
        "kind": text(document.kind),
        "subtitle": text(document.subtitle),
        "municipality": text(document.municipality),
        "colophon": [text(line) for line in document.colophon],
        "foot": text(document.title if len(document.title) <= 80 else document.kind),
        "language": document.language,
        "cover": document.cover,
        "dense": document.dense,
        "look": _look(document),
        "words": {
            "page": _("bladzijde"),
            "table": _("Tabel"),
            "figure": _("Figuur"),
            "example": _("(voorbeeld)"),
        },
        "blocks": [_block(block) for block in document.blocks],
    }


def pages_per_part(document: Document) -> list[int]:
    """How many pages each part takes: a part begins at the start and at every NewPage."""
    found = typst.query(
        str(LOOK / "document.typ"),
        "<part>",
        field="value",
        root=str(LOOK),
        font_paths=typefaces.typefaces(),
        sys_inputs={"data": json.dumps(as_data(document))},
    )
    starts: list[int] = json.loads(found)
    last = len(starts) - 1
    return [
        max(after - start + (1 if place + 1 == last else 0), 1)
        for place, (start, after) in enumerate(pairwise(starts))
    ]


def _look(document: Document) -> dict[str, Any]:
    look = document.look
    return {
        "colour": f"#{look.colour}" if look.colour else "",
        "headings": look.colour_in_headings,
        "logo": logo_svg(document),
        "sender": [text(line) for line in look.sender],
        "footer": text(look.footer),
    }


def logo_svg(document: Document) -> str:
    """The logo inside a drawing, because text can carry that; "" without a logo."""
    look = document.look
    if not look.logo:
        return ""
    width, height = look.logo_size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{base64.b64encode(look.logo).decode()}"/></svg>'
    )


def text(value: str) -> str:
    """Text that the typefaces can write and that finds a place to break, however long its words are."""
    return _LONG.sub(_breakable, typefaces.writable(plain(value)))


def _breakable(found: re.Match[str]) -> str:
    word = found.group()
    return "\u200b".join(word[i : i + 12] for i in range(0, len(word), 12)) if len(word) > 40 else word


def _block(block: Any) -> dict[str, Any]:
    found = {field.name: _value(getattr(block, field.name)) for field in dataclasses.fields(block)}
    found["block"] = NAMES[type(block)]
    if isinstance(block, Note):
        found["variant"] = block.kind
    if isinstance(block, Picture):
        found["svg"] = _TEXT.sub(lambda m: m[1] + typefaces.writable(m[2]) + m[3], block.svg)
        found["alt"] = plain(block.alt)
    if isinstance(block, Table):
        found["numeric"] = sorted(block.numeric)
        found["long"] = len(block.rows) > LONG_TABLE
        found["guessed"] = [_guess(block, column) for column in range(len(block.header))]
    return found


def _guess(table: Table, column: int) -> float:
    """How wide a column must be for its longest word, in em: a figure is a little over half an em wide."""
    longest = max(len(word) for row in (table.header, *table.rows) for word in (*row[column].split(), ""))
    return 0.62 * min(longest, 16) + 0.3


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, tuple | frozenset):
        return [_value(part) for part in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _value(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value
