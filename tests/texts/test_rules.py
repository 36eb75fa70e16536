"""Masks over a text: shown, cut out, overwritten; offsets never move."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from koersvast.texts import rules
from koersvast.texts.rules import Mask, Projection

WORDS = "Ik ben Noor en woon aan de Dijk 🌊 met mijn vrouw."


def mask_of(words, instead="[naam]", never=False, body=WORDS):
    start = body.index(words)
    return Mask(start, start + len(words), instead, never)


bodies = some.text(alphabet="ab é🌊\n", min_size=1, max_size=60)


@some.composite
def masked(draw):
    body = draw(bodies)
    spans = draw(
        some.lists(
            some.tuples(some.integers(0, len(body) - 1), some.integers(1, 12), some.booleans()), max_size=6
        )
    )
    masks = [Mask(a, min(len(body), a + n), "[x]", never) for a, n, never in spans]
    return body, masks


def test_what_is_masked_is_read_as_other_words():
    assert rules.shown(WORDS, [mask_of("Noor"), mask_of("de Dijk", "[straat]")]) == (
        "Ik ben [naam] en woon aan [straat] 🌊 met mijn vrouw."
    )


@given(masked())
def test_the_pieces_together_are_the_whole_text(example):
    body, masks = example
    found = rules.pieces(body, masks)
    assert [piece.start for piece in found[1:]] == [piece.end for piece in found[:-1]]
    assert found[0].start == 0
    assert found[-1].end == len(body)
    assert "".join(body[p.start : p.end] for p in found) == body


@given(masked())
def test_overwriting_keeps_the_length_and_leaves_nothing_of_what_was_masked(example):
    body, masks = example
    struck = rules.strike(body, masks)
    assert len(struck) == len(body)
    for at, sign in enumerate(struck):
        covered = any(mask.start <= at < mask.end for mask in masks)
        assert sign == (rules.FILLER if covered else body[at])


@given(masked())
def test_after_overwriting_people_read_the_same(example):
    body, masks = example
    assert rules.shown(rules.strike(body, masks), masks) == rules.shown(body, masks)


@given(masked())
def test_offsets_go_to_the_shown_text_and_back(example):
    body, masks = example
    projection, seen = Projection.of(body, masks), rules.shown(body, masks)
    covered = [(m.start, m.end) for m in rules.united(masks)]
    for at in range(len(body) + 1):
        there = projection.to_shown(at)
        assert 0 <= there <= len(seen)
        if not any(low < at < high for low, high in covered):
            assert projection.to_body(there, is_end=any(high == at for _low, high in covered)) == at


def test_what_may_never_be_used_wins_and_is_cut_out_of_a_fragment():
    never = mask_of("met mijn vrouw", never=True)
    overlapping = Mask(never.start - 2, never.start + 3, "[iets]")
    assert rules.united([overlapping, never]) == [Mask(never.start - 2, never.end, rules.LEFT_OUT, True)]
    assert rules.Readable(WORDS, [never]).span(0, len(WORDS)) == "Ik ben Noor en woon aan de Dijk 🌊 […]."
    assert rules.touches_never([never], never.end - 1, len(WORDS))
    assert not rules.touches_never([never], 0, never.start)
    assert not rules.touches_never([mask_of("Noor")], 0, len(WORDS))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2), (0, 999)])
def test_a_span_outside_the_text_is_refused(start, end):
    with pytest.raises(rules.OutsideText):
        rules.Readable(WORDS, []).span(start, end)


def test_line_ends_are_one_sign_and_control_signs_go():
    assert rules.clean("een\r\ntwee\rdrie\x00\x07 é🌊\tvier") == "een\ntwee\ndrie é🌊\tvier"


def test_somebody_who_asks_not_to_use_something_is_heard():
    body = (
        "Mijn zoon weet het niet. (Dit laatste NIET gebruiken.) En dit blijft onder ons, İstanbul tussen ons."
    )
    found = [body[low:high] for low, high in rules.asked_not_to_use(body)]
    assert found == ["NIET gebruiken", "blijft onder ons", "tussen ons"]


spans = some.lists(some.tuples(some.integers(0, 30), some.integers(1, 15)), max_size=8).map(
    lambda pairs: [rules.Span(low, low + size) for low, size in pairs]
)


@given(spans, some.integers(0, 20), some.integers(1, 25))
def test_segments_together_are_the_stretch_and_each_knows_its_codes(found, start, size):
    end = start + size
    parts = rules.segments(found, start, end)
    assert parts[0].start == start
    assert parts[-1].end == end
    assert all(low.end == high.start for low, high in itertools.pairwise(parts))
    for part in parts:
        for at in range(part.start, part.end):
            assert [n for n, s in enumerate(found) if s.start <= at < s.end] == list(part.codings)
