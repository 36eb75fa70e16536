import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from safefigures import Dimension, Rules, StatInputError, Table, audit
from safefigures.disclosure.tables import cell_name
from tests.safefigures.people_tables import dimension, everything, small_tables, table

RULES = Rules(threshold=5)


def linprog_interval(found, hidden, cell, threshold):
    """The attacker's interval, formulated anew: unknown leaf counts, every cell a sum of leaves, scipy's HiGHS."""
    grid = found.grid()
    below = [d.below().astype(float) for d in found.dimensions]
    sums = below[0]
    for other in below[1:]:
        sums = np.kron(sums, other)
    truth = grid.ravel().astype(float)
    mask = np.array([c in hidden for c in everything(found)])
    highest = truth + np.maximum(truth, threshold) + threshold
    target = sums[everything(found).index(cell)]
    ends = []
    for sign in (1, -1):
        done = linprog(
            sign * target,
            A_ub=np.vstack([-sums[mask], sums[mask]]),
            b_ub=np.concatenate([np.zeros(mask.sum()), highest[mask]]),
            A_eq=sums[~mask],
            b_eq=truth[~mask],
            bounds=(None, None),
        )
        assert done.status == 0
        ends.append(sign * done.fun)
    return tuple(ends)


@given(small_tables(), st.data())
def test_the_interval_is_the_one_scipy_finds(found, data):
    """Another formulation (unknown leaves, no margins as variables) in scipy.optimize.linprog gives the same."""
    cells = everything(found)
    hidden = data.draw(st.sets(st.sampled_from(cells), min_size=1))
    attack = audit(found, rules=RULES, suppressed={found.name: sorted(hidden, key=str)})
    by_name = {cell_name(found.dimensions, c): c for c in cells}
    for name, low, high in list(zip(attack.cells, attack.low, attack.high, strict=True))[:3]:
        theirs = linprog_interval(found, hidden, by_name[name], 5)
        assert (low, high) == pytest.approx(theirs, abs=1e-6)


@given(small_tables(), st.data())
def test_the_true_count_always_lies_in_the_interval(found, data):
    hidden = data.draw(st.sets(st.sampled_from(everything(found))))
    attack = audit(found, rules=RULES, suppressed={found.name: sorted(hidden, key=str)})
    names = {cell_name(found.dimensions, c): int(found.grid()[found.place(c)]) for c in everything(found)}
    for cell, low, high in zip(attack.cells, attack.low, attack.high, strict=True):
        assert low - 1e-6 <= names[cell] <= high + 1e-6


def test_one_hidden_cell_alone_is_worked_out_from_the_total():
    found = table([[3, 40], [20, 30]])
    attack = audit(found, rules=RULES, suppressed={"tabel": [("i0", "j0")]})
    assert attack.interval("i=i0, j=j0") == (3.0, 3.0)
    assert attack.leaking == ("i=i0, j=j0",)
    assert attack.recoverable == 1
    assert not attack.passed


def test_a_pattern_made_by_hand_is_judged_by_name_and_as_an_array():
    found = table([[3, 40], [20, 30]])
    cells = list(itertools.product(("i0", "i1"), ("j0", "j1")))
    mask = np.zeros(found.shape, dtype=bool)
    mask[:2, :2] = True
    for suppressed in (cells, mask):
        attack = audit(found, rules=RULES, suppressed={"tabel": suppressed})
        assert attack.passed
        assert attack.interval("i=i0, j=j0") == (0.0, 13.0)


def test_a_square_that_cannot_move_far_enough_does_not_protect():
    """The 3 hides behind a 1: it can fall to 2, yet can rise by one only."""
    found = table([[3, 1, 60], [1, 20, 60], [60, 60, 60]])
    square = list(itertools.product(("i0", "i1"), ("j0", "j1")))
    attack = audit(found, rules=RULES, suppressed={"tabel": square})
    assert attack.interval("i=i0, j=j0") == (0.0, 4.0)
    assert "i=i0, j=j0" in attack.leaking


def test_a_shared_margin_is_one_unknown():
    """Two tables by neighbourhood: hiding the neighbourhood total in one of them hides nothing."""
    wijk, sekse, antwoord = dimension("wijk", 3), dimension("sekse", 2), dimension("antwoord", 2)
    one = Table("een", [[2, 1], [30, 30], [40, 40]], (wijk, sekse))
    other = Table("twee", [[2, 1], [25, 35], [40, 40]], (wijk, antwoord))
    alone = audit(one, rules=RULES, suppressed={"een": [("wijk0", None), ("wijk1", None)]})
    assert alone.interval("wijk=wijk0") == (3.0, 3.0)
    hidden = [(w, s) for w in ("wijk0", "wijk1", None) for s in ("sekse0", "sekse1", None)][:6]
    by_itself = audit(one, rules=RULES, suppressed={"een": hidden})
    together = audit([one, other], rules=RULES, suppressed={"een": hidden})
    assert by_itself.interval("wijk=wijk0")[1] > 3.0
    assert together.interval("wijk=wijk0") == (3.0, 3.0)


def test_a_cell_that_one_table_shows_is_known_however_often_another_hides_it():
    sekse, antwoord = dimension("sekse", 2), dimension("antwoord", 2)
    wijk = dimension("wijk", 2)
    one, other = (
        Table("een", [[3, 40], [20, 30]], (wijk, sekse)),
        Table("twee", [[23, 20], [26, 24]], (wijk, antwoord)),
    )
    hidden = {"een": everything(one), "twee": ()}
    rules = Rules(threshold=5)
    named = Table("een", one.counts, (wijk, sekse), primary=[("wijk0", None)])
    assert audit([named, other], rules=rules, suppressed=hidden).interval("wijk=wijk0") == (43.0, 43.0)


def test_a_fine_table_and_a_coarse_one_are_linked_through_the_parents():
    fine = Dimension("plaats", ("a", "b", "c"), {"a": "P", "b": "P"})
    coarse = Dimension("plaats", ("P", "c"))
    attack = audit(
        [Table("fijn", [2, 30, 50], (fine,)), Table("grof", [32, 50], (coarse,))],
        rules=RULES,
        suppressed={"fijn": [("a",), ("P",)]},
    )
    assert attack.interval("plaats=a") == (2.0, 2.0)


@pytest.mark.parametrize(
    ("suppressed", "place"),
    [
        ({"andere": []}, "suppressed 'andere'"),
        ({"tabel": [("i9", None)]}, "table 'tabel', dimension 'i'"),
        ({"tabel": np.zeros(3, dtype=bool)}, "suppressed of 'tabel'"),
    ],
)
def test_a_pattern_that_does_not_fit_is_refused(suppressed, place):
    with pytest.raises(StatInputError) as error:
        audit(table([[3, 40], [20, 30]]), rules=RULES, suppressed=suppressed)
    assert error.value.place == place


def test_there_must_be_something_to_look_at():
    with pytest.raises(StatInputError):
        audit([])
    with pytest.raises(StatInputError) as error:
        audit([[1, 2]])
    assert error.value.place == "tables[0]"
