"""A table of figures as CSV: every mistake by line and column, and nothing is guessed."""

from __future__ import annotations

import pytest

from koersvast.indicators.sources import csv_file, national
from koersvast.indicators.sources.csv_file import Place
from koersvast.indicators.sources.observation import MAX_ROWS, Unreadable
from tests.indicators.sources.recorded import OWN

HOME = Place("GM9901", "Waterveen")
HEADER = "code;label_nl;level;group;population;place;year;value;unit;sample;direction;source;series;note"
LINE = "A;Voelt zich veilig;societal;;15+;NL;2023;42;%;probability;higher;CBS;vm;"


def read(*lines, header=HEADER):
    return csv_file.read("\n".join([header, *lines]).encode(), home=HOME)


def mistakes(*lines, header=HEADER):
    with pytest.raises(Unreadable) as refusal:
        read(*lines, header=header)
    return [(mistake.line, mistake.column) for mistake in refusal.value.mistakes]


def line(**changed):
    cells = dict(zip(HEADER.split(";"), LINE.split(";"), strict=True)) | changed
    return ";".join(cells[name] for name in HEADER.split(";"))


def test_an_own_table_keeps_margins_group_and_place():
    first, second, third = csv_file.read(OWN, home=HOME)
    assert (first.value, first.margin_low, first.margin_high, first.n) == (61.5, 55.1, 67.4, 212)
    assert (first.place, first.place_code, first.sample) == ("Waterveen", "GM9901", "local_survey")
    assert (first.compare_value, first.compare_group) == (88, "overige inwoners")
    assert (second.place, second.place_code) == ("Nederland (landelijk cijfer)", "NL01")
    assert (third.place_code, third.population) == ("GM0402", "niet vermeld")


def test_a_note_about_another_series_becomes_the_break_note():
    _first, second, _third = csv_file.read(OWN, home=HOME)
    assert second.break_note == "andere reeks - niet verbinden"
    assert second.note == ""


def test_the_national_figures_come_along_with_their_source_and_day():
    found = national.read()
    assert len(found) == 60
    assert {row.retrieved_on for row in found} == {"2026-11-21"}
    unsafe = found[0]
    assert (unsafe.value, unsafe.compare_value, unsafe.place_code) == (42, 34, "NL01")
    assert [row.break_note for row in found if row.break_note] == [
        "andere reeks - niet verbinden - een bron noemt 2017"
    ]


def test_no_national_figure_can_pass_for_one_of_the_own_municipality():
    assert all(row.place_code for row in national.read())


def test_all_mistakes_are_told_at_once_by_line_and_column():
    assert mistakes(
        line(value="veel"),
        line(year="'23"),
        line(),
        line(code="B", level="city", sample="poll", direction="up"),
    ) == [(2, "value"), (3, "year"), (5, "level"), (5, "sample"), (5, "direction")]


@pytest.mark.parametrize(
    "value", ["NaN", "inf", "1e400", "1.000.000", "10^3", "½", "9" * 14, "101", "-1", "-"]
)
def test_what_is_no_percentage_is_refused(value):
    assert mistakes(line(value=value)) == [(2, "value")]


@pytest.mark.parametrize("value", ["42", "42.5", "42,5", " 42 ", "0", "100"])
def test_numbers_are_read_with_comma_and_point(value):
    assert read(line(value=value))[0].value == float(value.strip().replace(",", "."))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "<b>vet</b>", "<script>alert(1)</script>", "a\x07b", "?"],
)
@pytest.mark.parametrize("column", ["label_nl", "source", "series", "note", "group", "population"])
def test_hostile_texts_are_refused(column, text):
    assert mistakes(line(**{column: text})) == [(2, column)]


def test_a_place_that_nobody_knows_needs_a_code():
    assert mistakes(line(place="Verweg")) == [(2, "place")]
    header = f"{HEADER};place_code"
    assert read(f"{line(place='Verweg')};GM9999", header=header)[0].place_code == "GM9999"


def test_one_code_is_one_figure():
    assert mistakes(line(), line(label_nl="Iets anders")) == [(3, "code")]


def test_a_line_with_too_many_fields_is_told():
    assert mistakes(f"{LINE};nog;iets") == [(2, "")]


def test_an_open_quote_is_told():
    assert mistakes('"A;Voelt zich veilig') == [(2, "")]


def test_columns_must_be_known_and_there():
    assert mistakes(line(), header=HEADER.replace("value", "waarde")) == [(1, "value"), (1, "waarde")]
    assert mistakes("1", header="code") != []
    assert mistakes("a,b", header=HEADER.replace(";", ",")) == [(1, "")]


def test_only_a_header_is_no_table():
    assert mistakes() == [(0, "")]


def test_a_file_of_too_many_lines_is_refused():
    with pytest.raises(Unreadable, match=r"50\.000"):
        read(*[LINE] * (MAX_ROWS + 1))


def test_a_thousand_mistakes_are_counted_not_all_shown():
    with pytest.raises(Unreadable) as refusal:
        read(*[line(value="x")] * 1000)
    assert (len(refusal.value.mistakes), refusal.value.hidden) == (100, 900)


def test_lines_of_a_spreadsheet_with_a_byte_order_mark_are_read():
    data = ("\ufeff" + HEADER + "\r\n" + LINE + "\r\n;;;;;;;;;;;;;\r\n").encode()
    assert len(csv_file.read(data)) == 1
