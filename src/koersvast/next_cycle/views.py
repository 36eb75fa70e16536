"""Open the next cycle, see what changed and why, follow one result through time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.activities.models import Activity
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.descent import visible_cycles
from koersvast.cycles.guide import GUIDES
from koersvast.cycles.models import Cycle
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.decisions import actions as decisions
from koersvast.decisions.actions import NotPossible
from koersvast.exchange.actions import CycleExists
from koersvast.exchange.queries import export_plan
from koersvast.goals.models import Goal
from koersvast.goals.views.pages import goal_context
from koersvast.indicators import queries as indicators
from koersvast.indicators.models import Indicator
from koersvast.indicators.views.figures import pictures
from koersvast.jobs import actions as jobs
from koersvast.next_cycle import actions, queries, rules
from koersvast.next_cycle.forms import CarryForm, DescentForm, NextCycleForm, by_field
from koersvast.next_cycle.offers import offers as offered
from koersvast.next_cycle.permissions import may_open
from koersvast.people.permissions import sees
from koersvast.ui.dates import year_of

AT_ONCE = 4000  # things to choose from; more take longer than people wait without a progress bar
KINDS: dict[str, tuple[Any, int, str, str]] = {  # model, step, the field with its name, its page
    "doel": (Goal, 2, "text", "goal"),
    "cijfer": (Indicator, 1, "name", "indicator"),
    "activiteit": (Activity, 3, "name", "activity"),
}


@cycle_view(step=6, change=True)
@require_http_methods(["GET", "POST"])
def next_cycle(request: CycleRequest) -> HttpResponse:
    """Everything that may go along, ticked as people decided, and the cycle that will hold it."""
    verdict = may_open(request.membership)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    offers = offered(export_plan(request.cycle))
    data = request.POST or None
    form = NextCycleForm(data, after=request.cycle.number, initial=_start(request.cycle))
    carry = CarryForm(data, offers=offers)
    if request.method == "POST" and form.is_valid() and carry.is_valid():
        answer = _opened(request, form, carry, len(offers))
        if answer is not None:
            return answer
    closing = decisions.closing(request.cycle, request.membership)
    context = {
        "form": form,
        "carry": carry,
        "open": "" if closing.allowed else closing.reason,
        "successor": Cycle.objects.filter(follows=request.cycle.number).first(),
    }
    return render(request, "next_cycle/next_cycle.html", context)


def _start(cycle: Cycle) -> dict[str, Any]:
    """The next number, as long a period as this one, seen by the municipality only."""
    numbers = Cycle.with_removed.order_by("-number").values_list("number", flat=True)[:1]
    start, end = year_of(cycle.starts_on), year_of(cycle.ends_on)
    found = {"number": max(numbers, default=cycle.number) + 1, "visibility": "internal", "title": ""}
    if start and end:
        found |= {"starts_on": str(end + 1), "ends_on": str(end + 1 + end - start)}
    return found


def _opened(request: CycleRequest, form: Any, carry: Any, count: int) -> HttpResponse | None:
    code, facts, chosen = request.municipality.code, dict(form.cleaned_data), carry.chosen()
    if count > AT_ONCE:
        job = jobs.enqueue(
            "next_cycle.open_next",
            municipality=request.municipality,
            by_id=request.membership.user.pk,
            number=request.cycle.number,
            facts=facts,
            chosen=chosen,
        )
        return redirect("job", gmcode=code, job_id=job.pk)
    try:
        new, notes = actions.open_next(request.cycle, member=request.membership, facts=facts, chosen=chosen)
    except CycleExists as refusal:
        form.add_error("number", str(refusal))
        return None
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("De nieuwe ronde staat klaar. Hieronder ziet u wat er anders is."))
    for note in notes[:SAID]:
        messages.info(request, _said(note))
    if len(notes) > SAID:
        messages.info(
            request,
            _("Er zijn nog %(count)s opmerkingen. Loop de nieuwe ronde na.") % {"count": len(notes) - SAID},
        )
    return redirect("cycle_changes", gmcode=code, number=new.number)


SAID = 12  # remarks after opening; more nobody reads in one go


def _said(note: rules.Note) -> str:
    sentences = {
        "owner": _("%(other)s gaat ook mee, als eigenaar van “%(title)s”."),
        "ambition": _("De ambitie “%(other)s” gaat ook mee, want “%(title)s” hoort erbij."),
        "without_parent": _("“%(title)s” blijft achter, want “%(other)s” erboven gaat niet mee."),
        "moved_up": _("“%(title)s” staat nu onder “%(other)s”."),
        "without_goal": _("“%(title)s” draagt nog aan geen doel van de nieuwe ronde bij."),
        "baseline_elsewhere": _(
            "“%(title)s”: de nulmeting blijft, want er is geen meting over uw eigen gemeente."
        ),
        "baseline_no_later": _(
            "“%(title)s”: de nulmeting blijft, want er is geen latere meting die wij mogen gebruiken."
        ),
        "baseline_none": _("“%(title)s” heeft nog geen nulmeting."),
    }
    return sentences[note.code] % {"title": note.title, "other": note.other}


@cycle_view()
def cycle_changes(request: CycleRequest) -> HttpResponse:
    """This cycle beside the one before it: what changed, and why."""
    old = Cycle.objects.filter(number=request.cycle.follows).first() if request.cycle.follows else None
    if old is not None and not sees(request.membership, old.visibility):
        old = None
    seen = visible_cycles(request.membership)
    groups: list[dict[str, Any]] = []
    split: tuple[Any, ...] = ()
    if old is not None:
        found = queries.changes(old, request.cycle)
        both = {step for step in range(7) if sees_step(request, step) and old.number in seen[step]}
        split = found.split if {1, 2, 3} <= both else ()
        for step in sorted({one.step for one in found.things} & both):
            rows = [one for one in found.things if one.step == step]
            groups.append({"step": step, "name": GUIDES[step].name, "rows": rows})
    return render(request, "next_cycle/changes.html", {"old": old, "groups": groups, "split": split})


@cycle_view()
@require_http_methods(["GET", "POST"])
def descent(request: CycleRequest, kind: str, pk: Any) -> HttpResponse:
    """Which things of earlier cycles this one follows, and why: also for splitting, joining and new words."""
    model, step, name, page = KINDS[kind]
    if not sees_step(request, step):
        raise Http404
    row = get_object_or_404(model, pk=pk, cycle=request.cycle)
    request.rail_step = step
    if not may_edit(request, step):
        raise PermissionDenied(_("Uw rol mag deze stap lezen, niet veranderen."))
    form = DescentForm(
        request.POST or None,
        choices=_earlier(request, model, name, step),
        follows=row.follows,
        breaks=kind == "cijfer",
    )
    if request.method == "POST" and form.is_valid():
        fresh = model.objects.get(pk=pk)
        try:
            actions.tell_descent(
                fresh, by=request.membership.user, follows=form.follows(), version=version_of(request)
            )
        except StaleEdit as stale:
            names = list(form.fields)
            stale.theirs = by_field(stale.theirs["follows"], names)
            stale.mine = by_field(stale.mine["follows"], names)
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return redirect(page, request.municipality.code, request.cycle.number, pk)
    context = {
        "form": form,
        "title": getattr(row, name),
        "page": page,
        "pk": pk,
        "version": began_at(request, row.version),
    }
    return render(request, "next_cycle/descent.html", context)


def _earlier(
    request: CycleRequest, model: Any, name: str, step: int
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Things of earlier cycles that this person may see, by cycle, the newest cycle first."""
    seen = visible_cycles(request.membership)[step]
    rows = model.objects.filter(
        cycle__number__in=seen, cycle__number__lt=request.cycle.number
    ).select_related("cycle")
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows.order_by("-cycle__number", "position", "key"):
        label = _("Ronde %(number)s, %(title)s") % {"number": row.cycle.number, "title": row.cycle.title}
        groups.setdefault(label, []).append((f"{row.cycle.number}.{row.key}", getattr(row, name)[:160]))
    return list(groups.items())


@cycle_view(step=2)
def goal_through_time(request: CycleRequest, node_id: Any) -> HttpResponse:
    """One result through the cycles: its words, verdicts, decisions, activities, and its figures on one line."""
    context = goal_context(request, node_id, tab="time")
    if context["node"].is_ambition:
        raise Http404
    seen = visible_cycles(request.membership)
    goal = Goal.objects.select_related("cycle").get(pk=node_id)
    stations = queries.through_time(goal, seen=seen)
    newest: dict[Any, Any] = {}
    for (
        station
    ) in stations:  # the definitions of the last cycle in which the goal stands, with what they follow
        if station.aims:
            newest = {"cycle": station.goal.cycle, "rows": [aim.indicator for aim in station.aims]}
    figures = []
    if newest:
        joined = indicators.with_earlier(newest["cycle"], newest["rows"], seen=seen[1])
        figures = [
            {
                "indicator": row,
                **pictures(newest["cycle"], row, gmcode=request.municipality.code, joined=joined[row.pk]),
            }
            for row in newest["rows"]
        ]
    return render(
        request,
        "next_cycle/through_time.html",
        context | {"stations": stations, "figures": figures, "here": request.cycle.number},
    )
