"""One file to one text."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.texts.reading.decoding import decoded, plain
from koersvast.texts.reading.front import split_front
from koersvast.texts.reading.kinds import Kind, kind_of
from koersvast.texts.reading.open_document import read_open_document
from koersvast.texts.reading.reading import CannotRead, Reading, check_size, nothing_in_it
from koersvast.texts.reading.speakers import find_turns
from koersvast.texts.reading.subtitles import looks_like_subtitles, read_subtitles
from koersvast.texts.reading.word import read_word


def read(name: str, content: bytes) -> Reading:
    """The text of one conversation; CannotRead with a sentence for a person when it cannot be."""
    check_size(content)
    kind = kind_of(name, content)
    if kind in (Kind.TABLE, Kind.WORKBOOK):
        raise CannotRead(_("Dit is een tabel. Breng haar in als bestand met veel antwoorden."))
    if kind in (Kind.WORD, Kind.OPEN_DOCUMENT):
        return _document(read_word(content) if kind is Kind.WORD else read_open_document(content))
    text, warnings = decoded(content)
    if kind is Kind.SUBTITLES or looks_like_subtitles(text):
        text, turns = read_subtitles(text)
        text, more = plain(text)  # a sign written as &#1; is as strange as the sign itself
        return Reading(text, turns, {}, (*warnings, *more))
    front, text, more = split_front(text)
    if not text.strip():
        raise nothing_in_it()
    return Reading(text, find_turns(text), front, (*warnings, *more))


def _document(read: tuple[str, list[str]]) -> Reading:
    text, more = plain(read[0].strip("\n"))
    return Reading(text, find_turns(text), {}, (*read[1], *more))
