"""Did the participants improve? Laws, other programs, and what is refused."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar

import safefigures as sf

ANSWERS = st.integers(-20, 20).map(float)


PAIRS = st.integers(6, 12).flatmap(lambda n: st.tuples(*[hnp.arrays(float, n, elements=ANSWERS)] * 2))


def by_hand(gains):
    reached = abs(gains.sum()) - 1e-9
    signs = np.array(list(product((-1, 1), repeat=len(gains))))
    return (np.abs(signs @ gains) >= reached).mean()


@given(hnp.arrays(float, st.integers(6, 11), elements=ANSWERS))
def test_the_sign_flip_counts_every_pattern(gains):
    p, every = sf.sign_flip(gains)
    assert every
    assert p == pytest.approx(by_hand(gains), rel=1e-12)


def test_the_sign_flip_agrees_with_scipy():
    """scipy 1.17 permutation_test, permutation_type="samples", exact."""
    gains = np.array([3.1, -0.4, 2.2, 0.9, 1.7, -1.1, 2.8, 0.3])
    other = stats.permutation_test(
        (gains,), lambda x: abs(x.sum()), permutation_type="samples", alternative="greater"
    )
    assert sf.sign_flip(gains)[0] == pytest.approx(other.pvalue, rel=1e-12)


def test_twenty_pairs_are_counted_and_twenty_one_are_drawn_close_to_the_truth():
    gains = np.round(np.random.default_rng(5).normal(0.4, 1, 21), 2)
    drawn, every = sf.sign_flip(gains)
    assert not every
    exact = np.zeros(1)
    for gain in np.abs(gains[1:]):
        exact = np.concatenate([exact + gain, exact - gain])
    truth = (np.abs(exact + abs(gains[0])) >= abs(gains.sum()) - 1e-9).mean()
    assert drawn == pytest.approx(truth, abs=4 * np.sqrt(truth / 100_000))
    assert sf.sign_flip(gains[:20])[1]


def test_drawn_patterns_follow_the_seed_and_never_give_a_p_of_zero():
    gains = np.full(40, 1.0)
    assert sf.sign_flip(gains, draws=500, seed=3) == (1 / 501, False)
    spread = np.random.default_rng(1).normal(0.1, 1, 40)
    assert sf.sign_flip(spread, draws=500, seed=3) == sf.sign_flip(spread, draws=500, seed=3)


def test_pairs_without_change_drop_out_of_the_pattern_count():
    gains = np.concatenate([np.zeros(50), np.ones(8)])
    assert sf.sign_flip(gains) == (2 / 2**8, True)


@given(PAIRS, st.permutations(range(6)))
def test_the_order_of_people_does_not_matter(pairs, order):
    before, after = (column[:6] for column in pairs)
    order = list(order)
    one, other = sf.paired_change(before, after), sf.paired_change(before[order], after[order])
    assert one.p_sign_flip == other.p_sign_flip
    assert one.change == pytest.approx(other.change, rel=1e-12, abs=1e-12)
    assert (one.low is None) == (other.low is None)


@given(PAIRS, st.sampled_from([1e-6, 0.01, 3.0, 1e7]))
def test_the_unit_of_the_scale_does_not_matter(pairs, unit):
    before, after = pairs
    one, other = sf.paired_change(before, after), sf.paired_change(before * unit, after * unit)
    assert one.p_sign_flip == other.p_sign_flip
    assert other.d_z == (None if one.d_z is None else pytest.approx(one.d_z, rel=1e-9))
    assert other.g_av == (None if one.g_av is None else pytest.approx(one.g_av, rel=1e-9))


@given(PAIRS)
def test_going_back_is_the_mirror_of_going_forth(pairs):
    before, after = pairs
    there, back = sf.paired_change(before, after), sf.paired_change(after, before)
    assert there.p_sign_flip == back.p_sign_flip
    assert there.change == -back.change
    if there.low is not None:
        assert [there.low, there.high] == pytest.approx([-back.high, -back.low])


def test_t_and_bca_agree_with_scipy():
    """scipy 1.17: ttest_rel with its confidence interval; bootstrap(method="BCa") on the raw differences."""
    random = np.random.default_rng(11)
    before = random.normal(5, 2, 25)
    after = before + random.normal(0.7, 1.5, 25)
    found = sf.paired_change(before, after, level=0.90)
    other = stats.ttest_rel(after, before)
    assert (found.t, found.p_t) == pytest.approx((other.statistic, other.pvalue), rel=1e-12)
    assert (found.low, found.high) == pytest.approx(tuple(other.confidence_interval(0.90)), rel=1e-12)
    boot = stats.bootstrap(
        (after - before,), np.mean, confidence_level=0.90, method="BCa", rng=np.random.default_rng(0)
    ).confidence_interval
    assert (found.bootstrap_low, found.bootstrap_high) == pytest.approx((boot.low, boot.high), rel=1e-9)


def test_yes_and_no_pairs_agree_with_the_exact_mcnemar_test_of_statsmodels():
    """statsmodels 0.15: mcnemar(table, exact=True)."""
    before = [1] * 9 + [0] * 21
    after = [1] * 6 + [0] * 3 + [1] * 12 + [0] * 9
    found = sf.paired_change(before, after).mcnemar
    assert (found.to_yes, found.to_no) == (12, 3)
    assert found.p == pytest.approx(mcnemar([[6, 3], [12, 9]], exact=True).pvalue, rel=1e-12)


def test_answers_on_a_scale_have_no_mcnemar_test():
    assert sf.paired_change([1, 2, 3, 4, 5, 1], [2, 2, 3, 5, 5, 1]).mcnemar is None


def test_effect_sizes_follow_their_formulas():
    """Lakens 2013, formula 10, with Hedges' exact small-sample factor (1981, formula 6e) for 9 df: .9140."""
    before = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    after = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    d_av = 1.58 / ((before.std(ddof=1) + after.std(ddof=1)) / 2)
    assert sf.paired_change(before, after).g_av == pytest.approx(d_av * 0.91387, rel=1e-4)


def test_reliable_change_counts_who_moved_more_than_the_noise():
    """Jacobson & Truax 1991, p. 14: SD 7.5, r .80: S_diff = 4.74, so 15 points (47.5 to 32.5) is an index of 3.16."""
    before = [47.5, 47.5, 47.5, 40.0, 40.0, 52.0]
    after = [32.5, 39.0, 38.0, 40.0, 50.0, 50.0]
    found = sf.paired_change(before, after, better="lower", reliability=0.80, sd=7.5).reliable
    assert found.threshold == pytest.approx(1.96 * 4.743, rel=1e-3)
    assert (found.improved, found.unchanged, found.worsened) == (2, 3, 1)


def test_what_is_published_of_reliable_change_goes_in_steps_of_five():
    assert sf.ReliableChange(improved=13, unchanged=7, worsened=2, threshold=1.0).rounded == (15, 5, 0)


def test_the_lost_widen_the_answer_to_what_is_possible():
    found = sf.paired_change([2] * 8, [4] * 7 + [3], lost=2, scale=(1, 5))
    assert (found.lost_low, found.lost_high) == pytest.approx(((15 - 8) / 10, (15 + 8) / 10))


def test_what_the_lost_said_first_makes_the_bounds_narrower():
    found = sf.paired_change([2] * 8, [4] * 7 + [3], lost_before=[1, 4], scale=(1, 5))
    assert found.lost == 2
    assert (found.lost_low, found.lost_high) == pytest.approx(((15 + 0 - 3) / 10, (15 + 4 + 1) / 10))


def test_yes_and_no_know_their_own_scale():
    found = sf.paired_change([0] * 10, [1] * 10, lost=1)
    assert (found.lost_low, found.lost_high) == pytest.approx((9 / 11, 1.0))


def test_without_a_scale_there_are_no_bounds_and_without_loss_they_are_the_mean():
    assert sf.paired_change([1] * 6, [2] * 5 + [3], lost=1).lost_low is None
    found = sf.paired_change([1] * 6, [2] * 5 + [3])
    assert found.lost_low == found.lost_high == found.change


@given(PAIRS, st.integers(0, 5))
def test_bounds_hold_the_mean_and_widen_with_every_lost_person(pairs, lost):
    found = [sf.paired_change(*pairs, lost=count, scale=(-20, 20)) for count in (lost, lost + 1)]
    assert found[0].lost_low >= found[1].lost_low - 1e-12
    assert found[0].lost_high <= found[1].lost_high + 1e-12
    assert found[1].lost_low <= found[1].change <= found[1].lost_high


def test_more_than_thirty_percent_lost_leaves_only_the_bounds():
    found = sf.paired_change([1] * 12, [2] * 11 + [3], lost=6, scale=(1, 5))
    assert found.bounds_only
    assert not found.publishable
    assert "alleen de grenzen" in found.reason


def test_thirty_percent_lost_is_still_shown():
    assert not sf.paired_change([1] * 14, [2] * 13 + [3], lost=6, scale=(1, 5)).bounds_only


def test_a_mean_of_nine_people_is_not_published():
    nine, ten = (sf.paired_change([1] * n, [2] * (n - 1) + [3]) for n in (9, 10))
    assert not nine.publishable
    assert "vanaf 10 mensen" in nine.reason
    assert ten.publishable


def test_no_control_group_means_no_cause_whatever_came_out():
    assert "geen controlegroep" in sf.paired_change([1] * 10, [3] * 9 + [2]).words
    assert "geen controlegroep" in sf.paired_change([1] * 10, [1] * 9 + [2]).words


def test_the_words_know_which_way_is_better():
    assert "vooruit" in sf.paired_change([5] * 10, [3] * 9 + [2], better="lower").words
    assert "achteruit" in sf.paired_change([5] * 10, [3] * 9 + [2]).words


@pytest.mark.parametrize("gain", [0.0, 0.1, 1 / 3])
def test_when_everybody_moves_equally_there_is_no_margin_and_no_number_for_it(gain):
    before = np.array([0.1, 0.2, 0.3, 0.7, 1.1, 2.4, 5.0])
    found = sf.paired_change(before, before + gain)
    assert (found.t, found.p_t, found.low, found.bootstrap_low, found.d_z) == (None,) * 5
    assert "geen marge" in found.reason
    assert found.p_sign_flip == (1.0 if gain == 0 else 2 / 2**7)


def test_five_pairs_are_too_few_and_the_error_says_six():
    with pytest.raises(sf.TooSmall) as error:
        sf.paired_change([1, 2, 3, 4, 5], [2, 3, 4, 5, 6])
    assert (error.value.needed, error.value.found) == (6, 5)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"after": [1] * 7}, "after"),
        ({"after": [1, 2, float("nan"), 4, 5, 6]}, "after[2]"),
        ({"before": [1, 2, None, 4, 5, 6]}, "before[2]"),
        ({"before": ["a"] * 6}, "before"),
        ({"before": [[1, 2], [3]]}, "before"),
        ({"before": [1 + 2j] * 6}, "before"),
        ({"before": [1, 2, 3, 1e200, 5, 6]}, "before[3]"),
        ({"level": [0.95, 0.99]}, "level"),
        ({"lost": -1}, "lost"),
        ({"lost": 1.5}, "lost"),
        ({"lost": 2, "lost_before": [1.0]}, "lost_before"),
        ({"lost": 1, "scale": (5, 1)}, "scale"),
        ({"lost": 1, "scale": (1, 5)}, "before[5]"),
        ({"level": 1}, "level"),
        ({"reliability": 1.2}, "reliability"),
        ({"reliability": 1}, "reliability"),
        ({"before": [3] * 6, "reliability": 0.8}, "sd"),
        ({"better": "up"}, "better"),
        ({"draws": 0}, "draws"),
        ({"seed": -1}, "seed"),
    ],
)
def test_bad_input_is_refused_with_its_place(given, place):
    right = {"before": [1, 2, 3, 4, 5, 6], "after": [2, 3, 4, 5, 4, 3]}
    with pytest.raises(sf.StatInputError) as error:
        sf.paired_change(**{**right, **given})
    assert error.value.place == place


def test_polars_columns_come_in_as_they_are():
    frame = polars.DataFrame({"before": [1, 2, 3, 4, 5, 6], "after": [2, 3, 4, 5, 4, 4]})
    assert sf.paired_change(frame["before"], frame["after"]).n == 6
