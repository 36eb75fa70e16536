"""The form of REFI-QDA 1.5 as a table: which element holds what, in which order, with which attributes.

Facts of the published format, written down here in a shorthand: ``name!`` has to be there, ``x?`` may be there,
``x*`` any number, ``x+`` at least one. From the table an XML Schema is made, so that a real validator can judge.
"""

from __future__ import annotations

from functools import cache

from lxml import etree

GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}"
COLOUR = "#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})"
KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
MADE = "creatingUser:guid creationDateTime:dateTime"
CHANGED = f"{MADE} modifyingUser:guid modifiedDateTime:dateTime"
PROJECT = {
    "Project": (
        "name! origin creatingUserGUID:guid creationDateTime:dateTime modifyingUserGUID:guid "
        "modifiedDateTime:dateTime basePath",
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*",
    ),
    "Users": ("", "User+"),
    "User": ("guid:guid! name id", ""),
    "CodeBook": ("", "Codes"),
    "Codes": ("", "Code+"),
    "Code": ("guid:guid! name! isCodable:boolean! color:colour", "Description? NoteRef* Code*"),
    "Variables": ("", "Variable+"),
    "Variable": ("guid:guid! name! typeOfVariable:kind!", "Description?"),
    "Cases": ("", "Case+"),
    "Case": ("guid:guid! name", "Description? CodeRef* VariableValue* SourceRef* SelectionRef*"),
    "VariableValue": (
        "",
        "VariableRef TextValue|BooleanValue|IntegerValue|FloatValue|DateValue|DateTimeValue",
    ),
    "Sources": ("", "TextSource*"),  # of the five kinds only this one is written
    "TextSource": (
        f"guid:guid! name richTextPath plainTextPath {CHANGED}",
        "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
    ),
    "PlainTextSelection": (
        f"guid:guid! name startPosition:integer! endPosition:integer! {CHANGED}",
        "Description? Coding* NoteRef*",
    ),
    "Coding": (f"guid:guid! {MADE}", "CodeRef NoteRef*"),
    "Notes": ("", "Note+"),
    "Note": (
        f"guid:guid! name richTextPath plainTextPath {CHANGED}",
        "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
    ),
    "Links": ("", "Link+"),
    "Link": ("guid:guid! name direction color:colour originGUID:guid targetGUID:guid", "NoteRef*"),
    "Sets": ("", "Set+"),
    "Set": ("guid:guid! name!", "Description? MemberCode* MemberSource* MemberNote*"),
    "Graphs": ("", ""),  # never written
    **{
        f"{target}": ("targetGUID:guid!", "")
        for target in (
            "NoteRef", "CodeRef", "SourceRef", "SelectionRef", "VariableRef", "MemberCode", "MemberSource",
            "MemberNote",
        )
    },
}  # fmt: skip
CODEBOOK = {
    "CodeBook": ("origin", "Codes Sets?"),
    "Codes": ("", "Code+"),
    "Code": ("guid:guid! name! isCodable:boolean! color:colour", "Description? Code*"),
    "Sets": ("", "Set+"),
    "Set": ("guid:guid! name!", "Description? MemberCode*"),
    "MemberCode": ("guid:guid!", ""),
}
WORDS = {
    "Description": "xsd:string",
    "PlainTextContent": "xsd:string",
    "TextValue": "xsd:string",
    "BooleanValue": "xsd:boolean",
    "IntegerValue": "xsd:integer",
    "FloatValue": "xsd:decimal",
    "DateValue": "xsd:date",
    "DateTimeValue": "xsd:dateTime",
}
OCCURS = {"?": ' minOccurs="0"', "*": ' minOccurs="0" maxOccurs="unbounded"', "+": ' maxOccurs="unbounded"'}


def check(content: bytes, table: dict[str, tuple[str, str]], space: str) -> None:
    """AssertionError with what is wrong when ``content`` has not the form of the table."""
    schema = _schema(space, "Project" in table)
    document = etree.fromstring(content)
    assert schema.validate(document), schema.error_log


@cache
def _schema(space: str, project: bool) -> etree.XMLSchema:
    table = PROJECT if project else CODEBOOK
    types = "".join(_type(name, attributes, inside) for name, (attributes, inside) in table.items())
    return etree.XMLSchema(
        etree.fromstring(
            f'<xsd:schema xmlns="{space}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="{space}" '
            f'elementFormDefault="qualified"><xsd:element name="{next(iter(table))}" type="{next(iter(table))}"/>'
            f"{types}{_simple('guid', GUID)}{_simple('colour', COLOUR)}{_simple('kind', '|'.join(KINDS))}</xsd:schema>"
        )
    )


def _type(name: str, attributes: str, inside: str) -> str:
    return (
        f'<xsd:complexType name="{name}"><xsd:sequence>{"".join(map(_particle, inside.split()))}</xsd:sequence>'
        f"{''.join(map(_attribute, attributes.split()))}</xsd:complexType>"
    )


def _particle(part: str) -> str:
    if "|" in part:
        return f'<xsd:choice minOccurs="0">{"".join(map(_particle, part.split("|")))}</xsd:choice>'
    name = part.rstrip("?*+")
    return f'<xsd:element name="{name}" type="{WORDS.get(name, name)}"{OCCURS.get(part[len(name) :], "")}/>'


def _attribute(part: str) -> str:
    name, _colon, kind = part.rstrip("!").partition(":")
    own = kind if kind in {"guid", "colour", "kind"} else f"xsd:{kind or 'string'}"
    return f'<xsd:attribute name="{name}" type="{own}"{" use=" + chr(34) + "required" + chr(34) if "!" in part else ""}/>'


def _simple(name: str, pattern: str) -> str:
    return (
        f'<xsd:simpleType name="{name}"><xsd:restriction base="xsd:token"><xsd:pattern value="{pattern}"/>'
        "</xsd:restriction></xsd:simpleType>"
    )
