"""One file with many answers: its columns, and a row for each who answered."""

from __future__ import annotations

import datetime as dt

import pytest

from koersvast.texts.reading import CannotRead, answer_table
from tests.texts.made_files import excel, odt, xlsx

CSV = 'nr;leeftijd;Wat mis je in Waterveen?\n1;30-39;Een plek om te dansen, echt.\n2;65+;\n3;18-24;"Rust; en\nruimte"\n'


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_column_with_the_longest_words_holds_the_answers(separator):
    text = "\n".join(
        separator.join(row) for row in [["nr", "wat mis je"], ["1", "een plek om te dansen"], ["2", "rust"]]
    )

    table = answer_table("a.csv", text.encode())

    assert table.longest == 1
    assert table.rows == ((1, ("1", "een plek om te dansen")), (2, ("2", "rust")))


def test_the_headings_name_the_columns_and_a_row_keeps_its_number():
    table = answer_table("a.csv", CSV.replace("2;65+;", ";;").encode())

    assert table.titles == ("nr", "leeftijd", "Wat mis je in Waterveen?")
    assert table.rows == (
        (1, ("1", "30-39", "Een plek om te dansen, echt.")),
        (3, ("3", "18-24", "Rust; en\nruimte")),
    )


def test_a_column_without_a_heading_is_called_by_its_number():
    assert answer_table("a.csv", b"1;1\n2;3\n").titles == ("kolom 1", "kolom 2")


def test_a_workbook_gives_the_answers_of_its_first_sheet():
    content = xlsx(
        [["datum", "antwoord"], [dt.date(2026, 3, 1), "Een plek 🙂"], [None, None], [7.0, "=gewoon tekst"]]
    )

    table = answer_table("a.xlsx", content)

    assert table.titles == ("datum", "antwoord")
    assert [(number, cells[0]) for number, cells in table.rows] == [(1, "2026-03-01"), (3, "7")]


def test_a_workbook_as_excel_itself_writes_it():
    content = excel([["nr", "Wat mis je?"], ["1", "Een plek &amp; rust"]])

    assert answer_table("a.xlsx", content).rows == ((1, ("1", "Een plek & rust")),)


def test_a_formula_in_a_workbook_never_comes_along():
    """It was never calculated, so it has no outcome; the formula itself is not text."""
    content = xlsx([["antwoord", "n"], ['=HYPERLINK("http://x.example","klik")', 1], ["echt waar", 2]])

    assert answer_table("a.xlsx", content).rows == ((1, ("", "1")), (2, ("echt waar", "2")))


def test_a_formula_in_a_csv_is_text():
    assert answer_table("a.csv", b"a;b\n1;=1+1\n").rows == ((1, ("1", "=1+1")),)


def test_a_single_column_keeps_its_first_answer_when_it_is_no_question():
    lines = ["Ik mis een plek om gewoon te kunnen zijn wie ik ben", "Niets eigenlijk, het is hier goed"]

    assert len(answer_table("a.csv", "\n".join(lines).encode()).rows) == 2
    assert len(answer_table("a.csv", "\n".join(["Wat mis je?", *lines]).encode()).rows) == 2


def test_markup_in_an_answer_is_text():
    table = answer_table("a.csv", b"a;b\n1;<script>alert(1)</script>\n")

    assert table.rows[0][1][1] == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\n\n\n"),
        ("a.csv", b"a;b\n;\n"),
        ("a.csv", ("a;b\n" + "1;x\n" * 50_001).encode()),
        ("a.csv", (";".join("x" * 201) + "\n").encode()),
        ("a.csv", b'a;b\n1;"' + b"x" * 200_000),
        ("a.odt", odt("<text:p>x</text:p>")),
        ("a.csv", b"a;b\x00\n"),
        ("a.xlsx", xlsx([[None] * 200 + ["buiten"]])),
        ("a.xlsx", xlsx([[]])),
    ],
)
def test_a_table_that_cannot_be_is_refused(name, content):
    with pytest.raises(CannotRead):
        answer_table(name, content)
