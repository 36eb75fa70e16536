"""One file with many answers: each apart, and together one text with labels."""

from __future__ import annotations

import datetime as dt

import pytest

from koersvast.texts.reading import Answer, CannotRead, answer_columns, read_answers, reading_of_answers
from tests.texts.made_files import excel, odt, xlsx

CSV = 'nr;leeftijd;Wat mis je in Waterveen?\n1;30-39;Een plek om te dansen, echt.\n2;65+;\n3;18-24;"Rust; en\nruimte"\n'


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_column_with_the_longest_words_holds_the_answers(separator):
    text = "\n".join(
        separator.join(row) for row in [["nr", "wat mis je"], ["1", "een plek om te dansen"], ["2", "rust"]]
    )

    assert read_answers("a.csv", text.encode()) == [Answer(1, "een plek om te dansen"), Answer(2, "rust")]


def test_the_number_of_an_answer_leads_back_to_its_row():
    assert read_answers("a.csv", CSV.encode()) == [
        Answer(1, "Een plek om te dansen, echt."),
        Answer(3, "Rust; en\nruimte"),
    ]


def test_another_column_can_be_chosen_from_the_headings():
    assert answer_columns("a.csv", CSV.encode()) == ["nr", "leeftijd", "Wat mis je in Waterveen?"]
    assert read_answers("a.csv", CSV.encode(), 1)[0] == Answer(1, "30-39")


def test_the_answers_become_one_text_in_which_each_has_its_turn():
    reading = reading_of_answers(read_answers("a.csv", CSV.encode()))

    assert reading.text.startswith("antwoord 1: Een plek")
    assert [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns] == [
        ("antwoord 1", "Een plek om te dansen, echt."),
        ("antwoord 3", "Rust; en\nruimte"),
    ]


def test_a_workbook_gives_the_answers_of_its_first_sheet():
    content = xlsx(
        [["datum", "antwoord"], [dt.date(2026, 3, 1), "Een plek 🙂"], [None, None], [7.0, "=gewoon tekst"]]
    )

    assert answer_columns("a.xlsx", content) == ["datum", "antwoord"]
    assert read_answers("a.xlsx", content, 0) == [Answer(1, "2026-03-01"), Answer(3, "7")]


def test_a_workbook_as_excel_itself_writes_it():
    content = excel([["nr", "Wat mis je?"], ["1", "Een plek &amp; rust"]])

    assert read_answers("a.xlsx", content) == [Answer(1, "Een plek & rust")]


def test_a_formula_in_a_workbook_never_comes_along():
    """It was never calculated, so it has no outcome; the formula itself is not text."""
    content = xlsx([["antwoord", "n"], ['=HYPERLINK("http://x.example","klik")', 1], ["echt waar", 2]])

    assert read_answers("a.xlsx", content) == [Answer(2, "echt waar")]


def test_a_single_column_keeps_its_first_answer_when_it_is_no_question():
    lines = ["Ik mis een plek om gewoon te kunnen zijn wie ik ben", "Niets eigenlijk, het is hier goed"]

    assert len(read_answers("a.csv", "\n".join(lines).encode())) == 2
    assert len(read_answers("a.csv", "\n".join(["Wat mis je?", *lines]).encode())) == 2


def test_markup_in_an_answer_is_text():
    assert read_answers("a.csv", b"a;b\n1;<script>alert(1)</script>\n")[0].text == "<script>alert(1)</script>"


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
        read_answers(name, content)


def test_a_column_that_is_not_there_has_no_answers():
    with pytest.raises(CannotRead):
        read_answers("a.csv", CSV.encode(), 9)
