"""The picture of the money says the same as its table."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from koersvast.activities import charts
from koersvast.activities.rules import YearMoney

YEARS = (
    YearMoney(2026, 69800, (("Eigen", 42300), ("Rijk", 20000), ("Fonds", 4500), ("Provincie", 3000)), 0),
    YearMoney(2027, 9000, (), 9000),
)
CHART = charts.MoneyChart("geld", "Kosten en dekking", YEARS, {2027: 69800})


def test_words_name_what_is_not_covered():
    assert charts.describe(CHART) == (
        "2026: 69.800 euro, helemaal gedekt. 2027: 9.000 euro, waarvan 9.000 euro niet gedekt. "
        "Gaat alles door zoals nu, dan is in 2027 69.800 euro nodig."
    )


def test_bars_are_as_high_as_their_money():
    root = ET.fromstring(charts.draw(CHART))
    heights = {
        found.get("class"): float(found.get("height"))
        for found in root.iter("{http://www.w3.org/2000/svg}rect")
        if float(found.get("width")) > 20 and found.get("class")
    }
    assert heights["kv-g-rijk"] / heights["kv-g-eigen"] == pytest.approx(42300 / 20000, rel=0.01)
    assert "kv-g-spook" in heights, "what it would cost to go on"


def test_more_than_three_sources_are_taken_together():
    assert CHART.sources == ["Eigen", "Rijk", "Fonds", ""]
    assert "andere bronnen" in charts.draw(CHART)


def test_no_money_is_no_error_and_names_stay_text():
    assert "Er is nog geen begroting" in charts.draw(charts.MoneyChart("g", "t", ()))
    hostile = charts.MoneyChart("g", "<b>", (YearMoney(2026, 5, (("<script>", 5),), 0),))
    ET.fromstring(charts.draw(hostile, "narrow"))
