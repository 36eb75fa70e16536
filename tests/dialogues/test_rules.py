"""Turns, tallies, terms, receipts, guesses: without a database."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.dialogues import rules, words
from koersvast.vault import receipts
from koersvast.vault.guessing import GUESSES, WINDOW, Guesses
from tests.dialogues.conftest import TABLE

DAY = datetime.date(2026, 11, 22)


class TestTurns:
    def test_every_word_of_a_speaker_is_found_and_none_of_another(self):
        said = [TABLE[start:end] for start, end in rules.turns_of(TABLE, "J1")]
        assert said == ["Op school, sinds we een eigen lokaal hebben.\nEn op de boot.", "Kom dan bij ons."]

    def test_a_word_with_a_colon_inside_a_turn_does_not_end_it(self):
        first, _second = rules.turns_of(TABLE, "J2")
        assert TABLE[slice(*first)] == "Nergens echt.\nNB: dat zei J2 zacht."

    @pytest.mark.parametrize("label", ["j2", " J2: ", "J2:"])
    def test_a_label_is_the_same_with_other_capitals_or_a_colon(self, label):
        assert rules.turns_of(TABLE, label) == rules.turns_of(TABLE, "J2")

    def test_nobody_has_turns_without_a_label(self):
        assert rules.turns_of(TABLE, "") == rules.turns_of("Zonder sprekers.", "J1") == []

    def test_who_spoke_once_is_found_when_the_team_knows_them(self):
        body = "J1: Hallo.\nJ3: Dag.\nJ1: Tot zo."
        assert [body[a:b] for a, b in rules.turns_of(body, "J3")] == ["Dag."]
        assert [body[a:b] for a, b in rules.turns_of(body, "J1", ["J3"])] == ["Hallo.", "Tot zo."]

    @pytest.mark.parametrize("front", ["- ", "[00:12] ", "**", "  "])
    def test_a_known_label_behind_a_bullet_a_time_or_in_bold_is_found(self, front):
        close = "**" if front == "**" else ""
        body = f"J1: Hallo.\n{front}J2{close}: Geheim.\nJ1: Dag."
        assert [body[a:b] for a, b in rules.turns_of(body, "J2")] == ["Geheim."]
        assert [body[a:b] for a, b in rules.turns_of(body, "J1", ["J2"])] == ["Hallo.", "Dag."]

    def test_points_of_a_list_inside_a_turn_do_not_end_it(self):
        body = "J1: Dit mis ik:\n- Let: een plek.\n- Let: rust.\nJ2: Ja."
        assert [body[a:b] for a, b in rules.turns_of(body, "J1", ["J2"])] == [
            "Dit mis ik:\n- Let: een plek.\n- Let: rust."
        ]

    @given(
        st.lists(st.tuples(st.sampled_from(["J1", "J2", "GL"]), st.text("ab c:\n", max_size=20)), max_size=8)
    )
    def test_turns_lie_in_the_text_in_order_and_never_overlap(self, said):
        body = "".join(f"{who}: {what}\n" for who, what in said)
        found = rules.turns(body)
        assert all(0 <= turn.start < turn.end <= len(body) for turn in found)
        assert all(before.end <= after.start for before, after in itertools.pairwise(found))


class TestReceipts:
    def test_a_code_has_130_bits_and_fits(self):
        code = receipts.make()
        assert len(code) == 28
        assert 32**receipts.DATA == 2**130
        assert receipts.fits(code)
        assert [len(group) for group in receipts.groups(code)] == [4] * 7

    def test_every_single_typing_mistake_is_found(self):
        code = receipts.make()
        for place in range(len(code)):
            for sign in set(receipts.ALPHABET) - {code[place]}:
                assert not receipts.fits(code[:place] + sign + code[place + 1 :])

    def test_exchanging_any_two_characters_is_found(self):
        code = receipts.make()
        for low in range(len(code)):
            for high in range(low + 1, len(code)):
                if code[low] != code[high]:
                    signs = list(code)
                    signs[low], signs[high] = signs[high], signs[low]
                    assert not receipts.fits("".join(signs))

    def test_how_people_type_makes_no_difference(self):
        code = receipts.make()
        typed = " - ".join(receipts.groups(code)).lower().replace("0", "o").replace("1", "l")
        assert receipts.normalise(typed) == code

    @given(st.text(max_size=300))
    def test_anything_typed_is_read_without_an_error(self, typed):
        assert receipts.fits(receipts.normalise(typed)) in (True, False)

    def test_a_code_made_up_fits_about_once_in_a_thousand(self):
        chance = random.Random(1)
        made_up = ["".join(chance.choices(receipts.ALPHABET, k=28)) for _ in range(5000)]
        assert sum(map(receipts.fits, made_up)) < 20


class TestGuesses:
    def test_the_eleventh_guess_within_a_minute_waits(self):
        guesses = Guesses()
        for second in range(GUESSES):
            assert guesses.wait("198.51.100.7", now=second) == 0
            guesses.note("198.51.100.7", now=second)
        assert 0 < guesses.wait("198.51.100.7", now=GUESSES) <= WINDOW

    def test_after_a_minute_the_same_source_may_try_again(self):
        guesses = Guesses()
        for _time in range(GUESSES):
            guesses.note("198.51.100.7", now=0)
        assert guesses.wait("198.51.100.7", now=WINDOW + 0.1) == 0

    def test_another_source_does_not_wait(self):
        guesses = Guesses()
        for _time in range(GUESSES):
            guesses.note("198.51.100.7", now=0)
        assert guesses.wait("198.51.100.8", now=1) == 0

    def test_two_processes_share_the_ten(self):
        guesses = Guesses(processes=2)
        for _time in range(5):
            guesses.note("198.51.100.7", now=0)
        assert guesses.wait("198.51.100.7", now=1)

    def test_no_address_is_kept(self):
        guesses = Guesses()
        guesses.note("198.51.100.7", now=0)
        assert b"198.51.100.7" not in b"".join(guesses._seen)

    def test_memory_stays_small_under_a_flood(self):
        guesses = Guesses()
        for number in range(10_500):
            guesses.note(f"source {number}", now=0)
        assert len(guesses._seen) == 10_000


class TestWhoIsMissing:
    def test_fewer_than_five_is_not_shown_outside_the_team(self):
        assert rules.heard_as_shown(4, in_team=False) is None
        assert rules.heard_as_shown(5, in_team=False) == 5
        assert rules.heard_as_shown(1, in_team=True) == 1

    @pytest.mark.parametrize(("wanted", "heard", "state"), [(5, 0, "empty"), (5, 4, "busy"), (5, 5, "ready")])
    def test_a_shape_says_how_far_it_is(self, wanted, heard, state):
        assert rules.Missing(wanted, heard).state == state


class TestTerms:
    def test_contact_details_go_a_term_after_the_feedback(self):
        until = rules.contact_goes_on(DAY, ends_on=None, feedback_on=DAY, days=90)
        assert until == datetime.date(2027, 2, 20)

    def test_without_feedback_they_go_a_year_after_the_end(self):
        assert rules.contact_goes_on(DAY, ends_on=datetime.date(2026, 12, 31), feedback_on=None, days=90) == (
            datetime.date(2027, 12, 31)
        )


def test_the_guides_and_consent_texts_are_neutral_and_cover_everything():
    every = [question for guide in words.GUIDES.values() for question in guide] + list(words.CONSENT.values())
    assert [text for text in every if rules.telling_words(text)] == []
    assert set(words.CONSENT) == set(words.SWITCHES)


def test_what_is_known_of_a_person_never_shows_in_a_trace():
    assert "Turfkade" not in repr(rules.About(neighbourhood="Turfkade"))
    assert "06-70" not in repr(rules.Reach(phone="06-70123456"))
