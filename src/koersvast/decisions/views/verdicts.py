"""Verdicts: every result with what the figures propose and what people say, and the form to say it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import version_of
from koersvast.decisions import contribution_queries as contributions
from koersvast.decisions import verdict_actions as actions
from koersvast.decisions import verdict_queries as queries
from koersvast.decisions.contribution_queries import dossiers
from koersvast.decisions.contribution_rules import weakest
from koersvast.decisions.verdict_forms import REASON_NEEDED, VerdictForm
from koersvast.decisions.verdict_words import changed, measured
from koersvast.decisions.verdicts import standing
from koersvast.decisions.views.returning import own_next
from koersvast.goals import queries as goals
from koersvast.goals.models import Goal
from koersvast.goals.queries import Node
from koersvast.goals.rules import weakest_and_least_certain

STEP = 6


@cycle_view(step=STEP)
def verdicts(request: CycleRequest) -> HttpResponse:
    """Every result, with the subgoals that have a figure or a verdict. Who may not see the goals sees no list."""
    tree = goals.tree(request.cycle) if sees_step(request, 2) else None
    found = _judged(request) if tree else {}
    files = dossiers(request.cycle) if tree else {}
    groups = [
        {
            "ambition": ambition,
            "parent": parent_status(request, ambition.children, found, files),
            "rows": [
                {
                    "node": node,
                    "parent": parent_status(request, node.children, found, files),
                    "share": share_of(request, node, files),
                    **verdict_context(request, found.get(uuid.UUID(node.id)), node),
                }
                for node in ambition.walk()
                if node.is_result or (not node.is_ambition and uuid.UUID(node.id) in {*found, *files})
            ],
        }
        for ambition in (tree.ambitions if tree else ())
    ]
    return render(
        request,
        "decisions/verdicts.html",
        {
            "groups": groups,
            "sees_goals": tree is not None,
            "sees_figures": sees_step(request, 1),
            "may_judge": may_judge(request),
        },
    )


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def give_verdict(request: CycleRequest, node_id: uuid.UUID) -> HttpResponse:
    """Confirm what the figures propose, or say something else with the reason. Both are kept."""
    if not may_judge(request):
        raise Http404
    goal = get_object_or_404(
        Goal.objects.select_related("cycle__municipality"), pk=node_id, cycle=request.cycle
    )
    node = goals.goal(request.cycle, node_id)
    if node is None:
        raise Http404
    now = queries.judged_goal(request.cycle, goal.pk, gmcode=request.municipality.code)
    form = VerdictForm(request.POST or None, proposed=now.proposal.key, initial={"verdict": now.proposal.key})
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, node, now, form, status=422 if form.is_bound else 200)
    try:
        actions.give_verdict(
            goal,
            **form.cleaned_data,
            by=request.membership.user,
            version=version_of(request),
            fingerprint=request.POST.get("fingerprint", ""),
            today=timezone.localdate(),
        )
    except StaleEdit:
        return _again(request, node, form, "stale")
    except actions.FiguresChanged:
        return _again(request, node, form, "figures")
    except actions.ReasonNeeded:
        form.add_error("reason", REASON_NEEDED)
        return _form_page(request, node, now, form, status=422)
    messages.success(request, _("Het oordeel staat erbij. Het vorige blijft bewaard."))
    if came_from := own_next(request):
        return redirect(came_from)
    answer = redirect("verdicts", request.municipality.code, request.cycle.number)
    answer["Location"] += f"#oordeel-{goal.pk}"
    return answer


def _again(request: CycleRequest, node: Node, form: VerdictForm, moved: str) -> HttpResponse:
    """Somebody was first, or a figure changed: nothing is stored, the own text stays, and what is new stands above."""
    fresh = queries.judged_goal(request.cycle, uuid.UUID(node.id), gmcode=request.municipality.code)
    return _form_page(request, node, fresh, form, moved=moved, status=409)


def _form_page(
    request: CycleRequest, node: Node, now: queries.Judged, form: VerdictForm, *, status: int, moved: str = ""
) -> HttpResponse:
    shown_version = form.data.get("version") if status == 422 else now.version
    shown_print = form.data.get("fingerprint") if status == 422 else now.fingerprint
    context = {
        "form": form,
        "moved": moved,
        "version": shown_version,
        "fingerprint": shown_print,
        "came_from": own_next(request),
        **verdict_context(request, now, node),
    }
    return render(request, "decisions/verdict_form.html", context, status=status)


# What other pages show of verdicts


def goal_verdict(request: CycleRequest, node: Node) -> dict[str, Any]:
    """For the page of one goal: its own verdict, and how its children stand. Nothing for who may not see step 6."""
    if not sees_step(request, STEP):
        return {}
    wanted = {uuid.UUID(one.id) for one in (node, *node.children)}
    found = _judged(request, goals=wanted)
    files = dossiers(request.cycle, goals=wanted)
    return {
        "parent": parent_status(request, node.children, found, files),
        "share": None if node.is_ambition else share_of(request, node, files),
        "may_judge": may_judge(request) and not node.is_ambition,
        **({} if node.is_ambition else verdict_context(request, found.get(uuid.UUID(node.id)), node)),
    }


def _judged(request: CycleRequest, **more: Any) -> dict[uuid.UUID, queries.Judged]:
    return queries.judged(request.cycle, gmcode=request.municipality.code, **more)


def verdict_context(request: CycleRequest, judged: queries.Judged | None, node: Node) -> dict[str, Any]:
    """What the fragment of one verdict needs. Of the figures only what this person may see (step 1)."""
    judged = judged or queries.Judged(uuid.UUID(node.id), (), queries.propose(()))
    figures = sees_step(request, 1)
    latest = judged.latest
    return {
        "node": node,
        "judged": judged,
        "latest": latest,
        "proposal": judged.proposal if figures else None,
        "differs": bool(latest and latest.verdict != latest.proposed),
        "figures": [{"basis": one, "words": measured(one)} for one in judged.bases] if figures else [],
        "several": sum(bool(one.proposed) for one in judged.bases) > 1,
        "changes": [line for pair in judged.differences for line in changed(*pair)] if figures else [],
        "outdated": figures and judged.outdated,
        "said": [
            {
                "row": row,
                "differs": row.verdict != row.proposed,
                "figures": _as_they_were(row, judged) if figures else [],
            }
            for row in judged.said
        ],
    }


def _as_they_were(row: Any, judged: queries.Judged) -> list[dict[str, Any]]:
    """The figures of an older verdict; of a group that turned out too small, nothing."""
    return [
        {"name": one.name, "words": _("Te klein om te tonen.") if one.indicator_id in judged.too_small_now else measured(queries.frozen(one))}
        for one in row.figures.all()
    ]  # fmt: skip


def share_of(
    request: CycleRequest, node: Node, files: Mapping[uuid.UUID, contributions.Dossier]
) -> dict[str, Any]:
    """The word of the contribution file of a goal with its weakest link, for who may see the whole chain."""
    file = files.get(uuid.UUID(node.id)) if sees_step(request, 3) else None
    return {
        "url": reverse("contribution_file", args=[request.municipality.code, request.cycle.number, node.id]),
        "key": file.key if file else "",
        "weakest": file.weakest[0].claim if file and file.weakest and file.key != "shown" else "",
    }


def parent_status(
    request: CycleRequest,
    children: Iterable[Node],
    found: Mapping[uuid.UUID, queries.Judged],
    files: Mapping[uuid.UUID, contributions.Dossier],
) -> dict[str, Any] | None:
    """The weakest and the least certain child, by what people said or else by the proposal. Never an average.

    ``share``: the child whose contribution file says the weakest word.
    """
    children = list(children)
    words: dict[str, tuple[Node, str, bool]] = {}
    for child in children:
        judged = found.get(uuid.UUID(child.id))
        said = judged.latest.verdict if judged and judged.latest else ""
        proposed = judged.proposal.key if judged and sees_step(request, 1) else ""
        words[child.id] = (child, said or proposed, bool(said))
    if len(words) < 2:  # one child speaks for itself
        return None
    worst, unsure = weakest_and_least_certain([standing(one, key) for one, (_n, key, _s) in words.items()])
    return {
        "weakest": _named(words[worst.node]) if worst else None,
        "least_certain": _named(words[unsure.node]) if unsure and (unsure.certainty or 0) < 2 else None,
        "without": sum(not key for _node, key, _said in words.values()),
        "count": len(words),
        "share": _weakest_share(request, children, files),
    }


def _weakest_share(
    request: CycleRequest, children: Iterable[Node], files: Mapping[uuid.UUID, contributions.Dossier]
) -> dict[str, Any] | None:
    if not sees_step(request, 3):
        return None
    known = {child.id: child for child in children}
    words = [(one, files[uuid.UUID(one)].key) for one in known if uuid.UUID(one) in files]
    found = weakest(words)
    return {"node": known[found[0]], "key": found[1]} if found else None


def _named(found: tuple[Node, str, bool]) -> dict[str, Any]:
    return {"node": found[0], "word": found[1], "said": found[2]}


def may_judge(request: CycleRequest) -> bool:
    """A verdict rests on goals and figures: only who sees both gives one."""
    return may_edit(request, STEP) and sees_step(request, 1) and sees_step(request, 2)
