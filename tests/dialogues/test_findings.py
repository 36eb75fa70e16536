"""Findings: how strong, for whom, and what is left of them when words are taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.coding import actions as coding
from koersvast.cycles.models import Step
from koersvast.dialogues import finding_actions, finding_queries
from koersvast.dialogues.models import Finding, FindingCode, FindingFragment
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.texts.actions import NotNow
from tests import factories
from tests.dialogues.conftest import TODAY
from tests.dialogues.heard import HOME, WISH, listen

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(round_, anna, bilal):
    with scope(municipality=round_.municipality):
        made = listen(round_, anna, bilal)
        for at in range(4):
            made.code(at, "behoefte")
        made.code(0, "zorg")
        made.code(1, "zorg")
        made.code(2, "zorg")
        made.code(3, "thuis", HOME)
        yield made


@pytest.fixture
def goal(cycle):
    with scope(municipality=cycle.municipality):
        return factories.result(factories.ambition(cycle))


@pytest.fixture
def activity(cycle, goal):
    with scope(municipality=cycle.municipality):
        return factories.activity(factories.partner(cycle, "welzijn"), goals=(goal,))


def strength(row):
    return finding_queries.strengths([row])[row.pk]


class TestStrength:
    def test_it_is_counted_in_separate_conversations(self, heard):
        heard.code(0, "behoefte", HOME)  # a second time in the same conversation
        assert strength(heard.finding("behoefte")).conversations == 4
        assert strength(heard.finding("behoefte")).fragments == 5

    def test_a_group_of_codes_counts_everything_under_it(self, heard):
        assert strength(heard.finding("type")).conversations == 4

    def test_together_with_a_theme_only_the_same_place_counts(self, heard):
        heard.code(4, "behoefte", HOME)
        heard.code(4, "zorg", WISH)
        assert strength(heard.finding("behoefte", together=("zorg",))).conversations == 3

    def test_chosen_fragments_count_and_nothing_else(self, heard):
        picked = [heard.code(5, "werkt").pk, heard.code(5, "werkt", HOME).pk, heard.code(4, "werkt").pk]
        row = heard.finding("behoefte", fragments=picked)
        assert strength(row).conversations == 2

    def test_a_code_that_was_merged_counts_under_what_it_became(self, heard):
        row = heard.finding("behoefte")
        merged = coding.merge(
            heard.codes["behoefte"], heard.codes["werkt"], by=heard.anna, today=TODAY, now=timezone.now()
        )
        assert strength(row).conversations == 4
        coding.undo_merge(merged, by=heard.anna)
        assert strength(row).conversations == 4

    def test_it_drops_by_itself_when_words_are_taken_back(self, heard):
        row = heard.finding("behoefte", fragments=[heard.code(at, "behoefte").pk for at in range(3)])
        assert strength(row).open
        withdraw_participant(heard.people[0], today=TODAY, why="receipt", by=None)
        assert strength(row).conversations == 2
        assert not strength(row).open
        assert strength(row).breakdown(in_team=True) == {}
        assert FindingFragment.objects.filter(finding=row).count() == 2

    def test_of_a_finding_that_lost_its_words_the_page_says_so(self, heard, at, anna, client_of):
        row = heard.finding("behoefte")
        for who in heard.people:
            withdraw_participant(who, today=TODAY, why="receipt", by=None)
        page = client_of(anna).get(at("finding", row.pk)).content.decode()
        assert "Hier zijn geen fragmenten meer onder" in page

    def test_many_findings_take_as_many_queries_as_one(self, heard):
        def asked(count):
            rows = [heard.finding("behoefte", together=("zorg",)) for _one in range(count)]
            with CaptureQueriesContext(
                connection,
            ) as queries:
                finding_queries.as_heard(Finding.objects.filter(pk__in=[r.pk for r in rows]).select_related("round"), user_id=heard.anna.pk)  # fmt: skip
            return len(queries)

        assert asked(1) == asked(12)


class TestWriting:
    def test_anna_makes_one_from_a_code_and_a_theme(self, heard, at, anna, client_of):
        page = client_of(anna).get(at("fragments", heard.codes["behoefte"].pk) + "?met=theme.zorg")
        link = at("add_finding") + f"?code={heard.codes['behoefte'].pk}&amp;met=theme.zorg"
        assert link in page.content.decode()
        form = client_of(anna).get(link.replace("&amp;", "&")).context["form"]
        assert form.initial["type"] == "behoefte"
        assert form.initial["theme"] == "Zorg"
        sent = {
            "statement": "Er mist een plek.",
            "type": "behoefte",
            "theme": "Zorg",
            "visibility": "team",
            "codes": [str(heard.codes["behoefte"].pk)],
            "together": [str(heard.codes["zorg"].pk)],
        }
        assert client_of(anna).post(at("add_finding"), sent).status_code == 302
        assert strength(Finding.objects.get()).conversations == 3

    def test_a_code_of_another_round_is_not_taken(self, heard, cycle, anna, bilal):
        from koersvast.dialogues import actions

        other = actions.open_round(cycle, by=anna, title="Gesprekken najaar")
        row = finding_actions.make_finding(
            other, by=anna, codes=[heard.codes["behoefte"].pk], statement="x", type="idee"
        )
        assert not FindingCode.objects.filter(finding=row).exists()

    def test_two_people_at_once_see_both_texts(self, heard, at, anna, bilal, client_of):
        row = heard.finding("behoefte")
        sent = {"statement": "Van Anna", "type": "idee", "visibility": "team", "version": "1"}
        assert client_of(anna).post(at("edit_finding", row.pk), sent).status_code == 302
        answer = client_of(bilal).post(at("edit_finding", row.pk), sent | {"statement": "Van Bilal"})
        assert answer.status_code == 409
        assert "Van Anna" in answer.content.decode()
        row.refresh_from_db()
        assert row.statement == "Van Anna"

    def test_the_list_is_made_shorter_by_kind_theme_and_place(self, heard, at, anna, client_of):
        heard.finding("behoefte", statement="Over zorg", theme="Zorg")
        heard.finding("werkt", statement="Over school", theme="School", type="werkt")
        page = client_of(anna).get(at("findings") + "?thema=Zorg").content.decode()
        assert "Over zorg" in page
        assert "Over school" not in page
        page = client_of(anna).get(at("findings") + "?soort=werkt").content.decode()
        assert "Over school" in page

    def test_markup_in_a_statement_is_refused_or_shown_as_text(self, heard, at, anna, client_of):
        row = heard.finding("behoefte", statement="<b>vet</b>")
        assert "<b>vet</b>" not in client_of(anna).get(at("finding", row.pk)).content.decode()


class TestThePlan:
    def test_a_finding_stands_on_the_goal_and_the_activity_and_the_other_way(
        self, heard, goal, activity, at, anna, client_of
    ):
        row = heard.finding("behoefte")
        sent = {"doel": [str(goal.pk)], "activiteit": [str(activity.pk)]}
        assert client_of(anna).post(at("link_finding", row.pk), sent).status_code == 302
        for name, pk in (("goal", goal.pk), ("activity", activity.pk)):
            page = client_of(anna).get(reverse(name, args=["GM9901", 2, pk])).content.decode()
            assert "Wat bewoners zeggen" in page
            assert at("finding", row.pk) in page
        page = client_of(anna).get(at("finding", row.pk)).content.decode()
        assert goal.text in page
        assert activity.name in page

    def test_a_goal_of_another_cycle_is_refused(self, heard, cycle):
        other = factories.result(factories.ambition(factories.cycle(cycle.municipality, 7)))
        with pytest.raises(NotNow):
            finding_actions.link_finding(heard.finding("behoefte"), "doel", [other.pk], by=heard.anna)

    def test_a_team_note_never_reaches_gerrit_and_emre_and_a_shared_finding_does_without_fragments(
        self, heard, goal, at, gerrit, emre, ilse, client_of
    ):
        note = heard.finding("behoefte", statement="Alleen voor ons")
        shared = heard.finding("behoefte", statement="Voor iedereen", visibility="partners")
        for row in (note, shared):
            finding_actions.link_finding(row, "doel", [goal.pk], by=heard.anna)
        for reader in (gerrit, emre, ilse):
            browser = client_of(reader)
            pages = [
                reverse("goal", args=["GM9901", 2, goal.pk]),
                reverse("goal_thread", args=["GM9901", 2, goal.pk]),
                reverse("council_result", args=["GM9901", 2, goal.pk]),
            ]
            for path in pages:
                page = browser.get(path).content.decode()
                assert "Alleen voor ons" not in page, path
                assert "Voor iedereen" in page, path
                assert WISH not in page
            assert browser.get(at("finding", shared.pk)).status_code == 404
            assert browser.get(at("findings")).status_code == 404
            thread = reverse("thread", args=["GM9901", 2, "bevinding", note.pk])
            assert browser.get(thread).status_code == 404

    def test_outside_the_team_a_weak_finding_does_not_say_how_weak(
        self, heard, goal, anna, gerrit, client_of
    ):
        heard.code(4, "werkt")
        row = heard.finding("werkt", visibility="publiek", statement="Zwak")
        finding_actions.link_finding(row, "doel", [goal.pk], by=heard.anna)
        path = reverse("goal", args=["GM9901", 2, goal.pk])
        page = client_of(gerrit).get(path).content.decode()
        assert "in minder dan drie gesprekken" in page
        assert "in één gesprek" not in page
        assert "in één gesprek" in client_of(anna).get(path).content.decode()

    def test_without_step_one_emre_reads_no_findings(self, heard, cycle, goal, emre, client_of):
        row = heard.finding("behoefte", statement="Gesloten stap", visibility="publiek")
        finding_actions.link_finding(row, "doel", [goal.pk], by=heard.anna)
        Step.objects.create(municipality=cycle.municipality, cycle=cycle, number=1, visibility="internal")
        for name in ("goal", "goal_thread"):
            page = client_of(emre).get(reverse(name, args=["GM9901", 2, goal.pk])).content.decode()
            assert "Gesloten stap" not in page

    def test_the_red_thread_runs_from_quote_to_activity(self, heard, goal, activity, anna, gerrit, client_of):
        row = heard.finding("behoefte", statement="Er mist een plek", visibility="publiek")
        finding_actions.link_finding(row, "doel", [goal.pk], by=heard.anna)
        quote = heard.published()
        path = reverse("activity_thread", args=["GM9901", 2, activity.pk])
        mine, theirs = (client_of(one).get(path).content.decode() for one in (anna, gerrit))
        for page in (mine, theirs):
            assert "Er mist een plek" in page
            assert WISH in page
        assert "Behoefte</" in mine or "Hieronder viel het" in mine
        assert "Hieronder viel het" not in theirs
        down = client_of(anna).get(reverse("thread", args=["GM9901", 2, "citaat", quote.pk])).content.decode()
        assert activity.name in down

    def test_a_quote_that_is_no_longer_publishable_leaves_the_thread(
        self, heard, goal, activity, anna, client_of
    ):
        row = heard.finding("behoefte")
        finding_actions.link_finding(row, "doel", [goal.pk], by=heard.anna)
        heard.published()
        withdraw_participant(heard.people[0], today=TODAY, why="receipt", by=None)
        path = reverse("activity_thread", args=["GM9901", 2, activity.pk])
        assert WISH not in client_of(anna).get(path).content.decode()
