"""Differences, many tests at once, and missing answers (values of differences: test_reference_estimates.py)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safefigures import DesignError, StatInputError, adjust, design, difference, estimate, missing_bounds
from tests.safefigures.samples import reference


def sampled(seed: int, n: int = 40, **words):
    y = np.random.default_rng(seed).normal(5, 1, n)
    return estimate(design(n=n), y, **words)


def test_independent_samples_are_welchs_test():
    """scipy: ttest_ind(equal_var=False): statistic, df, interval and p."""
    from scipy.stats import ttest_ind

    x, y = np.random.default_rng(1).normal(5, 1, 30), np.random.default_rng(2).normal(5.4, 3, 50)
    found = difference(estimate(design(n=30), x), estimate(design(n=50), y))
    wanted = ttest_ind(x, y, equal_var=False)
    edges = wanted.confidence_interval()
    got = [found.df.item(), found.p_value.item(), found.low.item(), found.high.item()]
    np.testing.assert_allclose(got, [wanted.df, wanted.pvalue, edges.low, edges.high], rtol=1e-10)


def test_the_same_people_twice_are_the_paired_test():
    """scipy: ttest_rel. Two waves, joined on the person."""
    from scipy.stats import ttest_rel

    draw = np.random.default_rng(3)
    before = draw.normal(5, 1, 30)
    after = before + draw.normal(0.2, 0.5, 30)
    people = [f"p{i}" for i in range(30)]
    one = estimate(design(psu=people), before, keep_scores=True)
    order = draw.permutation(30)
    two = estimate(design(psu=[people[i] for i in order]), after[order], keep_scores=True)
    found, wanted = difference(two, one, "shared_psus"), ttest_rel(after, before)
    np.testing.assert_allclose(
        [found.difference.item() / found.se.item(), found.df.item(), found.p_value.item()],
        [wanted.statistic, wanted.df, wanted.pvalue],
        rtol=1e-10,
    )


@given(st.integers(0, 1000))
def test_two_waves_are_the_two_waves_stacked(seed):
    """Some PSUs in one wave only, others in both: the same as one design with the wave as domain."""
    draw = np.random.default_rng(seed)
    strata = np.concatenate([np.repeat(["x", "y"], 4), draw.choice(["x", "y"], 52)])
    psu = np.concatenate([np.tile([1, 2, 3, 4], 2), draw.integers(0, 9, 52)])
    wave = np.concatenate([np.tile([0, 1, 0, 1], 2), draw.integers(0, 2, 52)])
    y, w = draw.normal(size=60), draw.uniform(1, 3, 60)
    waves = []
    for number in (0, 1):
        rows = wave == number
        one = design(strata=strata[rows], psu=psu[rows], weights=w[rows])
        waves.append(estimate(one, y[rows], keep_scores=True))
    apart = difference(waves[1], waves[0], "shared_psus")
    whole = estimate(design(strata=strata, psu=psu, weights=w), y, domains=wave, keep_scores=True)
    wanted = difference(whole.at(1), whole.at(0), "same_sample")
    np.testing.assert_allclose([apart.difference, apart.se], [wanted.difference, wanted.se], rtol=1e-9)
    assert apart.df.item() == max(waves[0].df.item(), waves[1].df.item()) <= whole.scores.design.df


def test_a_whole_column_against_one_cell():
    found = sampled(4, domains=np.arange(40) % 4, keep_scores=True)
    apart = difference(found, found.at(0), "same_sample")
    assert apart.difference.shape == (4, 1)
    assert apart.se[0, 0] == 0
    assert apart.p_value[0, 0] == 1
    assert (apart.se[1:] > 0).all()


@given(st.integers(0, 1000))
def test_the_covariance_gives_the_same_difference(seed):
    found = sampled(seed, domains=np.arange(40) % 2, covariance=True)
    c = found.covariance
    apart = difference(found.at(0), found.at(1), "same_sample")
    assert apart.se.item() == pytest.approx(np.sqrt(c[0, 0] + c[1, 1] - 2 * c[0, 1]), rel=1e-9)
    assert difference(found.at(1), found.at(0), "same_sample").difference == -apart.difference


class TestRefusals:
    def test_scores_that_were_not_kept(self):
        with pytest.raises(StatInputError, match="keep_scores") as refusal:
            difference(sampled(1), sampled(1), "same_sample")
        assert refusal.value.place == "a"

    def test_two_designs_that_say_to_be_one(self):
        with pytest.raises(StatInputError, match="two designs"):
            difference(sampled(1, keep_scores=True), sampled(2, keep_scores=True), "same_sample")

    def test_samples_without_psus_to_join_on(self):
        with pytest.raises(DesignError) as refusal:
            difference(sampled(1, keep_scores=True), sampled(2, keep_scores=True), "shared_psus")
        assert refusal.value.place == "a"

    def test_populations_that_contradict_each_other(self):
        a, b = (
            estimate(design(psu=[1, 2, 3], fpc=fpc), [1.0, 2.0, 3.0], keep_scores=True) for fpc in (10, 12)
        )
        with pytest.raises(DesignError, match="both 10 and 12") as refusal:
            difference(a, b, "shared_psus")
        assert refusal.value.place == "stratum 'all'"

    def test_shapes_that_differ(self):
        with pytest.raises(StatInputError, match="do not fit"):
            difference(sampled(1, domains=np.arange(40) % 3), sampled(1, domains=np.arange(40) % 2))

    def test_a_mean_against_a_total(self):
        with pytest.raises(StatInputError):
            difference(sampled(1), sampled(1, stat="total"))

    def test_two_domains_of_one_sample_as_if_they_were_independent(self):
        made = design(psu=np.repeat(np.arange(10), 4))
        found = estimate(made, np.arange(40.0), domains=np.arange(40) % 2)
        with pytest.raises(StatInputError, match="same_sample"):
            difference(found.at(0), found.at(1))

    def test_an_overlap_that_is_not_one(self):
        with pytest.raises(StatInputError, match="shared_psus"):
            difference(sampled(1), sampled(2), "panel")


def test_holm_agrees_with_the_reference():
    wanted = reference()["multiple"]["holm"]
    np.testing.assert_allclose(adjust(wanted["p"]), wanted["adjusted"], rtol=1e-12)


def test_benjamini_and_hochberg_on_their_own_example():
    """The 15 p-values of their 1995 paper (section 4.1): at .05 four are found, Holm (like Bonferroni) finds three."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    p += [0.4262, 0.5719, 0.6528, 0.7590, 1.000]
    assert (adjust(p, "bh") <= 0.05).sum() == 4
    assert (adjust(p, "holm") <= 0.05).sum() == 3


def test_adjusted_values_keep_their_shape():
    assert adjust(np.full((2, 3), 0.2), "bh").shape == (2, 3)


@pytest.mark.parametrize(("p", "place"), [([0.1, 1.2], "p[1]"), ([0.1, np.nan], "p[1]"), ([], "p")])
def test_what_is_no_p_value_is_named(p, place):
    with pytest.raises(StatInputError) as refusal:
        adjust(p)
    assert refusal.value.place == place


class TestMissingBounds:
    def test_everybody_who_kept_silent_may_have_said_either(self):
        found = missing_bounds([1, 1, 0, np.nan])
        assert (found.low, found.high, found.missing) == (0.5, 0.75, 0.25)
        assert found.answered == pytest.approx(2 / 3)
        assert not found.bounds_only

    def test_above_thirty_percent_only_the_bounds_are_shown(self):
        found = missing_bounds([1, 0, 0, np.nan, np.nan])
        assert found.bounds_only
        assert found.reason == "40 procent gaf geen antwoord; toon alleen de uiterste grenzen."

    def test_weights_count(self):
        found = missing_bounds([8, np.nan], low=1, high=10, weights=[3, 1])
        assert (found.low, found.high) == (6.25, 8.5)

    @pytest.mark.parametrize(
        ("y", "words", "place"),
        [
            ([0, 2], {}, "y[1]"),
            ([np.nan, np.nan], {}, "y"),
            ([0, 1], {"low": 1, "high": 0}, "low"),
            ([0, 1], {"weights": [1, -1]}, "weights[1]"),
            ([0, 1], {"weights": [1, 1, 1]}, "weights"),
        ],
    )
    def test_what_cannot_be_is_named(self, y, words, place):
        with pytest.raises(StatInputError) as refusal:
            missing_bounds(y, **words)
        assert refusal.value.place == place
