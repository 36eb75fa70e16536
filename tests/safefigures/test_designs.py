"""A design is read carefully, and refuses what cannot give a standard error."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from safefigures import DesignError, StatInputError, design, estimate


def test_one_psu_in_a_stratum_is_an_error_that_names_it():
    with pytest.raises(DesignError, match="has one PSU") as refusal:
        design(strata=["A", "A", "B"], psu=[1, 2, 1])
    assert refusal.value.place == "stratum 'B'"


def test_one_psu_in_the_whole_sample_is_an_error():
    with pytest.raises(DesignError) as refusal:
        design(psu=[7, 7, 7])
    assert refusal.value.place == "the whole sample"


def test_one_unit_within_a_psu_is_named_with_its_psu():
    with pytest.raises(DesignError) as refusal:
        design(psu=[[1, 1, 2, 2], ["a", "b", "c", "c"]], fpc=[10, [5, 5, 9, 9]])
    assert refusal.value.place == "psu 2"


def test_a_psu_that_is_the_whole_stratum_is_certain():
    made = design(strata=["A", "A", "B"], psu=[1, 2, 1], fpc=[8, 8, 1])
    assert estimate(made, [1.0, 2.0, 30.0]).se.item() > 0


def test_the_same_psu_name_in_two_strata_is_two_psus():
    made = design(strata=["A", "A", "B", "B"], psu=[1, 2, 1, 2])
    assert made.df == 2
    assert made.psus == (1, 2, 1, 2)


@pytest.mark.parametrize(
    ("weights", "place", "words"),
    [
        ([1, np.nan, 1], "weights[1]", "finite"),
        ([1, np.inf, 1], "weights[1]", "finite"),
        ([1, 1, -2], "weights[2]", "negative"),
        ([0, 0, 0], "weights", "all zero"),
        ([1, 2], "weights", "2 rows where 3"),
        (["a", "b", "c"], "weights", "not a number"),
    ],
)
def test_weights_that_cannot_be_are_named(weights, place, words):
    with pytest.raises(StatInputError, match=words) as refusal:
        design(strata=[1, 1, 1], weights=weights, n=3)
    assert refusal.value.place == place


def test_a_population_smaller_than_the_sample_names_the_stratum():
    with pytest.raises(DesignError, match="3 units were drawn from a population of 2") as refusal:
        design(strata=["A", "A", "A", "B", "B"], fpc=[2, 2, 2, 9, 9])
    assert refusal.value.place == "stratum 'A'"


def test_a_population_that_differs_within_a_stratum_names_it():
    with pytest.raises(DesignError, match="both 9 and 8") as refusal:
        design(strata=["A", "A", "B", "B"], fpc=[5, 5, 9, 8])
    assert refusal.value.place == "stratum 'B'"


def test_a_sampling_share_as_population_is_refused():
    with pytest.raises(DesignError, match="counts units, not shares"):
        design(fpc=0.1, n=10)


@pytest.mark.parametrize("fpc", ["x", np.nan, [9, 9, "z"]])
def test_a_population_that_is_no_number_is_named(fpc):
    with pytest.raises(StatInputError) as refusal:
        design(fpc=fpc, n=3)
    assert refusal.value.place.startswith("fpc")


def test_a_row_without_stratum_or_psu_is_named():
    with pytest.raises(StatInputError) as refusal:
        design(strata=["A", None, "B"])
    assert refusal.value.place == "strata[1]"
    with pytest.raises(StatInputError) as refusal:
        design(psu=[1.0, 2.0, np.nan])
    assert refusal.value.place == "psu[2]"


def test_columns_of_other_lengths_are_named():
    with pytest.raises(StatInputError) as refusal:
        design(strata=[1, 1, 2, 2], psu=[1, 2, 3], weights=np.ones(4))
    assert refusal.value.place == "psu"


def test_nothing_that_tells_how_many_rows():
    with pytest.raises(StatInputError) as refusal:
        design()
    assert refusal.value.place == "n"


def test_more_stages_of_strata_than_of_psus():
    with pytest.raises(StatInputError) as refusal:
        design(strata=[[1, 1], [1, 1]], psu=[1, 2])
    assert refusal.value.place == "strata"


def test_an_unknown_rule_for_a_lonely_psu():
    with pytest.raises(StatInputError, match="certainty"):
        design(n=3, lonely="fail")


def test_without_weights_the_population_counts_give_them():
    assert design(strata=["A", "A", "B", "B"], fpc=[10, 10, 40, 40]).weights.tolist() == [5, 5, 20, 20]
    assert design(n=2).weights.tolist() == [1, 1]


def test_text_numbers_arrays_and_polars_columns_make_the_same_design():
    y = [1.0, 4.0, 2.0, 8.0, 5.0, 7.0]
    as_text = design(strata=list("AABBBB"), psu=list("uvwwxx"), weights=[1, 2, 3, 1, 1, 2])
    frame = pl.DataFrame({"h": list("AABBBB"), "c": [1, 2, 3, 3, 4, 4], "w": [1, 2, 3, 1, 1, 2]})
    as_frame = design(strata=frame["h"], psu=frame["c"], weights=frame["w"])
    as_stages = design(strata=frame.select("h"), psu=frame.select("c"), weights=frame["w"])
    wanted = estimate(as_text, y).se
    for other in (as_frame, as_stages):
        np.testing.assert_allclose(estimate(other, y).se, wanted, rtol=1e-14)


def test_a_row_with_weight_zero_counts_as_a_unit_but_not_as_an_answer():
    made = design(weights=[1, 1, 1, 0])
    found = estimate(made, [1.0, 2.0, 6.0, 99.0])
    assert found.estimate.item() == 3
    assert found.n.item() == 3
    assert found.df.item() == 2


@pytest.mark.parametrize("n", [0, -3, 2.5])
def test_a_sample_of_nobody_is_refused(n):
    with pytest.raises(StatInputError) as refusal:
        design(n=n)
    assert refusal.value.place == "n"


def test_columns_without_rows_are_refused():
    with pytest.raises(StatInputError):
        design(strata=[], weights=[])
