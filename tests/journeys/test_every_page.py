"""Every page of the running product, at 1280 and 320 px: axe finds nothing, nothing scrolls sideways, the
keyboard reaches everything with a visible focus, and nothing is asked of anybody else's server."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.activities.models import Activity, Budget, Outcome
from koersvast.council.models import Question
from koersvast.cycles.models import GlossaryTerm, Partner, Session
from koersvast.decisions.models import Commitment, ContributionFile, Decision, ImprovementAction, Review
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.freezing import actions as freezing
from koersvast.freezing.models import FrozenCopy
from koersvast.goals.models import Ambition, Goal
from koersvast.indicators.models import GoalIndicator, Indicator, Interpretation, Measurement
from koersvast.papers.models import CalendarItem
from koersvast.people.models import Membership
from tests.journeys import built, listened, looks, questioned, surveyed
from tests.journeys.conftest import NARROW, WIDE
from tests.plans import waterveen_plan

pytestmark = pytest.mark.browser

PLAIN = [
    "compass", "checks", "partners", "add_partner", "glossary", "add_term", "sessions", "open_session", "edit_cycle",
    "indicators", "add_indicator", "interpretations", "add_interpretation",
    "goals", "goals_table", "goals_diagram", "goals_matrix", "goals_history", "goals_keys",
    "activities", "activity_groups", "money", "add_activity", "removed_activities", "initiatives", "add_initiative",
    "quality", "outcomes", "verdicts", "reviews", "open_review", "decisions", "add_decision", "removed_decisions", "improvements", "commitments",
    "add_commitment", "task_fields", "add_task_field", "history", "documents", "calendar", "add_calendar_item", "export_plan",
    "outcome_requests", "ask_everybody", "paper_forms", "dialogues", "open_dialogue", "frozen_copies", "next_cycle", "cycle_changes", "council", "questions",
]  # fmt: skip
WITH_ROW = {
    "partner": Partner, "term": GlossaryTerm, "session": Session, "edit_session": Session, "priorities": Session,
    "indicator": Indicator, "indicator_thread": Indicator, "indicator_history": Indicator, "edit_indicator": Indicator,
    "add_measurement": Indicator, "measurement": Measurement, "choose_measurement": Measurement,
    "interpretation": Interpretation, "goal": Goal, "goal_thread": Goal, "goal_history": Goal, "describe_goal": Goal,
    "link_goal": Goal, "move_goal": Goal, "add_aim": Goal, "evidence": Ambition,
    "activity": Activity, "activity_thread": Activity, "activity_history": Activity, "edit_activity": Activity,
    "add_contribution": Activity, "add_budget": Activity, "activity_quality": Activity, "add_outcome": Activity,
    "ask_outcome": Activity, "decide": Activity, "decision": Decision, "add_improvement": Decision, "improvement": ImprovementAction,
    "commitment": Commitment, "calendar_item": CalendarItem, "house_decision": Decision, "frozen_copy": FrozenCopy,
    "through_time": Goal,
}  # fmt: skip
DOWNLOADS = {"export_plan"}


def example_of(name, model):
    if name == "house_decision":
        return Decision.objects.get(key="b-geld")
    if name == "through_time":
        return Goal.objects.get(key="r-veilig")
    return model.objects.order_by("decided_on" if model is FrozenCopy else "position").first()


def freeze(cycle):
    """What college and council adopted, as it was then: one activity less."""
    plan = export_plan(cycle)
    for key, count in (("b-plan", -2), ("b-geld", -1)):
        then = plan | {"activities": plan["activities"][:count]}
        freezing.keep(Decision.objects.get(cycle=cycle, key=key), then, by=None, now=timezone.now())


def asked(cycle, result, person):
    return Question.objects.create(
        municipality=cycle.municipality,
        cycle=cycle,
        about_key=result.key,
        sentence="21 procent",
        text="Hoe is dit gemeten?",
        asked_by=person,
        asked_at=timezone.now(),
    )


@pytest.fixture
def addresses(transactional_db, waterveen, ilse, anna, room):
    """Every page with an example of what it shows, in the demo plan, for an administrator."""
    cycle = import_plan(waterveen_plan(), by=None)
    base = ["GM9901", cycle.number]
    with scope(municipality=waterveen):
        freeze(cycle)
        found = {name: reverse(name, args=base) for name in PLAIN if name not in DOWNLOADS}
        for name, model in WITH_ROW.items():
            found[name] = reverse(name, args=[*base, example_of(name, model).pk])
        found["money_brought"] = reverse("money_brought", args=[*base, 2025])
        for kind in (
            "council_letter", "council_page", "subsidy_annex", "perspectives", "leaflet", "feedback_letter"
        ):  # fmt: skip
            found[kind] = reverse("paper", args=[*base, kind])
        result = Goal.objects.filter(ambition__isnull=False).first()
        for name in ("council_result", "ask_question"):
            found[name] = reverse(name, args=[*base, result.pk])
        found["answer_question"] = reverse("answer_question", args=[*base, asked(cycle, result, ilse).pk])
        found["thread of a decision"] = reverse(
            "thread", args=[*base, "besluit", Decision.objects.first().pk]
        )
        for name in ("house_style", "reminders"):
            found[name] = reverse(name, args=["GM9901"])
        for step in range(7):
            found[f"step {step}"] = reverse("step", args=[*base, step])
        review = Review.objects.get()
        here = [*base, review.session_id]
        talked = review.topics.exclude(goal=None).order_by("position").first()
        done = review.topics.exclude(activity=None).order_by("position").first()
        found["review"] = reverse("review", args=here)
        found["review_table"] = reverse("review_table", args=here)
        found["review_item"] = reverse("review_item", args=[*here, "resultaat", talked.goal_id])
        found["review_activity"] = reverse("review_item", args=[*here, "activiteit", done.activity_id])
        found["review_screen"] = found["review_item"] + "?scherm"
        found["review_screen_activity"] = found["review_activity"] + "?scherm"
        found["review_answers"] = reverse("review_answers", args=[*here, "resultaat", talked.goal_id])
        found["remark"] = reverse("remark", args=[*here, talked.remarks.first().pk])
        file = ContributionFile.objects.first()
        chain = file.links.exclude(activity=None).order_by("position").first()
        link = [*base, file.goal_id, "activiteit", chain.activity_id]
        for name in ("contribution_file", "contribution_claim"):
            found[name] = reverse(name, args=[*base, file.goal_id])
        for name in ("chain_link", "add_link_evidence", "add_link_rival"):
            found[name] = reverse(name, args=link)
        found["link_evidence"] = reverse(
            "link_evidence", args=[*base, file.goal_id, chain.evidence.first().pk]
        )
        found["link_rival"] = reverse("link_rival", args=[*base, file.goal_id, chain.rivals.first().pk])
        aim = GoalIndicator.objects.first()
        found["aim"] = reverse("aim", args=[*base, aim.goal_id, aim.pk])
        budget, outcome = Budget.objects.first(), Outcome.objects.first()
        found["budget"] = reverse("budget", args=[*base, budget.activity_id, budget.pk])
        found["outcome"] = reverse("outcome", args=[*base, outcome.activity_id, outcome.pk])
        older, newer = FrozenCopy.objects.order_by("decided_on")
        found["frozen_pair"] = reverse("frozen_pair", args=[*base, older.pk, newer.pk])
        for kind, model in (("doel", Goal), ("cijfer", Indicator), ("activiteit", Activity)):
            row = model.objects.order_by("position").first()
            found[f"descent {kind}"] = reverse("descent", args=[*base, kind, row.pk])
        found |= questioned.pages_of_requests(cycle, ilse)
        found |= listened.pages_of_a_round(cycle, ilse)
        found |= listened.pages_of_what_comes_out(cycle, ilse, anna)
        found |= listened.pages_of_files(cycle, ilse)
        found |= surveyed.pages_of_surveys(cycle, ilse, anna)
        found |= built.pages_of_questionnaires(cycle, ilse)
        member = Membership.objects.get(user=ilse)
        found["member"] = reverse("member", args=["GM9901", member.pk])
    for name in ("municipality", "people", "open_cycle", "import_plan"):
        found[name] = reverse(name, args=["GM9901"])
    found["missing"] = "/GM9901/ronde/99/"
    return found


def what_is_wrong(page, size):
    page.set_viewport_size(size)
    found = looks.axe_findings(page, looks.OF_SIZE if size is NARROW else None)
    if looks.sideways(page) > 0:
        found.append(f"scrolls {looks.sideways(page)} px sideways")
    found += looks.unreachable(page)
    found += [f"small: {target}" for target in looks.small_targets(page)]
    return [f"{size['width']} px: {problem}" for problem in found]


@pytest.mark.parametrize("part", range(4))  # so that both cores are busy to the end
def test_every_page_is_in_order(visitor, ilse, addresses, part):
    person = visitor(ilse)
    problems = {}
    for name, path in list(addresses.items())[part::4]:
        page = person.goes_to(path)
        if found := what_is_wrong(page, WIDE) + what_is_wrong(page, NARROW):
            problems[name] = found
        page.set_viewport_size(WIDE)
    assert not problems
    assert all(url.startswith((person.base, "data:")) for url in person.requests), (
        "a page asked another server"
    )


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
@pytest.mark.parametrize("path", ["/account/login/", "/uitnodiging/", "/account/password/reset/"])
def test_the_pages_before_the_door_are_in_order(visitor, size, path):
    page = visitor(None, viewport=size).goes_to(path)
    assert looks.axe_findings(page) == []
    assert looks.sideways(page) <= 0
    assert looks.unreachable(page) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
def test_the_pages_behind_a_code_are_in_order(visitor, waterveen, ilse, room, size):
    """Dewi types the code of her slip: her choices by other words than those of now, and taking everything back."""
    with scope(municipality=waterveen):
        code = listened.slip(import_plan(waterveen_plan(), by=None), ilse)
    page = visitor(None, viewport=size).goes_to(reverse("receipt", args=["GM9901"]))
    page.get_by_label("Uw code").fill(code)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("heading", name="Wij schrijven dit nu anders op").wait_for()
    page.get_by_text("Wat stond er toen?").click()
    page.get_by_text("Hulp nodig, of iets melden?").click()
    page.get_by_role("link", name="0800-0880").wait_for()
    assert looks.axe_findings(page) + looks.unreachable(page) + looks.small_targets(page) == []
    assert looks.sideways(page) <= 0
    page.get_by_role("button", name="Haal alles van mij weg").click()
    page.get_by_role("heading", name="Alles weghalen?").wait_for()
    assert looks.axe_findings(page) + looks.unreachable(page) + looks.small_targets(page) == []
    assert looks.sideways(page) <= 0


def test_at_400_percent_everything_is_still_in_one_column(visitor, ilse, addresses):
    """1280 px at 400 % is 320 px wide and 256 high."""
    person = visitor(ilse, viewport={"width": 320, "height": 256})
    for name in ("compass", "goals", "activity", "indicator"):
        assert looks.sideways(person.goes_to(addresses[name])) <= 0


def test_without_javascript_every_page_still_says_what_it_says(visitor, ilse, addresses):
    person = visitor(ilse, javascript=False)
    for name in ("compass", "goals", "activities", "session", "documents", "import_plan"):
        page = person.goes_to(addresses[name])
        assert page.locator("h1").first.inner_text()
