"""Files as other programs write them, made in code: small, and none of them on a disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(members: Mapping[str, bytes | str], *, compress: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as bundle:
        for name, content in members.items():
            bundle.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            )
    return out.getvalue()


def relations(target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        f'Target="{target}"/></Relationships>'
    )


def docx(body: str, *, part: str = "word/document.xml", prolog: str = "", **more: bytes | str) -> bytes:
    document = (
        f'{prolog}<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBLE}"><w:body>{body}</w:body></w:document>'
    )
    return zipped(
        {"[Content_Types].xml": TYPES, "_rels/.rels": relations(part), part: document, **more},
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def odt(body: str, *, prolog: str = "", **more: bytes | str) -> bytes:
    content = (
        f'{prolog}<office:document-content xmlns:office="{OFFICE}office:1.0" xmlns:text="{OFFICE}text:1.0" '
        f'xmlns:table="{OFFICE}table:1.0"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **more})


def xlsx(rows: list[list[object]], *, title: str = "Blad1") -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def excel(rows: list[list[str]], *, strings: str | None = None) -> bytes:
    """As Excel itself writes it: words lie in a list of their own, and cells point at them."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    words = [word for row in rows for word in row]
    numbers = iter(range(len(words)))
    sheet = "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{chr(65 + column)}{at}" t="s"><v>{next(numbers)}</v></c>' for column in range(len(row))
        )
        + "</row>"
        for at, row in enumerate(rows, 1)
    )
    strings = strings or "".join(f"<si><t>{word}</t></si>" for word in words)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
            "_rels/.rels": relations("xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Blad1" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
            f'Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        }
    )
