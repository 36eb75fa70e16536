"""The calendar of the planning and control cycle, and the house style of the municipality."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.papers import actions, queries
from koersvast.papers.forms import CalendarForm, HouseStyleForm, YearForm
from koersvast.papers.models import CalendarItem, HouseStyle
from koersvast.papers.permissions import may_plan_papers
from koersvast.people.access import MemberRequest, managers_only

GROUPS = ("late", "now", "later", "done")


def _require(request: CycleRequest) -> None:
    verdict = may_plan_papers(request.membership)
    if not verdict:
        raise PermissionDenied(verdict.reason)


def _back(request: CycleRequest) -> HttpResponse:
    return redirect("calendar", request.municipality.code, request.cycle.number)


def _titles() -> dict[str, str]:
    return {
        "kadernota": _("Tekst voor de kadernota"),
        "begroting": _("Tekst voor de programmabegroting"),
        "berap1": _("Eerste bestuursrapportage"),
        "berap2": _("Tweede bestuursrapportage"),
        "brief": _("Raadsinformatiebrief over de voortgang"),
        "jaarverslag": _("Tekst voor het jaarverslag"),
    }


@cycle_view()
@require_http_methods(["GET", "POST"])
def calendar(request: CycleRequest) -> HttpResponse:
    """What is due and when; with a press, the usual dates of a year to change."""
    today = timezone.localdate()
    form = YearForm(request.POST or None, initial={"year": today.year})
    if request.method == "POST":
        _require(request)
        if form.is_valid():
            added = actions.propose_calendar(
                request.cycle, year=form.cleaned_data["year"], titles=_titles(), by=request.membership.user
            )
            messages.success(
                request,
                _("Toegevoegd: %d momenten. Pas de data aan uw gemeente aan.") % added
                if added
                else _("Die momenten staan er al."),
            )
            return _back(request)
    found = queries.calendar_with_time(request.cycle, today=today)
    context = {
        "groups": {name: [item for item in found if item["when"] == name] for name in GROUPS},
        "form": form,
        "removed": queries.removed_from_calendar(request.cycle),
        "may_edit": bool(may_plan_papers(request.membership)),
    }
    return render(request, "papers/calendar.html", context, status=422 if form.errors else 200)


def _form(request: CycleRequest, form: CalendarForm, *, version: int | None = None) -> HttpResponse:
    context = {
        "form": form,
        "title": _("Een moment in de kalender"),
        "back": "calendar",
        "version": began_at(request, version),
    }
    return render(request, "cycles/form.html", context)


@cycle_view()
@require_http_methods(["GET", "POST"])
def add_calendar_item(request: CycleRequest) -> HttpResponse:
    _require(request)
    form = CalendarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_to_calendar(request.cycle, by=request.membership.user, **form.cleaned_data)
        messages.success(request, _("Bewaard."))
        return _back(request)
    return _form(request, form)


@cycle_view()
@require_http_methods(["GET", "POST"])
def calendar_item(request: CycleRequest, pk: Any) -> HttpResponse:
    _require(request)
    row = get_object_or_404(CalendarItem, pk=pk, cycle=request.cycle)
    version = row.version
    form = CalendarForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_calendar(
                CalendarItem.objects.get(pk=pk),
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _back(request)
    return _form(request, form, version=version)


@cycle_view()
@require_POST
def remove_calendar_item(request: CycleRequest, pk: Any) -> HttpResponse:
    _require(request)
    row = get_object_or_404(CalendarItem.with_removed, pk=pk, cycle=request.cycle)
    if request.POST.get("terug"):
        actions.bring_back_to_calendar(row, by=request.membership.user)
        messages.success(request, _("Teruggezet."))
    else:
        actions.remove_from_calendar(row, by=request.membership.user, now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return _back(request)


@managers_only
@require_http_methods(["GET", "POST"])
def house_style(request: MemberRequest, gmcode: str) -> HttpResponse:
    """How papers of this municipality look. Empty: as Koersvast makes them."""
    row = queries.house_style()
    version = row.version if row else 0
    form = HouseStyleForm(request.POST or None, request.FILES or None, instance=row or HouseStyle())
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_house_style(
                municipality=request.municipality,
                values=form.values(),
                logo=form.new_logo(),
                by=request.membership.user,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("De huisstijl is bewaard. Nieuwe documenten zien er zo uit."))
        return redirect("house_style", gmcode)
    context = {
        "form": form,
        "version": version_of(request) if request.method == "POST" else version,
        "has_logo": bool(row and row.logo),
    }
    return render(request, "papers/house_style.html", context, status=422 if form.errors else 200)
