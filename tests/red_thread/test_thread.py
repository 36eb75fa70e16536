"""From any goal, figure, euro or decision up and down the chain, also for Gerrit who reads; small groups unsaid."""

from __future__ import annotations

import pytest

from koersvast.activities.models import Budget, Outcome
from koersvast.cycles.actions import describe_step
from koersvast.cycles.models import Session
from koersvast.decisions.models import Commitment, CommittedGoal, Decision, ImprovementAction
from koersvast.goals.models import Story
from koersvast.indicators.models import (
    AmbitionEvidence,
    GoalIndicator,
    Interpretation,
    InterpretedMeasurement,
)
from koersvast.red_thread.kinds import KINDS
from koersvast.red_thread.queries import MOST, red_thread
from koersvast.red_thread.readers import READERS
from koersvast.red_thread.walk import Node
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
ALL = set(range(7))
PAGE = "/GM9901/ronde/1/draad/"


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def chain(cycle):
    """One of each link, from a table evening to an improvement."""
    owned = {"municipality": cycle.municipality}
    evening = Session.objects.create(
        **owned,
        cycle=cycle,
        key="s",
        step=1,
        kind="dialogue",
        title="Avond",
        held_on="2025-03",
        outcome="Zeg het ons",
    )
    ambition = factories.ambition(cycle, text="Iedereen veilig")
    AmbitionEvidence.objects.create(**owned, ambition=ambition, session=evening)
    result = factories.result(ambition, text="Minder onveilig")
    below = factories.subgoal(result, "g-1", text="Meer melden")
    promise = Commitment.objects.create(
        **owned,
        cycle=cycle,
        key="t",
        kind="motion",
        text="Meet het",
        by="Raad",
        made_on="2025-01",
        status="open",
    )
    CommittedGoal.objects.create(**owned, commitment=promise, goal=result)
    story = Story.objects.create(**owned, goal=result, text="Ik meld het nu", source="Bewoner", consent=True)
    figure = factories.indicator(cycle, name="Onveilig", unit="%")
    GoalIndicator.objects.create(**owned, goal=result, indicator=figure, target_value=18, target_year=2027)
    point = factories.measurement(figure, "2025", 21, n=400)
    talk = Interpretation.objects.create(
        **owned, cycle=cycle, key="d", measured="x", recognise="x", explain="x", judge="Kan toeval zijn", act="x",
        parties=["municipality"], held_on="2025-09",
    )  # fmt: skip
    InterpretedMeasurement.objects.create(**owned, interpretation=talk, measurement=point)
    town = factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")
    training = factories.activity(town, "training", (below,), name="Training")
    euro = Budget.objects.create(**owned, activity=training, year=2026, amount=4000, taakveld="1.2")
    brought = Outcome.objects.create(**owned, activity=training, period="2025", reached=38)
    decision = Decision.objects.create(
        **owned, cycle=cycle, key="b", decided_on="2025-10-01", body="table", kind="activity", about_key="training",
        decision="continue", reason="Het werkt",
    )  # fmt: skip
    better = ImprovementAction.objects.create(
        **owned, decision=decision, text="Ook avonden", due_on="2026-01"
    )
    return {
        "bijeenkomst": evening, "toezegging": promise, "ambitie": ambition, "doel": result, "verhaal": story,
        "cijfer": figure, "meting": point, "activiteit": training, "bedrag": euro, "opbrengst": brought,
        "duiding": talk, "besluit": decision, "verbeteractie": better, "below": below,
    }  # fmt: skip


def thread_of(cycle, chain, kind, steps=ALL):
    return red_thread(cycle, Node(kind, chain[kind].pk), steps, gmcode="GM9901")


def kinds_of(stages):
    return [stage.kind.key for stage in stages]


def test_every_kind_of_link_has_a_reader_and_a_page_with_all_of_it():
    assert KINDS.keys() == READERS.keys()
    assert all(kind.page or kind.everything for kind in KINDS.values())


def test_a_decision_goes_up_to_what_people_said(cycle, chain):
    found = thread_of(cycle, chain, "besluit")
    assert kinds_of(found.above) == ["bijeenkomst", "toezegging", "ambitie", "doel", "activiteit"]
    assert kinds_of(found.below) == ["verbeteractie"]


def test_what_people_said_goes_down_to_the_decision(cycle, chain):
    found = thread_of(cycle, chain, "bijeenkomst")
    assert kinds_of(found.below) == [
        "ambitie", "doel", "verhaal", "cijfer", "meting", "activiteit", "bedrag", "opbrengst", "duiding", "besluit",
        "verbeteractie",
    ]  # fmt: skip


def test_a_euro_goes_up_to_its_goal_and_its_promise(cycle, chain):
    found = thread_of(cycle, chain, "bedrag")
    assert kinds_of(found.above) == ["bijeenkomst", "toezegging", "ambitie", "doel", "activiteit"]
    assert found.here.text == "2026: 4.000 euro, Training"


def test_a_figure_goes_up_to_its_goal_and_down_to_what_people_think_of_it(cycle, chain):
    found = thread_of(cycle, chain, "cijfer")
    assert "doel" in kinds_of(found.above)
    assert kinds_of(found.below) == ["meting", "duiding"]
    assert found.here.about == "doel 18 procent in 2027"


def test_the_reason_why_an_activity_helps_stands_beside_it(cycle, chain):
    (stage,) = [one for one in thread_of(cycle, chain, "doel").below if one.kind.key == "activiteit"]
    assert stage.said[0].why == "Dit helpt"


def test_a_commitment_without_a_goal_is_a_thread_of_one(cycle, chain):
    CommittedGoal.objects.all().delete()
    found = thread_of(cycle, chain, "toezegging")
    assert (found.above, found.below) == ([], [])


def test_what_was_removed_is_no_longer_in_the_thread(cycle, chain):
    type(chain["activiteit"]).objects.filter(pk=chain["activiteit"].pk).update(removed_at="2026-01-01T00:00Z")
    assert "activiteit" not in kinds_of(thread_of(cycle, chain, "doel").below)
    assert thread_of(cycle, chain, "activiteit") is None


def test_a_step_that_is_hidden_hides_what_lies_behind_it(cycle, chain):
    found = thread_of(cycle, chain, "ambitie", steps=ALL - {3})
    assert not {"activiteit", "bedrag", "besluit", "verbeteractie"} & set(kinds_of(found.below))
    assert thread_of(cycle, chain, "bedrag", steps=ALL - {3}) is None


def test_a_session_of_a_hidden_step_stays_unsaid(cycle, chain):
    assert "bijeenkomst" not in kinds_of(thread_of(cycle, chain, "besluit", steps=ALL - {1}).above)


def test_a_small_group_is_in_no_thread(cycle, chain):
    type(chain["meting"]).objects.update(n=12)
    Outcome.objects.update(reached=4)
    found = thread_of(cycle, chain, "doel")
    said = " ".join(one.text + one.about for stage in found.below for one in stage.said)
    assert "21" not in said
    assert "te klein om te tonen" in said
    assert "4 mensen" not in said


def test_a_national_figure_says_that_it_is_national(cycle, chain):
    type(chain["meting"]).objects.update(place="Nederland", place_code="NL00")
    assert "landelijk cijfer" in thread_of(cycle, chain, "meting").here.about


def test_of_very_many_the_first_are_shown_and_the_rest_counted(cycle, chain):
    town = chain["activiteit"].owner
    for number in range(30):
        made = factories.activity(town, f"a-{number}", (chain["below"],))
        Budget.objects.create(
            municipality=cycle.municipality, activity=made, year=2026, amount=100, taakveld="6.1"
        )
    stages = {stage.kind.key: stage for stage in thread_of(cycle, chain, "doel").below}
    assert len(stages["activiteit"].said) == MOST
    assert stages["activiteit"].more == 31 - MOST
    assert stages["bedrag"].summary == "2026: 7.000 euro samen"


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_stays_the_same(cycle, chain, count, django_assert_max_num_queries):
    town = chain["activiteit"].owner
    for number in range(count):
        factories.activity(town, f"a-{number}", (chain["below"],))
        factories.measurement(chain["cijfer"], "2024", 20 + number % 9, n=400, key=f"m-{number}")
    with django_assert_max_num_queries(42):
        thread_of(cycle, chain, "ambitie")


class TestPage:
    def test_gerrit_who_reads_walks_from_decision_to_what_was_said(self, cycle, chain, gerrit, client_of):
        type(cycle).objects.update(visibility="public")
        client = client_of(gerrit)
        page = client.get(f"{PAGE}besluit/{chain['besluit'].pk}/").content.decode()
        assert "Zeg het ons" in page
        for kind in KINDS:
            if kind in chain:
                assert client.get(f"{PAGE}{kind}/{chain[kind].pk}/").status_code == 200, kind

    def test_the_tab_of_a_goal_an_ambition_an_activity_and_a_figure_lead_to_the_same_page(
        self, cycle, chain, anna, client_of
    ):
        client = client_of(anna)
        base = "/GM9901/ronde/1/"
        for path in (
            f"doelen/{chain['doel'].pk}/rode-draad/",
            f"doelen/{chain['ambitie'].pk}/rode-draad/",
            f"activiteiten/{chain['activiteit'].pk}/draad/",
            f"cijfers/{chain['cijfer'].pk}/draad/",
        ):
            assert "U bent hier" in client.get(base + path).content.decode()

    def test_emre_finds_nothing_behind_a_step_that_is_internal(self, cycle, chain, anna, emre, client_of):
        describe_step(cycle, 6, by=anna, values={"visibility": "internal"})
        client = client_of(emre)
        assert client.get(f"{PAGE}besluit/{chain['besluit'].pk}/").status_code == 404
        page = client.get(f"{PAGE}activiteit/{chain['activiteit'].pk}/").content.decode()
        assert "Het werkt" not in page

    def test_chris_from_elsewhere_finds_nothing(self, cycle, chain, chris, client_of):
        assert client_of(chris).get(f"{PAGE}doel/{chain['doel'].pk}/").status_code == 404

    def test_dewi_without_an_account_is_asked_to_sign_in(self, cycle, chain, client):
        assert client.get(f"{PAGE}doel/{chain['doel'].pk}/").status_code == 302

    @pytest.mark.parametrize("kind", ["onzin", "meting"])
    def test_what_does_not_exist_is_not_found(self, cycle, chain, anna, client_of, kind):
        assert client_of(anna).get(f"{PAGE}{kind}/{chain['doel'].pk}/").status_code == 404

    def test_another_cycle_is_another_thread(self, cycle, chain, waterveen, anna, client_of):
        factories.cycle(waterveen, number=2, visibility="partners")
        found = client_of(anna).get(f"/GM9901/ronde/2/draad/doel/{chain['doel'].pk}/")
        assert found.status_code == 404
