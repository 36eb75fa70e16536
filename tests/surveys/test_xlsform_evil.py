"""Files that want to do harm: each is refused with a sentence, quickly, and nothing of it runs or is fetched."""

import io
import socket
import time
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook

from koersvast.surveys.questionnaire import Choice, Questionnaire
from koersvast.surveys.xlsform import NotAnXlsForm, read, write
from tests.surveys.questionnaires import ask, asking
from tests.surveys.test_xlsform_reading import form, left, saved

pytestmark = pytest.mark.pure

GOOD = form("type | name | label\ntext | a | A")
SHEET = "xl/worksheets/sheet1.xml"


def changed(parts: dict[str, bytes], content: bytes = GOOD) -> bytes:
    """The workbook with other parts in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as book:
        return book.read(name)


def with_rows(rows: bytes) -> bytes:
    head, tail = part(SHEET).split(b"</sheetData>")
    return changed({SHEET: head + rows + b"</sheetData>" + tail})


def with_prolog(prolog: bytes, inside: bytes = b"") -> bytes:
    sheet = part(SHEET).replace(b"<worksheet", prolog + b"<worksheet", 1)
    return changed({SHEET: sheet.replace(b"<sheetData>", b"<sheetData>" + inside, 1)})


def macro_by_type() -> bytes:
    types = part("[Content_Types].xml").replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    return changed({"[Content_Types].xml": types})


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
CELL = b'<row r="9"><c r="A9" t="inlineStr"><is><t>&f;</t></is></c></row>'

EVIL: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "past niet bij zijn naam"),
    "a text": (lambda: b"type,name,label\ntext,a,A", "past niet bij zijn naam"),
    "a pdf": (lambda: b"%PDF-1.7", "pdf"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "oud Office-bestand"),
    "a cut off zip": (lambda: GOOD[:-40], "beschadigd"),
    "a zip that is no workbook": (lambda: _zipped("a.txt"), "beschadigd"),
    "fifty megabytes": (lambda: b"PK\x03\x04" + bytes(50 * 1024 * 1024), "groter dan 10 MB"),
    "a bomb": (lambda: changed({"xl/media/a.bin": bytes(30 * 1024 * 1024)}), "te groot"),
    "a zip in the zip": (lambda: changed({"xl/a.zip": GOOD}), "ander bestand verpakt"),
    "a way out": (lambda: changed({"../../etc/cron.d/x": b"x"}), "niet veilig"),
    "a macro": (lambda: changed({"xl/vbaProject.bin": b"x"}), "macro's"),
    "a macro by its type": (macro_by_type, "macro's"),
    "a billion laughs": (lambda: with_prolog(LAUGHS), "beschadigd"),
    "a file from outside": (lambda: with_prolog(OUTSIDE, CELL), "beschadigd"),
    "an empty DTD": (lambda: with_prolog(b"<!DOCTYPE worksheet>"), "beschadigd"),
    "a million rows": (lambda: with_rows(b"<row><c><v>1</v></c></row>" * 1_000_000), "te groot"),
    "a row at the end of the world": (lambda: with_rows(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "te groot"),
    "a cell at the end of the world": (lambda: with_rows(b'<row r="3"><c r="XFD3"><v>1</v></c></row>'), ""),
    "no survey": (lambda: form("", "list_name | name | label\na | b | c"), "het blad survey ontbreekt"),
    "a survey that is hidden": (lambda: _hidden("survey"), "het blad survey ontbreekt"),
    "a pit of brackets": (lambda: form("type | name | label | relevant\ntext | a | A | " + "(" * 30_000), ""),
}  # fmt: skip


def _zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr(name, b"x")
    return file.getvalue()


def _hidden(name: str) -> bytes:
    book = load_workbook(io.BytesIO(form("type | name | label\ntext | a | A", uitleg="x")))
    book[name].sheet_state = "hidden"
    return saved(book)


@pytest.mark.parametrize("name", EVIL)
def test_a_file_that_wants_to_do_harm_does_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*args: object, **kwargs: object) -> None:
        raise AssertionError("reads from outside")

    make, sentence = EVIL[name]
    content = make()
    monkeypatch.setattr(socket.socket, "connect", no_network)
    began = time.perf_counter()
    if sentence:
        with pytest.raises(NotAnXlsForm) as refused:
            read(content)
        assert sentence in str(refused.value)
        assert "passwd" not in str(refused.value)
    else:
        assert [one.key for one in read(content).questionnaire.questions] == ["a"]
    assert time.perf_counter() - began < 6


def test_no_other_file_is_opened_and_no_program_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    content = form(
        """
        type | name | label | calculation
        text | a | A |
        select_one_from_file ../../etc/passwd.csv | b | B |
        xml-external | c | |
        calculate | d | | pulldata('passwd', 'a', 'b', 'c')
        """
    )
    read(content)  # everything is loaded now

    def refused(*args: object, **kwargs: object) -> None:
        raise AssertionError(f"opens {args}")

    monkeypatch.setattr("builtins.open", refused)
    monkeypatch.setattr("os.open", refused)
    monkeypatch.setattr("subprocess.Popen", refused)
    assert [one.key for one in read(content).questionnaire.questions] == ["a"]


def test_a_formula_is_not_read_and_named() -> None:
    book = load_workbook(io.BytesIO(form("type | name | label | hint\ntext | a | A |")))
    book["survey"].append(["text", "b", '=HYPERLINK("http://127.0.0.1:9/?" & A1, "klik")', "Uitleg"])
    reading = read(saved(book))
    assert reading.questionnaire.questions[1].label == {"nl": "b"}
    assert left(reading) == [
        "Blad survey, rij 3: Hier staat een formule. Wij rekenen niet; zet er een gewone tekst neer.",
        "Blad survey, rij 3: de tekst ontbreekt; wij gebruiken de naam b.",
    ]


def test_merged_cells_and_links_and_hidden_sheets_are_named() -> None:
    book = load_workbook(io.BytesIO(GOOD))
    book["survey"].merge_cells("A4:C5")
    book.create_sheet("geheim").sheet_state = "veryHidden"
    content = changed({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}, saved(book))
    assert left(read(content)) == [
        "Er zijn cellen samengevoegd. Daarvan lezen wij alleen de eerste.",
        "Er is een koppeling met een ander bestand. Die volgen wij niet.",
        "Blad geheim: Dit blad is verborgen. Wij lezen alleen wat u kunt zien.",
    ]


def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back() -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "=cmd|' /C calc'!A0"]
    choices = tuple(Choice(f"c{at}", {"nl": text}) for at, text in enumerate(evil))
    made = Questionnaire(
        {"nl": evil[0]},
        ("nl",),
        (ask("a", choices=choices, label={"nl": evil[6]}, hint={"nl": evil[3]}), ask("b", "open", relevance="-1 < ${a}")),
        intro={"nl": evil[0]},
    )  # fmt: skip
    content = write(made, "=1+1")
    assert read(content).questionnaire == made
    book: Workbook = load_workbook(io.BytesIO(content))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} == {
        "s"
    }


def test_marks_that_a_workbook_cannot_hold_do_not_stop_it() -> None:
    made = asking(ask("a", label={"nl": "Hoe\x00 gaat \x1bhet?"}))
    assert read(write(made)).questionnaire.questions[0].label == {"nl": "Hoe gaat het?"}


def test_a_questionnaire_of_three_hundred_questions_goes_out_and_in_within_seconds() -> None:
    choices = tuple(Choice(f"k{at}", {"nl": f"Antwoord {at}"}) for at in range(19))
    many = [ask(f"v{at}", choices=(*choices, Choice(f"z{at}", {"nl": "Anders"}))) for at in range(300)]
    made = asking(*many)
    began = time.perf_counter()
    assert read(write(made)).questionnaire == made
    assert time.perf_counter() - began < 15
