"""What the actions about activities keep and refuse, whoever calls them."""

from __future__ import annotations

import pytest

from koersvast.activities import actions
from koersvast.activities.models import Activity, Outcome
from koersvast.audit.models import Entry
from koersvast.cycles.actions import StaleEdit
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
NONE = dict.fromkeys(("known", "reached", "target_group", "usefulness_mean", "usefulness_n", "achieved", "achieved_n", "dropped", "started"))  # fmt: skip


@pytest.fixture
def activity(waterveen):
    return factories.activity(factories.partner(factories.cycle(waterveen), "welzijn"))


def tell(activity, by, row=None, version=None, **values):
    return actions.save_outcome(
        activity,
        row,
        by=by,
        values={**NONE, "period": "2026", **values},
        version=version,
        improvements=["Meer stoelen"],
    )


def test_who_began_with_an_older_version_overwrites_nothing(activity, anna, bilal):
    mine = Activity.objects.get()
    actions.change_activity(activity, by=bilal, version=1, partners=[], values={"what": "Van Bilal"})
    partner = factories.partner(activity.cycle, "school")
    with pytest.raises(StaleEdit):
        actions.change_activity(mine, by=anna, version=1, partners=[partner], values={"what": "Van Anna"})
    fresh = Activity.objects.get()
    assert fresh.what == "Van Bilal"
    assert not fresh.cooperations.exists()


def test_a_stale_outcome_keeps_its_improvements(activity, anna, bilal):
    row = tell(activity, anna, reached=40)
    actions.save_outcome(
        activity,
        Outcome.objects.get(),
        by=bilal,
        values={**NONE, "period": "2026", "reached": 41},
        version=1,
        improvements=["Van Bilal"],
    )
    with pytest.raises(StaleEdit):
        tell(activity, anna, row=row, version=1, reached=42)
    assert [one.text for one in Outcome.objects.get().improvements.all()] == ["Van Bilal"]


def test_the_history_keeps_a_number_of_many_and_not_of_few(activity, anna):
    tell(activity, anna, reached=40, achieved=3, achieved_n=6)
    changes = {
        change.field: change.after for change in Entry.objects.get(subject_id=activity.pk).changes.all()
    }
    assert changes == {
        "period": "2026",
        "reached": 40,
        "achieved": "te klein om te tonen",
        "achieved_n": "te klein om te tonen",
    }


def test_a_figure_that_was_about_few_stays_unsaid_when_more_people_answer(activity, anna):
    row = tell(activity, anna, achieved=3, achieved_n=6)
    tell(activity, anna, row=row, version=1, achieved=30, achieved_n=60)
    newest = Entry.objects.filter(subject_id=activity.pk).first()
    assert {change.before for change in newest.changes.all()} == {"te klein om te tonen"}
