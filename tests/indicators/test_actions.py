"""What the actions about figures refuse, whoever calls them."""

from __future__ import annotations

import pytest

from koersvast.audit.models import Entry
from koersvast.cycles.actions import StaleEdit
from koersvast.indicators import actions
from koersvast.indicators.models import GoalIndicator, Measurement
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen)


@pytest.fixture
def measurement(cycle):
    return factories.measurement(factories.indicator(cycle), "2025", 58, n=200)


def test_an_outcome_figure_is_never_tied_to_a_goal(cycle, anna):
    goal = factories.result(factories.ambition(cycle))
    outcome = factories.indicator(cycle, "i-nut", level="outcome")
    with pytest.raises(actions.WrongLevel, match="deelnemers"):
        actions.aim(goal, None, by=anna, values={"indicator": outcome, "no_target_reason": "x"}, version=None)
    assert not GoalIndicator.objects.exists()


def test_who_began_with_an_older_version_overwrites_nothing(measurement, anna, bilal):
    mine = Measurement.objects.select_related("indicator").get()
    actions.change_measurement(measurement, by=bilal, values={"value": 59.0}, version=1)
    with pytest.raises(StaleEdit) as both:
        actions.change_measurement(mine, by=anna, values={"value": 61.0}, version=1)
    assert (both.value.theirs, both.value.mine) == ({"value": 59.0}, {"value": 61.0})
    assert Measurement.objects.get().value == 59.0


def test_the_history_says_a_number_of_a_large_group_and_not_of_a_small_one(measurement, anna):
    actions.change_measurement(measurement, by=anna, values={"value": 59.0}, version=1)
    actions.change_measurement(measurement, by=anna, values={"value": 60.0, "n": 12}, version=2)
    newest, first = Entry.objects.filter(subject_id=measurement.indicator_id)
    assert [(change.before, change.after) for change in first.changes.all()] == [(58.0, 59.0)]
    assert {change.after for change in newest.changes.all()} == {"te klein om te tonen"}


def test_choosing_touches_only_what_was_measured_for_the_same_people_and_period(measurement, anna):
    same = factories.measurement(
        measurement.indicator, "2025", 63, key="m-same", chosen=True, choice_reason="Oud"
    )
    others = [
        factories.measurement(measurement.indicator, "2025", 63, key="m-group", group="ouderen", chosen=True, choice_reason="x"),
        factories.measurement(measurement.indicator, "2024", 63, key="m-year", chosen=True, choice_reason="x"),
    ]  # fmt: skip
    actions.choose_measurement(measurement, reason="Van onszelf", by=anna)
    same.refresh_from_db()
    assert same.chosen is None
    for other in others:
        other.refresh_from_db()
        assert other.chosen is True
