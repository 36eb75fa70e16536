"""Strength in separate conversations, and which way a quote goes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.dialogues import quote_rules
from koersvast.dialogues.finding_rules import Place, Strength, under
from koersvast.dialogues.quote_models import QuoteStatus

places = st.builds(
    lambda n, text, start, length, code: Place(n, text, start, start + length, code),
    st.integers(),
    st.sampled_from("abcde"),
    st.integers(0, 50),
    st.integers(1, 20),
    st.sampled_from("tuvw"),
)


def talks(rows):
    return len({one.text for one in rows})


@given(st.lists(places, max_size=30), st.sets(st.sampled_from("tuvw")), st.sets(st.sampled_from("tuvw")))
def test_one_demand_more_never_makes_a_finding_stronger(rows, codes, also):
    assert talks(under(rows, codes, [also])) <= talks(under(rows, codes))


@given(st.lists(places, max_size=30), st.sets(st.sampled_from("tuvw")), st.data())
def test_words_that_go_never_make_a_finding_stronger(rows, codes, data):
    left = [one for one in rows if data.draw(st.booleans())]
    assert talks(under(left, codes, [{"t"}])) <= talks(under(rows, codes, [{"t"}]))


def test_twenty_fragments_of_one_conversation_are_one_conversation():
    rows = [Place(n, "d1", n * 10, n * 10 + 5, "t") for n in range(20)]
    assert talks(under(rows, {"t"})) == 1


def test_below_three_the_breakdown_is_closed_and_others_do_not_hear_how_many():
    weak = Strength(2, 4, {"theme": {"Zorg": 2}})
    assert not weak.open
    assert weak.breakdown(in_team=True) == weak.breakdown(in_team=False) == {}


def test_small_parts_stay_unsaid_outside_the_team():
    strong = Strength(7, 9, {"theme": {"Zorg": 6, "School": 2}, "party": {"Bewoners": 7}})
    assert strong.breakdown(in_team=False) == {"theme": {"Zorg": 6, "School": None}, "party": {"Bewoners": 7}}
    assert strong.breakdown(in_team=True)["theme"]["School"] == 2


def test_a_part_that_could_be_computed_from_the_others_closes_them_too():
    strong = Strength(7, 9, {"party": {"Bewoners": 5, "Partners": 2}})
    assert strong.breakdown(in_team=False) == {}


def test_there_is_one_way_to_publishable_and_it_goes_past_the_participant():
    ways = {}
    steps = [*quote_rules.STEPS, "edit", "no"]
    for status, step in itertools.product(QuoteStatus.values, steps):
        if (to := quote_rules.after(status, step)) is not None:
            ways.setdefault(to, set()).add((status, step))
    assert ways["publishable"] == {("approved", "release")}
    assert ways["approved"] == {("asked", "yes")}
    assert ways["asked"] == {("second_reader", "pass")}
    assert {step for _status, step in ways["refused"]} == {"no"}


@pytest.mark.parametrize("status", QuoteStatus.values)
def test_an_edit_starts_again_from_everywhere(status):
    assert quote_rules.after(status, "edit") == "draft"


@pytest.mark.parametrize(
    ("edit", "words", "fits"),
    [
        ("as_said", "Een plek met  een achterdeur.", True),
        ("as_said", "Een plek met een deur.", False),
        ("redacted", "Een plek […] achterdeur.", True),
        ("redacted", "[…]achterdeur.", True),
        ("redacted", "achterdeur. […] Een plek", False),
        ("redacted", "Een plek met een achterdeur.", False),
        ("paraphrased", "Een veilige plek.", True),
    ],
)
def test_the_words_are_what_they_say_they_are(edit, words, fits):
    assert quote_rules.edit_fits(edit, "Een plek met een achterdeur.", words) is fits


def test_seven_answers_are_not_eight():
    assert not quote_rules.nothing_found([False] * 7)
    assert quote_rules.nothing_found([False] * 8)
    assert not quote_rules.nothing_found([False] * 7 + [True])
