"""An OpenDocument text (.odt) as text."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from koersvast.texts.reading.archives import open_archive
from koersvast.texts.reading.markup import Counted, parse
from koersvast.texts.reading.page import Page
from koersvast.texts.reading.reading import CannotRead, broken

SPACES = {
    "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}": "text",
    "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}": "table",
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}": "office",
    "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}": "draw",
}
COUNT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c"
LEFT_OUT = {
    "text:tracked-changes": "deleted",
    "text:note": "notes",
    "office:annotation": "comments",
    "office:annotation-end": "",
    "text:hidden-text": "hidden",
    "text:hidden-paragraph": "hidden",
    "office:forms": "",
    "text:sequence-decls": "",
}
CELLS = {"table:table-cell", "table:covered-table-cell"}
MAX_SPACES = 1_000


def read_open_document(content: bytes) -> tuple[str, list[str]]:
    with open_archive(content) as archive:
        if "content.xml" not in archive:
            raise broken()
        if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise CannotRead(
                _("Op dit bestand zit een wachtwoord. Haal het eraf en probeer het nog een keer.")
            )
        words = Words()
        parse(archive.read("content.xml"), words)
    return words.page.text(), words.page.warnings()


class Words(Counted):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._in_paragraph = 0
        self._new_point = False

    def leaves_out(self, tag: str, attributes: dict[str, str]) -> bool:
        told = LEFT_OUT.get(_name(tag))
        if told:
            self.page.left_out.add(told)
        return told is not None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        name = _name(tag)
        if name in {"text:p", "text:h"}:
            self.page.open_paragraph()
            self._in_paragraph += 1
            if self._new_point:
                self.page.say("- ")
                self._new_point = False
        elif name == "text:list-item":
            self._new_point = True
        elif name == "text:s":
            self.page.say(" " * _number(attributes.get(COUNT, "1")))
        elif name == "text:tab":
            self.page.say("\t")
        elif name == "text:line-break":
            self.page.say("\n")
        elif name == "table:table-row":
            self.page.open_row()
        elif name in CELLS:
            self.page.open_cell()
        elif name == "draw:image":
            self.page.left_out.add("pictures")

    def closed(self, tag: str) -> None:
        name = _name(tag)
        if name in {"text:p", "text:h"}:
            self.page.close_paragraph()
            self._in_paragraph -= 1
        elif name in CELLS:
            self.page.close_cell()
        elif name == "table:table-row":
            self.page.close_row()

    def said(self, text: str) -> None:
        """White space in the file is one space, as the format says; real spaces have a tag of their own."""
        if self._in_paragraph:
            text = re.sub(r"[ \t\n\r]+", " ", text)
            self.page.say(text.lstrip(" ") if self.page.ends_with_space() else text)


def _name(tag: str) -> str:
    space, _close, local = tag.partition("}")
    return f"{SPACES.get(space + '}', '')}:{local}"


def _number(text: str) -> int:
    return min(int(text), MAX_SPACES) if text.isascii() and text.isdigit() and len(text) < 10 else 1
