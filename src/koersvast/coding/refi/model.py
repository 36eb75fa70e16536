"""What a REFI-QDA file holds, as far as Koersvast knows it.

A guid is lower case with dashes and without braces. A moment has a time zone. A colour is ``#rrggbb`` or empty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
"""What a variable may hold; the element of its value is called after it: ``IntegerValue``."""


@dataclass(frozen=True)
class Code:
    guid: str
    name: str
    colour: str = ""
    is_codable: bool = True
    description: str = ""
    children: tuple[Code, ...] = ()
    note_guids: tuple[str, ...] = ()
    """Only in a project: a codebook has no notes."""


@dataclass(frozen=True)
class CodeSet:
    """A group, of codes or of sources and notes."""

    guid: str
    name: str
    description: str = ""
    code_guids: tuple[str, ...] = ()
    source_guids: tuple[str, ...] = ()
    note_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    codes: tuple[Code, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    """Empty inside a project, which has sets of its own."""


@dataclass(frozen=True)
class User:
    guid: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True)
class Coding:
    guid: str
    code_guid: str
    user_guid: str = ""
    created: dt.datetime | None = None
    note_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """``plain_text[start:end]`` of its source."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    note_guids: tuple[str, ...] = ()
    user_guid: str = ""
    created: dt.datetime | None = None


@dataclass(frozen=True)
class VariableValue:
    variable_guid: str
    kind: str
    value: str
    """As it is written in the file: "true", "12", "2026-02-11"."""


@dataclass(frozen=True)
class TextSource:
    guid: str
    name: str
    plain_text: str
    selections: tuple[Selection, ...] = ()
    description: str = ""
    codings: tuple[Coding, ...] = ()
    """Codes of the text as a whole."""
    note_guids: tuple[str, ...] = ()
    values: tuple[VariableValue, ...] = ()
    user_guid: str = ""
    created: dt.datetime | None = None


@dataclass(frozen=True)
class Note:
    guid: str
    name: str
    text: str
    description: str = ""
    user_guid: str = ""
    created: dt.datetime | None = None


@dataclass(frozen=True)
class Variable:
    guid: str
    name: str
    kind: str = "Text"
    description: str = ""


@dataclass(frozen=True)
class Case:
    guid: str
    name: str = ""
    description: str = ""
    code_guids: tuple[str, ...] = ()
    values: tuple[VariableValue, ...] = ()
    source_guids: tuple[str, ...] = ()
    selection_guids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    name: str
    users: tuple[User, ...] = ()
    codebook: Codebook = Codebook()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[TextSource, ...] = ()
    notes: tuple[Note, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    description: str = ""
    note_guids: tuple[str, ...] = ()
    user_guid: str = ""
    created: dt.datetime | None = None


def all_codes(codes: tuple[Code, ...]) -> Iterator[Code]:
    """Every code of the trees, a parent before its children."""
    waiting = list(reversed(codes))
    while waiting:
        code = waiting.pop()
        yield code
        waiting.extend(reversed(code.children))
