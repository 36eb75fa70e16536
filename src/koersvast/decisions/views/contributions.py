"""The contribution file of a goal: the claim, its links with evidence and other explanations, and one of four words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.decisions import contribution_actions as actions
from koersvast.decisions import contribution_forms as forms
from koersvast.decisions import contribution_queries as queries
from koersvast.decisions.models import LinkEvidence, LinkRival
from koersvast.goals.models import Goal

STEP = 6
KINDS = {"activiteit": queries.ACTIVITY, "subdoel": queries.SUBGOAL}
WORDS = {kind: word for word, kind in KINDS.items()}


def _goal_or_404(request: CycleRequest, node_id: UUID) -> Goal:
    if not sees_step(request, 2):
        raise Http404
    return get_object_or_404(Goal, pk=node_id, cycle=request.cycle)


def _may_write(request: CycleRequest) -> bool:
    """Who writes sees the whole chain."""
    return may_edit(request, STEP) and sees_step(request, 3)


def _to_write(request: CycleRequest, node_id: UUID) -> tuple[Goal, queries.Dossier]:
    if not _may_write(request):
        raise Http404
    goal = _goal_or_404(request, node_id)
    return goal, queries.dossier(goal)


def _home(request: CycleRequest, node_id: UUID) -> str:
    return reverse("contribution_file", args=[request.municipality.code, request.cycle.number, node_id])


@cycle_view(step=STEP)
def contribution_file(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """The whole file. Who may not see activities reads the claim and the subgoals, and no word about the chain."""
    goal = _goal_or_404(request, node_id)
    found = queries.dossier(goal)
    whole = sees_step(request, 3)
    answers = found.answer.links if found.answer else ()
    links = [
        _shown(request, goal, step, answers[place] if answers else None)
        for place, step in enumerate(found.steps)
        if whole or step.kind == queries.SUBGOAL
    ]
    below = queries.dossiers(
        request.cycle, goals=[one.id for one in found.steps if one.kind == queries.SUBGOAL]
    )
    for item in links:
        child = below.get(item["step"].id)
        item["below"] = child.key if child and whole else ""
    context = {
        "goal": goal,
        "file": found.row,
        "links": links,
        "former": [_shown(request, goal, step, None) for step in found.former] if whole else [],
        "answer": found.answer if whole else None,
        "whole": whole,
        "may_write": _may_write(request),
    }
    return render(request, "decisions/contribution_file.html", context)


def _shown(request: CycleRequest, goal: Goal, step: queries.Step, verdict: Any) -> dict[str, Any]:
    return {
        "step": step,
        "kind": WORDS[step.kind],
        "verdict": verdict,
        "evidence": [
            {
                "row": row,
                "of_participants": queries.of_participants(row),
                "figure": row.measurement if row.measurement and sees_step(request, 1) else None,
            }
            for row in step.evidence
        ],
    }


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def contribution_claim(request: CycleRequest, node_id: UUID) -> HttpResponse:
    goal, found = _to_write(request, node_id)
    version = found.row.version if found.row else 1
    form = forms.ClaimForm(request.POST or None, instance=found.row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_claim(
                goal, by=request.membership.user, values=form.cleaned_data, version=version_of(request) or 1
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        return _saved(request, node_id)
    return _form(request, goal, form, _("Wat beweren wij?"), version=version)


def _saved(request: CycleRequest, node_id: UUID) -> HttpResponse:
    messages.success(request, _("Bewaard."))
    return redirect(_home(request, node_id))


def _form(
    request: CycleRequest, goal: Goal, form: Any, title: str, *, version: int | None = None, about: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "goal": goal,
        "about": about,
        "version": began_at(request, version),
        "back": _home(request, goal.pk),
    }
    return render(request, "decisions/contribution_form.html", context, status=422 if form.is_bound else 200)


def _step_or_404(
    request: CycleRequest, node_id: UUID, kind: str, about: UUID
) -> tuple[Goal, Any, queries.Step]:
    """A link that the plan has, of a goal with a claim."""
    goal, found = _to_write(request, node_id)
    step = next((one for one in found.steps if one.id == about and WORDS[one.kind] == kind), None)
    if step is None or found.row is None:
        raise Http404
    return goal, found.row, step


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def chain_link(request: CycleRequest, node_id: UUID, kind: str, about: UUID) -> HttpResponse:
    """How one link helps, and whether the claim stands without it."""
    goal, file, step = _step_or_404(request, node_id, kind, about)
    version = step.row.version if step.row else 1
    form = forms.LinkForm(request.POST or None, instance=step.row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_link(
                file,
                step.kind,
                step.id,
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request) or 1,
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        return _saved(request, node_id)
    return _form(request, goal, form, _("Deze schakel"), version=version, about=step.name)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def add_link_evidence(request: CycleRequest, node_id: UUID, kind: str, about: UUID) -> HttpResponse:
    goal, file, step = _step_or_404(request, node_id, kind, about)
    form = _evidence_form(request, goal, None)
    if request.method == "POST" and form.is_valid():
        actions.add_evidence(file, step.kind, step.id, by=request.membership.user, values=form.cleaned_data)
        return _saved(request, node_id)
    return _form(request, goal, form, _("Wat is gevonden?"), about=step.claim)


def _evidence_form(request: CycleRequest, goal: Goal, row: LinkEvidence | None) -> forms.EvidenceForm:
    return forms.EvidenceForm(
        request.POST or None,
        instance=row,
        cycle=request.cycle,
        is_result=goal.ambition_id is not None,
        sees_figures=sees_step(request, 1),
    )


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def add_link_rival(request: CycleRequest, node_id: UUID, kind: str, about: UUID) -> HttpResponse:
    goal, file, step = _step_or_404(request, node_id, kind, about)
    form = forms.RivalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_rival(file, step.kind, step.id, by=request.membership.user, values=form.cleaned_data)
        return _saved(request, node_id)
    return _form(request, goal, form, _("Een andere verklaring"), about=step.claim)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def link_evidence(request: CycleRequest, node_id: UUID, part: UUID) -> HttpResponse:
    goal, _found = _to_write(request, node_id)
    row = get_object_or_404(LinkEvidence, pk=part, link__file__goal=goal)
    version, form = row.version, _evidence_form(request, goal, row)
    if request.method == "POST" and form.is_valid():
        fresh = LinkEvidence.objects.select_related("link__file__goal").get(pk=row.pk)
        try:
            actions.change_evidence(
                fresh, by=request.membership.user, values=form.cleaned_data, version=version_of(request)
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        return _saved(request, node_id)
    return _form(request, goal, form, _("Wat is gevonden?"), version=version)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def link_rival(request: CycleRequest, node_id: UUID, part: UUID) -> HttpResponse:
    goal, _found = _to_write(request, node_id)
    row = get_object_or_404(LinkRival, pk=part, link__file__goal=goal)
    version, form = row.version, forms.RivalForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = LinkRival.objects.get(pk=row.pk)
        try:
            actions.change_rival(
                fresh, by=request.membership.user, values=form.cleaned_data, version=version_of(request)
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        return _saved(request, node_id)
    return _form(request, goal, form, _("Een andere verklaring"), version=version)


@cycle_view(step=STEP, change=True)
@require_POST
def remove_link_evidence(request: CycleRequest, node_id: UUID, part: UUID) -> HttpResponse:
    return _remove(request, node_id, LinkEvidence, part)


@cycle_view(step=STEP, change=True)
@require_POST
def remove_link_rival(request: CycleRequest, node_id: UUID, part: UUID) -> HttpResponse:
    return _remove(request, node_id, LinkRival, part)


def _remove(
    request: CycleRequest, node_id: UUID, model: type[LinkEvidence] | type[LinkRival], part: UUID
) -> HttpResponse:
    goal, _found = _to_write(request, node_id)
    row = get_object_or_404(model.with_removed, pk=part, link__file__goal=goal)
    if request.POST.get("terug"):
        actions.put_back(row, by=request.membership.user)
        messages.success(request, _("Teruggezet."))
    else:
        actions.take_away(row, by=request.membership.user, now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return redirect(_home(request, node_id))
