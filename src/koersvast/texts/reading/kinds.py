"""Which kind of file is this: its content says so as well as its name, and they have to agree."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from django.utils.translation import gettext as _

from koersvast.texts.reading.reading import CannotRead


class Kind(Enum):
    TEXT = "text"
    SUBTITLES = "subtitles"
    WORD = "word"
    OPEN_DOCUMENT = "open document"
    TABLE = "table"
    WORKBOOK = "workbook"


EXTENSIONS = (".txt", ".md", ".docx", ".odt", ".vtt", ".srt")
BY_NAME = {
    "": Kind.TEXT,
    "txt": Kind.TEXT,
    "md": Kind.TEXT,
    "docx": Kind.WORD,
    "odt": Kind.OPEN_DOCUMENT,
    "vtt": Kind.SUBTITLES,
    "srt": Kind.SUBTITLES,
    "csv": Kind.TABLE,
    "tsv": Kind.TABLE,
    "xlsx": Kind.WORKBOOK,
}
MACROS = {"docm", "dotm", "xlsm", "xltm", "xlam"}
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPPED = {Kind.WORD, Kind.OPEN_DOCUMENT, Kind.WORKBOOK}
# marks without ink: they can turn a name around on the screen
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def extension(name: str) -> str:
    """Lower case, without the dot: "Gesprek.DOCX" -> "docx"."""
    last = re.split(r"[/\\]", name)[-1]
    return last.rpartition(".")[2].lower() if "." in last.lstrip(".") else ""


def plain_name(name: str) -> str:
    """A name that can be shown and kept: no folders, no extension, nothing invisible, at most 120 characters."""
    last = re.split(r"[/\\]", name)[-1]
    stem = last.rpartition(".")[0] if extension(last) in BY_NAME and "." in last.lstrip(".") else last
    seen = "".join(" " if unicodedata.category(letter) in INVISIBLE else letter for letter in stem)
    return " ".join(seen.split())[:120].strip()


def macros() -> CannotRead:
    return CannotRead(
        _(
            "In dit bestand zitten macro's: kleine programma's. Sla het op zonder macro's en probeer het nog een keer."
        )
    )


def kind_of(name: str, content: bytes) -> Kind:
    """By name and content together; CannotRead with what to do instead when it is none of ours."""
    ending = extension(name)
    if b"%PDF-" in content[:1024]:
        raise CannotRead(
            _(
                "Een pdf kunnen we niet lezen. Sla het verslag op als Word-bestand (.docx) of als tekst (.txt)."
            )
        )
    if content.startswith(OLE) or ending in {"doc", "dot", "xls"}:
        raise CannotRead(
            _(
                "Dit is een oud Office-bestand, of er zit een wachtwoord op. "
                "Haal het wachtwoord eraf en sla het op als .docx of .xlsx."
            )
        )
    if content.lstrip()[:5] == b"{\\rtf" or ending == "rtf":
        raise CannotRead(_("Een rtf-bestand kunnen we niet lezen. Sla het op als Word-bestand (.docx)."))
    if ending in MACROS:
        raise macros()
    kind = BY_NAME.get(ending)
    if kind is None:
        raise CannotRead(
            _(
                "Dit soort bestand kennen we niet. Gebruik .txt, .md, .docx, .odt, .vtt of .srt, of plak de tekst."
            )
        )
    if content.startswith(b"PK") != (kind in ZIPPED):
        raise CannotRead(_("De inhoud van dit bestand past niet bij zijn naam. Sla het opnieuw op."))
    return kind
