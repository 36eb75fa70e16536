"""What was decided stays byte for byte; what lives goes on, and the difference is said."""

from __future__ import annotations

import copy
import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django_scopes import scope

from koersvast.activities.models import Activity, Budget
from koersvast.audit.models import Entry
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Partner, Source
from koersvast.decisions import actions as decisions
from koersvast.decisions.models import Decision
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.freezing import actions, queries
from koersvast.freezing.canonical import Unreadable, from_bytes, to_bytes
from koersvast.freezing.models import FrozenCopy
from koersvast.goals.models import Goal, GoalLink
from koersvast.indicators.models import Measurement
from koersvast.tenants.models import Municipality
from tests import factories
from tests.freezing.conftest import MONEY, NOW, PLAN, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]


def bytes_now(kept):
    return bytes(FrozenCopy.objects.get(pk=kept.row.pk).content)


def said(kept, cycle):
    return {(one.section, one.kind_words, one.field) for one in queries.then_and_now(kept, cycle)}


def test_adopting_freezes_the_whole_plan_with_its_hash(adopt, cycle):
    kept = adopt()
    assert kept.whole
    assert kept.row.sha256 == hashlib.sha256(kept.data).hexdigest()
    assert kept.plan == export_plan(cycle)
    content = json.loads(kept.data)
    assert content["format"] == "koersvast-frozen-1"
    assert content["program"]
    assert to_bytes(from_bytes(kept.data)) == kept.data  # the same plan gives the same bytes
    assert "decision.frozen" in Entry.objects.values_list("verb", flat=True)


def test_nothing_changed_is_no_difference(adopt, cycle):
    assert queries.then_and_now(adopt(), cycle) == []


def test_what_is_only_prepared_freezes_nothing(adopt):
    assert adopt(status="on_agenda", decided_on="2027-01-12", document="") is None
    assert not FrozenCopy.objects.exists()


def test_from_the_agenda_to_adopted_freezes_what_stood_there_that_day(adopt, cycle, anna, member):
    adopt(status="on_agenda", decided_on="2026-11-30")
    row = Decision.objects.get(kind="adopt_plan")
    values = {**PLAN, "status": "adopted", "decided_on": "2026-11-20"}
    actions.change(row, member=member(anna), values=values, version=1, now=NOW, today=TODAY)
    (kept,) = queries.copies_of(cycle)
    assert (kept.row.decided_on, kept.whole) == ("2026-11-20", True)


def test_two_people_change_a_decision_and_the_second_sees_both(adopt, anna, bilal, member):
    adopt(status="prepared")
    first, second = (Decision.objects.get(kind="adopt_plan") for _ in range(2))
    more = {"now": NOW, "today": TODAY, "version": 1}
    actions.change(first, member=member(anna), values={**PLAN, "status": "on_agenda"}, **more)
    with pytest.raises(StaleEdit):
        actions.change(second, member=member(bilal), values={**PLAN, "status": "adopted"}, **more)
    assert not FrozenCopy.objects.exists()


def test_what_was_decided_can_be_withdrawn_and_its_copy_stays(adopt, cycle, anna, member):
    kept = adopt()
    row = kept.decision
    more = {"member": member(anna), "now": NOW, "today": TODAY, "version": row.version}
    with pytest.raises(decisions.NotPossible, match="Hierover is besloten"):
        actions.change(row, values={"status": "adopted", "decided_on": "2026-01-01"}, **more)
    actions.change(row, values={"status": "withdrawn", "document": PLAN["document"]}, **more)
    (kept,) = queries.copies_of(cycle)
    assert (kept.withdrawn, kept.whole) == (True, True)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (MONEY, "als het plan is vastgesteld"),
        (PLAN | {"decided_on": "2027-01-05"}, "moet nog komen"),
        (MONEY | {"body": "college"}, "stelt de gemeenteraad vast"),
    ],
)
def test_the_wrong_order_is_refused_and_nothing_is_stored(adopt, facts, words):
    with pytest.raises(decisions.NotPossible, match=words):
        adopt(facts)
    assert not Decision.objects.filter(kind__in=["adopt_plan", "budget"]).exists()
    assert not FrozenCopy.objects.exists()


def test_twice_the_same_decision_is_refused(adopt):
    adopt()
    with pytest.raises(decisions.NotPossible, match="staat er al"):
        adopt()


def test_emre_of_a_partner_may_not_write_it_down(emre, cycle, member):
    with pytest.raises(decisions.NotPossible):
        actions.register(cycle, member=member(emre), now=NOW, today=TODAY, **PLAN)


def test_there_is_no_way_around_freezing(cycle, anna, member):
    with pytest.raises(TypeError):
        decisions.take_decision(cycle, member=member(anna), **PLAN)


# What happens after the decision


def test_a_measurement_corrected_after_the_decision(adopt, cycle):
    kept = adopt()
    before = kept.data
    row = Measurement.objects.filter(cycle=cycle, n__gt=60).first()
    Measurement.objects.filter(pk=row.pk).update(value=row.value + 0.5, margin_low=None, margin_high=None)
    assert bytes_now(kept) == before
    assert ("Metingen", "Veranderd", "Waarde") in said(kept, cycle)


def test_a_source_withdrawn(adopt, cycle):
    kept = adopt()
    before = kept.data
    Source.objects.filter(cycle=cycle).first().delete()
    assert bytes_now(kept) == before
    assert ("Bronnen", "Weg", "") in said(kept, cycle)
    assert queries.content_of(kept.plan).sources


def test_an_organisation_that_leaves(adopt, cycle):
    kept = adopt()
    before = kept.data
    Partner.objects.filter(cycle=cycle, owned_activities=None).update(removed_at=NOW)
    assert bytes_now(kept) == before
    assert ("Organisaties", "Weg", "") in said(kept, cycle)


def test_a_task_field_renumbered_and_a_budget_in_another_year(adopt, cycle):
    kept = adopt()
    before = kept.data
    first, second = Budget.objects.filter(activity__cycle=cycle).order_by("activity__position", "position")[
        :2
    ]
    Budget.objects.filter(pk=first.pk).update(taakveld="6.12")
    Budget.objects.filter(pk=second.pk).update(year=2031)
    assert bytes_now(kept) == before
    told = queries.then_and_now(kept, cycle)
    assert any(one.after == "6.12" and str(first.year) in one.field for one in told)
    assert any("2031" in one.after for one in told)


def test_a_goal_split_in_two(adopt, cycle):
    kept = adopt()
    before = kept.data
    goal = Goal.objects.filter(cycle=cycle, ambition__isnull=False).first()
    half = Goal.objects.create(
        municipality=cycle.municipality,
        cycle=cycle,
        key="r-helft",
        ambition=goal.ambition,
        text="De andere helft",
    )
    link = GoalLink.objects.filter(parent=goal).first()
    GoalLink.objects.filter(pk=link.pk).update(parent=half)
    assert bytes_now(kept) == before
    found = said(kept, cycle)
    assert ("Resultaten en subdoelen", "Nieuw", "") in found
    assert ("Resultaten en subdoelen", "Verplaatst", "Plaats in de boom") in found


def test_ten_corrections_in_a_row_are_ten_differences(adopt, cycle):
    kept = adopt()
    before = kept.data
    rows = list(Activity.objects.filter(cycle=cycle).order_by("position")[:10])
    assert len(rows) == 10
    for count, row in enumerate(rows, start=1):
        Activity.objects.filter(pk=row.pk).update(name=F("name"), what=f"Verbeterd, keer {count}")
        assert len(queries.then_and_now(kept, cycle)) == count
        assert bytes_now(kept) == before
    assert queries.copy_of(cycle, kept.row.pk).whole


def test_removing_the_decision_keeps_the_copy_and_says_so(adopt, cycle, anna, member):
    kept = adopt()
    decisions.remove_decision(kept.decision, member=member(anna), now=NOW)
    (found,) = queries.copies_of(cycle)
    assert (found.removed, found.data) == (True, kept.data)


def test_replacing_the_cycle_from_a_file_keeps_copies_and_their_keys(adopt, cycle, anna, member):
    kept = adopt()
    plan = copy.deepcopy(export_plan(cycle))
    plan["decisions"] = [row for row in plan["decisions"] if row["kind"] != "adopt_plan"]
    fresh = import_plan(plan, by=None, replace=True)
    (found,) = queries.copies_of(fresh)
    assert (found.data, found.removed, found.whole) == (kept.data, True, True)
    actions.register(fresh, member=member(anna), now=NOW, today=TODAY, **PLAN)
    keys = [one.row.decision_key for one in queries.copies_of(fresh)]
    assert len(set(keys)) == 2  # the new decision does not take the name of the old copy


def test_an_export_that_comes_back_finds_its_copy_again(adopt, cycle):
    kept = adopt()
    fresh = import_plan(export_plan(cycle), by=None, replace=True)
    (found,) = queries.copies_of(fresh)
    assert found.decision.status == "adopted"
    assert queries.then_and_now(found, fresh) == []
    assert found.data == kept.data


def test_a_budget_after_the_plan_is_frozen_apart(adopt, cycle):
    adopt()
    money = adopt(MONEY)
    assert money.row.about == "money"
    content = queries.content_of(money.plan)
    assert content.total == sum(Budget.objects.values_list("amount", flat=True))
    assert sum(content.task_fields.values()) == content.total


# What nobody can do


def test_the_database_refuses_to_change_or_delete_a_copy(adopt):
    kept = adopt()
    for attempt in (
        lambda: FrozenCopy.objects.update(content=b"anders"),
        lambda: FrozenCopy.objects.update(sha256="0" * 64),
        lambda: FrozenCopy.objects.all().delete(),
        lambda: connection.cursor().execute("UPDATE freezing_frozencopy SET document = 'x'"),
        lambda: connection.cursor().execute("DELETE FROM freezing_frozencopy"),
    ):
        with pytest.raises(DatabaseError, match="frozen_copies"), transaction.atomic():
            attempt()
    with pytest.raises(TypeError):
        kept.row.save()
    assert bytes_now(kept) == kept.data


def test_an_account_that_goes_takes_no_copy_along(adopt, anna):
    kept = adopt()
    anna.delete()
    row = FrozenCopy.objects.get(pk=kept.row.pk)
    assert (row.frozen_by, bytes(row.content)) == (None, kept.data)


def test_a_municipality_that_leaves_takes_its_copies_along_through_one_door(zandermeer):
    with scope(municipality=zandermeer):
        cycle = factories.cycle(zandermeer)
        row = Decision.objects.create(municipality=zandermeer, cycle=cycle, key="b-plan", **PLAN)
        actions.keep(row, {"koersvast": 1}, by=None, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        zandermeer.delete()
    assert actions.erase(zandermeer) == 1
    zandermeer.delete()
    assert not Municipality.objects.filter(code="GM9902").exists()


def test_bytes_that_are_no_frozen_plan_are_refused():
    for data in (b"", b"{}", b"\xff", b'{"format":"iets anders"}', b"[]"):
        with pytest.raises(Unreadable):
            from_bytes(data)
