"""The own municipality against others: the effect, the placebo, and when the comparison is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

import safefigures as sf

YEARS = np.arange(2016, 2026)
OTHER_PROGRAM = json.loads((Path(__file__).parent / "reference" / "did.json").read_text(encoding="utf-8"))


def panel(seed=1, references=20, noise=0.01, effect=0.0, slope=0.0, years=YEARS, start=2022):
    random = np.random.default_rng(seed)
    shared = random.normal(0, 0.03, len(years)).cumsum()[:, None]
    table = (
        0.5
        + shared
        + random.normal(0, 0.1, references + 1)
        + random.normal(0, noise, (len(years), references + 1))
    )
    own = table[:, 0] + effect * (years >= start) + slope * (years - years[0])
    return own, table[:, 1:], years, start


def test_the_estimate_and_its_noise_agree_with_regression_on_changes():
    """statsmodels 0.15: OLS of each municipality's change on a constant and the treated dummy (Donald & Lang 2007)."""
    own, reference, years, start = panel(effect=0.05)
    table = np.column_stack([own, reference])
    change = table[years >= start].mean(axis=0) - table[years < start].mean(axis=0)
    other = sm.OLS(change, sm.add_constant(np.eye(21)[0])).fit()
    found = sf.compare_with_reference(own, reference, years, start)
    assert (found.estimate, found.se) == pytest.approx((other.params[1], other.bse[1]), rel=1e-10)
    assert (found.low, found.high) == pytest.approx(tuple(other.conf_int()[1]), rel=1e-10)
    assert found.df == other.df_resid


def test_the_estimate_agrees_with_diff_diff():
    """See reference/did.json: program, version, call, data."""
    data = OTHER_PROGRAM["data"]
    found = sf.compare_with_reference(data["own"], data["reference"], data["times"], data["start"])
    assert found.estimate == pytest.approx(OTHER_PROGRAM["att"], rel=1e-10)


def test_the_placebo_is_the_same_question_asked_of_each_reference():
    own, reference, years, start = panel(seed=4, references=8)
    found = sf.compare_with_reference(own, reference, years, start)
    change = reference[years >= start].mean(axis=0) - reference[years < start].mean(axis=0)
    wanted = [change[j] - np.delete(change, j).mean() for j in range(8)]
    assert found.placebo == pytest.approx(wanted, rel=1e-9)
    assert found.p == (1 + (np.abs(wanted) >= abs(found.estimate)).sum()) / 9


def test_a_real_effect_is_found_and_still_proves_no_cause():
    found = sf.compare_with_reference(*panel(effect=0.10))
    assert found.p == 1 / 21
    assert found.low < 0.10 < found.high
    assert "bewijst nog niet" in found.words


def test_without_an_effect_nothing_is_claimed():
    found = sf.compare_with_reference(*panel(seed=2))
    assert found.p > 0.05
    assert "Geen oorzaak bewezen" in found.words


def test_six_references_can_never_reach_five_percent_and_the_words_say_how_many_can():
    found = sf.compare_with_reference(*panel(references=6, effect=0.2))
    assert found.p == 1 / 7
    assert "19 nodig" in found.words


def test_two_moments_before_and_one_after_are_enough():
    own, reference, years, start = panel(years=np.arange(2020, 2023), effect=0.05)
    assert sf.compare_with_reference(own, reference, years, start).pre == 2


def test_a_gap_that_already_grew_is_refused():
    with pytest.raises(sf.PoorFit) as error:
        sf.compare_with_reference(*panel(slope=0.02))
    assert error.value.own > 2.5 * error.value.usual
    assert error.value.place == "own"


def test_a_gap_that_jumped_about_is_refused():
    own, reference, years, start = panel()
    own[2] += 0.15
    with pytest.raises(sf.PoorFit):
        sf.compare_with_reference(own, reference, years, start)


def test_known_noise_of_the_own_figures_excuses_as_much_as_it_explains():
    own, reference, years, start = panel()
    own[2] += 0.05
    with pytest.raises(sf.PoorFit):
        sf.compare_with_reference(own, reference, years, start)
    assert sf.compare_with_reference(own, reference, years, start, own_se=0.03).pre == 6


def test_about_one_in_fifty_good_fits_is_refused_and_nearly_every_bad_one():
    def refused(slope):
        count = 0
        for seed in range(300):
            try:
                sf.compare_with_reference(*panel(seed=seed, slope=slope))
            except sf.PoorFit:
                count += 1
        return count / 300

    assert refused(0.0) < 0.06
    assert refused(0.02) > 0.98


def test_references_that_moved_exactly_alike_give_no_margin():
    own = [1.0, 2.0, 5.0]
    found = sf.compare_with_reference(own, [[11, 21], [12, 22], [13, 23]], [1, 2, 3], 3)
    assert found.estimate == pytest.approx(2.0)
    assert (found.se, found.low, found.high) == (None, None, None)
    assert found.p == 1 / 3


@given(st.integers(0, 50), st.floats(-3, 3), st.sampled_from([1e-5, 100.0]))
def test_levels_shared_shocks_and_units_do_not_matter(seed, shift, unit):
    own, reference, years, start = panel(seed=seed, references=9)
    shock = np.random.default_rng(seed).normal(0, 1, len(years))
    try:
        one = sf.compare_with_reference(own, reference, years, start)
    except sf.PoorFit:
        return
    moved = ((own + shift + shock) * unit, (reference + shock[:, None]) * unit)
    other = sf.compare_with_reference(*moved, years, start)
    assert other.estimate / unit == pytest.approx(one.estimate, abs=1e-9)
    assert other.se / unit == pytest.approx(one.se, rel=1e-6)
    assert other.p == one.p


@given(st.permutations(range(10)))
def test_the_order_of_times_and_references_does_not_matter(order):
    own, reference, years, start = panel(references=10)
    order = list(order)
    one = sf.compare_with_reference(own, reference, years, start)
    other = sf.compare_with_reference(own[order], reference[np.ix_(order, order)], years[order], start)
    assert other.estimate == pytest.approx(one.estimate, rel=1e-10)
    assert other.p == one.p


def synthetic_panel(effect):
    random = np.random.default_rng(8)
    years = np.arange(2010, 2024)
    shocks = random.normal(0, 1, (14, 2)).cumsum(axis=0)
    table = shocks @ random.random((2, 21)) + random.normal(0, 0.1, (14, 21))
    return table[:, 0] + effect * (years >= 2020), table[:, 1:], years, 2020


def test_a_synthetic_control_follows_the_own_figures_and_finds_the_effect():
    found = sf.compare_with_reference(*synthetic_panel(2.0), method="synthetic")
    assert found.estimate == pytest.approx(2.0, abs=0.5)
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights >= 0).all()
    assert found.p == 1 / 21


def test_synthetic_weights_are_the_best_there_are():
    """scipy 1.17: SLSQP on the same least squares with the sum fixed, from equal weights."""
    from scipy.optimize import minimize

    own, reference, years, start = synthetic_panel(0.0)
    before = years < start
    y = own[before] - own[before].mean()
    x = reference[before] - reference[before].mean(axis=0)
    other = minimize(
        lambda w: ((y - x @ w) ** 2).sum(), np.full(20, 0.05), bounds=[(0, 1)] * 20, method="SLSQP",
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    weights = sf.compare_with_reference(own, reference, years, start, method="synthetic").weights
    assert ((y - x @ weights) ** 2).sum() <= other.fun * (1 + 1e-5)


@pytest.mark.parametrize(
    ("case", "method", "needed", "place"),
    [
        ({"years": np.arange(2021, 2024)}, "did", 2, "times"),
        ({"years": np.arange(2018, 2022)}, "did", 1, "times"),
        ({"references": 1}, "did", 2, "reference"),
        ({}, "synthetic", 8, "times"),
        ({"years": np.arange(2012, 2026), "references": 14}, "synthetic", 15, "reference"),
    ],
)
def test_too_little_to_compare_is_refused_with_what_it_takes(case, method, needed, place):
    with pytest.raises(sf.TooSmall) as error:
        sf.compare_with_reference(*panel(**case), method=method)
    assert (error.value.needed, error.value.place) == (needed, place)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"own": [1.0] * 9}, "reference"),
        ({"own": [1.0] * 9 + [float("nan")]}, "own[9]"),
        ({"reference": [1.0] * 10}, "reference"),
        ({"reference": [[1.0, 2.0]] * 9 + [[1.0, float("nan")]]}, "reference[:, 1][9]"),
        ({"times": [1] * 10}, "times[1]"),
        ({"start": "soon"}, "start"),
        ({"method": "magic"}, "method"),
        ({"own_se": -1}, "own_se"),
        ({"tolerance": 0}, "tolerance"),
    ],
)
def test_bad_input_is_refused_with_its_place(given, place):
    own, reference, years, start = panel()
    right = {"own": own, "reference": reference, "times": years, "start": start}
    with pytest.raises(sf.StatInputError) as error:
        sf.compare_with_reference(**{**right, **given})
    assert error.value.place == place
