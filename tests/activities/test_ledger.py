"""The money of a cycle as a file: adds up to the euro in every format, and no name is ever a formula."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf import opendocument
from odf.table import Table, TableCell, TableRow

from koersvast.activities import ledger
from koersvast.activities.rules import Fund, Line
from tests import factories
from tests.activities.test_queries import budget

LINES = [
    Line("Roze café", 2026, 1000, "6.1", (Fund("Rijk", 600), Fund("Eigen geld", 700))),
    Line("Roze café", 2027, 500, "6.1", (Fund("Rijk", 500, "2026-12-31"),)),
    Line("Training", 2026, 62842, "6.1", ()),
]
NAMES = ["=1+1", "+31 6", "-2", "@SUM(A1)", "\t=1", " =1", "＝1+1", 'a;b"c\nd', "a\x07b", "<b>", "Café"]


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def read_xlsx(content, sheet=0):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[sheet].values]


def read_ods(content, sheet=0):
    table = opendocument.load(io.BytesIO(content)).spreadsheet.getElementsByType(Table)[sheet]
    return [
        [
            int(float(cell.getAttribute("value"))) if cell.getAttribute("valuetype") == "float" else str(cell)
            for cell in row.getElementsByType(TableCell)
        ]
        for row in table.getElementsByType(TableRow)
    ]


READERS = {"csv": read_csv, "xlsx": read_xlsx, "ods": read_ods}


@pytest.mark.parametrize("kind", ledger.FORMATS)
def test_the_parts_of_each_year_add_up_to_its_cost(kind):
    _file_type, write = ledger.FORMATS[kind]
    _heads, *rows = READERS[kind](write(ledger.sheets(LINES)))
    per_year = {}
    for _activity, year, _field, _source, amount in rows:
        per_year[int(year)] = per_year.get(int(year), 0) + int(amount)
    assert per_year == {2026: 63842, 2027: 500}


def test_every_format_holds_the_same_rows():
    found = [
        [[str(cell) for cell in row] for row in READERS[kind](write(ledger.sheets(LINES)))]
        for kind, (_file_type, write) in ledger.FORMATS.items()
    ]
    assert found[0] == found[1] == found[2]
    assert found[0][1:] == [
        ["Roze café", "2026", "6.1", "Rijk", "600"],
        ["Roze café", "2026", "6.1", "Eigen geld", "400"],
        ["Roze café", "2027", "6.1", "Niet gedekt", "500"],
        ["Training", "2026", "6.1", "Niet gedekt", "62842"],
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_second_sheet_holds_the_years_with_their_sources(kind):
    rows = READERS[kind](ledger.FORMATS[kind][1](ledger.sheets(LINES)), 1)
    assert rows == [
        ["Jaar", "Kosten", "Eigen geld", "Rijk", "Niet gedekt"],
        [2026, 63842, 400, 600, 62842],
        [2027, 500, 0, 0, 500],
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_third_sheet_holds_what_was_spent_and_nothing_where_nobody_said(kind):
    lines = [Line("a", 2026, 100, "6.1", realised=120), Line("b", 2026, 50, "6.1")]
    content = ledger.FORMATS[kind][1](ledger.sheets(lines))
    first, second = [[cell or "" for cell in row] for row in READERS[kind](content, 2)[1:]]
    assert first == ["a", 2026, "6.1", 100, 120, 20]
    assert second == ["b", 2026, "6.1", 50, "", ""]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_a_formula(name):
    pages = ledger.sheets([Line(name, 2026, 10, name, (Fund(name, 4),))])
    first = read_csv(ledger.as_csv(pages))[1][0]
    assert not first.lstrip(" ").startswith(ledger.FORMULA)
    book = openpyxl.load_workbook(io.BytesIO(ledger.as_xlsx(pages)))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}
    assert "formula" not in str(read_ods(ledger.as_ods(pages)))


@given(
    st.lists(
        st.builds(
            Line,
            st.text(max_size=20),
            st.integers(2020, 2030),
            st.integers(0, 10**9),
            st.text(max_size=5),
            st.lists(st.builds(Fund, st.text(max_size=8), st.integers(0, 10**9)), max_size=3).map(tuple),
        ),
        max_size=6,
    )
)
def test_the_parts_add_up_whatever_the_plan(lines):
    pages = ledger.sheets(lines)
    assert sum(row[-1] for row in pages[0].rows[1:]) == sum(line.amount for line in lines)
    for _file_type, write in ledger.FORMATS.values():
        assert write(pages)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_waterveen")
class TestDownload:
    @pytest.fixture
    def cycle(self, waterveen):
        cycle = factories.cycle(waterveen)
        owner = factories.partner(cycle, "welzijn")
        budget(factories.activity(owner, "cafe", name="Roze café"), 2026, 100, ("Rijk", 60))
        return cycle

    @pytest.mark.parametrize("kind", ledger.FORMATS)
    def test_anna_takes_the_money_with_her(self, cycle, anna, client_of, kind):
        answer = client_of(anna).get(f"/GM9901/ronde/1/activiteiten/geld/{kind}/")
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="geld-gm9901-ronde-1.{kind}"'
        assert answer["Content-Type"] == ledger.FORMATS[kind][0]
        assert [str(cell) for cell in READERS[kind](answer.content)[1]] == [
            "Roze café",
            "2026",
            "6.1",
            "Rijk",
            "60",
        ]

    def test_the_page_offers_each_format(self, cycle, anna, client_of):
        page = client_of(anna).get("/GM9901/ronde/1/activiteiten/geld/").content.decode()
        assert all(f"/GM9901/ronde/1/activiteiten/geld/{kind}/" in page for kind in ledger.FORMATS)

    def test_another_format_does_not_exist(self, cycle, anna, client_of):
        assert client_of(anna).get("/GM9901/ronde/1/activiteiten/geld/exe/").status_code == 404

    def test_chris_from_elsewhere_finds_nothing(self, cycle, chris, client_of):
        assert client_of(chris).get("/GM9901/ronde/1/activiteiten/geld/csv/").status_code == 404

    def test_dewi_without_an_account_is_asked_to_sign_in(self, cycle, client):
        answer = client.get("/GM9901/ronde/1/activiteiten/geld/csv/")
        assert answer.status_code == 302
        assert "login" in answer["Location"]
