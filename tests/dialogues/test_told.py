"""What a document may tell of a round: coarse counts, findings for everybody, words that were released."""

from __future__ import annotations

import pytest
from django_scopes import scope

from koersvast.dialogues import actions, told_queries
from koersvast.dialogues.models import Audible, Conversation, DialogueRound, HearTarget
from koersvast.dialogues.rules import coarse
from koersvast.dialogues.told_queries import Told
from koersvast.dialogues.withdrawing import withdraw_participant
from tests import factories
from tests.dialogues.conftest import TODAY, YES, interview, person
from tests.dialogues.heard import WISH, listen


@pytest.fixture
def heard(round_, anna, bilal):
    with scope(municipality=round_.municipality):
        made = listen(round_, anna, bilal)
        Conversation.objects.update(held_on=TODAY)
        yield made


def told(heard):
    """As it is now: nothing remembered."""
    return Told(DialogueRound.objects.get(pk=heard.round.pk))


class TestCoarseCounts:
    def test_what_is_below_five_is_not_said(self):
        assert coarse({"jongeren": 7, "ouderen": 4, "gelovig": 0}) == {
            "jongeren": 7,
            "ouderen": None,
            "gelovig": None,
        }

    def test_one_alone_takes_the_next_with_it_so_that_nobody_computes_it(self):
        assert coarse({"jongeren": 7, "ouderen": 9, "gelovig": 2}) == {
            "jongeren": None,
            "ouderen": 9,
            "gelovig": None,
        }

    def test_of_one_group_there_is_no_next(self):
        assert coarse({"jongeren": 2}) == {"jongeren": None}
        assert coarse({}) == {}

    def test_conversations_are_counted_without_saying_how_few_there_were_of_a_kind(self, heard):
        assert (told(heard).talks, told(heard).people) == (6, 6)
        assert told(heard).kinds == {"interview": 6}
        actions.plan_conversation(heard.round, kind="phone_note", by=heard.anna, held_on=TODAY)
        assert (told(heard).talks, told(heard).kinds) == (7, {"interview": None, "phone_note": None})

    def test_who_said_no_or_went_is_not_counted(self, heard):
        no = interview(heard.round, heard.anna, held_on=TODAY)
        person(no, "D", {**YES, "take_part": False})
        assert told(heard).people == 6
        for row in heard.people[:2]:
            withdraw_participant(row, why="request", today=TODAY, by=heard.anna)
        assert told(heard).people is None

    def test_who_was_missed_comes_without_a_number(self, heard):
        for group, wanted, count in (("jongeren", 5, 6), ("ouderen", 5, 4), ("gelovig", 9, 1)):
            row = actions.add_target(heard.round, group=group, wanted=wanted, by=heard.anna)
            HearTarget.objects.filter(pk=row.pk).update(heard=count)
        assert told(heard).missed == ["gelovig", "ouderen"]
        assert told(heard).tallies == {"gelovig": None, "jongeren": 6, "ouderen": None}


class TestWhatIsSaid:
    def test_only_what_is_public_and_as_somebody_outside_reads_it(self, heard):
        for at in range(3):
            heard.code(at, "behoefte")
        for who in Audible:
            heard.finding("behoefte", statement=f"Voor {who.value}.", visibility=who)
        [one] = told(heard).findings
        assert (one.row.statement, one.count) == ("Voor publiek.", 3)

    def test_fewer_than_three_conversations_are_not_counted(self, heard):
        heard.code(0, "behoefte")
        heard.finding("behoefte", visibility=Audible.PUBLIC)
        assert told(heard).findings[0].count is None

    def test_a_quote_stands_with_the_finding_on_the_same_words(self, heard):
        heard.code(0, "behoefte")
        found = heard.finding("behoefte", visibility=Audible.PUBLIC)
        quote, other = heard.published(0), heard.published(1)
        about = told(heard)
        assert [one.row.pk for one in about.quotes_of[found.pk]] == [quote.pk]
        assert [one.row.pk for one in about.loose_quotes] == [other.pk]
        assert about.quotes_of[found.pk][0].words == WISH

    def test_a_quote_goes_when_who_said_it_goes(self, heard):
        heard.published(0)
        assert len(told(heard).quotes) == 1
        withdraw_participant(heard.people[0], why="request", today=TODAY, by=heard.anna)
        assert told(heard).quotes == []

    def test_links_to_the_plan_are_there_for_these_findings_only(self, heard):
        found = heard.finding("behoefte", visibility=Audible.PUBLIC)
        result = factories.result(factories.ambition(heard.round.cycle))
        from koersvast.dialogues.finding_actions import link_finding

        link_finding(found, "doel", [result.pk], by=heard.anna)
        assert told(heard).links["doel"] == {found.pk: [result.pk]}


class TestWhichRound:
    def test_the_newest_that_is_more_than_planned_and_else_by_title_or_id(self, round_, cycle, anna):
        with scope(municipality=cycle.municipality):
            later = actions.open_round(cycle, by=anna, title="Gesprekken najaar 2027", starts_on="2027-09-01")
            DialogueRound.objects.filter(pk=round_.pk).update(status="running")
            assert told_queries.round_called(cycle, "") == round_
            assert told_queries.round_called(cycle, "gesprekken NAJAAR 2027") == later
            assert told_queries.round_called(cycle, str(later.pk)) == later
            assert told_queries.round_called(cycle, "iets anders") is None

    def test_a_cycle_without_rounds_has_none(self, waterveen):
        with scope(municipality=waterveen):
            assert told_queries.round_called(factories.cycle(waterveen, 3), "") is None
