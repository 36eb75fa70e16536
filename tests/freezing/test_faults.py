"""What goes wrong after a decision: the frozen copy stays to the byte, the living plan says what changed, and nothing that
people said is calculated again."""

from __future__ import annotations

import copy

import pytest
from django.urls import reverse

from koersvast.activities.models import Budget
from koersvast.cycles import actions as cycles
from koersvast.cycles.models import Partner, Source
from koersvast.decisions import verdict_actions
from koersvast.decisions.models import Decision, ImprovementAction, Review, ReviewSeat
from koersvast.decisions.verdict_queries import judged_goal
from koersvast.exchange.queries import export_plan
from koersvast.freezing import queries
from koersvast.freezing.models import FrozenCopy
from koersvast.goals import actions as goals
from koersvast.goals.models import Goal
from koersvast.indicators.models import Measurement
from koersvast.papers import queries as papers
from tests.freezing.conftest import MONEY, NOW, PLAN, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
PARTIES = ["municipality", "residents"]


@pytest.fixture
def safe(cycle):
    return Goal.objects.get(cycle=cycle, key="r-veilig")


@pytest.fixture
def decided(cycle, safe, anna, adopt):
    """A verdict, a plan of the college and a budget of the council; gives both frozen copies."""
    now = judged_goal(cycle, safe.pk, gmcode="GM9901")
    verdict_actions.give_verdict(
        safe, verdict="too_early", reason="De marge is groot", parties=PARTIES, by=anna, version=now.version,
        fingerprint=now.fingerprint, today=TODAY,
    )  # fmt: skip
    return adopt(PLAN), adopt(MONEY)


def what_people_said(cycle):
    """Every judgement in the plan: verdicts with their figures, decisions, texts of papers, reviews, contribution files."""
    plan = export_plan(cycle)

    def of_goals(rows):
        for row in rows:
            yield row["key"], copy.deepcopy(row.get("verdicts")), copy.deepcopy(row.get("contribution"))
            yield from of_goals(row.get("subgoals", []))

    return {
        "goals": {
            key: (verdicts, file) for key, verdicts, file in of_goals(plan["results"]) if verdicts or file
        },
        "decisions": plan["decisions"],
        "papers": plan["papers"],
        "reviews": [row["review"] for row in plan["sessions"] if "review" in row],
    }


def ambers(cycle):
    facts = papers.facts_of(cycle, gmcode="GM9901")
    texts = papers.texts_of(cycle, facts=facts)
    return {
        (kind, one.was, one.now) for kind in ("council_page", "council_letter") for one in texts.ambers(kind)
    }


# The faults


def a_measurement_is_corrected(cycle, **_people):
    Measurement.objects.filter(cycle=cycle, key="m-buurt-2026").update(
        value=19, margin_low=13, margin_high=27
    )


def a_source_is_withdrawn(cycle, anna, **_people):
    row = Measurement.objects.get(cycle=cycle, key="m-buurt-2026")
    cycles.remove(row, by=anna, verb="measurement.removed", now=NOW)
    Source.objects.filter(cycle=cycle).first().delete()


def an_organisation_leaves(cycle, anna, **_people):
    row = Partner.objects.filter(cycle=cycle, owned_activities=None).first()
    cycles.remove(row, by=anna, verb="partner.removed", now=NOW)


def a_task_field_gets_another_number(cycle, **_people):
    assert Budget.objects.filter(activity__cycle=cycle, taakveld="6.1").update(taakveld="6.91")


def a_goal_is_split_in_two(cycle, anna, **_people):
    goal = Goal.objects.get(cycle=cycle, key="r-veilig")
    half = goals.add_goal(
        cycle=cycle,
        under=str(goal.ambition_id),
        text="In 2026 durven meer inwoners te melden",
        by=anna,
        now=NOW,
    )
    below = Goal.objects.filter(parent_links__parent=goal).order_by("pk").first()
    goals.move(row=below, under=str(half.pk), by=anna, now=NOW)


def a_budget_moves_to_another_year(cycle, **_people):
    assert Budget.objects.filter(activity__cycle=cycle, year=2027).update(year=2028)


FIGURE = {("council_page", "21%", "19%"), ("council_letter", "21%", "19%")}
FAULTS = [  # what happens, where then and now names it, in the plan and in the budget, and which sentences turn amber
    (a_measurement_is_corrected, "Metingen", FIGURE),
    (a_source_is_withdrawn, "Bronnen", None),
    (an_organisation_leaves, "Organisaties", set()),
    (a_task_field_gets_another_number, "Activiteiten", set()),
    (a_goal_is_split_in_two, "Resultaten en subdoelen", set()),
    (a_budget_moves_to_another_year, "Activiteiten", {("council_page", "9.000 euro", "")}),
]


@pytest.mark.parametrize(
    ("fault", "section", "amber"), FAULTS, ids=[one.__name__ for one, _section, _amber in FAULTS]
)
def test_the_frozen_thing_stays_the_living_thing_says_so_and_nothing_is_calculated_again(
    decided, cycle, safe, anna, client_of, fault, section, amber
):
    plan, money = decided
    kept = {one.row.pk: bytes(one.row.content) for one in decided}
    said, were = what_people_said(cycle), ambers(cycle)
    assert said["goals"]["r-veilig"][0][0]["figures"]
    assert said["papers"]
    assert queries.then_and_now(plan, cycle) == [
        one for one in queries.then_and_now(plan, cycle) if one.section == "Besluiten"
    ]  # only that the council decided after the college

    fault(cycle=cycle, anna=anna)

    assert {row.pk: bytes(row.content) for row in FrozenCopy.objects.all()} == kept
    assert all(queries.copy_of(cycle, pk).whole for pk in kept)
    assert section in {one.section for one in queries.then_and_now(plan, cycle)}
    assert queries.content_of(money.plan).total == queries.content_of(plan.plan).total
    after = what_people_said(cycle)
    assert after == said
    turned = ambers(cycle) - were
    if amber is not None:
        assert turned == amber
    else:
        assert {(kind, was) for kind, was, _now in turned} == {(kind, was) for kind, was, _now in FIGURE}
    page = client_of(anna).get(reverse("frozen_copy", args=["GM9901", 2, plan.row.pk])).content.decode()
    assert "Ongeschonden" in page
    assert section in page


@pytest.mark.parametrize("fault", [a_measurement_is_corrected, a_source_is_withdrawn])
def test_a_verdict_stays_and_asks_whether_it_still_holds(decided, cycle, safe, anna, client_of, fault):
    fault(cycle=cycle, anna=anna)
    now = judged_goal(cycle, safe.pk, gmcode="GM9901")
    assert now.outdated
    assert (now.latest.verdict, now.latest.figures.get(indicator__key="i-buurt").last_value) == (
        "too_early",
        21,
    )
    page = client_of(anna).get(reverse("verdicts", args=["GM9901", 2])).content.decode()
    assert "Klopt het oordeel nog?" in page
    assert "was 21%" in page


@pytest.mark.parametrize(
    "fault", [a_task_field_gets_another_number, a_goal_is_split_in_two, an_organisation_leaves]
)
def test_what_changes_no_figure_leaves_the_verdict_in_peace(decided, cycle, safe, anna, fault):
    fault(cycle=cycle, anna=anna)
    assert not judged_goal(cycle, safe.pk, gmcode="GM9901").outdated


def test_the_sentence_in_the_paper_turns_amber_and_stays_letter_for_letter(decided, cycle, anna, client_of):
    a_measurement_is_corrected(cycle)
    page = client_of(anna).get(reverse("paper", args=["GM9901", 2, "council_letter"])).content.decode()
    assert "was 21%, is 19%" in page
    assert "Klopt de tekst nog?" in page
    assert "naar 21 procent" in page


def test_what_an_organisation_that_left_was_to_do_stays_readable(decided, cycle, anna, client_of):
    """Decisions, improvements and the table keep it, also when that organisation is no longer there."""
    row = Partner.objects.filter(cycle=cycle, owned_activities=None).first()
    review = Review.objects.get()
    ReviewSeat.objects.create(municipality=cycle.municipality, review=review, partner=row, position=99)
    Decision.objects.filter(cycle=cycle, kind="activity").update(owner=row)
    ImprovementAction.objects.update(owner=row)
    cycles.remove(row, by=anna, verb="partner.removed", now=NOW)
    client = client_of(anna)
    for name in ("decisions", "improvements", "reviews", "compass"):
        assert client.get(reverse(name, args=["GM9901", 2])).status_code == 200, name
    assert row.name in client.get(reverse("improvements", args=["GM9901", 2])).content.decode()
    table = client.get(reverse("review", args=["GM9901", 2, review.session_id])).content.decode()
    assert row.name in table


def test_an_organisation_with_activities_does_not_leave_before_they_have_another_owner(
    decided, cycle, anna, client_of
):
    row = Partner.objects.filter(cycle=cycle).exclude(owned_activities=None).first()
    answer = client_of(anna).post(reverse("remove_partner", args=["GM9901", 2, row.pk]), follow=True)
    assert "Deze organisatie is eigenaar van een activiteit." in answer.content.decode()
    assert Partner.objects.filter(pk=row.pk).exists()
