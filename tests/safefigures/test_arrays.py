"""Whatever stands in a column, it comes out as numbers or as an error that names the place."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from safefigures import StatInputError
from safefigures.arrays import choice, numbers, one_number


@pytest.mark.parametrize("given", [[1, 2.5], (1, 2.5), np.array([1, 2.5]), pl.Series([1.0, 2.5])])
def test_lists_arrays_and_polars_columns_give_the_same_numbers(given):
    assert numbers(given, "y").tolist() == [1, 2.5]


@pytest.mark.parametrize(
    "given", [["1", "2"], [1, "x"], [[1], [1, 2]], [1j, 2], [[1, 2], [3, 4]], 5, "abc", [{}]]
)
def test_what_is_no_column_of_numbers_is_refused_by_name(given):
    with pytest.raises(StatInputError) as refused:
        numbers(given, "weights")
    assert refused.value.place == "weights"


def test_a_number_that_is_none_is_named_with_its_row():
    with pytest.raises(StatInputError) as refused:
        numbers([1, 2, np.nan, np.inf], "y")
    assert refused.value.place == "y[2]"
    with pytest.raises(StatInputError) as refused:
        numbers([1, None], "y")
    assert refused.value.place == "y[1]"
    assert np.isnan(numbers([1, np.nan], "y", missing=True)[1])


def test_a_column_of_another_length_is_refused_with_both_lengths():
    with pytest.raises(StatInputError, match="has 2 rows where 3 are needed"):
        numbers([1, 2], "y", length=3)


@pytest.mark.parametrize("given", ["x", None, np.array([1, 2]), 3.5])
def test_a_word_that_is_not_on_the_list_is_refused(given):
    with pytest.raises(StatInputError, match="is not one of a, b"):
        choice(given, "method", ("a", "b"))


@pytest.mark.parametrize("given", ["x", None, np.nan, 2.0])
def test_one_number_lies_within_its_limits(given):
    with pytest.raises(StatInputError):
        one_number(given, "level", low=0, high=1)
