"""The history of a cycle, and the button that takes something back."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.cycles.guide import GUIDES
from koersvast.history import actions, queries
from koersvast.history.rules import Why


def _steps(request: CycleRequest) -> set[int]:
    return {step for step in range(7) if sees_step(request, step)}


def _asked(request: CycleRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("over", "stap") if request.GET.get(name)}


@require_GET
@cycle_view()
def history(request: CycleRequest) -> HttpResponse:
    """Who changed what, newest first; of one thing (``?over=``) or one step (``?stap=``)."""
    steps = _steps(request)
    about, step = _id(request.GET.get("over")), _step(request.GET.get("stap"))
    found = queries.history(
        request.cycle, request.membership, steps, about=about, step=step, before=_moment(request)
    )
    base = [request.municipality.code, request.cycle.number]
    return render(
        request,
        "history/history.html",
        {
            "lines": [
                {
                    "line": line,
                    "may_undo": line.why_not is None,
                    "reason": _reason(line),
                    "url": _page(line, base),
                }
                for line in found.lines
            ],
            "older": found.older.isoformat() if found.older else "",
            "about": found.lines[0].title if about and found.lines else "",
            "asked": _asked(request),
            "step": step,
            "steps": [(number, GUIDES[number].name) for number in sorted(steps)],
        },
    )


def _reason(line: queries.Line) -> str:
    """Why an act cannot be taken back; who only reads is not told so at every line."""
    return "" if line.why_not in (None, Why.NOT_YOURS) else actions.why_not(line.why_not)


def _page(line: queries.Line, base: list[object]) -> str:
    if not line.kind.page or getattr(line.subject, "removed_at", None):
        return ""
    if line.kind.page_takes:
        names = {"gmcode": base[0], "number": base[1], line.kind.page_takes: line.subject.pk}
        return reverse(line.kind.page, kwargs=names)
    return reverse(line.kind.page, args=base)


def _id(text: str | None) -> uuid.UUID | None:
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError as no_id:
        raise Http404 from no_id


def _step(text: str | None) -> int | None:
    return int(text) if text and text in "0123456" and len(text) == 1 else None


def _moment(request: CycleRequest) -> datetime.datetime | None:
    try:
        found = parse_datetime(request.GET.get("voor", ""))
    except ValueError:
        return None
    return found if found is None or timezone.is_aware(found) else None


@require_POST
@cycle_view()
def undo(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back one act; the page says why when that cannot be."""
    try:
        made = actions.undo(
            request.cycle, pk, member=request.membership, steps=_steps(request), now=timezone.now()
        )
    except actions.NoSuchAct as nothing:
        raise Http404 from nothing
    except actions.NotYours as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except actions.NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Ongedaan gemaakt."), extra_tags=f"undo {_undo_url(request, made.pk)}")
    back = reverse("history", args=[request.municipality.code, request.cycle.number])
    about = request.POST.get("over", "")
    return redirect(f"{back}?over={_id(about)}" if about else back)


def _undo_url(request: CycleRequest, pk: uuid.UUID) -> str:
    return reverse("undo", args=[request.municipality.code, request.cycle.number, pk])
