"""A chart shows what may be shown, in form and in words, and holds nothing that a page refuses."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from koersvast.indicators import charts, rules
from tests.indicators.test_rules import point

SVG = "{http://www.w3.org/2000/svg}"


def chart_of(*points, **more):
    return charts.compose(key="g", title="Onveilig in de buurt", unit="%", series=rules.split(points), **more)


def drawn(chart, shape="wide"):
    return ET.fromstring(charts.draw(chart, shape))


def with_class(root, name):
    return [found for found in root.iter() if name in found.get("class", "").split()]


def test_points_of_one_series_are_joined():
    root = drawn(chart_of(point("2022"), point("2024")))
    assert len(with_class(root, "kv-g-punt")) == 2
    assert len(with_class(root, "kv-g-lijn")) == 1


def test_the_line_stops_where_the_series_breaks_and_says_why():
    chart = chart_of(
        point("2022", series="oud"), point("2024", series="nieuw", break_note="Nieuwe vraag"), point("2026", series="nieuw")
    )  # fmt: skip
    root = drawn(chart)
    assert len(with_class(root, "kv-g-breuk")) == 1
    [line] = with_class(root, "kv-g-lijn")
    assert line.get("d").count("L") == 1, "only 2024 and 2026 are joined"
    assert "De reeks breekt: Nieuwe vraag." in charts.describe(chart)


def test_a_small_group_is_not_drawn_and_not_told():
    chart = chart_of(point("2022", 24), point("2024", 57.5, n=29), point("2026", 21))
    root = drawn(chart)
    assert len(with_class(root, "kv-g-punt")) == 2
    assert not with_class(root, "kv-g-lijn"), "no line over the hidden year"
    assert "57,5" not in charts.draw(chart)


def test_nothing_to_show_is_no_chart():
    assert chart_of(point("2022", n=12)) is None


def test_no_line_runs_through_a_year_with_two_sources_of_which_none_is_chosen():
    chart = chart_of(point("2022"), point("2024", 84), point("2024", 88, n=None), point("2026"))
    assert not with_class(drawn(chart), "kv-g-lijn")


def test_a_self_selected_sample_has_no_bar():
    chart = chart_of(
        *(point(year, margin_low=10, margin_high=30, sample="self_selected") for year in ("2022", "2024"))
    )
    assert not with_class(drawn(chart), "kv-g-marge")
    assert "marge" not in charts.describe(chart)


def test_a_national_figure_stands_apart():
    chart = chart_of(
        point("2022"), point("2024"), national=[point("2023", 18, place="Nederland", place_code="NL01")]
    )
    root = drawn(chart)
    assert len(with_class(root, "kv-g-land")) == 1
    assert "Landelijk cijfer, niet over Waterveen: 18 procent in 2023." in charts.describe(chart)
    [line] = with_class(root, "kv-g-lijn")
    assert line.get("d").count("L") == 1


def test_target_and_baseline_are_drawn_and_told():
    baseline = point("2022", 24)
    chart = chart_of(baseline, point("2024"), baseline=baseline, target=(18.0, 2026))
    root = drawn(chart)
    assert with_class(root, "kv-g-doel")
    assert with_class(root, "kv-g-nul")
    assert "Doel voor 2026: 18 procent." in charts.describe(chart)


@pytest.mark.parametrize("shape", ["wide", "narrow"])
def test_the_drawing_has_a_title_a_text_version_and_no_style(shape):
    root = drawn(chart_of(point("2022"), point("2024")), shape)
    assert root.find(f"{SVG}title").text == "Onveilig in de buurt"
    assert "20 procent in 2022" in root.find(f"{SVG}desc").text
    assert root.get("aria-labelledby").split() == [
        root.find(f"{SVG}title").get("id"),
        root.find(f"{SVG}desc").get("id"),
    ]
    assert not [found for found in root.iter() if "style" in found.attrib or found.tag == f"{SVG}style"]


def test_hostile_names_stay_text():
    chart = charts.compose(
        key='g"><script>', title="<script>alert(1)</script> & \x00", unit="%",
        series=rules.split([point("2022"), point("2024", break_note="</text><script/>")]),
    )  # fmt: skip
    root = drawn(chart)
    assert not list(root.iter(f"{SVG}script"))


def test_numbers_are_written_as_people_here_write_them():
    chart = charts.compose(
        key="g", title="t", unit="aantal", series=rules.split([point("2022", 1234.0, unit="aantal"), point("2024", 12.5, unit="aantal")]),
    )  # fmt: skip
    text = charts.draw(chart)
    assert "1.234" in text
    assert "12,5" in text
