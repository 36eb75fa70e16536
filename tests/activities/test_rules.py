"""Money adds up to the euro, and what is not covered is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.activities import rules
from koersvast.activities.rules import Fund, Line


def test_cost_is_cover_by_source_and_what_is_left():
    [year] = rules.per_year(
        [
            Line("Loket", 2026, 9000, "6.1", (Fund("Rijk", 4000), Fund("Eigen", 3000))),
            Line("Lessen", 2026, 6000, "6.1", (Fund("Eigen", 6000),)),
        ]
    )
    assert (year.cost, year.sources, year.uncovered) == (15000, (("Eigen", 9000), ("Rijk", 4000)), 2000)


def test_money_that_stopped_earlier_covers_nothing():
    line = Line("Loket", 2027, 9000, "6.1", (Fund("Rijk", 9000, "2026-12-31"),))
    assert line.uncovered == 9000
    assert Line("Loket", 2026, 9000, "6.1", (Fund("Rijk", 9000, "2026-12-31"),)).uncovered == 0


def test_too_much_money_for_one_activity_does_not_cover_another():
    [year] = rules.per_year([Line("A", 2026, 100, "6.1", (Fund("Rijk", 500),)), Line("B", 2026, 100, "6.1")])
    assert (year.sources, year.uncovered) == ((("Rijk", 100),), 100)


def test_gaps_come_in_order_of_year_and_size():
    found = rules.gaps(
        [
            Line("C", 2027, 5, "6.1"),
            Line("A", 2026, 10, "6.1"),
            Line("B", 2026, 20, "6.1"),
            Line("D", 2026, 0, "6.1"),
        ]
    )
    assert [line.activity for line in found] == ["B", "A", "C"]


def test_an_activity_that_runs_longer_than_its_budget_is_named():
    lines = [
        Line("Loket", 2025, 10, "6.1", ends_on="2027-12-31"),
        Line("Loket", 2026, 10, "6.1", ends_on="2027-12-31"),
    ]
    assert rules.unbudgeted_years(lines) == (("Loket", 2027),)


def test_going_on_as_before_costs_what_the_last_year_of_the_cycle_cost():
    years = rules.per_year([Line("A", 2026, 70, "6.1"), Line("A", 2027, 9, "6.1")])
    assert rules.needed_if_all_goes_on(years, cycle_ends=2026) == {2027: 70}
    assert rules.needed_if_all_goes_on(years, cycle_ends=None) == {}


funds = st.lists(
    st.builds(
        Fund,
        st.sampled_from(["Rijk", "Eigen", "Fonds"]),
        st.integers(0, 10**9),
        st.sampled_from(["", "2025", "2026-12-31"]),
    ),
    max_size=4,
).map(tuple)
lines = st.lists(
    st.builds(
        Line,
        st.sampled_from("ABC"),
        st.integers(2024, 2028),
        st.integers(0, 10**9),
        st.sampled_from(["6.1", ""]),
        funds,
    ),
    max_size=12,
)


@given(lines)
def test_every_year_adds_up_to_the_euro(found):
    for year in rules.per_year(found):
        assert sum(amount for _source, amount in year.sources) + year.uncovered == year.cost
    assert sum(year.cost for year in rules.per_year(found)) == sum(line.amount for line in found)
    fields = rules.per_task_field(found)
    assert sum(sum(years.values()) for years in fields.values()) == sum(line.amount for line in found)
    assert sum(line.uncovered for line in rules.gaps(found)) == sum(
        year.uncovered for year in rules.per_year(found)
    )


# What was really spent


def test_what_was_spent_stands_beside_what_was_planned():
    lines = [Line("a", 2026, 100, "6.1", realised=80), Line("b", 2026, 50, "6.1", realised=60)]
    (year,) = rules.spent(lines)
    assert (year.planned, year.realised, year.waiting, year.difference) == (150, 140, 0, -10)
    assert year.less == 10


def test_half_a_sum_gives_no_difference():
    (year,) = rules.spent([Line("a", 2026, 100, "6.1", realised=0), Line("b", 2026, 50, "6.1")])
    assert (year.realised, year.waiting, year.difference) == (0, 1, None)


def test_a_year_of_which_nobody_said_anything_is_left_out():
    assert rules.spent([Line("a", 2026, 100, "6.1")]) == ()


# Task fields


TABLE = [
    rules.Field("6.1", "Samenkracht", 2017, 2026, "6.11"),
    rules.Field("6.11", "Samenkracht, nieuw", 2027),
    rules.Field("0.1", "Bestuur", 2017),
]


def test_a_task_field_is_found_by_its_number_in_its_year():
    assert rules.field_in(TABLE, "6.1", 2026).name == "Samenkracht"
    assert rules.field_in(TABLE, " 6.11 ", 2030).name == "Samenkracht, nieuw"
    assert rules.field_in(TABLE, "6.1", 2027) is None


def test_the_newer_of_two_that_hold_is_meant():
    twice = [rules.Field("6.1", "Oud", 2017), rules.Field("6.1", "Nieuw", 2025)]
    assert rules.field_in(twice, "6.1", 2024).name == "Oud"
    assert rules.field_in(twice, "6.1", 2025).name == "Nieuw"


@pytest.mark.parametrize(
    ("code", "year", "kind", "successor"),
    [("6.1", 2027, "ended", "6.11"), ("6.11", 2026, "not_yet", ""), ("9.9", 2026, "unknown", "")],
)
def test_money_under_a_task_field_that_does_not_hold_is_named(code, year, kind, successor):
    (doubt,) = rules.field_doubts(TABLE, [Line("a", year, 100, code)])
    assert (doubt.activity, doubt.year, doubt.kind, doubt.successor) == ("a", year, kind, successor)


def test_money_that_fits_its_task_field_is_silent():
    assert rules.field_doubts(TABLE, [Line("a", 2026, 100, "6.1"), Line("b", 2027, 1, "6.11")]) == ()


def test_without_a_table_nothing_is_in_doubt():
    assert rules.field_doubts([], [Line("a", 2026, 100, "whatever")]) == ()


def test_the_usual_list_holds_where_this_policy_belongs():
    assert ("6.1", "Samenkracht en burgerparticipatie") in rules.USUAL_FIELDS
    assert len({code for code, _name in rules.USUAL_FIELDS}) == len(rules.USUAL_FIELDS)
