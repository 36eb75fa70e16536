"""What it costs, who pays, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.activities import actions, charts, forms, ledger, queries, rules
from koersvast.activities.models import Budget, TaskField
from koersvast.activities.views.pages import activity_or_404, form_page, require, to
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit
from koersvast.cycles.actions import StaleEdit, bring_back, remove
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.ui.dates import year_of


@cycle_view(step=3)
def money(request: CycleRequest) -> HttpResponse:
    """Money per year and cover; what is left uncovered when a grant ends."""
    lines = queries.money_lines(request.cycle)
    table = queries.task_field_table(request.cycle)
    years = rules.per_year(lines)
    ends = year_of(request.cycle.ends_on) if request.cycle.ends_on else None
    chart = charts.MoneyChart(
        "geld", _("Kosten en dekking, in euro"), years, rules.needed_if_all_goes_on(years, cycle_ends=ends)
    )
    sources = sorted({source for year in years for source, _amount in year.sources})
    return render(
        request,
        "activities/money.html",
        {
            "years": [
                {"money": year, "cells": [dict(year.sources).get(source, 0) for source in sources]}
                for year in years
            ],
            "sources": sources,
            "formats": [(kind, kind.upper()) for kind in ledger.FORMATS],
            "wide": mark_safe(charts.draw(chart)) if years else "",  # noqa: S308  # our own drawing
            "narrow": mark_safe(charts.draw(chart, "narrow")) if years else "",  # noqa: S308  # our own drawing
            "words": charts.describe(chart),
            "gaps": rules.gaps(lines),
            "unbudgeted": rules.unbudgeted_years(lines),
            "field_rows": [
                (code, _field_name(table, code, amounts), [amounts.get(year.year, 0) for year in years])
                for code, amounts in rules.per_task_field(lines).items()
            ],
            "field_years": [year.year for year in years],
            "spent": rules.spent(lines),
            "doubts": rules.field_doubts(table, lines),
            "may_edit": may_edit(request, 3),
        },
    )


def _field_name(table: list[rules.Field], code: str, years: dict[int, int]) -> str:
    """The name of a task field in the last year with money in it; empty when the table does not know it then."""
    field = rules.field_in(table, code, max(years))
    return field.name if field else ""


@cycle_view(step=3)
@require_GET
def money_file(request: CycleRequest, kind: str) -> HttpResponse:
    """The money of the cycle as CSV, XLSX or ODS."""
    if kind not in ledger.FORMATS:
        raise Http404
    file_type, write = ledger.FORMATS[kind]
    response = HttpResponse(write(ledger.sheets(queries.money_lines(request.cycle))), content_type=file_type)
    name = f"geld-{request.municipality.code.lower()}-ronde-{request.cycle.number}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def budget(request: CycleRequest, pk: Any, part: Any = None) -> HttpResponse:
    """A year's cost with its cover in one form; never more cover than cost."""
    row = activity_or_404(request, pk)
    require(request, 3, row)
    line = get_object_or_404(Budget, pk=part, activity=row) if part else None
    form = forms.BudgetForm(
        request.POST or None, instance=line, initial={"taakveld": "6.1"} if not line else None
    )
    initial = [
        {"source": fund.source, "amount": fund.amount, "ends_on": fund.ends_on}
        for fund in (line.fundings.order_by("position") if line else ())
    ]
    funds = forms.FundingFormSet(request.POST or None, initial=initial, prefix="dekking")
    if request.method == "POST" and form.is_valid() and funds.is_valid():
        if sum(fund["amount"] for fund in forms.filled(funds)) > form.cleaned_data["amount"]:
            form.add_error("amount", _("De dekking is hoger dan de kosten."))
        else:
            fresh = Budget.objects.get(pk=part) if part else None
            try:
                actions.save_budget(
                    row,
                    fresh,
                    by=request.membership.user,
                    values=form.cleaned_data,
                    version=version_of(request),
                    funds=forms.filled(funds),
                )
            except StaleEdit as stale:
                return both_versions(request, stale, form)
            messages.success(request, _("Bewaard."))
            return to(request, "activity", pk)
    return render(
        request,
        "activities/budget_form.html",
        {
            "form": form,
            "funds": funds,
            "activity": row,
            "title": _("Wat kost het in een jaar?"),
            "fields": queries.task_fields(request.cycle),
            "version": began_at(request, line.version if line else None),
        },
    )


@cycle_view(step=3)
def task_fields(request: CycleRequest) -> HttpResponse:
    """The table of task fields with their years, and the money that does not fit it."""
    table = queries.task_field_table(request.cycle)
    return render(
        request,
        "activities/task_fields.html",
        {
            "rows": queries.task_fields(request.cycle),
            "removed": TaskField.with_removed.filter(cycle=request.cycle, removed_at__isnull=False),
            "doubts": rules.field_doubts(table, queries.money_lines(request.cycle)),
            "may_edit": may_edit(request, 3),
        },
    )


@cycle_view(step=3, change=True)
@require_POST
def begin_task_fields(request: CycleRequest) -> HttpResponse:
    actions.begin_task_fields(request.cycle, by=request.membership.user)
    messages.success(request, _("De gebruikelijke taakvelden staan klaar. Pas ze aan uw begroting aan."))
    return to(request, "task_fields")


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def task_field(request: CycleRequest, pk: Any = None) -> HttpResponse:
    row = get_object_or_404(TaskField, pk=pk, cycle=request.cycle) if pk else None
    newest = row.version if row else None
    form = forms.TaskFieldForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = TaskField.objects.get(pk=pk) if pk else None
        try:
            actions.save_task_field(
                request.cycle,
                fresh,
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return to(request, "task_fields")
    title = _("Taakveld")
    return form_page(request, form, title, version=newest, back="task_fields")


@cycle_view(step=3, change=True)
@require_POST
def remove_task_field(request: CycleRequest, pk: Any) -> HttpResponse:
    """Take a task field off the list, or put it back. Money with its number keeps that number."""
    row = get_object_or_404(TaskField.with_removed, pk=pk, cycle=request.cycle)
    if request.POST.get("terug"):
        bring_back(row, by=request.membership.user, verb="task_field.brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        remove(row, by=request.membership.user, verb="task_field.removed", now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return to(request, "task_fields")
