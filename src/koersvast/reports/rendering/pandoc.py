"""A document as pandoc's own tree (JSON), and files made of it. No text passes through a markup language."""

from __future__ import annotations

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pypandoc
import typst

from koersvast.reports.document import (
    Beside,
    Block,
    BulletList,
    Contents,
    Document,
    Heading,
    Item,
    KeyValues,
    Marks,
    NewPage,
    Note,
    Paragraph,
    Picture,
    Quote,
    Side,
    Table,
    plain,
)
from koersvast.ui import typefaces

API = [1, 23, 1]
SECONDS = 120
Node = dict[str, Any]


class RenderingFailed(Exception):
    """Pandoc could not make the file."""


def convert(document: Document, to: Literal["docx", "odt"], *, reference: bytes) -> bytes:
    """The file that pandoc makes of the document, with our own styles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for place, picture in enumerate(pictures(document)):
            (folder / f"picture-{place}.svg").write_text(picture.svg, encoding="utf-8")
        (folder / f"reference.{to}").write_bytes(reference)
        if document.look.logo:
            (folder / "logo.png").write_bytes(document.look.logo)
        # the program of our own package, with arguments of our own: nothing of the document is among them
        done = subprocess.run(  # noqa: S603
            [
                pypandoc.get_pandoc_path(), "--from=json", f"--to={to}", f"--reference-doc=reference.{to}",
                f"--output=out.{to}", "--resource-path=.",
            ],
            input=json.dumps(tree(document)).encode(),
            cwd=folder,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise RenderingFailed(done.stderr.decode("utf-8", "replace")[-500:])
        return (folder / f"out.{to}").read_bytes()


@cache
def default_reference(to: Literal["docx", "odt"]) -> bytes:
    """Pandoc's own style file, that ours is made of."""
    return subprocess.run(  # noqa: S603  # the same program
        [pypandoc.get_pandoc_path(), "--print-default-data-file", f"reference.{to}"],
        capture_output=True,
        timeout=SECONDS,
        check=True,
    ).stdout


def pictures(document: Document) -> list[Picture]:
    return [block for block in document.blocks if isinstance(block, Picture)]


def as_png(svg: str) -> bytes:
    """The drawing as points, for word processors that cannot draw SVG."""
    source = (
        '#set text(font: ("Source Sans 3", "Fira Sans"))\n#set page(width: auto, height: auto, margin: 0pt)\n'
        '#image(bytes(sys.inputs.svg), format: "svg", width: 17cm)'
    )
    return bytes(
        typst.compile(
            source.encode(), format="png", ppi=160, font_paths=typefaces.typefaces(), sys_inputs={"svg": svg}
        )
    )


def tree(document: Document) -> Node:
    """The whole document as pandoc reads it."""
    counter = iter(range(len(pictures(document))))
    blocks: list[Node] = []
    for place, block in enumerate(document.blocks):
        blocks += _block(document, place, block, counter)
    note = [document.kind, *document.colophon]
    apart = [styled("PageBreak", [para("\u00a0")])] if document.cover == "page" else []
    return {
        "pandoc-api-version": API,
        "meta": {
            "title": {"t": "MetaInlines", "c": text(document.title)},
            "subtitle": {"t": "MetaInlines", "c": text(document.subtitle)},
            "author": {"t": "MetaList", "c": [{"t": "MetaInlines", "c": text(document.municipality)}]},
            "lang": {"t": "MetaString", "c": language(document)},
        },
        "blocks": [
            *_letterhead(document),
            styled("Colophon", [para(line) for line in note if line]),
            *apart,
            *blocks,
        ],
    }


def _letterhead(document: Document) -> list[Node]:
    """Logo and sender. The renderers move what has the style Letterhead above the title."""
    look = document.look
    found: list[Node] = []
    if look.logo:
        width, height = look.logo_size
        size = [["height", "1.4cm"], ["width", f"{1.4 * width / height:.2f}cm"]]
        image = {"t": "Image", "c": [["", [], size], text(document.municipality), ["logo.png", ""]]}
        found.append({"t": "Para", "c": [image]})
    found += [para(line) for line in look.sender if line]
    return [styled("Letterhead", found)] if found else []


def language(document: Document) -> str:
    return {"nl": "nl-NL", "en": "en-GB"}.get(document.language, document.language)


def text(value: str) -> list[Node]:
    """Words, spaces and line breaks: nothing in a text is ever read as markup."""
    found: list[Node] = []
    for number, line in enumerate(plain(value).replace("\t", " ").split("\n")):
        if number:
            found.append({"t": "LineBreak"})
        for place, word in enumerate(line.split(" ")):
            if place:
                found.append({"t": "Space"})
            if word:
                found.append({"t": "Str", "c": word})
    return found


def para(value: str) -> Node:
    return {"t": "Para", "c": text(value)}


def strong(value: str) -> Node:
    return {"t": "Strong", "c": text(value)}


def styled(style: str, blocks: list[Node]) -> Node:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def anchor(place: int) -> str:
    return f"h-{place}"


def _block(document: Document, place: int, block: Block, counter: Any) -> list[Node]:
    match block:
        case Heading():
            return [{"t": "Header", "c": [block.level, [anchor(place), [], []], text(block.text)]}]
        case Paragraph():
            style = "Lead" if block.lead else "SmallText" if block.small else ""
            if block.small and place and isinstance(document.blocks[place - 1], Heading):
                style = "MarkLine"  # stays with the heading above and the text below
            return [styled(style, [para(block.text)]) if style else para(block.text)]
        case BulletList():
            return [_list(block.items)]
        case Table():
            return [_table(block)]
        case Picture():
            image = {
                "t": "Image",
                "c": [
                    ["", [], [["width", f"{16 * block.width:.1f}cm"]]],
                    text(block.alt),
                    [f"picture-{next(counter)}.svg", ""],
                ],
            }
            caption = [styled("PictureCaption", [para(block.caption)])] if block.caption else []
            return [{"t": "Para", "c": [image]}, *caption]
        case Quote():
            return [
                styled("QuoteText", [{"t": "Para", "c": text(f"“{block.text}”")}]),
                styled("QuoteSource", [para(block.source)]),
            ]
        case Note():
            title: list[Node] = [{"t": "Para", "c": [strong(block.title)]}] if block.title else []
            style = {"missing": "MissingNote", "aside": "AsideNote", "attention": "AttentionNote"}[block.kind]
            return [styled(style, [*title, para(block.text)])]
        case KeyValues():
            return [
                {
                    "t": "DefinitionList",
                    "c": [[text(key), [[{"t": "Para", "c": text(value)}]]] for key, value in block.pairs],
                }
            ]
        case Marks():
            return [styled("MarkLine", [para(" | ".join(mark.word for mark in block.marks))])]
        case Contents():
            return _contents(document, block)
        case NewPage():
            return [styled("PageBreak", [para("\u00a0")])]
        case Beside():
            return [node for side in block.sides for node in _side(side)]


def _contents(document: Document, block: Contents) -> list[Node]:
    links = [
        [
            {
                "t": "Plain",
                "c": [{"t": "Link", "c": [["", [], []], text(found.text), [f"#{anchor(place)}", ""]]}],
            }
        ]
        for place, found in enumerate(document.blocks)
        if isinstance(found, Heading) and found.level == 1
    ]
    return [styled("ContentsTitle", [para(block.title)]), {"t": "BulletList", "c": links}]


def _side(side: Side) -> list[Node]:
    items = tuple(Item(f"{said} ({about})" if about else said) for said, about in side.items)
    return [styled("MarkLine", [{"t": "Para", "c": [strong(side.title)]}]), _list(items)]


def _list(items: tuple[Item, ...]) -> Node:
    return {
        "t": "BulletList",
        "c": [
            [{"t": "Plain", "c": text(item.text)}, *([_list(item.children)] if item.children else [])]
            for item in items
        ],
    }


def _table(table: Table) -> Node:
    def cell(value: str, *, bold: bool = False) -> list[Any]:
        return [
            ["", [], []],
            {"t": "AlignDefault"},
            1,
            1,
            [{"t": "Plain", "c": [strong(value)] if bold else text(value)}],
        ]

    def row(values: tuple[str, ...], *, bold: bool = False) -> list[Any]:
        return [["", [], []], [cell(value, bold=bold) for value in values]]

    shares = [share or 3 for share in table.widths or (1,) * len(table.header)]
    columns = [
        [
            {"t": "AlignRight" if place in table.numeric else "AlignLeft"},
            {"t": "ColWidth", "c": share / sum(shares)},
        ]
        for place, share in enumerate(_fitting(table, shares))
    ]
    last = len(table.rows) - 1
    body = [row(values, bold=table.totals and place == last) for place, values in enumerate(table.rows)]
    caption: list[Node] = [{"t": "Plain", "c": text(table.caption)}] if table.caption else []
    return {
        "t": "Table",
        "c": [
            ["", [], []],
            [None, caption],
            columns,
            [["", [], []], [row(table.header)]],
            [[["", [], []], 0, [], body]],
            [["", [], []], []],
        ],
    }


def _fitting(table: Table, shares: list[int]) -> list[float]:
    """Shares with the columns that take what they need (0) made as wide as their longest word asks."""
    if not any(share == 0 for share in table.widths):
        return [float(share) for share in shares]
    needs = [
        max(
            (len(word) for row in (table.header, *table.rows[:200]) for word in row[place].split()), default=1
        )
        for place in range(len(table.header))
    ]
    own = {place: min(needs[place] + 2, 14) * 1.35 for place, share in enumerate(table.widths) if share == 0}
    left = max(100 - sum(own.values()), 20)
    total = sum(share for share in table.widths if share) or 1
    wide = [
        own[place] if place in own else left * table.widths[place] / total for place in range(len(shares))
    ]
    return [share * sum(shares) / sum(wide) for share in wide]
