"""Intervals that stay true while people look, and those for looks agreed beforehand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import betaln

import safefigures as sf
from benchmarks import validity
from safefigures.lookplans import alpha_spent, crossing_probability
from safefigures.sequences import asymptotic_radius, best_rho, log_martingale, share_sequence

COUNTS = st.integers(20, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.sampled_from([None, 50.0, 500.0]))
def test_the_ends_are_where_the_evidence_reaches_one_over_alpha(counts, t_opt):
    yes, n = (np.array([float(count)]) for count in counts)
    low, high = sf.beta_binomial_sequence(yes, n, t_opt=t_opt)
    size = None if t_opt is None else max(best_rho(t_opt, 0.05) - 1, 1e-3)
    assert 0 <= low[0] <= counts[0] / counts[1] <= high[0] <= 1
    for end in (low[0], high[0]):
        if 1e-6 < end < 1 - 1e-6:
            evidence = log_martingale(yes, n, np.array([end]), size)[0]
            assert evidence == pytest.approx(np.log(20), abs=1e-6)


@given(COUNTS)
def test_yes_and_no_are_each_others_mirror(counts):
    yes, n = counts
    low, high = sf.beta_binomial_sequence(yes, n)
    mirrored = sf.beta_binomial_sequence(n - yes, n)
    assert [low[0], high[0]] == pytest.approx([1 - mirrored[1][0], 1 - mirrored[0][0]], abs=1e-12)


@given(COUNTS)
def test_more_certainty_asks_a_wider_interval(counts):
    low, high = sf.beta_binomial_sequence(*counts, level=0.95)
    wider_low, wider_high = sf.beta_binomial_sequence(*counts, level=0.99)
    assert wider_low[0] <= low[0] <= high[0] <= wider_high[0]


def test_the_evidence_is_the_beta_binomial_mixture():
    wanted = betaln(4, 10) - 3 * np.log(0.5) - 9 * np.log(0.5)
    assert log_martingale(3.0, 12.0, 0.5, None) == pytest.approx(wanted, rel=1e-12)


def test_the_evidence_against_the_truth_is_expected_to_be_one():
    n, p = 40, 0.3
    yes = np.arange(n + 1.0)
    chances = np.exp(
        -np.log(n + 1) - betaln(n - yes + 1, yes + 1) + yes * np.log(p) + (n - yes) * np.log(1 - p)
    )
    for size in (None, 8.0):
        expected = chances @ np.exp(log_martingale(yes, np.full(n + 1, float(n)), np.full(n + 1, p), size))
        assert expected == pytest.approx(1, rel=1e-9)


def test_a_running_count_gives_the_state_of_knowledge_now():
    found = sf.confidence_sequence(380, 500)
    assert (found.low, found.high) == pytest.approx((0.689817, 0.821876), abs=1e-6)
    assert (found.method, found.n, found.anytime) == ("beta_binomial", 500, True)
    assert 1.5 < found.wider < 2
    assert "elk moment" in found.words


def test_nobody_saying_yes_still_gives_an_interval():
    found = sf.confidence_sequence(0, 40)
    assert found.low == 0
    assert 0 < found.high < 0.2


def test_the_normal_mixture_and_the_paper_agree():
    """Waudby-Smith e.a. 2024, formula (3): sd * sqrt((n r2 + 1) / (n2 r2) * log((n r2 + 1) / a2)), r2 = 1 / rho."""
    n, alpha, rho2 = 100_000, 0.05, 1 / best_rho(500.0, 0.05)
    wanted = 0.4 * np.sqrt((n * rho2 + 1) / (n**2 * rho2) * np.log((n * rho2 + 1) / alpha**2))
    assert float(asymptotic_radius(0.4, n, level=0.95, t_opt=500.0)) == pytest.approx(wanted, rel=2e-4)


def test_for_many_answers_the_share_sequence_is_the_asymptotic_one():
    low, high = share_sequence(0.4, 0.6, 200_000, level=0.95, t_opt=500.0)
    radius = float(asymptotic_radius(0.6, 200_000, level=0.95, t_opt=500.0))
    assert (high[0] - low[0]) / 2 == pytest.approx(radius, rel=2e-3)


@given(
    st.integers(0, 10_000),
    st.floats(0.001, 1000),
    st.sampled_from([None, (0.0, 1.0), (-5.0, 5.0)]),
)
def test_neither_the_scale_of_weights_nor_the_order_of_answers_matters(seed, scale, bounds):
    random = np.random.default_rng(seed)
    y, w = random.uniform(0.1, 0.9, 80), random.uniform(0.5, 2, 80)
    order = random.permutation(80)
    one = sf.confidence_sequence(values=y, weights=w, bounds=bounds)
    other = sf.confidence_sequence(values=y[order], weights=scale * w[order], bounds=bounds)
    assert [other.low, other.high] == pytest.approx([one.low, one.high], rel=1e-9)
    assert one.low < one.estimate < one.high


def test_weights_enter_as_in_the_linearised_mean():
    random = np.random.default_rng(2)
    y, w = random.normal(3, 1, 400), random.uniform(0.5, 2, 400)
    mean = (w * y).sum() / w.sum()
    se = np.sqrt(400 / 399 * ((w * (y - mean)) ** 2).sum()) / w.sum()
    one = sf.confidence_sequence(values=y, weights=w)
    other = sf.confidence_sequence(estimate=mean, se=se, n=400)
    assert [one.low, one.high] == pytest.approx([other.low, other.high], rel=1e-12)


def test_answers_of_one_cluster_count_as_one():
    random = np.random.default_rng(3)
    y = random.random(30)
    alone = sf.confidence_sequence(values=y, clusters=range(30))
    tenfold = sf.confidence_sequence(values=np.repeat(y, 10), clusters=np.repeat(np.arange(30), 10))
    assert [alone.low, alone.high] == pytest.approx([tenfold.low, tenfold.high], rel=1e-12)
    assert tenfold.n == 30


def test_the_simulation_in_benchmarks_uses_the_same_sequence():
    random = np.random.default_rng(9)
    y, w = (random.random((1, 400)) < 0.3).astype(float), random.uniform(0.5, 2, (1, 400))
    looks = np.array([100, 400])
    mean, spread = validity._running(w, y, looks, looks)
    low, high = share_sequence(mean[0], spread[0], looks, level=0.95, t_opt=500.0)
    for place, n in enumerate(looks):
        found = sf.confidence_sequence(values=y[0, :n], weights=w[0, :n])
        assert (found.low, found.high) == pytest.approx((low[place], high[place]), rel=1e-9)


def test_in_four_hundred_short_runs_the_sequence_misses_less_than_five_percent():
    """The whole table: python -m benchmarks.validity."""
    random = np.random.default_rng(7)
    looks = np.linspace(50, 1000, 60).astype(int)
    exact, ordinary, _ = validity._yes_no_misses(400, random, 0.6, looks)
    weighted, weighted_ordinary, _ = validity._weighted_misses(400, random, 0.6, 0.5, looks)
    assert exact.mean() < 0.05
    assert weighted.mean() < 0.05
    assert min(ordinary.mean(), weighted_ordinary.mean()) > 0.25


def test_shares_stay_within_zero_and_one():
    found = sf.confidence_sequence(estimate=0.98, se=0.006, n=600, bounds=(0, 1))
    assert 0.9 < found.low < 0.98 < found.high < 1


@pytest.mark.parametrize(
    ("given", "needed", "place"),
    [
        ({"successes": 5, "trials": 19}, 20, "trials"),
        ({"values": [0.0, 1.0] * 24 + [1.0]}, 50, "values"),
        ({"values": []}, 50, "values"),
        ({"values": [0.0, 1.0] * 40, "clusters": [c % 19 for c in range(80)]}, 20, "clusters"),
        ({"estimate": 0.5, "se": 0.1, "n": 49}, 50, "n"),
        ({"estimate": 0.5, "se": 0.1}, 50, "n"),
        ({"values": [0.0] * 95 + [1.0] * 5}, 10, "values"),
        ({"estimate": 0.01, "se": 0.01, "n": 100, "bounds": (0, 1)}, 10, "estimate"),
    ],
)
def test_too_few_answers_are_refused_with_the_number_it_takes(given, needed, place):
    with pytest.raises(sf.TooSmall) as error:
        sf.confidence_sequence(**given)
    assert (error.value.needed, error.value.place) == (needed, place)


def test_skewed_amounts_need_more_answers():
    """Cochran 1977, p. 42: n over 25 times the squared skewness."""
    values = [1.0, 2.0, 1.5, 1.2, 1.8] * 12 + [60.0]
    with pytest.raises(sf.TooSmall) as error:
        sf.confidence_sequence(values=values)
    assert error.value.needed > 1000


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, "confidence_sequence"),
        ({"successes": 5, "trials": 30, "values": [1.0]}, "confidence_sequence"),
        ({"successes": 5}, "trials"),
        ({"successes": 31, "trials": 30}, "successes"),
        ({"successes": 2.5, "trials": 30}, "successes"),
        ({"successes": -1, "trials": 30}, "successes"),
        ({"successes": 5, "trials": 30, "level": 0}, "level"),
        ({"successes": 5, "trials": 30, "t_opt": 0}, "t_opt"),
        ({"values": [1.0] * 60}, "values"),
        ({"values": [0.1, float("nan")] * 30}, "values[1]"),
        ({"values": [0.1, 0.2] * 30, "weights": [1.0] * 59}, "weights"),
        ({"values": [0.1, 0.2] * 30, "weights": [1.0, -1.0] * 30}, "weights[1]"),
        ({"values": [0.1, 0.2] * 30, "weights": [0.0] * 60}, "weights"),
        ({"values": [0.1, 0.2] * 30, "weights": [1.0] * 59 + [100.0]}, "weights"),
        ({"values": [0.1, 0.2] * 30, "clusters": [1] * 59}, "clusters"),
        ({"values": [0.1, 0.2] * 30, "bounds": (0.5, 1.0)}, "bounds"),
        ({"values": [0.1, [0.2]] * 30}, "values"),
        ({"values": [0.1, 1e120] * 30}, "values[1]"),
        ({"successes": 5, "trials": 30, "level": 0.2}, "level"),
        ({"estimate": 0.5, "se": -0.1, "n": 100}, "se"),
        ({"estimate": 0.5, "se": 0.0, "n": 100}, "se"),
    ],
)
def test_bad_input_is_refused_with_its_place(given, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.confidence_sequence(**given)
    assert error.value.place == place


def test_bad_rows_of_many_looks_are_named():
    with pytest.raises(sf.StatInputError) as error:
        sf.beta_binomial_sequence([1, 2, 9], [5, 5, 5])
    assert error.value.place == "successes[2]"


LAN_DEMETS = [
    # five equal looks, two-sided .05, as tabulated from the programs of Reboussin, DeMets, Kim & Lan (2000), whose grid
    # is coarser in the fourth decimal; quoted from knowledge, hence the integral below as a second opinion
    (5, "obrien_fleming", 0.95, [4.8769, 3.3569, 2.6803, 2.2898, 2.0310], 2e-4),
    (5, "pocock", 0.95, [2.4380, 2.4268, 2.4101, 2.3966, 2.3859], 2e-4),
    # README of SeqBounds.jl: bounds([.25, .5, .75, 1], .05; h = .05): one side of .05, so level .90 for two
    ([0.25, 0.5, 0.75, 1.0], "obrien_fleming", 0.90, [3.74955, 2.53993, 2.01604, 1.72014], 1e-4),
]


@pytest.mark.parametrize("spending", ["obrien_fleming", "pocock"])
def test_crossing_agrees_with_the_multivariate_normal_of_scipy(spending):
    """scipy 1.17: multivariate_normal.cdf over the box, correlation sqrt(t_j / t_k)."""
    share = np.array([0.3, 0.6, 1.0])
    plan = sf.group_sequential(share, spending=spending)
    correlation = np.sqrt(np.minimum.outer(share, share) / np.maximum.outer(share, share))
    box = stats.multivariate_normal(cov=correlation, seed=1, maxpts=300_000)
    assert 1 - box.cdf(plan.critical, lower_limit=-plan.critical) == pytest.approx(0.05, abs=1e-5)


@pytest.mark.parametrize(("looks", "spending", "level", "wanted", "off"), LAN_DEMETS)
def test_spending_bounds_agree_with_published_ones(looks, spending, level, wanted, off):
    assert sf.group_sequential(looks, spending=spending, level=level).critical == pytest.approx(
        wanted, abs=off
    )


@pytest.mark.parametrize(
    ("looks", "constant", "flat"),
    # Jennison & Turnbull 2000, tables 2.1 (Pocock) and 2.3 (O'Brien & Fleming), alpha .05
    [
        *[(2, 2.178, True), (3, 2.289, True), (4, 2.361, True), (5, 2.413, True)],
        *[(2, 1.977, False), (3, 2.004, False), (4, 2.024, False), (5, 2.040, False)],
    ],
)
def test_textbook_constants_spend_five_percent(looks, constant, flat):
    share = np.arange(1, looks + 1) / looks
    critical = np.full(looks, constant) if flat else constant / np.sqrt(share)
    assert crossing_probability(critical, share)[-1] == pytest.approx(0.05, abs=1.2e-4)


@given(
    st.lists(st.floats(0.05, 1), min_size=1, max_size=5, unique=True),
    st.sampled_from(["obrien_fleming", "pocock"]),
    st.sampled_from([0.8, 0.95, 0.99]),
)
def test_the_bounds_spend_what_was_planned(early, spending, level):
    fractions = np.append(np.sort(np.array(early) * 0.95), 1.0)
    assume((np.diff(fractions) > 0.01).all())
    plan = sf.group_sequential(fractions, spending=spending, level=level)
    assert crossing_probability(plan.critical, fractions) == pytest.approx(plan.spent, rel=1e-6)
    assert plan.spent[-1] == pytest.approx(1 - level, rel=1e-12)


def test_the_spending_functions_are_those_of_lan_and_demets():
    share = np.array([0.25, 0.5, 1.0])
    assert alpha_spent(share, 0.05, "pocock") == pytest.approx(0.05 * np.log(1 + (np.e - 1) * share))
    assert alpha_spent(share, 0.05, "obrien_fleming")[-1] == pytest.approx(0.05, rel=1e-12)


def test_intervals_come_for_the_looks_so_far():
    found = sf.group_sequential(4, [0.55, 0.58], [0.04, 0.03])
    assert found.low == pytest.approx([0.55 - found.critical[0] * 0.04, 0.58 - found.critical[1] * 0.03])
    assert not found.anytime
    assert "4 vooraf afgesproken momenten" in found.words


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"looks": 1}, "looks"),
        ({"looks": 7}, "looks"),
        ({"looks": [0.5, 0.4]}, "looks[1]"),
        ({"looks": [0.5, 1.2]}, "looks[1]"),
        ({"looks": [0.001, 1.0]}, "looks[0]"),
        ({"looks": 2, "estimates": [1, 2, 3], "ses": [1, 1, 1]}, "estimates"),
        ({"looks": 3, "estimates": [1, 2], "ses": [1]}, "ses"),
        ({"looks": 3, "estimates": [1, 2], "ses": [1, 0]}, "ses[1]"),
        ({"looks": 3, "spending": "all"}, "spending"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(given, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.group_sequential(**given)
    assert error.value.place == place
