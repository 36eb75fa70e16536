"""Deciding, closing, improving and promising: what is stored, what is refused, what can be undone."""

from __future__ import annotations

import pytest
from django.utils import timezone

from koersvast.audit.models import Entry
from koersvast.cycles.actions import StaleEdit
from koersvast.decisions import actions, queries
from koersvast.decisions.models import Commitment, Decision
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]

CLOSING = {"decided_on": "2026-12-15", "body": "table", "parties": ["municipality"], "reason": "Klaar"}


def take(cycle, member, activity, **fields):
    defaults = {
        "kind": "activity",
        "about_key": activity.key,
        "decision": "adapt",
        "reason": "Weinig jongeren",
        "parties": ["municipality", "residents"],
        "decided_on": "2026-11-20",
        "body": "table",
        "document": "",
    }
    return actions.take_decision(cycle, member=member, **{**defaults, **fields})


def verbs():
    return list(Entry.objects.order_by("at").values_list("verb", flat=True))


def test_a_decision_comes_with_the_first_thing_that_goes_better(cycle, cafe, town, anna, member):
    first = {"text": "Jongeren vragen wat zij willen", "owner": town, "due_on": "2027-03-01"}
    row = take(cycle, member(anna), cafe, owner=town, improvement=first)
    assert [(one.text, one.status) for one in row.improvement_actions.all()] == [
        ("Jongeren vragen wat zij willen", "open")
    ]
    assert verbs() == ["decision.taken", "improvement.added"]
    assert queries.decided_keys(cycle) == {cafe.key}


def test_two_people_decide_at_once_and_the_second_is_asked_again(cycle, cafe, anna, bilal, member):
    take(cycle, member(anna), cafe, seen=0)
    with pytest.raises(actions.DecidedMeanwhile):
        take(cycle, member(bilal), cafe, seen=0, decision="stop")
    assert [row.decision for row in Decision.objects.all()] == ["adapt"]
    take(cycle, member(bilal), cafe, seen=1, decision="stop")
    assert Decision.objects.count() == 2


def test_the_last_decision_holds_and_those_before_stay(cycle, cafe, anna, member):
    take(cycle, member(anna), cafe, decision="continue", decided_on="2025-11-01")
    take(cycle, member(anna), cafe, decision="stop", decided_on="2026-11-01")
    found = queries.standing(cycle).activities[0]
    assert found.decision.decision == "stop"
    assert [row.decision for row in found.earlier] == ["continue"]


def test_emre_does_not_write_down_what_the_college_decided(cycle, cafe, emre, member):
    with pytest.raises(actions.NotPossible, match="legt de gemeente zelf vast"):
        take(cycle, member(emre), cafe, body="college")
    row = take(cycle, member(emre), cafe)
    with pytest.raises(actions.NotPossible):
        actions.change_decision(row, member=member(emre), values={"body": "council"}, version=1)


def test_bilal_is_told_when_anna_was_first(cycle, cafe, anna, bilal, member, decided):
    row = decided(cafe)
    actions.change_decision(
        Decision.objects.get(pk=row.pk), member=member(anna), values={"reason": "Van Anna"}, version=1
    )
    with pytest.raises(StaleEdit):
        actions.change_decision(row, member=member(bilal), values={"reason": "Van Bilal"}, version=1)
    assert Decision.objects.get(pk=row.pk).reason == "Van Anna"


# Closing


def test_a_cycle_does_not_close_while_an_activity_waits(cycle, cafe, training, anna, member, decided):
    decided(cafe)
    with pytest.raises(actions.NotPossible, match=r"Nog geen besluit: Training\."):
        actions.close_cycle(cycle, member=member(anna), **CLOSING)
    assert queries.closing_of(cycle) is None
    decided(training)
    actions.close_cycle(cycle, member=member(anna), **CLOSING)
    assert queries.closing_of(cycle).reason == "Klaar"


def test_money_for_an_activity_is_no_decision_about_it(cycle, cafe, anna, member, decided):
    decided(cafe, word="", kind="budget", body="council")
    assert not actions.closing(cycle, member(anna))


def test_a_removed_activity_holds_nothing_back(cycle, cafe, training, anna, member, decided):
    decided(cafe)
    type(training).objects.filter(pk=training.pk).update(removed_at=timezone.now())
    assert actions.closing(cycle, member(anna))


def test_a_closed_cycle_opens_again_and_closing_asks_the_same_question(cycle, cafe, anna, member, decided):
    about, now = decided(cafe), timezone.now()
    closed = actions.close_cycle(cycle, member=member(anna), **CLOSING)
    with pytest.raises(actions.NotPossible, match="Haal eerst het besluit over de afsluiting weg"):
        actions.remove_decision(about, member=member(anna), now=now)
    actions.remove_decision(closed, member=member(anna), now=now)
    actions.remove_decision(about, member=member(anna), now=now)
    with pytest.raises(actions.NotPossible, match="Roze café"):
        actions.bring_back_decision(closed, member=member(anna))
    actions.bring_back_decision(about, member=member(anna))
    actions.bring_back_decision(closed, member=member(anna))
    assert queries.closing_of(cycle) == closed
    with pytest.raises(actions.NotPossible, match="al afgesloten"):
        actions.close_cycle(cycle, member=member(anna), **CLOSING)


# What will be done better


def test_an_improvement_is_done_and_open_again(cafe, anna, decided, better):
    row = better(decided(cafe))
    actions.finish_improvement(row, by=anna, done_on="2026-11-21")
    assert (row.status, row.done_on) == ("done", "2026-11-21")
    actions.reopen_improvement(row, by=anna)
    assert (row.status, row.done_on) == ("open", "")
    assert verbs() == ["improvement.done", "improvement.reopened"]


def test_what_hangs_on_a_removed_decision_is_not_asked_for(cycle, cafe, anna, member, decided, better):
    row = decided(cafe)
    better(row)
    assert [one.text for one in queries.open_promises(cycle)] == ["Ook op zondag open"]
    actions.remove_decision(row, member=member(anna), now=timezone.now())
    assert queries.open_promises(cycle) == []


# Promises

MOTION = {
    "kind": "motion",
    "text": "Onderzoek een vast loket",
    "by": "Gemeenteraad",
    "made_on": "2025-06-19",
    "status": "open",
}


def linked(row):
    return [link.goal.key for link in row.committed_goals.order_by("position")]


def test_a_promise_is_about_goals(cycle, result, anna):
    other = factories.subgoal(result, "loket")
    row = actions.add_commitment(cycle, by=anna, goals=[result], values=MOTION)
    actions.change_commitment(row, by=anna, version=1, goals=[other], values={"due_on": "2026-12-01"})
    row.refresh_from_db()
    assert (linked(row), row.due_on, row.version) == (["loket"], "2026-12-01", 3)


def test_who_sees_no_goals_leaves_the_links_alone(cycle, result, anna):
    row = actions.add_commitment(cycle, by=anna, goals=[result], values=MOTION)
    actions.change_commitment(row, by=anna, version=1, goals=None, values={"status": "done"})
    assert linked(row) == ["r-1"]


@pytest.mark.parametrize("values", [{}, {"status": "done"}])
def test_two_people_change_a_promise_and_nothing_is_lost(cycle, result, anna, bilal, values):
    row = actions.add_commitment(cycle, by=anna, goals=[result], values=MOTION)
    mine = Commitment.objects.get(pk=row.pk)
    actions.change_commitment(row, by=anna, version=1, goals=[result], values={"by": "Wethouder"})
    with pytest.raises(StaleEdit):
        actions.change_commitment(mine, by=bilal, version=1, goals=[], values=values)
    assert linked(row) == ["r-1"]


def test_a_link_to_a_goal_that_was_taken_away_comes_back_with_it(cycle, result, anna):
    row = actions.add_commitment(cycle, by=anna, goals=[result], values=MOTION)
    type(result).objects.filter(pk=result.pk).update(removed_at=timezone.now())
    actions.change_commitment(row, by=anna, version=1, goals=[], values={})
    assert linked(row) == ["r-1"]
