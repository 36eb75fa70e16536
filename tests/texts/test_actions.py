"""A text from typing to finished: sealed, checked by a person, overwritten, forgotten."""

from __future__ import annotations

import datetime
import logging

import pytest
from django.db import connection
from django_scopes import scope

from koersvast.audit.models import Entry, FieldChange
from koersvast.cycles.models import Cycle
from koersvast.texts import actions, queries, rules
from koersvast.texts.models import Decided, Mark, TeamMember, Text, TextState
from koersvast.vault.models import DataKey
from koersvast.vault.queries import Unreadable

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 4, 16)
BODY = "J3: Ik heet Wende, van de Aak. Dat laatste niet gebruiken."


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.ROOT_KEY, settings.ROOT_KEY_FILE = "", tmp_path / "root_key"


@pytest.fixture
def collection(waterveen, anna):
    with scope(municipality=waterveen):
        cycle = Cycle.objects.create(
            municipality=waterveen, number=1, title="Ronde", starts_on="2025-01-01", ends_on="2026-12-31"
        )
        yield actions.new_collection(cycle, title="Voorjaar 2026", by=anna)


@pytest.fixture
def text(collection, anna):
    return actions.bring_in(collection, origin_key="conversation:1", party="residents", body=BODY, by=anna)


def span(words):
    at = BODY.index(words)
    return at, at + len(words)


def fresh(text):
    return Text.objects.get(pk=text.pk)


def test_who_makes_a_collection_leads_it_and_nobody_else_is_in(collection, anna, bilal):
    assert queries.task_of(anna.pk, collection.pk) == "lead"
    assert queries.task_of(bilal.pk, collection.pk) is None


def test_the_last_one_who_leads_stays(collection, anna, bilal):
    actions.put_in_team(collection, user=bilal, task="analyst", by=anna)
    with pytest.raises(actions.NotNow, match="iemand blijven"):
        actions.take_from_team(TeamMember.objects.get(user=anna), by=anna)
    actions.put_in_team(collection, user=bilal, task="lead", by=anna)
    actions.take_from_team(TeamMember.objects.get(user=anna), by=bilal)
    assert queries.task_of(anna.pk, collection.pk) is None


def test_a_text_comes_back_as_it_was_said(text):
    assert queries.open_text(text).body == BODY
    assert (text.number, text.length, text.state) == (1, len(BODY), TextState.CHECKING)


def test_no_word_of_it_stands_in_the_database_the_history_or_the_log(text, anna, caplog):
    caplog.set_level(logging.DEBUG)
    actions.mark_passage(
        text, start=8, end=12, kind="person", decided=Decided.REPLACE, by=anna, instead="[iemand van de boot]"
    )
    with connection.cursor() as cursor:
        for table in (Text, Mark, DataKey, Entry, FieldChange):
            cursor.execute(f"SELECT * FROM {table._meta.db_table}")
            everything = repr(
                [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
            )
            assert "Wende" not in everything
            assert "van de boot" not in everything
    assert "Wende" not in caplog.text
    assert "Wende" not in repr(queries.open_text(text))


def test_bytes_of_one_text_do_not_open_at_another(collection, text, anna):
    other = actions.bring_in(
        collection, origin_key="conversation:2", party="residents", body="Anders", by=anna
    )
    Text.objects.filter(pk=other.pk).update(body=bytes(text.body))
    with pytest.raises(Unreadable):
        queries.open_text(fresh(other))


def test_typing_saves_each_time_and_a_second_typist_overwrites_nothing(collection, anna, bilal):
    text = actions.bring_in(collection, origin_key="c:3", party="residents", body="", by=anna, typing=True)
    assert actions.save_typed(text, body="Ik", version=1, by=anna) == 2
    assert actions.save_typed(text, body="Ik durf", version=2, by=anna) == 3
    assert (
        actions.save_typed(text, body="Ik durf", version=2, by=anna) == 3
    )  # the same again: an answer that got lost
    with pytest.raises(actions.SavedMeanwhile) as meanwhile:
        actions.save_typed(text, body="Zij durft", version=2, by=bilal)
    assert (meanwhile.value.theirs, meanwhile.value.version) == ("Ik durf", 3)
    assert queries.open_text(fresh(text)).body == "Ik durf"
    assert Entry.objects.filter(verb="text.typed").count() == 1


def test_an_empty_or_endless_text_is_refused_with_a_reason(collection, anna):
    text = actions.bring_in(collection, origin_key="c:4", party="residents", body="", by=anna, typing=True)
    with pytest.raises(actions.NotNow, match="nog niets"):
        actions.begin_checking(text, by=anna)
    with pytest.raises(actions.NotNow, match="te lang"):
        actions.save_typed(text, body="a" * (rules.LONGEST_TEXT + 1), version=1, by=anna)


def test_a_person_decides_about_every_suggestion_before_it_is_finished(text, anna):
    actions.suggest(text, [(*span("Wende"), "person"), (*span("van de Aak"), "place")], by=None)
    with pytest.raises(actions.NotNow, match="nog 2"):
        actions.finish(text, by=anna, today=TODAY)
    name, place = Mark.objects.filter(text=text)
    actions.decide(name, decided=Decided.REPLACE, by=anna)
    actions.decide(place, decided=Decided.KEEP, by=anna)
    actions.finish(text, by=anna, today=TODAY)
    opened = queries.open_text(fresh(text))
    assert "Wende" not in opened.body
    assert len(opened.body) == len(BODY)
    assert rules.shown(opened.body, opened.masks) == BODY.replace("Wende", "[naam]")


def test_a_suggestion_that_touches_a_mark_is_left_out(text, anna):
    actions.mark_passage(text, start=0, end=20, kind="other", decided=Decided.NEVER, by=anna)
    assert actions.suggest(text, [(*span("Wende"), "person"), (*span("laatste"), "other")], by=None) == 1


def test_own_words_instead_are_sealed_and_shown(text, anna):
    mark = actions.mark_passage(
        text, start=span("van de Aak")[0], end=span("van de Aak")[1], kind="place",
        decided=Decided.REPLACE, by=anna, instead="[een woonboot]",
    )  # fmt: skip
    assert "[een woonboot]" in rules.shown(BODY, queries.open_text(text).masks)
    actions.decide(mark, decided=Decided.REPLACE, by=anna)
    assert "[plek]" in rules.shown(BODY, queries.open_text(text).masks)


def test_all_of_a_kind_at_once(text, anna):
    actions.suggest(
        text, [(*span("Wende"), "person"), (0, 2, "person"), (*span("van de Aak"), "place")], by=None
    )
    assert actions.decide_all(text, kind="person", decided=Decided.REPLACE, by=anna) == 2
    assert queries.open_suggestions(text) == 1


def test_what_was_overwritten_does_not_come_back_and_more_can_be_marked_later(text, anna):
    mark = actions.mark_passage(text, start=8, end=12, kind="person", decided=Decided.REPLACE, by=anna)
    actions.finish(text, by=anna, today=TODAY)
    mark.refresh_from_db()
    with pytest.raises(actions.NotNow, match="overschreven"):
        actions.decide(mark, decided=Decided.KEEP, by=anna)
    with pytest.raises(actions.NotNow, match="overschreven"):
        actions.unmark(mark, by=anna)
    last = span("Dat laatste niet gebruiken.")
    actions.mark_passage(
        fresh(text), start=last[0], end=last[1], kind="other", decided=Decided.NEVER, by=anna
    )
    actions.finish(fresh(text), by=anna, today=TODAY)
    assert "laatste" not in queries.open_text(fresh(text)).body


def test_back_to_typing_drops_the_marks_and_says_no_when_finished(text, anna):
    actions.mark_passage(text, start=8, end=12, kind="person", decided=Decided.REPLACE, by=anna)
    actions.type_again(text, by=anna)
    assert not Mark.objects.filter(text=text).exists()
    actions.begin_checking(fresh(text), by=anna)
    assert queries.open_suggestions(text)  # the recognisers look at what was typed
    for kind in {mark.kind for mark in Mark.objects.filter(text=text)}:
        actions.decide_all(text, kind=kind, decided=Decided.KEEP, by=anna)
    actions.finish(fresh(text), by=anna, today=TODAY)
    with pytest.raises(actions.NotNow, match="verandert niet meer"):
        actions.type_again(fresh(text), by=anna)


def test_a_mark_of_a_person_can_be_taken_away_a_suggestion_is_decided_about(text, anna):
    own = actions.mark_passage(text, start=0, end=2, kind="other", decided=Decided.NEVER, by=anna)
    actions.suggest(text, [(*span("Wende"), "person")], by=None)
    actions.unmark(own, by=anna)
    with pytest.raises(actions.NotNow, match="Een voorstel"):
        actions.unmark(Mark.objects.get(text=text), by=anna)


def test_a_forgotten_text_keeps_its_row_and_not_its_words(text, anna):
    key_id = text.data_key_id
    assert actions.forget("conversation:1", by=anna) == key_id
    left = fresh(text)
    assert (bytes(left.body), left.length, left.data_key_id) == (b"", 0, None)
    assert not DataKey.objects.filter(pk=key_id).exists()
    with pytest.raises(LookupError):
        queries.open_text(left)
    assert actions.forget("conversation:1", by=anna) is None
    assert actions.forget("conversation:99", by=anna) is None


def test_many_texts_are_opened_with_four_questions(collection, anna, django_assert_num_queries):
    rows = [
        actions.bring_in(
            collection, origin_key=f"m:{number}", party="residents", body=f"tekst {number}", by=anna
        )
        for number in range(12)
    ]
    for count in (2, 12):
        with django_assert_num_queries(3):
            opened = queries.open_texts(rows[:count])
        assert opened[rows[1].pk].body == "tekst 1"
