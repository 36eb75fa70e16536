"""Where a cycle stands: the overview, one page per step, the list of checks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.activities.models import Contribution
from koersvast.compass import completeness, links, queries
from koersvast.compass.checks import CHECKS, findings
from koersvast.compass.checks.finding import Finding, Severity, Where
from koersvast.cycles import actions as cycle_actions
from koersvast.cycles import queries as cycle_queries
from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.cycles.descent import Family, told, visible_cycles
from koersvast.cycles.forms import StepForm
from koersvast.cycles.guide import GUIDES
from koersvast.cycles.models import Step
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.cycles.words import Party
from koersvast.decisions import queries as decisions
from koersvast.decisions.views.verdicts import goal_verdict
from koersvast.dialogues.finding_queries import heard_about
from koersvast.goals.models import Goal
from koersvast.goals.queries import stories as goal_stories
from koersvast.goals.views.pages import goal_context
from koersvast.indicators import queries as indicator_queries
from koersvast.indicators import rules
from koersvast.indicators.views.figures import pictures
from koersvast.people import permissions

# whose texts a finding names: the steps that a reader must be able to see
NAMES_FROM = {
    Where.PARTNERS: (0,),
    Where.AMBITION: (2,),
    Where.GOAL: (2,),
    Where.INDICATOR: (1,),
    Where.MEASUREMENT: (1,),
    Where.ACTIVITY: (3,),
    Where.DECISIONS: (2, 3),
    Where.IMPROVEMENTS: (6,),
    Where.COMMITMENTS: (6,),
    Where.REVIEWS: (2, 3),
}
RESULTS = 12  # a council looks at few results; a larger plan has its own list
TO_DO = 4  # what stands on the overview; the rest is one click away
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


@cycle_view()
def compass(request: CycleRequest) -> HttpResponse:
    """The overview: the ring, what to do now, what is ready and why not."""
    facts = queries.facts_of(request, today=timezone.localdate())
    states = [state for state in completeness.steps(facts) if sees_step(request, state.number)]
    found = _for_this_reader(request, findings(facts))
    return render(
        request,
        "compass/compass.html",
        {
            "states": [_row(request, state) for state in states],
            "ring": links.ring(request, states, labels=True, ident="kompas-breed"),
            "ring_small": links.ring(request, states, labels=False, ident="kompas-smal"),
            "headline": _headline(states, found),
            "to_do": [_item(request, finding) for finding in _most_urgent(found)],
            "more": len(found),
            "late": sum(one.check == "K18" and one.severity is Severity.WARNING for one in found),
            "results": _results(request) if sees_step(request, 2) else [],
            "parties": _parties(facts),
        },
    )


def _results(request: CycleRequest) -> list[dict[str, Any]]:
    """Each result with what its figures say: first and last of one line, never a judgement."""
    results = list(
        Goal.objects.filter(cycle=request.cycle, ambition__isnull=False, ambition__removed_at=None).order_by(
            "ambition__position", "ambition__key", "position", "key"
        )[:RESULTS]
    )
    aims: dict[UUID, list[Any]] = {}
    told = results if sees_step(request, 1) else []  # figures belong to step 1
    for aim in indicator_queries.goal_indicators_of(request.cycle).filter(goal__in=told):
        aims.setdefault(aim.goal_id, []).append(aim)
    wanted = [aim.indicator_id for rows in aims.values() for aim in rows]
    series = indicator_queries.series_per_indicator(request.cycle, indicators=wanted)
    return [
        {
            "goal": goal,
            "number": number,
            "figures": [
                figure
                for aim in aims.get(goal.pk, [])
                if (figure := _figure(aim, series.get(aim.indicator_id, ()), request.municipality.code))
            ],
        }
        for number, goal in enumerate(results, start=1)
    ]


def _figure(aim: Any, series: tuple[rules.Series, ...], gmcode: str) -> dict[str, Any] | None:
    """From the baseline to the last figure of the same line; small groups stay hidden."""
    own = [one for one in series if rules.about(one.last, gmcode=gmcode) is rules.About.HERE]
    line = rules.holding(own, aim.baseline_id) or max(own, key=lambda one: one.last.time, default=None)
    if line is None:
        return None
    first = next((point for point in line.points if point.id == aim.baseline_id), line.first)
    return {
        "aim": aim,
        "first": first,
        "last": line.last,
        "moved": first is not line.last,
        "shown": rules.may_show(first) and rules.may_show(line.last),
        "self_selected": line.self_selected,
    }


def _for_this_reader(request: CycleRequest, found: list[Finding]) -> list[Finding]:
    """Findings that name nothing of a step that stays closed for this person."""
    return [
        finding
        for finding in found
        if sees_step(request, finding.step)
        and all(sees_step(request, step) for step in NAMES_FROM[finding.where])
    ]


def _headline(states: list[completeness.StepState], found: list[Finding]) -> str:
    """One sentence that says where the cycle stands."""
    ready = sum(state.state == "ready" for state in states)
    if not any(state.state != "empty" for state in states):
        return _("Deze ronde is nog leeg. Begin waar u wilt.")
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    start = _("%(ready)s van de %(total)s stappen zijn klaar.") % {"ready": ready, "total": len(states)}
    if errors:
        return start + " " + _("%(errors)s punten wachten voor er iets naar buiten kan.") % {"errors": errors}
    return start + " " + _("Niets houdt publiceren tegen.")


def _most_urgent(found: list[Finding]) -> list[Finding]:
    """The first few, at most one of each check: a list of one kind hides the rest."""
    shown: dict[str, Finding] = {}
    for finding in sorted(found, key=lambda finding: ORDER[finding.severity]):
        shown.setdefault(finding.check, finding)
    return list(shown.values())[:TO_DO]


def _item(request: CycleRequest, finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding,
        "severity": finding.severity.value,
        "url": links.to(request, finding),
        "title": CHECKS[finding.check].title,
    }


def _row(request: CycleRequest, state: completeness.StepState) -> dict[str, Any]:
    return {
        "state": state,
        "guide": GUIDES[state.number],
        "url": reverse("step", args=[request.municipality.code, request.cycle.number, state.number]),
        "words": links.state_words(state),
        "style": links.STYLE[state.state],
    }


def _took_part(facts: Any, step: int) -> list[dict[str, Any]]:
    """Which of the three parties took part in one step: by a session in it, or because people said so."""
    met = {party for session in facts.sessions if session.step == step for party in session.parties}
    if step in facts.steps:
        met |= set(facts.steps[step].parties)
    return [{"party": party, "there": party.value in met} for party in Party]


def _parties(facts: Any) -> list[dict[str, Any]]:
    """Each party, who of it takes part, and in which steps it did not."""
    rows = []
    for party in Party:
        names = [partner.name for partner in facts.partners if partner.party == party.value]
        met = {session.step for session in facts.sessions if party.value in session.parties}
        met |= {step.number for step in facts.steps.values() if party.value in step.parties}
        held = {session.step for session in facts.sessions} | {
            step.number for step in facts.steps.values() if step.parties
        }
        rows.append({"party": party, "names": names, "count": len(names), "missing": sorted(held - met)})
    return rows


@cycle_view()
@require_http_methods(["GET", "POST"])
def step(request: CycleRequest, step: int) -> HttpResponse:
    """One step: its purpose, its questions, what is ready, who took part, who may see it."""
    if step > 6 or not sees_step(request, step):
        raise Http404
    may_edit = permissions.may_edit_step(request.membership, step) or permissions.may_plan(request.membership)
    row = Step.objects.filter(cycle=request.cycle, number=step).first() or Step(
        cycle=request.cycle, number=step
    )
    form = StepForm(request.POST or None, instance=row)
    if request.method == "POST":
        if not may_edit:
            from django.core.exceptions import PermissionDenied

            raise PermissionDenied(_("Uw rol mag deze stap lezen, niet veranderen."))
        if form.is_valid():
            try:
                cycle_actions.describe_step(
                    request.cycle,
                    step,
                    by=request.membership.user,
                    values=form.cleaned_data,
                    version=version_of(request),
                )
            except cycle_actions.StaleEdit as stale:
                return both_versions(request, stale, form)
            messages.success(request, _("Bewaard."))
            return redirect("step", gmcode=request.municipality.code, number=request.cycle.number, step=step)
    facts = queries.facts_of(request, today=timezone.localdate())
    state = completeness.steps(facts)[step]
    found = [one for one in _for_this_reader(request, findings(facts)) if one.step == step]
    standing = decisions.standing(request.cycle) if step == 6 and sees_step(request, 3) else None
    if standing is not None:  # the page lists every activity already, with its decision or without
        listed = {one.row.pk for one in standing.activities}
        found = [one for one in found if one.check != "K14" or one.subject not in listed]
    return render(
        request,
        "compass/step.html",
        {
            "step": step,
            "guide": GUIDES[step],
            "state": state,
            "words": links.state_words(state),
            "took_part": _took_part(facts, step),
            "visibility": request.step_visibility[step],
            "findings": [_item(request, finding) for finding in found],
            "sessions": cycle_queries.sessions_of(request.cycle, step),
            "products": links.products(request, step),
            "form": form if may_edit else None,
            "standing": standing,
            "may_decide": permissions.may_edit_step(request.membership, 6),
            "version": began_at(request, row.version),
        },
    )


@cycle_view()
def checks(request: CycleRequest) -> HttpResponse:
    """Everything the compass noticed, the most serious first, each with the place to mend it."""
    facts = queries.facts_of(request, today=timezone.localdate())
    found = _for_this_reader(request, findings(facts))
    groups: dict[str, list[dict[str, Any]]] = {}
    for finding in sorted(found, key=lambda finding: (ORDER[finding.severity], finding.check)):
        groups.setdefault(finding.check, []).append(_item(request, finding))
    return render(
        request,
        "compass/checks.html",
        {
            "groups": [
                {"check": CHECKS[key], "rows": rows, "severity": rows[0]["severity"]}
                for key, rows in groups.items()
            ],
            "errors": sum(finding.severity is Severity.ERROR for finding in found),
            "count": len(found),
        },
    )


# One goal: its own facts, and what features above the goals know of it


@cycle_view(step=2)
def goal(request: CycleRequest, node_id: UUID) -> HttpResponse:
    """A result or subgoal whole: figure beside story, what people say, what contributes, what to mend."""
    context = goal_context(request, node_id, tab="content")
    aims = list(indicator_queries.goal_indicators_of(request.cycle, goal=node_id))
    facts = queries.facts_of(request, today=timezone.localdate())
    found = [one for one in _for_this_reader(request, findings(facts)) if one.subject == node_id]
    seen = visible_cycles(request.membership)
    joined = indicator_queries.with_earlier(request.cycle, [aim.indicator for aim in aims], seen=seen[1])
    figures = [
        {
            "aim": aim,
            "indicator": aim.indicator,
            **pictures(
                request.cycle,
                aim.indicator,
                gmcode=request.municipality.code,
                joined=joined[aim.indicator_id],
            ),
        }
        for aim in aims
    ]
    shown = sees_step(request, 1)
    return render(
        request,
        "compass/goal.html",
        context
        | {
            "stories": goal_stories(str(node_id)),
            "residents_say": heard_about(
                request.cycle,
                "ambitie" if context["node"].is_ambition else "doel",
                node_id,
                user_id=request.membership.user_id,
            )
            if shown
            else [],
            "verdict": goal_verdict(request, context["node"]),
            "descent": _descent(request, node_id, seen[2]) if not context["node"].is_ambition else {},
            "descent_kind": "doel",
            "may_edit": context["may_change"],
            "figures": figures if shown else [],
            "interpretations": [
                row
                for aim in aims
                for row in indicator_queries.interpretations_of(request.cycle, indicator=aim.indicator_id)
            ]
            if shown
            else [],
            "contributions": _contributions(request, context["node"]),
            "findings": [_item(request, finding) for finding in found],
            "grounds": indicator_queries.evidence_of(node_id) if context["node"].is_ambition else [],
        },
    )


def _descent(request: CycleRequest, node_id: UUID, seen: Collection[int]) -> dict[str, Any]:
    return told(
        Family(Goal, cycles=seen),
        Goal.objects.get(pk=node_id),
        name="text",
        page="goal",
        code=request.municipality.code,
        here=request.cycle.number,
    )


def _contributions(request: CycleRequest, node: Any) -> list[Contribution]:
    """What is done for this goal and everything below it, with the reason."""
    if not sees_step(request, 3):
        return []
    below = {one.id: one.number for one in node.walk()}
    rows = (
        Contribution.objects.filter(goal__in=list(below), activity__removed_at=None)
        .select_related("activity", "activity__owner", "goal")
        .order_by("position", "id")
    )
    return sorted(rows, key=lambda row: below[str(row.goal_id)])
