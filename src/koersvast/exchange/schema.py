"""The format as JSON Schema and as a page: both published in docs/, both made from format.py."""

from __future__ import annotations

from typing import Any

from koersvast.cycles.rules import MAX_TEXT
from koersvast.exchange import field_kinds
from koersvast.exchange import format as plan_format
from koersvast.exchange.field_kinds import (
    Date,
    Field,
    Key,
    Kind,
    Many,
    MunicipalityCode,
    Nested,
    Number,
    Period,
    Record,
    Reference,
    Text,
    Truth,
    Version,
    Web,
    Whole,
    Word,
)
from koersvast.exchange.format import NESTED, PLAN, unfold

_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
_PERIOD = r"^\d{4}(-(0[1-9]|1[0-2]))?$"


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a plan as values: dates and periods as text.

    It holds the shape; what must agree between records (references, sums, circles) is checked by check_plan.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Koersvast plan file, format version 1",
        **_record(PLAN),
        "$defs": {name: _record(kind) for name, kind in NESTED.items()},
    }


def _record(kind: Record) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": kind.required,
        "properties": {field.name: _described(field) for field in kind.fields},
    }


def _described(field: Field) -> dict[str, Any]:
    schema = _schema(field.kind)
    return {**schema, "description": field.about} if field.about else schema


def _schema(kind: Kind) -> dict[str, Any]:
    match kind:
        case Text(limit):
            return {"type": "string", "minLength": 1, "maxLength": limit, "pattern": r"\S"}
        case Key() | Reference():
            return {"type": "string", "pattern": f"^{field_kinds.KEY_PATTERN}$"}
        case Word():
            return {"enum": kind.keys}
        case Whole(low, high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case Number(low, high):
            return {"type": "number", "minimum": low, "maximum": high}
        case Truth():
            return {"type": "boolean"}
        case Date():
            return {"type": "string", "pattern": _DATE}
        case Period():
            return {"type": "string", "pattern": _PERIOD}
        case Web(limit):
            return {"type": "string", "pattern": r"^https?://\S+$", "maxLength": limit}
        case MunicipalityCode():
            return {"type": "string", "pattern": f"^{field_kinds.CODE_PATTERN}$"}
        case Version():
            return {"const": field_kinds.VERSION}
        case Many(of):
            unique = {"uniqueItems": True} if isinstance(of, Word | Reference) else {}
            return {"type": "array", "items": _schema(of), **unique}
        case Nested(name):
            return {"$ref": f"#/$defs/{name}"}
        case Record():
            return _record(kind)


_INTRODUCTION = f"""# The plan file, format version {field_kinds.VERSION}

<!-- Made by "koersvast plan_schema --write"; a test says whether it is up to date. -->

One file holds one cycle of one municipality: complete, readable, exchangeable. It is YAML in UTF-8, without
byte order mark, at most {field_kinds.MAX_BYTES // 1024 // 1024} MB and {field_kinds.MAX_DEPTH} levels deep.
The names of fields are English, the texts are the municipality's own. The shape as JSON Schema:
[plan-file.schema.json](plan-file.schema.json).

- **Only the core types of YAML 1.2**: no anchors, aliases, tags or merges; `true` and `false` are the only
  truth values, `yes` and `on` are text. A text that looks like a number stands between quotes:
  `taakveld: "6.1"`.
- **Unknown is left out**: no empty values, no `?`. An unknown field is a mistake.
- **Keys** are small letters, digits and dashes (at most 60), and unique in the whole file.
- **Dates** are a year, a month or a day that exists: `2027`, `2027-03`, `2027-03-01`. Years lie from
  {field_kinds.FIRST_YEAR} to {field_kinds.LAST_YEAR}.
- **Texts** have at most {MAX_TEXT} characters, hold no markup and do not start as a spreadsheet \
formula (`=`, `+`, `@`, `-2+3`).
- **Money** is in whole euros. A **share** has the unit `%` and lies from 0 to 100.
- **Lists keep their order.** In a list of words or keys each stands once.
- A record may carry a `note`, and `illustrative: true` when it was filled in as an example.
- What people said in conversations or answered in questionnaires is never part of a plan file, nor is who
  entered a measurement.

Fields marked with + were added to version 1 later: older files lack them, and stay readable.
"""


def page() -> str:
    """docs/plan-file.md."""
    parts = [_INTRODUCTION, _table("The file", PLAN)]
    told = {PLAN.name}
    for field in PLAN.fields:
        parts.extend(_sections(field.name, field.kind, told))
    return "\n".join(parts)


def _sections(name: str, kind: Kind, told: set[str]) -> list[str]:
    kind = unfold(kind)
    if isinstance(kind, Many):
        return _sections(name, kind.of, told)
    if not isinstance(kind, Record) or kind.name in told:
        return []
    told.add(kind.name)
    parts = [_table(f"`{name}`" if name == kind.name else f"`{name}`: {kind.name.replace('_', ' ')}", kind)]
    for field in kind.fields:
        parts.extend(_sections(field.name, field.kind, told))
    return parts


def _table(title: str, kind: Record) -> str:
    lines = [f"## {title}", "", "| Field | Needed | Value | Meaning |", "|---|---|---|---|"]
    for field in kind.fields:
        needed = "yes" if field.required else ("no +" if field.added else "no")
        lines.append(
            f"| `{field.name}` | {needed} | {_in_words(field.kind)} | {field.about.replace('|', '/')} |"
        )
    return "\n".join([*lines, ""])


def _in_words(kind: Kind) -> str:
    match kind:
        case Text(limit):
            return "text" if limit == MAX_TEXT else f"text, at most {limit} characters"
        case Key():
            return "key"
        case Reference(sections):
            return "key of " + (" or ".join(f"`{section}`" for section in sections) or "any record")
        case Word():
            return "one of " + ", ".join(f"`{key}`" for key in kind.keys)
        case Whole(low, high):
            return "whole number" + ("" if high >= plan_format.COUNT.high else f", {low} to {high}")
        case Number():
            return "number"
        case Truth():
            return "`true` or `false`"
        case Date():
            return "date"
        case Period():
            return "year or month"
        case Web():
            return "web address (http, https)"
        case MunicipalityCode():
            return "GM and four digits"
        case Version():
            return "`1`"
        case Many(of):
            return "list: " + _in_words(of)
        case Nested(name):
            return f"{name} (below)"
        case Record():
            return f"{kind.name.replace('_', ' ')} (below)"
