"""DOCX: pandoc's file with our own styles, and every drawing both as SVG and as points."""

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


def render(document: Document) -> bytes:
    """The document as a DOCX file."""
    look = document.look
    own = reference(
        look.colour or DEEP, headings=look.colour_in_headings, head=document.cover != "page", foot=look.footer
    )
    files = _with_points(archive.read(pandoc.convert(document, "docx", reference=own)))
    files["word/document.xml"] = _letterhead_first(files["word/document.xml"].decode()).encode()
    return archive.write(files)


def _letterhead_first(body: str) -> str:
    """Logo and sender stand above the title."""
    found = [one for one in re.findall(r"<w:p>.*?</w:p>", body, re.S) if 'w:val="Letterhead"' in one]
    for one in found:
        body = body.replace(one, "", 1)
    return body.replace("<w:body>", "<w:body>" + "".join(found), 1)


def _with_points(files: dict[str, bytes]) -> dict[str, bytes]:
    """Gives every SVG a PNG beside it: older word processors show that one (ECMA-376, blip with svgBlip)."""
    relations = files["word/_rels/document.xml.rels"].decode()
    body = files["word/document.xml"].decode()
    drawn = [
        (own[1], target[1])
        for relation in re.findall(r"<Relationship [^>]*>", relations)
        if (target := re.search(r'Target="media/(\w+)\.svg"', relation))
        and (own := re.search(r'\bId="(\w+)"', relation))
    ]
    added = ""
    for identity, name in drawn:
        files[f"word/media/{name}.png"] = pandoc.as_png(files[f"word/media/{name}.svg"].decode())
        added += (
            f'<Relationship Id="{identity}png" Target="media/{name}.png" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        )
        start = body.index(f'r:embed="{identity}"')
        at = body.rindex("<a:blip>", 0, start)
        body = f'{body[:at]}<a:blip r:embed="{identity}png">{body[at + len("<a:blip>") :]}'
    files["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", f"{added}</Relationships>"
    ).encode()
    # a row that moves to the next page moves as a whole
    body = body.replace("<w:tr>", "<w:tr><w:trPr><w:cantSplit/></w:trPr>")
    body = re.sub(r"<w:trPr><w:cantSplit/></w:trPr>(\s*)<w:trPr>", r"\1<w:trPr><w:cantSplit/>", body)
    files["word/document.xml"] = body.encode()
    types = files["[Content_Types].xml"].decode()
    for ending, kind in (("png", "image/png"), ("svg", "image/svg+xml")):
        if f'Extension="{ending}"' not in types:
            types = types.replace(
                "<Default ", f'<Default Extension="{ending}" ContentType="{kind}"/><Default ', 1
            )
    files["[Content_Types].xml"] = types.encode()
    return files


@lru_cache(maxsize=32)
def reference(colour: str = DEEP, *, headings: bool = False, head: bool = False, foot: str = "") -> bytes:
    """The look for Word: pandoc's own style file with our styles in the place of its own.

    ``head``: the title stands above the text instead of on a page of its own; ``foot``: a line on every page.
    """
    files = archive.read(pandoc.default_reference("docx"))
    styles = files["word/styles.xml"].decode()
    for name, plain_style in STYLES.items():
        style = plain_style.replace(DEEP, colour)
        if headings and name.startswith("Heading"):
            style = style.replace(INK, colour)
        if head:
            for large, small in SMALLER.get(name, ()):
                style = style.replace(large, small)
        own = rf'<w:style\b[^>]*w:styleId="{name}"[^>]*>.*?</w:style>'
        if re.search(own, styles, re.S):
            styles = re.sub(own, partial(_constant, style), styles, flags=re.S)
        else:
            styles = styles.replace("</w:styles>", f"{style}</w:styles>")
    files["word/styles.xml"] = re.sub(
        r"<w:rPrDefault>.*?</w:rPrDefault>",
        f'<w:rPrDefault><w:rPr>{_font(TEXT_FONT)}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>',
        styles,
        flags=re.S,
    ).encode()
    fonts = files["word/fontTable.xml"].decode()
    for name in (HEADING_FONT, TEXT_FONT):
        near = f'<w:font w:name="{name}"><w:altName w:val="Calibri"/><w:family w:val="swiss"/></w:font>'
        fonts = fonts.replace("</w:fonts>", f"{near}</w:fonts>")
    files["word/fontTable.xml"] = fonts.encode()
    files["word/footer9.xml"] = FOOTER.replace(FOOT, escape(plain(foot)) + "  " if foot else "").encode()
    files["[Content_Types].xml"] = (
        files["[Content_Types].xml"]
        .decode()
        .replace(
            "</Types>",
            '<Override PartName="/word/footer9.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>',
        )
        .encode()
    )
    files["word/_rels/document.xml.rels"] = (
        files["word/_rels/document.xml.rels"]
        .decode()
        .replace(
            "</Relationships>",
            '<Relationship Id="rIdFooter9" Target="footer9.xml" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/footer"/></Relationships>',
        )
        .encode()
    )
    body = files["word/document.xml"].decode()
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter9"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1247" w:right="1247" w:bottom="1247" w:left="1247" w:header="567" w:footer="567" '
        'w:gutter="0"/></w:sectPr>'
    )
    body = re.sub(r"<w:sectPr\b.*?</w:sectPr>|<w:sectPr\s*/>", "", body, flags=re.S)
    files["word/document.xml"] = body.replace("</w:body>", f"{page}</w:body>").encode()
    return archive.write(files)


def _constant(style: str, _found: re.Match[str]) -> str:
    return style


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>'


def _style(
    name: str,
    label: str,
    *,
    based: str = "Normal",
    paragraph: str = "",
    run: str = "",
    following: str = "BodyText",
) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{label}"/>'
        f'<w:basedOn w:val="{based}"/><w:next w:val="{following}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    ).replace(' w:customStyle="1"', "" if label.islower() or label in BUILT_IN else ' w:customStyle="1"')


BUILT_IN = {"Title", "Subtitle", "Body Text"}


def _heading(level: int, half_points: int, before: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        paragraph=f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="120"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        run=f'{_font(HEADING_FONT)}<w:b/><w:bCs/><w:color w:val="{INK}"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>',
    )


def _box(name: str, label: str, fill: str, side: str, line: str = "single") -> str:
    return _style(
        name,
        label,
        following=name,
        paragraph=f'<w:pBdr><w:left w:val="{line}" w:sz="24" w:space="8" w:color="{side}"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/><w:spacing w:before="100" w:after="100"/>'
        '<w:ind w:left="200" w:right="100"/>',
        run='<w:sz w:val="21"/><w:szCs w:val="21"/>',
    )


def _edge(side: str, size: int, colour: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'


STYLES = {
    "Normal": '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr><w:rPr>{_font(TEXT_FONT)}'
    f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:style>',
    "BodyText": _style("BodyText", "Body Text"),
    "FirstParagraph": _style("FirstParagraph", "First Paragraph", based="BodyText"),
    "Compact": _style(
        "Compact",
        "Compact",
        based="BodyText",
        paragraph='<w:spacing w:before="30" w:after="30" w:line="252" w:lineRule="auto"/>',
        run='<w:sz w:val="20"/><w:szCs w:val="20"/>',
    ),
    "Title": _style(
        "Title",
        "Title",
        paragraph='<w:keepNext/><w:spacing w:before="1800" w:after="160"/>',
        run=f'{_font(HEADING_FONT)}<w:b/><w:color w:val="{DEEP}"/><w:sz w:val="64"/><w:szCs w:val="64"/>',
    ),
    "Subtitle": _style(
        "Subtitle",
        "Subtitle",
        paragraph='<w:spacing w:before="0" w:after="240"/>',
        run=f'<w:color w:val="{INK}"/><w:sz w:val="30"/><w:szCs w:val="30"/>',
    ),
    "Author": _style("Author", "Author", run=f'{_font(HEADING_FONT)}<w:b/><w:color w:val="{DEEP}"/>'),
    "Heading1": _heading(1, 42, 560),
    "Heading2": _heading(2, 28, 360),
    "Heading3": _heading(3, 23, 280),
    "DefinitionTerm": _style(
        "DefinitionTerm",
        "Definition Term",
        following="Definition",
        paragraph='<w:keepNext/><w:keepLines/><w:spacing w:before="60" w:after="0"/>',
        run=f'<w:color w:val="{SOFT}"/><w:sz w:val="20"/>',
    ),
    "Definition": _style("Definition", "Definition", paragraph='<w:spacing w:before="0" w:after="80"/>'),
    "TableCaption": _style(
        "TableCaption",
        "Table Caption",
        run=f'<w:color w:val="{SOFT}"/><w:sz w:val="19"/>',
        paragraph="<w:keepNext/>",
    ),
    "Lead": _style("Lead", "Lead", run='<w:sz w:val="27"/><w:szCs w:val="27"/>'),
    "MarkLine": _style(
        "MarkLine",
        "MarkLine",
        paragraph='<w:keepNext/><w:spacing w:before="200" w:after="60"/>',
        run=f'<w:color w:val="{SOFT}"/><w:sz w:val="19"/>',
    ),
    "SmallText": _style(
        "SmallText",
        "SmallText",
        paragraph='<w:spacing w:before="100" w:after="120"/>',
        run=f'<w:color w:val="{SOFT}"/><w:sz w:val="19"/>',
    ),
    "PictureCaption": _style(
        "PictureCaption", "PictureCaption", run=f'<w:color w:val="{SOFT}"/><w:sz w:val="19"/>'
    ),
    "Letterhead": _style(
        "Letterhead",
        "Letterhead",
        paragraph='<w:spacing w:after="40"/>',
        run=f'<w:color w:val="{SOFT}"/><w:sz w:val="19"/>',
    ),
    "Colophon": _style(
        "Colophon", "Colophon", paragraph='<w:spacing w:after="40"/>', run=f'<w:color w:val="{SOFT}"/>'
    ),
    "PageBreak": _style(
        "PageBreak",
        "PageBreak",
        paragraph='<w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
    ),
    "ContentsTitle": _style(
        "ContentsTitle",
        "ContentsTitle",
        paragraph='<w:keepNext/><w:pageBreakBefore/><w:spacing w:before="0" w:after="120"/>',
        run=f'{_font(HEADING_FONT)}<w:b/><w:sz w:val="42"/><w:szCs w:val="42"/>',
    ),
    "QuoteText": _style(
        "QuoteText",
        "QuoteText",
        following="QuoteSource",
        paragraph=f'<w:keepNext/><w:shd w:val="clear" w:color="auto" w:fill="{SAND_100}"/>'
        '<w:spacing w:before="160" w:after="0"/><w:ind w:left="200" w:right="200"/>',
        run=f'{_font(HEADING_FONT)}<w:sz w:val="25"/>',
    ),
    "QuoteSource": _style(
        "QuoteSource",
        "QuoteSource",
        paragraph=f'<w:shd w:val="clear" w:color="auto" w:fill="{SAND_100}"/>'
        '<w:spacing w:before="0" w:after="160"/><w:ind w:left="200" w:right="200"/>',
        run='<w:color w:val="5F4F2A"/><w:sz w:val="19"/>',
    ),
    "MissingNote": _box("MissingNote", "MissingNote", SAND_50, "5F4F2A", "dashed"),
    "AsideNote": _box("AsideNote", "AsideNote", WATER_100, "1F6F7F"),
    "AttentionNote": _box("AttentionNote", "AttentionNote", "FFFFFF", BRICK),
    "Table": '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:pPr><w:spacing w:after="0"/></w:pPr><w:tblPr>'
    f"<w:tblBorders>{_edge('top', 12, INK)}{_edge('bottom', 6, INK)}{_edge('insideH', 4, EDGE)}</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>'
    '<w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr><w:trPr><w:cantSplit/></w:trPr>'
    f'<w:tblStylePr w:type="firstRow"><w:rPr>{_font(HEADING_FONT)}<w:b/></w:rPr><w:tblPr/><w:trPr><w:tblHeader/></w:trPr>'
    f"<w:tcPr><w:tcBorders>{_edge('bottom', 8, INK)}</w:tcBorders></w:tcPr></w:tblStylePr></w:style>",
}

SMALLER = {  # in a letter
    "Title": (
        ('w:before="1800" w:after="160"', 'w:before="240" w:after="80"'),
        ('<w:sz w:val="64"/><w:szCs w:val="64"/>', '<w:sz w:val="40"/><w:szCs w:val="40"/>'),
    ),
    "Heading1": (('<w:sz w:val="42"/><w:szCs w:val="42"/>', '<w:sz w:val="30"/><w:szCs w:val="30"/>'),),
    "Heading2": (('<w:sz w:val="28"/><w:szCs w:val="28"/>', '<w:sz w:val="25"/><w:szCs w:val="25"/>'),),
}
FOOT = "{foot}"
FOOTER = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    f'<w:r><w:rPr><w:color w:val="{SOFT}"/><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{FOOT}</w:t></w:r>'
    f'<w:r><w:rPr><w:color w:val="{SOFT}"/><w:sz w:val="18"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:rPr><w:color w:val="{SOFT}"/><w:sz w:val="18"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)
