"""What stands in the column "type" of an XLSForm, also in its older spellings."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

_SELECT = re.compile(
    r"(?P<one>select one|select1)|(?P<many>select multiple|select all that apply)", re.IGNORECASE
)
_LIST = re.compile(r"(?:\s+(?:from|using))?\s+(\S+?)(?:\s+(?:or_other|or other|or specify other))?$")
_OTHER = re.compile(r"\s(or_other|or other|or specify other)$")
_PARAMETER = re.compile(r"(start|end|step)\s*=\s*(-?\d{1,12}(?:\.\d{1,6})?)", re.ASCII)

# the appearances of each kind that change nothing for us
KINDS: Final[dict[str, set[str]]] = {
    "scale": {"likert", "list-nolabel"},
    "single": {"list-nolabel", "minimal", "autocomplete", "quick", "columns", "columns-pack", "no-buttons"},
    "multiple": {"list-nolabel", "minimal", "autocomplete", "columns", "columns-pack", "no-buttons"},
    "number": {"thousands-sep", "vertical", "no-ticks", "bearing"},
    "date": {"no-calendar"},
    "open": {"multiline"},
    "note": set(),
}


@dataclass(frozen=True)
class Asked:
    """A kind of question of ours, as a type says it."""

    kind: str
    whole: bool = False
    is_range: bool = False
    list_name: str = ""
    or_other: bool = False


_PLAIN: Final = {
    "integer": Asked("number", whole=True),
    "int": Asked("number", whole=True),
    "decimal": Asked("number"),
    "range": Asked("number", is_range=True),
    "date": Asked("date"),
    "text": Asked("open"),
    "string": Asked("open"),
    "note": Asked("note"),
}


def asked_of(kind: str) -> Asked | None:
    """None when it is no kind of ours."""
    kind = " ".join(kind.split())
    if kind.lower() in _PLAIN:
        return _PLAIN[kind.lower()]
    found = _SELECT.match(kind.replace("_", " ", 1))
    listed = _LIST.fullmatch(kind, found.end()) if found else None
    if found is None or listed is None:
        return None
    return Asked(
        "single" if found["one"] else "multiple", list_name=listed[1], or_other=bool(_OTHER.search(kind))
    )


def range_of(parameters: str) -> tuple[float, float, bool]:
    """From, to, and whether the steps are whole: "start=1 end=10 step=1"."""
    found = {name: float(number) for name, number in _PARAMETER.findall(parameters)}
    start, end, step = found.get("start", 1.0), found.get("end", 10.0), found.get("step", 1.0)
    whole = all(math.isfinite(one) and one == int(one) for one in (start, end, step))
    return min(start, end), max(start, end), whole
