"""The tree to look at: outline, table, diagram, matrix, history."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.goals import diagram, queries
from koersvast.goals.queries import GoalTree
from koersvast.goals.sentences import history_lines
from koersvast.goals.views.pages import (
    STEP,
    address,
    drawings,
    frame,
    goal_context,
    part_asked,
    read_tree,
    select_address,
    tree_page,
)

PRINTED_UP_TO = 300  # goals; a larger tree is drawn whole only when somebody asks for it
WAYS = {
    "resultaten": ("results", gettext_lazy("Resultaat")),
    "themas": ("themes", gettext_lazy("Thema")),
    "eigen-woorden": ("labels", gettext_lazy("Eigen woord")),
}


@cycle_view(step=STEP)
def outline(request: CycleRequest) -> HttpResponse:
    return tree_page(request, selected_id=request.GET.get("doel", ""))


@cycle_view(step=STEP)
def table(request: CycleRequest) -> HttpResponse:
    return render(request, "goals/table.html", frame(request, read_tree(request), "table"))


@cycle_view(step=STEP)
def whole_diagram(request: CycleRequest) -> HttpResponse:
    """At most nine boxes on a screen: all ambitions, or from one goal (``?van=``). On paper the whole tree."""
    tree = read_tree(request)
    top = tree.find(request.GET.get("van", ""))
    page = (
        diagram.page_for(tree, top=top, part=part_asked(request))
        if top
        else diagram.overview(tree, part_asked(request))
    )
    whole = not top and bool(tree.ambitions) and ("heel" in request.GET or len(tree.by_id) <= PRINTED_UP_TO)
    more = {
        "top": top,
        "page": page,
        "chain": tree.chain_up(top) if top else [],
        "parts": range(1, page.parts + 1),
        "on_screen": "heel" in request.GET,
        "whole": diagram.draw(tree, link=select_address(request), name="schema-heel") if whole else "",
        **drawings(request, tree, page, link=_slice_address(request, tree)),
    }
    return render(request, "goals/diagram.html", frame(request, tree, "diagram") | more)


@cycle_view(step=STEP)
def matrix(request: CycleRequest) -> HttpResponse:
    tree = read_tree(request)
    way = request.GET.get("rijen", "resultaten")
    way = way if way in WAYS else "resultaten"
    by, heading = WAYS[way]
    more = {
        "matrix": queries.matrix(tree, by=by),
        "way": way,
        "ways": WAYS,
        "heading": heading,
        "drawers": queries.grouped(tree, by=by) if by != "results" else {},
    }
    return render(request, "goals/matrix.html", frame(request, tree, "matrix") | more)


@cycle_view(step=STEP)
def tree_history(request: CycleRequest) -> HttpResponse:
    tree = read_tree(request)
    lines = history_lines(queries.history(request.cycle), queries.texts(request.cycle))
    return render(request, "goals/history.html", frame(request, tree, "history") | {"lines": lines})


@cycle_view(step=STEP)
def keys(request: CycleRequest) -> HttpResponse:
    return render(request, "goals/keys.html", frame(request, GoalTree(()), "keys"))


@cycle_view(step=STEP)
def goal_history(request: CycleRequest, node_id: UUID) -> HttpResponse:
    entries = queries.history(request.cycle, subject=node_id)
    lines = history_lines(entries, queries.texts(request.cycle))
    context = goal_context(request, node_id, tab="history")
    return render(request, "goals/goal_history.html", context | {"lines": lines})


def _slice_address(request: CycleRequest, tree: GoalTree) -> Callable[[str], str]:
    """In the whole diagram a box opens its own page when there is more below it, else the goal."""
    base, outline_of = address(request, "goals_diagram"), select_address(request)
    return lambda node_id: (
        f"{base}?van={node_id}"
        if tree.by_id[node_id].children and request.GET.get("van") != node_id
        else outline_of(node_id)
    )
