"""When somebody is reminded, and what one mail counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.decisions.reminder_rules import Counts, last_moment, to_remind
from koersvast.ui.dates import last_day

DAY = st.dates(date(2020, 1, 1), date(2030, 12, 31))
DUE = st.one_of(
    DAY.map(date.isoformat),
    DAY.map(lambda day: day.isoformat()[:7]),
    DAY.map(lambda day: day.isoformat()[:4]),
)


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        ("2026-05-16", None),
        ("2026-05-17", "2026-05-17"),
        ("2026-05-31", "2026-05-17"),  # the day itself is still in time
        ("2026-06-01", "2026-06-01"),
        ("2026-06-07", "2026-06-01"),
        ("2026-06-08", "2026-06-08"),
    ],
)
@pytest.mark.parametrize("due", ["2026-05-31", "2026-05"])
def test_two_weeks_before_the_day_after_and_then_every_week(due, today, moment):
    found = last_moment(due, date.fromisoformat(today))
    assert found == (date.fromisoformat(moment) if moment else None)


def test_a_mail_counts_what_is_close_and_what_is_late():
    found = to_remind(["2026-06-01", "2026-05", "2027"], today=date(2026, 6, 1), last_sent=None)
    assert found == Counts(soon=1, late=1)


def test_missed_days_are_caught_up_once():
    dues = ["2026-05-31"]
    assert to_remind(dues, today=date(2026, 6, 20), last_sent=date(2026, 5, 17)) == Counts(late=1)
    assert not to_remind(dues, today=date(2026, 6, 21), last_sent=date(2026, 6, 20))
    assert to_remind(dues, today=date(2026, 6, 22), last_sent=date(2026, 6, 20))


@given(dues=st.lists(DUE, max_size=6), today=DAY)
def test_twice_on_one_day_says_nothing_the_second_time(dues, today):
    assert not to_remind(dues, today=today, last_sent=today)


@given(due=DUE, today=DAY)
def test_a_moment_is_never_in_the_future_and_at_most_two_weeks_old(due, today):
    moment = last_moment(due, today)
    if moment is None:
        assert today < last_day(due) - timedelta(days=13)
    else:
        assert timedelta(0) <= today - moment <= timedelta(days=14)


@given(due=DUE, start=DAY)
def test_a_daily_timer_sends_once_a_week_while_it_is_late(due, start):
    last, sent = None, []
    for after in range(60):
        today = start + timedelta(days=after)
        if to_remind([due], today=today, last_sent=last):
            last = today
            sent.append(today)
    late = [day for day in sent if day > last_day(due) + timedelta(days=1) and day != sent[0]]
    weekdays = {(day - last_day(due)).days % 7 for day in late}
    assert weekdays <= {1}


@given(dues=st.lists(DUE, max_size=6), today=DAY)
def test_no_mail_counts_more_than_there_is(dues, today):
    found = to_remind(dues, today=today, last_sent=None)
    assert found.soon + found.late <= len(dues)
