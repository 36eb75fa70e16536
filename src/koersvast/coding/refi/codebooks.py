"""A codebook: in a file of its own (.qdc), or inside a project."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.coding.refi.elements import Element, document, read_elements, written, written_text
from koersvast.coding.refi.model import Code, Codebook, CodeSet, all_codes
from koersvast.coding.refi.values import colour_of, guid_of, is_true
from koersvast.texts.reading import CannotRead
from koersvast.texts.reading.reading import check_size

SPACE = "urn:QDA-XML:codebook:1.0"
SCHEMA = f"{SPACE} http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ORIGIN = "Koersvast"
MAX_NESTED = 30


@dataclass(frozen=True)
class ReadCodebook:
    codebook: Codebook
    warnings: tuple[str, ...]
    origin: str
    """The program that wrote it, in its own words."""


class CannotWrite(ValueError):
    """The format has no way to say this."""


def read_codebook(content: bytes) -> ReadCodebook:
    check_size(content)
    if content.startswith(b"PK"):
        raise CannotRead(_("Dit is geen codeboek maar een zip-bestand. Een heel project heet .qdpx."))
    root = read_elements(content)
    if root is None or root.tag != "CodeBook":
        raise CannotRead(_("Dit is geen codeboek volgens REFI-QDA (.qdc)."))
    codes = codes_of(root)
    if not codes:
        raise CannotRead(_("In dit codeboek staan geen codes."))
    sets = root.one("Sets")
    known = {code.guid for code in all_codes(codes)}
    warnings = []
    groups = tuple(set_of(child) for child in sets.all("Set")) if sets else ()
    if any(set(group.code_guids) - known for group in groups):
        warnings.append(
            _("Een groep verwijst naar codes die er niet zijn. Die verwijzingen zijn weggelaten.")
        )
        groups = tuple(_only_known(group, known) for group in groups)
    return ReadCodebook(Codebook(codes, groups), tuple(warnings), root.get("origin")[:200])


def write_codebook(codebook: Codebook, *, origin: str = ORIGIN) -> bytes:
    """CannotWrite without codes: the format wants at least one."""
    attributes = {"xmlns": SPACE, "xmlns:xsi": XSI, "xsi:schemaLocation": SCHEMA, "origin": origin}
    groups = "".join(
        written(
            "Set",
            {"guid": group.guid, "name": group.name},
            written_text("Description", group.description),
            *(written("MemberCode", {"guid": guid}) for guid in group.code_guids),
        )
        for group in codebook.sets
    )
    return document(
        written(
            "CodeBook", attributes, written_codes(codebook), written("Sets", {}, groups) if groups else ""
        )
    )


def codes_of(parent: Element) -> tuple[Code, ...]:
    """The trees under ``Codes``; CannotRead when two codes have one guid."""
    codes = parent.one("Codes")
    found = tuple(_code_of(child, 1) for child in codes.all("Code")) if codes else ()
    twice = Counter(code.guid for code in all_codes(found))
    if any(count > 1 for count in twice.values()):
        raise CannotRead(
            _("In dit bestand hebben twee codes hetzelfde kenmerk. Het is niet duidelijk welke bedoeld is.")
        )
    return found


def written_codes(codebook: Codebook) -> str:
    if not codebook.codes:
        raise CannotWrite("a codebook has at least one code")
    return written("Codes", {}, *(_written_code(code) for code in codebook.codes))


def set_of(element: Element) -> CodeSet:
    """In a codebook a member has a guid of its own, in a project it points at one."""

    def members(tag: str) -> tuple[str, ...]:
        return tuple(guid_of(member.get("targetGUID") or member.get("guid")) for member in element.all(tag))

    return CodeSet(
        guid=guid_of(element.get("guid") or f"set {element.get('name')}"),
        name=element.get("name"),
        description=element.text_of("Description"),
        code_guids=members("MemberCode"),
        source_guids=members("MemberSource"),
        note_guids=members("MemberNote"),
    )


def _code_of(element: Element, depth: int) -> Code:
    if depth > MAX_NESTED:
        raise CannotRead(_("Dit codeboek heeft te veel lagen."))
    return Code(
        guid=guid_of(element.get("guid") or f"code {element.get('name')}"),
        name=element.get("name"),
        colour=colour_of(element.get("color")),
        is_codable=is_true(element.get("isCodable"), otherwise=True),
        description=element.text_of("Description"),
        children=tuple(_code_of(child, depth + 1) for child in element.all("Code")),
        note_guids=tuple(guid_of(note.get("targetGUID")) for note in element.all("NoteRef")),
    )


def _written_code(code: Code) -> str:
    return written(
        "Code",
        {
            "guid": code.guid,
            "name": code.name,
            "isCodable": "true" if code.is_codable else "false",
            "color": code.colour or None,
        },
        written_text("Description", code.description),
        *(written("NoteRef", {"targetGUID": guid}) for guid in code.note_guids),
        *(_written_code(child) for child in code.children),
    )


def _only_known(group: CodeSet, known: set[str]) -> CodeSet:
    kept = tuple(guid for guid in group.code_guids if guid in known)
    return CodeSet(group.guid, group.name, group.description, kept)
