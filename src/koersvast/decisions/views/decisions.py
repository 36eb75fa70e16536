"""What was decided: the overview, a decision about one activity or result, and closing the cycle."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.activities.models import Activity
from koersvast.activities.views.activity import activity_context
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.descent import Family, told, visible_cycles
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.decisions import actions, forms, permissions, queries
from koersvast.decisions.models import Decision, DecisionBody, DecisionKind, DecisionWord
from koersvast.decisions.rules import closes
from koersvast.decisions.views.returning import own_next
from koersvast.dialogues.finding_queries import heard_about
from koersvast.goals.models import Goal
from koersvast.outcome_forms.views.pages import asked_of
from koersvast.people.permissions import Verdict

STEP = 6


def back_to(request: CycleRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, request.municipality.code, request.cycle.number, *args)


def require(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)


def today_text() -> str:
    return timezone.localdate().isoformat()


@cycle_view(step=STEP)
def decisions(request: CycleRequest) -> HttpResponse:
    """Every activity and result with its decision or without, and what college and council decided."""
    found = queries.standing(request.cycle)
    both = sees_step(request, 2) and sees_step(request, 3)
    names = queries.names_by_key(request.cycle) if both else {}
    return render(
        request,
        "decisions/decisions.html",
        {
            "tab": "decisions",
            "standing": found,
            "others": [{"row": row, "about": names.get(row.about_key, "")} for row in found.others],
            "sees_2": sees_step(request, 2),
            "sees_3": sees_step(request, 3),
            "may_edit": may_edit(request, STEP),
            "may_house": permissions.may_decide(request.membership, DecisionBody.COUNCIL),
            "closing": actions.closing(request.cycle, request.membership),
        },
    )


# A decision about one thing


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def decide(request: CycleRequest, pk: Any) -> HttpResponse:
    """Continue, strengthen, adapt or stop an activity, with the reason."""
    if not sees_step(request, 3):
        raise Http404
    row = get_object_or_404(Activity.objects.select_related("owner"), pk=pk, cycle=request.cycle)
    start = {"owner": row.owner_id}
    return _decide(request, DecisionKind.ACTIVITY, row, row.name, start)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def decide_result(request: CycleRequest, node_id: Any) -> HttpResponse:
    if not sees_step(request, 2):
        raise Http404
    row = get_object_or_404(Goal, pk=node_id, cycle=request.cycle, ambition__isnull=False)
    return _decide(request, DecisionKind.RESULT, row, row.text, {})


def _decide(
    request: CycleRequest, kind: DecisionKind, subject: Any, name: str, start: dict[str, Any]
) -> HttpResponse:
    known = queries.decisions_about(request.cycle, subject.key)
    word = request.GET.get("besluit", "")  # a word that was chosen on the projector
    posted = request.POST.copy()
    form = forms.FirstDecisionForm(
        posted or None,
        cycle=request.cycle,
        member=request.membership,
        initial={
            "decided_on": today_text(),
            "body": DecisionBody.TABLE,
            "seen": len(known),
            "decision": word if word in DecisionWord.values else "",
            **start,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_decision(
                request.cycle,
                member=request.membership,
                kind=kind.value,
                about_key=subject.key,
                seen=form.cleaned_data["seen"],
                improvement=form.improvement(),
                **form.values(),
            )
        except actions.DecidedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            posted["seen"] = str(len(known))  # the form is shown again, now with what it did not know
        else:
            messages.success(request, _("Het besluit over %(name)s is bewaard.") % {"name": name})
            came_from = own_next(request)
            return redirect(came_from) if came_from else back_to(request, "decisions")
    return render(
        request,
        "decisions/decide.html",
        {
            "form": form,
            "subject": name,
            "known": known,
            "is_activity": kind == DecisionKind.ACTIVITY,
            "came_from": own_next(request),
        },
    )


# Change, remove, close


def _form(
    request: CycleRequest, form: Any, title: str, *, version: int | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "title": title, "back": "decisions", "version": began_at(request, version)}
    return render(request, "cycles/form.html", context, status=status)


def _form_for(request: CycleRequest, row: Decision) -> Any:
    """The form that fits the kind of a decision that stands."""
    data = request.POST or None
    if row.kind in queries.ABOUT_ONE and row.decision:
        return forms.DecideForm(data, instance=row, cycle=request.cycle, member=request.membership)
    if row.kind == DecisionKind.CLOSE_CYCLE and closes(row.decided_on, request.cycle.starts_on):
        return forms.CloseForm(data, instance=row, cycle=request.cycle)
    return forms.OldDecisionForm(data, instance=row)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def decision(request: CycleRequest, pk: Any) -> HttpResponse:
    """Change a decision that was written down."""
    row = get_object_or_404(Decision, pk=pk, cycle=request.cycle)
    if row.of_the_house:  # its own page, that also freezes what was decided
        return back_to(request, "house_decision", row.pk)
    version = row.version
    require(permissions.may_change(request.membership, kind=row.kind, body=row.body))
    form = _form_for(request, row)
    if request.method == "POST" and form.is_valid():
        fresh = Decision.objects.get(pk=pk)
        try:
            actions.change_decision(
                fresh, member=request.membership, values=form.cleaned_data, version=version_of(request)
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return back_to(request, "decisions")
    return _form(request, form, _("Wijzig dit besluit"), version=version)


@cycle_view(step=STEP, change=True)
@require_POST
def remove_decision(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Decision.with_removed.select_related("cycle"), pk=pk, cycle=request.cycle)
    try:
        if request.POST.get("terug"):
            actions.bring_back_decision(row, member=request.membership)
            messages.success(request, _("Teruggezet."))
        else:
            actions.remove_decision(row, member=request.membership, now=timezone.now())
            gone = (
                _("Weggehaald. Wat toen is vastgesteld, blijft bewaard.")
                if row.of_the_house and row.stands
                else _("Weggehaald.")
            )
            messages.success(request, gone, extra_tags=f"undo {request.path}")
    except actions.NotPossible as refusal:
        messages.error(request, str(refusal))
    return back_to(request, "decisions")


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def close_cycle(request: CycleRequest) -> HttpResponse:
    """Close the cycle, or say which activities still wait for a decision."""
    verdict = actions.closing(request.cycle, request.membership)
    form = forms.CloseForm(request.POST or None, cycle=request.cycle, initial={"decided_on": today_text()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_cycle(request.cycle, member=request.membership, **form.cleaned_data)
        except actions.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("De ronde is afgesloten."))
        return back_to(request, "decisions")
    if not verdict:
        messages.error(request, verdict.reason)
        return back_to(request, "decisions")
    return _form(request, form, _("Sluit de ronde af"))


@cycle_view(step=STEP, change=True)
def removed_decisions(request: CycleRequest) -> HttpResponse:
    """What was taken away in step 6 and can come back."""
    return render(request, "decisions/removed.html", queries.removed(request.cycle))


# One activity: its own page, with what was decided about it


@cycle_view(step=3)
def activity(request: CycleRequest, pk: Any) -> HttpResponse:
    context = activity_context(request, pk)
    context["asked"] = asked_of(request, context["activity"])
    if sees_step(request, STEP):
        context["decided"] = queries.decisions_about(request.cycle, context["activity"].key)
        context["may_decide"] = permissions.may_decide(request.membership)
    if sees_step(request, 1):
        context["residents_say"] = heard_about(
            request.cycle, "activiteit", context["activity"].pk, user_id=request.membership.user_id
        )
    context["descent"] = told(
        Family(Activity, cycles=visible_cycles(request.membership)[3]),
        context["activity"],
        name="name",
        page="activity",
        code=request.municipality.code,
        here=request.cycle.number,
    )
    context["descent_kind"] = "activiteit"
    return render(request, "decisions/activity.html", context | {"sees_6": sees_step(request, STEP)})
