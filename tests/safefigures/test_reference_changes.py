"""Every entry of values.json on change, sequences, areas and power, at its printed digits."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

import safefigures as sf
from safefigures.sequences import best_rho, normal_mixture_boundary

REFERENCE = Path(__file__).parent / "reference"
VALUES = json.loads((REFERENCE / "values.json").read_text(encoding="utf-8"))

SLEEP_BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def milk() -> tuple[list[float], list[float], np.ndarray]:
    with (REFERENCE / "milk.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    areas = np.array([[row["MajorArea"] == str(area) for area in (2, 3, 4)] for row in rows], dtype=float)
    return [float(row["yi"]) for row in rows], [float(row["SD"]) ** 2 for row in rows], areas


def test_sleep_data_agree_with_the_paired_t_test_and_the_exact_sign_flip():
    wanted = VALUES["paired"]
    found = sf.paired_change(SLEEP_BEFORE, SLEEP_AFTER)
    assert found.t == pytest.approx(wanted["t"], rel=1e-11)
    assert found.p_t == pytest.approx(wanted["p_t"], rel=1e-11)
    assert [found.low, found.high] == pytest.approx(wanted["ci95"], rel=1e-11)
    assert found.d_z == pytest.approx(wanted["d_z"], rel=1e-11)
    assert found.p_sign_flip == wanted["p_sign_flip_exact"]
    assert found.enumerated


def test_milk_data_agree_with_the_r_package_sae_and_its_fully_converged_variance():
    wanted = VALUES["fay_herriot_milk"]
    found = sf.fay_herriot(*milk())
    assert found.refvar == pytest.approx(0.0185503347627663, rel=1e-10)
    assert found.refvar == pytest.approx(wanted["refvar"], abs=1e-6)
    assert found.beta == pytest.approx(wanted["beta"], abs=1e-6)
    assert found.estimate[:5] == pytest.approx(wanted["eblup_first5"], abs=1e-6)
    assert found.mse[:5] == pytest.approx(wanted["mse_first5"], abs=1e-6)


def test_needed_sample_agrees_with_power_prop_test():
    """R 4.2.2: power.prop.test(p1 = .60, p2 = .65, power = .8)$n, strict tolerance."""
    wanted = VALUES["power"]["two proportions .60 and .65, 80%, two-sided 5%, n per group"]
    assert sf.needed_sample(0.60, 0.65).exact == pytest.approx(wanted, rel=1e-9)


def test_the_normal_mixture_agrees_with_confseq():
    wanted = VALUES["anytime"]["normal_mixture_two_sided(v=100, alpha=.05, v_opt=100, alpha_opt=.05)"]
    assert float(normal_mixture_boundary(100, best_rho(100, 0.05), 0.05)) == pytest.approx(wanted, abs=5e-6)


@pytest.mark.parametrize(
    ("case", "wanted"),
    VALUES["anytime"]["bernoulli_confidence_interval(successes, trials, alpha=.05, t_opt)"],
)
def test_the_tuned_beta_binomial_sequence_agrees_with_confseq(case, wanted):
    """The constants are cut off, not rounded, at six decimals."""
    low, high = sf.beta_binomial_sequence(case[0], case[1], t_opt=case[2])
    assert [low[0], high[0]] == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize(
    ("case", "wanted"), VALUES["anytime"]["beta-binomial mixture, uniform prior, alpha .05"]
)
def test_the_uniform_beta_binomial_sequence_agrees(case, wanted):
    low, high = sf.beta_binomial_sequence(*case)
    assert [low[0], high[0]] == pytest.approx(wanted, abs=1e-6)
