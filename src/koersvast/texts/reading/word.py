"""A Word document (.docx) as text."""

from __future__ import annotations

import posixpath

from koersvast.texts.reading.archives import Archive, open_archive
from koersvast.texts.reading.kinds import macros
from koersvast.texts.reading.markup import Counted, parse
from koersvast.texts.reading.page import Page
from koersvast.texts.reading.reading import broken

WORDS = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LEFT_OUT = {"del": "deleted", "moveFrom": "deleted", "object": "pictures", "rPrChange": "", "pPrChange": ""}
TOLD = {
    "commentReference": "comments",
    "footnoteReference": "notes",
    "endnoteReference": "notes",
    "headerReference": "margins",
    "footerReference": "margins",
}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
OFF = {"0", "false", "off", "none"}


def read_word(content: bytes) -> tuple[str, list[str]]:
    with open_archive(content) as archive:
        if "[Content_Types].xml" not in archive:
            raise broken()
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise macros()
        words = Words()
        parse(archive.read(_main_part(archive)), words)
    return words.page.text(), words.page.warnings()


def _main_part(archive: Archive) -> str:
    """Word calls it word/document.xml, other programs something else; it is a name inside the archive or nothing."""
    if "_rels/.rels" in archive:
        relations = Relations()
        parse(archive.read("_rels/.rels"), relations)
        target = posixpath.normpath(relations.main.lstrip("/"))
        if target in archive:
            return target
    if "word/document.xml" not in archive:
        raise broken()
    return "word/document.xml"


class Relations(Counted):
    main = ""

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if (
            attributes.get("Type", "").endswith("/officeDocument")
            and attributes.get("TargetMode") != "External"
        ):
            self.main = self.main or attributes.get("Target", "")


class Words(Counted):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._in_text = False
        self._hidden = False
        self._in_run = False
        self._in_properties = False
        """Among what a paragraph or row looks like: a mark "deleted" there is about its end, not about words."""

    def leaves_out(self, tag: str, attributes: dict[str, str]) -> bool:
        if tag == FALLBACK:  # the same words once more, for an old program
            return True
        told = LEFT_OUT.get(_local(tag))
        if told and not (told == "deleted" and self._in_properties):
            self.page.left_out.add(told)
        return told is not None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name in TOLD:
            self.page.left_out.add(TOLD[name])
        elif name == "p":
            self.page.open_paragraph()
        elif name in {"pPr", "trPr"}:
            self._in_properties = True
        elif name == "numPr":
            self.page.say("- ")
        elif name == "r":
            self._in_run, self._hidden = True, False
        elif name in {"vanish", "specVanish"}:
            self._hide(attributes)
        elif name == "t":
            self._in_text = True
        elif name in SIGNS and self._in_run:
            self._say(SIGNS[name])
        elif name == "tr":
            self.page.open_row()
        elif name == "tc":
            self.page.open_cell()
        elif name in {"drawing", "pict"} or tag.endswith("}blip"):
            self.page.left_out.add("pictures")

    def closed(self, tag: str) -> None:
        name = _local(tag)
        if name == "t":
            self._in_text = False
        elif name == "r":
            self._in_run = False
        elif name == "p":
            self.page.close_paragraph()
        elif name in {"pPr", "trPr"}:
            self._in_properties = False
        elif name == "tc":
            self.page.close_cell()
        elif name == "tr":
            self.page.close_row()

    def said(self, text: str) -> None:
        if self._in_text:
            self._say(text)

    def _say(self, text: str) -> None:
        if self._hidden:
            self.page.left_out.add("hidden")
        else:
            self.page.say(text)

    def _hide(self, attributes: dict[str, str]) -> None:
        if self._in_run:
            value = next((value for key, value in attributes.items() if key.endswith("}val")), "true")
            self._hidden = value.lower() not in OFF


def _local(tag: str) -> str:
    for space in WORDS:
        if tag.startswith(space):
            return tag[len(space) :]
    return ""
