"""A codebook goes to another program and comes back the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given

from koersvast.coding.refi import CannotWrite, Code, Codebook, CodeSet, read_codebook, write_codebook
from koersvast.coding.refi.codebooks import SPACE
from koersvast.texts.reading import CannotRead
from tests.coding import refi_schema
from tests.coding.made_projects import codebooks

GUID = "0d62985d-b147-5d01-a9b5-cae5dcd98342"
OTHER = "dfe5c38e-9449-5959-a1f7-e3d895cfa87f"


@given(codebooks())
def test_what_is_written_is_read_the_same(codebook):
    assert read_codebook(write_codebook(codebook)).codebook == codebook


@given(codebooks())
def test_what_was_read_is_written_in_the_same_bytes(codebook):
    written = write_codebook(codebook)

    assert write_codebook(read_codebook(written).codebook) == written


@given(codebooks())
def test_what_is_written_has_the_form_of_the_standard(codebook):
    refi_schema.check(write_codebook(codebook), refi_schema.CODEBOOK, SPACE)


def test_the_form_of_the_standard_is_really_checked():
    wrong = write_codebook(Codebook((Code(GUID, "a"),))).replace(b"isCodable", b"codable")

    with pytest.raises(AssertionError):
        refi_schema.check(wrong, refi_schema.CODEBOOK, SPACE)


def test_the_codebook_of_waterveen_goes_out_and_in():
    rows = yaml.safe_load(Path("src/koersvast/dialogues/demo/conversations/codes.yaml").read_text())["codes"]

    def tree(parent):
        return tuple(
            Code(
                f"{index:08x}-0000-4000-8000-000000000000",
                row["label"],
                "",
                row["assignable"],
                row["definition"],
                tree(row["id"]),
            )
            for index, row in enumerate(rows)
            if row["parent"] == parent
        )

    codebook = Codebook(tree(None))
    written = write_codebook(codebook)

    refi_schema.check(written, refi_schema.CODEBOOK, SPACE)
    assert read_codebook(written).codebook == codebook


def test_a_codebook_as_taguette_writes_it():
    """Flat, the place in the tree in the name, and an empty list of sets, which the standard does not allow."""
    content = (
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4.1">'
        f'<Codes><Code guid="{GUID.upper()}" name="werkt" isCodable="true"/><Code guid="{OTHER.upper()}" '
        'name="werkt.plek" isCodable="true"/></Codes><Sets/></CodeBook>'
    )

    read = read_codebook(content.encode())

    assert read.codebook == Codebook((Code(GUID, "werkt"), Code(OTHER, "werkt.plek")))
    assert read.origin == "Taguette 1.4.1"


def test_a_codebook_as_atlas_writes_it():
    """Groups of codes, and a schema location with colons of its own."""
    content = (
        '<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" origin="ATLAS.ti Win 23.4.0" '
        f'xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="{GUID.upper()}" name="werkt" color="#46AA00" '
        'isCodable="true"><Description>wat helpt</Description></Code></Codes><Sets><Set name="groep" '
        f'guid="{OTHER.upper()}"><Description>bij elkaar</Description><MemberCode guid="{GUID.upper()}" /></Set></Sets></CodeBook>'
    )

    assert read_codebook(content.encode()).codebook == Codebook(
        (Code(GUID, "werkt", "#46aa00", True, "wat helpt"),),
        (CodeSet(OTHER, "groep", "bij elkaar", (GUID,)),),
    )


def test_a_codebook_as_qualcoder_writes_it():
    """Starts with a mark of its encoding; a category is a code that cannot be given."""
    content = (
        '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" '
        'xsi:schemaLocation="urn:QDA-XML:codebook:1.0 Codebook.xsd" origin="QualCoder" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n  <Codes>\n    '
        f'<Code guid="{{{GUID}}}" name="Thema" isCodable="false">\n      <Description/>\n      '
        f'<Code guid="{OTHER}" name="zorg" isCodable="true" color="#FA0">\n        <Description/>\n      </Code>\n    </Code>\n'
        "  </Codes>\n</CodeBook>\n"
    )

    assert read_codebook(content.encode()).codebook == Codebook(
        (Code(GUID, "Thema", "", False, "", (Code(OTHER, "zorg", "#ffaa00"),)),)
    )


def test_a_code_without_a_guid_gets_the_one_that_always_belongs_to_it():
    content = (
        b'<CodeBook><Codes><Code name="a" isCodable="1"/><Code guid="code-7" name="b"/></Codes></CodeBook>'
    )

    first, again = read_codebook(content).codebook, read_codebook(content).codebook

    assert first == again
    assert len({code.guid for code in first.codes}) == 2


def test_a_group_of_codes_that_are_not_there_is_told():
    content = f'<CodeBook><Codes><Code guid="{GUID}" name="a"/></Codes><Sets><Set guid="{OTHER}" name="g"><MemberCode guid="{OTHER}"/></Set></Sets></CodeBook>'

    read = read_codebook(content.encode())

    assert read.codebook.sets[0].code_guids == ()
    assert len(read.warnings) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"geen xml",
        b"PK\x03\x04",
        b"<Project/>",
        b"<CodeBook><Codes/></CodeBook>",
        b'<!DOCTYPE c [<!ENTITY a "b">]><CodeBook/>',
        f'<CodeBook><Codes><Code guid="{GUID}" name="a"/><Code guid="{GUID.upper()}" name="b"/></Codes></CodeBook>'.encode(),
        b"<CodeBook><Codes>" + b'<Code name="a">' * 150 + b"</Code>" * 150 + b"</Codes></CodeBook>",
        b"<CodeBook><Codes>" + b'<Code name="a">' * 50_000,
    ],
)
def test_what_is_no_codebook_is_refused(content):
    with pytest.raises(CannotRead):
        read_codebook(content)


def test_a_line_end_of_an_old_system_survives_in_a_definition():
    codebook = Codebook((Code(GUID, "a\r\tb", description="een\rtwee\r\ndrie"),))

    assert read_codebook(write_codebook(codebook)).codebook == codebook


def test_an_empty_codebook_cannot_be_written():
    with pytest.raises(CannotWrite):
        write_codebook(Codebook())
