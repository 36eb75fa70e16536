"""What college and council decide, and what they decided then beside what stands there now."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.guide import GUIDES
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.decisions.actions import NotPossible
from koersvast.decisions.models import HOUSE_KINDS, Decision, DecisionBody, DecisionStatus
from koersvast.decisions.permissions import may_decide
from koersvast.exchange.telling import Told, by_step, tell
from koersvast.freezing import actions, queries
from koersvast.freezing.forms import HouseDecisionForm
from koersvast.freezing.permissions import may_adopt_money
from koersvast.freezing.queries import Kept, content_of

STEP = 6
SHOWN = 200  # differences of one step on a page; the file holds everything


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def add_decision(request: CycleRequest) -> HttpResponse:
    """A decision of college or council, on its way or adopted."""
    _house_only(request)
    today, others = timezone.localdate(), list(queries.house_decisions(request.cycle))
    form = HouseDecisionForm(
        request.POST or None,
        member=request.membership,
        others=others,
        today=today,
        initial={"decided_on": today.isoformat(), "status": DecisionStatus.ADOPTED.value},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.register(
                request.cycle, member=request.membership, now=timezone.now(), today=today, **form.cleaned_data
            )
        except NotPossible as refusal:  # somebody else was first
            form.add_error(None, str(refusal))
        else:
            return _saved(request, row)
    return _form(request, form, _("Wat besloot college of raad?"), others)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def house_decision(request: CycleRequest, pk: Any) -> HttpResponse:
    """The next step of a decision of college or council, or a word of it."""
    _house_only(request)
    row = get_object_or_404(Decision, pk=pk, cycle=request.cycle, kind__in=HOUSE_KINDS)
    if not row.of_the_house:
        raise Http404
    version, today = row.version, timezone.localdate()
    others = list(queries.house_decisions(request.cycle).exclude(pk=row.pk))
    form = HouseDecisionForm(
        request.POST or None, instance=row, member=request.membership, others=others, today=today
    )
    if request.method == "POST" and form.is_valid():
        fresh = Decision.objects.select_related("cycle").get(pk=pk)
        try:
            actions.change(
                fresh,
                member=request.membership,
                values=form.cleaned_data,
                version=version_of(request),
                now=timezone.now(),
                today=today,
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, fresh)
    return _form(request, form, _("Wijzig dit besluit"), others, version=version, row=form.row)


def _house_only(request: CycleRequest) -> None:
    verdict = may_decide(request.membership, DecisionBody.COUNCIL)
    if not verdict:
        raise PermissionDenied(verdict.reason)


def _saved(request: CycleRequest, row: Decision) -> HttpResponse:
    base = [request.municipality.code, request.cycle.number]
    if row.status == DecisionStatus.ADOPTED:
        for kept in queries.copies_of(request.cycle):
            if kept.row.decision_key == row.key:
                messages.success(request, _("Bewaard. Hieronder staat wat is vastgesteld."))
                return redirect("frozen_copy", *base, kept.row.pk)
    messages.success(request, _("Bewaard."))
    return redirect("decisions", *base)


def _form(
    request: CycleRequest,
    form: Any,
    title: str,
    others: list[Decision],
    *,
    version: int | None = None,
    row: Decision | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "version": began_at(request, version),
        "money": may_adopt_money(others),
        "final": row is not None and row.stands,
        "row": row,
        "undecided": form.is_bound and not form.is_valid(),
    }
    return render(request, "freezing/house_decision.html", context)


# What was decided


@cycle_view(step=STEP)
def frozen_copies(request: CycleRequest) -> HttpResponse:
    """Everything that was adopted in this cycle, and what is on its way."""
    copies = queries.copies_of(request.cycle)
    frozen = {kept.row.decision_key for kept in copies}
    others = list(queries.house_decisions(request.cycle))
    return render(
        request,
        "freezing/copies.html",
        {
            "tab": "frozen",
            "copies": copies,
            "pairs": [(older, newer) for newer, older in pairwise(copies)],
            "waiting": [row for row in others if row.of_the_house and not row.stands],
            "unfrozen": [row for row in others if row.of_the_house and row.stands and row.key not in frozen],
            "may_house": bool(may_decide(request.membership, DecisionBody.COUNCIL)),
        },
    )


@cycle_view(step=STEP)
def frozen_copy(request: CycleRequest, pk: Any) -> HttpResponse:
    """Then and now: what was decided, and everything that differs today."""
    kept = _copy_or_404(request, pk)
    readable = kept.frozen is not None
    content = content_of(kept.plan)
    return render(
        request,
        "freezing/copy.html",
        {
            "kept": kept,
            "content": content,
            "groups": _groups(request, queries.then_and_now(kept, request.cycle)) if readable else [],
            "readable": readable,
            "others": [other for other in queries.copies_of(request.cycle) if other.row.pk != kept.row.pk],
            "sees_1": sees_step(request, 1),
            "sees_2": sees_step(request, 2),
            "sees_3": sees_step(request, 3),
            "sees_all": _sees_all(request),
        },
    )


@cycle_view(step=STEP)
def frozen_pair(request: CycleRequest, pk: Any, other: Any) -> HttpResponse:
    """Two decisions beside each other, the older first."""
    pair = sorted(
        [_copy_or_404(request, pk), _copy_or_404(request, other)],
        key=lambda kept: (kept.row.decided_on, kept.row.frozen_at),
    )
    readable = all(kept.frozen is not None for kept in pair)
    found = tell(pair[0].plan, pair[1].plan) if readable else []
    context = {"older": pair[0], "newer": pair[1], "readable": readable, "groups": _groups(request, found)}
    return render(request, "freezing/pair.html", context)


@cycle_view(step=STEP)
@require_safe
def frozen_file(request: CycleRequest, pk: Any) -> HttpResponse:
    """The bytes as they were frozen. They hold every step, so they are for who may see every step."""
    if not _sees_all(request):
        raise PermissionDenied(_("Dit bestand bevat alle stappen. U mag niet elke stap zien."))
    kept = _copy_or_404(request, pk)
    name = f"vastgesteld-{request.municipality.code.lower()}-ronde-{request.cycle.number}-{kept.row.sha256[:12]}.json"
    response = HttpResponse(kept.data, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(kept.row.sha256)).decode()}:"
    response["Cache-Control"] = "no-store"
    return response


def _copy_or_404(request: CycleRequest, pk: Any) -> Kept:
    kept = queries.copy_of(request.cycle, pk)
    if kept is None:
        raise Http404
    return kept


def _sees_all(request: CycleRequest) -> bool:
    return all(sees_step(request, step) for step in range(7))


def _groups(request: CycleRequest, found: list[Told]) -> list[Mapping[str, Any]]:
    """Differences by step, of the steps that this person may see."""
    return [
        {
            "step": step,
            "name": GUIDES[step].name,
            "rows": rows[:SHOWN],
            "count": len(rows),
            "more": max(len(rows) - SHOWN, 0),
        }
        for step, rows in by_step(found).items()
        if sees_step(request, step)
    ]
