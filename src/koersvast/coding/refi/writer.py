"""A project as a .qdpx: project.qde and a plain text for each source, with line ends of one sign."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from koersvast.coding.refi.codebooks import ORIGIN, XSI, CannotWrite, written_codes
from koersvast.coding.refi.elements import document, writable, written, written_text
from koersvast.coding.refi.model import (
    Case,
    CodeSet,
    Coding,
    Note,
    Project,
    Selection,
    TextSource,
    VariableValue,
)
from koersvast.coding.refi.values import written_moment

__all__ = ["CannotWrite", "write_project"]

SPACE = "urn:QDA-XML:project:1.0"
SCHEMA = f"{SPACE} http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
MOMENT = (1980, 1, 1, 0, 0, 0)  # the same project gives the same bytes


def write_project(project: Project, *, origin: str = ORIGIN) -> bytes:
    if project.codebook.sets:
        raise CannotWrite("sets of a project lie beside its codebook")
    if any("\r" in source.plain_text for source in project.sources):
        raise CannotWrite("lines of a source end with one sign")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        _add(bundle, "project.qde", _written_project(project, origin))
        for source in project.sources:
            _add(bundle, f"Sources/{source.guid}.txt", _plain_text(source.plain_text))
    return out.getvalue()


def _plain_text(text: str) -> bytes:
    """A first sign that looks like the mark of an encoding is guarded by a real one."""
    return writable("\ufeff" + text if text.startswith("\ufeff") else text).encode()


def _add(bundle: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    bundle.writestr(info, content)


def _written_project(project: Project, origin: str) -> bytes:
    attributes = {
        "xmlns": SPACE,
        "xmlns:xsi": XSI,
        "xsi:schemaLocation": SCHEMA,
        "name": project.name,
        "origin": origin,
        "creatingUserGUID": project.user_guid or None,
        "creationDateTime": written_moment(project.created),
    }
    users = (
        written("User", {"guid": user.guid, "name": user.name or None, "id": user.id or None})
        for user in project.users
    )
    variables = (
        written(
            "Variable",
            {"guid": variable.guid, "name": variable.name, "typeOfVariable": variable.kind},
            written_text("Description", variable.description),
        )
        for variable in project.variables
    )
    return document(
        written(
            "Project",
            attributes,
            _group("Users", users),
            written("CodeBook", {}, written_codes(project.codebook)) if project.codebook.codes else "",
            _group("Variables", variables),
            _group("Cases", map(_written_case, project.cases)),
            _group("Sources", map(_written_source, project.sources)),
            _group("Notes", map(_written_note, project.notes)),
            _group("Sets", map(_written_set, project.sets)),
            written_text("Description", project.description),
            _refs("NoteRef", project.note_guids),
        )
    )


def _group(tag: str, parts: Iterable[str]) -> str:
    """A list that the format does not let be empty."""
    inside = "".join(parts)
    return written(tag, {}, inside) if inside else ""


def _refs(tag: str, guids: Iterable[str]) -> str:
    return "".join(written(tag, {"targetGUID": guid}) for guid in guids)


def _by(thing: TextSource | Selection | Coding | Note) -> dict[str, str | None]:
    return {"creatingUser": thing.user_guid or None, "creationDateTime": written_moment(thing.created)}


def _written_source(source: TextSource) -> str:
    return written(
        "TextSource",
        {
            "guid": source.guid,
            "name": source.name,
            "plainTextPath": f"internal://{source.guid}.txt",
            **_by(source),
        },
        written_text("Description", source.description),
        *map(_written_selection, source.selections),
        *map(_written_coding, source.codings),
        _refs("NoteRef", source.note_guids),
        *map(_written_value, source.values),
    )


def _written_selection(selection: Selection) -> str:
    return written(
        "PlainTextSelection",
        {
            "guid": selection.guid,
            "name": selection.name or None,
            "startPosition": str(selection.start),
            "endPosition": str(selection.end),
            **_by(selection),
        },
        written_text("Description", selection.description),
        *map(_written_coding, selection.codings),
        _refs("NoteRef", selection.note_guids),
    )


def _written_coding(coding: Coding) -> str:
    return written(
        "Coding",
        {"guid": coding.guid, **_by(coding)},
        written("CodeRef", {"targetGUID": coding.code_guid}),
        _refs("NoteRef", coding.note_guids),
    )


def _written_note(note: Note) -> str:
    return written(
        "Note",
        {"guid": note.guid, "name": note.name or None, **_by(note)},
        written_text("Description", note.description),
        written_text("PlainTextContent", note.text, always=True),
    )


def _written_value(value: VariableValue) -> str:
    return written(
        "VariableValue",
        {},
        written("VariableRef", {"targetGUID": value.variable_guid}),
        written_text(f"{value.kind}Value", value.value, always=True),
    )


def _written_case(case: Case) -> str:
    return written(
        "Case",
        {"guid": case.guid, "name": case.name or None},
        written_text("Description", case.description),
        _refs("CodeRef", case.code_guids),
        *map(_written_value, case.values),
        _refs("SourceRef", case.source_guids),
        _refs("SelectionRef", case.selection_guids),
    )


def _written_set(group: CodeSet) -> str:
    return written(
        "Set",
        {"guid": group.guid, "name": group.name},
        written_text("Description", group.description),
        _refs("MemberCode", group.code_guids),
        _refs("MemberSource", group.source_guids),
        _refs("MemberNote", group.note_guids),
    )
