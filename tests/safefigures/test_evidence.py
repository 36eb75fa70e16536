"""Bets against "nothing changed", and which of many indicators really moved."""

from __future__ import annotations

from math import inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import betaln
from scipy.stats import binom

import safefigures as sf

BETS = st.lists(st.one_of(st.just(0.0), st.floats(1e-3, 1e6), st.just(inf)), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("side", "low", "high"), [("different", 0, 1), ("higher", 0.6, 1), ("lower", 0, 0.6)]
)
def test_the_bet_is_the_mean_likelihood_ratio_over_its_side(side, low, high):
    def ratio(p):
        return (p / 0.6) ** 33 * ((1 - p) / 0.4) ** 12

    wanted = quad(ratio, low, high, epsabs=1e-12)[0] / (high - low)
    assert sf.e_value(33, 45, baseline=0.6, side=side).e == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("side", ["different", "higher", "lower"])
def test_under_the_baseline_the_bet_is_expected_to_return_its_stake(side):
    n, p = 60, 0.35
    bets = np.array([sf.e_value(yes, n, baseline=p, side=side).e for yes in range(n + 1)])
    assert binom.pmf(np.arange(n + 1), n, p) @ bets == pytest.approx(1, rel=1e-9)


def test_a_one_sided_bet_loses_against_every_lower_share():
    n = 60
    bets = np.array([sf.e_value(yes, n, baseline=0.35, side="higher").e for yes in range(n + 1)])
    assert all(binom.pmf(np.arange(n + 1), n, p) @ bets <= 1 + 1e-9 for p in (0.05, 0.2, 0.3, 0.35))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.05, 0.95))
def test_one_over_alpha_is_passed_exactly_outside_the_confidence_sequence(counts, baseline):
    low, high = sf.beta_binomial_sequence(*counts)
    found = sf.e_value(*counts, baseline=baseline)
    if abs(baseline - low[0]) > 1e-9 and abs(baseline - high[0]) > 1e-9:
        assert (found.e > 20) == (not low[0] < baseline < high[0])


def test_an_overwhelming_bet_keeps_its_logarithm():
    found = sf.e_value(20_000, 20_000, baseline=0.5)
    assert found.e == inf
    assert found.log_e == pytest.approx(20_000 * log(2) + betaln(20_001, 1), rel=1e-12)
    assert found.p_anytime == 0 or found.p_anytime < 1e-300


def test_no_answers_are_no_evidence():
    found = sf.e_value(0, 0, baseline=0.4)
    assert (found.e, found.p_anytime, found.exact) == (1.0, 1.0, True)


def test_a_weighted_mean_bets_with_the_normal_mixture_and_says_it_is_not_exact():
    found = sf.e_value(estimate=0.56, se=0.02, n=600, baseline=0.5)
    assert not found.exact
    assert found.e > 1
    assert found.p_anytime == pytest.approx(1 / found.e)
    assert sf.e_value(estimate=0.5, se=0.02, n=600, baseline=0.5).e < 1


@given(
    st.floats(0.1, 0.9),
    st.floats(0.8, 2.0),
    st.integers(200, 5_000),
    st.floats(0.05, 0.95),
    st.sampled_from([None, (0, 1)]),
)
def test_a_weighted_bet_passes_twenty_exactly_outside_the_confidence_sequence(
    share, deft, n, baseline, bounds
):
    numbers = {"estimate": share, "se": deft * (share * (1 - share) / n) ** 0.5, "n": n, "bounds": bounds}
    try:
        interval = sf.confidence_sequence(**numbers)
    except sf.TooSmall:
        with pytest.raises(sf.TooSmall):
            sf.e_value(**numbers, baseline=baseline)
        return
    found = sf.e_value(**numbers, baseline=baseline)
    if min(abs(baseline - interval.low), abs(baseline - interval.high)) > 1e-9:
        assert (found.e > 20) == (not interval.low < baseline < interval.high)


def test_e_bh_keeps_the_example_worked_by_hand():
    """Wang & Ramdas 2022, section 4: e_(k) >= m / (level k). Five at .05: 100, 50, 33.3, 25, 20 are needed."""
    found = sf.e_bh([21.0, 60.0, 19.0, 55.0, 34.0])
    assert found.found.tolist() == [False, True, False, True, True]
    assert (found.count, found.threshold) == (3, pytest.approx(100 / 3))


def test_nothing_falls_when_no_bet_is_high_enough():
    found = sf.e_bh([1.0, 19.0, 0.0])
    assert (found.count, found.found.any()) == (0, False)


@given(BETS, st.randoms())
def test_the_order_of_indicators_does_not_matter(bets, random):
    order = list(range(len(bets)))
    random.shuffle(order)
    found, other = sf.e_bh(bets), sf.e_bh([bets[i] for i in order])
    assert other.found.tolist() == found.found[order].tolist()


@given(BETS, st.integers(0, 29), st.floats(1, 100))
def test_a_higher_bet_never_loses_a_discovery(bets, which, factor):
    raised = list(bets)
    raised[which % len(bets)] *= factor
    assert (sf.e_bh(raised).found >= sf.e_bh(bets).found).all()


@given(BETS)
def test_e_bh_is_bh_on_the_inverted_bets(bets):
    """Benjamini & Hochberg 1995 on p = 1/e (Wang & Ramdas 2022, proposition 2)."""
    bets = np.array(bets)
    p = np.divide(1.0, bets, out=np.full(len(bets), inf), where=bets > 0)
    ranked = np.sort(p)
    passed = np.flatnonzero(ranked <= 0.05 * np.arange(1, len(p) + 1) / len(p) * (1 + 1e-12))
    assert sf.e_bh(bets).count == (int((p <= ranked[passed[-1]]).sum()) if len(passed) else 0)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"successes": 5, "trials": 3, "baseline": 0.5}, "successes"),
        ({"successes": 5, "baseline": 0.5}, "trials"),
        ({"successes": 5, "trials": 9, "baseline": 0}, "baseline"),
        ({"successes": 5, "trials": 9, "baseline": float("nan")}, "baseline"),
        ({"successes": 5, "trials": 9, "baseline": 0.5, "side": "up"}, "side"),
        ({"baseline": 0.5}, "e_value"),
        ({"successes": 5, "trials": 9, "estimate": 0.5, "baseline": 0.5}, "e_value"),
        ({"estimate": 0.5, "se": 0.0, "n": 99, "baseline": 0.5}, "se"),
        ({"estimate": 1.5, "se": 0.1, "n": 99, "baseline": 0.5, "bounds": (0, 1)}, "estimate"),
        ({"estimate": 0.5, "se": 0.1, "n": 99, "baseline": 1.5, "bounds": (0, 1)}, "baseline"),
        ({"estimate": 0.5, "se": 0.1, "n": 99, "baseline": 0.5, "side": "higher"}, "side"),
    ],
)
def test_a_bet_that_cannot_be_is_refused(given, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.e_value(**given)
    assert error.value.place == place


def test_an_approximate_bet_takes_fifty_answers():
    with pytest.raises(sf.TooSmall) as error:
        sf.e_value(estimate=0.5, se=0.1, n=49, baseline=0.4)
    assert (error.value.needed, error.value.found) == (50, 49)


@pytest.mark.parametrize(
    ("bets", "place"),
    [([1, -1], "e_values[1]"), ([1.0, float("nan")], "e_values[1]"), ([], "e_values"), (["a"], "e_values")],
)
def test_values_that_are_no_bets_are_refused(bets, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.e_bh(bets)
    assert error.value.place == place
