"""A plan is stored whole or not at all, and comes back the same."""

from __future__ import annotations

import copy
import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from hypothesis import HealthCheck, given, settings

from benchmarks.big_plan import big_plan
from koersvast.activities.models import Activity
from koersvast.audit.models import Entry
from koersvast.cycles.models import Cycle, Partner
from koersvast.exchange import actions, queries
from koersvast.exchange.models import Upload
from koersvast.goals.models import Goal, GoalLink
from koersvast.indicators.models import Measurement
from koersvast.jobs.progress import Cancelled
from koersvast.people.models import Organisation
from koersvast.tenants.models import Municipality
from tests.exchange.conftest import PLANS, plan_named
from tests.exchange.made_up import plans

pytestmark = pytest.mark.django_db


def exported(cycle):
    with scope(municipality=cycle.municipality):
        return queries.export_plan(Cycle.objects.get(pk=cycle.pk))


@pytest.mark.parametrize("name", PLANS)
def test_a_real_plan_comes_back_without_loss(name):
    plan = plan_named(name)
    assert exported(actions.import_plan(plan, by=None)) == plan


@pytest.mark.parametrize("name", PLANS)
def test_the_fields_come_back_in_the_order_of_the_format(name):
    plan = exported(actions.import_plan(plan_named(name), by=None))
    assert list(plan)[:3] == ["koersvast", "municipality", "cycle"]
    assert list(plan["measurements"][0])[:3] == ["key", "indicator", "place"]


@given(plans())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_importing_an_export_gives_the_same_plan(plan):
    with transaction.atomic():
        cycle = actions.import_plan(plan, by=None)
        assert exported(cycle) == plan
        again = actions.import_plan(plan, by=None, replace=True)
        assert again.pk == cycle.pk
        assert exported(again) == plan
        transaction.set_rollback(True)


def test_the_same_plan_twice_is_refused(waterveen_plan):
    actions.import_plan(waterveen_plan, by=None)
    with pytest.raises(actions.CycleExists, match="Ronde 2 van Waterveen bestaat al"):
        actions.import_plan(waterveen_plan, by=None)


def test_a_plan_that_is_replaced_keeps_its_place(waterveen_plan):
    first = actions.import_plan(waterveen_plan, by=None)
    fewer = {**waterveen_plan, "cycle": {**waterveen_plan["cycle"], "title": "Anders"}}
    del fewer["decisions"]
    second = actions.import_plan(fewer, by=None, replace=True)
    assert (second.pk, second.version) == (first.pk, first.version + 1)
    assert exported(second) == fewer


def test_another_cycle_of_the_municipality_is_left_alone(waterveen_plan):
    first = actions.import_plan(waterveen_plan, by=None)
    other = copy.deepcopy(waterveen_plan)
    other["cycle"]["number"] = 3
    actions.import_plan(other, by=None)
    actions.import_plan(other, by=None, replace=True)
    assert exported(first) == waterveen_plan


def test_a_cycle_that_was_removed_is_not_overwritten_unasked(waterveen_plan):
    cycle = actions.import_plan(waterveen_plan, by=None)
    with scope(municipality=cycle.municipality):
        Cycle.objects.filter(pk=cycle.pk).update(removed_at=timezone.now())
    with pytest.raises(actions.CycleExists):
        actions.import_plan(waterveen_plan, by=None)
    assert exported(actions.import_plan(waterveen_plan, by=None, replace=True)) == waterveen_plan


def test_an_organisation_is_the_same_one_over_many_cycles(waterveen_plan):
    first = actions.import_plan(waterveen_plan, by=None)
    other = copy.deepcopy(waterveen_plan)
    other["cycle"]["number"] = 3
    actions.import_plan(other, by=None)
    with scope(municipality=first.municipality):
        assert Organisation.objects.filter(name="Politie Waterveen").count() == 1
        assert Partner.objects.filter(name="Politie Waterveen").count() == 2


def test_another_municipality_has_its_own_organisations(waterveen_plan):
    first = actions.import_plan(waterveen_plan, by=None)
    other = copy.deepcopy(waterveen_plan)
    other["municipality"]["code"] = "GM9902"
    second = actions.import_plan(other, by=None)
    with scopes_disabled():
        owners = set(
            Organisation.objects.filter(name="Politie Waterveen").values_list("municipality__code", flat=True)
        )
    assert owners == {"GM9901", "GM9902"}
    assert exported(first)["municipality"]["code"] == "GM9901"
    assert exported(second)["municipality"]["code"] == "GM9902"


def test_an_import_is_written_down(anna, waterveen_plan):
    cycle = actions.import_plan(waterveen_plan, by=anna)
    with scope(municipality=cycle.municipality):
        entry = Entry.objects.get(verb="cycle.imported")
        assert (entry.by, entry.subject_id) == (anna, cycle.pk)
        changed = dict(entry.changes.values_list("field", "after"))
    assert changed == {"municipality.inhabitants_15plus": 98000}


def test_a_municipality_stays_a_demo_when_its_facts_change(waterveen, waterveen_plan):
    Municipality.objects.filter(pk=waterveen.pk).update(is_demo=True)
    actions.import_plan(waterveen_plan, by=None)
    waterveen.refresh_from_db()
    assert waterveen.is_demo
    assert waterveen.inhabitants_15plus == 98000


class Stopping:
    def __init__(self, after):
        self.left = after

    def step(self, doing, done, total):
        assert doing
        assert 0 <= done <= total
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", [0, 1, 5, 10, 15, 20])
def test_a_cancelled_import_leaves_nothing(after, waterveen_plan):
    with pytest.raises(Cancelled):
        actions.import_plan(waterveen_plan, by=None, progress=Stopping(after))
    assert not Municipality.objects.exists()
    with scopes_disabled():
        assert not Cycle.objects.exists()
        assert not Organisation.objects.exists()


def test_a_cancelled_replacement_leaves_what_was_there(waterveen_plan):
    cycle = actions.import_plan(waterveen_plan, by=None)
    other = copy.deepcopy(waterveen_plan)
    other["cycle"]["title"] = "Anders"
    with pytest.raises(Cancelled):
        actions.import_plan(other, by=None, replace=True, progress=Stopping(5))
    assert exported(cycle) == waterveen_plan


def test_a_file_with_mistakes_stores_nothing():
    with pytest.raises(actions.PlanRefused) as refused:
        actions.import_file(b"koersvast: 2\n", by=None)
    assert refused.value.reading.mistakes
    assert not Municipality.objects.exists()


def test_a_subgoal_has_one_home_and_further_parents(in_waterveen, waterveen_plan):
    plan = {
        **{name: waterveen_plan[name] for name in ("koersvast", "municipality", "cycle")},
        "ambitions": [{"key": "a", "text": "Thuis", "evidence": []}],
        "results": [
            {"key": "r", "ambition": "a", "text": "R", "kind": "content",
             "subgoals": [{"key": "s", "text": "S", "kind": "content"}]},
            {"key": "q", "ambition": "a", "text": "Q", "kind": "content",
             "subgoals": [{"key": "t", "text": "T", "kind": "content", "also_under": ["s", "r"]}]},
        ],
    }  # fmt: skip
    cycle = actions.import_plan(plan, by=None)
    links = GoalLink.objects.filter(child__key="t").order_by("position")
    assert list(links.values_list("parent__key", "primary")) == [("q", True), ("s", False), ("r", False)]
    assert exported(cycle) == plan


def test_two_rows_with_one_key_get_two_keys_in_the_file(in_waterveen, waterveen_plan):
    """Keys are unique per section in the database, and in the whole file."""
    cycle = actions.import_plan(waterveen_plan, by=None)
    Goal.objects.filter(key="r-veilig").update(key="act-gsa")
    plan = exported(cycle)
    keys = [goal["key"] for goal in plan["results"]]
    assert "act-gsa" in keys
    assert "act-gsa-2" in [activity["key"] for activity in plan["activities"]]
    from koersvast.exchange.reading import read_plan
    from koersvast.exchange.writing import write_plan

    assert read_plan(write_plan(plan).encode()).mistakes == []


def test_removed_rows_are_not_exported(in_waterveen, waterveen_plan):
    cycle = actions.import_plan(waterveen_plan, by=None)
    now = timezone.now()
    Activity.objects.filter(key="act-gsa").update(removed_at=now)
    Measurement.objects.filter(key="m-vrij-leven-2022").update(removed_at=now)
    from koersvast.exchange.reading import read_plan
    from koersvast.exchange.writing import write_plan

    plan = exported(cycle)
    assert "act-gsa" not in [activity["key"] for activity in plan["activities"]]
    assert read_plan(write_plan(plan).encode()).mistakes == []


def test_who_entered_a_measurement_is_not_exported(in_waterveen, waterveen_plan):
    cycle = actions.import_plan(waterveen_plan, by=None)
    Measurement.objects.update(entered_by="Anna")
    assert "Anna" not in str(exported(cycle)["measurements"])


def test_an_export_takes_the_same_number_of_queries_however_large(django_assert_num_queries):
    small = actions.import_plan(big_plan(20, 10, 100), by=None)
    large_plan = big_plan(200, 100, 1000)
    large_plan["municipality"] = {**large_plan["municipality"], "code": "GM9991"}
    large = actions.import_plan(large_plan, by=None)
    for made in (small, large):
        with scope(municipality=made.municipality):
            cycle = Cycle.objects.get(pk=made.pk)
            with django_assert_num_queries(42):
                queries.export_plan(cycle)


def test_an_import_takes_few_queries_for_many_rows(django_assert_max_num_queries):
    """Rows are stored in bulk: SQLite takes 999 values at a time, so a query holds about 30 measurements."""
    plan = big_plan(200, 100, 2000)
    with django_assert_max_num_queries(300):
        actions.import_plan(plan, by=None)


def test_rows_belong_to_the_municipality_of_the_plan(waterveen_plan):
    cycle = actions.import_plan(waterveen_plan, by=None)
    with scopes_disabled():
        assert set(Goal.objects.values_list("municipality", flat=True)) == {cycle.municipality_id}


def test_the_database_holds_the_truth_too(in_waterveen, waterveen_plan):
    """A plan that nobody read can still not break a constraint: all of it is refused."""
    waterveen_plan["measurements"][0]["margin_low"] = 99.0
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.import_plan(waterveen_plan, by=None)
    assert not Cycle.objects.exists()


NOW = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)


def test_what_was_brought_in_is_kept_for_an_hour(in_waterveen, waterveen, anna, bilal):
    upload = actions.keep_upload(municipality=waterveen, by=anna, file_name="a.yaml", content=b"x", now=NOW)
    assert queries.upload_of(anna, upload.pk, NOW + datetime.timedelta(minutes=59)) == upload
    assert queries.upload_of(anna, upload.pk, NOW + datetime.timedelta(minutes=60)) is None
    assert queries.upload_of(bilal, upload.pk, NOW) is None


def test_what_is_older_than_an_hour_goes_when_somebody_brings_in_a_file(in_waterveen, waterveen, anna):
    actions.keep_upload(municipality=waterveen, by=anna, file_name="oud.yaml", content=b"x", now=NOW)
    later = NOW + datetime.timedelta(hours=1)
    actions.keep_upload(municipality=waterveen, by=anna, file_name="nieuw.yaml", content=b"y", now=later)
    assert list(Upload.objects.values_list("file_name", flat=True)) == ["nieuw.yaml"]
