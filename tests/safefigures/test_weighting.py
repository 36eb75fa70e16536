"""Weights to known totals: what must hold, what is said about it, what is refused (values: test_reference_estimates.py)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safefigures import NotConverged, StatInputError, calibrate, design, estimate, kish_effect, post_stratify


class Sampled:
    def __init__(self, seed: int, n: int = 120) -> None:
        draw = np.random.default_rng(seed)
        self.age = np.concatenate([np.arange(3), draw.integers(0, 3, n - 3)])
        self.sex = np.concatenate([list("mvm"), draw.choice(list("mv"), n - 3)])
        self.weights = draw.lognormal(0, 0.4, n)
        self.income = draw.gamma(3, 10, n)
        self.made = design(weights=self.weights)
        self.ages = dict(enumerate((draw.dirichlet([5, 5, 5]) * 9000 + 500).round().tolist()))
        men = float(round(sum(self.ages.values()) * draw.uniform(0.35, 0.65)))
        self.sexes = {"m": men, "v": sum(self.ages.values()) - men}


samples = st.integers(0, 5000).map(Sampled)


@given(samples, st.sampled_from(["linear", "raking", "logit"]))
def test_the_totals_are_met(sampled, kind):
    bounds = (0.0, 1000.0) if kind == "logit" else None
    made = calibrate(
        sampled.made,
        {"age": sampled.age, "sex": sampled.sex},
        {"age": sampled.ages, "sex": sampled.sexes},
        kind,
        bounds,
    )
    for label, total in sampled.ages.items():
        assert made.weights[sampled.age == label].sum() == pytest.approx(total, rel=1e-8)
    assert made.weights[sampled.sex == "m"].sum() == pytest.approx(sampled.sexes["m"], rel=1e-8)


@given(samples)
def test_raking_is_iterative_proportional_fitting(sampled):
    made = calibrate(
        sampled.made,
        {"age": sampled.age, "sex": sampled.sex},
        {"age": sampled.ages, "sex": sampled.sexes},
        "raking",
    )
    weights = sampled.weights.copy()
    for _ in range(100):
        for column, totals in ((sampled.age, sampled.ages), (sampled.sex, sampled.sexes)):
            for label, total in totals.items():
                weights[column == label] *= total / weights[column == label].sum()
    np.testing.assert_allclose(made.weights, weights, rtol=1e-9)


@given(samples)
def test_post_stratification_is_calibration_on_one_margin(sampled):
    one = post_stratify(sampled.made, sampled.age, sampled.ages)
    other = calibrate(sampled.made, {"age": sampled.age}, {"age": sampled.ages}, "raking")
    np.testing.assert_allclose(one.weights, other.weights, rtol=1e-10)
    a, b = (estimate(made, sampled.income, domains=sampled.sex) for made in (one, other))
    np.testing.assert_allclose(a.se, b.se, rtol=1e-9)


def test_crossed_classes_have_tuples_as_names():
    sampled = Sampled(1)
    totals = {(a, s): 100.0 + a for a in range(3) for s in "mv"}
    made = post_stratify(sampled.made, [sampled.age, sampled.sex], totals)
    chosen = (sampled.age == 2) & (sampled.sex == "v")
    assert made.weights[chosen].sum() == pytest.approx(102)


def test_what_is_known_has_no_error_left():
    sampled = Sampled(2)
    found = estimate(post_stratify(sampled.made, sampled.age, sampled.ages), sampled.age == 1, "total")
    assert found.estimate.item() == pytest.approx(sampled.ages[1])
    assert found.se.item() < 1e-9 * found.estimate.item()


def test_a_matrix_of_numbers_with_its_totals():
    sampled = Sampled(3)
    matrix = np.column_stack([np.ones(120), sampled.income])
    made = calibrate(sampled.made, matrix, [9000.0, 300000.0])
    np.testing.assert_allclose(made.weights @ matrix, [9000, 300000], rtol=1e-12)


def test_the_diagnostics_say_what_it_cost():
    made = post_stratify(design(n=40), ["a"] * 30 + ["b"] * 10, {"a": 300.0, "b": 500.0})
    found = made.diagnostics
    assert (found.ratio_low, found.ratio_high) == (10, 50)
    assert found.kish_before == 1
    assert found.kish == pytest.approx(kish_effect([10] * 30 + [50] * 10)) == pytest.approx(1.75)
    assert found.small == (("labels", "b", 10),)
    assert found.words == (
        "De groep b (labels) heeft maar 10 antwoorden; neem groepen samen tot minstens 30.",
    )


def test_negative_weights_are_said_out_loud():
    x = np.linspace(0, 1, 50)
    made = calibrate(design(n=50), {"one": np.ones(50), "x": x}, {"one": 50, "x": 45})
    assert made.diagnostics.negative > 0
    assert "kleiner dan nul" in made.diagnostics.words[-1]


AGES, SEXES = ["jong"] * 40 + ["oud"] * 40, ["m", "v"] * 40
BOTH = {"age": AGES, "sex": SEXES}


class TestRefusals:
    made = design(n=80)

    @pytest.mark.parametrize("kind", ["linear", "raking", "logit"])
    def test_bounds_that_do_not_allow_the_totals(self, kind):
        totals = {"age": {"jong": 60.0, "oud": 20.0}, "sex": {"m": 40.0, "v": 40.0}}
        with pytest.raises(NotConverged, match="cannot be met with bounds") as refusal:
            calibrate(self.made, BOTH, totals, kind, bounds=(0.8, 1.2))
        assert refusal.value.place

    def test_raking_without_an_answer(self):
        """The empty corner of the table makes the margins impossible: old men only."""
        columns = {"age": ["jong", "jong", "oud"], "sex": ["m", "v", "m"]}
        totals = {"age": {"jong": 1.0, "oud": 9.0}, "sex": {"m": 5.0, "v": 5.0}}
        with pytest.raises(NotConverged):
            calibrate(design(n=3), columns, totals, "raking")

    def test_numbers_that_contradict_each_other(self):
        with pytest.raises(NotConverged):
            calibrate(self.made, {"a": np.ones(80), "b": np.ones(80)}, {"a": 10, "b": 11})

    def test_margins_that_contradict_each_other_are_both_named(self):
        totals = {"age": {"jong": 50.0, "oud": 50.0}, "sex": {"m": 40.0, "v": 40.0}}
        with pytest.raises(StatInputError, match="100 and 80") as refusal:
            calibrate(self.made, BOTH, totals, "raking")
        assert refusal.value.place == "totals of 'age' and 'sex'"

    @pytest.mark.parametrize(
        ("totals", "place"),
        [
            ({"jong": 10.0}, "labels, class 'oud'"),
            ({"jong": 10.0, "oud": 5.0, "nieuw": 3.0}, "labels, class 'nieuw'"),
            ({"jong": 10.0, "oud": 0.0}, "labels, class 'oud'"),
            ({"jong": 10.0, "oud": -1.0}, "labels, class 'oud'"),
            ({"jong": 10.0, "oud": np.nan}, "labels, class 'oud'"),
        ],
    )
    def test_a_class_without_a_total_and_a_total_without_a_class(self, totals, place):
        with pytest.raises(StatInputError) as refusal:
            post_stratify(self.made, AGES, totals)
        assert refusal.value.place == place

    def test_a_class_without_weight(self):
        made = design(weights=[1.0] * 40 + [0.0] * 40)
        for how in (
            lambda: post_stratify(made, AGES, {"jong": 1.0, "oud": 1.0}),
            lambda: calibrate(made, {"age": AGES}, {"age": {"jong": 1.0, "oud": 1.0}}),
        ):
            with pytest.raises(StatInputError, match="no respondents with weight"):
                how()

    @pytest.mark.parametrize("bounds", [(1.1, 2), (0.5, 0.9), (-1, 2), (2, 0.5), (2,), 3, None])
    def test_bounds_that_are_not_around_one(self, bounds):
        with pytest.raises(StatInputError) as refusal:
            calibrate(self.made, {"age": AGES}, {"age": {"jong": 40.0, "oud": 40.0}}, "logit", bounds)
        assert refusal.value.place == "bounds"

    def test_a_variable_with_gaps_names_the_row(self):
        column = np.where(np.arange(80) == 7, np.nan, 1.0)
        with pytest.raises(StatInputError) as refusal:
            calibrate(self.made, {"inkomen": column}, {"inkomen": 80})
        assert refusal.value.place == "inkomen[7]"

    def test_margins_that_are_named_on_one_side_only(self):
        with pytest.raises(StatInputError) as refusal:
            calibrate(self.made, BOTH, {"age": {"jong": 40.0, "oud": 40.0}})
        assert refusal.value.place == "totals"
