"""Gerrit of the council asks on a sentence, Anna answers, one press publishes both; nobody is named, and Chris finds nothing."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from koersvast.audit.models import Entry, FieldChange
from koersvast.council import actions, queries
from koersvast.council.models import Question
from koersvast.cycles.actions import StaleEdit, describe_step
from koersvast.exchange.actions import import_plan
from koersvast.people.models import Membership
from tests import factories
from tests.plans import waterveen_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
ROOM = "/GM9901/ronde/1/raad/"


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="public")


@pytest.fixture
def result(cycle):
    return factories.result(factories.ambition(cycle), text="Minder onveilig")


@pytest.fixture
def below(result):
    return f"{ROOM}{result.pk}/"


def member(person):
    return Membership.objects.get(user=person)


def ask(cycle, result, person, text="Hoe is dit gemeten?"):
    return actions.ask(
        cycle,
        member=member(person),
        about_key=result.key,
        sentence="21 procent",
        text=text,
        now=timezone.now(),
    )


def answer(question, person, text="Met een enquête.", version=None):
    actions.answer(question, member=member(person), text=text, version=version, now=timezone.now())


def publish(question, person):
    actions.publish(question, member=member(person), now=timezone.now())


class TestTheWholeWay:
    def test_gerrit_asks_on_a_sentence_anna_answers_and_everybody_reads_both(
        self, cycle, result, below, gerrit, anna, emre, client_of
    ):
        asking, office, partner = client_of(gerrit), client_of(anna), client_of(emre)
        page = asking.get(below).content.decode()
        place = re.search(r"vraag/\?zin=([0-9a-f-]+)", page)[1]
        assert "U vraagt over:" in asking.get(f"{below}vraag/?zin={place}").content.decode()
        sent = asking.post(f"{below}vraag/", {"zin": place, "text": "Hoe is dit gemeten?"})
        assert sent.status_code == 302
        question = Question.objects.get()
        assert question.sentence
        assert "Hoe is dit gemeten?" not in partner.get(below).content.decode()
        office.post(f"{ROOM}vragen/{question.pk}/antwoord/", {"answer": "Met een enquête.", "version": "1"})
        assert "Met een enquête." not in partner.get(below).content.decode()
        assert "Met een enquête." in asking.get(below).content.decode()
        office.post(f"{ROOM}vragen/{question.pk}/publiceer/")
        for client in (asking, office, partner):
            page = client.get(below).content.decode()
            assert "Hoe is dit gemeten?" in page
            assert "Met een enquête." in page

    def test_a_published_question_names_nobody(self, cycle, result, below, gerrit, anna, emre, client_of):
        question = ask(cycle, result, gerrit)
        answer(question, anna)
        publish(question, anna)
        page = client_of(emre).get(below).content.decode()
        assert gerrit.name not in page
        assert anna.name not in page

    def test_the_history_says_that_something_was_asked_not_what(self, cycle, result, gerrit, anna):
        question = ask(cycle, result, gerrit)
        answer(question, anna)
        assert Entry.objects.filter(verb__startswith="question.").count() == 2
        assert not FieldChange.objects.exists()


class TestWhoMay:
    def test_emre_does_not_read_an_open_question_of_gerrit(self, cycle, result, gerrit, emre):
        ask(cycle, result, gerrit)
        assert not queries.questions_for(member(emre), cycle)
        assert queries.questions_for(member(gerrit), cycle).count() == 1

    def test_only_an_official_answers_and_publishes(self, cycle, result, gerrit, anna, client_of):
        question = ask(cycle, result, gerrit)
        with pytest.raises(actions.NotPossible):
            answer(question, gerrit)
        answer(question, anna)
        with pytest.raises(actions.NotPossible):
            publish(question, gerrit)
        client = client_of(gerrit)
        assert client.post(f"{ROOM}vragen/{question.pk}/publiceer/").status_code == 403
        assert client.get(f"{ROOM}vragen/{question.pk}/antwoord/").status_code == 403

    def test_nothing_is_published_without_an_answer(self, cycle, result, gerrit, anna):
        question = ask(cycle, result, gerrit)
        with pytest.raises(actions.NotPossible, match="als er een antwoord is"):
            publish(question, anna)

    def test_publishing_can_be_undone(self, cycle, result, gerrit, anna, emre):
        question = ask(cycle, result, gerrit)
        answer(question, anna)
        publish(question, anna)
        actions.take_back(question, member=member(anna), now=timezone.now())
        assert not queries.questions_for(member(emre), cycle)

    def test_who_asked_takes_a_question_back_until_it_is_answered(self, cycle, result, gerrit, anna):
        first, second = ask(cycle, result, gerrit), ask(cycle, result, gerrit)
        actions.withdraw(first, member=member(gerrit), now=timezone.now())
        answer(second, anna)
        with pytest.raises(actions.NotPossible):
            actions.withdraw(second, member=member(gerrit), now=timezone.now())
        assert list(queries.questions_for(member(anna), cycle)) == [second]

    def test_an_answer_to_a_question_that_was_withdrawn_is_refused(self, cycle, result, gerrit, anna):
        question = ask(cycle, result, gerrit)
        actions.withdraw(question, member=member(gerrit), now=timezone.now())
        with pytest.raises(actions.NotPossible, match="ingetrokken"):
            answer(question, anna)

    def test_a_room_with_an_internal_step_is_closed_for_who_may_not_see_it(
        self, cycle, below, anna, emre, client_of
    ):
        describe_step(cycle, 5, by=anna, values={"visibility": "internal"})
        client = client_of(emre)
        assert {client.get(path).status_code for path in (ROOM, below, f"{ROOM}vragen/")} == {403}

    def test_chris_from_elsewhere_finds_nothing(self, cycle, result, below, gerrit, chris, client_of):
        question = ask(cycle, result, gerrit)
        client = client_of(chris)
        paths = (ROOM, below, f"{below}vraag/", f"{ROOM}vragen/", f"{ROOM}vragen/{question.pk}/antwoord/")
        assert {client.get(path).status_code for path in paths} == {404}

    def test_dewi_without_an_account_is_asked_to_sign_in(self, cycle, below, client):
        assert client.get(below).status_code == 302


class TestTwoAtOnce:
    def test_two_officials_who_answer_at_once_lose_no_text(
        self, cycle, result, gerrit, anna, bilal, client_of
    ):
        question = ask(cycle, result, gerrit)
        answer(question, anna, "Van Anna", version=1)
        with pytest.raises(StaleEdit):
            answer(question, bilal, "Van Bilal", version=1)
        page = client_of(bilal).post(
            f"{ROOM}vragen/{question.pk}/antwoord/", {"answer": "Van Bilal", "version": "1"}
        )
        assert page.status_code == 409
        assert "Van Anna" in page.content.decode()
        assert "Van Bilal" in page.content.decode()


class TestWhatPeopleType:
    @pytest.mark.parametrize("text", ["", " ", "<script>alert(1)</script>", "=1+1", "a\x07b", "x" * 1001])
    def test_what_cannot_be_kept_is_refused_with_a_reason(self, cycle, below, gerrit, client_of, text):
        sent = client_of(gerrit).post(f"{below}vraag/", {"text": text})
        assert sent.status_code == 200
        assert not Question.objects.exists()

    def test_a_sentence_that_is_no_longer_there_does_not_lose_the_question(
        self, cycle, below, gerrit, client_of
    ):
        sent = client_of(gerrit).post(f"{below}vraag/", {"zin": "weg", "text": "Hoe is dit gemeten?"})
        assert sent.status_code == 302
        assert Question.objects.get().sentence == ""

    def test_a_question_keeps_the_sentence_as_it_was(self, cycle, result, gerrit, anna):
        question = ask(cycle, result, gerrit)
        type(result).objects.filter(pk=result.pk).update(text="Iets anders")
        question.refresh_from_db()
        assert question.sentence == "21 procent"


class TestTheRoom:
    def test_every_result_is_a_row_that_leads_to_its_page(self, cycle, result, below, gerrit, client_of):
        page = client_of(gerrit).get(ROOM).content.decode()
        assert "Minder onveilig" in page
        assert below in page
        assert "nog geen oordeel" in page

    def test_officials_see_how_many_questions_wait(self, cycle, result, gerrit, anna, client_of):
        ask(cycle, result, gerrit)
        assert "Eén vraag wacht op antwoord." in client_of(anna).get(ROOM).content.decode()
        assert "wacht op antwoord" not in client_of(gerrit).get(ROOM).content.decode()

    def test_a_subgoal_has_no_page_of_its_own(self, cycle, result, gerrit, client_of):
        child = factories.subgoal(result, "g-1")
        assert client_of(gerrit).get(f"{ROOM}{child.pk}/").status_code == 404

    @pytest.mark.parametrize("count", [1, 8])
    def test_the_number_of_queries_stays_the_same(
        self, cycle, result, count, gerrit, client_of, django_assert_max_num_queries
    ):
        for number in range(count):
            factories.result(result.ambition, f"r-x{number}")
            ask(cycle, result, gerrit, f"Vraag {number}")
        client = client_of(gerrit)
        with django_assert_max_num_queries(80):
            client.get(ROOM)
        with django_assert_max_num_queries(80):
            client.get(f"{ROOM}{result.pk}/")


def test_a_question_outlives_the_replacing_of_the_plan(waterveen, gerrit, anna, client_of):
    cycle = import_plan(waterveen_plan(), by=None)
    result = cycle.goals.get(key="r-veilig")
    ask(cycle, result, gerrit)
    again = import_plan(waterveen_plan(), by=None, replace=True)
    page = client_of(anna).get(f"/GM9901/ronde/{again.number}/raad/vragen/").content.decode()
    assert "Hoe is dit gemeten?" in page
    assert str(again.goals.get(key="r-veilig").pk) in page
