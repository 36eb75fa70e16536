"""What an answer becomes, which period comes before, and when somebody is reminded."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.outcome_forms import rules
from koersvast.outcome_forms.rules import Answer

pytestmark = pytest.mark.pure
DUE = date(2026, 12, 31)
ASKED = date(2026, 11, 1)


def test_nobody_asked_says_nothing_about_usefulness_and_the_goal():
    found = rules.figures(Answer(reached=12, answered=0, usefulness=4.0, achieved=3))
    assert found["reached"] == 12
    assert {found[name] for name in ("usefulness_mean", "usefulness_n", "achieved", "achieved_n")} == {None}


def test_what_the_partner_left_open_is_not_wiped_out():
    assert rules.to_write(Answer(reached=12, answered=0)) == {"reached": 12}


def test_a_year_follows_a_year_and_a_month_a_month():
    periods = ["2024", "2025", "2025-11", "2027"]
    assert rules.period_before(periods, "2026") == "2025"
    assert rules.period_before(periods, "2026-01") == "2025-11"
    assert rules.period_before(periods, "2024") == ""


@pytest.mark.parametrize(
    ("today", "last", "due"),
    [
        (date(2026, 12, 16), ASKED, False),
        (date(2026, 12, 17), ASKED, True),  # fourteen days before
        (date(2026, 12, 18), ASKED, True),  # the machine was off yesterday
        (date(2026, 12, 18), date(2026, 12, 17), False),
        (date(2026, 12, 31), date(2026, 12, 17), True),  # the day itself
        (date(2027, 2, 1), date(2026, 12, 31), False),  # after that people call
        (date(2026, 12, 20), date(2026, 12, 20), False),  # asked today: that was a mail already
    ],
)
def test_a_reminder_goes_fourteen_days_before_and_on_the_day(today, last, due):
    assert rules.reminder_due(DUE, last=last, today=today) is due


counts = st.integers(min_value=0, max_value=10**7)
answers = st.builds(
    Answer,
    reached=counts,
    answered=counts,
    target_group=st.none() | counts,
    usefulness=st.none() | st.floats(min_value=1, max_value=5),
    achieved=st.none() | counts,
    improvements=st.lists(st.text(max_size=30), max_size=4).map(tuple),
    story=st.text(max_size=60),
)


@given(answers)
def test_an_answer_comes_back_as_it_was_sealed(answer):
    assert rules.answer_of(answer.as_text()) == answer


@given(answers)
def test_figures_fit_the_table_of_outcomes(answer):
    found = rules.figures(answer)
    assert (found["achieved_n"] is None) == (found["usefulness_n"] is None)
    assert "" not in rules.to_write(answer).values()


def test_what_was_sent_stands_in_the_form_as_somebody_would_type_it():
    found = rules.typed(Answer(reached=81, answered=36, usefulness=3.8, achieved=29, improvements=("A", "B")))
    assert found["usefulness"] == ""
    assert found["usefulness_mean"] == "3,8"
    assert found["improvements"] == "A\nB"
    assert rules.typed(Answer(reached=1, answered=1, usefulness=4.0))["usefulness"] == "4"
