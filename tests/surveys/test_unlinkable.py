"""Somebody with the whole database in hand, as superuser, tries to find which answer belongs to which code.

Source of the attacks: what was measured to work on tables that were not shuffled. Each is first seen to work.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
import uuid

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from koersvast.audit.models import Entry
from koersvast.surveys import actions, answering, queries, shuffling
from koersvast.surveys.models import AccessCode, Response
from koersvast.surveys.page_state import PageState
from koersvast.vault import receipts
from koersvast.vault.queries import municipality_secret, open_box

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = 200
CHANCE = 0.1  # at most this share linked; of 200 by chance about one


@pytest.fixture
def answered(opened):
    """Two hundred people answered, in an order that nobody may find back: (code id, response id) in that order."""
    survey, codes = opened(codes=ANSWERS)
    random.Random(7).shuffle(codes)
    pairs = []
    with scope(municipality=survey.municipality):
        box, secret = open_box(survey.data_key), municipality_secret(survey.municipality)
        for number, code in enumerate(codes):
            state = PageState(edition=survey.edition_id, code=receipts.id_from(secret, "code", code))
            answers = {"veilig": "ja", "wat": f"Canarische eilanden {number}"}
            receipt = answering.send(survey, box, state, answers, today=timezone.localdate())
            pairs.append((state.code, receipts.id_from(secret, "receipt", receipt)))
    return survey, codes, pairs


def linked(pairs, by_code, by_response):
    """The share of codes whose answer is found by putting both lists in an order and laying them side by side."""
    right = dict(pairs)
    guessed = zip(by_code, by_response, strict=True)
    return sum(right[code] == response for code, response in guessed) / len(pairs)


def in_order(table, order):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY {order}")
        return [row[0] if isinstance(row[0], uuid.UUID) else uuid.UUID(row[0]) for row in cursor.fetchall()]


def by_place(table_bytes, ids):
    """Ids in the order in which they lie in a file."""
    seen = {}
    for pk in ids:
        at = table_bytes.find(pk.bytes)
        seen[pk] = at if at >= 0 else table_bytes.find(pk.hex.encode())
    return sorted(ids, key=seen.__getitem__)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
class TestPostgreSQL:
    ORDERS = ("xmin::text::bigint", "ctid", "id", "xmin::text::bigint, ctid", "random()")

    def test_before_the_shuffle_one_join_links_everybody(self, answered):
        _survey, _codes, pairs = answered
        assert self.by_transaction(pairs) == 1.0

    def by_transaction(self, pairs, away=0):
        """Rows of one transaction share a number: guess those with the same, or one beside it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.id, r.id FROM surveys_accesscode c JOIN surveys_response r"
                " ON r.xmin::text::bigint = c.xmin::text::bigint + %s WHERE c.used",
                [away],
            )
            found = cursor.fetchall()
        guesses = dict(sorted(found, key=lambda _row: random.random()))
        return sum(guesses.get(code) == response for code, response in pairs) / len(pairs)

    def test_after_the_shuffle_nothing_does_better_than_chance(self, answered):
        survey, _codes, pairs = answered
        shuffling.shuffle([survey.pk])
        for away in (-1, 0, 1):
            assert self.by_transaction(pairs, away) <= CHANCE
        for order, other in itertools.product(self.ORDERS, repeat=2):
            share = linked(pairs, in_order("surveys_accesscode", order), in_order("surveys_response", other))
            assert share <= CHANCE, (order, other)

    def test_after_the_shuffle_each_table_has_one_transaction_number(self, answered):
        survey, _codes, _pairs = answered
        shuffling.shuffle([survey.pk])
        with connection.cursor() as cursor:
            for table in ("surveys_accesscode", "surveys_response"):
                cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}")
                assert cursor.fetchone() == (1,)

    def test_the_files_do_not_tell_either(self, answered):
        survey, codes, pairs = answered
        shuffling.shuffle([survey.pk])
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            files = []
            for table in ("surveys_accesscode", "surveys_response"):
                cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
                files.append(bytes(cursor.fetchone()[0]))
            cursor.execute("SELECT name FROM pg_ls_waldir()")
            journal = b""
            for (name,) in cursor.fetchall():
                cursor.execute("SELECT pg_read_binary_file('pg_wal/' || %s)", [name])
                journal += bytes(cursor.fetchone()[0])
        ids = [list(one) for one in zip(*pairs, strict=True)]
        assert linked(pairs, by_place(files[0], ids[0]), by_place(files[1], ids[1])) <= CHANCE
        for words in (b"Canarische eilanden", *(code.encode() for code in codes[:20])):
            assert words not in journal
            assert all(words not in file for file in files)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
class TestSQLite:
    def test_tables_of_answers_have_no_row_numbers(self, db):
        from koersvast.surveys.unordered import UNORDERED

        with connection.cursor() as cursor:
            for table in UNORDERED:
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
                assert cursor.fetchone()[0].endswith("WITHOUT ROWID"), table

    def test_with_row_numbers_the_order_of_arrival_would_be_there(self, answered):
        """The attack works on a table that Django makes by itself."""
        _survey, _codes, pairs = answered
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE plain (id char(32) PRIMARY KEY)")
            cursor.executemany("INSERT INTO plain VALUES (%s)", [[response.hex] for _code, response in pairs])
        arrived = [code for code, _response in pairs]
        assert linked(pairs, arrived, in_order("temp.plain", "rowid")) == 1.0

    def test_nothing_does_better_than_chance(self, answered):
        survey, codes, pairs = answered
        for moment in ("before", "after"):
            if moment == "after":
                shuffling.shuffle([survey.pk])
            content = connection.connection.serialize()
            ids = [list(one) for one in zip(*pairs, strict=True)]
            places = linked(pairs, by_place(content, ids[0]), by_place(content, ids[1]))
            assert places <= CHANCE, moment
            assert (
                linked(pairs, in_order("surveys_accesscode", "id"), in_order("surveys_response", "id"))
                <= CHANCE
            )
            arrived = [code for code, _response in pairs]
            for order in ("id", "week, id"):
                assert linked(pairs, arrived, in_order("surveys_response", order)) <= CHANCE
            for words in (b"Canarische eilanden", *(code.encode() for code in codes[:20])):
                assert words not in content


class TestWhatElseIsThere:
    """The rest of the database and the log: no time, no address, no browser, no order."""

    def test_an_answer_has_a_week_and_no_other_moment(self, db):
        kinds = {
            field.get_internal_type() for model in (AccessCode, Response) for field in model._meta.fields
        }
        assert kinds <= {
            "UUIDField",
            "ForeignKey",
            "OneToOneField",
            "BooleanField",
            "CharField",
            "BinaryField",
            "FloatField",
        }
        numbers = [field.name for field in Response._meta.fields if field.get_internal_type() == "FloatField"]
        assert numbers == ["weight"]  # of a survey from elsewhere; of who answers here it stays empty
        assert [
            field.name for field in Response._meta.fields if field.get_internal_type() == "CharField"
        ] == ["week"]

    def test_answering_leaves_nothing_in_any_other_table(self, opened, resident, caplog):
        from tests.surveys.conftest import walk

        survey, (code,) = opened(codes=1)
        before = self.rows()
        dewi = resident(survey, code)
        dewi.client.defaults |= {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Telefoon van Dewi"}
        walk(dewi, safe="nee").press("verstuur")
        after = self.rows()
        assert {table for table in after if after[table] != before[table]} == {
            "surveys_accesscode",
            "surveys_response",
        }
        everything = str(after)
        for trace in ("203.0.113.77", "Telefoon van Dewi", "Turfkade", code, dewi.receipt()):
            assert trace not in everything
            assert trace not in caplog.text

    def rows(self):
        with connection.cursor() as cursor:
            found = {}
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = sorted(str(row) for row in cursor.fetchall())
            return found

    def test_the_history_does_not_tell_of_answers(self, answered):
        with scopes_disabled():
            assert {entry.verb for entry in Entry.objects.filter(verb__startswith="survey")} == {
                "survey.planned",
                "survey.planned_to_know",
                "survey.codes_made",
                "survey.opened",
            }

    def test_sealed_answers_are_equally_long(self, opened):
        survey = opened()
        with scope(municipality=survey.municipality), transaction.atomic():
            box = open_box(survey.data_key)
            for answers in ({"veilig": "ja"}, {"veilig": "nee", "wat": "x" * 500}, {}):
                state = PageState(edition=survey.edition_id)
                answering.send(survey, box, state, answers, today=timezone.localdate())
            assert len({len(row.content) for row in Response.objects.all()}) == 1


class TestShuffling:
    def test_it_waits_for_ten(self, opened):
        survey = opened()
        with scope(municipality=survey.municipality):
            box = open_box(survey.data_key)
            for number in range(10):
                assert shuffling.due() == [], number
                answering.send(
                    survey,
                    box,
                    PageState(edition=survey.edition_id),
                    {"veilig": "ja"},
                    today=timezone.localdate(),
                )
            assert shuffling.due() == [survey.pk]
            shuffling.shuffle(shuffling.due())
            assert queries.counts_of(survey) == (10, 0)
            assert len(list(queries.settled_answers(survey))) == 10
            assert shuffling.due() == []

    def test_closing_settles_what_waits(self, opened, anna):
        survey = opened()
        with scope(municipality=survey.municipality):
            answering.send(
                survey,
                open_box(survey.data_key),
                PageState(edition=survey.edition_id),
                {"veilig": "ja"},
                today=timezone.localdate(),
            )
            actions.close_survey(survey, by=anna)
            assert queries.counts_of(survey) == (1, 0)

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows one lock, of everything")
    def test_who_sends_and_the_shuffle_never_wait_for_each_other(self, opened, monkeypatch):
        """Dewi pressed Verstuur, and between two steps of it the shuffle comes along."""
        survey, (code,) = opened(codes=1)
        first_step, done = answering._sent_before, []

        def shuffle():
            try:
                shuffling.shuffle([survey.pk])
                done.append("shuffled")
            finally:
                connections.close_all()

        def sent_before(pk):
            found = first_step(pk)
            if not shuffler.ident:
                shuffler.start()
                self.until_somebody_waits()
            return found

        shuffler = threading.Thread(target=shuffle)
        monkeypatch.setattr(answering, "_sent_before", sent_before)
        with scope(municipality=survey.municipality):
            secret = municipality_secret(survey.municipality)
            state = PageState(edition=survey.edition_id, code=receipts.id_from(secret, "code", code))
            answering.send(
                survey, open_box(survey.data_key), state, {"veilig": "ja"}, today=timezone.localdate()
            )
        shuffler.join(30)
        assert done == ["shuffled"]

    def until_somebody_waits(self):
        for _time in range(500):
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.01)
        raise TimeoutError

    def test_every_answer_reads_the_same_after_it(self, answered):
        survey, _codes, pairs = answered
        with scope(municipality=survey.municipality):
            rows = {
                row.pk: queries.answers_of(row) for row in Response.objects.select_related("survey__data_key")
            }
            shuffling.shuffle([survey.pk])
            again = {
                row.pk: queries.answers_of(row) for row in Response.objects.select_related("survey__data_key")
            }
        assert rows == again
        assert len(rows) == len(pairs) == ANSWERS
