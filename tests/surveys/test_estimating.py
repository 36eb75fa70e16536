"""Answers to figures: shares, means, weights; pure, and as R finds them."""

from __future__ import annotations

import pytest

from koersvast.surveys import (
    estimating,
)
from koersvast.surveys.questionnaire import DECLINED
from tests.surveys.conftest import ABOUT_LIVING


class TestFigures:
    def test_a_share_is_of_who_gave_one_of_the_answers(self):
        rows = [{"veilig": "ja"}] * 30 + [{"veilig": "nee"}] * 30 + [{"veilig": DECLINED}] * 20 + [{}] * 5
        answered = estimating.columns_of(ABOUT_LIVING, rows)
        found = estimating.figures(answered, estimating.weighted(answered, {}))
        yes = next(one for one in found if (one.question, one.answer) == ("veilig", "ja"))
        assert (yes.estimate, yes.n) == (0.5, 60)
        counts = estimating.counts_of(answered.columns["veilig"])
        assert (counts.answered, counts.declined, counts.not_asked) == (60, 20, 5)

    def test_the_interval_of_a_small_share_is_that_of_clopper_and_pearson(self):
        """R 4.2.2: binom.test(7, 50)$conf.int gives 0.0581917 0.2673960."""
        rows = [{"veilig": "ja"}] * 7 + [{"veilig": "nee"}] * 43
        answered = estimating.columns_of(ABOUT_LIVING, rows)
        found = estimating.figures(answered, estimating.weighted(answered, {}))
        yes = next(one for one in found if one.answer == "ja")
        assert (yes.low, yes.high) == (pytest.approx(0.0581917, abs=1e-6), pytest.approx(0.2673960, abs=1e-6))

    def test_options_of_a_question_with_many_answers_are_counted_each(self):
        rows = [{"waar": ("thuis", "op_straat")}] * 40 + [{"waar": ("thuis",)}] * 40
        answered = estimating.columns_of(ABOUT_LIVING, rows)
        assert estimating.counts_of(answered.columns["waar"]).by_answer == {
            "thuis": 80,
            "op_straat": 40,
            "op_het_werk": 0,
        }

    def test_weights_make_the_answers_look_like_the_population(self):
        rows = [{"veilig": "ja", "thuis": "5"}] * 60 + [{"veilig": "nee", "thuis": "1"}] * 20
        answered = estimating.columns_of(ABOUT_LIVING, rows)
        sample = estimating.weighted(answered, {"veilig": {"ja": 5000, "nee": 5000}})
        found = {(one.question, one.answer): one for one in estimating.figures(answered, sample)}
        assert found["veilig", "ja"].estimate == pytest.approx(0.5)
        assert found["thuis", estimating.MEAN].estimate == pytest.approx(3.0)

    def test_few_answers_are_not_reliable_and_say_why(self):
        answered = estimating.columns_of(ABOUT_LIVING, [{"veilig": "ja"}] * 9 + [{"veilig": "nee"}] * 9)
        found = estimating.figures(answered, estimating.weighted(answered, {}))
        one = next(one for one in found if one.answer == "ja")
        assert not one.show
        assert "minder dan 30" in one.reason

    def test_nobody_is_no_error(self):
        answered = estimating.columns_of(ABOUT_LIVING, [{}] * 3)
        assert all(one.n == 0 for one in estimating.figures(answered, estimating.weighted(answered, {})))
