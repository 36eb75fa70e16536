"""Anna asks, looks, sends back and takes over; nothing goes into the compass without her."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_scopes import scope

from koersvast.activities.actions import hidden_figures
from koersvast.activities.models import Outcome
from koersvast.audit.models import Entry, FieldChange
from koersvast.outcome_forms import actions, queries
from koersvast.outcome_forms.forms import Wish
from koersvast.outcome_forms.models import OutcomeRequest
from koersvast.outcome_forms.rules import Answer
from koersvast.vault.models import DataKey
from tests import factories
from tests.outcome_forms.conftest import ADDRESS, ANSWER, IN_A_MONTH, TODAY, asked_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(waterveen):
    with scope(municipality=waterveen):
        yield


@pytest.fixture
def send(sluis, here, now):
    def with_answer(answer=ANSWER):
        actions.send(now(sluis.row), answer, version=now(sluis.row).version, today=TODAY)
        return queries.request_in(sluis.row.cycle, sluis.row.pk)

    return with_answer


def take(asked, anna):
    return actions.take_over(asked, version=asked.row.version, today=TODAY, by=anna)


def test_what_de_sluis_sent_becomes_the_outcome_of_its_activity(send, anna, gsa):
    made = Outcome.objects.get(pk=take(send(), anna).pk)
    assert (made.period, made.reached, made.usefulness_mean, made.usefulness_n) == ("2026", 81, 4.0, 36)
    assert (made.achieved, made.achieved_n, made.usefulness_scale) == (29, 36, "1-5")
    assert [row.text for row in made.improvements.all()] == list(ANSWER.improvements)
    assert made.story == ANSWER.story
    assert made.note == "Ingevuld door Scholengroep De Sluis, overgenomen door de gemeente."
    assert Entry.objects.filter(subject_id=gsa.pk, verb="activity.outcome_told", by=anna).exists()


def test_what_stood_there_already_is_brought_up_to_date_and_not_doubled(send, anna, gsa):
    known = {"known": 300, "reached": 5, "target_group": 120, "note": "Geteld op de open dag"}
    Outcome.objects.create(municipality=gsa.municipality, activity=gsa, period="2026", **known)
    take(send(), anna)
    made = Outcome.objects.get(period="2026")
    assert (made.known, made.reached, made.target_group, made.note) == (300, 81, 120, "Geteld op de open dag")


def test_a_small_group_stays_unsaid_in_the_history_and_everywhere(send, anna):
    made = take(send(Answer(reached=9, answered=8, usefulness=4.0, achieved=6, improvements=("Meer",))), anna)
    assert hidden_figures(made) == {"reached", "usefulness_n", "usefulness_mean", "achieved_n", "achieved"}
    told = FieldChange.objects.filter(entry__verb="activity.outcome_told", field__in=hidden_figures(made))
    assert {change.after for change in told} == {"te klein om te tonen"}


def test_taking_over_twice_makes_one_outcome(send, anna):
    asked = send()
    take(asked, anna)
    with pytest.raises(actions.NotPossible):
        take(asked, anna)
    assert Outcome.objects.filter(period="2026").count() == 1


def test_an_answer_that_was_mended_meanwhile_is_not_taken_over_unseen(send, anna):
    seen = send()
    send(Answer(reached=500, answered=0, improvements=("Meer",)))
    with pytest.raises(actions.NotPossible):
        take(seen, anna)
    assert not Outcome.objects.filter(period="2026").exists()


def test_what_was_taken_over_stays_as_it_was(send, anna, now, sluis):
    row = send().row
    actions.save_draft(row, {"reached": "90"}, version=row.version, now=timezone.now())
    take(queries.request_in(sluis.row.cycle, row.pk), anna)
    row = now(sluis.row)
    assert row.draft is None
    with pytest.raises(actions.NotPossible):
        actions.send(row, ANSWER, version=row.version, today=TODAY)
    with pytest.raises(actions.NotPossible):
        actions.save_draft(row, {"reached": "1"}, version=row.version, now=timezone.now())


def test_nothing_is_taken_over_that_was_not_sent(sluis, here, anna):
    with pytest.raises(actions.NotPossible):
        take(sluis.asked, anna)


def test_the_address_is_sealed_and_goes_when_all_is_done(send, anna, now, sluis):
    assert queries.address_of(now(sluis.row)) == ADDRESS
    assert ADDRESS.encode() not in bytes(now(sluis.row).reach)
    key = now(sluis.row).reach_key_id
    take(send(), anna)
    assert now(sluis.row).reach is None
    assert not DataKey.objects.filter(pk=key).exists()


def test_a_second_question_about_the_same_period_is_refused(sluis, gsa, anna, here):
    with pytest.raises(actions.NotPossible, match="al gesteld"):
        asked_about(gsa, anna)
    assert asked_about(gsa, anna, period="2027").code != sluis.code
    assert OutcomeRequest.objects.count() == 2


def test_sent_back_it_can_be_sent_again(send, anna, now, sluis):
    asked = send()
    actions.send_back(asked.row, "Zijn dit alle locaties?", version=asked.row.version, by=anna)
    assert now(sluis.row).question == "Zijn dit alle locaties?"
    assert send().row.question == ""


def test_withdrawing_takes_the_keys_along_and_only_what_is_unanswered(send, anna, sluis, now):
    before = DataKey.objects.count()
    actions.withdraw(now(sluis.row), by=anna)
    assert DataKey.objects.count() == before - 2
    assert not OutcomeRequest.objects.exists()


def test_what_was_answered_is_not_withdrawn(send, anna):
    with pytest.raises(actions.NotPossible):
        actions.withdraw(send().row, by=anna)


def test_the_sentence_stays_once_it_was_answered(send, anna):
    row = send().row
    values = {"due_on": IN_A_MONTH, "goal_sentence": "anders", "participants": "leerlingen", "contact": "B."}
    with pytest.raises(actions.NotPossible):
        actions.change_request(row, values=values, address="", version=row.version, by=anna)
    values["goal_sentence"] = row.goal_sentence
    actions.change_request(row, values=values, address="", version=row.version, by=anna)


def test_another_address_replaces_the_key_of_the_old_one(sluis, here, anna, now):
    row = now(sluis.row)
    values = {"due_on": row.due_on, "goal_sentence": row.goal_sentence}
    actions.change_request(row, values=values, address="n@sluis.example", version=1, by=anna)
    assert queries.address_of(now(sluis.row)) == "n@sluis.example"
    assert not DataKey.objects.filter(pk=sluis.row.reach_key_id).exists()


def test_everybody_is_asked_at_once_and_nobody_twice(sluis, gsa, anna, here):
    other = factories.activity(gsa.owner, "act-cafe", name="Roze café")
    wishes = [Wish(gsa, "leerlingen", "a", ""), Wish(other, "gasten", "b", "cafe@x.example")]
    values = {"period": "2026", "due_on": IN_A_MONTH, "contact": "Anna"}
    made, before = actions.ask_all(wishes, values=values, today=TODAY, by=anna)
    assert [one.asked.activity.name for one in made] == ["Roze café"]
    assert before == [gsa]


def test_requests_stay_when_the_plan_is_replaced(sluis, gsa, here, anna):
    """The activity is found again by its key."""
    key, owner = gsa.key, gsa.owner
    Outcome.objects.all().delete()
    gsa.delete()
    assert queries.requests_of(sluis.row.cycle) == []
    factories.activity(owner, key, name="GSA's overal")
    assert [one.activity.name for one in queries.requests_of(sluis.row.cycle)] == ["GSA's overal"]
