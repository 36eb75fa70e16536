"""Model estimates for small areas. The milk data (R package sae) are in test_reference_changes.py."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

import safefigures as sf
from tests.safefigures.test_reference_changes import milk


def areas(seed, m=15, spread=0.3):
    random = np.random.default_rng(seed)
    x = random.normal(0, 1, m)
    variances = random.uniform(0.02, 0.3, m)
    return 2 + x + random.normal(0, spread, m) + random.normal(0, np.sqrt(variances)), variances, x


def restricted_likelihood(refvar, y, psi, x):
    total = refvar + psi
    information = x.T @ (x / total[:, None])
    residual = y - x @ np.linalg.solve(information, x.T @ (y / total))
    return -0.5 * (np.log(total).sum() + np.linalg.slogdet(information)[1] + (residual**2 / total).sum())


@given(st.integers(0, 10_000))
def test_the_variance_between_areas_is_where_the_likelihood_is_highest(seed):
    y, psi, x = areas(seed)
    design = np.column_stack([np.ones(15), x])
    found = sf.fay_herriot(y, psi, x).refvar
    best = minimize_scalar(
        lambda a: -restricted_likelihood(a, y, psi, design), bounds=(0, 3), method="bounded"
    )
    assert found >= 0
    assert restricted_likelihood(found, y, psi, design) >= -best.fun - 1e-9


def test_a_likelihood_that_scoring_circles_around_is_still_climbed_to_the_top():
    """Seed 49: Fisher scoring from the median variance jumps to and fro between .057 and .072 for ever."""
    y, psi, x = areas(49)
    design = np.column_stack([np.ones(15), x])
    found = sf.fay_herriot(y, psi, x).refvar
    top = restricted_likelihood(found, y, psi, design)
    assert all(top >= restricted_likelihood(found * factor, y, psi, design) for factor in (0.99, 1.01))


@given(st.integers(0, 10_000))
def test_an_estimate_lies_between_the_own_figure_and_the_model(seed):
    y, psi, x = areas(seed)
    found = sf.fay_herriot(y, psi, x)
    model = np.column_stack([np.ones(15), x]) @ found.beta
    unfloored = ~found.floored
    low, high = np.minimum(y, model)[unfloored], np.maximum(y, model)[unfloored]
    assert (found.estimate[unfloored] >= low - 1e-9).all()
    assert (found.estimate[unfloored] <= high + 1e-9).all()
    assert (found.mse > 0).all()
    assert ((found.own_share >= 0) & (found.own_share < 1)).all()


@given(st.integers(0, 1000), st.sampled_from([1e-4, 1.0, 1e5]), st.permutations(range(15)))
def test_unit_and_order_of_areas_do_not_matter(seed, unit, order):
    y, psi, x = areas(seed)
    order = list(order)
    one = sf.fay_herriot(y, psi, x)
    other = sf.fay_herriot(y[order] * unit, psi[order] * unit**2, x[order])
    assert other.refvar / unit**2 == pytest.approx(one.refvar, rel=1e-7, abs=1e-9)
    assert other.estimate / unit == pytest.approx(one.estimate[order], rel=1e-6, abs=1e-8)


def test_areas_that_differ_no_more_than_their_noise_take_the_model_whole():
    y, psi, x = areas(3, spread=0.0)
    found = sf.fay_herriot(y, psi * 100, x)
    assert found.refvar == 0
    assert found.own_share == pytest.approx(np.zeros(15))
    assert (found.mse > 0).all()


def test_a_benchmark_makes_the_areas_add_up_to_the_region():
    y, psi, x = milk()
    people = np.arange(1.0, len(y) + 1)
    found = sf.fay_herriot(y, psi, x, benchmark=0.95, sizes=people)
    assert (found.estimate * people).sum() / people.sum() == pytest.approx(0.95, rel=1e-12)
    plain = sf.fay_herriot(y, psi, x)
    assert found.estimate == pytest.approx(plain.estimate * found.benchmark_factor)
    assert found.se == pytest.approx(plain.se * found.benchmark_factor)


def test_a_figure_that_cannot_be_negative_is_floored_and_marked():
    x = np.arange(12.0)
    y = np.maximum(5 - x, 0.0)
    found = sf.fay_herriot(y, np.full(12, 4.0), x)
    assert found.floored.any()
    assert (found.estimate >= 0).all()


def test_every_result_says_it_is_a_model_estimate():
    found = sf.fay_herriot(*areas(1)[:2])
    assert found.kind == "modelschatting"
    assert "modelschatting" in found.words


def test_nine_areas_are_too_few():
    with pytest.raises(sf.TooSmall) as error:
        sf.fay_herriot([1.0] * 9, [0.1] * 9)
    assert (error.value.needed, error.value.found) == (10, 9)


def test_as_many_coefficients_as_areas_are_too_many():
    with pytest.raises(sf.TooSmall) as error:
        sf.fay_herriot(np.arange(10.0), [0.1] * 10, np.random.default_rng(1).normal(0, 1, (10, 9)))
    assert error.value.place == "covariates"


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"values": [1.0] * 14 + [float("nan")]}, "values[14]"),
        ({"variances": [0.1] * 14}, "variances"),
        ({"variances": [0.1] * 14 + [0.0]}, "variances[14]"),
        ({"covariates": np.ones(15)}, "covariates"),
        ({"covariates": np.zeros(15)}, "covariates"),
        ({"covariates": np.ones((14, 1))}, "covariates"),
        ({"covariates": [[1.0]] * 14 + [[None]]}, "covariates[:, 0][14]"),
        ({"covariates": None, "intercept": False}, "covariates"),
        ({"covariates": [[1.0]] * 14 + [[1.0, 2.0]]}, "covariates"),
        ({"intercept": "yes"}, "intercept"),
        ({"benchmark": 1.0}, "sizes"),
        ({"sizes": [1.0] * 15}, "benchmark"),
        ({"benchmark": 1.0, "sizes": [1.0] * 14 + [-1.0]}, "sizes[14]"),
        ({"benchmark": -1.0, "sizes": [1.0] * 15}, "benchmark"),
    ],
)
def test_bad_input_is_refused_with_its_place(given, place):
    y, psi, x = areas(1)
    with pytest.raises(sf.StatInputError) as error:
        sf.fay_herriot(**{"values": y, "variances": psi, "covariates": x, **given})
    assert error.value.place == place
