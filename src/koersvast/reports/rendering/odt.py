"""ODT: pandoc's file with our own styles, and the text version of every drawing."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from xml.sax.saxutils import escape

from koersvast.reports.document import Document, plain
from koersvast.reports.rendering import archive, pandoc
from koersvast.reports.rendering.look import (
    BRICK,
    DEEP,
    EDGE,
    HEADING_FONT,
    INK,
    SAND_50,
    SAND_100,
    SOFT,
    TEXT_FONT,
    WATER_100,
)

_FRAME = re.compile(r"(<draw:frame\b[^>]*>)(.*?)</draw:frame>", re.S)
# pandoc gives every cell one of these two styles
_CELLS = {
    "TableHeaderRowCell": f'fo:border="none" fo:border-top="1.2pt solid #{INK}" '
    f'fo:border-bottom="0.8pt solid #{INK}" fo:padding="0.08cm" fo:padding-left="0cm"',
    "TableRowCell": f'fo:border="none" fo:border-bottom="0.5pt solid #{EDGE}" fo:padding="0.08cm" '
    'fo:padding-left="0cm"',
}


def render(document: Document) -> bytes:
    """The document as an ODT file."""
    look = document.look
    own = reference(
        look.colour or DEEP, headings=look.colour_in_headings, head=document.cover != "page", foot=look.footer
    )
    files = archive.read(pandoc.convert(document, "odt", reference=own))
    alts = [picture.alt for picture in pandoc.pictures(document)]
    content = _described(files["content.xml"].decode(), [document.municipality, *alts] if look.logo else alts)
    content = _letterhead_first(content)
    for name, cell in _CELLS.items():
        content = re.sub(
            rf'(<style:style style:name="{name}"[^>]*>\s*<style:table-cell-properties )[^>]*/>',
            partial(_looking, cell),
            content,
        )
    files["content.xml"] = content.replace(
        '<style:table-properties table:align="center"',
        '<style:table-properties fo:margin-top="0.2cm" fo:margin-bottom="0.4cm" table:align="margins"',
    ).encode()
    return archive.write(files)


def _letterhead_first(content: str) -> str:
    """Logo and sender stand above the title."""
    found = [
        one
        for one in re.findall(r"<text:p\b[^>]*(?<!/)>.*?</text:p>", content, re.S)
        if 'style-name="Letterhead"' in one.split(">", 1)[0]
    ]
    for one in found:
        content = content.replace(one, "", 1)
    return re.sub(r"<office:text\b[^>]*>", lambda start: start[0] + "".join(found), content, count=1)


def _looking(look: str, found: re.Match[str]) -> str:
    return f"{found[1]}{look}/>"


def _constant(style: str, _found: re.Match[str]) -> str:
    return style


def _described(content: str, alts: list[str]) -> str:
    """Every drawing with its text version: pandoc leaves it out."""
    left = iter(alts)

    def described(found: re.Match[str]) -> str:
        words = escape(plain(next(left)))
        return f"{found[1]}{found[2]}<svg:desc>{words}</svg:desc></draw:frame>"

    return _FRAME.sub(described, content)


@lru_cache(maxsize=32)
def reference(colour: str = DEEP, *, headings: bool = False, head: bool = False, foot: str = "") -> bytes:
    """The look for LibreOffice: pandoc's own style file with our styles in the place of its own.

    ``head``: the title stands above the text instead of on a page of its own; ``foot``: a line on every page.
    """
    files = archive.read(pandoc.default_reference("odt"))
    styles = files["styles.xml"].decode()
    for name, plain_style in STYLES.items():
        style = plain_style.replace(DEEP, colour)
        if headings and name.startswith("Heading"):
            style = style.replace(INK, colour)
        if head:
            for large, small in SMALLER.get(name, ()):
                style = style.replace(large, small)
        own = re.compile(
            rf'<style:style\b[^>]*style:name="{name}"[^>]*?(?:/>|(?<!/)>.*?</style:style>)', re.S
        )
        if own.search(styles):
            styles = own.sub(partial(_constant, style), styles, count=1)
        else:
            styles = styles.replace("</office:styles>", f"{style}</office:styles>")
    faces = "".join(
        f'<style:font-face style:name="{name}" svg:font-family="\'{name}\', Calibri, Carlito, Arial" '
        'style:font-family-generic="swiss"/>'
        for name in (HEADING_FONT, TEXT_FONT)
    )
    styles = styles.replace("</office:font-face-decls>", f"{faces}</office:font-face-decls>")
    styles = re.sub(r'fo:page-width="[^"]*"', 'fo:page-width="21cm"', styles)
    styles = re.sub(r'fo:page-height="[^"]*"', 'fo:page-height="29.7cm"', styles)
    if foot:
        line = (
            f'<style:footer><text:p text:style-name="SmallText">{escape(plain(foot))}</text:p></style:footer>'
        )
        styles = re.sub(
            r'(<style:master-page\b[^>]*style:name="Standard"[^>]*?)(/>|>.*?</style:master-page>)',
            partial(_with_foot, line),
            styles,
            flags=re.S,
        )
    files["styles.xml"] = styles.encode()
    return archive.write(files)


def _with_foot(line: str, found: re.Match[str]) -> str:
    return f"{found[1]}>{line}</style:master-page>"


def _style(
    name: str,
    *,
    label: str = "",
    based: str = "Standard",
    paragraph: str = "",
    text: str = "",
    more: str = "",
) -> str:
    shown = f' style:display-name="{label}"' if label else ""
    parent = f' style:parent-style-name="{based}"' if based else ""
    return (
        f'<style:style style:name="{name}"{shown} style:family="paragraph"{parent} style:class="text"{more}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def _font(name: str) -> str:
    return f'style:font-name="{name}"'


def _heading(level: int, points: float, above: float) -> str:
    return _style(
        f"Heading_20_{level}",
        label=f"Heading {level}",
        more=f' style:default-outline-level="{level}" style:next-style-name="Text_20_body"',
        paragraph=f'fo:margin-top="{above}cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
        text=f'{_font(HEADING_FONT)} fo:font-size="{points}pt" fo:font-weight="bold" fo:color="#{INK}"',
    )


def _box(name: str, fill: str, side: str, line: str = "solid") -> str:
    return _style(
        name,
        paragraph=f'fo:background-color="#{fill}" fo:border="none" fo:border-left="2.5pt {line} #{side}" '
        'fo:padding="0.2cm" fo:margin-top="0.2cm" fo:margin-bottom="0.2cm"',
        text='fo:font-size="10.5pt"',
    )


SMALLER = {  # in a letter
    "Title": (
        ('fo:margin-top="4cm" fo:margin-bottom="0.3cm"', 'fo:margin-top="0.4cm" fo:margin-bottom="0.1cm"'),
        ('fo:font-size="32pt"', 'fo:font-size="20pt"'),
    ),
    "Heading_20_1": (('fo:font-size="21pt"', 'fo:font-size="15pt"'),),
    "Heading_20_2": (('fo:font-size="14pt"', 'fo:font-size="12.5pt"'),),
}
STYLES = {
    "Standard": _style(
        "Standard", based="", text=f'{_font(TEXT_FONT)} fo:font-size="11pt" fo:color="#{INK}"'
    ),
    "Text_20_body": _style(
        "Text_20_body",
        label="Text body",
        paragraph='fo:margin-top="0.08cm" fo:margin-bottom="0.18cm" fo:line-height="118%"',
    ),
    "Title": _style(
        "Title",
        paragraph='fo:margin-top="4cm" fo:margin-bottom="0.3cm" fo:text-align="start"',
        text=f'{_font(HEADING_FONT)} fo:font-size="32pt" fo:font-weight="bold" fo:color="#{DEEP}"',
    ),
    "Subtitle": _style(
        "Subtitle",
        paragraph='fo:margin-top="0cm" fo:margin-bottom="0.5cm" fo:text-align="start"',
        text='fo:font-size="15pt" fo:font-style="normal"',
    ),
    "Author": _style(
        "Author",
        paragraph='fo:text-align="start"',
        text=f'{_font(HEADING_FONT)} fo:font-weight="bold" fo:color="#{DEEP}"',
    ),
    "Heading_20_1": _heading(1, 21, 1.0),
    "Heading_20_2": _heading(2, 14, 0.7),
    "Heading_20_3": _heading(3, 11.5, 0.5),
    "Definition_20_Term": _style(
        "Definition_20_Term",
        label="Definition Term",
        paragraph='fo:margin-top="0.1cm" fo:keep-with-next="always"',
        text=f'fo:font-size="10pt" fo:color="#{SOFT}"',
    ),
    "Definition_20_Definition": _style(
        "Definition_20_Definition", label="Definition Definition", paragraph='fo:margin-bottom="0.1cm"'
    ),
    "Table_20_Contents": _style(
        "Table_20_Contents",
        label="Table Contents",
        paragraph='fo:margin-right="0.2cm"',
        text='fo:font-size="10pt"',
    ),
    "Table_20_Heading": _style(
        "Table_20_Heading",
        label="Table Heading",
        based="Table_20_Contents",
        paragraph='fo:text-align="start" fo:margin-right="0.2cm"',
        text=f'{_font(HEADING_FONT)} fo:font-weight="bold" fo:font-size="10pt"',
    ),
    "Lead": _style("Lead", paragraph='fo:margin-bottom="0.3cm"', text='fo:font-size="13.5pt"'),
    "MarkLine": _style(
        "MarkLine",
        paragraph='fo:margin-top="0.3cm" fo:margin-bottom="0.1cm" fo:keep-with-next="always"',
        text=f'fo:font-size="9.5pt" fo:color="#{SOFT}"',
    ),
    "SmallText": _style(
        "SmallText", paragraph='fo:margin-bottom="0.2cm"', text=f'fo:font-size="9.5pt" fo:color="#{SOFT}"'
    ),
    "PictureCaption": _style(
        "PictureCaption",
        paragraph='fo:margin-bottom="0.5cm"',
        text=f'fo:font-size="9.5pt" fo:color="#{SOFT}"',
    ),
    "Letterhead": _style(
        "Letterhead", paragraph='fo:margin-bottom="0.08cm"', text=f'fo:font-size="9.5pt" fo:color="#{SOFT}"'
    ),
    "Colophon": _style("Colophon", paragraph='fo:margin-bottom="0.08cm"', text=f'fo:color="#{SOFT}"'),
    "PageBreak": _style("PageBreak", paragraph='fo:break-before="page"', text='fo:font-size="2pt"'),
    "ContentsTitle": _style(
        "ContentsTitle",
        paragraph='fo:break-before="page" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
        text=f'{_font(HEADING_FONT)} fo:font-size="21pt" fo:font-weight="bold"',
    ),
    "QuoteText": _style(
        "QuoteText",
        paragraph=f'fo:background-color="#{SAND_100}" fo:padding="0.25cm" fo:margin-top="0.3cm" '
        'fo:keep-with-next="always"',
        text=f'{_font(HEADING_FONT)} fo:font-size="12.5pt"',
    ),
    "QuoteSource": _style(
        "QuoteSource",
        paragraph=f'fo:background-color="#{SAND_100}" fo:padding="0.25cm" fo:margin-bottom="0.3cm"',
        text='fo:font-size="9.5pt" fo:color="#5F4F2A"',
    ),
    "MissingNote": _box("MissingNote", SAND_50, "5F4F2A", "dashed"),
    "AsideNote": _box("AsideNote", WATER_100, "1F6F7F"),
    "AttentionNote": _box("AttentionNote", "FFFFFF", BRICK),
}
