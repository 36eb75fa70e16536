"""The codes beside a folder of conversations: codes.yaml is the codebook, codings.jsonl who gave which code where."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from koersvast.coding.exchange import LONGEST_LABEL, LONGEST_TEXT
from koersvast.dialogues.lined_yaml import NotYaml, read_lined

CODES, CODINGS = "codes.yaml", "codings.jsonl"
MOST_CODES = 5000
LONGEST_KEY, LONGEST_NAME = 80, 60


@dataclass(frozen=True)
class StagedCode:
    key: str
    parent: str | None
    label: str
    definition: str
    include: str
    exclude: str
    assignable: bool


@dataclass(frozen=True)
class StagedCoding:
    """``line`` of codings.jsonl. ``coder`` is a name: it gets no account."""

    line: int
    file: str
    coder: str
    code: str
    start: int
    end: int


class Wrong(ValueError):
    """A line cannot be used; the message says why, without a word of the text."""


Told = list[tuple[int, str]]
"""Line and sentence of what is wrong."""


def read_codes(text: str) -> tuple[list[StagedCode], Told]:
    """Codes with their parents before them, and what is wrong with the file."""
    try:
        told = read_lined(text)
    except NotYaml as error:
        return [], [(error.line, _("Dit is geen geldige YAML."))]
    rows = told.get("codes") if isinstance(told, dict) else None
    if not isinstance(rows, list) or not rows:
        return [], [(1, _("codes is een lijst met minstens één code."))]
    if len(rows) > MOST_CODES:
        return [], [(1, _("Er zijn te veel codes: hoogstens 5000."))]
    found: dict[str, StagedCode] = {}
    lines: dict[str, int] = {}
    wrong: Told = []
    for row in rows:
        line = min(row[None].values(), default=1) if isinstance(row, dict) else 1
        try:
            code = _code(row)
            if code.key in found:
                raise Wrong(_("Deze id staat er twee keer."))
        except Wrong as said:
            wrong.append((line, str(said)))
            continue
        found[code.key], lines[code.key] = code, line
    wrong += [
        (lines[code.key], _("parent noemt een code die er niet is."))
        for code in found.values()
        if code.parent is not None and code.parent not in found
    ]
    if wrong:
        return [], wrong
    ordered = _parents_first(found)
    if len(ordered) < len(found):
        lost = next(key for key in found if key not in {code.key for code in ordered})
        return [], [(lines[lost], _("Deze code hangt onder zichzelf."))]
    return ordered, []


def _code(row: Any) -> StagedCode:
    if not isinstance(row, dict):
        raise Wrong(_("Een code heeft id, label en parent."))
    key, label, parent = row.get("id"), row.get("label"), row.get("parent")
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY:
        raise Wrong(_("id is een tekst van hoogstens 80 tekens."))
    if not isinstance(label, str) or not 0 < len(label.strip()) <= LONGEST_LABEL:
        raise Wrong(_("label is een tekst van hoogstens 120 tekens."))
    if parent is not None and not isinstance(parent, str):
        raise Wrong(_("parent is de id van een andere code, of null."))
    if not isinstance(row.get("assignable", True), bool):
        raise Wrong(_("assignable is true of false."))
    texts = {}
    for name in ("definition", "include", "exclude"):
        value = row.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > LONGEST_TEXT):
            raise Wrong(_("%(name)s is een tekst van hoogstens 2000 tekens.") % {"name": name})
        texts[name] = value or ""
    return StagedCode(key, parent, label.strip(), assignable=row.get("assignable", True), **texts)


def _parents_first(found: dict[str, StagedCode]) -> list[StagedCode]:
    """In the order of the file; a code in a circle is in no tree."""
    under: dict[str | None, list[StagedCode]] = {}
    for code in found.values():
        under.setdefault(code.parent, []).append(code)
    ordered: list[StagedCode] = []
    waiting = list(reversed(under.get(None, [])))
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting.extend(reversed(under.get(code.key, [])))
    return ordered


def read_codings(
    text: str, *, bodies: dict[str, int], files: set[str], assignable: dict[str, bool]
) -> tuple[list[StagedCoding], Told]:
    """``bodies``: file -> length of its text; ``files``: every file there is; ``assignable``: the codes."""
    found: list[StagedCoding] = []
    wrong: Told = []
    for line, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            one = _coding(row, line)
        except Wrong as said:
            wrong.append((line, str(said)))
            continue
        if one.file not in bodies:
            if one.file not in files:  # of a file with mistakes of its own nothing more is said
                wrong.append((line, _("Dit bestand is er niet.")))
        elif not 0 <= one.start < one.end <= bodies[one.file]:
            wrong.append((line, _("Deze plek ligt niet in de tekst.")))
        elif one.code not in assignable:
            wrong.append((line, _("Deze code staat niet in codes.yaml.")))
        elif not assignable[one.code]:
            wrong.append((line, _("Deze code is een groep. Kies een code eronder.")))
        else:
            found.append(one)
    return found, wrong


def _coding(row: str, line: int) -> StagedCoding:
    shape = _("Een regel is JSON met coder, file, start, end en code.")
    try:
        told = json.loads(row)
        values = [told[key] for key in ("file", "coder", "code", "start", "end")]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Wrong(shape) from None
    file, coder, code, start, end = values
    if not all(isinstance(value, str) for value in (file, coder, code)):
        raise Wrong(shape)
    if type(start) is not int or type(end) is not int:
        raise Wrong(_("start en end zijn hele getallen."))
    if not 0 < len(coder.strip()) <= LONGEST_NAME:
        raise Wrong(_("coder is een naam van hoogstens 60 tekens."))
    return StagedCoding(line, file, coder.strip(), code, start, end)
