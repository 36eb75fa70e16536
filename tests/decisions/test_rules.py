"""What is undecided, what is late, and who may decide: without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from koersvast.decisions import permissions, rules
from koersvast.people.models import Membership

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Thing:
    key: str


def test_what_has_a_decision_is_left_out_and_the_order_stays():
    things = [Thing("c"), Thing("a"), Thing("b")]
    assert rules.without_decision(things, {"a"}) == [Thing("c"), Thing("b")]
    assert rules.without_decision([], {"a"}) == []


@pytest.mark.parametrize(
    ("due_on", "how"),
    [
        ("2026-11-20", "late"),
        ("2026-11-21", "soon"),
        ("2026-12-05", "soon"),
        ("2026-12-06", ""),
        ("2026-11", "soon"),
        ("2026-10", "late"),
        ("2026", ""),
        ("2025", "late"),
        ("", ""),
    ],
)
def test_a_date_is_late_only_after_its_last_day(due_on, how):
    assert rules.urgency(due_on, is_open=True, today=TODAY) == how
    assert rules.urgency(due_on, is_open=False, today=TODAY) == ""


def test_days_late_are_counted_from_the_last_day():
    assert rules.days_late("2026-11-20", TODAY) == 1
    assert rules.days_late("2026-11", TODAY) == -9


@pytest.mark.parametrize(
    ("decided_on", "closes"), [("2022-12-13", False), ("2022", False), ("2023", True), ("2026-12-15", True)]
)
def test_closing_the_cycle_before_is_not_closing_this_one(decided_on, closes):
    assert rules.closes(decided_on, "2023-01-01") is closes


ANNA, EMRE, GERRIT = (Membership(role=role) for role in ("officer", "partner", "reader"))


def test_a_cycle_closes_when_everything_is_decided():
    assert permissions.may_close(ANNA, is_closed=False, undecided=[])


def test_the_refusal_names_the_activities():
    said = permissions.may_close(ANNA, is_closed=False, undecided=["Roze Loper", "Spreekuur"])
    assert not said
    assert "Roze Loper, Spreekuur." in said.reason


def test_a_long_refusal_counts_the_rest():
    said = permissions.may_close(ANNA, is_closed=False, undecided=[f"Activiteit {n}" for n in range(8)])
    assert "Activiteit 4 en nog 3." in said.reason
    assert "Activiteit 5" not in said.reason


def test_nobody_but_the_municipality_closes_and_never_twice():
    for member in (EMRE, GERRIT):
        said = permissions.may_close(member, is_closed=False, undecided=["Geheim"])
        assert not said
        assert "Geheim" not in said.reason
    assert not permissions.may_close(ANNA, is_closed=True, undecided=[])


@pytest.mark.parametrize(
    ("member", "body", "allowed"),
    [
        (ANNA, "council", True),
        (ANNA, "table", True),
        (EMRE, "table", True),
        (EMRE, "college", False),
        (GERRIT, "table", False),
    ],
)
def test_a_partner_decides_at_the_table_and_the_municipality_for_its_own_bodies(member, body, allowed):
    assert bool(permissions.may_decide(member, body)) is allowed
    assert bool(permissions.may_change(member, kind="activity", body=body)) is allowed


def test_a_closed_cycle_keeps_its_decisions():
    assert not permissions.may_remove(ANNA, kind="activity", body="table", is_closed=True)
    assert permissions.may_remove(ANNA, kind="close_cycle", body="table", is_closed=True)
    assert not permissions.may_remove(EMRE, kind="close_cycle", body="table", is_closed=True)
    assert permissions.may_remove(EMRE, kind="activity", body="table", is_closed=False)
