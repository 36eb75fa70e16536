"""Activities: the matrix against goals, money, groups, one activity, steps 4 and 5, and the inventory."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.activities import actions, charts, forms, ledger, permissions, queries, rules
from koersvast.activities.models import Activity, Budget, Contribution, Initiative, Outcome, Quality
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Partner
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.cycles.words import Group
from koersvast.goals import queries as goals
from koersvast.people.queries import organisations_with_an_account
from koersvast.ui.dates import year_of

MOST_GOALS = 60  # columns that still fit beside each other
MOST_RESULTS = 20
MOST_ROWS = 150
VERB_OF_STEP = {2: "activity.contributes", 4: "activity.quality_told", 5: "activity.outcome_told"}
MANY = 3  # from three activities for one goal on, people look whether it is too much of the same


def _to(request: CycleRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, request.municipality.code, request.cycle.number, *args)


# Overviews


@cycle_view(step=3)
def matrix(request: CycleRequest) -> HttpResponse:
    """Activity x goal, with gaps and overlaps, and what it costs in a year."""
    tree = goals.tree(request.cycle, activities=queries.counts_per_goal(request.cycle))
    shown, ambition = _ambitions_shown(request, tree)
    results = [node for one in shown for node in one.children] if sees_step(request, 2) else []
    years = queries.years_with_money(request.cycle)
    year = _year(request, years)
    rows = queries.matrix_rows(request.cycle, year=year)
    blocks = [_block(result) for result in results[:MOST_RESULTS]]
    if ambition is not None:
        here = {UUID(node.id) for block in blocks for node in block["node"].walk()}
        rows = [row for row in rows if row.loose or here & row.cells.keys()]
    columns = [column for block in blocks for column in block["columns"]]
    return render(
        request,
        "activities/matrix.html",
        {
            "blocks": blocks,
            "columns": columns,
            "rows": [_matrix_row(row, blocks) for row in rows[:MOST_ROWS]],
            "left_out": {
                "rows": max(len(rows) - MOST_ROWS, 0),
                "results": max(len(results) - MOST_RESULTS, 0),
            },
            "ambitions": tree.ambitions if ambition is not None and sees_step(request, 2) else (),
            "ambition": ambition,
            "year": year,
            "years": years,
            "count": len(rows),
            "total": sum(row.cost for row in rows),
            "gaps": [column for column in columns if not column["count"]],
            "many": [column for column in columns if column["count"] >= MANY],
            "loose": [row.activity for row in rows if row.loose],
            "sees_goals": sees_step(request, 2),
            "may_edit": may_edit(request, 3),
        },
    )


def _ambitions_shown(request: CycleRequest, tree: Any) -> tuple[list[Any], Any]:
    """All ambitions when they fit in one table, else one at a time (``?ambitie=``)."""
    goals_in_all = sum(1 for ambition in tree.ambitions for _node in ambition.walk())
    if goals_in_all <= MOST_GOALS:
        return list(tree.ambitions), None
    asked = request.GET.get("ambitie", "")
    one = next((ambition for ambition in tree.ambitions if ambition.id == asked), tree.ambitions[0])
    return [one], one


def _year(request: CycleRequest, years: list[int]) -> int | None:
    """The year asked for, else this year, else the last with money in it."""
    asked = request.GET.get("jaar", "")
    if asked.isascii() and asked.isdigit() and int(asked) in years:
        return int(asked)
    now = timezone.localdate().year
    return now if now in years else (years[-1] if years else None)


def _block(result: Any) -> dict[str, Any]:
    """A result with its lowest goals as columns (or itself, when it has none below it)."""
    leaves = [node for node in result.walk() if not node.children and node is not result] or [result]
    columns = [
        {"node": node, "count": node.activities or 0, "first": index == 0}
        for index, node in enumerate(leaves)
    ]
    inside = [node.id for node in result.walk() if node.children or node is result]
    return {"node": result, "columns": columns, "above": set(inside) - {node.id for node in leaves}}


def _matrix_row(row: queries.MatrixRow, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    cells: list[dict[str, Any]] = []
    served = {str(goal): cell for goal, cell in row.cells.items()}
    for block in blocks:
        whole = next((served[key] for key in block["above"] if key in served), None)
        own = any(column["node"].id in served for column in block["columns"])
        if whole and not own:
            cells.append(
                {"wide": len(block["columns"]), "whole": whole, "node": block["node"], "first": True}
            )
            continue
        cells += [
            {
                "wide": 1,
                "cell": served.get(column["node"].id),
                "node": column["node"],
                "first": column["first"],
                "gap": not column["count"],
                "many": column["count"] >= MANY,
            }
            for column in block["columns"]
        ]
    return {"activity": row.activity, "cells": cells, "loose": row.loose, "cost": row.cost}


@cycle_view(step=3)
def groups(request: CycleRequest) -> HttpResponse:
    """Groups of people x activities: who is reached, and for whom there is nothing."""
    reached = queries.groups_reached(request.cycle)
    rows = [{"label": Group(key).label, "activities": found} for key, found in reached.items()]
    return render(
        request,
        "activities/groups.html",
        {
            "rows": [row for row in rows if row["activities"]],
            "none": [row["label"] for row in rows if not row["activities"]],
        },
    )


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


@cycle_view(step=4)
def quality(request: CycleRequest) -> HttpResponse:
    """Step 4 for all activities: who tells how quality is kept."""
    closed = not sees_step(request, 3)  # then the activities themselves stay unnamed
    rows = () if closed else queries.activities_of(request.cycle).select_related("quality")
    return render(request, "activities/quality.html", {"rows": rows, "closed": closed})


@cycle_view(step=5)
def outcomes(request: CycleRequest) -> HttpResponse:
    """Step 5 for all activities: reach, usefulness, goal realisation, in the last period."""
    closed = not sees_step(request, 3)
    rows = () if closed else queries.activities_of(request.cycle).prefetch_related("outcomes")
    shown = [
        {
            "activity": row,
            "outcomes": [
                {"row": outcome, "hidden": actions.hidden_figures(outcome)}
                for outcome in sorted(row.outcomes.all(), key=lambda o: o.period)[-2:]
            ],
        }
        for row in rows
    ]
    return render(request, "activities/outcomes.html", {"rows": shown, "closed": closed})


# One activity


def _activity_or_404(request: CycleRequest, pk: Any) -> Activity:
    row = queries.activity(request.cycle, pk)
    if row is None:
        raise Http404
    return row


def _may(request: CycleRequest, step: int, row: Activity) -> bool:
    return permissions.may_edit(request.membership, step, row, organisations_with_an_account())


def _require(request: CycleRequest, step: int, row: Activity) -> None:
    if not _may(request, step, row):
        raise PermissionDenied(_("Deze stap is van de eigenaar van de activiteit."))


def activity_context(request: CycleRequest, pk: Any) -> dict[str, Any]:
    """What the page of one activity needs. Features above compose the page: they know what was decided."""
    row = _activity_or_404(request, pk)
    return {
        "activity": row,
        "tab": "inhoud",
        "may_3": _may(request, 3, row),
        "may_4": _may(request, 4, row),
        "may_5": _may(request, 5, row),
        "sees_2": sees_step(request, 2),
        "sees_4": sees_step(request, 4),
        "sees_5": sees_step(request, 5),
        "quality": getattr(row, "quality", None),
        "shown": _outcomes(request, row),
    }


def _outcomes(request: CycleRequest, row: Activity) -> list[dict[str, Any]]:
    """What an activity brought, with the names of the figures that stay unsaid; nothing when step 5 is not for them."""
    rows = row.outcomes.all() if sees_step(request, 5) else ()
    return [{"row": outcome, "hidden": actions.hidden_figures(outcome)} for outcome in rows]


@cycle_view(step=3)
def activity_thread(request: CycleRequest, pk: Any) -> HttpResponse:
    """The red thread of an activity: up to its goals, down to its money and what it brought."""
    row = _activity_or_404(request, pk)
    tree = goals.tree(request.cycle)
    served = {str(link.goal_id): link.rationale for link in row.contributions.all()}
    chains = [
        {"chain": chain, "rationale": served[chain[-1].id]}
        for ambition in tree.ambitions
        for chain in _chains(ambition, ())
        if chain[-1].id in served and sees_step(request, 2)
    ]
    outcomes = _outcomes(request, row)
    return render(
        request,
        "activities/thread.html",
        {
            "activity": row,
            "tab": "draad",
            "chains": chains,
            "outcomes": outcomes,
            "sees_2": sees_step(request, 2),
        },
    )


def _chains(node: Any, above: tuple[Any, ...]) -> Any:
    here = (*above, node)
    yield here
    for child in node.children:
        yield from _chains(child, here)


@cycle_view(step=3)
def activity_history(request: CycleRequest, pk: Any) -> HttpResponse:
    row = _activity_or_404(request, pk)
    unseen = [verb for step, verb in VERB_OF_STEP.items() if not sees_step(request, step)]
    return render(
        request,
        "activities/history.html",
        {"activity": row, "tab": "geschiedenis", "entries": queries.history(row, unseen=unseen)[:200]},
    )


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def add_activity(request: CycleRequest) -> HttpResponse:
    form = forms.ActivityForm(request.POST or None, cycle=request.cycle)
    if request.method == "POST" and form.is_valid():
        row = actions.add_activity(
            request.cycle,
            by=request.membership.user,
            partners=list(form.cleaned_data["partners"]),
            **form.values(),
        )
        return _to(request, "activity", row.pk)
    return _form_page(request, form, _("Welke activiteit?"))


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def edit_activity(request: CycleRequest, pk: Any) -> HttpResponse:
    row = _activity_or_404(request, pk)
    _require(request, 3, row)
    form = forms.ActivityForm(request.POST or None, instance=row, cycle=request.cycle)
    if request.method == "POST" and form.is_valid():
        fresh = Activity.objects.get(pk=pk)
        try:
            actions.change_activity(
                fresh,
                by=request.membership.user,
                version=version_of(request),
                partners=list(form.cleaned_data["partners"]),
                values=form.values(),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _to(request, "activity", pk)
    version = Activity.objects.values_list("version", flat=True).get(pk=pk)
    return _form_page(request, form, row.name, activity=row, version=version)


@cycle_view(step=3, change=True)
@require_POST
def remove_activity(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Activity.with_removed, pk=pk, cycle=request.cycle)
    _require(request, 3, row)
    if request.POST.get("terug"):
        actions.bring_back_part(row, row, by=request.membership.user, verb="activity.brought_back")
        messages.success(request, _("Teruggezet."))
        return _to(request, "activity", row.pk)
    actions.remove_part(row, row, by=request.membership.user, verb="activity.removed", now=timezone.now())
    messages.success(request, _("Weggehaald."))
    return _to(request, "removed_activities")


@cycle_view(step=3, change=True)
def removed_activities(request: CycleRequest) -> HttpResponse:
    """What was taken away and can come back."""
    rows = Activity.with_removed.filter(cycle=request.cycle, removed_at__isnull=False).order_by("-removed_at")
    return render(request, "activities/removed.html", {"rows": rows})


def _form_page(
    request: CycleRequest, form: Any, title: str, *, version: int | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "version": began_at(request, version), **more}
    return render(request, "activities/form.html", context)


# What belongs to an activity


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def contribution(request: CycleRequest, pk: Any, part: Any = None) -> HttpResponse:
    row = _activity_or_404(request, pk)
    _require(request, 3, row)
    if not sees_step(request, 2):
        raise Http404  # the form lists goals
    link = get_object_or_404(Contribution, pk=part, activity=row) if part else None
    form = forms.ContributionForm(request.POST or None, instance=link, tree=goals.tree(request.cycle))
    if request.method == "POST" and form.is_valid():
        return _save_part(request, row, Contribution, part, form, "activity.contributes", form.cleaned_data)
    return _form_page(
        request, form, _("Waarom helpt dit?"), activity=row, version=link.version if link else None
    )


def _save_part(
    request: CycleRequest, row: Activity, model: Any, part: Any, form: Any, verb: str, values: dict[str, Any]
) -> HttpResponse:
    fresh = model.objects.get(pk=part) if part else None
    try:
        actions.save_part(
            row,
            model,
            fresh,
            by=request.membership.user,
            verb=verb,
            values=values,
            version=version_of(request),
        )
    except StaleEdit as stale:
        return both_versions(request, stale, form)
    messages.success(request, _("Bewaard."))
    return _to(request, "activity", row.pk)


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def budget(request: CycleRequest, pk: Any, part: Any = None) -> HttpResponse:
    """A year's cost with its cover in one form; never more cover than cost."""
    row = _activity_or_404(request, pk)
    _require(request, 3, row)
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
            return _to(request, "activity", pk)
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


@cycle_view(step=4, change=True)
@require_http_methods(["GET", "POST"])
def quality_form(request: CycleRequest, pk: Any) -> HttpResponse:
    row = _activity_or_404(request, pk)
    _require(request, 4, row)
    found = Quality.objects.filter(activity=row).first()
    form = forms.QualityForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_quality(
                Activity.objects.get(pk=pk),
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _to(request, "activity", pk)
    version = Quality.objects.values_list("version", flat=True).filter(activity=row).first()
    return _form_page(request, form, _("Hoe doen wij het goed?"), activity=row, version=version)


@cycle_view(step=5, change=True)
@require_http_methods(["GET", "POST"])
def outcome(request: CycleRequest, pk: Any, part: Any = None) -> HttpResponse:
    row = _activity_or_404(request, pk)
    _require(request, 5, row)
    found = get_object_or_404(Outcome, pk=part, activity=row) if part else None
    form = forms.OutcomeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        fresh = Outcome.objects.get(pk=part) if part else None
        try:
            actions.save_outcome(
                Activity.objects.get(pk=pk),
                fresh,
                by=request.membership.user,
                values=form.values(),
                version=version_of(request),
                improvements=form.lines(),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _to(request, "activity", pk)
    version = Outcome.objects.values_list("version", flat=True).filter(pk=part).first() if part else None
    return _form_page(request, form, _("Wat bracht het deelnemers?"), activity=row, version=version)


STEP_OF_PART = {"bijdrage": 3, "bedrag": 3, "outcome": 5}


@cycle_view(change=True)
@require_POST
def remove_part(request: CycleRequest, pk: Any, kind: str, part: Any) -> HttpResponse:
    """Take a contribution, an amount or an outcome away, or put it back."""
    row = _activity_or_404(request, pk)
    if kind not in STEP_OF_PART:
        raise Http404
    _require(request, STEP_OF_PART[kind], row)
    found = get_object_or_404(actions.parts(kind).with_removed, pk=part, activity=row)
    if request.POST.get("terug"):
        actions.bring_back_part(row, found, by=request.membership.user, verb="activity.part_brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        actions.remove_part(
            row, found, by=request.membership.user, verb="activity.part_removed", now=timezone.now()
        )
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return _to(request, "activity", pk)


# The inventory


@cycle_view(step=3)
def initiatives(request: CycleRequest) -> HttpResponse:
    return render(
        request,
        "activities/initiatives.html",
        {
            "rows": queries.initiatives_of(request.cycle),
            "partners": Partner.objects.filter(cycle=request.cycle).order_by("position"),
            "may_edit": may_edit(request, 3),
        },
    )


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def initiative(request: CycleRequest, pk: Any = None) -> HttpResponse:
    row = get_object_or_404(Initiative, pk=pk, cycle=request.cycle) if pk else None
    form = forms.InitiativeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        if pk is None:
            actions.add_initiative(request.cycle, by=request.membership.user, **form.cleaned_data)
        else:
            try:
                actions.change(
                    Initiative.objects.get(pk=pk),
                    form.cleaned_data,
                    by=request.membership.user,
                    verb="initiative.changed",
                    version=version_of(request),
                )
            except StaleEdit as stale:
                return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _to(request, "initiatives")
    version = Initiative.objects.values_list("version", flat=True).get(pk=pk) if pk else None
    return _form_page(request, form, row.name if row else _("Wat gebeurt er al?"), version=version)


@cycle_view(step=3, change=True)
@require_POST
def start_activity(request: CycleRequest, pk: Any) -> HttpResponse:
    """Make an activity of an initiative, with an owner."""
    row = get_object_or_404(Initiative, pk=pk, cycle=request.cycle)
    asked = request.POST.get("owner", "")
    owner = next((one for one in Partner.objects.filter(cycle=request.cycle) if str(one.pk) == asked), None)
    if owner is None:
        messages.warning(request, _("Kies eerst wie eigenaar wordt."))
        return _to(request, "initiatives")
    made = actions.start_from_initiative(row, owner=owner, by=request.membership.user)
    messages.success(request, _("De activiteit is gemaakt. Zeg nu aan welk doel zij bijdraagt."))
    return _to(request, "activity", made.pk)
