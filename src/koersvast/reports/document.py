"""A document as a value: what it says, not what it looks like. Pure.

Text is plain text, never markup: every renderer (rendering/) escapes for its own format. A line break in a text is
a line break in the document.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

MarkKind = Literal[
    "example", "national", "break", "self_selected", "too_small",
    "reached", "on_course", "off_course", "too_early", "unknowable",
]  # fmt: skip
Cover = Literal["page", "head", "banner"]
Tone = Literal["works", "works_not", "question", "need", "plain", "box"]
NoteKind = Literal["missing", "aside", "attention"]

# Steering signs have no place in a document: XML 1.0 cannot hold them, and signs that turn the direction of
# text around could make a text read as something else than it says.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ufeff]"
)


def plain(text: str) -> str:
    """The text that a renderer gets: composed letters (NFC), one kind of line break, no steering signs."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _STEERING.sub("", text)


@dataclass(frozen=True)
class Heading:
    """Level 1 is a chapter. Levels are never skipped on the way down."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    lead: bool = False
    small: bool = False


@dataclass(frozen=True)
class Item:
    text: str
    children: tuple[Item, ...] = ()


@dataclass(frozen=True)
class BulletList:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells as text. ``widths`` are shares of the columns; 0 takes what the text needs.

    ``numeric`` columns stand right; with ``totals`` the last row is one of totals.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numeric: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()
    totals: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("Every row of a table has as many cells as its header.")
        if self.widths and len(self.widths) != len(self.header):
            raise ValueError("A table has a width for every column, or for none.")


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG of our own making. ``alt`` says the same in words; ``width`` is a share of the text width."""

    svg: str
    alt: str
    caption: str = ""
    width: float = 1.0

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A picture has a text for who does not see it.")


@dataclass(frozen=True)
class Quote:
    text: str
    source: str


@dataclass(frozen=True)
class Note:
    """Something beside the running text: what is missing, an aside, or what asks for attention."""

    text: str
    kind: NoteKind = "aside"
    title: str = ""


@dataclass(frozen=True)
class KeyValues:
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mark:
    """A word with a shape: what kind of figure or record this is."""

    kind: MarkKind
    word: str


@dataclass(frozen=True)
class Marks:
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Contents:
    """The list of chapters, here."""

    title: str


@dataclass(frozen=True)
class NewPage:
    """What follows starts on a new page: another part of the document, such as the next result."""


@dataclass(frozen=True)
class Side:
    """A short list with a title; of each item the text, and what stands small behind it."""

    title: str
    items: tuple[tuple[str, str], ...]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Beside:
    """Short lists that are read one after the other, and stand beside each other where there is room."""

    sides: tuple[Side, ...]


Block = (
    Heading
    | Paragraph
    | BulletList
    | Table
    | Picture
    | Quote
    | Note
    | KeyValues
    | Marks
    | Contents
    | NewPage
    | Beside
)


@dataclass(frozen=True)
class Look:
    """The house style of a municipality on paper. Empty: our own look.

    ``colour`` is six hexadecimal digits and reads on white; ``logo`` is a checked PNG.
    """

    colour: str = ""
    colour_in_headings: bool = False
    logo: bytes = b""
    sender: tuple[str, ...] = ()
    footer: str = ""

    @property
    def logo_size(self) -> tuple[int, int]:
        """Width and height in points of the picture itself."""
        return int.from_bytes(self.logo[16:20], "big"), int.from_bytes(self.logo[20:24], "big")


OUR_LOOK = Look()


@dataclass(frozen=True)
class Own:
    """Which blocks (from ``start``, before ``end``) hold what people write themselves, and in which slot."""

    slot: str
    about: str
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """A whole document. ``kind`` stands above the title ("Actieplan, ronde 2"), ``colophon`` at the foot of the cover.

    ``dense``: smaller letters and margins, for what must fit on one page. ``cover``: a page of its own, or above the text
    on the first page a head, as a letter has, or a banner, as a leaflet has. ``holds``: ids of the quotes and portraits in
    it. ``hints``: what people should know before they make it; that is on no page.
    """

    title: str
    kind: str
    subtitle: str
    municipality: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
    colophon: tuple[str, ...] = ()
    language: str = "nl"
    cover: Cover = "page"
    dense: bool = False
    look: Look = OUR_LOOK
    written: tuple[Own, ...] = ()
    holds: tuple[UUID, ...] = ()
    hints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        before = 0
        for block in self.blocks:
            if isinstance(block, Heading):
                if block.level > before + 1:
                    raise ValueError(f"Heading level {block.level} after {before}: {block.text}")
                before = block.level

    @property
    def chapters(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if isinstance(block, Heading) and block.level == 1)
