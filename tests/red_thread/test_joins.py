"""Reviews, what was adopted, sentences of papers and earlier cycles hang on the chain."""

from __future__ import annotations

import pytest
from django.utils import timezone

from koersvast.activities.models import Budget
from koersvast.cycles.actions import describe_step
from koersvast.cycles.models import Session
from koersvast.decisions.models import Decision, ResultVerdict, Review, ReviewRemark, ReviewTopic
from koersvast.freezing.models import FrozenCopy
from koersvast.indicators.models import GoalIndicator
from koersvast.papers.models import BoundFact, PaperText
from koersvast.red_thread.queries import red_thread
from koersvast.red_thread.walk import Node
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
ALL = set(range(7))


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


def decide(cycle, key, **values):
    return Decision.objects.create(
        municipality=cycle.municipality,
        cycle=cycle,
        key=key,
        **{"decided_on": "2026-05-01", "body": "table", "kind": "activity", "reason": "Daarom"} | values,
    )


@pytest.fixture
def plan(cycle):
    owned = {"municipality": cycle.municipality}
    ambition = factories.ambition(cycle, text="Iedereen veilig")
    result = factories.result(ambition, text="Minder onveilig")
    figure = factories.indicator(cycle, name="Onveilig", unit="%")
    GoalIndicator.objects.create(**owned, goal=result, indicator=figure)
    town = factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")
    training = factories.activity(town, "training", (result,), name="Training")
    euro = Budget.objects.create(**owned, activity=training, year=2026, amount=4000, taakveld="1.2")
    other_year = Budget.objects.create(**owned, activity=training, year=2027, amount=5000, taakveld="1.2")
    adopted = decide(cycle, "plan", kind="adopt_plan", body="college", document="B-12")
    copy = FrozenCopy.objects.create(
        **owned, cycle_number=cycle.number, decision_key="plan", about="plan", body="college",
        decided_on="2026-05-01", document="B-12", content=b"{}", sha256="0" * 64, frozen_at=timezone.now(),
    )  # fmt: skip
    evening = Session.objects.create(
        **owned, cycle=cycle, key="s", step=6, kind="review", title="Avond", held_on="2026-03-19"
    )
    topic = ReviewTopic.objects.create(
        **owned, review=Review.objects.create(**owned, session=evening), activity=training, judge="Het helpt"
    )
    ReviewRemark.objects.create(**owned, topic=topic, party="residents", stance="disagrees", text="Te weinig")
    before = decide(cycle, "b-0", about_key="training", decision="continue", decided_on="2025-10-01")
    after = decide(cycle, "b-1", about_key="training", decision="strengthen")
    verdict = ResultVerdict.objects.create(
        **owned, goal=result, given_on="2026-04-01", verdict="too_early", reason="x"
    )
    return {
        "ambition": ambition, "result": result, "figure": figure, "training": training, "euro": euro,
        "other_year": other_year, "adopted": adopted, "copy": copy, "topic": topic, "before": before,
        "after": after, "verdict": verdict,
    }  # fmt: skip


def write(cycle, *facts, text="Wij geven 4.000 euro uit. Dat is genoeg.", written="4.000 euro", **more):
    row = PaperText.objects.create(
        municipality=cycle.municipality,
        cycle=cycle,
        slot="core",
        text=text,
        **{"kind": "council_letter"} | more,
    )
    for fact in facts:
        BoundFact.objects.create(
            municipality=cycle.municipality,
            paper_text=row,
            fact=fact,
            words="x",
            written=written,
            value=written,
        )
    return row


def below(cycle, kind, row, steps=ALL):
    found = red_thread(cycle, Node(kind, row.pk), steps, gmcode="GM9901")
    return {said.id for stage in found.below for said in stage.said}


def above(cycle, kind, row, steps=ALL):
    found = red_thread(cycle, Node(kind, row.pk), steps, gmcode="GM9901")
    return {said.id for stage in found.above for said in stage.said}


class TestSentences:
    def test_a_euro_goes_down_to_the_sentence_about_its_year(self, cycle, plan):
        text = write(cycle, "money/cost/2026")
        assert text.pk in below(cycle, "bedrag", plan["euro"])
        assert text.pk not in below(cycle, "bedrag", plan["other_year"])

    def test_a_sentence_goes_up_to_figure_verdict_and_decision(self, cycle, plan):
        text = write(
            cycle, f"figure/{plan['result'].key}/{plan['figure'].key}/last", f"verdict/{plan['result'].key}",
            "decided/plan",
        )  # fmt: skip
        found = above(cycle, "zin", text)
        assert {plan[name].pk for name in ("figure", "verdict", "adopted", "result", "ambition")} <= found

    def test_only_the_sentence_that_rests_on_the_fact_is_said(self, cycle, plan):
        text = write(cycle, "money/cost/2026")
        found = red_thread(cycle, Node("zin", text.pk), ALL, gmcode="GM9901")
        assert found.here.text == "Wij geven 4.000 euro uit."
        assert found.here.content.endswith("/council_letter/#plek-core")

    def test_a_fact_that_people_declined_is_no_link(self, cycle, plan):
        text = write(cycle, "money/cost/2026")
        BoundFact.objects.update(declined=True)
        assert text.pk not in below(cycle, "bedrag", plan["euro"])

    def test_what_a_fact_named_may_be_gone(self, cycle, plan):
        text = write(cycle, "figure/weg/weg/last", "verdict/weg", "decided/weg", "money/cost/1999", "anders")
        assert above(cycle, "zin", text) == set()

    def test_the_page_of_a_result_for_the_council_hangs_under_that_result(self, cycle, plan):
        text = write(cycle, kind="council_page", about_key=plan["result"].key)
        assert text.pk in below(cycle, "doel", plan["result"])

    def test_who_does_not_see_every_step_reads_no_sentence(self, cycle, plan):
        text = write(cycle, "money/cost/2026")
        assert text.pk not in below(cycle, "bedrag", plan["euro"], steps=ALL - {1})
        assert red_thread(cycle, Node("zin", text.pk), ALL - {1}, gmcode="GM9901") is None


class TestReviewsAndAdoption:
    def test_what_was_said_of_an_activity_leads_to_what_was_decided_afterwards(self, cycle, plan):
        assert plan["topic"].pk in below(cycle, "activiteit", plan["training"])
        assert plan["after"].pk in below(cycle, "bespreking", plan["topic"])
        assert plan["before"].pk not in below(cycle, "bespreking", plan["topic"])

    def test_what_was_not_discussed_yet_is_no_link(self, cycle, plan):
        ReviewRemark.objects.all().delete()
        ReviewTopic.objects.update(judge="")
        assert plan["topic"].pk not in below(cycle, "activiteit", plan["training"])

    def test_a_talk_says_which_evening_and_how_many_remarks(self, cycle, plan):
        here = red_thread(cycle, Node("bespreking", plan["topic"].pk), ALL, gmcode="GM9901").here
        assert (here.text, here.about) == (
            "Het helpt",
            "Verbetergesprek, 19 maart 2026. Training. 1 opmerking",
        )

    def test_an_ambition_leads_to_the_adopted_plan_and_its_copy(self, cycle, plan):
        assert {plan["adopted"].pk, plan["copy"].pk} <= below(cycle, "ambitie", plan["ambition"])
        assert plan["adopted"].pk in above(cycle, "vastgesteld", plan["copy"])

    def test_a_rejected_plan_is_not_what_came_of_an_ambition(self, cycle, plan):
        Decision.objects.filter(pk=plan["adopted"].pk).update(status="rejected")
        assert plan["copy"].pk not in below(cycle, "ambitie", plan["ambition"])

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_number_of_queries_stays_the_same(self, cycle, plan, count, django_assert_max_num_queries):
        for number in range(count):
            write(cycle, "money/cost/2026", f"verdict/{plan['result'].key}")
            decide(cycle, f"n-{number}", about_key="training", decision="continue")
        with django_assert_max_num_queries(50):
            red_thread(cycle, Node("ambitie", plan["ambition"].pk), ALL, gmcode="GM9901")


class TestPages:
    @pytest.fixture
    def next_goal(self, cycle, plan, waterveen):
        following = factories.cycle(waterveen, number=2, visibility="partners")
        goal = factories.result(factories.ambition(following), text="Nog veiliger")
        type(goal).objects.filter(pk=goal.pk).update(
            follows=[{"cycle": 1, "key": plan["result"].key, "why": "Scherper gezegd"}]
        )
        return goal

    def test_emre_walks_from_a_goal_to_the_thread_of_the_cycle_before_and_back(
        self, cycle, plan, next_goal, emre, client_of
    ):
        client = client_of(emre)
        before = f"/GM9901/ronde/1/doelen/{plan['result'].pk}/rode-draad/"
        after = f"/GM9901/ronde/2/doelen/{next_goal.pk}/rode-draad/"
        page = client.get(after).content.decode()
        assert before in page
        assert "Scherper gezegd" in page
        assert after in client.get(before).content.decode()

    def test_an_earlier_cycle_that_is_internal_is_not_named(self, cycle, plan, next_goal, emre, client_of):
        type(cycle).objects.filter(number=1).update(visibility="internal")
        page = client_of(emre).get(f"/GM9901/ronde/2/doelen/{next_goal.pk}/rode-draad/").content.decode()
        assert "Scherper gezegd" not in page

    @pytest.mark.parametrize(("kind", "name"), [("bespreking", "topic"), ("vastgesteld", "copy")])
    def test_chris_from_elsewhere_finds_nothing(self, cycle, plan, chris, anna, client_of, kind, name):
        path = f"/GM9901/ronde/1/draad/{kind}/{plan[name].pk}/"
        assert client_of(chris).get(path).status_code == 404
        assert client_of(anna).get(path).status_code == 200

    def test_a_sentence_is_not_for_emre_when_a_step_is_internal(self, cycle, plan, anna, emre, client_of):
        path = f"/GM9901/ronde/1/draad/zin/{write(cycle, 'money/cost/2026').pk}/"
        assert client_of(emre).get(path).status_code == 200
        describe_step(cycle, 1, by=anna, values={"visibility": "internal"})
        assert client_of(emre).get(path).status_code == 404

    def test_decisions_and_money_lead_to_their_thread(self, cycle, plan, anna, client_of):
        client = client_of(anna)
        assert (
            f"draad/besluit/{plan['after'].pk}/" in client.get("/GM9901/ronde/1/besluiten/").content.decode()
        )
        page = client.get(f"/GM9901/ronde/1/activiteiten/{plan['training'].pk}/").content.decode()
        assert f"draad/bedrag/{plan['euro'].pk}/" in page
        assert (
            f"draad/oordeel/{plan['verdict'].pk}/" in client.get("/GM9901/ronde/1/oordelen/").content.decode()
        )
