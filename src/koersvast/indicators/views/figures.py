"""The list of figures, and one figure with its charts and passports."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.descent import Family, told, visible_cycles
from koersvast.indicators import charts, queries, rules
from koersvast.indicators.models import (
    Indicator,
    IndicatorLevel,
    Measurement,
)
from koersvast.indicators.views.pages import indicator_or_404


@cycle_view(step=1)
def indicators(request: CycleRequest) -> HttpResponse:
    """All figures by level; levels are never mixed."""
    series = queries.series_per_indicator(request.cycle)
    rows = list(queries.indicators_of(request.cycle))
    groups = [
        {
            "label": level.label,
            "rows": [_card(request, row, series.get(row.pk, ())) for row in rows if row.level == level.value],
        }
        for level in IndicatorLevel
    ]
    return render(
        request,
        "indicators/indicators.html",
        {"groups": [group for group in groups if group["rows"]], "may_edit": may_edit(request, 1)},
    )


def _card(request: CycleRequest, row: Indicator, series: tuple[rules.Series, ...]) -> dict[str, Any]:
    """The last figure about this municipality, else about elsewhere; nothing when the group is too small."""
    code = request.municipality.code
    own = [one for one in series if rules.about(one.last, gmcode=code) is rules.About.HERE]
    newest = max(own or series, key=lambda one: one.last.time, default=None)
    last = newest.last if newest else None
    return {
        "row": row,
        "last": last,
        "shown": last is not None and rules.may_show(last),
        "margin": rules.margin(last) if last else None,
        "self_selected": bool(newest and newest.self_selected),
        "national": bool(last and rules.about(last, gmcode=code) is rules.About.NATIONAL),
        "illustrative": bool(last and last.illustrative),
        "undecided": any(one.undecided for one in series),
    }


@cycle_view(step=1)
def indicator(request: CycleRequest, pk: Any) -> HttpResponse:
    """One figure: charts, what people say of it, every measurement with its passport."""
    row = indicator_or_404(request, pk)
    seen = visible_cycles(request.membership)[1]
    context = pictures(request.cycle, row, gmcode=request.municipality.code, seen=seen)
    return render(
        request,
        "indicators/indicator.html",
        {
            "descent": told(
                Family(Indicator, cycles=seen),
                row,
                name="name",
                page="indicator",
                code=request.municipality.code,
                here=request.cycle.number,
            ),
            "descent_kind": "cijfer",
            "indicator": row,
            "tab": "inhoud",
            **context,
            "measurements": Measurement.objects.filter(indicator=row).order_by("-period", "position"),
            "interpretations": queries.interpretations_of(request.cycle, indicator=row.pk),
            "used": queries.goal_indicators_of(request.cycle, indicator=row.pk)
            if sees_step(request, 2)
            else (),
            "may_edit": may_edit(request, 1),
        },
    )


def pictures(
    cycle: Any,
    row: Indicator,
    *,
    gmcode: str,
    seen: Collection[int] = (),
    joined: queries.Joined | None = None,
) -> dict[str, Any]:
    """The charts of one indicator, what was left out because the group is small, and open choices.

    Shape: {"charts": [{"wide", "narrow", "words", "self_selected", "national", "points"}], "too_small": bool,
    "undecided": [period, ...], "other_unit": bool}

    ``seen``: cycles whose figures this person may see; what this indicator follows there stands in the charts too.
    """
    joined = joined or queries.with_earlier(cycle, [row], seen=seen)[row.pk]
    series = joined.series
    aims = list(queries.goal_indicators_of(cycle, indicator=row.pk))
    targets = [(aim.target_value, aim.target_year) for aim in aims if aim.target_value is not None]
    baselines = {aim.baseline_id for aim in aims}
    found = []
    for number, group in enumerate(rules.pictures(series)):
        about = rules.about(group[0].first, gmcode=gmcode)
        here = about is rules.About.HERE
        points = [point for one in group for point in one.points]
        chart = charts.compose(
            key=f"g{number}",
            title=row.name,
            unit=row.unit,
            series=group,
            baseline=next((point for point in points if here and point.id in baselines), None),
            target=targets[0] if here and targets else None,  # type: ignore[arg-type]  # the year is there too
        )
        found.append(
            {
                "wide": mark_safe(charts.draw(chart)) if chart else "",  # noqa: S308  # our own drawing
                "narrow": mark_safe(charts.draw(chart, "narrow")) if chart else "",  # noqa: S308  # our own drawing
                "words": charts.describe(chart) if chart else "",
                "self_selected": group[0].self_selected,
                "national": about is rules.About.NATIONAL,
                "elsewhere": about is rules.About.ELSEWHERE,
                "place": group[0].first.place,
                "group": group[0].first.group or group[0].first.population,
                "hidden": sum(not rules.may_show(point) for point in points),
                "breaks": [point.break_note for point in points if point.break_note],
                "points": [_point(point) | {"cycle": joined.cycles.get(point.id)} for point in points],
                "order": 0 if here else 1,
            }
        )
    found.sort(key=lambda chart: chart["order"])
    return {
        "charts": found,
        "undecided": sorted({period for one in series for period in one.undecided}),
        "other_unit": joined.other_unit,
    }


def _point(point: rules.Point) -> dict[str, Any]:
    return {
        "point": point,
        "shown": rules.may_show(point),
        "margin": rules.margin(point),
        "gap": rules.gap(point),
    }


@cycle_view(step=1)
def indicator_history(request: CycleRequest, pk: Any) -> HttpResponse:
    row = indicator_or_404(request, pk)
    return render(
        request,
        "indicators/history.html",
        {"indicator": row, "tab": "geschiedenis", "entries": queries.history(row)[:200]},
    )
