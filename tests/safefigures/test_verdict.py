"""One honest word about a result: the truth table, and the laws that keep it honest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import safefigures as sf

RANK = {"off_course": 0, "too_early": 1, "unknowable": 1, "on_course": 2, "reached": 3}
FIRMNESS = {"too_early": 0, "unknowable": 0, "on_course": 1, "off_course": 1, "reached": 1}

AMOUNT = st.floats(-0.3, 0.3).map(lambda x: round(x, 3))
HALF = st.floats(0.001, 0.3).map(lambda x: round(x, 3))
TARGET = st.floats(0.01, 0.3).map(lambda x: round(x, 3))
LEFT = st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0])
DETECTABLE = st.sampled_from([None, 0.02, 0.1, 0.28])


def word(change, half, target=0.10, left=0.0, sample="random", **more):
    return sf.verdict(change, target, (change - half, change + half), left, sample, **more).key


@pytest.mark.parametrize(
    ("change", "half", "left", "more", "wanted"),
    [
        (0.15, 0.04, 0.0, {}, "reached"),
        (0.15, 0.04, 0.5, {}, "reached"),
        (0.10, 0.04, 0.0, {}, "too_early"),
        (0.05, 0.04, 0.0, {}, "off_course"),
        (0.06, 0.04, 0.5, {}, "on_course"),
        (0.03, 0.02, 0.5, {}, "too_early"),
        (0.03, 0.04, 0.5, {}, "too_early"),
        (0.00, 0.04, 0.5, {}, "off_course"),
        (-0.05, 0.04, 0.9, {}, "off_course"),
        (0.06, 0.14, 0.5, {}, "too_early"),
        (0.06, 0.14, 0.5, {"detectable": 0.28}, "unknowable"),
        (0.06, 0.14, 0.5, {"detectable": 0.08}, "too_early"),
        (0.15, 0.04, 0.0, {"broken": True}, "unknowable"),
        (0.15, 0.04, 0.0, {"planned_look": False}, "too_early"),
        (0.15, 0.04, 0.0, {"planned_look": False, "anytime": True}, "reached"),
        (0.15, 0.04, 0.0, {"sample": "self_selected"}, "unknowable"),
        (0.15, 0.04, 0.0, {"sample": "convenience"}, "unknowable"),
        (0.15, 0.00, 0.0, {"sample": "register"}, "reached"),
        (0.00, 0.02, 0.5, {"target": -0.03, "direction": "up"}, "on_course"),
        (0.00, 0.02, 0.0, {"target": -0.03, "direction": "up"}, "reached"),
        (-0.08, 0.02, 0.5, {"target": -0.03, "direction": "up"}, "off_course"),
        (0.00, 0.02, 0.5, {"target": 0.0, "direction": "up"}, "too_early"),
    ],
)
def test_the_truth_table(change, half, left, more, wanted):
    assert word(change, half, left=left, **more) == wanted


def test_the_word_is_dutch_with_a_reason_and_what_would_help():
    found = sf.verdict(0.06, 0.10, (-0.08, 0.20), 0.5, "random", detectable=0.28)
    assert found.word == "niet te weten met deze meting"
    assert "kleiner dan de kleinste verandering" in found.reason
    assert "regio" in found.would_help
    assert not found.said


def test_a_level_to_reach_is_a_change_from_the_baseline():
    found = sf.verdict(0.12, 0.70, (0.101, 0.14), 0, "random", baseline=0.60)
    assert found.word == "bereikt"
    down = sf.verdict(-0.12, 0.50, (-0.14, -0.101), 0, "random", baseline=0.60)
    assert down.word == "bereikt"


def test_time_left_may_come_in_years_of_a_period():
    one = sf.verdict(0.06, 0.10, (0.02, 0.10), 2, "random", period=4)
    assert one == sf.verdict(0.06, 0.10, (0.02, 0.10), 0.5, "random")


def test_without_a_margin_nothing_is_said():
    found = sf.verdict(0.2, 0.1, None, 0, "random")
    assert (found.key, found.reason) == ("unknowable", "Van dit cijfer is geen marge bekend.")


@given(AMOUNT, st.floats(0, 0.3), HALF, TARGET, LEFT, DETECTABLE)
def test_a_better_change_with_the_same_margin_never_gets_a_worse_word(
    change, more, half, target, left, detectable
):
    before = word(change, half, target, left, detectable=detectable)
    after = word(change + more, half, target, left, detectable=detectable)
    assert RANK[after] >= RANK[before]


@given(AMOUNT, st.floats(0, 0.3), HALF, TARGET, LEFT, DETECTABLE)
def test_a_wider_margin_never_gets_a_firmer_word(change, more, half, target, left, detectable):
    before = word(change, half, target, left, detectable=detectable)
    after = word(change, half + more, target, left, detectable=detectable)
    assert FIRMNESS[after] <= FIRMNESS[before]
    if FIRMNESS[after]:
        assert after == before or (before, after) == ("reached", "on_course")


@given(AMOUNT, HALF, TARGET, LEFT, DETECTABLE)
def test_up_and_down_are_each_others_mirror(change, half, target, left, detectable):
    up = sf.verdict(change, target, (change - half, change + half), left, "random", detectable=detectable)
    down = sf.verdict(
        -change, -target, (-change - half, -change + half), left, "random", detectable=detectable
    )
    assert up == down


@given(AMOUNT, HALF, TARGET, LEFT, DETECTABLE, st.sampled_from([0.25, 4.0, 1024.0]))
def test_the_unit_does_not_matter(change, half, target, left, detectable, unit):
    one = sf.verdict(change, target, (change - half, change + half), left, "random", detectable=detectable)
    ends = ((change - half) * unit, (change + half) * unit)
    other = sf.verdict(
        change * unit, target * unit, ends, left, "random", detectable=detectable and detectable * unit
    )
    assert one == other


@given(AMOUNT, HALF, TARGET, LEFT, DETECTABLE)
def test_people_who_chose_themselves_never_speak_for_everybody(change, half, target, left, detectable):
    assert word(change, half, target, left, "self_selected", detectable=detectable) == "unknowable"


@given(AMOUNT, HALF, TARGET, LEFT, DETECTABLE)
def test_an_unplanned_look_says_nothing_without_a_confidence_sequence(change, half, target, left, detectable):
    found = word(change, half, target, left, detectable=detectable, planned_look=False)
    assert FIRMNESS[found] == 0
    anytime = word(change, half, target, left, detectable=detectable, planned_look=False, anytime=True)
    assert anytime == word(change, half, target, left, detectable=detectable)


@given(AMOUNT, HALF, TARGET, LEFT, DETECTABLE)
def test_a_word_that_is_not_said_always_tells_what_would_help(change, half, target, left, detectable):
    found = sf.verdict(change, target, (change - half, change + half), left, "random", detectable=detectable)
    assert found.said != bool(found.would_help)
    assert found.reason


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"sample": "some people"}, "sample"),
        ({"interval": (0.2, 0.3)}, "interval"),
        ({"interval": (0.3, -0.1)}, "interval"),
        ({"interval": (0.1,)}, "interval"),
        ({"interval": (0.1, 0.1)}, "interval"),
        ({"interval": (float("nan"), 0.2)}, "interval[0]"),
        ({"change": float("nan")}, "change"),
        ({"target": None}, "target"),
        ({"target": 0}, "direction"),
        ({"direction": "better"}, "direction"),
        ({"time_left": -1}, "time_left"),
        ({"time_left": 5, "period": 4}, "time_left"),
        ({"period": 0}, "period"),
        ({"detectable": 0}, "detectable"),
        ({"baseline": "high"}, "baseline"),
        ({"broken": "yes"}, "broken"),
        ({"planned_look": 1}, "planned_look"),
        ({"anytime": None}, "anytime"),
    ],
)
def test_bad_input_is_refused_with_its_place(given, place):
    right = {"change": 0.1, "target": 0.1, "interval": (0.0, 0.2), "time_left": 0, "sample": "random"}
    with pytest.raises(sf.StatInputError) as error:
        sf.verdict(**{**right, **given})
    assert error.value.place == place
