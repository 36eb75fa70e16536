"""What a field of a plan file can hold, and how a record is stated (format.py states them all)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Choices

from koersvast.cycles.rules import MAX_TEXT

VERSION = 1
MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 30
FIRST_YEAR, LAST_YEAR = 1900, 2200
BIG = 10**15  # whole numbers up to here are kept exactly by every database and by floating point
KEY_PATTERN = r"[a-z0-9-]{1,60}"
CODE_PATTERN = r"GM[0-9]{4}"


@dataclass(frozen=True)
class Text:
    limit: int = MAX_TEXT


@dataclass(frozen=True)
class Key:
    """The name of a record in this file: used once."""


@dataclass(frozen=True)
class Reference:
    """A key of one of these sections; no sections: of any."""

    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Word:
    words: type[Choices]

    @cached_property
    def keys(self) -> list[str]:
        return [str(value) for value in self.words.values]


@dataclass(frozen=True)
class Whole:
    low: int = 0
    high: int = BIG


@dataclass(frozen=True)
class Number:
    low: int = -BIG
    high: int = BIG


@dataclass(frozen=True)
class Truth:
    pass


@dataclass(frozen=True)
class Date:
    """YYYY, YYYY-MM or YYYY-MM-DD."""


@dataclass(frozen=True)
class Period:
    """YYYY or YYYY-MM."""


@dataclass(frozen=True)
class Web:
    limit: int = MAX_TEXT


@dataclass(frozen=True)
class MunicipalityCode:
    pass


@dataclass(frozen=True)
class Version:
    pass


@dataclass(frozen=True)
class Many:
    """An ordered list. Of words and references each at most once."""

    of: Kind


@dataclass(frozen=True)
class Record:
    name: str
    fields: tuple[Field, ...]

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def plain(self) -> list[str]:
        """The fields that hold a value or words: no references, no parts, no lists of records."""
        return [
            field.name
            for field in self.fields
            if isinstance(field.kind, PLAIN)
            or (isinstance(field.kind, Many) and isinstance(field.kind.of, Word))
        ]

    @cached_property
    def required(self) -> list[str]:
        return [field.name for field in self.fields if field.required]


@dataclass(frozen=True)
class Nested:
    """The record of this name: for a record that holds records of its own shape."""

    name: str


Kind = (
    Text
    | Key
    | Reference
    | Word
    | Whole
    | Number
    | Truth
    | Date
    | Period
    | Web
    | MunicipalityCode
    | Version
    | Many
    | Record
    | Nested
)


PLAIN = (Text, Key, Word, Whole, Number, Truth, Date, Period, Web, MunicipalityCode)


@dataclass(frozen=True)
class Field:
    name: str
    kind: Kind
    required: bool
    about: str = ""
    added: bool = False  # came after the first edition of version 1: older files lack it


def needs(name: str, kind: Kind, about: str = "") -> Field:
    return Field(name, kind, required=True, about=about)


def may(name: str, kind: Kind, about: str = "") -> Field:
    return Field(name, kind, required=False, about=about)


def added(name: str, kind: Kind, about: str = "") -> Field:
    return Field(name, kind, required=False, about=about, added=True)


def record(name: str, *fields: Field) -> Record:
    """A record of its own: it may carry a note, and say that it is an example."""
    marks = (
        may("note", Text(), "a remark"),
        may("illustrative", Truth(), "true: filled in as an example, not from a source"),
    )
    return Record(name, fields + marks)


def part(name: str, *fields: Field) -> Record:
    """A few fields that belong together inside a record."""
    return Record(name, fields)
