"""Bytes to text: which letters are meant, and one kind of line end."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.texts.reading.reading import MAX_CHARACTERS, CannotRead, check_size, nothing_in_it, too_long

# not in a text that people type: kept as one sign, so no offset moves
STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
MAX_STRANGE = 10


def no_text() -> CannotRead:
    return CannotRead(
        _("Dit is geen tekst die we kunnen lezen. Sla het bestand op als gewone tekst (UTF-8).")
    )


def decoded(content: bytes, most: int = MAX_CHARACTERS) -> tuple[str, list[str]]:
    """UTF-8, UTF-16 with its mark, or the old letters of Windows with a warning; then made plain."""
    check_size(content)
    warnings = []
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        elif b"\x00" in content:
            raise no_text()
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\x00" in content:
            raise no_text() from None
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise no_text() from None
        warnings.append(
            _("Dit bestand is opgeslagen met oude Windows-tekens. Kijk of letters als é en ë goed staan.")
        )
    text, more = plain(text, most)
    return text, warnings + more


def plain(text: str, most: int = MAX_CHARACTERS) -> tuple[str, list[str]]:
    """Lines end with a newline, no NUL, no more strange signs than a slip; every change keeps the length."""
    warnings = []
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if len(text) > most:
        raise too_long()
    if not text.strip():
        raise nothing_in_it()
    if "\x00" in text:
        raise no_text()
    text, strange = STRANGE.subn("\ufffd", text)
    if strange > MAX_STRANGE:
        raise no_text()
    if strange:
        warnings.append(
            ngettext(
                "Eén teken was niet leesbaar en is vervangen.",
                "%(number)d tekens waren niet leesbaar en zijn vervangen.",
                strange,
            )
            % {"number": strange}
        )
    if TURNING.search(text):
        warnings.append(
            _("In deze tekst staan tekens die de leesrichting omdraaien. Kijk of alles er goed staat.")
        )
    return text, warnings
