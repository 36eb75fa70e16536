import numpy as np
import pytest

from safefigures import Dimension, StatInputError, Table

GEMEENTE = Dimension(
    "gemeente", ("Delft", "Leiden", "Assen"), {"Delft": "Zuid-Holland", "Leiden": "Zuid-Holland"}
)
GROEP = Dimension("groep", ("m", "v"))


def test_margins_are_the_sums_over_parents_and_over_everybody():
    grid = Table("t", [[1, 2], [3, 4], [5, 6]], (GEMEENTE, GROEP)).grid()
    assert GEMEENTE.nodes == ("Delft", "Leiden", "Assen", "Zuid-Holland", None)
    np.testing.assert_array_equal(grid[:, 0], [1, 3, 5, 4, 9])
    np.testing.assert_array_equal(grid[:, 2], [3, 7, 11, 10, 21])


def test_parents_may_have_parents():
    place = Dimension("plaats", ("a", "b", "c"), {"a": "P", "b": "P", "P": "L", "c": "L"})
    np.testing.assert_array_equal(Table("t", [1, 2, 4], (place,)).grid(), [1, 2, 4, 3, 7, 7])


def test_margins_that_do_not_add_up_are_named():
    with pytest.raises(StatInputError) as error:
        Table("t", [[1, 2], [3, 4], [5, 6]], (GEMEENTE, GROEP), margins={("Zuid-Holland", "m"): 5})
    assert error.value.place == "table 't', gemeente=Zuid-Holland, groep=m"


def test_margins_that_add_up_are_welcome():
    Table(
        "t", [[1, 2], [3, 4], [5, 6]], (GEMEENTE, GROEP), margins={("Zuid-Holland", "m"): 4, (None, None): 21}
    )


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        ([[1, 2], [3, -4], [5, 6]], "table 't', gemeente=Leiden, groep=v"),
        ([[1, 2], [3, 4.5], [5, 6]], "table 't', gemeente=Leiden, groep=v"),
        ([[1, 2], [3, 4], [np.nan, 6]], "table 't', gemeente=Assen, groep=m"),
        ([[1, 2], [3, 4], [np.inf, 6]], "table 't', gemeente=Assen, groep=m"),
        ([[1, 2], [3, 4]], "table 't'"),
        ([[1, 2], [3], [5, 6]], "table 't'"),
        ([["a", 2], [3, 4], [5, 6]], "table 't'"),
        ([[1, 2], [3, 4], [5, 10**15]], "table 't', gemeente=Assen, groep=v"),
        (7, "table 't'"),
    ],
)
def test_counts_that_cannot_be_counts_are_named(counts, place):
    with pytest.raises(StatInputError) as error:
        Table("t", counts, (GEMEENTE, GROEP))
    assert error.value.place == place


@pytest.mark.parametrize(
    ("categories", "parents", "place"),
    [
        (("a", "a"), {}, "dimension 'd', category 'a'"),
        ((), {}, "dimension 'd'"),
        (("a", ""), {}, "dimension 'd'"),
        (("a", "b"), {"a": "b"}, "dimension 'd', category 'a'"),
        (("a",), {"a": "P", "P": "Q", "Q": "P"}, "dimension 'd', category 'a'"),
        (("a",), {"z": "P"}, "dimension 'd', category 'z'"),
        (("a",), {"a": None}, "dimension 'd', category 'a'"),
        (("a",), {"P": "Q", "R": "P"}, "dimension 'd', category 'R'"),
    ],
)
def test_categories_and_parents_that_cannot_be_are_named(categories, parents, place):
    with pytest.raises(StatInputError) as error:
        Dimension("d", categories, parents)
    assert error.value.place == place


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"answer": "kleur"}, "table 't'"),
        ({"primary": [("Delft", "x")]}, "table 't', dimension 'groep'"),
        ({"primary": [("Delft",)]}, "table 't'"),
        ({"primary": [{"kleur": "rood"}]}, "table 't'"),
        ({"sensitive_zeros": {"groep": ["x"]}}, "table 't', dimension 'groep'"),
        ({"population": {"leeftijd": []}}, "table 't'"),
        ({"population": "iedereen"}, "table 't'"),
    ],
)
def test_what_is_asked_of_a_table_must_stand_in_it(more, place):
    with pytest.raises(StatInputError) as error:
        Table("t", [[1, 2], [3, 4], [5, 6]], (GEMEENTE, GROEP), **more)
    assert error.value.place == place


@pytest.mark.parametrize("dimensions", [(), (GROEP, GROEP), ("groep",)])
def test_a_table_needs_dimensions_that_differ(dimensions):
    with pytest.raises(StatInputError):
        Table("t", [1], dimensions)


def test_a_table_does_not_show_its_counts():
    assert "777" not in repr(Table("t", [777, 3], (GROEP,)))
