"""What it costs, who pays, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from koersvast.activities import actions, charts, forms, ledger, queries, rules
from koersvast.activities.models import Budget
from koersvast.activities.views.pages import activity_or_404, require, to
from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.ui.dates import year_of


@cycle_view(step=3)
def money(request: CycleRequest) -> HttpResponse:
    """Money per year and cover; what is left uncovered when a grant ends."""
    lines = queries.money_lines(request.cycle)
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
                (name, [amounts.get(year.year, 0) for year in years])
                for name, amounts in rules.per_task_field(lines).items()
            ],
            "field_years": [year.year for year in years],
        },
    )


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
            "version": began_at(request, line.version if line else None),
        },
    )
