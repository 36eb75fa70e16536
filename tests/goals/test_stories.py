"""Telling beside counting: Anna keeps what people tell about a goal, never who told it."""

from __future__ import annotations

import pytest

from koersvast.audit.models import Entry
from koersvast.goals.models import Story
from koersvast.indicators.models import GoalIndicator
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
TOLD = {"text": "Ik durf nu hand in hand.", "source": "een bewoner", "consent": "on"}


@pytest.fixture
def goal(waterveen):
    return factories.result(factories.ambition(factories.cycle(waterveen, visibility="partners")))


@pytest.fixture
def story(goal):
    return Story.objects.create(
        municipality=goal.municipality, goal=goal, text="Het begon klein", source="een docent", consent=True
    )


def url(goal, end=""):
    return f"/GM9901/ronde/1/doelen/{goal.pk}/{end}"


def test_anna_tells_a_story_and_it_stands_at_the_goal(goal, anna, client_of):
    client = client_of(anna)
    assert url(goal, "verhaal/") in client.get(url(goal)).content.decode()
    answer = client.post(url(goal, "verhaal/"), TOLD)
    assert answer["Location"] == url(goal) + "#verhalen"
    told = Story.objects.get()
    assert (told.text, told.source, told.consent) == ("Ik durf nu hand in hand.", "een bewoner", True)
    assert "Ik durf nu hand in hand." in client.get(url(goal)).content.decode()


def test_the_form_says_never_to_write_a_name(goal, anna, client_of):
    assert "Schrijf nooit een naam." in client_of(anna).get(url(goal, "verhaal/")).content.decode()


def test_a_story_without_consent_says_that_it_stays_out_of_reports(goal, anna, client_of):
    client = client_of(anna)
    client.post(url(goal, "verhaal/"), {"text": TOLD["text"], "source": TOLD["source"]})
    assert Story.objects.get().consent is False
    assert "zonder toestemming: niet in een rapport" in client.get(url(goal)).content.decode()


def test_anna_changes_a_story_and_the_history_says_so_without_what_was_told(goal, story, anna, client_of):
    client = client_of(anna)
    client.post(url(goal, f"verhaal/{story.pk}/"), TOLD | {"version": 1})
    assert Story.objects.get().text == TOLD["text"]
    page = client.get(url(goal, "geschiedenis/")).content.decode()
    assert "Verhaal veranderd" in page
    assert "Het begon klein" not in page
    assert TOLD["text"] not in page


def test_two_people_who_change_one_story_lose_no_text(goal, story, anna, bilal, client_of):
    client_of(bilal).post(url(goal, f"verhaal/{story.pk}/"), TOLD | {"text": "Van Bilal", "version": 1})
    answer = client_of(anna).post(
        url(goal, f"verhaal/{story.pk}/"), TOLD | {"text": "Van Anna", "version": 1}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Bilal" in page
    assert "Van Anna" in page
    assert Story.objects.get().text == "Van Bilal"
    assert 'name="version" value="2"' in page


def test_a_story_that_was_taken_away_can_come_back(goal, story, anna, client_of):
    client = client_of(anna)
    away = url(goal, f"verhaal/{story.pk}/weg/")
    page = client.post(away, follow=True).content.decode()
    assert not Story.objects.exists()
    assert away in page
    client.post(away, {"terug": "1"})
    assert Story.objects.get().text == "Het begon klein"
    assert [e.verb for e in Entry.objects.filter(subject_id=goal.pk)] == [
        "goal.story_brought_back",
        "goal.story_removed",
    ]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "a\x07b", ""])
@pytest.mark.parametrize("field", ["text", "source"])
def test_hostile_and_empty_texts_are_refused(field, text, goal, anna, client_of):
    assert client_of(anna).post(url(goal, "verhaal/"), TOLD | {field: text}).status_code == 422
    assert not Story.objects.exists()


def test_only_who_may_change_step_2_tells(goal, story, emre, gerrit, chris, client_of):
    for person, status in ((emre, 403), (gerrit, 403), (chris, 404)):
        for end in ("verhaal/", f"verhaal/{story.pk}/", f"verhaal/{story.pk}/weg/"):
            assert client_of(person).post(url(goal, end), TOLD).status_code == status
    assert client_of(None).post(url(goal, "verhaal/"), TOLD)["Location"].startswith("/account/login/")
    assert "verhaal/" not in client_of(gerrit).get(url(goal)).content.decode()
    assert Story.objects.get().text == "Het begon klein"


def test_an_ambition_and_another_goal_hold_no_such_story(goal, story, anna, client_of):
    other = factories.result(goal.ambition, "r-2")
    client = client_of(anna)
    assert client.post(url(goal.ambition, "verhaal/"), TOLD).status_code == 404
    assert client.post(url(other, f"verhaal/{story.pk}/"), TOLD).status_code == 404
    assert client.post(url(other, f"verhaal/{story.pk}/weg/")).status_code == 404


def test_the_history_of_a_goal_opens_after_a_figure_was_tied_to_it(goal, anna, client_of):
    indicator = factories.indicator(goal.cycle)
    client = client_of(anna)
    client.post(url(goal, "cijfer/"), {"indicator": str(indicator.pk), "no_target_reason": "Eerst meten"})
    assert GoalIndicator.objects.count() == 1
    page = client.get(url(goal, "geschiedenis/"))
    assert page.status_code == 200
    assert "Cijfer en streefwaarde veranderd" in page.content.decode()
