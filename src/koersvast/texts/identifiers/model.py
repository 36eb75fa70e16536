"""What an identifier is, and what the municipality knows beforehand. Offsets are Unicode code points, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass

from .lists import listed

KINDS = [
    "person",
    "place",
    "street",
    "organisation",
    "school",
    "date",
    "age",
    "job",
    "email",
    "phone",
    "handle",
    "bsn",
    "iban",
    "plate",
    "postcode",
    "other",
]
# kinds that point at one person by themselves; a street does with a house number
DIRECT = listed(
    """
    person email phone handle bsn iban plate
    """
)


@dataclass(frozen=True)
class Identifier:
    """A piece of the text: `text[start:end] == self.text`. `why` is a key of words.REASONS."""

    start: int
    end: int
    kind: str
    text: str
    direct: bool
    why: str


@dataclass(frozen=True)
class Claim:
    """What one recogniser says; `certain` decides between claims on the same words, higher wins."""

    start: int
    end: int
    kind: str
    why: str
    certain: int
    direct: bool | None = None


@dataclass(frozen=True)
class Known:
    """The municipality's own lists. `municipality`: its own names, which point at nobody and are not marked."""

    places: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    churches: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()


NOTHING_KNOWN = Known()
