"""Up and down a chain: each link once, rings end, and what one sees from above is what the other sees from below."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from koersvast.red_thread.walk import Arrow, Node, walk


def node(number, kind="doel"):
    return Node(kind, UUID(int=number))


def names(reached):
    return [one.node.id.int for one in reached]


CHAIN = [Arrow(node(1), node(2)), Arrow(node(2), node(3), "omdat"), Arrow(node(2), node(4))]


def test_above_is_what_leads_here_and_below_what_follows():
    thread = walk(node(2), CHAIN)
    assert (names(thread.above), names(thread.below)) == ([1], [3, 4])


def test_what_people_wrote_about_a_step_comes_along():
    assert walk(node(2), CHAIN).below[0].why == "omdat"


def test_a_brother_is_neither_above_nor_below():
    thread = walk(node(3), CHAIN)
    assert (names(thread.above), names(thread.below)) == ([2, 1], [])


def test_the_walk_stops_at_what_an_ambition_rests_on():
    ring = [Arrow(node(1), node(2)), Arrow(node(2), node(3)), Arrow(node(3), node(1), ground=True)]
    from_goal = walk(node(2), ring)
    assert (names(from_goal.above), names(from_goal.below)) == ([1, 3], [])
    assert from_goal.above[-1].ground
    assert names(walk(node(3), ring).above) == [2, 1]


def test_from_a_ground_itself_the_walk_goes_down():
    arrows = [Arrow(node(9), node(1), ground=True), *CHAIN]
    assert names(walk(node(9), arrows).below) == [1, 2, 3, 4]


graphs = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda pair: pair[0] < pair[1]), max_size=40
)


@given(graphs, st.integers(0, 12))
def test_each_link_is_reached_once_and_never_the_one_where_you_are(pairs, here):
    thread = walk(node(here), [Arrow(node(a), node(b)) for a, b in pairs])
    found = names(thread.above) + names(thread.below)
    assert len(found) == len(set(found))
    assert here not in found


@given(graphs)
def test_what_is_below_one_has_that_one_above_it(pairs):
    arrows = [Arrow(node(a), node(b)) for a, b in pairs]
    for here in range(13):
        for below in names(walk(node(here), arrows).below):
            assert here in names(walk(node(below), arrows).above)
