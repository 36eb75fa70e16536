"""A review on the screen: every result and activity, what each party says, and nothing of anybody lost."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Cycle, Session, Step
from koersvast.decisions import review_actions, review_queries
from koersvast.decisions.models import Review, ReviewRemark, ReviewTopic
from koersvast.decisions.review_rules import RESULT, Thing
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.goals.models import Story
from koersvast.indicators.models import GoalIndicator, Interpretation, Measurement
from tests import factories
from tests.architecture.test_english_pages import dutch_words

FIVE = {
    "measured": "85 procent voelt zich veilig",
    "recognise": "Ja, de meesten",
    "explain": "Meer licht",
    "judge": "Goed",
    "act": "Doorgaan",
}
BOTH = ["municipality", "residents"]


@pytest.fixture
def evening(cycle, result, cafe, training):
    """An evening with one result, which has a figure and a story, and two activities."""
    measured(cycle, result)
    Story.objects.create(
        municipality=cycle.municipality,
        goal=result,
        text="Ik groet nu iedereen",
        source="Portret",
        consent=True,
    )
    return session(cycle)


def session(cycle, key="s-1", **fields):
    defaults = {"title": "Avond in de bibliotheek", "held_on": "2026-11-12", "parties": BOTH}
    return Session.objects.create(
        municipality=cycle.municipality, cycle=cycle, key=key, step=6, kind="review", **{**defaults, **fields}
    )


def measured(cycle, goal, key="i-veilig", n=900):
    indicator = factories.indicator(cycle, key, name=f"Voelt zich veilig {key}")
    rows = [
        factories.measurement(
            indicator, period, value, margin_low=low, margin_high=high, n=n, place_code="GM9901"
        )
        for period, value, low, high in (("2022", 60, 57, 63), ("2026", 85, 82, 88))
    ]
    return GoalIndicator.objects.create(
        municipality=cycle.municipality, goal=goal, indicator=indicator, baseline=rows[0],
        target_value=80, target_year=2026,
    )  # fmt: skip


def address(name, *args):
    return reverse(name, args=["GM9901", 1, *args])


def item(evening, thing, kind="resultaat", name="review_item"):
    return address(name, evening.pk, kind, thing.pk)


def said(party="residents", stance="disagrees", text="In de bus is het erger", **more):
    return {"party": party, "stance": stance, "text": text, "question": "", **more}


def text(answer):
    return " ".join(answer.content.decode().split())


def about(goal):
    return Thing(RESULT, goal.pk, goal.key, goal.text)


# Planning, and going through everything


def test_anna_plans_an_evening_with_organisations_and_no_names(anna, cycle, town, client_of):
    client = client_of(anna)
    filled = {"title": "Avond", "held_on": "2026-11-30", "parties": BOTH, "organisations": [str(town.pk)],
              "starts_at": "19.30", "ends_at": "21:30"}  # fmt: skip
    page = text(client.post(address("open_review"), filled, follow=True))
    assert "Gemeente, Inwoners: Gemeente Waterveen" in page
    review = Review.objects.get()
    assert (review.starts_at, review.session.kind, review.session.step) == ("19:30", "review", 6)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"starts_at": "half acht"}, "Zorg dat deze waarde"),
        ({"starts_at": "25:00"}, "Schrijf een tijd"),
        ({"starts_at": "21:30", "ends_at": "19:30"}, "Het eind ligt voor het begin"),
        ({"parties": []}, "verplicht"),
        ({"title": "<b>x</b>"}, "Gewone tekst"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(anna, cycle, client_of, wrong, says):
    filled = {"title": "Avond", "held_on": "2026", "parties": BOTH, **wrong}
    answer = client_of(anna).post(address("open_review"), filled)
    assert answer.status_code == 422
    assert says in text(answer)
    assert not Session.objects.exists()


def test_emre_takes_part_but_the_municipality_plans(emre, cycle, evening, client_of):
    client = client_of(emre)
    assert client.get(address("open_review")).status_code == 403
    assert client.get(address("review_table", evening.pk)).status_code == 403
    assert client.get(address("review", evening.pk)).status_code == 200


def test_the_overview_leads_through_every_result_and_activity(anna, cycle, evening, result, cafe, client_of):
    page = text(client_of(anna).get(address("review", evening.pk)))
    assert page.index("Resultaat 1") < page.index("Activiteit 1") < page.index("Activiteit 2")
    assert "Nog 3 van de 3 te bespreken" in page
    first = text(client_of(anna).get(item(evening, result)))
    assert "Resultaat 1 van 1" in first
    assert "Volgende activiteit" in first
    assert item(evening, cafe, "activiteit") in first


def test_the_time_for_each_thing_stands_on_the_page(anna, cycle, evening, result, client_of):
    Review.objects.create(
        municipality=cycle.municipality, session=evening, starts_at="19:30", ends_at="21:00"
    )
    assert "Ongeveer 30 minuten per onderwerp" in text(client_of(anna).get(item(evening, result)))


# Figure beside story


def test_the_figure_stands_beside_the_story_with_its_passport(anna, evening, result, client_of):
    page = text(client_of(anna).get(item(evening, result)))
    assert "marge 82 tot 88" in page
    assert "Inwonersenquête (verzonnen), 2026. inwoners 15+, 900 deelnemers, lokale enquête." in page
    assert "Ik groet nu iedereen" in page
    assert "kv-merk--bereikt" in page


def test_a_group_that_is_too_small_is_shown_nowhere(anna, cycle, evening, result, client_of):
    Measurement.objects.update(n=12)
    for path in (
        item(evening, result),
        item(evening, result) + "?scherm",
        item(evening, result, name="review_answers"),
    ):
        page = text(client_of(anna).get(path))
        assert "85%" not in page
        assert "82 tot 88" not in page
        assert "12 deelnemers" not in page
        assert "te klein" in page.lower() or "Kleine aantallen" in page


def test_a_story_without_consent_is_not_on_the_big_screen(anna, cycle, evening, result, client_of):
    Story.objects.update(consent=False)
    assert "Ik groet nu iedereen" in text(client_of(anna).get(item(evening, result)))
    assert "Ik groet nu iedereen" not in text(client_of(anna).get(item(evening, result) + "?scherm"))


def test_the_big_screen_shows_the_same_and_a_choice(anna, evening, result, cafe, client_of):
    page = text(client_of(anna).get(item(evening, result) + "?scherm"))
    assert "kv-scherm" in page
    assert "was 60, doel 80" in page.replace("</small>", "")
    assert "besluit=strengthen" in page
    assert "Volgende activiteit" in page


# What each party says


def test_two_people_say_something_at_once_and_both_stand_there(anna, bilal, evening, result, client_of):
    client_of(anna).post(item(evening, result, name="add_remark"), said())
    client_of(bilal).post(
        item(evening, result, name="add_remark"), said("municipality", "agrees", "Dat herkennen wij")
    )
    page = text(client_of(anna).get(item(evening, result)))
    assert "In de bus is het erger" in page
    assert "Dat herkennen wij" in page
    assert "Oneens" in page
    assert "Besproken door: Gemeente, Inwoners." in page


def test_what_parties_say_comes_in_by_itself(anna, evening, result, client_of):
    client = client_of(anna)
    client.post(item(evening, result, name="add_remark"), said())
    part = client.get(item(evening, result), headers={"HX-Request": "true"})
    assert "In de bus is het erger" in text(part)
    assert "<main" not in text(part)
    assert part["Cache-Control"] == "no-store"


@pytest.mark.parametrize("wrong", [{"text": ""}, {"party": "niemand"}, {"stance": ""}, {"text": "<i>x</i>"}])
def test_what_is_refused_stays_in_the_form_and_is_not_stored(anna, evening, result, client_of, wrong):
    answer = client_of(anna).post(item(evening, result, name="add_remark"), said(**wrong))
    assert answer.status_code == 422
    assert not ReviewRemark.objects.exists()


def test_who_only_agrees_needs_no_words(anna, evening, result, client_of):
    client_of(anna).post(item(evening, result, name="add_remark"), said(stance="agrees", text=""))
    assert ReviewRemark.objects.get().text == ""


def test_nobody_takes_away_or_changes_what_somebody_else_wrote(anna, bilal, ilse, evening, result, client_of):
    client_of(anna).post(item(evening, result, name="add_remark"), said())
    row = ReviewRemark.objects.get()
    for other in (bilal, ilse):
        client = client_of(other)
        assert client.get(address("remark", evening.pk, row.pk)).status_code == 404
        assert "verandert of verwijdert u niet" in text(
            client.post(address("remove_remark", evening.pk, row.pk), follow=True)
        )
    assert ReviewRemark.objects.get() == row


def test_anna_changes_removes_and_puts_back_her_own_words(anna, evening, result, client_of):
    client = client_of(anna)
    client.post(item(evening, result, name="add_remark"), said())
    row = ReviewRemark.objects.get()
    client.post(address("remark", evening.pk, row.pk), said(text="In bus 4 is het erger", version=1))
    stale = client.post(address("remark", evening.pk, row.pk), said(text="Te laat", version=1))
    assert stale.status_code == 409
    assert "In bus 4 is het erger" in text(stale)
    client.post(address("remove_remark", evening.pk, row.pk))
    assert not ReviewRemark.objects.exists()
    client.post(address("remove_remark", evening.pk, row.pk), {"terug": "1"})
    assert ReviewRemark.objects.get().text == "In bus 4 is het erger"
    verbs = set(Entry.objects.filter(subject_id=row.pk).values_list("verb", flat=True))
    assert verbs == {"remark.said", "remark.changed", "remark.removed", "remark.brought_back"}


def test_emre_speaks_for_his_own_party_unless_he_says_otherwise(emre, cycle, evening, result, client_of):
    factories.partner(cycle, "welzijn", party="provider", name="Welzijn Waterveen")
    page = client_of(emre).get(item(evening, result))
    assert page.context["form"].initial["party"] == "provider"


# The five answers


def test_two_people_answer_at_once_and_see_both_texts(anna, bilal, evening, result, client_of):
    path = item(evening, result, name="review_answers")
    assert client_of(bilal).get(path).context["version"] == 1
    client_of(anna).post(path, FIVE | {"parties": BOTH, "version": 1})
    answer = client_of(bilal).post(path, FIVE | {"judge": "Nog niet goed", "parties": BOTH, "version": 1})
    assert answer.status_code == 409
    assert "Nog niet goed" in text(answer)
    assert ReviewTopic.objects.get().judge == "Goed"
    newest = answer.context["version"]
    client_of(bilal).post(path, FIVE | {"judge": "Goed, nog niet overal", "parties": BOTH, "version": newest})
    assert ReviewTopic.objects.get().judge == "Goed, nog niet overal"


def test_two_reviews_at_once_each_keep_their_own(anna, bilal, cycle, evening, result, client_of):
    other = session(cycle, "s-2", title="Middag in het buurthuis", held_on="2026-11-13")
    for one, judge, client in ((evening, "Goed", client_of(anna)), (other, "Matig", client_of(bilal))):
        client.post(
            item(one, result, name="review_answers"), FIVE | {"judge": judge, "parties": BOTH, "version": 1}
        )
        client.post(item(one, result, name="add_remark"), said(text=f"Wij zeggen {judge}"))
    assert sorted(ReviewTopic.objects.values_list("judge", flat=True)) == ["Goed", "Matig"]
    page = text(client_of(anna).get(item(evening, result)))
    assert "Wat zei een ander gesprek hierover?" in page
    assert "Wij zeggen Matig" in page
    overview = text(client_of(anna).get(address("review", evening.pk)))
    assert "Ook in een ander gesprek besproken" in overview
    both = text(client_of(anna).get(address("reviews")))
    assert both.count("1 van de 3 besproken met twee partijen") == 2
    assert "Nog 2 van de 3." in both


def test_one_party_alone_leaves_it_open_for_k19(anna, cycle, evening, result, client_of):
    client_of(anna).post(item(evening, result, name="add_remark"), said())
    assert review_queries.discussed(cycle) == frozenset()
    client_of(anna).post(item(evening, result, name="add_remark"), said("provider"))
    assert review_queries.discussed(cycle) == {result.pk}
    page = text(client_of(anna).get("/GM9901/ronde/1/wenken/"))
    assert "K19" in page
    assert "nog niet met twee partijen gesproken" in page


def test_the_answers_become_the_interpretation_with_one_press(anna, cycle, evening, result, client_of):
    client = client_of(anna)
    press = address("interpret_review", evening.pk, result.pk)
    client.post(
        item(evening, result, name="review_answers"), FIVE | {"act": "", "parties": BOTH, "version": 1}
    )
    assert "Nog open: Wat doen we?" in text(client.get(item(evening, result)))
    assert "Beantwoord eerst alle vijf" in text(client.post(press, follow=True))
    client.post(item(evening, result, name="review_answers"), FIVE | {"parties": BOTH, "version": 2})
    before = text(client.get("/GM9901/ronde/1/wenken/"))
    assert "tellen nu als duiding" in text(client.post(press, follow=True))
    row = Interpretation.objects.get()
    assert (row.judge, row.parties, row.held_on) == ("Goed", BOTH, "2026-11-12")
    assert [link.measurement.period for link in row.interpreted.all()] == ["2026"]
    assert "K11" in before
    assert "K11" not in text(client.get("/GM9901/ronde/1/wenken/"))


def test_new_answers_are_carried_over_only_on_top_of_what_was_seen(anna, cycle, evening, result, client_of):
    client = client_of(anna)
    press = address("interpret_review", evening.pk, result.pk)
    client.post(item(evening, result, name="review_answers"), FIVE | {"parties": BOTH, "version": 1})
    client.post(press)
    client.post(
        item(evening, result, name="review_answers"), FIVE | {"judge": "Beter", "parties": BOTH, "version": 2}
    )
    assert "iets anders dan de duiding" in text(client.get(item(evening, result)))
    Interpretation.objects.update(version=9)
    assert "Iemand veranderde de duiding net" in text(client.post(press, {"version": 1}, follow=True))
    assert Interpretation.objects.get().judge == "Goed"
    client.post(press, {"version": 9})
    assert Interpretation.objects.get().judge == "Beter"


def test_emre_does_not_interpret_figures(emre, evening, result, client_of, anna):
    client_of(anna).post(item(evening, result, name="review_answers"), FIVE | {"parties": BOTH, "version": 1})
    assert client_of(emre).post(address("interpret_review", evening.pk, result.pk)).status_code == 404


def test_a_small_group_is_never_interpreted(anna, cycle, evening, result, client_of):
    Measurement.objects.update(n=12)
    client_of(anna).post(item(evening, result, name="review_answers"), FIVE | {"parties": BOTH, "version": 1})
    page = client_of(anna).post(address("interpret_review", evening.pk, result.pk), follow=True)
    assert "geen cijfer over deze gemeente dat wij mogen tonen" in text(page)


# Deciding from here, and coming back


def test_a_decision_and_a_verdict_lead_back_to_the_review(
    anna, cycle, evening, result, cafe, town, client_of
):
    client = client_of(anna)
    here = item(evening, cafe, "activiteit")
    path = f"{address('decide', cafe.pk)}?next={here}"
    assert here in text(client.get(path))
    answer = client.post(path, {"decision": "continue", "reason": "Loopt goed", "parties": BOTH, "seen": 0,
                                "owner": str(town.pk), "decided_on": "2026-11-12", "body": "table"})  # fmt: skip
    assert answer["Location"] == here
    assert "Loopt goed" in text(client.get(here))
    judge = f"{address('give_verdict', result.pk)}?next={item(evening, result)}"
    page = client.get(judge)
    seen = {name: page.context[name] for name in ("version", "fingerprint")}
    answer = client.post(judge, {"verdict": "reached", "reason": "", "parties": BOTH, **seen})
    assert answer["Location"] == item(evening, result)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/GM9901/ronde/1/", "/GM9902/ronde/1/", "/GM9901/ronde/1/nergens/",
     "/GM9901/ronde/1/../../../", "/GM9901/ronde/1/\\evil", "javascript:alert(1)"],
)  # fmt: skip
def test_next_leads_nowhere_else(anna, cycle, cafe, town, client_of, elsewhere):
    client = client_of(anna)
    answer = client.post(
        address("decide", cafe.pk) + "?" + f"next={elsewhere}",
        {"decision": "continue", "reason": "Goed", "parties": BOTH, "seen": 0, "owner": str(town.pk),
         "decided_on": "2026-11-12", "body": "table"},
    )  # fmt: skip
    assert answer["Location"] == "/GM9901/ronde/1/besluiten/"


# Who sees and who writes


def test_gerrit_reads_and_writes_nothing(gerrit, anna, cycle, evening, result, client_of):
    Cycle.objects.update(visibility="public")
    client_of(anna).post(item(evening, result, name="add_remark"), said())
    client = client_of(gerrit)
    for path in (
        address("reviews"),
        address("review", evening.pk),
        item(evening, result),
        item(evening, result) + "?scherm",
    ):
        page = text(client.get(path))
        assert "Neem een besluit" not in page
        assert "<textarea" not in page
        assert "besluit=stop" not in page
    assert "In de bus is het erger" in text(client.get(item(evening, result)))
    assert client.post(item(evening, result, name="add_remark"), said()).status_code == 403
    assert client.post(item(evening, result, name="review_answers"), FIVE).status_code == 403


@pytest.mark.parametrize(("closed", "gone"), [(2, "resultaat"), (3, "activiteit")])
def test_what_belongs_to_a_closed_step_is_not_in_emres_review(
    emre, cycle, evening, result, cafe, client_of, closed, gone
):
    Step.objects.create(municipality=cycle.municipality, cycle=cycle, number=closed, visibility="internal")
    things = {"resultaat": result, "activiteit": cafe}
    client = client_of(emre)
    assert client.get(item(evening, things.pop(gone), gone)).status_code == 404
    ((kind, left),) = things.items()
    assert client.get(item(evening, left, kind)).status_code == 200
    assert ("Roze café" if gone == "activiteit" else "voelen meer inwoners") not in text(
        client.get(address("review", evening.pk))
    )


def test_a_removed_review_or_result_is_not_there(anna, evening, result, client_of):
    now = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    type(result).objects.filter(pk=result.pk).update(removed_at=now)
    assert client_of(anna).get(item(evening, result)).status_code == 404
    Session.objects.update(removed_at=now)
    assert client_of(anna).get(address("review", evening.pk)).status_code == 404


def test_the_action_refuses_to_overwrite(anna, bilal, cycle, evening, result, town):
    review_actions.answer(evening, about(result), by=anna, values={"judge": "Goed"}, version=1)
    with pytest.raises(StaleEdit):
        review_actions.answer(evening, about(result), by=bilal, values={"judge": "Slecht"}, version=1)
    times = {"starts_at": "19:30", "ends_at": ""}
    review_actions.change_review(evening, by=anna, version=1, times=times, organisations=[town])
    with pytest.raises(StaleEdit) as both:
        review_actions.change_review(
            evening, by=bilal, version=1, times=times | {"starts_at": "20:00"}, organisations=[]
        )
    assert (both.value.theirs["organisations"], both.value.mine["organisations"]) == (
        "Gemeente Waterveen",
        "",
    )


# As many questions for much as for little; in a file and back; in English


def test_pages_ask_as_many_questions_however_much_there_is(anna, cycle, evening, result, town, client_of):
    client = client_of(anna)
    client.post(item(evening, result, name="add_remark"), said())
    client.post(item(evening, result, name="review_answers"), FIVE | {"parties": BOTH, "version": 1})
    paths = [address("reviews"), address("review", evening.pk), item(evening, result),
             item(evening, result) + "?scherm", item(evening, result, name="review_answers")]  # fmt: skip
    counts = []
    review_actions.say(session(cycle, "s-2"), about(result), by=anna, values=said())
    for more in (0, 12):
        for number in range(more):
            extra = factories.result(result.ambition, f"r-meer-{number}")
            factories.activity(town, f"act-meer-{number}", (extra, result))
            measured(cycle, result, f"i-meer-{number}")
            other = session(cycle, f"s-meer-{number}")
            review_actions.say(other, about(result), by=anna, values=said())
            review_actions.say(evening, about(extra), by=anna, values=said("provider"))
            review_actions.say(evening, about(result), by=anna, values=said("provider"))
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:5] == counts[5:]


def test_a_review_goes_out_in_a_plan_file_and_comes_in_again(
    anna, cycle, evening, result, cafe, town, client_of
):
    client = client_of(anna)
    review_actions.change_review(
        evening, by=anna, version=None, times={"starts_at": "19:30", "ends_at": "21:00"}, organisations=[town]
    )
    client.post(item(evening, result, name="review_answers"), FIVE | {"parties": BOTH, "version": 1})
    client.post(item(evening, result, name="add_remark"), said())
    client.post(item(evening, cafe, "activiteit", "add_remark"), said("provider", "agrees", ""))
    client.post(address("interpret_review", evening.pk, result.pk))
    out = export_plan(cycle)
    review = out["sessions"][0]["review"]
    assert (review["starts_at"], review["organisations"]) == ("19:30", ["gemeente"])
    assert [topic["about"] for topic in review["discussed"]] == ["r-1", "act-cafe"]
    assert review["discussed"][0]["remarks"] == [
        {"party": "residents", "stance": "disagrees", "text": "In de bus is het erger"}
    ]
    assert "written_by" not in str(out)
    import_plan(out, by=None, replace=True)
    with scope(municipality=cycle.municipality):
        again = Cycle.objects.get(number=1)
        assert export_plan(again) == out
        assert ReviewTopic.objects.exclude(interpretation=None).count() == 1


def test_whoever_chose_english_reads_english(anna, cycle, evening, result, cafe, training, town, client_of):
    client = client_of(anna)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    Cycle.objects.update(title="Safe and seen")
    type(result).objects.update(text="More people feel safe")
    type(cafe).objects.update(name="Meeting place", what="")
    cafe.contributions.update(rationale="People meet")
    training.contributions.update(rationale="People learn")
    type(town).objects.update(name="Town")
    Session.objects.update(title="Evening")
    Story.objects.update(text="I greet them all", source="Portrait")
    cycle.indicators.update(name="Feels safe")
    cycle.measurements.update(population="everybody", source="Survey")
    cycle.ambitions.update(text="Everybody can be themselves")
    words = dict.fromkeys(FIVE, "We say so")
    client.post(item(evening, result, name="review_answers"), words | {"parties": BOTH, "version": 1})
    client.post(item(evening, result, name="add_remark"), said(text="Buses are worse"))
    for path in (address("reviews"), address("review", evening.pk), item(evening, result), item(evening, result) + "?scherm",
                 item(evening, cafe, "activiteit"), item(evening, cafe, "activiteit") + "?scherm",
                 item(evening, result, name="review_answers"), address("open_review"), address("review_table", evening.pk),
                 address("remark", evening.pk, ReviewRemark.objects.get().pk)):  # fmt: skip
        assert dutch_words(client.get(path)) == [], path
