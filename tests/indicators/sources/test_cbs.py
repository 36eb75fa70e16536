"""A table of CBS StatLine: found through its own metadata, never joined over a break."""

from __future__ import annotations

import json

import pytest

from koersvast.indicators.sources import cbs
from koersvast.indicators.sources.observation import Unreadable
from tests.indicators.sources.recorded import BY_REGION, LHB, TABLE, UNSAFE, rows_of, table


def refused(data, **choices):
    with pytest.raises(Unreadable) as refusal:
        cbs.read(data, **{**UNSAFE, **choices})
    return [(mistake.column, mistake.what) for mistake in refusal.value.mistakes]


def test_the_lhb_row_for_feeling_unsafe_in_2023_and_2025_comes_with_its_margins():
    found = cbs.read(cbs.bundle(TABLE), today="2026-11-21", **UNSAFE)
    assert [(row.period, row.value, row.margin_low, row.margin_high) for row in found] == [
        ("2023", 42.0, 40.5, 43.5),
        ("2025", 44.0, 42.5, 45.5),
    ]
    first = found[0]
    assert (first.source, first.series, first.sample) == ("CBS StatLine 85844NED", "85844NED", "probability")
    assert (first.group, first.unit, first.population) == (LHB, "%", "15+")
    assert (first.place_code, first.retrieved_on) == ("NL01", "2026-11-21")


def test_2019_is_refused_because_the_questions_changed_in_2021():
    ((column, why),) = refused(table(), periods=["2019JJ00", "2023JJ00"])
    assert column == "2019"
    assert "nieuwe vragenlijst" in why


def test_columns_and_rows_are_found_by_title_as_well():
    by_title = cbs.read(
        table(), columns=["Voelt zich weleens onveilig"], periods=["2023"], items={"Kenmerken": [LHB]}
    )
    assert by_title[0].value == 42.0


def test_a_column_with_another_number_behind_it_is_still_found():
    asked = UNSAFE | {"columns": ["VoeltZichWeleensOnveilig_57"]}
    assert cbs.read(table(), **asked)[0].value == 42.0


def test_a_column_name_that_could_be_two_columns_is_refused():
    assert refused(table(), columns=["Slachtoffers_1"]) == [
        ("Slachtoffers_1", "dit onderwerp staat er vaker in")
    ]


def test_columns_with_one_title_are_told_apart_by_the_groups_above_them():
    assert [topic.title for topic in cbs.parse(table()).topics][2:] == [
        "Traditionele criminaliteit: Slachtoffers",
        "Traditionele criminaliteit: Geweld: Slachtoffers",
    ]


def test_an_empty_cell_is_no_zero():
    rows = [row | {"VoeltZichWeleensOnveilig_43": None} for row in rows_of("TypedDataSet")]
    assert refused(table(TypedDataSet=rows)) == [
        ("", "Bij deze keuze staat er geen enkel cijfer in de tabel.")
    ]


def test_a_table_by_region_without_margins_reads_places_months_and_counts():
    found = cbs.read(
        BY_REGION,
        columns=["Meldingen_1"],
        periods=["2024JJ00", "2024MM03"],
        items={"RegioS": ["NL01", "GM9901"]},
    )
    assert [(row.place, row.place_code, row.period, row.value, row.margin_low) for row in found] == [
        ("Nederland (landelijk cijfer)", "NL01", "2024", 14796.0, None),
        ("Waterveen", "GM9901", "2024", 31.0, None),
        ("Waterveen", "GM9901", "2024-03", 4.0, None),
    ]


@pytest.mark.parametrize("shape", [lambda rows: rows, lambda rows: {"d": rows}, lambda rows: {"d": {"results": rows}}, lambda rows: {"value": rows}])  # fmt: skip
def test_every_shape_of_a_list_is_read(shape):
    data = table(
        **{name: shape(rows_of(name)) for name in ("TypedDataSet", "DataProperties", "Perioden", "Marges")}
    )
    assert len(cbs.read(data, **UNSAFE)) == 2


def test_files_are_known_by_what_they_say_of_themselves():
    renamed = [(f"download ({number}).json", data) for number, (_name, data) in enumerate(TABLE)]
    assert json.loads(cbs.bundle(renamed)).keys() == json.loads(cbs.bundle(TABLE)).keys()


def test_files_that_say_nothing_are_known_by_their_name():
    bare = [(f"85844NED_{name}", json.dumps(json.loads(data)["value"]).encode()) for name, data in TABLE]
    assert len(cbs.read(cbs.bundle(bare), **UNSAFE)) == 2


def test_one_list_twice_is_refused():
    with pytest.raises(Unreadable, match="twee keer"):
        cbs.bundle([*TABLE, TABLE[0]])


@pytest.mark.parametrize("name", ["TypedDataSet", "DataProperties", "Perioden", "Marges", "Kenmerken"])
def test_a_list_that_is_missing_is_named(name):
    assert refused(table(**{name: None})) == [(name, "deze lijst van de tabel ontbreekt")]


def test_a_table_without_a_number_is_refused():
    data = table(TableInfos=None, **{name: rows_of(name) for name in ("TypedDataSet", "DataProperties", "Perioden", "Marges", "Kenmerken")})  # fmt: skip
    assert refused(data)[0][0] == "TableInfos"


@pytest.mark.parametrize(
    ("choice", "column"),
    [
        ({"columns": ["Geluk_1"]}, "Geluk_1"),
        ({"columns": []}, ""),
        ({"periods": ["2031JJ00"]}, "Perioden"),
        ({"periods": []}, "Perioden"),
        ({"items": {"Kenmerken": ["X"]}}, "Kenmerken"),
        ({"items": {}}, "Kenmerken"),
    ],
)
def test_what_is_not_in_the_table_cannot_be_asked(choice, column):
    assert refused(table(), **choice)[0][0] == column


@pytest.mark.parametrize("value", ["veel", 1e13, True, [], {"a": 1}])
def test_what_is_no_number_is_refused(value):
    rows = [row | {"VoeltZichWeleensOnveilig_43": value} for row in rows_of("TypedDataSet")]
    assert refused(table(TypedDataSet=rows))[0][1] == "hier staat iets dat geen getal is"


def test_a_number_too_large_for_a_computer_is_refused():
    data = table().replace(b": 42.0", b": 1e999")
    assert refused(data)[0][1] == "hier staat iets dat geen getal is"


def test_margins_that_do_not_hold_the_value_are_refused():
    rows = [row | ({"VoeltZichWeleensOnveilig_43": 99.0} if row["Marges"] == "MOG0095" else {}) for row in rows_of("TypedDataSet")]  # fmt: skip
    assert ("margin_low", "de ondergrens ligt boven het cijfer") in refused(table(TypedDataSet=rows))


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "=1+1", "a\x1bb"])
@pytest.mark.parametrize("name", ["Kenmerken", "DataProperties", "Perioden"])
def test_hostile_titles_are_refused(name, title):
    rows = rows_of(name)
    rows[-1]["Title"] = title
    assert refused(table(**{name: rows}))[0][0] == name


def test_groups_that_run_in_a_circle_do_not_hang():
    rows = [row | ({"ParentID": 8} if row["ID"] in (6, 8) else {}) for row in rows_of("DataProperties")]
    assert len(cbs.parse(table(DataProperties=rows)).topics) == 4


def test_a_table_of_too_many_rows_is_refused():
    rows = [{"ID": number} for number in range(50_001)]
    assert "50.000" in refused(table(TypedDataSet=rows))[0][1]
