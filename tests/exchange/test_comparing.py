"""Two plans side by side: every difference is said, the same one in both directions, and nothing else."""

from __future__ import annotations

import copy
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.big_plan import big_plan
from koersvast.exchange.comparing import compare
from koersvast.exchange.telling import tell
from koersvast.exchange.veiling import Small, veiled
from tests.exchange.made_up import plans

LAWS = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
OPPOSITE = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}


def signs(found):
    """What was found, without the title: a renamed thing is called by its new name."""
    return sorted(
        (one.section, one.key, one.field, one.kind, repr(one.before), repr(one.after)) for one in found
    )


@LAWS
@given(plans(), plans(), st.randoms(use_true_random=False))
def test_the_laws_of_two_plans_side_by_side(first, second, dice):
    """Making up two plans takes longer than comparing them: all laws look at the same two."""
    assert compare(first, copy.deepcopy(first)) == [], "a plan does not differ from itself"
    assert tell(first, copy.deepcopy(first)) == [], "of a plan that is the same, nothing is told"
    there = signs(compare(first, second))
    back = sorted(
        (section, key, field, OPPOSITE[kind], after, before)
        for section, key, field, kind, before, after in signs(compare(second, first))
    )
    assert there == back, "what came in one direction went in the other"
    assert all(one.title and one.kind_words for one in tell(first, second) if one.title)
    mixed = copy.deepcopy(second)
    for section in (
        "organisations",
        "indicators",
        "measurements",
        "ambitions",
        "activities",
        "results",
        "sources",
    ):
        dice.shuffle(mixed.get(section, []))
    assert signs(compare(first, mixed)) == there, "the order of things with a key does not matter"


def only(before, after):
    (found,) = compare(before, after)
    return found


@pytest.fixture
def changed(waterveen_plan):
    """The demo plan, and a copy to change."""
    return waterveen_plan, copy.deepcopy(waterveen_plan)


def test_a_corrected_measurement_is_said_with_both_figures(changed):
    before, after = changed
    row = next(one for one in after["measurements"] if one.get("n", 0) and one["n"] > 100)
    row["value"] += 1
    found = only(before, after)
    assert (found.section, found.key, found.field, found.kind) == (
        "measurements",
        row["key"],
        "value",
        "changed",
    )
    assert found.after == found.before + 1


def test_a_goal_under_another_parent_is_moved(changed):
    before, after = changed
    first = next(one for one in after["results"] if one.get("subgoals"))
    other = next(one for one in after["results"] if one is not first)
    child = first["subgoals"].pop()
    other.setdefault("subgoals", []).append(child)
    found = only(before, after)
    assert (found.key, found.kind, found.before, found.after) == (
        child["key"],
        "moved",
        first["key"],
        other["key"],
    )


def test_a_renumbered_task_field_is_a_change_of_that_budget_line(changed):
    before, after = changed
    activity = next(one for one in after["activities"] if one.get("budget"))
    line = activity["budget"][0]
    line["taakveld"] = "6.12"
    found = only(before, after)
    assert (found.field, found.item, found.after) == ("budget.taakveld", str(line["year"]), "6.12")


def test_what_is_told_uses_words_and_names_and_not_keys(changed):
    before, after = changed
    activity = after["activities"][0]
    activity["status"] = "stopped"
    other = next(one for one in after["organisations"] if one["key"] != activity["owner"])
    activity["owner"] = other["key"]
    told = {one.field: (one.kind_words, one.after, one.step) for one in tell(before, after)}
    assert told == {"Status": ("Veranderd", "Gestopt", 3), "Trekker": ("Veranderd", other["name"], 3)}


def test_a_small_group_says_that_it_changed_and_never_how_much(changed):
    before, after = changed
    for plan, n in ((before, 7), (after, 8)):
        plan["measurements"][0] |= {"n": n, "value": float(40 + n)}
        plan["activities"][0]["outcomes"] = [{"period": "2025", "reach": {"reached": n}}]
    found = tell(before, after)
    assert found
    assert all("47" not in f"{one.before}{one.after}" for one in found)
    assert {one.before for one in found} == {"te klein om te tonen"}
    assert "7" not in repr(Small(7))
    assert veiled(before)["measurements"][0]["value"] == Small(47.0)


def test_twice_the_plan_takes_about_twice_the_time():
    def seconds(goals, activities, measurements):
        before = big_plan(goals, activities, measurements)
        after = copy.deepcopy(before)
        dice = random.Random(1)
        for row in dice.sample(after["measurements"], measurements // 3):
            row["value"] += 1
        return min(_timed(before, after) for _ in range(3))

    def _timed(before, after):
        start = time.perf_counter()
        compare(before, after)
        return time.perf_counter() - start

    small, large = seconds(200, 100, 2000), seconds(800, 400, 8000)
    assert large < 2
    assert (
        large < small * 4 * 4
    )  # four times as much, with room for a busy machine; a square would be 16 and more
