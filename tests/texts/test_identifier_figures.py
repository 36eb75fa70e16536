"""How well the suggestions do: a floor under the figures of benchmarks/identifiers.py, on two sets of texts."""

from __future__ import annotations

import pytest

from benchmarks.identifiers import GOLD, JUDGEMENT, Score, held_out_scores, precision, recall, scores
from koersvast.texts.identifiers import KINDS

PLAIN = [kind for kind in KINDS if kind not in JUDGEMENT]


@pytest.fixture(scope="module", params=["waterveen", "held out"])
def made(request) -> list[Score]:
    return scores(GOLD) if request.param == "waterveen" else held_out_scores()


def test_what_identifies_alone_is_suggested_in_95_of_100(made):
    hit, total = recall(made, KINDS, direct=True)
    assert hit >= 0.95 * total


def test_the_rest_too(made):
    hit, total = recall(made, PLAIN)
    assert hit >= 0.95 * total


def test_three_of_five_suggestions_lie_on_something(made):
    right, total = precision(made, PLAIN)
    assert right >= 0.8 * total


def test_no_page_full_of_false_ones(made):
    lines = sum(1 for score in made for line in score.body.splitlines() if line.strip())
    false = sum(not score.right(mark) for score in made for mark in score.found)
    assert false < 0.2 * lines
