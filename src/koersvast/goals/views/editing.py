"""Changing the tree: add, write, move, link, remove, undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.goals import actions, forms, queries, rules
from koersvast.goals.queries import GoalTree, Node
from koersvast.goals.sentences import why_not
from koersvast.goals.views.pages import (
    STEP,
    address,
    form_page,
    goal_context,
    outline_address,
    read_tree,
    saved_words,
    tree_page,
)

SHIFTS: dict[str, Callable[..., None]] = {
    "in": actions.indent,
    "uit": actions.outdent,
    "omhoog": actions.up,
    "omlaag": actions.down,
}


@cycle_view(step=STEP, change=True)
@require_POST
def add(request: CycleRequest) -> HttpResponse:
    form = forms.AddForm(request.POST)
    if not form.is_valid():
        problem = str(next(iter(form.errors.get("text", [forms.EMPTY])))) if request.htmx else ""
        here = form.data.get("after") or form.data.get("under", "")
        return tree_page(request, selected_id=here, form=form, problem=problem, status=422)
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
        return tree_page(request, selected_id=asked["after"], form=form, problem=str(refusal), status=409)
    return _back_to_tree(request, made.pk)


@cycle_view(step=STEP, change=True)
def rename(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """The form for one text (GET), and saving it. The script asks for a short answer: ``X-Bewaar: stil``."""
    row = row_or_404(request, node_id)
    quiet = request.headers.get("X-Bewaar") == "stil"
    start = {"text": request.GET.get("tekst") or row.text, "version": row.version}
    form = forms.TextForm(request.POST or None, initial=start)
    if request.method != "POST" or not form.is_valid():
        if quiet:
            return JsonResponse({"problem": str(forms.EMPTY)}, status=422)
        return form_page(request, node_id, form, _("Tekst wijzigen"), status=422 if form.errors else 200)
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
        return JsonResponse({"version": saved.version, "saved": saved_words()})
    return _back_to_tree(request, node_id)


@cycle_view(step=STEP, change=True)
def describe(request: CycleRequest, node_id: UUID) -> HttpResponse:
    row = row_or_404(request, node_id)
    is_goal = isinstance(row, queries.Goal)
    kind: type[forms.DescribeForm | forms.AmbitionForm] = (
        forms.DescribeForm if is_goal else forms.AmbitionForm
    )
    names = actions.DESCRIBED if is_goal else actions.DESCRIBED_AMBITION
    start = {name: getattr(row, name) for name in names} | {"version": row.version}
    form = kind(request.POST or None, initial=start)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, node_id, form, _("Beschrijving"), status=422 if form.errors else 200)
    fields = {name: form.cleaned_data[name] for name in names}
    try:
        version = form.cleaned_data["version"]
        actions.describe(row=row, fields=fields, version=version, by=request.membership.user)
    except actions.StaleEdit as stale:
        return _both(request, node_id, stale, form=kind(initial=fields | {"version": stale.version}))
    messages.success(request, saved_words())
    return redirect(address(request, "goal", node_id))


@cycle_view(step=STEP, change=True)
@require_POST
def shift(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """One place: in, uit, omhoog, omlaag."""
    verb = SHIFTS.get(request.POST.get("richting", ""))
    if verb is None:
        raise Http404
    row = row_or_404(request, node_id)
    return _acted(request, node_id, lambda: verb(row=row, by=request.membership.user, now=timezone.now()))


@cycle_view(step=STEP, change=True)
def link(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """Choose a second goal that this one contributes to."""
    row, tree = row_or_404(request, node_id), read_tree(request)
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
    row, tree = row_or_404(request, node_id), read_tree(request)
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
    row, parent = row_or_404(request, node_id), request.POST.get("onder", "")
    return _acted(
        request,
        node_id,
        lambda: actions.unlink(child=row, parent=parent, by=request.membership.user, now=timezone.now()),
    )


@cycle_view(step=STEP, change=True)
def keep_wording(request: CycleRequest, node_id: UUID) -> HttpResponse:
    goal = row_or_404(request, node_id)
    if not isinstance(goal, queries.Goal):
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return form_page(
            request, node_id, form, _("Laat de tekst zo, met reden"), status=422 if form.errors else 200
        )
    actions.keep_wording(goal=goal, reason=form.cleaned_data["reason"], by=request.membership.user)
    return _back_to_tree(request, node_id)


@cycle_view(step=STEP, change=True)
@require_POST
def remove(request: CycleRequest, node_id: UUID) -> HttpResponse:
    row, tree = row_or_404(request, node_id), read_tree(request)
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
        return tree_page(request, selected_id=selected_id, problem=reason, status=409)
    messages.warning(request, reason)
    return redirect(outline_address(request, selected_id))


def _back_to_tree(request: CycleRequest, selected_id: object, *, done: str = "") -> HttpResponse:
    if request.htmx:
        return tree_page(request, selected_id=selected_id, done=done)
    messages.success(request, done or saved_words())
    return redirect(outline_address(request, selected_id))


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


def row_or_404(request: CycleRequest, node_id: UUID) -> actions.Row:
    row = queries.row(request.cycle, node_id)
    if row is None:
        raise Http404
    return row


def _neighbour(tree: GoalTree, node_id: str) -> str:
    """Where the selection goes when this one is removed: to the goal above it in the outline."""
    order = [node.id for node in tree.walk()]
    place = order.index(node_id) if node_id in order else 0
    return order[place - 1] if place else ""
