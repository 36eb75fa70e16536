"""Sentences, segments, and when two coders differ."""

from __future__ import annotations

import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as some

from koersvast.coding import rules, statistics
from koersvast.coding.rules import Span
from safefigures import agreement

TEXT, ONE, OTHER = (uuid.uuid4() for _ in range(3))
BODY = "Een plek. Waar alles klopt? Ja!\n- en een deur\n\n... \nLaatste regel zonder punt"


def test_sentences_are_sentences_and_lines_with_words_in_them():
    assert [BODY[s.start : s.end] for s in rules.sentences(BODY)] == [
        "Een plek.", "Waar alles klopt?", "Ja!", "- en een deur", "Laatste regel zonder punt",
    ]  # fmt: skip


@given(some.text(alphabet='ab .?!\n"é🌊', max_size=80))
def test_sentences_stand_in_order_and_hold_every_letter(body):
    found = rules.sentences(body)
    assert all(low.end <= high.start for low, high in itertools.pairwise(found))
    covered = {at for span in found for at in range(span.start, span.end)}
    assert all(at in covered for at, sign in enumerate(body) if sign.isalnum())


@pytest.mark.parametrize(
    ("start", "end", "about"),
    [(0, 9, [0]), (0, 12, [0]), (3, 8, [0]), (5, 27, [1]), (0, 27, [0, 1]), (11, 13, [1]), (9, 10, [])],
)
def test_a_boundary_a_few_signs_further_is_no_difference(start, end, about):
    assert sorted(rules.coded_sentences([Span(start, end)], rules.sentences(BODY))) == about


def test_blind_hides_the_codes_of_another_until_both_are_ready():
    assert rules.may_see(blind=False, own=False, mine_ready=False, theirs_ready=False)
    assert rules.may_see(blind=True, own=True, mine_ready=False, theirs_ready=False)
    assert not rules.may_see(blind=True, own=False, mine_ready=True, theirs_ready=False)
    assert not rules.may_see(blind=True, own=False, mine_ready=False, theirs_ready=True)
    assert rules.may_see(blind=True, own=False, mine_ready=True, theirs_ready=True)


def test_a_code_never_hangs_under_itself():
    parents = {"a": None, "b": "a", "c": "b", "d": None}
    assert rules.below(parents, "a") == {"a", "b", "c"}
    assert not rules.may_move_under(parents, "a", "c")
    assert rules.may_move_under(parents, "a", "d")
    assert rules.may_move_under(parents, "c", None)


def test_differences_say_who_gave_what():
    found = rules.differences({"werkt": {0, 2}, "school": {0}}, {"werkt": {0}, "vraag": {2}}, 3)
    assert [(d.sentence, set(d.only_one), set(d.only_other), set(d.both)) for d in found] == [
        (0, {"school"}, set(), {"werkt"}),
        (2, {"werkt"}, {"vraag"}, set()),
    ]


@given(some.lists(some.tuples(some.booleans(), some.booleans()), min_size=5, max_size=60))
def test_the_figures_per_code_are_those_of_safefigures_over_the_sentences(pairs):
    one, other = ({n for n, pair in enumerate(pairs) if pair[at]} for at in range(2))
    units = {TEXT: [Span(n, n + 1) for n in range(len(pairs))]}
    coded = {TEXT: {ONE: {"code": one, "else": {0}}, OTHER: {"code": other, "else": {0}}}}
    found = statistics.per_code(coded, units, ["code"], ONE, OTHER, draws=0)
    if not one and not other:
        assert found == []
        return
    [row] = found
    assert (row.one, row.other, row.both) == (len(one), len(other), len(one & other))
    assert row.percent == pytest.approx(sum(a == b for a, b in pairs) / len(pairs))
    if row.alpha is not None:
        rows = [[float(pair[at]) for pair in pairs] for at in range(2)]
        assert row.alpha == pytest.approx(agreement(rows, draws=0).alpha)
    else:
        assert len(one) + len(other) < statistics.FEWEST_GIVEN or len(one & other) == len(pairs)
