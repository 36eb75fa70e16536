"""All activities: against the goals, per group of people, and steps 4 and 5."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from koersvast.activities import actions, queries
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.words import Group
from koersvast.goals import queries as goals

MOST_GOALS = 60  # columns that still fit beside each other
MOST_RESULTS = 20
MOST_ROWS = 150
MANY = 3  # from three activities for one goal on, people look whether it is too much of the same


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
