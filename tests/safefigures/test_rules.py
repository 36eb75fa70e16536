import numpy as np
import pytest

from safefigures import Dimension, Rules, StatInputError, Table, audit, magnitude_sensitive, stricter

ANSWER = Dimension("antwoord", ("ja", "nee"))
GROUP = Dimension("groep", ("hetero", "lhbti"))


def sensitive_of(table, **rules):
    found = audit(table, rules=Rules(**rules))
    return dict(zip(found.cells, found.rule, strict=True))


def test_small_counts_are_sensitive_and_zeros_are_not():
    found = sensitive_of(Table("t", [[9, 10], [0, 50]], (GROUP, ANSWER)))
    assert found == {"groep=hetero, antwoord=ja": "threshold", "antwoord=ja": "threshold"}


def test_zeros_are_sensitive_in_the_rows_that_are_named():
    table = Table("t", [[0, 40], [0, 50]], (GROUP, ANSWER), sensitive_zeros={"groep": ["lhbti"]})
    assert sensitive_of(table) == {"groep=lhbti, antwoord=ja": "zero"}


def test_one_answer_of_everybody_in_a_group_is_sensitive_and_so_is_nearly_everybody_of_a_small_group():
    table = Table("t", [[500, 20], [0, 60]], (GROUP, ANSWER), answer="antwoord")
    found = sensitive_of(table, threshold=1, group_disclosure=True)
    assert found == dict.fromkeys(
        ("groep=lhbti, antwoord=ja", "groep=lhbti, antwoord=nee"), "group disclosure"
    )
    nearly = Table("t", [[500, 400], [3, 45]], (GROUP, ANSWER), answer="antwoord")
    assert sensitive_of(nearly, threshold=1, group_disclosure=True) == {
        "groep=lhbti, antwoord=nee": "group disclosure"
    }


def test_the_caller_may_name_cells():
    table = Table("t", [[40, 40], [30, 50]], (GROUP, ANSWER), primary=[("lhbti", "ja"), {"groep": "hetero"}])
    assert sensitive_of(table) == {"groep=lhbti, antwoord=ja": "named", "groep=hetero": "named"}


def test_the_stricter_of_two_rules_wins_part_by_part():
    house = Rules(threshold=10, nearly_all=0.8, dominance=(2, 0.9))
    own = Rules(
        threshold=5, nearly_all=0.9, dominance=(3, 0.95), percent_denominator=50, group_disclosure=True
    )
    both = stricter(house, own)
    assert both == stricter(own, house)
    assert (both.threshold, both.nearly_all, both.percent_denominator) == (10, 0.8, 50)
    assert both.dominance == (3, 0.9)
    assert both.group_disclosure


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ({"threshold": 0}, "rules.threshold"),
        ({"threshold": 2.5}, "rules.threshold"),
        ({"threshold": True}, "rules.threshold"),
        ({"percent_denominator": 9}, "rules.percent_denominator"),
        ({"nearly_all": 1.5}, "rules.nearly_all"),
        ({"p_percent": float("nan")}, "rules.p_percent"),
        ({"dominance": (0, 0.9)}, "rules.dominance"),
        ({"dominance": (1, 2.0)}, "rules.dominance"),
        ({"coarse_step": 0}, "rules.coarse_step"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rules, place):
    with pytest.raises(StatInputError) as error:
        Rules(**rules)
    assert error.value.place == place


def test_a_total_that_two_contributors_nearly_fill_is_sensitive():
    """(2, 90 %) on 60 + 35 + 5: 95 > 90; the attacker's upper bound must reach 95 / .9 = 105.56."""
    found = magnitude_sensitive([60, 35, 5], Rules(p_percent=0.0))
    assert (found.sensitive, found.rule) == (True, "dominance")
    assert found.needed == pytest.approx(95 / 0.9 - 100)


def test_a_total_from_which_the_second_can_estimate_the_first_is_sensitive():
    """p % = 10 on 100 + 50 + 4: what is left (4) is less than 10 % of 100."""
    found = magnitude_sensitive([50, 100, 4], Rules(dominance=(2, 1.0)))
    assert (found.sensitive, found.rule) == (True, "p percent")
    assert found.needed == pytest.approx(6.0)


def test_an_even_total_and_an_empty_one_are_not_sensitive():
    assert not magnitude_sensitive(np.ones(30), Rules()).sensitive
    assert not magnitude_sensitive([], Rules()).sensitive


def test_a_negative_contribution_is_refused():
    with pytest.raises(StatInputError):
        magnitude_sensitive([5, -1], Rules())
