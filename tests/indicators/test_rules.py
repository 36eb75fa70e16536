"""What may stand on one line, and what may be shown at all."""

from __future__ import annotations

import uuid

import pytest

from koersvast.indicators import rules

INDICATOR = uuid.uuid4()


def point(period="2024", value=20.0, **fields):
    defaults = {
        "id": uuid.uuid4(), "indicator_id": INDICATOR, "place": "Waterveen", "place_code": "GM9901",
        "population": "15+", "group": "", "compare_group": "", "compare_value": None, "margin_low": None,
        "margin_high": None, "n": 100, "sample": "local_survey", "series": "enq", "break_note": "",
        "source": "Enquête", "retrieved_on": "", "chosen": None, "illustrative": False, "unit": "%",
    }  # fmt: skip
    return rules.Point(**{**defaults, "period": period, "value": value, **fields})


@pytest.mark.parametrize(
    ("unit", "value", "n", "shown"),
    [
        ("%", 20, 50, True),
        ("%", 20, 49, False),
        ("%", 20, None, True),
        ("aantal", 10, None, True),
        ("aantal", 9, None, False),
        ("aantal", 0, None, False),
        ("rapportcijfer", 6.1, 10, True),
        ("rapportcijfer", 6.1, 9, False),
    ],
)
def test_a_group_that_is_too_small_has_no_figure(unit, value, n, shown):
    assert rules.may_show(point(unit=unit, value=value, n=n)) is shown


@pytest.mark.parametrize(
    "different",
    [
        {"series": "nieuw"},
        {"sample": "self_selected"},
        {"place_code": "NL01"},
        {"group": "LHBTI+"},
        {"population": "18+"},
    ],
    ids=lambda found: next(iter(found)),
)
def test_what_differs_never_shares_a_line(different):
    assert len(rules.split([point("2022"), point("2024", **different)])) == 2


def test_a_line_runs_in_time_whatever_the_order_of_entry():
    [series] = rules.split([point("2024-10"), point("2022"), point("2024-02")])
    assert [found.period for found in series.points] == ["2022", "2024-02", "2024-10"]


def test_two_sources_for_one_year_are_both_kept_and_the_chosen_one_is_shown():
    paper, report = point(value=88.0, n=None), point(value=84.0, chosen=True)
    [series] = rules.split([paper, report])
    assert series.points == (report,)
    assert series.others == (paper,)
    assert series.undecided == ()


def test_while_nobody_chose_the_period_is_named_as_undecided():
    [series] = rules.split([point(value=88.0, n=None), point(value=84.0)])
    assert series.undecided == ("2024",)
    assert series.first.value == 84.0, "the one that says how many took part goes first"


def test_who_signs_up_by_themselves_gets_no_interval():
    assert rules.margin(point(margin_low=17, margin_high=33)) == (17, 33)
    assert rules.margin(point(margin_low=17, margin_high=33, sample="self_selected")) is None


def test_level_and_gap_are_both_known():
    assert rules.gap(point(value=24, compare_value=15)) == 9
    assert rules.gap(point(value=24)) is None


@pytest.mark.parametrize(
    ("code", "place", "about"),
    [
        ("GM9901", "Waterveen", rules.About.HERE),
        ("", "Waterveen", rules.About.HERE),
        ("NL01", "Nederland (landelijk cijfer)", rules.About.NATIONAL),
        ("", "Nederland", rules.About.NATIONAL),
        ("GM0363", "Amsterdam", rules.About.ELSEWHERE),
    ],
)
def test_a_national_figure_is_never_about_here(code, place, about):
    assert rules.about(point(place_code=code, place=place), gmcode="GM9901") is about


def test_a_picture_holds_one_place_group_and_sample_type():
    old, new = point("2022", series="oud"), point("2024", series="nieuw")
    panel = point("2024", sample="self_selected", series="panel")
    found = rules.pictures(rules.split([new, old, panel]))
    assert [[one.first.series for one in picture] for picture in found] == [["oud", "nieuw"], ["panel"]]


def test_a_series_is_found_by_a_measurement_that_was_not_chosen():
    left, chosen = point(value=88.0), point(value=84.0, chosen=True)
    series = rules.split([left, chosen])
    assert rules.holding(series, left.id) is series[0]
    assert rules.holding(series, uuid.uuid4()) is None


# Measurements of earlier cycles


def earlier(*points, breaks=False, why="", cycle=2):
    return rules.Earlier(cycle, points, breaks, why)


def test_measurements_of_an_earlier_cycle_stand_on_the_same_line():
    found = rules.join([point("2026")], [earlier(point("2022"), point("2024"))], unit="%")
    (line,) = rules.split(found)
    assert [one.period for one in line.points] == ["2022", "2024", "2026"]


def test_what_the_new_cycle_took_over_or_corrected_counts_once():
    mine = point("2024", 21.0)
    found = rules.join([mine], [earlier(point("2024", 20.0)), earlier(point("2022"), cycle=1)], unit="%")
    assert [(one.period, one.value) for one in found] == [("2024", 21.0), ("2022", 20.0)]


def test_a_definition_that_breaks_gets_a_line_of_its_own_and_says_why():
    found = rules.join(
        [point("2026"), point("2028")], [earlier(point("2022"), breaks=True, why="Anders")], unit="%"
    )
    lines = rules.split(found)
    assert [[one.period for one in line.points] for line in lines] == [["2022"], ["2026", "2028"]]
    assert [one.break_note for one in lines[1].points] == ["Anders", ""]
    assert len(rules.pictures(lines)) == 1  # in one picture, with a break between


def test_another_unit_is_left_out_and_a_small_group_stays_small():
    found = rules.join([point()], [earlier(point("2022", unit="aantal"), point("2020", n=7))], unit="%")
    assert [one.period for one in found] == ["2024", "2020"]
    assert not rules.may_show(found[1])
