"""Can we know it in time: the table of minimal detectable changes, needed samples, and the plain answer."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.power import NormalIndPower, TTestPower

import safefigures as sf

# The table this was asked from: p = 60 %, design effect 1.5, two waves, 5 % two-sided, 80 % power. Per n: minimal
# detectable change of all, LHBTI n (7 %), theirs, and the half-width of their figure, in percentage points.
TABLE = [
    (300, 13.7, 21, 51.9, 25.7),
    (1_000, 7.5, 70, 28.4, 14.1),
    (5_000, 3.4, 350, 12.7, 6.3),
    (20_000, 1.7, 1_400, 6.4, 3.1),
    (200_000, 0.5, 14_000, 2.0, 1.0),
]
LHBTI = {"subgroup": 0.07, "subgroup_name": "LHBTI-inwoners", "deff": 1.5}


@pytest.mark.parametrize(("n", "everybody", "people", "change", "half_width"), TABLE)
def test_the_table_of_detectable_changes_holds(n, everybody, people, change, half_width):
    whole, lhbti = (
        sf.smallest_detectable_change(n, 0.6, deff=1.5),
        sf.smallest_detectable_change(n, 0.6, **LHBTI),
    )
    assert whole.smallest_change * 100 == pytest.approx(everybody, abs=0.0501)
    assert lhbti.n_subgroup == pytest.approx(people)
    assert lhbti.smallest_change * 100 == pytest.approx(change, abs=0.0501)
    assert lhbti.half_width * 100 == pytest.approx(half_width, abs=0.0501)


@pytest.mark.parametrize(("n", "wanted"), [(10, 1.00), (20, 0.67), (30, 0.53), (60, 0.37)])
def test_pairs_agree_with_the_table_rounded_up(n, wanted):
    found = sf.smallest_detectable_change(n, pairs=True).smallest_change
    assert np.ceil(found * 100) / 100 == wanted


@pytest.mark.parametrize("n", [6, 10, 33, 200])
def test_pairs_agree_with_statsmodels(n):
    """statsmodels 0.15: TTestPower().power(d, n, .05); its solver stops at four digits, so the power is compared."""
    found = sf.smallest_detectable_change(n, pairs=True).smallest_change
    assert float(TTestPower().power(found, n, 0.05)) == pytest.approx(0.8, rel=1e-10)
    assert sf.needed_sample(d_z=found).exact == pytest.approx(n, rel=1e-8)


@pytest.mark.parametrize(("n", "wanted"), [(20, 0.6604416546), (200, 0.1990641754)])
def test_pairs_agree_with_r(n, wanted):
    """R 4.2.2: power.t.test(n=, power=.8, type="paired", strict=TRUE, tol=1e-12)$delta."""
    assert sf.smallest_detectable_change(n, pairs=True).smallest_change == pytest.approx(wanted, abs=1e-10)


@pytest.mark.parametrize("effect", [0.05, 0.3, 1.0, 3.0, 50.0])
def test_every_effect_has_a_number_of_pairs_and_never_fewer_than_six(effect):
    assert sf.needed_sample(d_z=effect).exact >= 6


def test_means_agree_with_statsmodels():
    """statsmodels 0.15: NormalIndPower().solve_power(effect_size, alpha, power), two-sided."""
    wanted = NormalIndPower().solve_power(effect_size=0.25, alpha=0.05, power=0.9)
    assert sf.needed_sample(change=0.5, sd=2.0, power=0.9).exact == pytest.approx(float(wanted), rel=1e-3)


def test_the_unpooled_formula_is_the_one_of_the_textbook():
    """Fleiss, Levin & Paik 2003, formula 4.14 without its second term: n = (z + z)^2 (p1 q1 + p2 q2) / d^2."""
    wanted = 1.5 * (1.959964 + 0.841621) ** 2 * (0.6 * 0.4 + 0.65 * 0.35) / 0.05**2
    assert sf.needed_sample(0.6, 0.65, deff=1.5, variance="unpooled").exact == pytest.approx(wanted, rel=1e-6)


@given(
    st.integers(30, 100_000),
    st.floats(0.05, 0.95),
    st.floats(1, 3),
    st.floats(0, 0.8),
    st.sampled_from(["baseline", "unpooled", "pooled"]),
    st.sampled_from([1, -1]),
)
def test_what_can_be_seen_and_what_is_needed_are_each_others_inverse(n, p, deff, r, variance, sign):
    design = {"deff": deff, "correlation": r, "variance": variance}
    found = sf.smallest_detectable_change(n, p, target_change=sign * 1e-3, **design).smallest_change
    if found is None or not 1e-9 < p + sign * found < 1 - 1e-9:
        return
    assert sf.needed_sample(p, p + sign * found, **design).exact == pytest.approx(n, rel=1e-6)
    just = sf.smallest_detectable_change(n, p, target_change=sign * found * (1 + 1e-9), **design)
    assert just.knowable


@given(st.integers(20, 50_000), st.floats(0.05, 0.95), st.floats(1, 3), st.floats(0.01, 1))
def test_more_people_see_more_and_worse_designs_see_less(n, p, deff, share):
    def seen(n=n, deff=deff, share=share, r=0.0):
        return (
            sf.smallest_detectable_change(n, p, deff=deff, subgroup=share, correlation=r).smallest_change
            or 9.0
        )

    assert seen(n=2 * n) <= seen()
    assert seen(deff=deff * 1.2) >= seen()
    assert seen(share=share / 2) >= seen()
    assert seen(r=0.5) <= seen()


def test_the_same_people_twice_see_more():
    apart = sf.needed_sample(0.6, 0.65, variance="unpooled").exact
    again = sf.needed_sample(0.6, 0.65, variance="unpooled", correlation=0.5).exact
    assert again == pytest.approx(apart / 2, rel=0.01)


@pytest.mark.parametrize("variance", ["pooled", "unpooled", "baseline"])
def test_a_small_change_among_the_same_people_needs_one_minus_the_correlation(variance):
    apart, again = (sf.needed_sample(0.6, 0.601, variance=variance, correlation=r).exact for r in (0.0, 0.4))
    assert again / apart == pytest.approx(0.6, rel=1e-3)


def test_the_question_of_the_brief_is_answered_in_plain_words():
    plan = sf.smallest_detectable_change(1_000, 0.6, **LHBTI, target_change=0.05, response=0.3)
    assert plan.words == (
        "Met 1.000 ingevulde vragenlijsten zijn er ongeveer 70 LHBTI-inwoners. Dan kunt u een verschil kleiner dan "
        "28 procentpunt niet zien. Uw doel is een verschil van 5 procentpunt. Dat kunt u met deze meting niet weten."
    )
    assert plan.knowable is False
    assert (plan.needed_subgroup, plan.needed_n, plan.needed_invited) == (2_261, 32_293, 107_642)
    assert plan.oversample == 2_191
    helps = " ".join(plan.helps)
    assert "32.293 ingevulde vragenlijsten" in helps
    assert "2.191 extra LHBTI-inwoners" in helps
    assert "regio" in helps
    assert "ander cijfer" in helps
    assert "verhalen" in helps


@pytest.mark.parametrize(("target", "knows"), [(0.15, False), (0.154, True)])
def test_what_can_be_seen_and_what_is_wanted_never_read_the_same(target, knows):
    plan = sf.smallest_detectable_change(240, 0.6, deff=1.5, target_change=target)
    assert plan.knowable is knows
    seen, wanted = re.findall(r"(\S+) procentpunt", plan.words)
    assert seen != wanted
    assert (float(seen.replace(",", ".")) < float(wanted.replace(",", "."))) is knows


def test_years_are_pooled_only_while_they_still_say_something():
    two = sf.smallest_detectable_change(20_000, 0.6, **LHBTI, target_change=0.05)
    assert two.years == 2
    assert any("2 metingen" in help_ for help_ in two.helps)
    many = sf.smallest_detectable_change(1_000, 0.6, **LHBTI, target_change=0.05)
    assert many.years == 33
    assert not any("metingen bij elkaar" in help_ for help_ in many.helps)


def test_more_people_than_there_are_leaves_the_region_another_figure_or_stories():
    plan = sf.smallest_detectable_change(1_000, 0.6, **LHBTI, target_change=0.05, population=18_000)
    assert plan.beyond_population
    assert "Zoveel zijn er niet" in plan.helps[0]
    assert not any("Vergroot" in help_ for help_ in plan.helps)


def test_a_design_that_can_know_says_so():
    plan = sf.smallest_detectable_change(5_000, 0.6, deff=1.5, target_change=0.05)
    assert plan.knowable
    assert plan.helps == ()
    assert plan.words.endswith("Dat kunt u met deze meting zien.")


def test_a_target_beyond_a_hundred_percent_can_never_be_seen():
    plan = sf.smallest_detectable_change(5_000, 0.9, target_change=0.2)
    assert plan.knowable is False
    assert plan.needed_n is None
    assert plan.helps


def test_a_handful_of_people_can_see_nothing_at_all():
    plan = sf.smallest_detectable_change(100, 0.6, subgroup=0.03, deff=1.5)
    assert plan.smallest_change is None
    assert "geen enkele verandering" in plan.words


def test_pairs_get_words_of_their_own():
    plan = sf.smallest_detectable_change(20, pairs=True, target_change=0.3)
    assert "20 deelnemers die twee keer meedoen" in plan.words
    assert "90 deelnemers" in plan.helps[0]


def test_needed_people_round_up_through_share_and_response():
    found = sf.needed_sample(0.6, 0.65, subgroup=0.07, response=0.4)
    assert (found.subgroup, found.total, found.invited) == (1_471, 21_007, 52_518)


def test_five_pairs_are_refused():
    with pytest.raises(sf.TooSmall) as error:
        sf.smallest_detectable_change(5, pairs=True)
    assert error.value.needed == 6


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"n": 1}, "n"),
        ({"n": 10.5}, "n"),
        ({"baseline": 0}, "baseline"),
        ({"baseline": 60}, "baseline"),
        ({"baseline": None}, "baseline"),
        ({"sd": 1.0}, "baseline"),
        ({"subgroup": 0}, "subgroup"),
        ({"subgroup": 7}, "subgroup"),
        ({"deff": 0}, "deff"),
        ({"response": 0, "target_change": 0.1}, "response"),
        ({"population": -5, "target_change": 0.1}, "population"),
        ({"correlation": 1}, "correlation"),
        ({"target_change": 0}, "target_change"),
        ({"target_change": float("nan")}, "target_change"),
        ({"level": 95}, "level"),
        ({"power": 1}, "power"),
        ({"variance": "guess"}, "variance"),
        ({"baseline": None, "pairs": True, "deff": 2}, "pairs"),
    ],
)
def test_a_design_that_cannot_be_is_refused(given, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.smallest_detectable_change(**{"n": 1_000, "baseline": 0.6, **given})
    assert error.value.place == place


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, "needed_sample"),
        ({"p1": 0.6}, "needed_sample"),
        ({"p1": 0.6, "p2": 0.6}, "p2"),
        ({"p1": 0.6, "p2": 1.2}, "p2"),
        ({"change": 0.0, "sd": 1.0}, "change"),
        ({"change": 0.1, "sd": -1.0}, "sd"),
        ({"d_z": 0}, "change"),
        ({"d_z": 0.5, "deff": 2}, "d_z"),
    ],
)
def test_a_question_without_an_answer_is_refused(given, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.needed_sample(**given)
    assert error.value.place == place
