"""HTML: one page that needs nothing else, without script, for who reads on a screen or with a screen reader.

It is a download, so its style stands in the page itself.
"""

from __future__ import annotations

import base64

from django.utils.html import escape
from django.utils.translation import gettext as _

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

STYLE = """
:root { color-scheme: light; }
body { margin: 0; color: #12262c; background: #fff; font: 1.125rem/1.55 "Source Sans 3", "Source Sans Pro", Calibri, Carlito, "Segoe UI", Arial, sans-serif; }
h1, h2, h3, h4, th { font-family: "Fira Sans", Calibri, Carlito, "Segoe UI", Arial, sans-serif; font-weight: 600; line-height: 1.2; }
header, main { max-width: 58rem; margin: 0 auto; padding: 1rem 1.25rem; }
.cover { background: #0b4654; color: #fff; border-bottom: 6px solid #f6bd3b; }
.cover p { max-width: 42rem; }
.cover .kind { color: #cfe3e5; font-weight: 600; }
h1 { font-size: 2.4rem; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.9rem; margin: 3.5rem 0 1rem; overflow-wrap: anywhere; }
h3 { font-size: 1.3rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
h4 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
p, li, dd, dt { max-width: 44rem; overflow-wrap: anywhere; }
a { color: #0b4654; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid #12262c; outline-offset: 2px; box-shadow: 0 0 0 6px #f6bd3b; }
.lead { font-size: 1.3rem; }
.small, figcaption, caption { font-size: .95rem; color: #47585e; }
.scroll { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 1rem; border-top: 2px solid #12262c; border-bottom: 1.5px solid #12262c; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; overflow-wrap: break-word; min-width: 4rem; }
th[scope=col] { border-bottom: 1.5px solid #12262c; }
tbody tr + tr > * { border-top: 1px solid #d8d0bf; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.totals > * { font-weight: 600; border-top: 1.5px solid #12262c; }
.scroll table { min-width: 34rem; }
figure { margin: 1.5rem 0; }
figure svg { display: block; max-width: max(100%, 34rem); height: auto; }
blockquote { margin: 1.25rem 0; padding: .9rem 1.1rem; background: #f4efe4; border-radius: 8px; font-size: 1.2rem; max-width: 42rem; }
blockquote footer { font-size: .95rem; color: #5f4f2a; }
.note { margin: 1rem 0; padding: .6rem 1rem; border-left: 4px solid #1f6f7f; background: #e4f0f0; max-width: 44rem; }
.note p { margin: .2rem 0; }
.note.missing { border-left: 4px dashed #5f4f2a; background: #fbf9f4; }
.note.attention { border-left-color: #94371c; background: #fff; border: 1px solid #d8d0bf; border-left: 4px solid #94371c; }
.marks { list-style: none; padding: 0; margin: 1.25rem 0 .25rem; display: flex; flex-wrap: wrap; gap: .5rem; }
.marks li { border: 1px solid #5f4f2a; border-radius: 3px; padding: .1rem .6rem; font-size: .95rem; }
.marks .national { border-style: dashed; }
.marks .break { border-color: #94371c; border-left-width: 4px; border-left-style: double; }
.marks .unknowable { border-style: dashed; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1rem 1.5rem; margin: 1.25rem 0; }
.side { border-top: 4px solid #a9cdd2; padding-top: .5rem; }
.side p { margin: 0; }
.side ul { margin: .4rem 0 0; padding-left: 1.2rem; }
.side small { color: #47585e; font-size: .95rem; }
.side.works { border-top-color: #2a6e3a; }
.side.works_not { border-top: 4px dotted #94371c; }
.side.question { border-top: 4px dotted #45509a; }
.side.need { border-top: 4px dashed #6f5200; }
.side.box { border: 0; background: #e4f0f0; border-radius: 8px; padding: .9rem 1.1rem; }
.logo { background: #fff; padding: 8px; border-radius: 4px; height: 4rem; width: auto; }
.newpage { border: 0; border-top: 2px solid #12262c; margin: 4rem 0 0; }
main + footer { max-width: 58rem; margin: 3rem auto 0; padding: 1rem 1.25rem; color: #47585e; border-top: 1px solid #d8d0bf; }
dt { color: #47585e; margin-top: .5rem; }
dd { margin: 0; }
@media print { .newpage { break-after: page; border: 0; margin: 0; } .cover { background: #fff; color: #12262c; } .cover .kind { color: #47585e; } h2, h3, h4 { break-after: avoid; } tr, figure, blockquote { break-inside: avoid; } thead { display: table-header-group; } }
"""


def render(document: Document) -> bytes:
    """The document as one HTML page, in UTF-8."""
    body = "".join(_block(document, place, block) for place, block in enumerate(document.blocks))
    look = document.look
    about = "".join(f"<p>{text(line)}</p>" for line in (*document.colophon, *look.sender))
    foot = f"<footer>{text(look.footer)}</footer>\n" if look.footer else ""
    pictures = "; img-src data:" if look.logo else ""
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'"
        f'{pictures}">\n'
        f"<title>{text(document.title)}</title>\n<style>{_style(document)}</style>\n</head>\n<body>\n"
        f'<div class="cover"><header>{_logo(document)}<p class="kind">{text(document.kind)}</p><h1>{text(document.title)}</h1>'
        f'<p class="lead">{text(document.subtitle)}</p>{about}</header></div>\n<main>\n{body}</main>\n{foot}</body>\n</html>\n'
    ).encode()


def _style(document: Document) -> str:
    """The style of the page in the colour of the municipality, which is known to read on white."""
    look = document.look
    if not look.colour:
        return STYLE
    own = STYLE.replace("#0b4654", f"#{look.colour}").replace(
        ".cover .kind { color: #cfe3e5;", ".cover .kind { color: #fff;"
    )
    return own + (f"h2, h3, h4 {{ color: #{look.colour}; }}\n" if look.colour_in_headings else "")


def _logo(document: Document) -> str:
    if not document.look.logo:
        return ""
    return (
        f'<img class="logo" alt="{escape(plain(document.municipality))}" '
        f'src="data:image/png;base64,{base64.b64encode(document.look.logo).decode()}">'
    )


def text(value: str) -> str:
    """Safe to stand in a page; line breaks stay."""
    return escape(plain(value)).replace("\n", "<br>")


def _anchor(place: int) -> str:
    return f"h-{place}"


def _block(document: Document, place: int, block: Block) -> str:
    match block:
        case Heading():
            level = block.level + 1  # the title of the document is the one h1
            return f'<h{level} id="{_anchor(place)}">{text(block.text)}</h{level}>\n'
        case Paragraph():
            kind = ' class="lead"' if block.lead else ' class="small"' if block.small else ""
            return f"<p{kind}>{text(block.text)}</p>\n"
        case BulletList():
            return _list(block.items)
        case Table():
            return _table(document, place, block)
        case Picture():
            caption = f"<figcaption>{text(block.caption)}</figcaption>" if block.caption else ""
            drawn = _scrolling(_name(document, place, _("Tekening %(number)d bij: %(heading)s")), block.svg)
            return f"<figure>{drawn}{caption}</figure>\n"
        case Quote():
            return (
                f"<blockquote><p>“{text(block.text)}”</p><footer>{text(block.source)}</footer></blockquote>\n"
            )
        case Note():
            title = f"<p><strong>{text(block.title)}</strong></p>" if block.title else ""
            return f'<div class="note {block.kind}">{title}<p>{text(block.text)}</p></div>\n'
        case KeyValues():
            return f"<dl>{''.join(f'<dt>{text(key)}</dt><dd>{text(value)}</dd>' for key, value in block.pairs)}</dl>\n"
        case Marks():
            marks = "".join(f'<li class="{mark.kind}">{text(mark.word)}</li>' for mark in block.marks)
            return f'<ul class="marks">{marks}</ul>\n'
        case Contents():
            return _contents(document, place, block)
        case NewPage():
            return '<hr class="newpage">\n'
        case Beside():
            return f'<div class="beside">{"".join(_side(side) for side in block.sides)}</div>\n'


def _contents(document: Document, place: int, block: Contents) -> str:
    links = "".join(
        f'<li><a href="#{_anchor(target)}">{text(found.text)}</a></li>'
        for target, found in enumerate(document.blocks)
        if isinstance(found, Heading) and found.level == 1
    )
    name = _anchor(place)
    return f'<nav aria-labelledby="{name}"><h2 id="{name}">{text(block.title)}</h2><ol>{links}</ol></nav>\n'


def _side(side: Side) -> str:
    found = "".join(
        f"<li>{text(said)}{f' <small>{text(about)}</small>' if about else ''}</li>"
        for said, about in side.items
    )
    return f'<div class="side {side.tone}"><p><strong>{text(side.title)}</strong></p><ul>{found}</ul></div>'


def _list(items: tuple[Item, ...]) -> str:
    found = "".join(
        f"<li>{text(item.text)}{_list(item.children) if item.children else ''}</li>" for item in items
    )
    return f"<ul>{found}</ul>\n"


def _table(document: Document, place: int, table: Table) -> str:
    kinds = [' class="number"' if column in table.numeric else "" for column in range(len(table.header))]
    head = "".join(
        f'<th scope="col"{kind}>{text(name)}</th>' for name, kind in zip(table.header, kinds, strict=True)
    )
    rows = []
    for number, row in enumerate(table.rows):
        last = table.totals and number == len(table.rows) - 1
        cells = "".join(
            f'<th scope="row">{text(cell)}</th>'
            if column == 0 and table.numeric
            else f"<td{kinds[column]}>{text(cell)}</td>"
            for column, cell in enumerate(row)
        )
        rows.append(f"<tr{' class=totals' if last else ''}>{cells}</tr>")
    caption = f"<caption>{text(table.caption)}</caption>" if table.caption else ""
    name = _name(document, place, _("Tabel %(number)d bij: %(heading)s"))
    body = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return _scrolling(name, body)


def _name(document: Document, place: int, words: str) -> str:
    """A name that is unique in the page: the number of this table or drawing, and the heading above it."""
    before = document.blocks[:place]
    above = [block.text for block in before if isinstance(block, Heading)]
    number = 1 + sum(type(block) is type(document.blocks[place]) for block in before)
    return words % {"number": number, "heading": above[-1] if above else document.title}


def _scrolling(name: str, body: str) -> str:
    """What is too wide for a small screen scrolls by itself; it has a name, and the keyboard can reach it."""
    return f'<div class="scroll" role="region" aria-label="{escape(plain(name))}" tabindex="0">{body}</div>\n'
