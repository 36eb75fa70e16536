"""The tree is read in a fixed number of queries and says what people need to see."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.goals import queries
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]


def grown(waterveen, number, results):
    """A cycle with ``results`` results of four subgoals each, every second one linked to its neighbour."""
    cycle = factories.cycle(waterveen, number)
    ambition = factories.ambition(cycle)
    before = None
    for n in range(results):
        result = factories.result(ambition, f"r-{n}", position=n)
        for s in range(4):
            child = factories.subgoal(result, f"r-{n}-s-{s}", position=s)
            if before is not None and s == 0:
                factories.link(before, child, primary=False)
        before = result
    return cycle


def count(question):
    with CaptureQueriesContext(connection) as captured:
        question()
    return len(captured)


def test_ten_goals_and_three_hundred_cost_the_same(waterveen):
    small, large = grown(waterveen, 1, 2), grown(waterveen, 2, 60)
    assert count(lambda: queries.tree(large)) == count(lambda: queries.tree(small)) == 4
    assert len(queries.tree(large).goals) == 300


def test_the_tree_names_further_parents_on_both_sides(waterveen):
    tree = queries.tree(grown(waterveen, 1, 2))
    first, second = tree.results
    assert [ref.number for ref in second.children[0].also_under] == ["1"]
    assert [ref.number for ref in first.also_from] == ["2.1"]


def test_counts_of_activities_come_from_above(waterveen):
    cycle = grown(waterveen, 1, 1)
    goal = queries.tree(cycle).results[0]
    counted = queries.tree(cycle, activities={UUID(goal.id): 3})
    assert [node.activities for node in counted.goals] == [3, 0, 0, 0, 0]
    assert goal.activities is None


def test_the_chain_up_goes_from_the_ambition_to_the_parent(waterveen):
    tree = queries.tree(grown(waterveen, 1, 1))
    child = tree.results[0].children[0]
    assert [node.level for node in tree.chain_up(child)] == [0, 1]


def test_the_matrix_puts_goals_against_groups_and_names_who_is_missing(waterveen):
    cycle = factories.cycle(waterveen)
    result = factories.result(factories.ambition(cycle), "r", groups=["elderly"], label="Pijler 1")
    factories.subgoal(result, "s", groups=["elderly", "bi_plus"], theme="safety")
    found = queries.matrix(queries.tree(cycle))
    assert found.groups == ("bi_plus", "elderly")
    assert [[node.number for node in cell] for cell in found.rows[0][1]] == [["1.1"], ["1", "1.1"]]
    assert "intersex" in found.unnamed_groups
    by_label = queries.grouped(queries.tree(cycle), by="labels")
    assert {name: [node.number for node in nodes] for name, nodes in by_label.items()} == {
        "Pijler 1": ["1", "1.1"]  # the subgoal lies in the drawer of its result
    }
    assert list(queries.grouped(queries.tree(cycle), by="themes")) == ["Veiligheid"]


def test_goals_of_another_cycle_are_not_found(waterveen):
    one, two = grown(waterveen, 1, 1), grown(waterveen, 2, 1)
    goal = queries.tree(one).results[0]
    assert queries.goal(two, goal.id) is None
    assert queries.row(two, goal.id) is None
    assert queries.row(one, "not-an-id") is None
