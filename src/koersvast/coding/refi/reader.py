"""A project of another program (.qdpx): the texts, the codes and who coded what.

What Koersvast has no place for is left out and said in a warning, never lost in silence.
"""

from __future__ import annotations

import datetime as dt
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.coding.refi.codebooks import codes_of, set_of
from koersvast.coding.refi.elements import Element, read_elements
from koersvast.coding.refi.left_out import LeftOut
from koersvast.coding.refi.model import (
    KINDS,
    Case,
    Codebook,
    Coding,
    Note,
    Project,
    Selection,
    TextSource,
    User,
    Variable,
    VariableValue,
    all_codes,
)
from koersvast.coding.refi.positions import Positions, find_positions, number, plain_lines
from koersvast.coding.refi.values import guid_of, moment_of
from koersvast.texts.reading import CannotRead
from koersvast.texts.reading.archives import Archive, open_archive
from koersvast.texts.reading.reading import MAX_CHARACTERS, too_long

INTERNAL = "internal://"
CARRIED = ("docx", "odt", "xlsx", "pptx", "ods", "odp")  # lie beside the plain text; never opened


@dataclass(frozen=True)
class ReadProject:
    project: Project
    warnings: tuple[str, ...]
    origin: str
    """The program that wrote it, in its own words."""


def read_project(content: bytes) -> ReadProject:
    """CannotRead with a sentence for a person when it is no project, or not safe."""
    if not content.startswith(b"PK"):
        raise CannotRead(_("Dit is geen project volgens REFI-QDA (.qdpx)."))
    with open_archive(content, carries=CARRIED) as archive:
        inside = next((name for name in archive.names if name.lower() == "project.qde"), None)
        if inside is None:
            raise CannotRead(_("Dit is geen project volgens REFI-QDA (.qdpx)."))
        root = read_elements(archive.read(inside))
        if root is None or root.tag != "Project":
            raise CannotRead(_("Dit is geen project volgens REFI-QDA (.qdpx)."))
        return _Reader(root, archive).read()


class _Reader:
    def __init__(self, root: Element, archive: Archive) -> None:
        self.root = root
        self.archive = archive
        self.files = {name.lower(): name for name in archive.names}
        self.left = LeftOut()
        self.origin = root.get("origin")[:200]
        codebook = root.one("CodeBook")
        self.codes = codes_of(codebook) if codebook else ()
        self.known = {code.guid for code in all_codes(self.codes)}

    def read(self) -> ReadProject:
        root = self.root
        sources = tuple(self._sources())
        notes = tuple(self._notes())
        project = Project(
            name=root.get("name"),
            users=self._users(sources, notes),
            codebook=Codebook(self.codes),
            variables=tuple(map(_variable, _all(root, "Variables", "Variable"))),
            cases=tuple(map(self._case, _all(root, "Cases", "Case"))),
            sources=sources,
            notes=notes,
            sets=tuple(map(set_of, _all(root, "Sets", "Set"))),
            description=root.text_of("Description"),
            note_guids=_refs(root, "NoteRef"),
            user_guid=_guid(root.get("creatingUserGUID")),
            created=moment_of(root.get("creationDateTime")),
        )
        self.left.count("links", len(list(_all(root, "Links", "Link"))))
        self.left.count("graphs", len(list(_all(root, "Graphs", "Graph"))))
        return ReadProject(project, tuple(self.left.sentences()), self.origin)

    def _sources(self) -> Iterator[TextSource]:
        seen: Counter[str] = Counter()
        group = self.root.one("Sources")
        for element in group.children if group else ():
            if element.tag != "TextSource":
                self.left.count(element.tag)
                continue
            source = self._source(element)
            if source is None:
                continue
            seen[source.guid] += 1
            if seen[source.guid] > 1:
                raise CannotRead(
                    _(
                        "In dit bestand hebben twee teksten hetzelfde kenmerk. Het is niet duidelijk welke bedoeld is."
                    )
                )
            yield source

    def _source(self, element: Element) -> TextSource | None:
        raw = self._text_of(element)
        if raw is None:
            self.left.count("texts")
            return None
        text = plain_lines(raw)
        if len(text) > MAX_CHARACTERS:
            raise too_long()
        marked = list(element.all("PlainTextSelection"))
        positions = find_positions(raw, marked, origin=self.origin)
        if not positions.certain:
            self.left.count("counting")
        return TextSource(
            guid=guid_of(element.get("guid") or f"source {element.get('name')}"),
            name=element.get("name"),
            plain_text=text,
            selections=tuple(self._selections(marked, positions)),
            description=element.text_of("Description"),
            codings=tuple(self._codings(element)),
            note_guids=_refs(element, "NoteRef"),
            values=tuple(_values(element)),
            user_guid=_user(element),
            created=_created(element),
        )

    def _text_of(self, element: Element) -> str | None:
        """What the selections count in; None when it lies outside this file, or is not there."""
        path = element.get("plainTextPath")
        if not path:
            inline = element.one("PlainTextContent")
            return inline.text if inline else None
        if not path.startswith(INTERNAL):
            return None
        name = posixpath.normpath(path[len(INTERNAL) :].replace("\\", "/").lstrip("/")).lower()
        found = self.files.get(f"sources/{name}") or self.files.get(name)
        if found is None:
            return None
        content = self.archive.read(found)
        try:
            if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
                return content.decode("utf-16")
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.left.count("letters")
            return content.decode("cp1252", errors="replace")

    def _selections(self, marked: Iterable[Element], positions: Positions) -> Iterator[Selection]:
        for element in marked:
            start, end = number(element.get("startPosition")), number(element.get("endPosition"))
            if start is None or end is None or start >= end or start >= positions.last:
                self.left.count("places")
                continue
            if end > positions.last:
                self.left.count("cut")
            yield Selection(
                guid=guid_of(element.get("guid") or f"selection {start} {end}"),
                start=positions.start(start),
                end=positions.end(end),
                name=element.get("name"),
                description=element.text_of("Description"),
                codings=tuple(self._codings(element)),
                note_guids=_refs(element, "NoteRef"),
                user_guid=_user(element),
                created=_created(element),
            )

    def _codings(self, parent: Element) -> Iterator[Coding]:
        for element in parent.all("Coding"):
            for code in _refs(element, "CodeRef"):
                if code not in self.known:
                    self.left.count("codings")
                    continue
                yield Coding(
                    guid=guid_of(element.get("guid") or f"coding {parent.get('guid')} {code}"),
                    code_guid=code,
                    user_guid=_user(element),
                    created=_created(element),
                    note_guids=_refs(element, "NoteRef"),
                )

    def _notes(self) -> Iterator[Note]:
        for element in _all(self.root, "Notes", "Note"):
            raw = self._text_of(element)
            if raw is None and not element.text_of("Description"):
                self.left.count("notes")
                continue
            self.left.count("marks", len(list(element.all("PlainTextSelection"))))
            yield Note(
                guid=guid_of(element.get("guid") or f"note {element.get('name')}"),
                name=element.get("name"),
                text=plain_lines(raw or ""),
                description=element.text_of("Description"),
                user_guid=_user(element),
                created=_created(element),
            )

    def _users(self, sources: Iterable[TextSource], notes: Iterable[Note]) -> tuple[User, ...]:
        """Everybody who is named, also somebody the list of the file forgot."""
        users = {
            guid_of(element.get("guid")): User(
                guid_of(element.get("guid")), element.get("name"), element.get("id")
            )
            for element in _all(self.root, "Users", "User")
        }
        named = [note.user_guid for note in notes]
        for source in sources:
            named.append(source.user_guid)
            named += [coding.user_guid for coding in source.codings]
            for selection in source.selections:
                named.append(selection.user_guid)
                named += [coding.user_guid for coding in selection.codings]
        for guid in named:
            if guid and guid not in users:
                users[guid] = User(guid)
        return tuple(users.values())

    def _case(self, element: Element) -> Case:
        return Case(
            guid=guid_of(element.get("guid") or f"case {element.get('name')}"),
            name=element.get("name"),
            description=element.text_of("Description"),
            code_guids=_refs(element, "CodeRef"),
            values=tuple(_values(element)),
            source_guids=_refs(element, "SourceRef"),
            selection_guids=_refs(element, "SelectionRef"),
        )


def _all(root: Element, group: str, tag: str) -> Iterator[Element]:
    found = root.one(group)
    return found.all(tag) if found else iter(())


def _guid(text: str) -> str:
    return guid_of(text) if text.strip() else ""


def _refs(element: Element, tag: str) -> tuple[str, ...]:
    return tuple(guid_of(child.get("targetGUID")) for child in element.all(tag))


def _user(element: Element) -> str:
    return _guid(element.get("creatingUser") or element.get("modifyingUser"))


def _created(element: Element) -> dt.datetime | None:
    return moment_of(element.get("creationDateTime") or element.get("modifiedDateTime"))


def _variable(element: Element) -> Variable:
    kind = element.get("typeOfVariable")
    return Variable(
        guid=guid_of(element.get("guid") or f"variable {element.get('name')}"),
        name=element.get("name"),
        kind=kind if kind in KINDS else "Text",
        description=element.text_of("Description"),
    )


def _values(parent: Element) -> Iterator[VariableValue]:
    for element in parent.all("VariableValue"):
        about = element.one("VariableRef")
        for kind in KINDS:
            value = element.one(f"{kind}Value")
            if about and value is not None:
                yield VariableValue(guid_of(about.get("targetGUID")), kind, value.text)
