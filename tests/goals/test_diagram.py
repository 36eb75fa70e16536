"""The drawing: nothing overlaps, every text fits its box, and it is whole without a picture."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koersvast.goals import diagram
from koersvast.goals.queries import GoalTree, Node, Ref

WORDS = st.lists(
    st.one_of(
        st.text(alphabet="abcdefgmwijlABCMW-é", min_size=1, max_size=14),
        st.sampled_from(
            ["Aansprakelijkheidsverzekeringsmaatschappijen", "W" * 60, "日本語テキスト", "<b>&amp;\"'"]
        ),
    ),
    min_size=1,
    max_size=14,
).map(" ".join)


@st.composite
def trees(draw, most=40):
    """A random tree of at most ``most`` nodes; some name a further parent."""
    ambitions = draw(st.integers(1, 4))
    parents = [draw(st.integers(-1, n - 1)) for n in range(draw(st.integers(0, most)))]
    texts = [draw(WORDS) for _ in range(min(6, len(parents) + ambitions))]
    below: dict[int, list[int]] = {}
    for child, parent in enumerate(parents):
        below.setdefault(parent if parent >= 0 else -1 - child % ambitions, []).append(child)

    def build(place, level, number):
        ref = (Ref("x", "4.1", "iets"),) if place % 5 == 3 else ()
        children = [build(c, level + 1, f"{number}.{n}") for n, c in enumerate(below.get(place, []), 1)]
        name = f"n{place}"
        return Node(
            name, name, number, level, texts[place % len(texts)], 1, also_under=ref, children=tuple(children)
        )

    return GoalTree(tuple(build(-1 - n, 0, str(n + 1)) for n in range(ambitions)))


def apart(one, two):
    return one.right <= two.x or two.right <= one.x or one.bottom <= two.y or two.bottom <= one.y


def assert_sound(drawing):
    boxes = drawing.boxes
    assert all(apart(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    for box in boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= drawing.width
        assert box.bottom <= drawing.height
        assert 2 * diagram.PAD + diagram.LINE * len(box.lines) <= box.height + 0.01
        for line in box.lines:
            assert diagram.text_width(line.text, line.size) <= box.width - 2 * diagram.PAD + 0.01, line.text


@settings(deadline=None)
@given(trees())
def test_no_two_boxes_overlap_and_every_text_fits(tree):
    drawing = diagram.layout(tree)
    assert {box.id for box in drawing.boxes} == set(tree.by_id)
    assert_sound(drawing)
    assert_sound(diagram.layout(tree, narrow=True))


@settings(deadline=None)
@given(trees(), st.data())
def test_a_page_has_at_most_nine_boxes_and_shows_the_selection(tree, data):
    selected = data.draw(st.sampled_from(list(tree.by_id.values())))
    page = diagram.page_for(tree_with_homes(tree), selected_in(tree_with_homes(tree), selected.id))
    assert selected.id in page.shown
    assert page.count <= diagram.BOXES_A_PAGE
    assert_sound(diagram.layout(tree, page))
    assert_sound(diagram.layout(tree, page, narrow=True))


def tree_with_homes(tree):
    from dataclasses import replace

    def build(node, home):
        made = replace(node, home=home)
        return replace(made, children=tuple(build(child, made.ref) for child in node.children))

    return GoalTree(tuple(build(node, None) for node in tree.ambitions))


def selected_in(tree, node_id):
    return tree.by_id[node_id]


@settings(deadline=None)
@given(trees(most=25), st.booleans())
def test_the_drawing_is_sound_svg_and_hostile_text_stays_text(tree, linked):
    svg = diagram.draw(tree, selected="n0", link=(lambda i: f"?doel={i}") if linked else None)
    root = ElementTree.fromstring(svg)
    assert root.find("{*}title").text
    assert all(node.text.split()[0] in root.find("{*}desc").text for node in tree.walk())
    assert "style=" not in svg.replace("style=&quot;", "")
    boxes = root.findall(".//{*}a") if linked else root.findall(".//{*}g")
    assert len(boxes) == len(tree.by_id)
    if linked:
        assert all(box.get("aria-label") and box.get("href") for box in boxes)


@pytest.mark.parametrize("text", ["Meervoudigepersoonlijkheidsstoornissenonderzoek nu", "kort", ""])
def test_no_letter_is_lost_in_wrapping(text):
    joined = "".join(line.removesuffix("-") for line in diagram.wrap(text, 90, 16))
    assert joined.replace(" ", "") == text.replace(" ", "")


def test_a_goal_with_many_children_is_dealt_over_parts():
    children = tuple(Node(f"c{n}", f"c{n}", f"1.{n}", 1, "Doel", 1) for n in range(20))
    tree = tree_with_homes(GoalTree((Node("a", "a", "1", 0, "Ambitie", 1, children=children),)))
    page = diagram.page_for(tree, tree.by_id["c17"])
    assert (page.part, page.parts) == (3, 3)
    assert "nog 16 doelen hieronder" in " ".join(
        line.text for box in diagram.layout(tree, page).boxes for line in box.lines if line.role == "more"
    )
