"""The order of a review, when something has been discussed, and how much time there is."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.decisions.review_rules import (
    ACTIVITY,
    RESULT,
    Thing,
    in_order,
    is_discussed,
    minutes,
    minutes_each,
)


def thing(kind, number):
    return Thing(kind, uuid.UUID(int=number), f"{kind}-{number}", f"{kind} {number}")


FIRST, SECOND = thing(RESULT, 1), thing(RESULT, 2)
CAFE, LESSONS, FLAG = thing(ACTIVITY, 11), thing(ACTIVITY, 12), thing(ACTIVITY, 13)
SUB = uuid.UUID(int=3)


def test_an_activity_comes_after_its_first_result_and_only_once():
    served = {CAFE.id: {SECOND.id}, LESSONS.id: {SUB, SECOND.id}}
    found = in_order([(FIRST, {FIRST.id, SUB}), (SECOND, {SECOND.id})], [CAFE, LESSONS, FLAG], served)
    assert [one.name for one in found] == [
        "result 1",
        "activity 12",
        "result 2",
        "activity 11",
        "activity 13",
    ]
    assert [(one.place, one.count) for one in found] == [(1, 2), (1, 3), (2, 2), (2, 3), (3, 3)]


@given(
    st.dictionaries(st.integers(100, 130), st.sets(st.integers(1, 5), max_size=3), max_size=12),
    st.sets(st.integers(1, 5), max_size=5),
)
def test_whatever_hangs_on_what_everything_comes_once(links, numbers):
    results = [(thing(RESULT, one), {uuid.UUID(int=one)}) for one in sorted(numbers)]
    activities = [thing(ACTIVITY, one) for one in links]
    served = {uuid.UUID(int=one): {uuid.UUID(int=goal) for goal in goals} for one, goals in links.items()}
    found = in_order(results, activities, served)
    assert sorted(one.id for one in found) == sorted(
        [one.id for one, _ in results] + [one.id for one in activities]
    )


@pytest.mark.parametrize(
    ("parties", "done"),
    [
        ([], False),
        (["residents"], False),
        (["residents", "residents"], False),
        (["residents", "provider"], True),
    ],
)
def test_one_party_alone_has_not_discussed_it(parties, done):
    assert is_discussed(parties) is done


@pytest.mark.parametrize(
    ("clock", "found"),
    [("19:30", 1170), ("00:00", 0), ("24:00", None), ("7:30", None), ("", None), ("١٩:٣٠", None)],
)
def test_a_moment_of_the_day(clock, found):
    assert minutes(clock) == found


@pytest.mark.parametrize(
    ("start", "end", "left", "now", "each"),
    [
        ("19:30", "21:30", 24, "", 5),
        ("19:30", "21:30", 4, "20:30", 15),
        ("19:30", "21:30", 4, "19:00", 30),
        ("19:30", "21:30", 4, "22:00", 0),
        ("19:30", "21:30", 0, "", None),
        ("", "21:30", 4, "", None),
        ("21:30", "19:30", 4, "", None),
    ],
)
def test_the_time_that_is_left_is_shared_by_what_is_left(start, end, left, now, each):
    assert minutes_each(start, end, left, now=now) == each
