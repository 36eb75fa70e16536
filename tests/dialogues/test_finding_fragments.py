"""On which fragments a finding rests, ticked by a person; and findings beside the initiatives they are about."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from koersvast.activities.models import Initiative
from koersvast.coding import actions as coding
from koersvast.cycles.models import Step
from koersvast.dialogues import finding_actions, finding_queries
from koersvast.dialogues.models import Finding, FindingFragment
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.texts.actions import NotNow
from tests.dialogues.conftest import TODAY
from tests.dialogues.heard import HOME, listen

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(round_, anna, bilal):
    with scope(municipality=round_.municipality):
        yield listen(round_, anna, bilal)


def strength(row):
    fresh = Finding.objects.select_related("round").get(pk=row.pk)
    return finding_queries.strengths([fresh])[row.pk].conversations


class TestTicking:
    def test_anna_unticks_what_it_is_not_about(self, heard, at, anna, client_of):
        for number in range(4):
            heard.code(number, "behoefte")
        row = heard.finding("behoefte")
        browser, path = client_of(anna), at("finding_fragments", row.pk)
        page = browser.get(path).content.decode()
        assert (page.count('name="fragment"'), page.count(" checked")) == (4, 4)
        shown = re.findall(r'name="shown" value="([^"]+)"', page)
        assert browser.post(path, {"shown": shown, "fragment": shown[:3]}).url == at("finding", row.pk)
        assert strength(row) == 3
        page = browser.get(path).content.decode()
        assert (page.count('name="fragment"'), page.count(" checked")) == (4, 3)
        assert "Iemand koos deze fragmenten" in browser.get(at("finding", row.pk)).content.decode()
        heard.code(5, "behoefte")
        assert strength(row) == 3  # what is coded later counts only when somebody ticks it
        browser.post(path, {"alles": "ja"})
        assert strength(row) == 5
        assert not FindingFragment.objects.exists()

    def test_nothing_ticked_is_refused(self, heard, at, anna, client_of):
        said = heard.code(0, "behoefte")
        row = heard.finding("behoefte")
        answer = client_of(anna).post(at("finding_fragments", row.pk), {"shown": [str(said.pk)]}, follow=True)
        assert "Kies minstens één fragment" in answer.content.decode()
        assert strength(row) == 1

    def test_what_was_not_shown_counts_as_before(self, heard):
        first, other = heard.code(0, "behoefte"), heard.code(1, "behoefte")
        row = heard.finding("behoefte")
        finding_actions.choose_fragments(row, shown=[first.pk], picked=[], by=heard.anna)
        assert [one.coding_id for one in FindingFragment.objects.all()] == [other.pk]

    def test_the_same_words_by_two_coders_are_one_fragment_and_survive_one_of_them(self, heard):
        mine = heard.code(0, "behoefte")
        heard.coder = coding.coder_for(
            coding.open_codebook(heard.round.collection, by=heard.anna), heard.bilal
        )
        heard.code(0, "behoefte")
        row = heard.finding("behoefte")
        finding_actions.choose_fragments(row, shown=[mine.pk], picked=[mine.pk], by=heard.anna)
        assert FindingFragment.objects.count() == 2
        mine.delete()
        assert strength(row) == 1

    def test_a_finding_without_codes_keeps_its_fragments(self, heard):
        picked = [heard.code(at, "behoefte").pk for at in range(2)]
        row = heard.finding(fragments=picked)
        with pytest.raises(NotNow, match="geen codes"):
            finding_actions.count_all_fragments(row, by=heard.anna)
        finding_actions.choose_fragments(row, shown=picked, picked=picked[:1], by=heard.anna)
        assert strength(row) == 1

    def test_what_belongs_to_no_code_of_it_cannot_be_picked(self, heard):
        heard.code(0, "behoefte")
        other = heard.code(1, "werkt", HOME)
        row = heard.finding("behoefte")
        finding_actions.choose_fragments(row, shown=[], picked=[other.pk], by=heard.anna)
        assert not FindingFragment.objects.filter(coding=other).exists()

    def test_what_is_taken_back_goes_from_what_was_chosen(self, heard):
        picked = [heard.code(at, "behoefte").pk for at in range(3)]
        row = heard.finding("behoefte")
        finding_actions.choose_fragments(row, shown=picked, picked=picked, by=heard.anna)
        withdraw_participant(heard.people[0], today=TODAY, why="receipt", by=None)
        assert strength(row) == 2

    def test_blind_coders_do_not_see_each_others_fragments(self, heard, at, bilal, client_of):
        heard.code(0, "behoefte")
        row = heard.finding("behoefte")
        book = coding.open_codebook(heard.round.collection, by=heard.anna)
        coding.set_blind(book, blind=True, by=heard.anna)
        page = client_of(bilal).get(at("finding_fragments", row.pk)).content.decode()
        assert 'name="fragment"' not in page

    def test_nobody_outside_the_team_finds_it(self, heard, at, chris, emre, gerrit, ilse, client_of):
        path = at("finding_fragments", heard.finding("behoefte").pk)
        for who in (chris, emre, gerrit, ilse):
            assert client_of(who).get(path).status_code == 404
            assert client_of(who).post(path).status_code == 404


class TestInitiatives:
    PATH = property(lambda self: reverse("initiatives", args=["GM9901", 2]))

    @pytest.fixture
    def tables(self, heard):
        cycle = heard.round.cycle
        return [
            Initiative.objects.create(municipality=cycle.municipality, cycle=cycle, key=key, name=name)
            for key, name in (("a", "Roze tafel"), ("b", "Loper"))
        ]

    def link(self, heard, row, **more):
        made = heard.finding("behoefte", **more)
        finding_actions.link_finding(made, "initiatief", [str(row.pk)], by=heard.anna)
        return made

    def test_a_finding_stands_beside_the_initiative_it_is_about(self, heard, tables, anna, client_of):
        made = self.link(heard, tables[0])
        page = client_of(anna).get(self.PATH).content.decode()
        assert page.count(made.statement) == 1
        beside = page[page.index(">Roze tafel<") :]
        assert made.statement in beside[: beside.index("</article>")]
        assert "alleen voor het team" in page

    def test_a_team_note_does_not_reach_who_reads_and_a_shared_finding_does(
        self, heard, tables, gerrit, client_of
    ):
        for at in range(3):
            heard.code(at, "behoefte")
        self.link(heard, tables[0], statement="Alleen voor ons.")
        self.link(heard, tables[0], statement="Voor iedereen.", visibility="publiek")
        page = client_of(gerrit).get(self.PATH).content.decode()
        assert "Alleen voor ons." not in page
        assert "Voor iedereen." in page
        assert "in 3 losse gesprekken" in page
        assert "/bevindingen/" not in page

    def test_who_may_not_see_step_one_reads_no_findings(self, heard, tables, emre, client_of):
        self.link(heard, tables[0], statement="Voor iedereen.", visibility="publiek")
        assert "Voor iedereen." in client_of(emre).get(self.PATH).content.decode()
        cycle = heard.round.cycle
        Step.objects.create(municipality=cycle.municipality, cycle=cycle, number=1, visibility="internal")
        assert "Voor iedereen." not in client_of(emre).get(self.PATH).content.decode()

    def test_many_initiatives_take_as_many_queries_as_one(self, heard, tables):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                finding_queries.heard_per(heard.round.cycle, "initiatief", user_id=heard.anna.pk)
            return len(queries)

        self.link(heard, tables[0])
        one = asked()
        self.link(heard, tables[1])
        self.link(heard, tables[1], statement="Nog een.")
        assert asked() == one
