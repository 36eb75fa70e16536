"""A folder with conversations, read and checked as a whole before anything is stored.

One Markdown file per conversation: front matter in YAML (id, kind, held_on, round, participants), then the text.
``identifiers.jsonl`` beside them (file, start, end, text, kind) says what is replaced; offsets are code points of the
text after the line that closes the front matter. ``codes.yaml``, ``codings.jsonl`` and ``initiatives.csv`` may lie there too.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from koersvast.dialogues.folder_codes import (
    CODES,
    CODINGS,
    StagedCode,
    StagedCoding,
    Told,
    read_codes,
    read_codings,
)
from koersvast.dialogues.inventory import Line, read_inventory
from koersvast.dialogues.lined_yaml import NotYaml, read_lined
from koersvast.dialogues.rules import About
from koersvast.dialogues.words import SWITCHES, ConversationKind
from koersvast.texts.reading import CannotRead
from koersvast.texts.rules import LONGEST_TEXT, clean

MOST_FILES = 5000
MOST_BYTES = 10 * 1024 * 1024  # of one file
MOST_HEAD = 100_000  # characters of front matter
MOST_MISTAKES = 100
NOT_CONVERSATIONS = {"README.md"}
IDENTIFIERS = "identifiers.jsonl"
INITIATIVES = "initiatives.csv"


@dataclass(frozen=True)
class Mistake:
    file: str
    line: int
    said: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.said}"


@dataclass(frozen=True)
class StagedPerson:
    about: About
    switches: dict[str, bool]


@dataclass
class StagedConversation:
    """A conversation that can be stored as it is. ``spans``: start, end and kind of what is replaced."""

    file: str
    key: str
    kind: str
    held_on: datetime.date
    round: str
    people: list[StagedPerson]
    body: str
    first_line: int
    spans: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass
class Staged:
    """All of a folder, or what is wrong with it. ``checked``: it says what identifies, so texts can be finished."""

    conversations: list[StagedConversation]
    mistakes: list[Mistake]
    checked: bool
    digest: str
    codes: list[StagedCode] = field(default_factory=list)
    codings: list[StagedCoding] = field(default_factory=list)
    initiatives: list[Line] = field(default_factory=list)


class _Refused(Exception):
    """This file cannot be read any further; its mistake is in the list."""


def read_folder(folder: Path) -> Staged:
    """Raises OSError when the folder cannot be read. Never changes anything."""
    mistakes: list[Mistake] = []
    digest = hashlib.sha256()
    found: list[StagedConversation] = []
    files = sorted(
        path for path in folder.iterdir() if path.suffix == ".md" and path.name not in NOT_CONVERSATIONS
    )
    if not files:
        mistakes.append(
            Mistake(folder.name, 1, _("Hier staat geen enkel gesprek (bestanden die eindigen op .md)."))
        )
    if len(files) > MOST_FILES:
        mistakes.append(Mistake(folder.name, 1, _("Er zijn te veel bestanden: hoogstens 5000.")))
        files = []
    for path in files:
        try:
            text = _text_of(path, mistakes, digest)
            found.append(_conversation(path.name, text, mistakes))
        except _Refused:
            continue
    _tell_doubles(found, mistakes)
    marks = folder / IDENTIFIERS
    if marks.exists():
        with contextlib.suppress(_Refused):
            _identifiers(_text_of(marks, mistakes, digest), found, {path.name for path in files}, mistakes)
    staged = Staged(found, mistakes, marks.exists(), "")
    with contextlib.suppress(_Refused):
        _codes(folder, staged, {path.name for path in files}, digest)
    with contextlib.suppress(_Refused):
        _initiatives(folder / INITIATIVES, staged, digest)
    staged.mistakes = mistakes[:MOST_MISTAKES]
    staged.digest = digest.hexdigest()
    return staged


def _codes(folder: Path, staged: Staged, files: set[str], digest: Any) -> None:
    def tell(name: str, told: Told) -> None:
        staged.mistakes += [Mistake(name, line, said) for line, said in told]

    if (folder / CODES).exists():
        staged.codes, told = read_codes(_text_of(folder / CODES, staged.mistakes, digest))
        tell(CODES, told)
        if told:
            return
    if (folder / CODINGS).exists():
        staged.codings, told = read_codings(
            _text_of(folder / CODINGS, staged.mistakes, digest),
            bodies={one.file: len(one.body) for one in staged.conversations},
            files=files,
            assignable={code.key: code.assignable for code in staged.codes},
        )
        tell(CODINGS, told)


def _initiatives(path: Path, staged: Staged, digest: Any) -> None:
    if not path.exists():
        return
    text = _text_of(path, staged.mistakes, digest)
    try:
        staged.initiatives = read_inventory(path.name, text.encode())
    except CannotRead as refusal:
        staged.mistakes.append(Mistake(path.name, 1, str(refusal)))


def _text_of(path: Path, mistakes: list[Mistake], digest: Any) -> str:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        mistakes.append(Mistake(path.name, 1, _("Het bestand is te groot: hoogstens 10 MB.")))
        raise _Refused
    digest.update(path.name.encode() + b"\0" + data + b"\0")
    try:
        return clean(data.decode())
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(path.name, line, _("De tekst is geen UTF-8.")))
        raise _Refused from None


def _conversation(name: str, text: str, mistakes: list[Mistake]) -> StagedConversation:
    head, first_line, body = _parts(name, text, mistakes)
    before = len(mistakes)
    lines = head.get(None, {})

    def wrong(key: str, said: str) -> None:
        mistakes.append(Mistake(name, lines.get(key, 1), said))

    kind, held_on = head.get("kind"), head.get("held_on")
    if kind not in ConversationKind.values:
        wrong("kind", _("kind is een van: %(words)s.") % {"words": ", ".join(ConversationKind.values)})
    if not isinstance(held_on, datetime.date) or isinstance(held_on, datetime.datetime):
        wrong("held_on", _("held_on is een dag, zoals 2026-03-01."))
    if not isinstance(head.get("id"), str):
        wrong("id", _("id ontbreekt, of is geen tekst."))
    people = head.get("participants")
    if not isinstance(people, list) or not people:
        wrong("participants", _("participants is een lijst met minstens één deelnemer."))
        people = []
    persons = [_person(name, one, lines.get("participants", 1), mistakes) for one in people]
    if not body.strip():
        mistakes.append(Mistake(name, first_line, _("Er staat geen tekst onder de kop.")))
    if len(body) > LONGEST_TEXT:
        mistakes.append(Mistake(name, first_line, _("De tekst is langer dan een miljoen tekens.")))
    if len(mistakes) > before or not isinstance(held_on, datetime.date):
        raise _Refused
    return StagedConversation(
        name, head["id"], str(kind), held_on, str(head.get("round", "")),
        [one for one in persons if one is not None], body, first_line,
    )  # fmt: skip


def _parts(name: str, text: str, mistakes: list[Mistake]) -> tuple[dict[Any, Any], int, str]:
    """Front matter, the line on which the body begins, and the body."""
    end = text.find("\n---\n", 3, MOST_HEAD)
    if not text.startswith("---\n") or end < 0:
        mistakes.append(Mistake(name, 1, _("De kop ontbreekt: een blok tussen twee regels met ---.")))
        raise _Refused
    try:
        head = read_lined("\n" + text[4:end])
    except NotYaml as error:
        mistakes.append(Mistake(name, error.line, _("De kop is geen geldige YAML.")))
        raise _Refused from None
    if not isinstance(head, dict):
        mistakes.append(Mistake(name, 2, _("De kop is geen lijst van namen met een waarde.")))
        raise _Refused
    body = text[end + 5 :]
    return head, text[: end + 5].count("\n") + 1, body


def _person(name: str, told: Any, line: int, mistakes: list[Mistake]) -> StagedPerson | None:
    if not isinstance(told, dict):
        mistakes.append(Mistake(name, line, _("Een deelnemer heeft pseudonym, consent en attributes.")))
        return None
    lines = told.get(None, {})
    line = lines.get("pseudonym", min(lines.values(), default=line))
    consent, attributes = told.get("consent"), told.get("attributes") or {}
    before = len(mistakes)
    if not isinstance(told.get("pseudonym"), str):
        mistakes.append(Mistake(name, line, _("pseudonym ontbreekt, of is geen tekst.")))
    if not isinstance(consent, dict):
        mistakes.append(Mistake(name, line, _("consent ontbreekt: zonder toestemming gaat er niets in.")))
    else:
        for key, value in consent.items():
            if key is not None and (key not in SWITCHES or not isinstance(value, bool)):
                at = consent[None].get(key, line)
                words = {"key": str(key)[:40], "words": ", ".join(SWITCHES)}
                said = _("%(key)s: toestemming is true of false, voor: %(words)s.")
                mistakes.append(Mistake(name, at, said % words))
    groups = attributes.get("groups", []) if isinstance(attributes, dict) else None
    if not isinstance(groups, list) or not all(isinstance(one, str) for one in groups):
        mistakes.append(
            Mistake(name, line, _("attributes heeft age_band, groups (een lijst) en neighbourhood."))
        )
    if len(mistakes) > before or not isinstance(consent, dict):
        return None
    switches = {switch: bool(consent.get(switch, False)) for switch in SWITCHES}
    if "take_part" not in consent:
        switches["take_part"] = any(switches.values())  # who allowed anything took part
    about = About(
        told["pseudonym"],
        str(attributes.get("age_band", "")),
        tuple(groups or ()),
        str(attributes.get("neighbourhood", "")),
    )
    return StagedPerson(about, switches)


def _tell_doubles(found: list[StagedConversation], mistakes: list[Mistake]) -> None:
    seen: dict[str, str] = {}
    for one in found:
        if one.key in seen:
            said = _("Dit id staat ook in %(file)s.") % {"file": seen[one.key]}
            mistakes.append(Mistake(one.file, 2, said))
        seen[one.key] = one.file
    rounds = {one.round for one in found}
    if len(rounds) > 1:
        mistakes.append(Mistake(found[0].file, 1, _("De gesprekken horen niet bij één ronde (round).")))


def _identifiers(
    text: str, found: list[StagedConversation], files: set[str], mistakes: list[Mistake]
) -> None:
    by_file = {one.file: one for one in found}
    for number, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            told = json.loads(row)
            name, start, end, words, kind = (told[key] for key in ("file", "start", "end", "text", "kind"))
        except (ValueError, KeyError, TypeError):
            said = _("Een regel is JSON met file, start, end, text en kind.")
            mistakes.append(Mistake(IDENTIFIERS, number, said))
            continue
        one = by_file.get(name) if isinstance(name, str) else None
        if one is None:
            if name not in files:  # of a file with mistakes of its own nothing more is said
                mistakes.append(Mistake(IDENTIFIERS, number, _("Dit bestand is er niet.")))
        elif type(start) is not int or type(end) is not int or not 0 <= start < end <= len(one.body):
            mistakes.append(Mistake(IDENTIFIERS, number, _("Deze plek ligt niet in de tekst.")))
        elif (
            one.body[start:end] != words
        ):  # the words themselves are not repeated: terminals are kept in logs
            mistakes.append(Mistake(IDENTIFIERS, number, _("Op deze plek staat iets anders dan in text.")))
        elif not isinstance(kind, str) or not 0 < len(kind) <= 20:
            mistakes.append(Mistake(IDENTIFIERS, number, _("kind is een woord van hoogstens 20 tekens.")))
        else:
            one.spans.append((start, end, kind))
