"""What comes out of a file, and what may not go in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

MAX_BYTES = 10 * 1024 * 1024
MAX_CHARACTERS = 1_000_000


class CannotRead(Exception):
    """A file is refused; the message is one sentence for a person and holds nothing of the file."""


@dataclass(frozen=True)
class Turn:
    """What one speaker says: ``text[start:end]`` in code points, without the label in front of it."""

    start: int
    end: int
    speaker: str
    """The label as it stands in the text, "V" or "Henk"; empty when it is only clear that somebody else talks."""


@dataclass(frozen=True)
class Reading:
    text: str
    """Lines end with ``\\n``; an offset is a code point in this text."""
    turns: tuple[Turn, ...] = ()
    front: dict[str, Any] = field(default_factory=dict)
    """The YAML front matter, split off from the text."""
    warnings: tuple[str, ...] = ()


def too_long() -> CannotRead:
    return CannotRead(
        _("Deze tekst is te lang: meer dan 1.000.000 tekens. Splits het bestand en breng de delen apart in.")
    )


def nothing_in_it() -> CannotRead:
    return CannotRead(_("In dit bestand staat geen tekst."))


def broken() -> CannotRead:
    return CannotRead(
        _("Dit bestand is beschadigd of niet af. Sla het opnieuw op en probeer het nog een keer.")
    )


def too_big() -> CannotRead:
    return CannotRead(_("Dit bestand is groter dan 10 MB. Splits het, of haal plaatjes en geluid eruit."))


def check_size(content: bytes) -> None:
    if not content:
        raise nothing_in_it()
    if len(content) > MAX_BYTES:
        raise too_big()
