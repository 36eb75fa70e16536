import copy
import dataclasses
import json
import pickle

import numpy as np
import pytest

from safefigures import Dimension, Rules, SafeTable, StatInputError, Table, Undisclosed, protect
from safefigures.disclosure import safe
from safefigures.disclosure.attacker import Audit

WIJK = Dimension("wijk", ("Noord", "Oost", "Zuid", "West"), {"Noord": "Boven", "Oost": "Boven"})
ANSWER = Dimension("antwoord", ("ja", "nee"))
SECRET = 4
COUNTS = [[SECRET, 43], [71, 12], [61, 33], [211, 44]]


@pytest.fixture(scope="module")
def made():
    return protect(Table("t", COUNTS, (WIJK, ANSWER)), Rules(threshold=5)).tables[0]


def test_it_tells_counts_that_may_be_told_and_none_for_the_others(made):
    assert made.value(("Zuid", "ja")) == 61
    assert made.value({"wijk": "Boven"}) == 130
    assert made.value({}) == 479
    assert made.value(("Noord", "ja")) is None
    assert ("Noord", "ja") in made.suppressed
    assert dict(made.cells())["Noord", "ja"] is None
    assert {"wijk": "Noord", "antwoord": "ja", "count": None} in made.rows()
    assert len(made.rows()) == 6 * 3


def test_it_asks_for_cells_by_their_names(made):
    with pytest.raises(StatInputError) as error:
        made.value(("Noord", "misschien"))
    assert error.value.place == "table 't', dimension 'antwoord'"


def test_nowhere_in_it_stands_a_hidden_count(made):
    """Every attribute, slot and array is searched for the counts of suppressed cells."""
    truth = Table("t", COUNTS, (WIJK, ANSWER)).grid()
    hidden = {int(truth[Table("t", COUNTS, (WIJK, ANSWER)).place(c)]) for c in made.suppressed}
    assert SECRET in hidden
    values = [getattr(made, slot) for slot in SafeTable.__slots__]
    arrays = [v for v in values if isinstance(v, np.ndarray)]
    assert len(arrays) == 1
    assert not hidden & set(arrays[0].ravel().tolist())
    assert not hidden & set(np.ravel(arrays[0].base if arrays[0].base is not None else 0).tolist())
    assert not hasattr(made, "__dict__")
    assert not any(isinstance(v, Table) for v in values)
    counts = [cell["count"] for cell in made.to_dict()["cells"]]
    assert not hidden & set(counts)
    assert "4" not in repr(made).replace("18 cells", "").replace("4 suppressed", "")


def test_it_becomes_plain_values_for_json(made):
    plain = json.loads(json.dumps(made.to_dict()))
    assert plain["name"] == "t"
    assert {"cell": ["Noord", "ja"], "count": None} in plain["cells"]


def forged_audit():
    none = np.zeros(0)
    return Audit((), none, none, none.astype(np.int64), none.astype(np.int64), ())


@pytest.mark.parametrize(
    "forge",
    [
        lambda made: SafeTable(),
        lambda made: SafeTable("t", (WIJK, ANSWER), COUNTS),
        lambda made: SafeTable.__new__(SafeTable),
        lambda made: dataclasses.replace(made, name="u"),
        lambda made: copy.replace(made, name="u") if hasattr(copy, "replace") else SafeTable(),
        lambda made: pickle.loads(pickle.dumps(made)),
        lambda made: type("Mine", (SafeTable,), {}),
        lambda made: setattr(made, "name", "u"),
        lambda made: setattr(made, "_values", np.zeros(3)),
        lambda made: delattr(made, "name"),
        lambda made: made._values.__setitem__((0, 0), 4),
    ],
)
def test_it_cannot_be_made_or_changed_by_anybody_else(made, forge):
    with pytest.raises((Undisclosed, TypeError, ValueError)):
        forge(made)


def test_no_table_is_sealed_after_a_failed_audit():
    low = np.array([4.0])
    four = np.array([4], dtype=np.int64)
    failed = Audit(("wijk=Noord",), low, low, four - 1, four + 1, ("threshold",))
    with pytest.raises(Undisclosed) as refusal:
        safe.sealed(Table("t", COUNTS, (WIJK, ANSWER)), np.zeros(18, dtype=bool), Rules(), failed)
    assert refusal.value.cells == ("wijk=Noord",)


def test_a_copy_is_the_same_table(made):
    assert copy.copy(made) is made
    assert copy.deepcopy(made) is made


def test_shares_come_from_told_cells_alone_and_only_over_enough_people(made):
    shares = made.shares("antwoord")
    assert shares["Zuid", "ja"] == 0.65  # 61 of 94: steps of five under a hundred
    assert shares["West", "ja"] == 0.83  # 211 of 255: whole percents
    assert shares["Noord", "ja"] is None
    few = protect(Table("t", [[12, 15], [40, 30]], (Dimension("wijk", "AB"), ANSWER)), Rules()).tables[0]
    assert few.shares("antwoord")["A", "ja"] is None
    assert few.shares("antwoord")["B", "ja"] == 0.55
