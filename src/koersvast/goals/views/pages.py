"""What the screens of the goal tree share. Each works as a page; the script asks for the same page and takes its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from koersvast.cycles.access import CycleRequest, may_edit
from koersvast.goals import diagram, forms, queries
from koersvast.goals.queries import GoalTree, Node
from koersvast.goals.sentences import proposal

STEP = 2
ALL_OPEN_UP_TO = 12  # goals; of a larger tree only the ambition of the selection is open
OPEN_IN_ONE_AMBITION = 150


def goal_context(request: CycleRequest, node_id: UUID, *, tab: str) -> dict[str, Any]:
    """What the templates of one goal need. Features above compose their own page from the same parts."""
    tree = read_tree(request)
    node = tree.find(node_id)
    if node is None:
        raise Http404
    return frame(request, tree, tab) | {
        "node": node,
        "chain": tree.chain_up(node),
        "kind": diagram.kind_of(node),
        "proposal": proposal(node, request.cycle),
    }


def read_tree(request: CycleRequest) -> GoalTree:
    return queries.tree(request.cycle, activities=_activity_counts(request))


def _activity_counts(request: CycleRequest) -> Mapping[UUID, int] | None:
    """Counted by a feature above this one: settings name the function (cycle) -> {goal id: count}."""
    dotted = getattr(settings, "GOALS_COUNT_ACTIVITIES_WITH", "")
    counts: Mapping[UUID, int] | None = import_string(dotted)(request.cycle) if dotted else None
    return counts


def frame(request: CycleRequest, tree: GoalTree, tab: str) -> dict[str, Any]:
    return {
        "cycle": request.cycle,
        "gmcode": request.municipality.code,
        "number": request.cycle.number,
        "tree": tree,
        "tab": tab,
        "may_change": may_edit(request, STEP),
        "visibility_here": request.step_visibility[STEP],
    }


def tree_page(
    request: CycleRequest,
    *,
    selected_id: object,
    form: forms.AddForm | None = None,
    problem: str = "",
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """Outline and diagram with one selection: the whole page, or for the script only that part."""
    tree = read_tree(request)
    selected = tree.find(selected_id) or next(iter(tree.ambitions), None)
    page = diagram.page_for(tree, selected) if tree.ambitions else None
    context = frame(request, tree, "outline") | {
        "selected": selected,
        "open_here": _open_branches(tree, selected),
        "all_open": len(tree.by_id) <= ALL_OPEN_UP_TO or request.GET.get("open") == "alles",
        "may_open_all": len(tree.by_id) > ALL_OPEN_UP_TO and request.GET.get("open") != "alles",
        "page": page,
        **drawings(request, tree, page, selected=selected.id if selected else None),
        "form": form or forms.AddForm(),
        "problem": problem,
        "done": done,
        "saved": saved_words() if request.method == "POST" and not problem else "",
        "proposal": proposal(selected, request.cycle) if selected and selected.hint else "",
        **_what_can_be_taken_back(request),
        "indicator_address": _address_if_known("add_indicator", request),
    }
    template = "goals/_tree.html" if request.htmx else "goals/tree.html"
    return render(request, template, context, status=status)


def _open_branches(tree: GoalTree, selected: Node | None) -> set[str]:
    """The ambition of the selection is open; of a very large one only the way to the selection."""
    if selected is None:
        return set()
    way = [*tree.chain_up(selected), selected]
    whole = list(way[0].walk())
    return {node.id for node in (whole if len(whole) <= OPEN_IN_ONE_AMBITION else way)}


def drawings(
    request: CycleRequest,
    tree: GoalTree,
    page: diagram.Page | None,
    *,
    selected: str | None = None,
    link: Callable[[str], str] | None = None,
) -> dict[str, str]:
    """The same drawing twice, for wide and for small screens; the style sheet shows one."""
    if not tree.ambitions:
        return {"drawing": "", "narrow": ""}
    link = link or select_address(request)
    return {
        "drawing": diagram.draw(tree, selected=selected, page=page, link=link, name="schema"),
        "narrow": diagram.draw(
            tree, selected=selected, page=page, link=link, name="schema-smal", narrow=True
        ),
    }


def _what_can_be_taken_back(request: CycleRequest) -> dict[str, bool]:
    if not may_edit(request, STEP):
        return {"undoable": False, "redoable": False}
    who = request.membership.user
    return {
        "undoable": queries.last_own_act(request.cycle, who) is not None,
        "redoable": queries.last_own_undo(request.cycle, who) is not None,
    }


def saved_words() -> str:
    return _("Bewaard om %(time)s") % {"time": timezone.localtime().strftime("%H.%M")}


def form_page(request: CycleRequest, node_id: UUID, form: Any, title: str, *, status: int) -> HttpResponse:
    context = goal_context(request, node_id, tab="form")
    return render(request, "goals/form.html", context | {"form": form, "title": title}, status=status)


def part_asked(request: CycleRequest) -> int:
    part = request.GET.get("deel", "1")
    return int(part) if part.isascii() and part.isdigit() and len(part) < 5 else 1


def address(request: CycleRequest, name: str, *args: object) -> str:
    return reverse(name, args=[request.municipality.code, request.cycle.number, *args])


def outline_address(request: CycleRequest, selected_id: object) -> str:
    base = address(request, "goals")
    return f"{base}?doel={selected_id}#doel-{selected_id}" if selected_id else base


def select_address(request: CycleRequest) -> Callable[[str], str]:
    base = address(request, "goals")
    return lambda node_id: f"{base}?doel={node_id}#doel-{node_id}"


def _address_if_known(name: str, request: CycleRequest) -> str:
    """The address of a page of a feature above, when it is there."""
    try:
        return reverse(name, args=[request.municipality.code, request.cycle.number])
    except NoReverseMatch:
        return ""
