"""Intervals and reliability: laws, edges and refusals (their values: test_reference_estimates.py)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safefigures import (
    StatInputError,
    TooSmall,
    clopper_pearson,
    design,
    estimate,
    interval,
    reliability,
    require_size,
    wilson,
)

PROPORTIONS = ["korn_graubard", "beta", "wilson", "auto"]


def share(count: int, n: int):
    return estimate(design(n=n), np.arange(n) < count, "proportion")


@given(
    st.integers(2, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.sampled_from(PROPORTIONS),
)
def test_an_interval_holds_its_estimate_and_stays_between_zero_and_one(drawn, method):
    count, n = drawn
    found = interval(share(count, n), method)
    assert 0 <= found.low.item() <= count / n <= found.high.item() <= 1


@given(st.integers(2, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_simple_random_sample_has_the_exact_binomial_interval(drawn):
    """scipy: binomtest(k, n).proportion_ci(method="exact" and "wilson"); its exact one iterates to about 1e-9."""
    from scipy.stats import binomtest

    count, n = drawn
    wanted = binomtest(count, n).proportion_ci(method="exact")
    found = interval(share(count, n), "korn_graubard")
    np.testing.assert_allclose([found.low.item(), found.high.item()], wanted, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(clopper_pearson(count, n), wanted, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(
        wilson(count, n), binomtest(count, n).proportion_ci(method="wilson"), rtol=1e-9, atol=1e-14
    )


@given(st.integers(1, 29), st.sampled_from([*PROPORTIONS, "logit", "t"]))
def test_a_higher_level_is_wider(count, method):
    narrow, wide = (interval(share(count, 30), method, level) for level in (0.8, 0.99))
    assert wide.low.item() < narrow.low.item() < narrow.high.item() < wide.high.item()


def test_the_choice_of_method_by_itself():
    assert interval(share(100, 399)).method.item() == "korn_graubard"
    assert interval(share(100, 400)).method.item() == "logit"
    assert interval(share(5, 400)).method.item() == "korn_graubard"
    assert interval(estimate(design(n=9), np.arange(9.0))).method.item() == "t"


def test_a_table_may_have_both_methods():
    domains = np.repeat(["groot", "klein"], [500, 40])
    found = interval(estimate(design(n=540), np.arange(540) % 3 == 0, "proportion", domains=domains))
    assert found.method.ravel().tolist() == ["logit", "korn_graubard"]


def test_one_psu_says_nothing_about_a_domain():
    made = design(psu=[1, 1, 2, 2])
    found = estimate(made, [1, 0, 1, 1], "proportion", domains=list("aabb"))
    for method in ("korn_graubard", "wilson", "beta"):
        edges = interval(found, method)
        assert (edges.low.ravel().tolist(), edges.high.ravel().tolist()) == ([0, 0], [1, 1])
    assert np.isinf(interval(found, "t").low).all()


def test_zero_of_a_cluster_sample_counts_as_that_many_people():
    """NCHS: no variance to correct n with, so n itself; 1 - .025 ** (1 / 40) of 40."""
    found = interval(estimate(design(psu=np.arange(40) % 5), np.zeros(40), "proportion"), "korn_graubard")
    assert found.high.item() == pytest.approx(1 - 0.025 ** (1 / 40))


def test_a_mean_of_yes_and_no_is_a_proportion_too():
    yes = np.arange(30) < 9
    as_mean, as_share = estimate(design(n=30), yes), estimate(design(n=30), yes, "proportion")
    assert interval(as_mean, "beta").low == interval(as_share, "beta").low


def test_a_proportions_method_for_a_total_or_a_mark_is_refused():
    for stat, y in (("total", np.ones(9)), ("mean", np.arange(9.0)), ("mean", np.linspace(0, 1, 9))):
        with pytest.raises(StatInputError) as refusal:
            interval(estimate(design(n=9), y, stat), "wilson")
        assert refusal.value.place == "method"


def test_the_logit_interval_of_zero_is_refused_by_name():
    with pytest.raises(StatInputError, match="korn_graubard") as refusal:
        interval(share(0, 10), "logit")
    assert refusal.value.place == "domain 'all', y"


@pytest.mark.parametrize("level", [0, 1, 95, np.nan])
def test_a_level_outside_zero_to_one_is_refused(level):
    with pytest.raises(StatInputError):
        interval(share(3, 10), level=level)
    with pytest.raises(StatInputError):
        wilson(3, 10, level)


def test_a_count_above_n_is_refused():
    with pytest.raises(StatInputError):
        clopper_pearson(11, 10)


class TestReliability:
    """NCHS Series 2 no. 175 (Parker e.a. 2017), figure 1 of it, one rule at a time."""

    @pytest.mark.parametrize(
        ("count", "n", "show", "key"),
        [
            (15, 29, False, "n"),
            (15, 30, False, "width"),
            (30, 60, True, ""),
            (2, 60, False, "relative"),
            (20, 2000, True, ""),
            (0, 200, True, "edge"),
            (198, 200, True, ""),
            (57, 60, True, "complement"),
        ],
    )
    def test_the_nchs_rule(self, count, n, show, key):
        found = reliability(share(count, n))
        assert (bool(found.show.item()), found.key.item()) == (show, key)
        assert found.reason.item()

    def test_a_sample_that_counts_as_less_than_thirty(self):
        made = design(weights=np.where(np.arange(60) < 5, 40.0, 1.0))
        found = reliability(estimate(made, np.arange(60) % 2, "proportion"))
        assert found.key.item() == "n_effective"
        assert not found.show.item()

    def test_few_psus_are_for_review(self):
        made = design(psu=np.arange(400) % 6)
        found = reliability(estimate(made, np.arange(400) // 6 % 2, "proportion"))
        assert (bool(found.show.item()), bool(found.review.item()), found.key.item()) == (True, True, "df")

    def test_the_house_rule_for_a_mark(self):
        marks = np.tile([6.0, 7.0, 8.0], 20)
        assert reliability(estimate(design(n=60), marks), "house").show.item()
        spread = np.where(np.arange(60) == 0, 1000.0, 0.0)
        assert reliability(estimate(design(n=60), spread), "house").key.item() == "relative_mean"

    def test_the_nchs_rule_is_for_proportions(self):
        with pytest.raises(StatInputError) as refusal:
            reliability(estimate(design(n=60), np.arange(60.0)))
        assert refusal.value.place == "rule"

    def test_a_figure_from_too_few_is_refused_with_the_number_needed(self):
        made = design(weights=np.where(np.arange(60) < 5, 40.0, 1.0))
        domains = np.repeat(["a", "b"], [20, 40])
        few = estimate(made, np.arange(60) % 2, "proportion", domains=domains)
        with pytest.raises(TooSmall) as refusal:
            require_size(few)
        assert (refusal.value.needed, refusal.value.place) == (30, "domain 'a', y")
        assert refusal.value.found < 20
        assert require_size(few.at("b")).n.item() == 40
