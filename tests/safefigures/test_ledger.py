import json

import numpy as np
import pytest

from safefigures import (
    Dimension,
    Ledger,
    Rules,
    StatInputError,
    Table,
    Undisclosed,
    audit,
    protect,
    published,
)
from tests.safefigures.people_tables import dimension, table

WIJK, ANTWOORD = dimension("wijk", 6), dimension("antwoord", 2)
DRAW = np.random.default_rng(3)
ADULTS = DRAW.poisson(40, (6, 2))
OLD = DRAW.poisson(2, (6, 2)) + 1


def everybody(extra=0, name="alle leeftijden"):
    counts = ADULTS + OLD
    counts[0, 0] += extra
    return Table(name, counts, (WIJK, ANTWOORD))


def adults(name="18-64"):
    return Table(name, ADULTS, (WIJK, ANTWOORD), population={"leeftijd": "18-64"})


def after(*tables, **more):
    ledger = Ledger()
    for each in tables:
        ledger = ledger.with_publication(protect(each, ledger=ledger, **more))
    return ledger


def test_two_tables_that_are_safe_alone_and_leak_together_are_refused_with_the_cells_named():
    """Two safe tables: all ages and 18-64 need no suppression at all, and give every small 65+ cell."""
    assert protect(everybody()).suppressed == protect(adults()).suppressed == 0
    with pytest.raises(Undisclosed) as refusal:
        protect(adults(), ledger=after(everybody()))
    small = {
        f"wijk=wijk{w}, antwoord=antwoord{a}, leeftijd=without 18-64"
        for w, a in np.argwhere(OLD < 10).tolist()
    }
    assert small <= set(refusal.value.cells)


@pytest.mark.parametrize("order", [0, 1])
def test_the_order_of_publication_does_not_matter_nor_does_one_call(order):
    first, second = (everybody(), adults())[:: 1 if order == 0 else -1]
    with pytest.raises(Undisclosed):
        protect(second, ledger=after(first))
    with pytest.raises(Undisclosed):
        protect([first, second])
    assert not audit([first, second]).passed


def test_the_new_table_may_be_suppressed_instead_until_nothing_follows():
    rest = np.where(OLD > 3, 3, 40)
    whole = Table("alle", ADULTS + rest, (WIJK, ANTWOORD))
    ledger = after(whole)
    result = protect(adults(), ledger=ledger, differences="suppress")
    assert result.suppressed > 0
    assert result.audit.passed
    assert audit((), ledger.with_publication(result)).passed


def test_a_filter_that_leaves_enough_people_out_may_be_published():
    whole = Table("alle", ADULTS + 30, (WIJK, ANTWOORD))
    result = protect(adults(), ledger=after(whole))
    assert result.suppressed == 0


def test_a_filter_on_known_categories_is_linked_to_them():
    """By age in one table, 18+ in another: the two parts of 18+ and the rest are the same people."""
    age = Dimension("leeftijd", ("0-17", "18-64", "65+"))
    by_age = Table("leeftijd", np.array([[50, 400, 4], [60, 300, 40]]), (dimension("wijk", 2), age))
    grown = Table("18+", [404, 340], (dimension("wijk", 2),), population={"leeftijd": ["18-64", "65+"]})
    ledger = after(by_age, rules=Rules(threshold=5))
    assert ("wijk0", "65+") in protect(by_age, Rules(threshold=5)).tables[0].suppressed
    second = protect(grown, Rules(threshold=5), ledger)
    assert audit((), ledger.with_publication(second), rules=Rules(threshold=5)).passed


def test_a_filter_nobody_knows_is_refused():
    age = Dimension("leeftijd", ("0-17", "18+"))
    with pytest.raises(StatInputError) as error:
        protect([Table("a", [100, 200], (age,)), Table("b", [[150]], (dimension("x", 1), dimension("y", 1)),
                 population={"leeftijd": "12-30"})])  # fmt: skip
    assert "12-30" in str(error.value)


def test_filters_that_overlap_in_people_no_table_shows_are_refused():
    one = Table("een", [300, 200], (dimension("wijk", 2),), population={"leeftijd": ["18-24", "25-64"]})
    other = Table("twee", [150, 100], (dimension("wijk", 2),), population={"leeftijd": ["12-17", "18-24"]})
    with pytest.raises(Undisclosed) as refusal:
        protect([one, other])
    assert refusal.value.cells == ("leeftijd=18-24+25-64", "leeftijd=12-17+18-24")


def test_a_correction_of_one_person_is_refused_and_one_of_many_is_not():
    ledger = after(everybody())
    with pytest.raises(Undisclosed) as refusal:
        protect(everybody(extra=1, name="verbeterd"), ledger=ledger)
    assert "wijk=wijk0, antwoord=antwoord0 (the change since an earlier edition)" in refusal.value.cells
    assert protect(everybody(extra=25, name="verbeterd"), ledger=ledger).suppressed == 0


def test_another_year_is_another_population():
    first = Table("2024", [[40, 50], [60, 70]], (dimension("wijk", 2), ANTWOORD), population={"jaar": "2024"})
    second = Table(
        "2026", [[41, 50], [60, 70]], (dimension("wijk", 2), ANTWOORD), population={"jaar": "2026"}
    )
    assert protect(second, ledger=after(first)).suppressed == 0


def test_what_was_hidden_before_stays_hidden():
    """The hidden cells of the first table are the margins of the second: showing them would undo it."""
    sekse = dimension("sekse", 2)
    first = Table("een", [[3, 40], [20, 30], [50, 60]], (dimension("wijk", 3), ANTWOORD))
    ledger = after(first, rules=Rules(threshold=5))
    hidden = protect(first, Rules(threshold=5)).tables[0].suppressed
    fine = Table(
        "twee",
        [[[3, 0], [20, 20]], [[10, 10], [15, 15]], [[25, 25], [30, 30]]],
        (dimension("wijk", 3), ANTWOORD, sekse),
    )
    second = protect(fine, Rules(threshold=5), ledger)
    for cell in hidden:
        if cell == ("wijk0", "antwoord0"):
            assert second.tables[0].value((*cell, None)) is None
    assert audit((), ledger.with_publication(second), rules=Rules(threshold=5)).passed


def test_a_small_cell_published_under_milder_rules_cannot_be_taken_back():
    found = Table("t", [[7, 40], [20, 30]], (dimension("wijk", 2), ANTWOORD))
    ledger = after(found, rules=Rules(threshold=5))
    with pytest.raises(Undisclosed) as refusal:
        protect(Table("u", [[7, 40], [20, 30]], found.dimensions), Rules(threshold=10), ledger)
    assert refusal.value.cells == ("wijk=wijk0, antwoord=antwoord0",)


def test_a_publication_made_elsewhere_counts_too():
    found = Table("t", [[3, 40], [20, 30]], (dimension("wijk", 2), ANTWOORD))
    by_hand = published(found, Rules(threshold=5), suppressed=[("wijk0", "antwoord0")])
    attack = audit((), Ledger().with_publication(by_hand), rules=Rules(threshold=5))
    assert attack.leaking == ("wijk=wijk0, antwoord=antwoord0",)


def test_it_only_grows_and_the_old_one_stays():
    empty = Ledger()
    one = empty.with_publication(protect(everybody()))
    assert (len(empty), len(one)) == (0, 1)
    with pytest.raises(AttributeError):
        one.publications = ()


def test_it_survives_json():
    ledger = after(table([[3, 40], [20, 30]]), rules=Rules(threshold=5))
    again = Ledger.from_dict(json.loads(json.dumps(ledger.to_dict())))
    assert again.to_dict() == ledger.to_dict()
    one, other = audit((), ledger, rules=Rules(threshold=5)), audit((), again, rules=Rules(threshold=5))
    np.testing.assert_array_equal(one.low, other.low)
    np.testing.assert_array_equal(one.high, other.high)


@pytest.mark.parametrize(
    "plain",
    [
        None,
        {},
        {"version": 9, "publications": []},
        {"version": 1, "publications": [[{}]]},
        {"version": 1, "publications": [7]},
    ],
)
def test_what_is_no_ledger_is_refused(plain):
    with pytest.raises(StatInputError):
        Ledger.from_dict(plain)


def test_it_takes_no_safe_table_because_that_does_not_know_what_it_hides():
    safe = protect(everybody()).tables[0]
    for wrong in (safe, [safe], 7, []):
        with pytest.raises(StatInputError):
            Ledger().with_publication(wrong)


def test_neither_ledger_nor_result_shows_counts():
    result = protect(table([[4, 777], [20, 30]]), Rules(threshold=5))
    ledger = Ledger().with_publication(result)
    assert "777" not in repr(result)
    assert "777" not in repr(ledger)
    assert "777" not in repr(result.publication)
