"""Do coders agree: published examples, another program, laws, and real-shaped codings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

import safefigures as sf

N = None
# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: 4 observers, 12 units, missing data
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
TWO = st.integers(2, 40).flatmap(
    lambda n: st.tuples(*[st.lists(st.sampled_from([0, 1, 2, None]), min_size=n, max_size=n)] * 2)
)


@pytest.mark.parametrize(
    ("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_agrees_with_krippendorffs_example(scale, alpha):
    found = sf.agreement(KRIPPENDORFF, scale=scale)
    assert found.alpha == pytest.approx(alpha, abs=5e-4)
    assert found.low < found.alpha <= found.high
    assert (found.coders, found.units, found.units_left_out) == (4, 11, 1)


def test_alpha_agrees_with_krippendorffs_two_coders():
    """Krippendorff 2011, sections A and B: 10 binary units .095; 12 nominal units a-e .692."""
    binary = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert sf.agreement(binary).alpha == pytest.approx(0.095, abs=5e-4)
    letters = [list("aabbdcccedda"), list("babbbccceddd")]
    assert sf.agreement(letters).alpha == pytest.approx(0.692, abs=5e-4)


def test_kappa_of_a_hundred_units_agrees_with_statsmodels():
    """statsmodels 0.15: cohens_kappa(table, return_results=False), less agreement than chance would give."""
    table = np.array([[25, 13, 12], [12, 2, 16], [3, 15, 2]])
    one, other = [], []
    for (i, j), count in np.ndenumerate(table):
        one += [i] * int(count)
        other += [j] * int(count)
    found = sf.agreement([one, other], draws=0)
    assert found.kappa == pytest.approx(cohens_kappa(table, return_results=False), rel=1e-12)
    assert found.percent == pytest.approx(0.29)
    assert (found.low, found.high) == (None, None)


@given(TWO)
def test_kappa_agrees_with_statsmodels_on_anything(codings):
    """statsmodels 0.15: cohens_kappa on the cross table of units both coded."""
    table = np.zeros((3, 3))
    for one, other in zip(*codings, strict=True):
        if one is not None and other is not None:
            table[one, other] += 1
    try:
        found = sf.agreement(codings, draws=0)
    except (sf.NoVariation, sf.TooSmall):
        return
    if found.kappa is not None:
        assert found.kappa == pytest.approx(cohens_kappa(table, return_results=False), abs=1e-9)


@given(TWO, st.randoms())
def test_order_of_units_and_coders_and_names_of_codes_do_not_matter(codings, random):
    try:
        one = sf.agreement(codings, draws=0)
    except (sf.NoVariation, sf.TooSmall):
        return
    order = list(range(len(codings[0])))
    random.shuffle(order)
    named = {0: "werkt", 1: "werkt niet", 2: "vraag", None: None}
    other = sf.agreement([[named[row[unit]] for unit in order] for row in codings[::-1]], draws=0)
    assert other.alpha == pytest.approx(one.alpha, abs=1e-12)
    assert other.percent == pytest.approx(one.percent, abs=1e-12)
    assert (other.kappa is None) == (one.kappa is None)


@given(TWO)
def test_alpha_never_passes_one_and_is_one_only_in_full_agreement(codings):
    try:
        found = sf.agreement(codings, draws=0)
    except (sf.NoVariation, sf.TooSmall):
        return
    assert found.alpha <= 1 + 1e-12
    assert (found.alpha > 1 - 1e-9) == (found.percent == 1)


def test_an_interval_scale_does_not_care_for_unit_or_zero():
    moved = [[None if code is None else 10 * code - 3 for code in row] for row in KRIPPENDORFF]
    one, other = sf.agreement(KRIPPENDORFF, scale="interval"), sf.agreement(moved, scale="interval")
    assert (other.alpha, other.low) == pytest.approx((one.alpha, one.low), rel=1e-12)


def test_words_can_be_ordered():
    words = {1: "nooit", 2: "soms", 3: "vaak", 4: "meestal", 5: "altijd", None: None}
    codings = [[words[code] for code in row] for row in KRIPPENDORFF]
    order = ["nooit", "soms", "vaak", "meestal", "altijd"]
    found = sf.agreement(codings, scale="ordinal", order=order)
    assert found.alpha == pytest.approx(0.815, abs=5e-4)


def test_the_interval_follows_its_seed():
    one, same, other = (sf.agreement(KRIPPENDORFF, seed=seed) for seed in (1, 1, 2))
    assert (one.low, one.high) == (same.low, same.high)
    assert one.low != other.low


def test_columns_of_polars_and_numpy_are_coders():
    table = np.array(KRIPPENDORFF, dtype=float)
    frame = polars.DataFrame({f"coder {i}": row for i, row in enumerate(KRIPPENDORFF)})
    assert sf.agreement(table).alpha == sf.agreement(frame).alpha == sf.agreement(KRIPPENDORFF).alpha


def test_two_simulated_coders_of_the_dialogues_can_be_compared_on_type():
    """Coders A and B of the made-up dialogues (CC0): a fragment is a unit, its type the code."""
    path = Path(__file__).parent / "reference" / "codings.jsonl"
    found: dict[tuple, dict[str, str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["code"].startswith("type."):
            found.setdefault((row["file"], row["start"]), {})[row["coder"]] = row["code"]
    codings = [[codes.get(coder) for codes in found.values()] for coder in "AB"]
    result = sf.agreement(codings)
    assert result.coders == 2
    assert result.units + result.units_left_out == len(found)
    assert 0 < result.low < result.alpha < result.high < 1
    assert result.alpha == pytest.approx(result.kappa, abs=0.02)


@pytest.mark.parametrize(
    ("codings", "said"),
    [
        (KRIPPENDORFF, "meestal hetzelfde"),
        ([[1, 2, 3] * 9] * 2, "bouwen"),
        ([[1, 2] * 9, [1, 1] * 9], "codeer opnieuw"),
    ],
)
def test_the_words_follow_krippendorffs_limits(codings, said):
    assert said in sf.agreement(codings).words


def test_one_code_for_everything_says_nothing_about_agreement():
    with pytest.raises(sf.NoVariation) as error:
        sf.agreement([["ja"] * 8, ["ja"] * 8])
    assert error.value.place == "codings"


def test_nearly_one_code_leaves_the_interval_out_with_a_reason():
    found = sf.agreement([["ja"] * 8 + ["nee"], ["ja"] * 9])
    assert (found.low, found.high) == (None, None)
    assert "marge" in found.reason


@pytest.mark.parametrize(
    ("codings", "needed"),
    [([], 2), ([[1, 2, 3]], 2), ([[1, 2, N], [N, N, 3]], 2), ([[1, 2], [1, N]], 2), ([[], []], 2)],
)
def test_too_little_to_compare_is_refused(codings, needed):
    with pytest.raises(sf.TooSmall) as error:
        sf.agreement(codings)
    assert error.value.needed == needed


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"codings": [[1, 2, 3], [1, 2]]}, "codings[1]"),
        ({"codings": [1, 2, 3]}, "codings[0]"),
        ({"codings": ["aab", "abb"]}, "codings[0]"),
        ({"codings": [[1, 2], [1, [2]]]}, "codings[1][1]"),
        ({"codings": [[1, 2], [1, "x"]], "scale": "interval"}, "codings[1][1]"),
        ({"codings": [[1, -2], [1, 2]], "scale": "ratio"}, "codings"),
        ({"codings": [["a", "b"], ["a", "c"]], "scale": "ordinal", "order": ["a", "b"]}, "codings[1][1]"),
        ({"codings": [[1, 2], [1, 2]], "order": [1, 2]}, "order"),
        ({"codings": [[1, 2], [1, 2]], "scale": "cardinal"}, "scale"),
        ({"codings": [[1, 2], [1, 2]], "draws": -1}, "draws"),
    ],
)
def test_bad_input_is_refused_with_its_place(given, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.agreement(**given)
    assert error.value.place == place


@given(TWO, st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_a_column_that_stands_for_many_units_is_those_units_written_out(rows, times):
    times = times[: len(rows[0])]
    written = [[code for code, count in zip(row, times, strict=True) for _ in range(count)] for row in rows]
    try:
        expected = sf.agreement(written, draws=0)
    except (sf.NoVariation, sf.TooSmall) as refused:
        with pytest.raises(type(refused)):
            sf.agreement(rows, times=times, draws=0)
        return
    found = sf.agreement(rows, times=times, draws=0)
    assert found.alpha == pytest.approx(expected.alpha)
    assert found.percent == pytest.approx(expected.percent)
    assert (found.kappa is None) == (expected.kappa is None)
    assert found.kappa is None or found.kappa == pytest.approx(expected.kappa)
    assert (found.units, found.units_left_out) == (expected.units, expected.units_left_out)


@pytest.mark.parametrize(
    ("times", "place"),
    [
        ([1, 2], "times"),
        ([1, -1, 1], "times[1]"),
        ([1, 1.5, 1], "times[1]"),
        (["x", 1, 1], "times[0]"),
        (7, "times"),
    ],
)
def test_wrong_numbers_of_units_are_named(times, place):
    with pytest.raises(sf.StatInputError) as refused:
        sf.agreement([[1, 0, 1], [1, 1, 0]], times=times)
    assert refused.value.place == place
