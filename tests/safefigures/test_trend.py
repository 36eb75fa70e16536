"""The trend in published figures: the right slope, honest about breaks, rounding and scatter."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import safefigures as sf

YEARS = np.array([2016.0, 2017, 2018, 2019, 2021, 2023, 2024, 2025])
SHARES = np.array([0.61, 0.62, 0.60, 0.63, 0.64, 0.66, 0.65, 0.67])
MARGINS = np.array([0.02, 0.02, 0.03, 0.02, 0.015, 0.02, 0.02, 0.02])


def test_the_slope_agrees_with_weighted_least_squares_of_statsmodels():
    """statsmodels 0.15: WLS(y, X, weights=1/se^2).fit(cov_type="fixed scale"), known variances."""
    se = MARGINS / stats.norm.ppf(0.975)
    other = sm.WLS(SHARES, sm.add_constant(YEARS), weights=1 / se**2).fit(cov_type="fixed scale")
    found = sf.trend(SHARES, MARGINS, YEARS)
    assert (found.slope, found.se) == pytest.approx((other.params[1], other.bse[1]), rel=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(other.conf_int()[1]), rel=1e-9)
    assert found.p == pytest.approx(other.pvalues[1], rel=1e-7)
    assert not found.segments[0].scaled
    assert "stijgt" in found.words


def test_points_that_scatter_more_than_their_margins_widen_the_answer():
    """statsmodels 0.15: the default WLS, whose scale is Q / (n - 2)."""
    scattered = SHARES + np.array([0.05, -0.05] * 4)
    se = MARGINS / stats.norm.ppf(0.975)
    other = sm.WLS(scattered, sm.add_constant(YEARS), weights=1 / se**2).fit()
    found = sf.trend(scattered, MARGINS, YEARS)
    assert found.segments[0].scaled
    assert (found.se, found.p) == pytest.approx((other.bse[1], other.pvalues[1]), rel=1e-7)
    assert (found.low, found.high) == pytest.approx(tuple(other.conf_int()[1]), rel=1e-7)
    assert "groter" in found.words


def test_the_lack_of_fit_is_a_chi_square_on_what_is_left():
    found = sf.trend(SHARES, MARGINS, YEARS).segments[0]
    line = found.level_at_start + found.slope * (YEARS - YEARS[0])
    q = (((SHARES - line) / (MARGINS / stats.norm.ppf(0.975))) ** 2).sum()
    assert found.lack_of_fit_p == pytest.approx(stats.chi2.sf(q, 6), rel=1e-9)


def test_rounding_is_added_to_the_margin():
    found = sf.trend(SHARES, MARGINS, YEARS, decimals=2)
    wanted = np.sqrt((MARGINS / stats.norm.ppf(0.975)) ** 2 + (0.005 / np.sqrt(3)) ** 2)
    assert found.se_points == pytest.approx(wanted, rel=1e-12)


def test_figures_without_a_margin_count_when_their_rounding_is_known():
    found = sf.trend(SHARES, [0.0] * 8, YEARS, decimals=[2] * 8)
    assert found.se_points == pytest.approx([0.005 / np.sqrt(3)] * 8)


def test_the_publishers_confidence_may_differ_from_ours():
    ninety = sf.trend(SHARES, MARGINS, YEARS, margin_level=0.90)
    assert ninety.se_points == pytest.approx(MARGINS / stats.norm.ppf(0.95))


def test_a_break_splits_the_series_and_is_never_bridged():
    jump = SHARES + np.where(YEARS >= 2021, 0.30, 0)
    found = sf.trend(jump, MARGINS, YEARS, breaks=[2021])
    alone = sf.trend(SHARES[4:], MARGINS[4:], YEARS[4:])
    assert [segment.n for segment in found.segments] == [4, 4]
    assert found.breaks == (2021.0,)
    assert found.slope == pytest.approx(alone.slope, rel=1e-9)
    assert "2021" in found.words
    assert "niet te vergelijken" in found.words


@given(st.floats(-5, 5))
def test_the_size_of_the_jump_at_a_break_does_not_matter(jump):
    found = sf.trend(SHARES + np.where(YEARS >= 2021, jump, 0), MARGINS, YEARS, breaks=[2021])
    still = sf.trend(SHARES, MARGINS, YEARS, breaks=[2021])
    for one, other in zip(found.segments, still.segments, strict=True):
        assert one.slope == pytest.approx(other.slope, abs=1e-9)


@given(st.permutations(range(8)), st.sampled_from([1e-6, 100.0, 1e6]), st.floats(-0.02, 0.02))
def test_order_unit_and_an_added_slope_do_what_they_should(order, unit, slope):
    order = list(order)
    one = sf.trend(SHARES, MARGINS, YEARS)
    moved = (SHARES + slope * (YEARS - 2016)) * unit
    other = sf.trend(moved[order], (MARGINS * unit)[order], YEARS[order])
    assert other.slope / unit == pytest.approx(one.slope + slope, abs=1e-9)
    assert other.se / unit == pytest.approx(one.se, rel=1e-6)


def test_a_flat_series_says_no_more_than_that():
    found = sf.trend([0.5, 0.52, 0.49, 0.51], [0.03] * 4, [1, 2, 3, 4])
    assert "geen stijging of daling" in found.words


@pytest.mark.parametrize(("count", "breaks", "found"), [(3, (), 3), (8, [2019], 3), (8, [2023], 3)])
def test_three_points_are_no_trend(count, breaks, found):
    with pytest.raises(sf.TooSmall) as error:
        sf.trend(SHARES[:count], MARGINS[:count], YEARS[:count], breaks=breaks)
    assert (error.value.needed, error.value.found) == (4, found)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"margins": [0.02] * 7}, "margins"),
        ({"margins": [0.02] * 7 + [-0.01]}, "margins[7]"),
        ({"margins": [0.02] * 7 + [0.0]}, "margins[7]"),
        ({"margins": [0.02] * 7 + [None]}, "margins[7]"),
        ({"values": [0.5] * 7 + [float("inf")]}, "values[7]"),
        ({"times": [1, 2, 3, 4, 5, 6, 7, 3]}, "times[7]"),
        ({"breaks": [2030]}, "breaks"),
        ({"breaks": [2016]}, "breaks"),
        ({"decimals": [2, 2]}, "decimals"),
        ({"margin_level": 95}, "margin_level"),
    ],
)
def test_bad_input_is_refused_with_its_place(given, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.trend(**{"values": SHARES, "margins": MARGINS, "times": YEARS, **given})
    assert error.value.place == place
