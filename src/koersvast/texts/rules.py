"""Masks over a text: what is shown, what is overwritten, what may never be used. Offsets are Unicode code points."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_TEXT = 1_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FILLER = "\u2588"
LEFT_OUT = "[weggelaten]"
CUT = "[…]"

# what stands in the text instead of it: the text is Dutch, whatever language its reader has chosen
WORDS_INSTEAD = {
    "person": "[naam]",
    "place": "[plek]",
    "street": "[straat]",
    "organisation": "[organisatie]",
    "school": "[school]",
    "date": "[datum]",
    "age": "[leeftijd]",
    "phone": "[telefoonnummer]",
    "email": "[e-mailadres]",
    "handle": "[account]",
    "bsn": "[nummer]",
    "iban": "[nummer]",
    "plate": "[kenteken]",
    "postcode": "[postcode]",
    "number": "[nummer]",
    "job": "[werk]",
    "other": "[weggelaten]",
    "third_party": "[iemand]",
    "fact": "[weggelaten]",
}

# phrases with which people ask not to use something; the interviewer decides from where to where
ASKED_NOT_TO_USE = (
    "niet gebruiken",
    "niet opschrijven",
    "niet noteren",
    "buiten de opname",
    "dit niet",
    "off the record",
    "blijft onder ons",
    "tussen ons",
    "hoort hier niet",
    "eruit halen",
    "niet doorvertellen",
    "niet delen",
    "schrijf dat niet",
    "streep dat",
)


class OutsideText(ValueError):
    """A span does not lie inside the text, or is empty."""


@dataclass(frozen=True)
class Mask:
    """A span that is not shown as it is. ``never``: it may not be used at all, not even with other words."""

    start: int
    end: int
    instead: str
    never: bool = False


@dataclass(frozen=True)
class Piece:
    """A part of a text as it is shown. ``start`` and ``end`` are offsets in the body, also where words stand instead."""

    start: int
    end: int
    words: str
    mask: Mask | None = None


def check_span(length: int, start: int, end: int) -> None:
    """Raises OutsideText."""
    if not 0 <= start < end <= length:
        raise OutsideText(f"{start}..{end} of {length}")


def clean(body: str) -> str:
    """Line ends as one sign, no control signs: what is counted is what is stored."""
    return _CONTROL.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))


def united(masks: Iterable[Mask]) -> list[Mask]:
    """Masks without overlap, in order: where two meet they become one, and what may never be used wins."""
    found: list[Mask] = []
    for mask in sorted(masks, key=lambda one: (one.start, one.end)):
        if found and mask.start < found[-1].end:
            last = found.pop()
            never = last.never or mask.never
            instead = LEFT_OUT if never else last.instead
            found.append(Mask(last.start, max(last.end, mask.end), instead, never))
        else:
            found.append(mask)
    return found


def pieces(body: str, masks: Iterable[Mask]) -> list[Piece]:
    """The whole text in parts: as it is, or the words instead of what is masked."""
    found, at = [], 0
    for mask in united(masks):
        if mask.start > at:
            found.append(Piece(at, mask.start, body[at : mask.start]))
        found.append(Piece(mask.start, mask.end, mask.instead, mask))
        at = mask.end
    if at < len(body):
        found.append(Piece(at, len(body), body[at:]))
    return found


def shown(body: str, masks: Iterable[Mask]) -> str:
    """The text as people read it after checking."""
    return "".join(piece.words for piece in pieces(body, masks))


class Readable:
    """A text of which spans are read, however many: where its masks lie is worked out once."""

    def __init__(self, body: str, masks: Iterable[Mask]) -> None:
        self.body, self.masks = body, united(masks)
        self.ends = [mask.end for mask in self.masks]

    def __repr__(self) -> str:
        return "Readable(...)"  # never the words: this ends up in traces

    def span(self, start: int, end: int) -> str:
        """A fragment as it may be read: masked parts replaced, what may never be used cut out. Raises OutsideText."""
        check_span(len(self.body), start, end)
        words, at = [], start
        for mask in self.masks[bisect.bisect_right(self.ends, start) :]:
            if mask.start >= end:
                break
            words += [self.body[at : max(at, mask.start)], CUT if mask.never else mask.instead]
            at = mask.end
        return "".join([*words, self.body[at:end]])


def touches_never(masks: Iterable[Mask], start: int, end: int) -> bool:
    """Does this span hold anything that may never be used?"""
    return any(mask.never and mask.start < end and start < mask.end for mask in masks)


def strike(body: str, masks: Iterable[Mask]) -> str:
    """The text with everything masked overwritten: as long as before, and what was masked is gone."""
    parts = [
        FILLER * (piece.end - piece.start) if piece.mask else piece.words for piece in pieces(body, masks)
    ]
    return "".join(parts)


@dataclass(frozen=True)
class Projection:
    """Offsets in the body against offsets in the text as it is shown (other programs count in what they are given)."""

    starts: tuple[int, ...]
    shown_starts: tuple[int, ...]
    parts: tuple[Piece, ...]

    @classmethod
    def of(cls, body: str, masks: Iterable[Mask]) -> Projection:
        parts, shown_starts, at = pieces(body, masks), [], 0
        for part in parts:
            shown_starts.append(at)
            at += len(part.words)
        return cls(tuple(part.start for part in parts), tuple(shown_starts), tuple(parts))

    def to_shown(self, offset: int) -> int:
        """Inside a mask: the start of the words instead; the end of the text maps to its end."""
        if not self.parts:
            return 0
        at = max(0, bisect.bisect_right(self.starts, offset) - 1)
        part, begin = self.parts[at], self.shown_starts[at]
        if offset >= part.end:
            return begin + len(part.words)
        return begin if part.mask else begin + offset - part.start

    def to_body(self, offset: int, *, is_end: bool = False) -> int:
        """Inside words that stand instead of something: the start of what they stand for, or as an end its end."""
        if not self.parts:
            return 0
        look = bisect.bisect_left if is_end else bisect.bisect_right
        at = max(0, look(self.shown_starts, offset) - 1)
        part, begin = self.parts[at], self.shown_starts[at]
        if part.mask:
            return part.end if is_end and offset > begin else part.start
        return min(part.end, part.start + offset - begin)


def asked_not_to_use(body: str) -> list[tuple[int, int]]:
    """Where somebody may have asked not to use something. A signal for the person who checks, never a mark."""
    low = body.lower()
    if len(low) != len(body):  # a few signs become two in lower case: then offsets would not fit
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in body)
    found: list[tuple[int, int]] = []
    for phrase in ASKED_NOT_TO_USE:
        at = low.find(phrase)
        while at >= 0:
            found.append((at, at + len(phrase)))
            at = low.find(phrase, at + 1)
    return sorted(found)


def places_of(body: str, words: str) -> list[tuple[int, int]]:
    """Every place where these words stand as whole words, in capitals or not."""
    wanted = words.strip()
    if not wanted:
        return []
    found = []
    for match in re.finditer(re.escape(wanted), body, re.IGNORECASE):
        before, after = body[match.start() - 1 : match.start()], body[match.end() : match.end() + 1]
        if not (before.isalnum() and wanted[0].isalnum()) and not (after.isalnum() and wanted[-1].isalnum()):
            found.append(match.span())
    return found


def without_open(
    starts: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Spans that touch none of ``taken``."""
    return [span for span in starts if not any(low < span[1] and span[0] < high for low, high in taken)]


@dataclass(frozen=True)
class Span:
    """From and up to: code points in the body of a text."""

    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """A part of a text with the same codings all over. ``codings``: positions in the list that was given."""

    start: int
    end: int
    codings: tuple[int, ...]


def segments(spans: Sequence[Span], start: int, end: int) -> list[Segment]:
    """Cut a stretch of text where a coding begins or ends; together the segments are the whole stretch."""
    inside = [(n, s) for n, s in enumerate(spans) if s.start < end and start < s.end]
    cuts = sorted({start, end, *(c for _n, s in inside for c in (s.start, s.end) if start < c < end)})
    return [
        Segment(low, high, tuple(n for n, s in inside if s.start <= low and high <= s.end))
        for low, high in itertools.pairwise(cuts)
    ]
