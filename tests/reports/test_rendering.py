"""Every format: whatever people write stays text, and the file is built the way readers and machines need."""

from __future__ import annotations

import io
import itertools
import re
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser

import pikepdf
import pytest

from koersvast.reports.document import (
    Beside,
    BulletList,
    Contents,
    Document,
    Heading,
    Item,
    KeyValues,
    Mark,
    Marks,
    Note,
    Paragraph,
    Picture,
    Quote,
    Side,
    Table,
)
from koersvast.reports.rendering import FORMATS, pandoc
from koersvast.ui import typefaces
from tests.reports.conftest import HOSTILE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 70 34" width="70" height="34" role="img">'
    '<title>t</title><desc>d</desc><rect x="1" y="1" width="9" height="9" fill="#0b4654"/></svg>'
)


def document(*texts):
    everywhere = [
        block
        for text in texts
        for block in (
            Heading(2, text), Paragraph(text), Paragraph(text, small=True), BulletList((Item(text, (Item(text),)),)),
            Quote(text, text), Note(text, "missing", text), KeyValues(((text, text),)), Marks((Mark("example", text),)),
            Picture(SVG, text, text), Beside((Side(text, ((text, text),), "works"), Side(text, ((text, ""),), "box"))),
        )
    ]  # fmt: skip
    return Document(
        texts[0], texts[0], texts[0], "Gemeente Waterveen",
        (
            Heading(1, "In het kort"), Contents("Inhoud"), Heading(1, "Hoofdstuk"), *everywhere, Heading(3, "Dieper"),
            Table(("Naam", "Euro"), (*((text, "1") for text in texts), ("Samen", "9.000")), "Wat het kost", frozenset({1}), totals=True),
        ),
        tuple(texts),
    )  # fmt: skip


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def simple():
    return document("Gewoon een zin.")


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_hostile_text_makes_a_good_file_in_every_format(form):
    content = form.render(document(*HOSTILE))
    assert len(content) > 5000


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_the_same_document_gives_the_same_words(form, simple):
    first, second = form.render(simple), form.render(simple)
    assert abs(len(first) - len(second)) < 100


class TestPdf:
    @pytest.fixture
    def pdf(self, simple):
        return pikepdf.open(io.BytesIO(FORMATS["pdf"].render(simple)))

    @staticmethod
    def tags(pdf):
        """Names of the structure elements, in order of reading."""
        found = []

        def walk(node):
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child)
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    found.append((str(node.S), node))
                if "/K" in node:
                    walk(node.K)

        walk(pdf.Root.StructTreeRoot.K)
        return found

    def test_it_is_tagged_dutch_and_titled(self, pdf):
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).lower().startswith("nl")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Gewoon een zin."
            assert str(about["pdfuaid:part"]) == "1"
            assert (str(about["pdfaid:part"]), about["pdfaid:conformance"]) == ("3", "A")

    def test_headings_go_down_without_jumps(self, pdf):
        levels = [int(name[2:]) for name, _node in self.tags(pdf) if re.fullmatch(r"/H\d", name)]
        assert levels
        assert levels[0] == 1
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))

    def test_tables_have_heads_and_pictures_have_words(self, pdf):
        tags = self.tags(pdf)
        assert sum(name == "/TH" for name, _node in tags) == 2
        figures = [node for name, node in tags if name == "/Figure"]
        assert figures
        assert all(str(node.Alt) == "Gewoon een zin." for node in figures)

    def test_what_the_typefaces_lack_is_named_and_never_an_empty_box(self):
        assert typefaces.writable("regenboog \U0001f308\U0001f308!") == "regenboog [?]!"
        assert typefaces.writable("łşğ é € “x” –") == "łşğ é € “x” –"


class TestDocx:
    @pytest.fixture
    def parts(self, simple):
        return unpacked(FORMATS["docx"].render(simple))

    @pytest.fixture
    def body(self, parts):
        return ET.fromstring(parts["word/document.xml"])

    def test_it_has_real_headings(self, body):
        styles = [found.get(f"{W}val") for found in body.iter(f"{W}pStyle")]
        assert {"Heading1", "Heading2", "Heading3", "Title"} <= set(styles)

    def test_the_head_of_a_table_is_repeated_and_rows_stay_whole(self, body):
        [table] = body.iter(f"{W}tbl")
        head, *rows = table.iter(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)

    def test_a_picture_is_there_as_lines_and_as_points_with_words(self, parts, body):
        assert any(name.endswith(".svg") for name in parts)
        assert any(name.endswith(".png") for name in parts)
        text = parts["word/document.xml"].decode()
        relations = parts["word/_rels/document.xml.rels"].decode()
        for kind in (r'<a:blip r:embed="(\w+)"', r'<asvg:svgBlip[^>]*r:embed="(\w+)"'):
            for identity in re.findall(kind, text):
                assert f'Id="{identity}"' in relations
        assert re.search(r'<wp:docPr [^>]*descr="Gewoon een zin\."', text)

    def test_it_is_dutch_and_titled(self, parts):
        assert 'w:val="nl-NL"' in parts["word/styles.xml"].decode()
        assert "Gewoon een zin." in parts["docProps/core.xml"].decode()

    def test_every_part_is_sound(self, parts):
        for name, content in parts.items():
            if name.endswith((".xml", ".rels", ".svg")):
                ET.fromstring(content)

    def test_the_points_hold_the_words_of_the_drawing(self):
        with_words = SVG.replace(
            "</svg>", '<text x="1" y="20" font-family="\'Source Sans 3\'" font-size="9">24%</text></svg>'
        )
        assert len(pandoc.as_png(with_words)) > len(pandoc.as_png(SVG)) + 100


class TestOdt:
    @pytest.fixture
    def parts(self, simple):
        return unpacked(FORMATS["odt"].render(simple))

    @pytest.fixture
    def body(self, parts):
        return ET.fromstring(parts["content.xml"])

    def test_the_kind_of_file_comes_first_and_unpacked(self, simple):
        with zipfile.ZipFile(io.BytesIO(FORMATS["odt"].render(simple))) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)

    def test_it_has_real_headings(self, body):
        levels = {found.get(f"{TEXT}outline-level") for found in body.iter(f"{TEXT}h")}
        assert levels == {"1", "2", "3"}

    def test_the_head_of_a_table_is_repeated(self, body):
        assert len(list(body.iter(f"{TABLE}table-header-rows"))) == 1

    def test_a_picture_is_lines_with_words(self, parts, body):
        assert any(name.endswith(".svg") for name in parts)
        described = list(body.iter("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc"))
        assert [found.text for found in described] == ["Gewoon een zin."]

    def test_it_is_dutch_and_titled(self, parts):
        assert 'fo:language="nl"' in parts["styles.xml"].decode()
        assert 'fo:country="NL"' in parts["styles.xml"].decode()
        assert "Gewoon een zin." in parts["meta.xml"].decode()

    def test_every_part_is_sound(self, parts):
        for name, content in parts.items():
            if name.endswith((".xml", ".svg")):
                ET.fromstring(content)


class Page(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


class TestHtml:
    @pytest.fixture
    def page(self, simple):
        return Page(FORMATS["html"].render(simple).decode())

    def test_it_is_one_page_that_asks_for_nothing(self, page):
        assert not [tag for tag, _attrs in page.tags if tag in ("script", "link", "img", "iframe")]
        assert not [
            attrs for _tag, attrs in page.tags if any(key.startswith("on") or key == "style" for key in attrs)
        ]
        assert not [
            attrs["href"] for tag, attrs in page.tags if tag == "a" and not attrs["href"].startswith("#")
        ]

    def test_it_is_dutch_with_one_title_and_steps_of_headings(self, page):
        assert ("html", {"lang": "nl"}) in page.tags
        levels = [int(tag[1]) for tag, _attrs in page.tags if re.fullmatch(r"h\d", tag)]
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))

    def test_heads_of_a_table_say_what_they_are_about(self, page):
        scopes = [attrs.get("scope") for tag, attrs in page.tags if tag == "th"]
        assert scopes == ["col", "col", "row", "row"]

    def test_what_scrolls_can_be_reached_and_has_a_name_of_its_own(self):
        page = Page(FORMATS["html"].render(document("een", "twee")).decode())
        regions = [attrs for _tag, attrs in page.tags if attrs.get("role") == "region"]
        assert len(regions) == 3
        assert all(attrs["tabindex"] == "0" for attrs in regions)
        assert len({attrs["aria-label"] for attrs in regions}) == 3

    def test_links_of_the_contents_lead_somewhere(self, page):
        ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        assert {attrs["href"][1:] for tag, attrs in page.tags if tag == "a"} <= set(ids)

    def test_hostile_text_is_read_as_written(self):
        page = Page(FORMATS["html"].render(document("<script>alert(1)</script>", "=HYPERLINK(1)")).decode())
        assert not [tag for tag, _attrs in page.tags if tag == "script"]
        assert "<script>alert(1)</script>" in "".join(page.words)


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_hostile_text_is_read_as_written_in_word_processors(form):
    texts = [text for text in HOSTILE if "\x00" not in text and "\u202e" not in text and "\n" not in text]
    parts = unpacked(FORMATS[form].render(document(*texts)))
    root = ET.fromstring(parts["word/document.xml" if form == "docx" else "content.xml"])
    # spaces are elements of their own in these formats
    said = re.sub(r"\s", "", "".join(root.itertext()))
    for text in texts:
        assert re.sub(r"\s", "", text) in said, text
