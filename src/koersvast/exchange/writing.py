"""A plan as YAML text: block style, the fields in the order of the format, every text safe between quotes.

Words, keys, dates and numbers stand bare where no YAML reader, old or new, could take them for
something else. Texts always stand between quotes, or as a block of lines where that
reads better.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from koersvast.exchange.field_kinds import Date, Key, Kind, Many, Record, Reference, Word
from koersvast.exchange.format import PLAN, unfold

_BARE = re.compile(r"[a-z]([a-z0-9_-]*[a-z0-9])?")
_NOT_BARE = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
# JSON leaves these as they are; YAML readers take some for the end of a line and refuse others
_NEEDS_ESCAPE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_WHOLE_ENDS = re.compile(r"\S(.*\S)?")


def write_plan(plan: dict[str, Any]) -> str:
    """YAML text, UTF-8 when encoded, with LF at the end of each line."""
    return "\n".join(_record(PLAN, plan, "")) + "\n"


def _record(kind: Record, values: dict[str, Any], indent: str) -> Iterator[str]:
    for field in kind.fields:
        if field.name in values:
            yield from _field(field.name, unfold(field.kind), values[field.name], indent)


def _field(name: str, kind: Kind, value: Any, indent: str) -> Iterator[str]:
    start = f"{indent}{name}:"
    if isinstance(kind, Record):
        yield start
        yield from _record(kind, value, indent + "  ")
    elif not isinstance(kind, Many):
        yield from _scalar(start + " ", kind, value, indent + "  ")
    elif not value:
        yield start + " []"
    elif isinstance(kind.of, Word | Reference):
        yield f"{start} [{', '.join(_bare(item) for item in value)}]"
    else:
        yield start
        for item in value:
            yield from _item(unfold(kind.of), item, indent + "  ")


def _item(kind: Kind, value: Any, indent: str) -> Iterator[str]:
    if not isinstance(kind, Record):
        yield from _scalar(f"{indent}- ", kind, value, indent + "  ")
        return
    lines = _record(kind, value, indent + "  ")
    first = next(lines)
    yield f"{indent}- {first[len(indent) + 2 :]}"
    yield from lines


def _scalar(start: str, kind: Kind, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, bool):
        yield start + ("true" if value else "false")
    elif isinstance(value, int | float):
        yield start + _number(value)
    elif isinstance(kind, Date):
        yield start + value
    elif isinstance(kind, Key | Reference | Word):
        yield start + _bare(value)
    elif _reads_well_as_a_block(value):
        yield start + "|-"
        for line in value.split("\n"):
            yield indent + line if line else ""
    else:
        yield start + quote(value)


def _number(value: int | float) -> str:
    if isinstance(value, float) and not value.is_integer():
        text = repr(value)
        # readers of YAML 1.1 know an exponent only after a point
        return text.replace("e", ".0e") if "e" in text and "." not in text else text
    return str(int(value))


def _bare(text: str) -> str:
    return text if _BARE.fullmatch(text) and text not in _NOT_BARE else quote(text)


def _reads_well_as_a_block(text: str) -> bool:
    """Several lines, none of which starts or ends with a blank, and nothing that needs an escape."""
    lines = text.split("\n")
    return (
        len(lines) > 1
        and bool(lines[0])
        and bool(lines[-1])
        and all(not line or _WHOLE_ENDS.fullmatch(line) for line in lines)
        and text.replace("\n", "").isprintable()
    )


def quote(text: str) -> str:
    """Between double quotes, with the escapes that JSON and YAML share."""
    return _NEEDS_ESCAPE.sub(
        lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False)
    )
