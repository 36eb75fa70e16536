"""A whole project goes to another program and comes back, and those of other programs come in."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given

from koersvast.coding.refi import (
    CannotWrite,
    Code,
    Codebook,
    CodeSet,
    Coding,
    Project,
    Selection,
    TextSource,
    User,
    read_project,
    write_project,
)
from koersvast.coding.refi.writer import SPACE
from koersvast.texts.reading import CannotRead
from tests.coding import refi_schema
from tests.coding.made_projects import projects
from tests.texts.made_files import zipped

CODE = "2dfba8c9-59f5-4424-99d6-ea9bce18134b"
SOURCE = "8e7fddfe-db36-48dc-b464-80c3a4decd90"
ANNA = "5c94bc9e-db8c-4f1d-9cd6-e900c7440860"
OTHER = "08cbced0-d736-44c8-8fd6-eb4d29fe46c5"
TEXT = "V: Hoe is het? 🏳️‍🌈\r\nD: Goed 😀 hier.\r\nV: Mooi."


def guid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


def qdpx(inside: str, *, origin: str = "Een program", **files: bytes | str) -> bytes:
    root = (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{SPACE}" name="Ronde" origin="{origin}">'
        f'<Users><User guid="{ANNA}" name="Anna"/></Users><CodeBook><Codes><Code guid="{CODE}" name="werkt" '
        f'isCodable="true"/></Codes></CodeBook>{inside}</Project>'
    )
    return zipped({"project.qde": root, **files})


def source(*selections: str, path: str = f"internal://{SOURCE}.txt") -> str:
    return (
        f'<Sources><TextSource guid="{SOURCE}" name="gesprek" plainTextPath="{path}">{"".join(selections)}'
        "</TextSource></Sources>"
    )


def selection(start: int, end: int, *, name: str = "", number: int = 1) -> str:
    return (
        f'<PlainTextSelection guid="{guid(number)}" name="{name}" startPosition="{start}" endPosition="{end}" '
        f'creatingUser="{ANNA}" creationDateTime="2026-03-01T10:00:00Z"><Description />'
        f'<Coding guid="{guid(1000 + number)}" creatingUser="{ANNA}" creationDateTime="2026-03-01T10:00:00Z">'
        f'<CodeRef targetGUID="{CODE}" /></Coding></PlainTextSelection>'
    )


def coded(read) -> list[str]:
    return [
        text.plain_text[each.start : each.end] for text in read.project.sources for each in text.selections
    ]


@given(projects())
def test_what_is_written_is_read_the_same(project):
    read = read_project(write_project(project))

    assert read.project == project
    assert read.warnings == ()


@given(projects())
def test_what_was_read_is_written_in_the_same_bytes(project):
    written = write_project(project)

    assert write_project(read_project(written).project) == written


@given(projects())
def test_what_is_written_has_the_form_of_the_standard(project):
    with zipfile.ZipFile(BytesIO(write_project(project))) as bundle:
        refi_schema.check(bundle.read("project.qde"), refi_schema.PROJECT, SPACE)
        assert set(bundle.namelist()) == {
            "project.qde",
            *(f"Sources/{each.guid}.txt" for each in project.sources),
        }


def test_a_text_lies_in_the_file_as_it_is_and_positions_count_code_points():
    text = TEXT.replace("\r\n", "\n")
    place = text.index("Goed")
    project = Project(
        "Ronde",
        users=(User(ANNA, "Anna"),),
        codebook=Codebook((Code(CODE, "werkt"),)),
        sources=(
            TextSource(
                SOURCE,
                "gesprek",
                text,
                (Selection(OTHER, place, place + 4, codings=(Coding(guid(1), CODE, ANNA),)),),
            ),
        ),
    )

    with zipfile.ZipFile(BytesIO(write_project(project))) as bundle:
        assert bundle.read(f"Sources/{SOURCE}.txt") == text.encode()
        assert f'startPosition="{place}" endPosition="{place + 4}"'.encode() in bundle.read("project.qde")


def utf16(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("origin", "counted", "named", "certain"),
    [
        # the standard, with line ends as they are written: nothing else can be known, so it is said
        ("QualCoder", lambda place: place, "", False),
        ("QualCoder", lambda place: place, "Goed 😀 hier", True),
        # ATLAS.ti writes two signs for a line end and counts one
        ("ATLAS.ti Win 24", lambda place: len(TEXT[:place].replace("\r\n", "\n")), "", False),
        ("ATLAS.ti Win 24", lambda place: len(TEXT[:place].replace("\r\n", "\n")), "Goed 😀 hier", True),
        # programs in JavaScript or .NET count an emoji as two
        ("NVivo", lambda place: utf16(TEXT, place), "Goed 😀 hier", True),
        ("MAXQDA", lambda place: utf16(TEXT, place) - TEXT[:place].count("\r\n"), "Goed 😀 hier", True),
    ],
)
def test_the_way_a_program_counts_is_found_from_what_the_file_says(origin, counted, named, certain):
    start = TEXT.index("Goed")
    end = start + len("Goed 😀 hier.")
    content = qdpx(
        source(selection(counted(start), counted(end), name=named)),
        origin=origin,
        **{f"Sources/{SOURCE}.txt": TEXT},
    )

    read = read_project(content)

    assert read.project.sources[0].plain_text == TEXT.replace("\r\n", "\n")
    assert coded(read) == ["Goed 😀 hier."]
    assert any("telt" in sentence for sentence in read.warnings) is not certain


def test_a_place_beyond_the_code_points_can_only_be_counted_in_utf16():
    text = "😀😀😀 ja"
    content = qdpx(source(selection(7, 9)), **{f"Sources/{SOURCE}.txt": text})

    read = read_project(content)

    assert coded(read) == ["ja"]
    assert read.warnings == ()


def test_a_text_without_emoji_and_with_plain_line_ends_leaves_no_doubt():
    read = read_project(qdpx(source(selection(0, 3)), **{f"sources/{SOURCE}.TXT": "\ufeffgoed zo"}))

    assert coded(read) == ["goe"]
    assert read.warnings == ()


def test_a_project_as_quirkos_and_maxqda_write_it():
    """Values of a text lie in a case without a name; a text may be written inside; memos are notes."""
    content = qdpx(
        f'<Variables><Variable guid="{guid(3)}" name="buurt" typeOfVariable="Text"><Description /></Variable></Variables>'
        f'<Cases><Case guid="{guid(4)}"><VariableValue><VariableRef targetGUID="{guid(3)}"/><TextValue>De Kreken</TextValue>'
        f'</VariableValue><SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
        f'<Sources><TextSource guid="{SOURCE}" name="gesprek"><PlainTextContent>goed zo</PlainTextContent>{selection(0, 4)}'
        f'<NoteRef targetGUID="{guid(5)}"/></TextSource></Sources><Notes><Note guid="{guid(5)}" '
        'modifyingUser="df241da2-bca0-4ad9-83c1-b89c98d83567" modifiedDateTime="2021-01-15T23:37:54Z">'
        f'<PlainTextContent>memo</PlainTextContent><PlainTextSelection guid="{guid(6)}" startPosition="1" endPosition="2" />'
        "</Note></Notes>",
        origin="MAXQDA 2022",
    )

    read = read_project(content)

    assert coded(read) == ["goed"]
    assert read.project.cases[0].values[0].value == "De Kreken"
    assert read.project.cases[0].source_guids == (SOURCE,)
    assert read.project.notes[0].text == "memo"
    assert [user.guid for user in read.project.users] == [ANNA, "df241da2-bca0-4ad9-83c1-b89c98d83567"]
    assert read.warnings == ("Eén markering in een notitie is niet overgenomen.",)


def test_a_project_as_nvivo_writes_it():
    """A Word file lies beside each plain text, a note is a file, and notes are tied with links."""
    content = qdpx(
        f'<Sources><TextSource guid="{SOURCE}" name="gesprek" richTextPath="internal://{SOURCE}.docx" '
        f'plainTextPath="internal://{SOURCE}.txt" creatingUser="{ANNA}" creationDateTime="2026-03-01T10:00:00.1234567Z">'
        f'{selection(0, 4)}</TextSource></Sources><Notes><Note guid="{guid(5)}" name="dagboek" '
        f'plainTextPath="internal://{guid(5)}.txt"><Description>bij ronde 1</Description></Note></Notes>'
        f'<Links><Link guid="{guid(7)}" originGUID="{guid(5)}" targetGUID="{guid(1)}"/></Links>',
        origin="NVivo Windows 14",
        **{
            f"Sources/{SOURCE}.docx": zipped({"a": "b"}),
            f"Sources/{SOURCE}.txt": "goed\r\nzo",
            f"Sources/{guid(5)}.txt": "mijn gedachte",
        },
    )

    read = read_project(content)

    assert coded(read) == ["goed"]
    assert read.project.notes[0].text == "mijn gedachte"
    assert read.project.sources[0].created.year == 2026
    assert read.warnings == ("Eén verbinding tussen onderdelen is niet overgenomen.",)


def test_what_is_not_taken_over_is_said_with_its_number():
    content = qdpx(
        f'<Sources><PictureSource guid="{guid(1)}"/><PictureSource guid="{guid(2)}"/><PDFSource guid="{guid(3)}"/>'
        f'<AudioSource guid="{guid(4)}"><Transcript guid="{guid(5)}"/></AudioSource><VideoSource guid="{guid(6)}"/>'
        f'<TextSource guid="{guid(7)}" plainTextPath="relative:///a.txt"/>'
        f'<TextSource guid="{guid(8)}" plainTextPath="absolute:///etc/passwd"/>'
        f'<TextSource guid="{guid(9)}" plainTextPath="internal://../../../etc/passwd"/><Toekomst/></Sources>'
        f'<Links><Link guid="{guid(10)}"/></Links><Graphs><Graph guid="{guid(11)}"/></Graphs>'
    )

    read = read_project(content)

    assert read.project.sources == ()
    assert read.warnings == (
        "2 plaatjes zijn niet overgenomen.",
        "Eén pdf is niet overgenomen.",
        "Eén geluidsopname is niet overgenomen, ook haar uitgeschreven tekst niet.",
        "Eén video is niet overgenomen, ook haar uitgeschreven tekst niet.",
        "Van 3 teksten ontbreekt de inhoud in dit bestand.",
        "Eén verbinding tussen onderdelen is niet overgenomen.",
        "Eén schema is niet overgenomen.",
        "Eén onbekend onderdeel is niet overgenomen.",
    )


def test_a_fragment_that_cannot_be_is_left_out_and_told():
    unknown = selection(0, 2, number=5).replace(CODE, guid(99))
    content = qdpx(
        source(
            selection(0, 2),
            selection(2, 2, number=2),
            selection(90, 99, number=3),
            selection(3, 40, number=4),
            unknown,
        ),
        **{f"Sources/{SOURCE}.txt": "goed zo"},
    )

    read = read_project(content)

    assert coded(read) == ["go", "d zo", "go"]
    assert [len(each.codings) for each in read.project.sources[0].selections] == [1, 1, 0]
    assert len(read.warnings) == 3


def test_markup_in_names_and_texts_is_words():
    name = "<script>alert(1)</script>&amp;\"'"
    project = Project(
        name,
        (User(ANNA, name, name),),
        Codebook((Code(CODE, name, description=name),)),
        sources=(TextSource(SOURCE, name, name),),
    )

    read = read_project(write_project(project))

    assert read.project == project


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<Project/>",
        b"PK\x03\x04",
        zipped({"iets.txt": "x"}),
        zipped({"project.qde": "geen xml"}),
        zipped({"project.qde": "<CodeBook/>"}),
        zipped({"project.qde": '<!DOCTYPE p [<!ENTITY a "b">]><Project name="&a;"/>'}),
        zipped({"project.qde": '<!DOCTYPE p SYSTEM "http://127.0.0.1:9/"><Project/>'}),
        zipped({"project.qde": "<Project>" * 5_000}),
        zipped({"project.qde": "<Project/>", "../x.txt": "x"}),
        zipped({"project.qde": "<Project/>", "Sources/a.zip": zipped({"a": "b"})}),
        zipped({"project.qde": "<Project/>", "Sources/a.txt": zipped({"a": "b"})}),
        zipped({"project.qde": "<Project/>", "Sources/a.txt": b"\x00" * 30_000_000}),
        qdpx(source(), **{f"Sources/{SOURCE}.txt": "x" * 1_000_001}),
        qdpx(
            source().replace("</Sources>", "") + source().replace("<Sources>", ""),
            **{f"Sources/{SOURCE}.txt": "x"},
        ),
    ],
)
def test_a_project_that_wants_harm_is_refused(content):
    with pytest.raises(CannotRead) as refused:
        read_project(content)

    assert 10 < len(str(refused.value)) < 160


def test_what_the_format_cannot_say_is_not_written():
    fine = Project("a", codebook=Codebook((Code(CODE, "a"),)))

    with pytest.raises(CannotWrite):
        write_project(replace(fine, codebook=Codebook(fine.codebook.codes, (CodeSet(OTHER, "groep"),))))
    with pytest.raises(CannotWrite):
        write_project(replace(fine, sources=(TextSource(SOURCE, "a", "een\r\ntwee"),)))
    assert read_project(write_project(Project("leeg"))).project == Project("leeg")
