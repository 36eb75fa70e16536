"""Files that want to do harm. Each is refused with a sentence, or read as plain words; nothing stays behind."""

from __future__ import annotations

import contextlib
import io
import os
import random
import stat
import struct
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from koersvast.texts.reading import CannotRead, answer_table, plain_name, read
from koersvast.texts.reading.markup import Counted, parse
from tests.texts.made_files import TYPES, docx, excel, odt, paragraph, relations, xlsx, zipped

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% load x %}",
    "javascript:alert(1)",
    "%(name)s {0} %s",
)
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(c)} "{f"&{chr(c - 1)};" * 10}">' for c in range(ord("c"), ord("k")))
    + "]>"
)
QUADRATIC = f'<!DOCTYPE q [<!ENTITY a "{"x" * 50_000}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'
MB = 1024 * 1024


def with_member(change: Callable[[zipfile.ZipInfo], None], name: str = "word/extra.bin") -> bytes:
    out = io.BytesIO(docx(paragraph("x")))
    with zipfile.ZipFile(out, "a") as bundle:
        info = zipfile.ZipInfo(name)
        change(info)
        bundle.writestr(info, b"inhoud")
    return out.getvalue()


def named(name: str) -> bytes:
    return with_member(lambda info: None, name)


def flagged(content: bytes, bit: int) -> bytes:
    """The bit "encrypted" set at every member, in both places where it stands."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0:
            changed[place + at] |= bit
            place = changed.find(mark, place + 4)
    return bytes(changed)


def symlink(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def device(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFCHR | 0o666) << 16


def twice() -> bytes:
    out = io.BytesIO(docx(paragraph("goed")))
    with zipfile.ZipFile(out, "a") as bundle, pytest.warns(UserWarning, match="Duplicate name"):
        bundle.writestr("word/document.xml", "<anders/>")
    return out.getvalue()


def overlapping() -> bytes:
    """Every line of the table of contents points at the same bytes: small outside, a mountain inside."""
    base = zipped({f"a{index:03}": b"x" for index in range(200)})
    changed = bytearray(base)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", changed, place + 42, 0)
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def lying_about_size() -> bytes:
    """Says it is 10 bytes, and is 20 MB."""
    honest = docx(paragraph("x"), **{"word/media.bin": b"\x00" * (20 * MB)})
    return honest.replace(struct.pack("<I", 20 * MB), struct.pack("<I", 10))


def crowd(members: int) -> bytes:
    return zipped({f"m{index}": b"" for index in range(members)}, compress=False)


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    place = content.find(b"word/document.xml") + 40
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


def deep(depth: int) -> str:
    return "<w:sdt>" * depth + paragraph("x") + "</w:sdt>" * depth


# name -> (file name, content); made when the test runs
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "billion laughs in a document": ("a.docx", lambda: docx("&j;", prolog=LAUGHS)),
    "billion laughs in an open document": ("a.odt", lambda: odt("<text:p>&j;</text:p>", prolog=LAUGHS)),
    "quadratic growth": ("a.docx", lambda: docx(paragraph("&a;" * 20_000), prolog=QUADRATIC)),
    "a file of the server": ("a.docx", lambda: docx(paragraph("&f;"), prolog=OUTSIDE)),
    "a file of the server, open document": ("a.odt", lambda: odt("<text:p>&f;</text:p>", prolog=OUTSIDE)),
    "a DTD from elsewhere": ("a.docx", lambda: docx(paragraph("x"), prolog=ELSEWHERE)),
    "a parameter entity": ("a.docx", lambda: docx(paragraph("x"), prolog=PARAMETER)),
    "an empty DTD": ("a.docx", lambda: docx(paragraph("x"), prolog="<!DOCTYPE w>")),
    "a DTD in the relations": (
        "a.docx",
        lambda: zipped({"[Content_Types].xml": TYPES, "_rels/.rels": LAUGHS + relations("x"), "word/document.xml": "<a/>"}),
    ),
    "a DTD in UTF-16": ("a.docx", lambda: zipped({"[Content_Types].xml": TYPES, "word/document.xml": (OUTSIDE + "<a>&f;</a>").encode("utf-16")})),
    "a member of zeros": ("a.docx", lambda: docx(paragraph("x"), **{"word/media/a.bin": b"\x00" * (40 * MB)})),
    "a text of one letter": ("a.docx", lambda: docx(paragraph("a" * 20 * MB))),
    "more unpacked than allowed": ("a.docx", lambda: docx("", **{f"word/{i}": b"\x00" * (1024 * 1024) for i in range(60)})),
    "too many members": ("a.docx", lambda: crowd(2_001)),
    "a great many members": ("a.docx", lambda: crowd(60_000)),
    "members that share bytes": ("a.docx", overlapping),
    "a member that lies about its size": ("a.docx", lying_about_size),
    "a way up": ("a.docx", lambda: named("../../etc/cron.d/x")),
    "a way up with backslashes": ("a.docx", lambda: named("..\\..\\x")),
    "an absolute name": ("a.docx", lambda: named("/etc/passwd")),
    "a drive": ("a.docx", lambda: named("C:\\Windows\\x.dll")),
    "a name with a NUL": ("a.docx", lambda: named("word/a.txt").replace(b"word/a.txt", b"word/a\x00txt")),
    "a name with a line end": ("a.docx", lambda: named("word/a\r\nSet-Cookie: x")),
    "a name that turns around": ("a.docx", lambda: named("word/\u202etxt.exe")),
    "a name without end": ("a.docx", lambda: named("word/" + "a" * 300)),
    "a name of nothing": ("a.docx", lambda: named("x").replace(b"x", b"x") and named("word/../x")),
    "a link": ("a.docx", lambda: with_member(symlink)),
    "a device": ("a.docx", lambda: with_member(device)),
    "two members with one name": ("a.docx", twice),
    "two names that differ in capitals": ("a.docx", lambda: named("WORD/DOCUMENT.XML")),
    "encrypted": ("a.docx", lambda: flagged(docx(paragraph("x")), 0x1)),
    "strongly encrypted": ("a.docx", lambda: flagged(docx(paragraph("x")), 0x40)),
    "a zip in a zip": ("a.docx", lambda: named("word/embeddings/tabel.xlsx")),
    "a zip under another name": ("a.docx", lambda: docx(paragraph("x"), **{"word/media/foto.png": zipped({"a": b"b"})})),
    "a macro": ("a.docx", lambda: named("word/vbaProject.bin")),
    "a macro by its type": ("a.docx", lambda: zipped({"[Content_Types].xml": TYPES.replace("document.main", "document.macroEnabled.main"), "word/document.xml": "<a/>"})),
    "a macro in an open document": ("a.odt", lambda: odt("<text:p>x</text:p>", **{"Basic/Standard/Module1.xml": "<a/>"})),
    "cut in half": ("a.docx", lambda: truncated(docx(paragraph("x" * 5_000)))),
    "one byte changed": ("a.docx", lambda: flipped(docx(paragraph("hallo allemaal")))),
    "only the first bytes of a zip": ("a.docx", lambda: b"PK\x03\x04"),
    "a zip of something else": ("a.docx", lambda: zipped({"a.txt": "b"})),
    "an open document called Word": ("a.docx", lambda: odt("<text:p>x</text:p>")),
    "a Word document called open": ("a.odt", lambda: docx(paragraph("x"))),
    "unknown packing": ("a.docx", lambda: with_member(lambda info: setattr(info, "compress_type", zipfile.ZIP_LZMA))),
    "markup that is not closed": ("a.docx", lambda: docx("<w:p>").replace(b"", b"")),
    "markup without end": ("a.docx", lambda: docx(deep(50_000))),
    "a tag without end": (
        "a.docx",
        lambda: docx("<w:p " + " ".join(f"a{i}='{i * 7919 % 99991}'" for i in range(200_000)) + "/>"),
    ),
    "noise called a document": ("a.docx", lambda: b"PK\x03\x04" + noise(100_000)),
    "noise called text": ("a.txt", lambda: noise(100_000)),
    "a picture called text": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    "a program called text": ("a.txt", lambda: b"MZ\x90\x00\x03\x00"),
    "a packed file called text": ("a.txt", lambda: b"\x1f\x8b\x08\x00" + noise(50)),
    "front matter that points at itself": (
        "a.md",
        lambda: ("---\na: &a [x,x]\n" + "".join(f"{chr(c)}: &{chr(c)} [*{chr(c - 1)},*{chr(c - 1)}]\n" for c in range(98, 122)) + "---\nx").encode(),
    ),
    "front matter as deep as a well": ("a.md", lambda: b"---\na: " + b"[" * 9_000 + b"\n---\nx"),
    "front matter without end": ("a.md", lambda: b"---\n" + b"a: b\n" * 5_000 + b"---\nx"),
    "a letter a million times": ("a.txt", lambda: b"\n" * 900_000),
    "spaces without end": ("a.odt", lambda: odt("<text:p>" + "<text:s text:c='1000'/>" * 2_000 + "</text:p>")),
}  # fmt: skip
READ: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "markup": ("a.txt", lambda: "\n".join(PAYLOADS).encode(), PAYLOADS[0]),
    "markup in a document": ("a.docx", lambda: docx(paragraph("&lt;script&gt;alert(1)&lt;/script&gt;")), PAYLOADS[0]),
    "markup in an open document": ("a.odt", lambda: odt("<text:p>&lt;b&gt;x</text:p>"), "<b>x"),
    "a formula": ("a.txt", lambda: b"=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
    "front matter that asks for an object": ("a.md", lambda: b"---\na: !!python/object/apply:os.system [id]\n---\nx", "---\na: !!python"),
    "labels without end": ("a.txt", lambda: b"V: ja\n" * 100_000, "V: ja"),
    "a label of a million letters": ("a.txt", lambda: b"A" * 900_000 + b": x", "A"),
    "words and colons": ("a.txt", lambda: b"Aa Bb Cc Dd Ee: " * 50_000, "Aa"),
    "nothing but tabs": ("a.txt", lambda: b"\t" * 500_000 + b"x", "\t"),
    "arrows of subtitles": ("a.vtt", lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * 50_000, "<v"),
    "a great many cues": ("a.srt", lambda: b"1\n00:00:01,000 --> 00:00:02,000\nja\n\n" * 20_000, "ja"),
    "spaces that are a million": ("a.odt", lambda: odt("<text:p>a<text:s text:c='999999999'/>b</text:p>"), "a "),
    "a repeated cell": (
        "a.odt",
        lambda: odt("<table:table><table:table-row table:number-rows-repeated='1048576'><table:table-cell "
        "table:number-columns-repeated='16384'><text:p>x</text:p></table:table-cell></table:table-row></table:table>"),
        "x",
    ),
    "an entity that everybody has": ("a.docx", lambda: docx(paragraph("&amp;amp;")), "&amp;"),
}  # fmt: skip


@pytest.fixture
def nothing_left(tmp_path, monkeypatch):
    """A temporary folder of its own, and it has to stay empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("encrypted", "wachtwoord"),
        ("strongly encrypted", "wachtwoord"),
        ("a macro by its type", "macro's"),
        ("members that share bytes", "niet veilig"),
        ("a zip in a zip", "verpakt"),
        ("an empty DTD", "DTD"),
    ],
)
def test_the_sentence_names_the_real_reason(case, words):
    name, make = REFUSED[case]
    with pytest.raises(CannotRead, match=words):
        read(name, make())


def test_the_sum_of_all_members_counts_when_each_alone_may_be():
    member = noise(20_000) * 52  # 1 MB out of 20 KB
    content = docx(paragraph("x"), **{f"word/{index}.bin": member for index in range(52)})

    with pytest.raises(CannotRead, match="uitgepakt te groot"):
        read("a.docx", content)


def test_members_are_counted_before_the_table_of_contents_is_read(monkeypatch):
    content = crowd(2_001)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(CannotRead, match="uitgepakt te groot"):
        read("a.docx", content)


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor. The limits guard against what never ends; how fast it is, is a benchmark."""
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_wants_harm_is_refused_and_keeps_nobody_waiting(case, nothing_left):
    name, make = REFUSED[case]
    content = make()

    def refused() -> None:
        with pytest.raises(CannotRead) as told:
            read(name, content)
        assert 10 < len(str(told.value)) < 160
        assert "<" not in str(told.value)

    assert timed(refused) < 10


@pytest.mark.parametrize("case", READ)
def test_a_file_that_only_looks_bad_is_read_as_words(case, nothing_left):
    name, make, words = READ[case]
    content = make()
    read_texts = []

    assert timed(lambda: read_texts.append(read(name, content).text)) < 10
    assert read_texts[0].startswith(words)


@pytest.mark.parametrize("case", [*REFUSED])
def test_a_bomb_takes_no_memory(case):
    name, make = REFUSED[case]
    content = make()
    tracemalloc.start()
    try:
        with pytest.raises(CannotRead):
            read(name, content)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 50 * MB


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_sentence_repeats_what_the_file_or_its_name_says(payload):
    """A refusal is shown to somebody with rights; it never carries the words of somebody else."""
    for name in (payload, f"{payload}.docx", f"{payload}.txt", f"../{payload}.xlsx"):
        for content in (payload.encode(), f"\x00{payload}".encode(), named(f"word/{payload}"), b""):
            for reads in (read, answer_table):
                assert payload not in told_about(reads, name, content)


def told_about(reads: Callable[[str, bytes], object], name: str, content: bytes) -> str:
    try:
        return "".join(getattr(reads(name, content), "warnings", ()))
    except CannotRead as refused:
        return str(refused)


def test_a_name_with_markup_is_shown_by_the_template_as_words():
    from django.template import Context, Template

    shown = Template("{{ name }}").render(Context({"name": plain_name(f"{PAYLOADS[0]}.txt")}))

    assert "<script>" not in shown


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        (lambda: xlsx([["=1+1", "@SUM(A1)", "+cmd|x", "-2+3"]]), 1),
        (lambda: xlsx([["x"]], title="<script>"), 1),
        (lambda: xlsx([["a", "b"], *([index, "zin " * 20] for index in range(5_000))]), 3),
        (lambda: sparse("A1048576"), 1),
        (lambda: sparse("XFD1"), 1),
        (
            lambda: excel(
                [["a"], ["b"]],
                strings="".join(f"<si><t>{i * 7919 % 99991:x}</t></si>" for i in range(400_000)),
            ),
            1,
        ),
        (lambda: excel([["a"], ["b"]], strings=LAUGHS), 1),
        (lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook>"}), 1),
        (
            lambda: zipped({"[Content_Types].xml": LAUGHS + "<Types>&j;</Types>", "xl/workbook.xml": "<x/>"}),
            1,
        ),
        (lambda: xlsx([["x"]])[:-40], 1),
    ],
)
def test_a_workbook_that_wants_harm_takes_no_time(content, seconds, nothing_left):
    made = content()

    def tried() -> None:
        with contextlib.suppress(CannotRead):
            answer_table("a.xlsx", made)

    assert timed(tried) < 10 * seconds


def test_more_tags_than_a_book_has_letters_are_counted_before_they_are_read():
    content = b"<a>" + b"<b/>" * 2_500_000 + b"</a>"

    def refused() -> None:
        with pytest.raises(CannotRead):
            parse(content, Counted())

    assert timed(refused) < 5


def sparse(place: str) -> bytes:
    """One cell at the far end of the sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["ver weg"]]))) as honest, zipfile.ZipFile(out, "w") as bundle:
        for info in honest.infolist():
            content = honest.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                row = "".join(filter(str.isdigit, place)).encode()
                content = content.replace(b'r="A1"', b'r="' + place.encode() + b'"').replace(
                    b'row r="1"', b'row r="' + row + b'"'
                )
            bundle.writestr(info, content)
    return out.getvalue()
