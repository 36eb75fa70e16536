"""How complete a step is, in words; never a gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from koersvast.compass import completeness
from koersvast.compass import facts as f
from tests.compass import facts as plans


def test_an_empty_cycle_is_empty_in_every_step():
    states = completeness.steps(f.PlanFacts(today=date(2025, 1, 1), gmcode="GM9901", place="Waterveen"))
    assert [state.state for state in states] == ["empty"] * 7
    assert [state.number for state in states] == list(range(7))


def test_a_sound_plan_is_ready_up_to_the_last_step():
    states = completeness.steps(plans.sound())
    assert [state.state for state in states] == ["ready"] * 6 + ["empty"]


def test_a_step_counts_what_is_not_complete_yet():
    plan = plans.sound(activities=(plans.activity(), plans.activity(id=plans.SUBGOAL, has_quality=False)))
    quality = completeness.steps(plan)[4]
    assert quality.state == "busy"
    assert quality.count == "1 van 2"
    assert "1 van de 2 activiteiten" in quality.reasons[0].sentence


def test_people_may_call_a_step_ready_with_a_reason():
    said = {4: f.StepFact(4, True, "Voor een proef is dit genoeg.", ())}
    quality = completeness.steps(plans.sound(activities=(), steps=said))[4]
    assert quality.state == "ready"
    assert quality.said_ready == "Voor een proef is dit genoeg."
    assert quality.fraction == 1.0


@given(st.integers(0, 30), st.integers(0, 30))
def test_a_fraction_stays_between_nothing_and_all(with_quality, without):
    activities = tuple(plans.activity(has_quality=True) for _ in range(with_quality)) + tuple(
        plans.activity(has_quality=False) for _ in range(without)
    )
    for state in completeness.steps(replace(plans.sound(), activities=activities)):
        assert 0.0 <= state.fraction <= 1.0
        assert state.state in ("empty", "busy", "ready")
        assert (state.state == "ready") == (state.fraction == 1.0)
