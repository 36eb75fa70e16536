"""The goal graph: whatever people do, nothing is lost and nothing contributes to itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koersvast.goals import rules
from koersvast.goals.rules import ROOT, Refusal, Refused


def plan():
    """a > (r1 > (s1, s2), r2), b > r3; s2 also under r2."""
    graph = rules.EMPTY
    for node, under in [
        ("a", ROOT), ("b", ROOT), ("r1", "a"), ("r2", "a"), ("r3", "b"), ("s1", "r1"), ("s2", "r1"),
    ]:  # fmt: skip
        graph = rules.add(graph, node, under)
    return rules.link(graph, "s2", "r2")


def test_results_are_numbered_through_the_plan_and_subgoals_within_their_parent():
    assert rules.numbering(plan()) == {
        "a": "1", "b": "2", "r1": "1", "r2": "2", "r3": "3", "s1": "1.1", "s2": "1.2",
    }  # fmt: skip


def test_indent_makes_a_child_of_the_one_above():
    graph = rules.indent(plan(), "s2")
    assert graph.below("s1") == ("s2",)


def test_the_first_of_its_siblings_cannot_be_indented():
    with pytest.raises(Refused) as refused:
        rules.indent(plan(), "s1")
    assert refused.value.refusal is Refusal.NO_PREVIOUS


def test_indenting_something_into_what_it_is_made_of_closes_a_circle():
    """r2 is what s2 contributes to; r2 may not come under r1's s2, nor under s2 itself."""
    with pytest.raises(Refused) as refused:
        rules.move(plan(), "r2", "s2")
    assert refused.value.refusal is Refusal.CIRCLE
    assert refused.value.path == ("s2", "r2")


def test_a_link_that_would_close_a_circle_names_the_path():
    graph = rules.add(plan(), "t", "s1")
    refused = rules.may_link(graph, "s1", "t")
    assert refused is not None
    assert refused.refusal is Refusal.CIRCLE
    assert refused.path == ("t", "s1")


def test_outdent_puts_a_subgoal_right_after_its_parent():
    assert rules.outdent(plan(), "s1").below("a") == ("r1", "s1", "r2")


def test_a_subgoal_with_two_parents_cannot_become_a_result():
    with pytest.raises(Refused) as refused:
        rules.outdent(plan(), "s2")
    assert refused.value.refusal is Refusal.RESULT_HAS_ONE_HOME


def test_a_result_stays_a_result_when_outdented():
    with pytest.raises(Refused) as refused:
        rules.outdent(plan(), "r1")
    assert refused.value.refusal is Refusal.ALREADY_RESULT


def test_moving_under_a_further_parent_makes_it_the_home():
    graph = rules.move(plan(), "s2", "r2")
    assert graph.home["s2"] == "r2"
    assert "s2" not in graph.further


def test_up_and_down_stop_at_the_ends():
    assert rules.down(plan(), "r1").below("a") == ("r2", "r1")
    assert rules.up(plan(), "b").below(ROOT) == ("b", "a")
    for refused_move in (lambda: rules.up(plan(), "r1"), lambda: rules.down(plan(), "r2")):
        with pytest.raises(Refused):
            refused_move()


def test_removing_a_branch_keeps_a_child_that_also_contributes_elsewhere():
    graph = rules.remove(plan(), "r1")
    assert set(graph.home) == {"a", "b", "r2", "r3", "s2"}
    assert graph.home["s2"] == "r2"
    assert "s2" not in graph.further


def test_nesting_has_an_end():
    graph, under = rules.EMPTY, ROOT
    for level in range(rules.DEPTH_LIMIT + 1):
        graph = rules.add(graph, f"n{level}", under)
        under = f"n{level}"
    with pytest.raises(Refused) as refused:
        rules.add(graph, "too-deep", under)
    assert refused.value.refusal is Refusal.TOO_DEEP


def test_what_was_changed_by_others_cannot_be_undone():
    before = plan()
    after = rules.move(before, "s1", "r2")
    back = rules.turned_back(rules.difference(before, after))
    moved_on = rules.move(after, "s1", "r3")
    with pytest.raises(Refused) as refused:
        rules.applied(moved_on, back)
    assert refused.value.refusal is Refusal.CHANGED_SINCE


def test_an_undo_leaves_what_others_added_in_peace():
    before = plan()
    after = rules.add(before, "mine", "r1", after="s1")
    theirs = rules.add(after, "theirs", "r1")
    undone = rules.applied(theirs, rules.turned_back(rules.difference(before, after)))
    assert undone.below("r1") == ("s1", "s2", "theirs")


def test_an_addition_that_others_built_upon_cannot_be_undone():
    before = plan()
    after = rules.add(before, "mine", "r1")
    theirs = rules.add(after, "theirs", "mine")
    with pytest.raises(Refused):
        rules.applied(theirs, rules.turned_back(rules.difference(before, after)))


NODES = [f"n{n}" for n in range(12)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "indent", "outdent", "up", "down", "link", "unlink", "remove"]),
        st.sampled_from(NODES),
        st.sampled_from([ROOT, *NODES]),
    ),
    max_size=60,
)


def grown():
    """A plan of nine nodes, four levels deep, so that chance finds circles; three nodes are still to add."""
    graph = rules.EMPTY
    homes = [ROOT, "n0", "n0", "n1", "n1", "n3", "n5", "n2", "n7"]
    for n, under in enumerate(homes):
        graph = rules.add(graph, f"n{n}", under)
    return graph


def take(graph, step):
    """One step as a person would try it; what is refused changes nothing."""
    verb, node, other = step
    if verb == "add" and node in graph.home:
        return graph
    try:
        if verb in ("add", "move", "link", "unlink"):
            return getattr(rules, verb)(graph, node, other)
        return getattr(rules, verb)(graph, node)
    except Refused:
        return graph


@settings(deadline=None)
@given(STEPS)
def test_any_sequence_of_steps_keeps_the_graph_whole_and_can_be_undone(steps):
    graph, done = grown(), []
    for step in steps:
        after = take(graph, step)
        rules.check(after)  # no circle, everything reachable
        assert sorted(after.branch(ROOT)) == sorted([ROOT, *after.home])
        assert len(set(rules.numbering(after).items())) == len(after.home)
        done.append(rules.difference(graph, after))
        assert rules.applied(graph, done[-1]) == after
        graph = after
    for changes in reversed(done):
        graph = rules.applied(graph, rules.turned_back(changes))
    assert graph == grown()


@settings(deadline=None)
@given(STEPS, st.sampled_from(NODES), st.sampled_from(NODES))
def test_a_link_is_refused_exactly_when_the_parent_already_leads_to_the_child(steps, child, parent):
    graph = grown()
    for step in steps:
        graph = take(graph, step)
    refused = rules.may_link(graph, child, parent)
    if refused is None:
        rules.check(rules.link(graph, child, parent))
    elif refused.refusal is Refusal.CIRCLE:
        assert refused.path[0] == parent
        assert refused.path[-1] == child
        for low, high in zip(refused.path, refused.path[1:], strict=False):
            assert high in graph.parents(low)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Seksuele en genderdiversiteit bespreekbaar maken in club en gemeenschap", "bespreekbaar maken"),
        ("Organiseren van een jaarlijkse ontmoeting", "organiseren"),
        ("We faciliteren de Regenboogalliantie", "faciliteren"),
        ("Voorlichting geven op alle scholen", "voorlichting geven"),
        ("Het geven van training aan handhavers", "het geven van training"),
        ("Ontmoeting stimuleren", "stimuleren"),
        ("Stimuleren dat clubs een gedragscode hebben", "stimuleren"),
    ],
)
def test_a_goal_that_says_what_we_do_reads_as_an_activity(text, phrase):
    hint = rules.reads_as_activity(text)
    assert hint is not None
    assert hint.phrase == phrase


@pytest.mark.parametrize(
    "text",
    [
        "In 2026 voelen minder LHBTI+ inwoners zich onveilig in hun buurt dan in 2022",
        "Docenten weten hoe zij handelen bij pesten en bij een coming-out",
        "Leerlingen krijgen een reeks lessen en niet een losse les",
        "Wie op straat werkt, grijpt in bij schelden en bedreigen",
        "Sportverenigingen zijn veilig en open voor LHBTI-leden",
        "Docenten kunnen goed les geven",
        "",
    ],
)
def test_a_goal_that_says_what_will_be_different_does_not(text):
    assert rules.reads_as_activity(text) is None


def test_what_the_activity_is_about_starts_the_better_sentence():
    hint = rules.reads_as_activity("Seksuele en genderdiversiteit bespreekbaar maken in club en gemeenschap")
    assert hint.rest == "Seksuele en genderdiversiteit in club en gemeenschap"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_may_be_asked(text):
    rules.reads_as_activity(text)


def test_a_parent_names_its_weakest_and_its_least_certain_child():
    children = [
        rules.Standing("x", strength=2, certainty=1),
        rules.Standing("y", strength=0, certainty=2),
        rules.Standing("z", strength=None, certainty=0),
    ]
    weakest, least_certain = rules.weakest_and_least_certain(children)
    assert (weakest.node, least_certain.node) == ("y", "z")
    assert rules.weakest_and_least_certain([]) == (None, None)
