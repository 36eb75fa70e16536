"""Verdicts on the screen: who sees, who says, what is kept, and what is told when the figures change."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Cycle, Step
from koersvast.decisions import verdict_actions
from koersvast.decisions.models import ResultVerdict, VerdictFigure
from koersvast.decisions.verdict_queries import judged, judged_goal
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.goals.models import Goal
from koersvast.indicators.models import GoalIndicator, Measurement
from tests import factories
from tests.architecture.test_english_pages import dutch_words

PARTIES = ["municipality", "residents"]


@pytest.fixture
def plan(waterveen):
    """A result with a figure that reached its target, and below it a subgoal without a figure."""
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen, 2, visibility="partners")
        result = factories.result(factories.ambition(cycle), text="Meer inwoners voelen zich veilig")
        factories.subgoal(result, "s-1", text="Wie op straat werkt, grijpt in")
        measured(cycle, result, "i-veilig", (60, 57, 63), (85, 82, 88))
        return cycle


def measured(cycle, goal, key, start, end, **more):
    indicator = factories.indicator(cycle, key, name=f"Voelt zich veilig {key}")
    rows = [
        factories.measurement(
            indicator, period, value, margin_low=low, margin_high=high, **({"n": 900} | more)
        )
        for period, (value, low, high) in (("2022", start), ("2026", end))
    ]
    return GoalIndicator.objects.create(
        municipality=cycle.municipality, goal=goal, indicator=indicator, baseline=rows[0],
        target_value=80, target_year=2026,
    )  # fmt: skip


@pytest.fixture
def goal(plan):
    with scope(municipality=plan.municipality):
        return Goal.objects.get(key="r-1")


def address(goal):
    return reverse("give_verdict", args=["GM9901", 2, goal.pk])


LIST = "/GM9901/ronde/2/oordelen/"


def filled(client, goal, **more):
    """The form as somebody opened it, with what they fill in."""
    page = client.get(address(goal))
    assert page.status_code == 200
    seen = {name: page.context[name] for name in ("version", "fingerprint")}
    return {"verdict": "reached", "reason": "", "parties": PARTIES, **seen, **more}


def given(goal):
    with scope(municipality=goal.municipality):
        return list(ResultVerdict.objects.filter(goal=goal).prefetch_related("figures"))


def text(answer):
    return " ".join(answer.content.decode().split())


def test_anna_reads_the_proposal_with_its_reason(anna, plan, goal, client_of):
    page = text(client_of(anna).get(LIST))
    assert "Voorstel uit de cijfers:" in page
    assert "kv-merk--bereikt" in page
    assert "De hele marge ligt op of voorbij het doel." in page
    assert "Nulmeting 2022: 60%. Laatste meting 2026: 85%." in page
    assert "bewijst daar niets over" in page  # K09


def test_anna_confirms_and_the_figures_are_kept_as_they_are(anna, plan, goal, client_of):
    client = client_of(anna)
    answer = client.post(address(goal), filled(client, goal), follow=True)
    assert "Het oordeel staat erbij" in text(answer)
    (row,) = given(goal)
    assert (row.proposed, row.verdict, row.reason, row.parties) == ("reached", "reached", "", PARTIES)
    assert row.given_by == anna
    (figure,) = row.figures.all()
    assert (figure.baseline_value, figure.last_value, figure.target_value) == (60, 85, 80)
    assert figure.change_low < 25 < figure.change_high


def test_bilal_says_something_else_with_his_reason_and_both_are_kept(bilal, anna, plan, goal, client_of):
    client = client_of(bilal)
    client.post(
        address(goal), filled(client, goal, verdict="too_early", reason="Wij horen op straat iets anders")
    )
    (row,) = given(goal)
    assert (row.proposed, row.verdict) == ("reached", "too_early")
    page = text(client_of(anna).get(LIST))
    assert "kv-merk--nog-niet" in page
    assert "Wij horen op straat iets anders" in page
    assert "Het voorstel was toen: bereikt." in page
    assert "wijkt af van het voorstel" in page


@pytest.mark.parametrize("reason", ["", "   "])
def test_another_word_without_a_reason_is_refused_in_words(anna, plan, goal, client_of, reason):
    client = client_of(anna)
    answer = client.post(address(goal), filled(client, goal, verdict="on_course", reason=reason))
    assert answer.status_code == 422
    assert "Schrijf waarom u een ander oordeel geeft" in text(answer)
    assert given(goal) == []


def test_the_action_asks_for_the_reason_too(anna, plan, goal):
    with scope(municipality=plan.municipality):
        now = judged_goal(plan, goal.pk, gmcode="GM9901")
        with pytest.raises(verdict_actions.ReasonNeeded):
            verdict_actions.give_verdict(
                goal, verdict="on_course", reason=" ", parties=PARTIES, by=anna, version=now.version,
                fingerprint=now.fingerprint, today=datetime.date(2026, 11, 22),
            )  # fmt: skip


@pytest.mark.parametrize("wrong", [{"verdict": "prima"}, {"parties": []}, {"reason": "<b>nee</b>"}])
def test_what_the_form_cannot_take_is_not_stored(anna, plan, goal, client_of, wrong):
    client = client_of(anna)
    assert client.post(address(goal), filled(client, goal, **wrong)).status_code == 422
    assert given(goal) == []


def test_a_new_verdict_follows_the_old_one_and_the_old_one_stays(anna, plan, goal, client_of):
    client = client_of(anna)
    client.post(address(goal), filled(client, goal))
    client.post(address(goal), filled(client, goal, verdict="on_course", reason="Nog niet overal"))
    assert [row.verdict for row in given(goal)] == ["on_course", "reached"]
    assert "1 eerder oordeel" in text(client.get(LIST))


def test_figures_corrected_after_the_verdict_are_told_and_nothing_is_recalculated(
    anna, plan, goal, client_of
):
    client = client_of(anna)
    client.post(address(goal), filled(client, goal))
    with scope(municipality=plan.municipality):
        Measurement.objects.filter(period="2026").update(value=70, margin_low=67, margin_high=73)
    for page in (text(client.get(LIST)), text(client.get(reverse("goal", args=["GM9901", 2, goal.pk])))):
        assert "Klopt het oordeel nog?" in page
        assert "was 85% (2026, marge 82% tot 88%), is 70% (2026, marge 67% tot 73%)" in page
        assert "Het voorstel was: bereikt." in page
        assert "kv-merk--niet-op-koers" in page
    (row,) = given(goal)
    assert (row.verdict, row.figures.get().last_value) == ("reached", 85)
    client.post(address(goal), filled(client, goal, verdict="off_course"))
    assert "Klopt het oordeel nog?" not in text(client.get(LIST))


def test_a_figure_that_changes_while_anna_writes_is_shown_first(anna, plan, goal, client_of):
    client = client_of(anna)
    written = filled(client, goal, reason="Wij zijn er")
    with scope(municipality=plan.municipality):
        Measurement.objects.filter(period="2026").update(value=84)
    answer = client.post(address(goal), written)
    assert answer.status_code == 409
    assert "De cijfers zijn veranderd" in text(answer)
    assert "Wij zijn er" in text(answer)
    assert given(goal) == []
    again = written | {name: answer.context[name] for name in ("version", "fingerprint")}
    assert client.post(address(goal), again).status_code == 302


def test_two_people_at_once_the_second_sees_the_first_and_keeps_the_own_text(
    anna, bilal, plan, goal, client_of
):
    annas, bilals = client_of(anna), client_of(bilal)
    first = filled(annas, goal)
    second = filled(bilals, goal, verdict="too_early", reason="De straat zegt iets anders")
    assert annas.post(address(goal), first).status_code == 302
    answer = bilals.post(address(goal), second)
    assert answer.status_code == 409
    assert "Iemand anders was u net voor" in text(answer)
    assert "De straat zegt iets anders" in text(answer)
    assert [row.given_by for row in given(goal)] == [anna]
    again = second | {name: answer.context[name] for name in ("version", "fingerprint")}
    assert bilals.post(address(goal), again).status_code == 302
    assert [row.given_by for row in given(goal)] == [bilal, anna]


def test_the_database_keeps_one_of_two_at_the_same_moment(anna, plan, goal, monkeypatch):
    """Both read the same state before either writes."""
    with scope(municipality=plan.municipality):
        now = judged_goal(plan, goal.pk, gmcode="GM9901")
        facts = {"verdict": "reached", "reason": "", "parties": PARTIES, "by": anna, "version": now.version,
                 "fingerprint": now.fingerprint, "today": datetime.date(2026, 11, 22)}  # fmt: skip
        verdict_actions.give_verdict(goal, **facts)
        asked = []
        fresh = verdict_actions.judged_goal
        monkeypatch.setattr(
            verdict_actions,
            "judged_goal",
            lambda *a, **k: asked.append(1) or (now if len(asked) == 1 else fresh(*a, **k)),
        )
        with pytest.raises(StaleEdit) as stale:
            verdict_actions.give_verdict(goal, **facts)
        assert stale.value.theirs["verdict"] == "reached"
        assert ResultVerdict.objects.count() == 1


def test_chris_finds_nothing_and_dewi_signs_in(chris, plan, goal, client_of):
    for path in (LIST, address(goal)):
        assert client_of(chris).get(path).status_code == 404
        assert client_of(chris).post(path, {"verdict": "reached"}).status_code == 404
        assert client_of(None).get(path).status_code == 302
    assert given(goal) == []


def test_gerrit_of_the_council_reads_and_does_not_write(gerrit, anna, plan, goal, client_of):
    annas = client_of(anna)
    annas.post(address(goal), filled(annas, goal))
    client = client_of(gerrit)
    page = text(client.get(LIST))
    assert "kv-merk--bereikt" in page
    assert "Geef een nieuw oordeel" not in page
    assert client.get(address(goal)).status_code == 403
    assert client.post(address(goal), {"verdict": "reached"}).status_code == 403


def test_emre_a_partner_writes_in_this_step(emre, plan, goal, client_of):
    client = client_of(emre)
    assert client.post(address(goal), filled(client, goal)).status_code == 302
    assert len(given(goal)) == 1


@pytest.mark.parametrize(
    ("closed", "list_says", "goal_says"),
    [
        (1, "De cijfers zijn voor u niet te zien", 200),
        (2, "De doelen zijn voor u niet te zien", 404),
        (6, None, 200),
    ],
)
def test_emre_sees_of_a_closed_step_nothing(emre, anna, plan, goal, client_of, closed, list_says, goal_says):
    annas, client = client_of(anna), client_of(emre)
    annas.post(address(goal), filled(annas, goal, verdict="too_early", reason="Nog even wachten"))
    with scope(municipality=plan.municipality):
        Step.objects.create(municipality=plan.municipality, cycle=plan, number=closed, visibility="internal")
        Measurement.objects.filter(period="2026").update(value=84)
    page = client.get(LIST)
    assert page.status_code == (404 if closed == 6 else 200)
    own = client.get(reverse("goal", args=["GM9901", 2, goal.pk]))
    assert own.status_code == goal_says
    told = text(page) + text(own)
    assert not list_says or list_says in told
    if closed == 1:  # what people said stands there, without the figures it rests on
        assert "Nog even wachten" in told
        assert not any(word in told for word in ("85%", "84%", "marge ligt", "Klopt het oordeel nog"))
    else:
        assert "Nog even wachten" not in told
    assert client.get(address(goal)).status_code == 404
    assert client.post(address(goal), {"verdict": "reached"}).status_code == 404


def test_a_group_that_turns_out_too_small_hides_what_was_kept_of_it(anna, plan, goal, client_of):
    client = client_of(anna)
    client.post(address(goal), filled(client, goal))
    with scope(municipality=plan.municipality):
        Measurement.objects.filter(period="2026").update(n=20)
    for path in (LIST, address(goal), reverse("goal", args=["GM9901", 2, goal.pk])):
        page = text(client.get(path))
        assert "85%" not in page
        assert "e klein om te tonen" in page


def test_self_selected_and_broken_and_without_target_say_so_on_the_page(anna, plan, goal, client_of):
    client = client_of(anna)
    with scope(municipality=plan.municipality):
        Measurement.objects.update(sample="self_selected")
    assert "Wie meedeed, koos daar zelf voor." in text(client.get(LIST))
    with scope(municipality=plan.municipality):
        Measurement.objects.update(sample="local_survey")
        Measurement.objects.filter(period="2026").update(series="nieuw")
    page = text(client.get(LIST))
    assert "De meting veranderde tussen het begin en nu." in page
    assert "Verschil:" not in page
    with scope(municipality=plan.municipality):
        GoalIndicator.objects.update(target_value=None, target_year=None)
    assert "De cijfers geven geen voorstel." in text(client.get(LIST))
    answer = client.post(address(goal), filled(client, goal))
    assert answer.status_code == 422  # without a proposal every word needs a reason
    ok = client.post(
        address(goal), filled(client, goal, verdict="too_early", reason="Eerst een streefwaarde")
    )
    assert ok.status_code == 302
    assert given(goal)[0].proposed == ""


def test_a_result_with_one_figure_behind_is_not_reached(anna, plan, goal, client_of):
    with scope(municipality=plan.municipality):
        measured(plan, goal, "i-twee", (60, 57, 63), (61, 58, 64))
    page = text(client_of(anna).get(LIST))
    assert "kv-merk--niet-op-koers" in page
    assert "Dat geldt voor: Voelt zich veilig i-twee." in page
    assert "Wij rekenen geen gemiddelde." in page


def test_a_parent_names_its_weakest_and_least_certain_child(anna, plan, goal, client_of):
    with scope(municipality=plan.municipality):
        unsure = factories.subgoal(goal, "s-2", text="Jongeren staan niet alleen")
        measured(plan, unsure, "i-panel", (60, 57, 63), (85, 82, 88), sample="self_selected")
        weak = factories.subgoal(goal, "s-3", text="Meer mensen melden")
        measured(plan, weak, "i-zwak", (60, 57, 63), (61, 58, 64))
    page = text(client_of(anna).get(reverse("goal", args=["GM9901", 2, goal.pk])))
    start = page.index("Hoe staan de doelen hieronder ervoor?")
    told = page[start : start + 2500]
    assert told.index("Zwakste") < told.index("Meer mensen melden") < told.index("Minst zeker")
    assert told.index("Minst zeker") < told.index("Jongeren staan niet alleen")
    assert "1 van de 3 heeft nog geen oordeel" in told


def test_pages_take_the_same_number_of_queries_however_many_results(
    anna, plan, goal, client_of, django_assert_num_queries
):
    client = client_of(anna)
    client.post(address(goal), filled(client, goal))
    with scope(municipality=plan.municipality), django_assert_num_queries(4):
        judged(plan, gmcode="GM9901")
    counts = []
    for more in (0, 12):
        with scope(municipality=plan.municipality):
            for number in range(more):
                extra = factories.subgoal(goal, f"s-meer-{number}")
                measured(plan, extra, f"i-meer-{number}", (60, 57, 63), (85, 82, 88))
                row = ResultVerdict.objects.create(
                    municipality=plan.municipality, goal=extra, verdict="reached", proposed="reached",
                    parties=PARTIES, given_on="2026",
                )  # fmt: skip
                VerdictFigure.objects.create(municipality=plan.municipality, verdict=row, name="x", unit="%")
        for path in (LIST, reverse("goal", args=["GM9901", 2, goal.pk]), address(goal)):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]


def test_verdicts_go_out_in_a_plan_file_and_come_in_again(anna, plan, goal, client_of):
    client = client_of(anna)
    client.post(address(goal), filled(client, goal))
    client.post(address(goal), filled(client, goal, verdict="on_course", reason="Nog niet overal"))
    with scope(municipality=plan.municipality):
        out = export_plan(plan)
        told = out["results"][0]["verdicts"]
        assert [one["verdict"] for one in told] == ["reached", "on_course"]
        assert told[0]["figures"][0]["last_value"] == 85
        assert "given_by" not in told[0]
    import_plan(out, by=None, replace=True)
    with scope(municipality=plan.municipality):
        cycle = Cycle.objects.get(number=2)
        assert export_plan(cycle) == out
        now = judged_goal(cycle, Goal.objects.get(key="r-1").pk, gmcode="GM9901")
        assert now.latest.verdict == "on_course"
        assert not now.outdated


def test_a_plan_file_without_verdicts_still_comes_in(plan, waterveen):
    with scope(municipality=waterveen):
        out = export_plan(plan)
    assert "verdicts" not in out["results"][0]
    import_plan(out, by=None, replace=True)


def test_whoever_chose_english_reads_english_also_what_was_kept_in_dutch(anna, plan, goal, client_of):
    client = client_of(anna)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    with scope(municipality=plan.municipality):
        Cycle.objects.update(title="Safe and seen")
        factories.subgoal(goal, "s-2", text="People report")
        Goal.objects.filter(key="r-1").update(text="More people feel safe")
        Goal.objects.filter(key="s-1").update(text="Bystanders step in")
        plan.ambitions.update(text="Everybody can be themselves")
        plan.indicators.update(name="Feels safe")
        measured(plan, goal, "i-two", (60, 57, 63), (85, 82, 88), sample="self_selected")
        plan.indicators.update(name="Feels safe")
        plan.measurements.update(population="everybody", source="Survey")
    assert dutch_words(client.get(LIST)) == []
    client.post(address(goal), filled(client, goal, verdict="on_course", reason="We think so"))
    with scope(municipality=plan.municipality):
        Measurement.objects.filter(period="2026").update(value=84)
    for path in (LIST, address(goal), reverse("goal", args=["GM9901", 2, goal.pk])):
        answer = client.get(path)
        assert "Does the verdict still hold?" in text(answer)
        assert "Who took part chose to." in text(answer)
        assert dutch_words(answer) == []


def test_a_goal_without_a_figure_can_be_judged_with_a_reason(anna, plan, client_of):
    with scope(municipality=plan.municipality):
        bare = Goal.objects.get(key="s-1")
    client = client_of(anna)
    page = text(client.get(address(bare)))
    assert "De cijfers geven geen voorstel." in page
    client.post(address(bare), filled(client, bare, verdict="unknowable", reason="Niemand meet dit"))
    assert "Niemand meet dit" in text(client.get(LIST))


def test_a_removed_figure_is_told_and_what_was_kept_stays(anna, plan, goal, client_of):
    client = client_of(anna)
    client.post(address(goal), filled(client, goal))
    with scope(municipality=plan.municipality):
        GoalIndicator.objects.update(removed_at=datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC))
    page = text(client.get(LIST))
    assert "hoort niet meer bij dit doel." in page
    assert "Laatste meting 2026: 85%." in page
