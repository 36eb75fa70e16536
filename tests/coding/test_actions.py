"""Coding with more than one person: nothing is lost, nothing forbidden is coded, merging can be undone."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from koersvast.coding import actions, queries
from koersvast.coding.models import Code, Coding, Memo, Merge
from koersvast.cycles.actions import StaleEdit
from koersvast.texts import actions as texts
from koersvast.texts.rules import OutsideText
from tests.coding.conftest import TODAY, finished

pytestmark = pytest.mark.django_db
DOOR = "Een lokaal met een deur."


def test_two_coders_on_one_span_both_keep_their_work(study):
    study.code("werkt", DOOR)
    study.code("behoefte", DOOR, coder=study.bilal)
    study.code("werkt", DOOR, coder=study.bilal)
    assert [key for key, _words in study.on_text(study.anna)] == ["type.werkt", "type.werkt", "type.behoefte"]


def test_the_same_code_twice_on_a_span_is_once(study):
    assert study.code("werkt", DOOR).pk == study.code("werkt", DOOR).pk
    assert Coding.objects.count() == 1


def test_what_may_not_be_used_is_not_coded_whole_or_in_part(study):
    for words in ("mag niet mee", "altijd.\nJ5: Dit mag", "Echt niet."):
        with pytest.raises(actions.NotPossible, match="niet gebruikt mag worden"):
            study.code("werkt", words)
    with pytest.raises(actions.NotPossible, match="niet gebruikt mag worden"):
        actions.write_memo(
            study.codebook,
            coder=study.anna,
            words="x",
            today=TODAY,
            text=study.text,
            span=study.span("mag niet mee"),
        )


def test_a_group_or_a_place_outside_the_text_is_not_coded(study):
    with pytest.raises(actions.NotPossible, match="een groep"):
        study.code("type", DOOR)
    for start, end in ((5, 5), (-1, 3), (0, 10_000)):
        with pytest.raises(OutsideText):
            actions.code_span(
                study.text, code=study.codes["werkt"], coder=study.anna, start=start, end=end, today=TODAY
            )


def test_a_text_is_coded_only_after_checking(study, anna):
    row = texts.bring_in(study.collection, origin_key="c:2", party="residents", body="Een deur", by=anna)
    with pytest.raises(actions.NotPossible, match="nog niet nagekeken"):
        actions.code_span(row, code=study.codes["werkt"], coder=study.anna, start=0, end=3, today=TODAY)


def test_somebody_takes_away_only_their_own_codes(study):
    mine, theirs = study.code("werkt", DOOR), study.code("werkt", DOOR, coder=study.bilal)
    with pytest.raises(actions.NotPossible, match="van iemand anders"):
        actions.uncode(theirs, coder=study.anna)
    actions.uncode(mine, coder=study.anna)
    assert list(Coding.objects.all()) == [theirs]


def test_boundaries_move_and_the_code_stays_one(study):
    coding = study.code("werkt", DOOR)
    start, end = study.span("Een lokaal met een deur. De docent is streng")
    moved = actions.move_boundaries(coding, coder=study.anna, start=start, end=end)
    assert study.on_text(study.anna) == [("type.werkt", "Een lokaal met een deur. De docent is streng")]
    with pytest.raises(actions.NotPossible):
        actions.move_boundaries(moved, coder=study.anna, start=start, end=study.span("Dit mag")[1])
    assert Coding.objects.count() == 1


def test_blind_shows_each_their_own_until_both_are_ready(study, anna):
    actions.set_blind(study.codebook, blind=True, by=anna)
    study.codebook.refresh_from_db()
    study.code("werkt", DOOR)
    study.code("behoefte", DOOR, coder=study.bilal)
    assert study.on_text(study.anna) == [("type.werkt", DOOR)]
    assert queries.hidden_coders(study.text, codebook=study.codebook, coder=study.anna) == 1
    actions.say_ready(study.text, coder=study.anna, ready=True)
    assert study.on_text(study.anna) == [("type.werkt", DOOR)]
    assert not queries.fragments(study.codebook, study.codes["behoefte"], coder=study.anna)
    actions.say_ready(study.text, coder=study.bilal, ready=True)
    actions.say_ready(study.text, coder=study.bilal, ready=True)
    assert len(study.on_text(study.anna)) == len(study.on_text(study.bilal)) == 2
    assert queries.fragments(study.codebook, study.codes["behoefte"], coder=study.anna)
    actions.say_ready(study.text, coder=study.bilal, ready=False)
    assert study.on_text(study.anna) == [("type.werkt", DOOR)]


def snapshot():
    return sorted(Coding.objects.values_list("text", "code__key", "coder", "start", "end", "on"))


def test_merging_leaves_one_code_per_span_and_parting_gives_everything_back(study, anna):
    study.code("werkt", DOOR)
    study.code("behoefte", DOOR)
    study.code("behoefte", "Een plek met een achterdeur")
    study.code("behoefte", DOOR, coder=study.bilal)
    under = actions.add_code(study.codebook, label="eigen plek", parent=study.codes["behoefte"], by=anna)
    before = snapshot()
    done = actions.merge(
        study.codes["behoefte"], study.codes["werkt"], by=anna, today=TODAY, now=timezone.now()
    )
    assert {row[1] for row in snapshot()} == {"type.werkt"}
    assert len(snapshot()) == 3  # anna had both on one span
    assert Code.objects.get(pk=under.pk).parent_id == study.codes["werkt"].pk
    assert study.codes["behoefte"] not in queries.codes(study.codebook)
    actions.undo_merge(done, by=anna)
    actions.undo_merge(done, by=anna)  # twice is once
    assert snapshot() == before
    assert Code.objects.get(pk=under.pk).parent_id == study.codes["behoefte"].pk


def test_what_was_coded_after_a_merge_stays_with_the_code_that_was_left(study, anna):
    study.code("behoefte", DOOR)
    done = actions.merge(
        study.codes["behoefte"], study.codes["werkt"], by=anna, today=TODAY, now=timezone.now()
    )
    study.code("werkt", "Een plek met een achterdeur")
    actions.undo_merge(done, by=anna)
    assert study.on_text(study.anna) == [
        ("type.behoefte", DOOR), ("type.werkt", "Een plek met een achterdeur"),
    ]  # fmt: skip


def test_codes_are_not_merged_with_themselves_with_a_group_or_with_what_hangs_under_them(study, anna):
    now = timezone.now()
    for source, target in (("werkt", "werkt"), ("werkt", "plek"), ("type", "werkt")):
        with pytest.raises(actions.NotPossible):
            actions.merge(study.codes[source], study.codes[target], by=anna, today=TODAY, now=now)


def test_a_code_taken_away_comes_back_with_its_codings(study, anna):
    study.code("werkt", DOOR)
    assert actions.remove_code(study.codes["type"], by=anna, now=timezone.now()) == 5
    assert study.on_text(study.anna) == []
    assert [code.key for code in queries.codes(study.codebook)] == ["plek", "plek.school", "plek.thuis"]
    actions.bring_back_code(study.codes["type"], by=anna)
    assert study.on_text(study.anna) == [("type.werkt", DOOR)]


def test_two_people_who_change_one_code_see_both_texts(study, anna, bilal):
    code = study.codes["werkt"]
    actions.change_code(code, {"definition": "Wat helpt"}, version=1, by=anna)
    with pytest.raises(StaleEdit) as stale:
        actions.change_code(code, {"definition": "Wat hielp"}, version=1, by=bilal)
    assert stale.value.theirs == {"definition": "Wat helpt"}


def test_a_code_moves_but_never_under_itself(study, anna):
    with pytest.raises(actions.NotPossible, match="onder zichzelf"):
        actions.change_code(study.codes["type"], {"parent": study.codes["werkt"]}, version=None, by=anna)
    actions.change_code(study.codes["werkt"], {"parent": study.codes["plek"]}, version=None, by=anna)
    assert [(line.code.key, line.depth) for line in queries.tree(study.codebook)][-1] == ("type.werkt", 1)


def test_a_second_code_with_the_same_name_in_one_place_is_refused(study, anna):
    with pytest.raises(actions.NotPossible, match="al een code"):
        actions.add_code(study.codebook, label="Werkt", parent=study.codes["type"], by=anna)


def test_memos_are_sealed_and_only_their_writer_takes_them_away(study):
    memo = actions.write_memo(
        study.codebook, coder=study.anna, words="Let op: klinkt als Aaf", today=TODAY, text=study.text,
        span=study.span(DOOR),
    )  # fmt: skip
    about = actions.write_memo(
        study.codebook, coder=study.anna, words="Twijfel over Aaf", today=TODAY, code=study.codes["werkt"]
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body FROM {Memo._meta.db_table}")
        assert all(b"Aaf" not in bytes(body) for (body,) in cursor.fetchall())
    assert queries.memos_on(study.text, study.anna, study.codebook) == [(memo, "Let op: klinkt als Aaf")]
    with pytest.raises(actions.NotPossible):
        actions.remove_memo(memo, coder=study.bilal)
    actions.remove_memo(memo, coder=study.anna)
    assert list(Memo.objects.all()) == [about]


def test_fragments_come_from_every_text_with_their_neighbours(study, anna):
    other = finished(
        study.collection, anna, key="c:2", body="Thuis kan het niet. Op school wel.", party="partners"
    )
    study.code("werkt", DOOR)
    study.code("school", "lokaal met een deur")
    actions.code_span(other, code=study.codes["werkt"], coder=study.bilal, start=20, end=34, today=TODAY)

    def words(**how):
        return [
            (f.number, f.words)
            for f in queries.fragments(study.codebook, study.codes["werkt"], coder=study.anna, **how)
        ]

    assert words() == [(1, DOOR), (2, "Op school wel.")]
    assert words(party="partners") == [(2, "Op school wel.")]
    assert words(together_with=["plek.school"]) == [(1, DOOR)]
    assert words(together_with=["plek.thuis"]) == []
    everything = queries.fragments(study.codebook, study.codes["type"], coder=study.anna)
    assert [f.words for f in everything] == [DOOR, "Op school wel."]
    assert queries.conversations_with(study.codes["werkt"]) == 2


def test_many_fragments_ask_as_many_questions_as_one(study, anna, django_assert_num_queries):
    def ask():
        return queries.fragments(study.codebook, study.codes["werkt"], coder=study.anna)

    study.code("werkt", DOOR)
    with django_assert_num_queries(10):
        assert len(ask()) == 1
    for number in range(2, 12):
        row = finished(study.collection, anna, key=f"c:{number}", body="Een deur. Nog een deur.")
        actions.code_span(row, code=study.codes["werkt"], coder=study.anna, start=0, end=9, today=TODAY)
    with django_assert_num_queries(10):
        assert len(ask()) == 11


def test_words_that_are_withdrawn_take_codes_memos_and_merges_along(study, anna):
    study.code("werkt", DOOR)
    study.code("behoefte", DOOR)
    actions.write_memo(
        study.codebook, coder=study.anna, words="hm", today=TODAY, text=study.text, span=study.span(DOOR)
    )
    done = actions.merge(
        study.codes["behoefte"], study.codes["werkt"], by=anna, today=TODAY, now=timezone.now()
    )
    kept = study.code("werkt", "Een plek met een achterdeur")
    actions.forget_spans(study.text.pk, [study.span("lokaal met")])
    assert list(Coding.objects.all()) == [kept]
    assert not Memo.objects.exists()
    actions.undo_merge(Merge.objects.get(pk=done.pk), by=anna)
    assert list(Coding.objects.all()) == [kept]
    assert actions.forget_text(study.text.pk) == 1
    assert not Coding.objects.exists()


def test_a_coding_keeps_the_day_not_the_time(study):
    assert type(study.code("werkt", DOOR).on) is datetime.date
