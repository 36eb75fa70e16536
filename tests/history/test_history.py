"""Anna looks back and takes things back; what people told and small groups stay unsaid; who may not see finds nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from koersvast.activities import actions as activities
from koersvast.activities.models import Activity, Budget, Outcome
from koersvast.audit.models import Entry, FieldChange
from koersvast.audit.sentences import SENTENCES
from koersvast.cycles import actions as cycles
from koersvast.cycles.models import Note, Partner, Session
from koersvast.goals import actions as goals
from koersvast.goals import story_actions
from koersvast.history import actions, kinds, queries
from koersvast.history.rules import Back, Why, may_take_back
from koersvast.indicators import actions as indicators
from koersvast.indicators.models import GoalIndicator, Measurement
from koersvast.people.models import Membership
from koersvast.tenants.models import Record
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
ALL = set(range(7))
PAGE = "/GM9901/ronde/1/geschiedenis/"
SOURCE = Path(__file__).resolve().parents[2] / "src/koersvast"


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def member(anna):
    return Membership.objects.get(user=anna)


@pytest.fixture
def town(cycle):
    return factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")


@pytest.fixture
def cafe(town):
    return factories.activity(town, "cafe", name="Roze café")


def lines(cycle, member, **more):
    return queries.history(cycle, member, ALL, **more).lines


def newest(cycle, member):
    return lines(cycle, member)[0]


def take_back(cycle, member, line=None):
    line = line or newest(cycle, member)
    return actions.undo(cycle, line.entry.pk, member=member, steps=ALL, now=timezone.now())


class TestTakingBack:
    def test_a_changed_text_becomes_what_it_was(self, cycle, member, town, anna):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        take_back(cycle, member)
        assert Partner.objects.get(pk=town.pk).interest == ""

    def test_taking_back_can_be_taken_back(self, cycle, member, town, anna):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        take_back(cycle, member)
        take_back(cycle, member)
        assert Partner.objects.get(pk=town.pk).interest == "Rust"

    def test_what_was_taken_away_returns_and_what_returned_goes(self, cycle, member, anna, cafe):
        cycles.remove(cafe, by=anna, verb="activity.removed", now=timezone.now())
        take_back(cycle, member)
        assert Activity.objects.filter(pk=cafe.pk).exists()
        take_back(cycle, member)
        assert not Activity.objects.filter(pk=cafe.pk).exists()

    def test_a_link_to_another_row_returns(self, cycle, member, cafe, anna):
        welfare = factories.partner(cycle, "welzijn")
        cycles.change(cafe, {"owner": welfare}, by=anna, verb="activity.changed")
        take_back(cycle, member)
        assert Activity.objects.get(pk=cafe.pk).owner.key == "gemeente"

    def test_a_part_of_an_activity_is_told_once_and_taken_back_whole(self, cycle, member, cafe, anna):
        values = {"year": 2026, "amount": 100, "taakveld": "6.1", "realised": None}
        row = activities.save_budget(cafe, None, by=anna, values=values, version=None, funds=[])
        activities.save_budget(cafe, row, by=anna, values={**values, "amount": 250}, version=1, funds=[])
        told = [line.entry.verb for line in lines(cycle, member)]
        assert told == ["activity.budgeted", "activity.budgeted"]
        take_back(cycle, member)
        assert Budget.objects.get().amount == 100
        take_back(cycle, member, next(line for line in lines(cycle, member) if line.back is Back.REMOVE))
        assert not Budget.objects.exists()

    def test_a_measurement_goes_back_to_its_value(self, cycle, member, anna):
        row = factories.measurement(factories.indicator(cycle), "2026", 62, n=500)
        indicators.change_measurement(row, by=anna, values={"value": 58.0}, version=None)
        take_back(cycle, member)
        assert Measurement.objects.get(pk=row.pk).value == 62

    def test_a_target_goes_back(self, cycle, member, anna):
        goal = factories.result(factories.ambition(cycle))
        values = {"indicator": factories.indicator(cycle), "target_value": 10.0, "target_year": 2027}
        row = indicators.aim(goal, None, by=anna, values=values, version=None)
        indicators.aim(goal, row, by=anna, values={**values, "target_value": 12.0}, version=1)
        take_back(cycle, member)
        assert GoalIndicator.objects.get().target_value == 10

    def test_the_goal_tree_takes_back_its_own_acts(self, cycle, member, anna):
        goal = factories.result(factories.ambition(cycle))
        goals.rename(row=goal, text="Iets anders", by=anna, version=goal.version)
        take_back(cycle, member)
        goal.refresh_from_db()
        assert goal.text != "Iets anders"

    def test_an_act_is_taken_back_once(self, cycle, member, town, anna):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        line = newest(cycle, member)
        take_back(cycle, member, line)
        with pytest.raises(actions.NotPossible, match="al ongedaan"):
            take_back(cycle, member, line)

    def test_not_when_somebody_changed_the_same_thing_since(self, cycle, member, town, anna, bilal):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        line = newest(cycle, member)
        cycles.change(town, {"interest": "Meer rust"}, by=bilal, verb="partner.changed")
        with pytest.raises(actions.NotPossible, match="daarna veranderd"):
            take_back(cycle, member, line)
        assert Partner.objects.get(pk=town.pk).interest == "Meer rust"

    def test_not_when_what_it_pointed_to_is_gone(self, cycle, member, cafe, town, anna):
        welfare = factories.partner(cycle, "welzijn")
        cycles.change(cafe, {"owner": welfare}, by=anna, verb="activity.changed")
        line = newest(cycle, member)
        cycles.remove(town, by=anna, verb="partner.removed", now=timezone.now())
        with pytest.raises(actions.NotPossible, match="is er niet meer"):
            take_back(cycle, member, line)

    def test_a_decision_is_taken_back_on_its_own_page(self):
        assert {kinds.back_of(f"decision.{act}", None) for act in ("taken", "changed", "removed")} == {
            Back.NEVER
        }


class TestWhatStaysUnsaid:
    def test_what_a_person_told_is_nowhere_in_the_history(self, cycle, anna):
        goal = factories.result(factories.ambition(cycle))
        words = {"source": "Een bewoner", "consent": True, "by": anna}
        story = story_actions.tell_story(goal=goal, story=None, text="Sinds de zomer", **words)
        story_actions.tell_story(goal=goal, story=story, text="Sinds de lente", version=1, **words)
        story_actions.remove_story(goal=goal, story=story, by=anna, now=timezone.now())
        story_actions.bring_story_back(goal=goal, story=story, by=anna)
        kept = repr(list(FieldChange.objects.values_list("before", "after")))
        assert "Sinds" not in kept
        assert "bewoner" not in kept
        assert Entry.objects.filter(verb__startswith="goal.story_").count() == 4

    def test_the_story_of_an_outcome_and_a_small_group_are_not_in_what_people_read(
        self, cycle, cafe, anna, client_of
    ):
        empty = dict.fromkeys(("known", "target_group", "usefulness_n", "achieved_n", "started"))
        values = {**empty, "period": "2026", "reached": 4, "story": "Sinds de zomer"}
        row = activities.save_outcome(cafe, None, by=anna, values=values, version=None, improvements=[])
        more = {**values, "reached": 7, "story": "Sinds de lente"}
        activities.save_outcome(cafe, row, by=anna, values=more, version=1, improvements=[])
        page = client_of(anna).get(PAGE).content.decode()
        assert "te klein om te tonen" in page
        assert "Sinds" not in page
        assert not re.search(r"<(del|ins)>[47]</", page)
        assert "Sinds" not in repr(list(FieldChange.objects.values_list("before", "after")))
        assert Outcome.objects.get().reached == 7


class TestWhoReads:
    def test_anna_reads_who_changed_what_and_takes_it_back_on_the_page(
        self, cycle, town, anna, bilal, client_of
    ):
        cycles.change(town, {"interest": "Rust"}, by=bilal, verb="partner.changed")
        client = client_of(anna)
        page = client.get(PAGE).content.decode()
        assert "veranderde deze partner" in page
        assert bilal.name in page
        entry = Entry.objects.get(verb="partner.changed")
        assert client.post(f"{PAGE}{entry.pk}/ongedaan/").status_code == 302
        assert Partner.objects.get(pk=town.pk).interest == ""
        assert f"Ongedaan gemaakt door {anna.name}" in client.get(PAGE).content.decode()

    def test_one_thing_has_its_own_history(self, cycle, town, cafe, anna, client_of):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        cycles.change(cafe, {"what": "Koffie"}, by=anna, verb="activity.changed")
        page = client_of(anna).get(f"{PAGE}?over={cafe.pk}").content.decode()
        assert "Koffie" in page
        assert "Rust" not in page

    def test_a_step_can_be_asked_for(self, cycle, town, cafe, anna, client_of):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        cycles.change(cafe, {"what": "Koffie"}, by=anna, verb="activity.changed")
        page = client_of(anna).get(f"{PAGE}?stap=3").content.decode()
        assert "Koffie" in page
        assert "Rust" not in page

    def test_a_step_that_is_not_for_emre_is_not_in_his_history(
        self, cycle, town, cafe, anna, emre, client_of
    ):
        cycles.describe_step(cycle, 0, by=anna, values={"visibility": "internal"})
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        cycles.change(cafe, {"what": "Koffie"}, by=anna, verb="activity.changed")
        client = client_of(emre)
        page = client.get(PAGE).content.decode()
        assert "Koffie" in page
        assert "Rust" not in page
        entry = Entry.objects.get(verb="partner.changed")
        assert client.post(f"{PAGE}{entry.pk}/ongedaan/").status_code == 404

    def test_who_only_reads_has_no_button_and_is_refused(self, cycle, town, anna, emre, client_of):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        client = client_of(emre)
        page = client.get(PAGE).content.decode()
        assert "Rust" in page
        assert "Maak ongedaan" not in page
        entry = Entry.objects.get(verb="partner.changed")
        assert client.post(f"{PAGE}{entry.pk}/ongedaan/").status_code == 403
        assert Partner.objects.get(pk=town.pk).interest == "Rust"

    def test_chris_from_elsewhere_finds_nothing(self, cycle, town, anna, chris, client_of):
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        entry = Entry.objects.get(verb="partner.changed")
        client = client_of(chris)
        assert client.get(PAGE).status_code == 404
        assert client.post(f"{PAGE}{entry.pk}/ongedaan/").status_code == 404

    def test_another_cycle_is_another_history(self, cycle, waterveen, town, anna, client_of):
        factories.cycle(waterveen, number=2, visibility="partners")
        cycles.change(town, {"interest": "Rust"}, by=anna, verb="partner.changed")
        entry = Entry.objects.get(verb="partner.changed")
        client = client_of(anna)
        assert "Rust" not in client.get("/GM9901/ronde/2/geschiedenis/").content.decode()
        assert client.post(f"/GM9901/ronde/2/geschiedenis/{entry.pk}/ongedaan/").status_code == 404

    @pytest.mark.parametrize("wrong", ["over=x", "over=1e5"])
    def test_nonsense_in_the_address_is_not_found(self, cycle, anna, client_of, wrong):
        assert client_of(anna).get(f"{PAGE}?{wrong}").status_code == 404

    def test_nonsense_as_moment_or_step_shows_all(self, cycle, anna, client_of):
        assert client_of(anna).get(f"{PAGE}?voor=x&stap=9").status_code == 200


class TestSize:
    def test_pages_follow_each_other_without_a_gap(self, cycle, member, cafe, anna, client_of):
        for number in range(queries.PAGE + 5):
            cycles.change(cafe, {"what": f"Keer {number}"}, by=anna, verb="activity.changed")
        first = queries.history(cycle, member, ALL)
        second = queries.history(cycle, member, ALL, before=first.older)
        seen = [line.entry.pk for line in (*first.lines, *second.lines)]
        assert len(seen) == len(set(seen)) == queries.PAGE + 5
        assert second.older is None
        assert reverse("history", args=["GM9901", 1]) == PAGE
        assert "Eerdere veranderingen" in client_of(anna).get(PAGE).content.decode()

    @pytest.mark.parametrize("count", [2, 40])
    def test_the_number_of_queries_stays_the_same(
        self, cycle, member, cafe, town, anna, count, django_assert_num_queries
    ):
        session = Session.objects.create(
            municipality=cycle.municipality,
            cycle=cycle,
            key="s",
            step=0,
            kind="other",
            title="s",
            held_on="2026",
        )
        for number in range(count):
            cycles.change(cafe, {"what": f"Keer {number}"}, by=anna, verb="activity.changed")
            cycles.change(town, {"interest": f"Keer {number}"}, by=anna, verb="partner.changed")
            note = Note.objects.create(municipality=cycle.municipality, session=session, text="x")
            cycles.remove(note, by=anna, verb="note.removed", now=timezone.now())
            values = {"year": 2026 + number, "amount": 1, "taakveld": "6.1"}
            activities.save_budget(cafe, None, by=anna, values=values, version=None, funds=[])
        with django_assert_num_queries(8):
            queries.history(cycle, member, ALL)


class TestNothingIsForgotten:
    def test_every_thing_people_write_has_a_history_or_a_reason(self):
        ours = {
            model._meta.label_lower
            for model in apps.get_models()
            if issubclass(model, Record) and model.__module__.startswith("koersvast.")
        }
        assert ours == kinds.KINDS.keys() | kinds.UNTOLD.keys()
        assert not kinds.KINDS.keys() & kinds.UNTOLD.keys()

    def test_every_act_in_the_code_has_a_sentence(self):
        text = "".join(path.read_text() for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
        written = set(
            re.findall(r"(?:verb=|record(?:_all)?\(\s*|_restructure\(\w+, )\"([a-z_]+\.[a-z_]+)\"", text)
        )
        assert len(written) > 50
        assert written - SENTENCES.keys() <= {
            "part.added",
            "part.changed",
            "part.removed",
            "part.brought_back",
        }

    def test_every_address_of_a_kind_is_there(self, cycle):
        for kind in kinds.KINDS.values():
            if kind.page and not kind.page_takes:
                assert reverse(kind.page, args=["GM9901", 1])


class TestRules:
    def test_nothing_that_changed_since_is_taken_back(self):
        asked = {"undone": False, "may_edit": True, "there": True, "changes": {"text": ("a", "b")}}
        assert may_take_back(Back.CHANGE, **asked, now={"text": "b"}) is None
        assert may_take_back(Back.CHANGE, **asked, now={"text": "c"}) is Why.CHANGED_SINCE
        assert may_take_back(Back.CHANGE, **{**asked, "there": False}, now={"text": "b"}) is Why.GONE
        assert may_take_back(Back.CHANGE, **{**asked, "changes": {}}, now={}) is Why.BY_HAND
        assert may_take_back(Back.BRING_BACK, **asked, now={}) is Why.CHANGED_SINCE
        assert may_take_back(Back.REMOVE, **{**asked, "may_edit": False}, now={}) is Why.NOT_YOURS
