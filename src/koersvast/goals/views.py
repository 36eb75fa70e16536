"""Screens of the goal tree. Each works as a page; the script asks for the same page and takes its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit
from koersvast.cycles.actions import StaleEdit
from koersvast.goals import actions, diagram, forms, queries, rules
from koersvast.goals.models import Goal, Story
from koersvast.goals.queries import GoalTree, Node
from koersvast.goals.sentences import history_lines, proposal, why_not

STEP = 2
ALL_OPEN_UP_TO = 12  # goals; of a larger tree only the ambition of the selection is open
OPEN_IN_ONE_AMBITION = 150
PRINTED_UP_TO = 300  # goals; a larger tree is drawn whole only when somebody asks for it
SHIFTS: dict[str, Callable[..., None]] = {
    "in": actions.indent,
    "uit": actions.outdent,
    "omhoog": actions.up,
    "omlaag": actions.down,
}
WAYS = {
    "resultaten": ("results", gettext_lazy("Resultaat")),
    "themas": ("themes", gettext_lazy("Thema")),
    "eigen-woorden": ("labels", gettext_lazy("Eigen woord")),
}


@cycle_view(step=STEP)
def outline(request: CycleRequest) -> HttpResponse:
    return _tree_page(request, selected_id=request.GET.get("doel", ""))


@cycle_view(step=STEP)
def table(request: CycleRequest) -> HttpResponse:
    return render(request, "goals/table.html", _frame(request, _tree(request), "table"))


@cycle_view(step=STEP)
def whole_diagram(request: CycleRequest) -> HttpResponse:
    """At most nine boxes on a screen: all ambitions, or from one goal (``?van=``). On paper the whole tree."""
    tree = _tree(request)
    top = tree.find(request.GET.get("van", ""))
    page = (
        diagram.page_for(tree, top=top, part=_part(request))
        if top
        else diagram.overview(tree, _part(request))
    )
    whole = not top and bool(tree.ambitions) and ("heel" in request.GET or len(tree.by_id) <= PRINTED_UP_TO)
    more = {
        "top": top,
        "page": page,
        "chain": tree.chain_up(top) if top else [],
        "parts": range(1, page.parts + 1),
        "on_screen": "heel" in request.GET,
        "whole": diagram.draw(tree, link=_select_address(request), name="schema-heel") if whole else "",
        **_drawings(request, tree, page, link=_slice_address(request, tree)),
    }
    return render(request, "goals/diagram.html", _frame(request, tree, "diagram") | more)


@cycle_view(step=STEP)
def matrix(request: CycleRequest) -> HttpResponse:
    tree = _tree(request)
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
    return render(request, "goals/matrix.html", _frame(request, tree, "matrix") | more)


@cycle_view(step=STEP)
def tree_history(request: CycleRequest) -> HttpResponse:
    tree = _tree(request)
    lines = history_lines(queries.history(request.cycle), queries.texts(request.cycle))
    return render(request, "goals/history.html", _frame(request, tree, "history") | {"lines": lines})


@cycle_view(step=STEP)
def keys(request: CycleRequest) -> HttpResponse:
    return render(request, "goals/keys.html", _frame(request, GoalTree(()), "keys"))


@cycle_view(step=STEP)
def goal_history(request: CycleRequest, node_id: UUID) -> HttpResponse:
    entries = queries.history(request.cycle, subject=node_id)
    lines = history_lines(entries, queries.texts(request.cycle))
    context = goal_context(request, node_id, tab="history")
    return render(request, "goals/goal_history.html", context | {"lines": lines})


@cycle_view(step=STEP, change=True)
@require_POST
def add(request: CycleRequest) -> HttpResponse:
    form = forms.AddForm(request.POST)
    if not form.is_valid():
        problem = str(next(iter(form.errors.get("text", [forms.EMPTY])))) if request.htmx else ""
        here = form.data.get("after") or form.data.get("under", "")
        return _tree_page(request, selected_id=here, form=form, problem=problem, status=422)
    asked = form.cleaned_data
    more = {
        "by": request.membership.user,
        "now": timezone.now(),
        "after": asked["after"] or None,
        "node_id": asked["id"],
    }
    try:
        made = (
            actions.add_goal(cycle=request.cycle, text=asked["text"], under=asked["under"], **more)
            if asked["under"]
            else actions.add_ambition(cycle=request.cycle, text=asked["text"], **more)
        )
    except actions.NotPossible as refusal:
        return _tree_page(request, selected_id=asked["after"], form=form, problem=str(refusal), status=409)
    return _back_to_tree(request, made.pk)


@cycle_view(step=STEP, change=True)
def rename(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """The form for one text (GET), and saving it. The script asks for a short answer: ``X-Bewaar: stil``."""
    row = _row_or_404(request, node_id)
    quiet = request.headers.get("X-Bewaar") == "stil"
    start = {"text": request.GET.get("tekst") or row.text, "version": row.version}
    form = forms.TextForm(request.POST or None, initial=start)
    if request.method != "POST" or not form.is_valid():
        if quiet:
            return JsonResponse({"problem": str(forms.EMPTY)}, status=422)
        return _form_page(request, node_id, form, _("Tekst wijzigen"), status=422 if form.errors else 200)
    try:
        saved = actions.rename(
            row=row,
            text=form.cleaned_data["text"],
            version=form.cleaned_data["version"],
            by=request.membership.user,
        )
    except actions.StaleEdit as stale:
        return _both(request, node_id, stale)
    if quiet:
        return JsonResponse({"version": saved.version, "saved": _saved_words()})
    return _back_to_tree(request, node_id)


@cycle_view(step=STEP, change=True)
def describe(request: CycleRequest, node_id: UUID) -> HttpResponse:
    row = _row_or_404(request, node_id)
    is_goal = isinstance(row, queries.Goal)
    kind: type[forms.DescribeForm | forms.AmbitionForm] = (
        forms.DescribeForm if is_goal else forms.AmbitionForm
    )
    names = actions.DESCRIBED if is_goal else actions.DESCRIBED_AMBITION
    start = {name: getattr(row, name) for name in names} | {"version": row.version}
    form = kind(request.POST or None, initial=start)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, node_id, form, _("Beschrijving"), status=422 if form.errors else 200)
    fields = {name: form.cleaned_data[name] for name in names}
    try:
        version = form.cleaned_data["version"]
        actions.describe(row=row, fields=fields, version=version, by=request.membership.user)
    except actions.StaleEdit as stale:
        return _both(request, node_id, stale, form=kind(initial=fields | {"version": stale.version}))
    messages.success(request, _saved_words())
    return redirect(_address(request, "goal", node_id))


@cycle_view(step=STEP, change=True)
@require_POST
def shift(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """One place: in, uit, omhoog, omlaag."""
    verb = SHIFTS.get(request.POST.get("richting", ""))
    if verb is None:
        raise Http404
    row = _row_or_404(request, node_id)
    return _acted(request, node_id, lambda: verb(row=row, by=request.membership.user, now=timezone.now()))


@cycle_view(step=STEP, change=True)
def link(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """Choose a second goal that this one contributes to."""
    row, tree = _row_or_404(request, node_id), _tree(request)
    if request.method == "POST":
        parent = request.POST.get("onder", "")
        return _acted(
            request,
            node_id,
            lambda: actions.link(child=row, parent=parent, by=request.membership.user, now=timezone.now()),
        )
    graph = queries.graph(request.cycle)
    refusals = {node.id: rules.may_link(graph, str(node_id), node.id) for node in tree.goals}
    return _choice(request, tree, node_id, tree.goals, refusals, _("Koppel aan nog een doel"))


@cycle_view(step=STEP, change=True)
def move(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """Choose another place in the tree."""
    row, tree = _row_or_404(request, node_id), _tree(request)
    if request.method == "POST":
        under = request.POST.get("onder", "")
        return _acted(
            request,
            node_id,
            lambda: actions.move(row=row, under=under, by=request.membership.user, now=timezone.now()),
        )
    graph = queries.graph(request.cycle)
    refusals = {node.id: _move_refusal(graph, str(node_id), node.id) for node in tree.walk()}
    return _choice(request, tree, node_id, list(tree.walk()), refusals, _("Verplaats naar"))


@cycle_view(step=STEP, change=True)
@require_POST
def unlink(request: CycleRequest, node_id: UUID) -> HttpResponse:
    row, parent = _row_or_404(request, node_id), request.POST.get("onder", "")
    return _acted(
        request,
        node_id,
        lambda: actions.unlink(child=row, parent=parent, by=request.membership.user, now=timezone.now()),
    )


@cycle_view(step=STEP, change=True)
def keep_wording(request: CycleRequest, node_id: UUID) -> HttpResponse:
    goal = _row_or_404(request, node_id)
    if not isinstance(goal, queries.Goal):
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(
            request, node_id, form, _("Laat de tekst zo, met reden"), status=422 if form.errors else 200
        )
    actions.keep_wording(goal=goal, reason=form.cleaned_data["reason"], by=request.membership.user)
    return _back_to_tree(request, node_id)


@cycle_view(step=STEP, change=True)
@require_POST
def remove(request: CycleRequest, node_id: UUID) -> HttpResponse:
    row, tree = _row_or_404(request, node_id), _tree(request)
    return _acted(
        request,
        _neighbour(tree, str(node_id)),
        lambda: actions.remove(row=row, by=request.membership.user, now=timezone.now()),
        done=_("Verwijderd: %(text)s. Met Maak ongedaan komt het terug.") % {"text": row.text},
    )


@cycle_view(step=STEP, change=True)
@require_POST
def undo(request: CycleRequest) -> HttpResponse:
    return _turned(request, actions.undo)


@cycle_view(step=STEP, change=True)
@require_POST
def redo(request: CycleRequest) -> HttpResponse:
    return _turned(request, actions.redo)


@cycle_view(step=STEP, change=True)
@require_POST
def undo_entry(request: CycleRequest, entry_id: UUID) -> HttpResponse:
    return _turned(request, partial(actions.undo_entry, entry_id=entry_id))


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def story(request: CycleRequest, node_id: UUID, story_id: UUID | None = None) -> HttpResponse:
    """Tell something about a goal, or change what was told."""
    goal = _goal_or_404(request, node_id)
    row = get_object_or_404(Story, pk=story_id, goal=goal) if story_id else None
    start = (
        {"text": row.text, "source": row.source, "consent": row.consent, "version": row.version}
        if row
        else {}
    )
    form = forms.StoryForm(request.POST or None, initial=start)
    title = _("Dit verhaal") if row else _("Wat vertellen mensen hierover?")
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, node_id, form, title, status=422 if form.errors else 200)
    try:
        actions.tell_story(goal=goal, story=row, by=request.membership.user, **form.cleaned_data)
    except StaleEdit as stale:
        rows = [
            {"label": form.fields[name].label, "theirs": stale.theirs[name], "mine": mine}
            for name, mine in stale.mine.items()
            if stale.theirs[name] != mine
        ]
        context = {"rows": rows, "version": stale.subject.version, "form": form}
        return render(request, "cycles/stale.html", context, status=409)
    messages.success(request, _saved_words())
    return redirect(f"{_address(request, 'goal', node_id)}#verhalen")


@cycle_view(step=STEP, change=True)
@require_POST
def remove_story(request: CycleRequest, node_id: UUID, story_id: UUID) -> HttpResponse:
    """Take a story away, or put it back."""
    goal = _goal_or_404(request, node_id)
    row = get_object_or_404(Story.with_removed, pk=story_id, goal=goal)
    if request.POST.get("terug"):
        actions.bring_story_back(goal=goal, story=row, by=request.membership.user)
        messages.success(request, _("Teruggezet."))
    else:
        actions.remove_story(goal=goal, story=row, by=request.membership.user, now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return redirect(f"{_address(request, 'goal', node_id)}#verhalen")


# What the screens share


def _goal_or_404(request: CycleRequest, node_id: UUID) -> Goal:
    row = _row_or_404(request, node_id)
    if not isinstance(row, Goal):
        raise Http404
    return row


def goal_context(request: CycleRequest, node_id: UUID, *, tab: str) -> dict[str, Any]:
    """What the templates of one goal need. Features above compose their own page from the same parts."""
    tree = _tree(request)
    node = tree.find(node_id)
    if node is None:
        raise Http404
    return _frame(request, tree, tab) | {
        "node": node,
        "chain": tree.chain_up(node),
        "kind": diagram.kind_of(node),
        "proposal": proposal(node, request.cycle),
    }


def _tree(request: CycleRequest) -> GoalTree:
    return queries.tree(request.cycle, activities=_activity_counts(request))


def _activity_counts(request: CycleRequest) -> Mapping[UUID, int] | None:
    """Counted by a feature above this one: settings name the function (cycle) -> {goal id: count}."""
    dotted = getattr(settings, "GOALS_COUNT_ACTIVITIES_WITH", "")
    counts: Mapping[UUID, int] | None = import_string(dotted)(request.cycle) if dotted else None
    return counts


def _frame(request: CycleRequest, tree: GoalTree, tab: str) -> dict[str, Any]:
    return {
        "cycle": request.cycle,
        "gmcode": request.municipality.code,
        "number": request.cycle.number,
        "tree": tree,
        "tab": tab,
        "may_change": may_edit(request, STEP),
        "visibility_here": request.step_visibility[STEP],
    }


def _tree_page(
    request: CycleRequest,
    *,
    selected_id: object,
    form: forms.AddForm | None = None,
    problem: str = "",
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """Outline and diagram with one selection: the whole page, or for the script only that part."""
    tree = _tree(request)
    selected = tree.find(selected_id) or next(iter(tree.ambitions), None)
    page = diagram.page_for(tree, selected) if tree.ambitions else None
    context = _frame(request, tree, "outline") | {
        "selected": selected,
        "open_here": _open_branches(tree, selected),
        "all_open": len(tree.by_id) <= ALL_OPEN_UP_TO or request.GET.get("open") == "alles",
        "may_open_all": len(tree.by_id) > ALL_OPEN_UP_TO and request.GET.get("open") != "alles",
        "page": page,
        **_drawings(request, tree, page, selected=selected.id if selected else None),
        "form": form or forms.AddForm(),
        "problem": problem,
        "done": done,
        "saved": _saved_words() if request.method == "POST" and not problem else "",
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


def _drawings(
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
    link = link or _select_address(request)
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


def _acted(
    request: CycleRequest, selected_id: object, act: Callable[[], object], *, done: str = ""
) -> HttpResponse:
    try:
        act()
    except actions.NotPossible as refusal:
        return _refused(request, selected_id, str(refusal))
    return _back_to_tree(request, selected_id, done=done)


def _turned(request: CycleRequest, act: Callable[..., Any]) -> HttpResponse:
    """Undo or redo: the selection goes to what came back or changed, when it is still there."""
    try:
        entry = act(cycle=request.cycle, by=request.membership.user, now=timezone.now())
    except actions.NotPossible as refusal:
        return _refused(request, request.POST.get("doel", ""), str(refusal))
    done = _("Opnieuw gedaan.") if entry.verb == "goal.redone" else _("Ongedaan gemaakt.")
    return _back_to_tree(request, entry.subject_id, done=done)


def _refused(request: CycleRequest, selected_id: object, reason: str) -> HttpResponse:
    if request.htmx:
        return _tree_page(request, selected_id=selected_id, problem=reason, status=409)
    messages.warning(request, reason)
    return redirect(_outline_address(request, selected_id))


def _back_to_tree(request: CycleRequest, selected_id: object, *, done: str = "") -> HttpResponse:
    if request.htmx:
        return _tree_page(request, selected_id=selected_id, done=done)
    messages.success(request, done or _saved_words())
    return redirect(_outline_address(request, selected_id))


def _saved_words() -> str:
    return _("Bewaard om %(time)s") % {"time": timezone.localtime().strftime("%H.%M")}


def _form_page(request: CycleRequest, node_id: UUID, form: Any, title: str, *, status: int) -> HttpResponse:
    context = goal_context(request, node_id, tab="form")
    return render(request, "goals/form.html", context | {"form": form, "title": title}, status=status)


def _both(
    request: CycleRequest, node_id: UUID, stale: actions.StaleEdit, *, form: Any = None
) -> HttpResponse:
    """Two people wrote at the same time: both texts, and a form in which to choose or to make one of two."""
    newest = next(iter(queries.history(request.cycle, subject=node_id, limit=1)), None)
    context = goal_context(request, node_id, tab="form") | {
        "form": form or forms.TextForm(initial=stale.mine | {"version": stale.version}),
        "address": request.path,
        "pairs": [(_field_label(name), stale.mine[name], stale.theirs[name]) for name in stale.mine],
        "their_text": stale.theirs.get("text", ""),
        "who": newest.by if newest else None,
        "version": stale.version,
    }
    template = "goals/_both.html" if request.htmx or request.headers.get("X-Bewaar") else "goals/both.html"
    return render(request, template, context, status=409)


def _field_label(name: str) -> str:
    fields = {
        **forms.DescribeForm.base_fields,
        **forms.AmbitionForm.base_fields,
        **forms.TextForm.base_fields,
    }
    return str(fields[name].label)


def _choice(
    request: CycleRequest,
    tree: GoalTree,
    node_id: UUID,
    candidates: list[Node],
    refusals: Mapping[str, rules.Refused | None],
    title: str,
) -> HttpResponse:
    """A list of goals to choose one from; what is not possible says why. ``?zoek=`` keeps what matches."""
    words = request.GET.get("zoek", "").strip()
    wanted = [
        n for n in candidates if words.lower() in f"{n.number} {n.text}".lower() and n.id != str(node_id)
    ]
    rows = [(n, why_not(refusals[n.id], tree.names) if refusals[n.id] else "") for n in wanted]  # type: ignore[arg-type]  # asked just before
    context = goal_context(request, node_id, tab="form") | {
        "rows": sorted(rows, key=lambda row: bool(row[1])),
        "title": title,
        "words": words,
    }
    return render(request, "goals/choose.html", context)


def _move_refusal(graph: rules.Graph, node: str, under: str) -> rules.Refused | None:
    try:
        rules.move(graph, node, under)
    except rules.Refused as refused:
        return refused
    return None


def _row_or_404(request: CycleRequest, node_id: UUID) -> actions.Row:
    row = queries.row(request.cycle, node_id)
    if row is None:
        raise Http404
    return row


def _neighbour(tree: GoalTree, node_id: str) -> str:
    """Where the selection goes when this one is removed: to the goal above it in the outline."""
    order = [node.id for node in tree.walk()]
    place = order.index(node_id) if node_id in order else 0
    return order[place - 1] if place else ""


def _part(request: CycleRequest) -> int:
    part = request.GET.get("deel", "1")
    return int(part) if part.isascii() and part.isdigit() and len(part) < 5 else 1


def _address(request: CycleRequest, name: str, *args: object) -> str:
    return reverse(name, args=[request.municipality.code, request.cycle.number, *args])


def _outline_address(request: CycleRequest, selected_id: object) -> str:
    base = _address(request, "goals")
    return f"{base}?doel={selected_id}#doel-{selected_id}" if selected_id else base


def _select_address(request: CycleRequest) -> Callable[[str], str]:
    base = _address(request, "goals")
    return lambda node_id: f"{base}?doel={node_id}#doel-{node_id}"


def _slice_address(request: CycleRequest, tree: GoalTree) -> Callable[[str], str]:
    """In the whole diagram a box opens its own page when there is more below it, else the goal."""
    base, outline_of = _address(request, "goals_diagram"), _select_address(request)
    return lambda node_id: (
        f"{base}?van={node_id}"
        if tree.by_id[node_id].children and request.GET.get("van") != node_id
        else outline_of(node_id)
    )


def _address_if_known(name: str, request: CycleRequest) -> str:
    """The address of a page of a feature above, when it is there."""
    try:
        return reverse(name, args=[request.municipality.code, request.cycle.number])
    except NoReverseMatch:
        return ""
