"""Figures: the list, one figure with its charts and passports, measuring, interpreting, aiming."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.descent import Family, told, visible_cycles
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.goals.models import Ambition, Goal
from koersvast.indicators import actions, charts, forms, queries, rules
from koersvast.indicators.models import (
    FigureUpload,
    GoalIndicator,
    Indicator,
    IndicatorLevel,
    Interpretation,
    Measurement,
)
from koersvast.indicators.sources import SOURCES, cbs, csv_file
from koersvast.indicators.sources.observation import Observation, Unreadable
from koersvast.jobs import actions as jobs


def _to(request: CycleRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, request.municipality.code, request.cycle.number, *args)


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


def _indicator_or_404(request: CycleRequest, pk: Any) -> Indicator:
    return get_object_or_404(Indicator, pk=pk, cycle=request.cycle)


@cycle_view(step=1)
def indicator(request: CycleRequest, pk: Any) -> HttpResponse:
    """One figure: charts, what people say of it, every measurement with its passport."""
    row = _indicator_or_404(request, pk)
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
    row = _indicator_or_404(request, pk)
    return render(
        request,
        "indicators/history.html",
        {"indicator": row, "tab": "geschiedenis", "entries": queries.history(row)[:200]},
    )


def _form_page(
    request: CycleRequest, form: Any, title: str, *, version: int | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "version": began_at(request, version), **more}
    return render(request, "indicators/form.html", context)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_indicator(request: CycleRequest) -> HttpResponse:
    form = forms.IndicatorForm(request.POST or None, initial={"unit": "%", "level": "societal"})
    if request.method == "POST" and form.is_valid():
        row = actions.add_indicator(request.cycle, by=request.membership.user, **form.cleaned_data)
        return _to(request, "indicator", row.pk)
    return _form_page(request, form, _("Hoe weten we dat het beter gaat?"))


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def edit_indicator(request: CycleRequest, pk: Any) -> HttpResponse:
    row = _indicator_or_404(request, pk)
    form = forms.IndicatorForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                Indicator.objects.get(pk=pk),
                form.cleaned_data,
                by=request.membership.user,
                verb="indicator.changed",
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _to(request, "indicator", pk)
    version = Indicator.objects.values_list("version", flat=True).get(pk=pk)
    return _form_page(request, form, row.name, version=version, indicator=row)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def add_measurement(request: CycleRequest, pk: Any) -> HttpResponse:
    """A new measurement starts from the passport of the last one."""
    row = _indicator_or_404(request, pk)
    last = Measurement.objects.filter(indicator=row).order_by("-period").first()
    copied = (
        {
            name: getattr(last, name)
            for name in (
                "sample",
                "place",
                "place_code",
                "population",
                "group",
                "compare_group",
                "series",
                "source",
                "url",
            )
        }
        if last
        else {"place": request.municipality.name, "place_code": request.municipality.code}
    )
    form = forms.MeasurementForm(request.POST or None, unit=row.unit, initial=copied)
    if request.method == "POST" and form.is_valid():
        actions.add_measurement(row, by=request.membership.user, **form.cleaned_data)
        messages.success(request, _("De meting staat erbij."))
        return _to(request, "indicator", pk)
    return _form_page(request, form, _("Schrijf een meting op"), indicator=row)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def measurement(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Measurement.objects.select_related("indicator"), pk=pk, cycle=request.cycle)
    form = forms.MeasurementForm(request.POST or None, unit=row.indicator.unit, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_measurement(
                Measurement.objects.select_related("indicator").get(pk=pk),
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _to(request, "indicator", row.indicator_id)
    version = Measurement.objects.values_list("version", flat=True).get(pk=pk)
    return _form_page(
        request, form, _("Deze meting"), indicator=row.indicator, version=version, measurement=row
    )


@cycle_view(step=1, change=True)
@require_POST
def remove_measurement(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Measurement.with_removed.select_related("indicator"), pk=pk, cycle=request.cycle)
    if request.POST.get("terug"):
        actions.put_back(
            row, subject=row.indicator, by=request.membership.user, verb="measurement.brought_back"
        )
        messages.success(request, _("Teruggezet."))
    else:
        actions.take_away(
            row,
            subject=row.indicator,
            by=request.membership.user,
            verb="measurement.removed",
            now=timezone.now(),
        )
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return _to(request, "indicator", row.indicator_id)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def choose(request: CycleRequest, pk: Any) -> HttpResponse:
    """Two sources for one period: both stay, one is shown, with the reason."""
    row = get_object_or_404(Measurement.objects.select_related("indicator"), pk=pk, cycle=request.cycle)
    form = forms.ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.choose_measurement(row, reason=form.cleaned_data["reason"], by=request.membership.user)
        messages.success(request, _("Gekozen. De andere bron staat er nog."))
        return _to(request, "indicator", row.indicator_id)
    title = _("Toon %(source)s") % {"source": row.source}
    return _form_page(request, form, title, indicator=row.indicator)


# What people say of figures


@cycle_view(step=1)
def interpretations(request: CycleRequest) -> HttpResponse:
    return render(
        request,
        "indicators/interpretations.html",
        {"rows": queries.interpretations_of(request.cycle), "may_edit": may_edit(request, 1)},
    )


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def interpretation(request: CycleRequest, pk: Any = None) -> HttpResponse:
    row = get_object_or_404(Interpretation, pk=pk, cycle=request.cycle) if pk else None
    asked = request.GET.get("cijfer")
    initial: dict[str, Any] = {"held_on": timezone.localdate().isoformat()}
    if asked and row is None:
        about = Measurement.objects.filter(cycle=request.cycle).order_by("-period")
        initial["measurements"] = [one.pk for one in about if str(one.indicator_id) == asked][:1]
    form = forms.InterpretationForm(request.POST or None, instance=row, cycle=request.cycle, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.interpret(
                request.cycle,
                Interpretation.objects.get(pk=pk) if pk else None,
                measurements=list(form.cleaned_data["measurements"]),
                by=request.membership.user,
                values=form.values(),
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return _to(request, "interpretations")
    version = Interpretation.objects.values_list("version", flat=True).get(pk=pk) if pk else None
    return _form_page(request, form, _("Wat zeggen wij hiervan?"), version=version)


# How we know that a goal gets nearer, and what an ambition rests on


@cycle_view(step=2, change=True)
@require_http_methods(["GET", "POST"])
def aim(request: CycleRequest, goal: Any, pk: Any = None) -> HttpResponse:
    owner = get_object_or_404(Goal, pk=goal, cycle=request.cycle)
    row = get_object_or_404(GoalIndicator, pk=pk, goal=owner) if pk else None
    form = forms.GoalIndicatorForm(request.POST or None, instance=row, cycle=request.cycle)
    if request.method == "POST" and form.is_valid():
        try:
            actions.aim(
                owner,
                GoalIndicator.objects.select_related("indicator").get(pk=pk) if pk else None,
                by=request.membership.user,
                values=form.cleaned_data,
                version=version_of(request),
            )
        except actions.WrongLevel as refusal:
            form.add_error("indicator", str(refusal))
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        else:
            messages.success(request, _("Bewaard."))
            return _to(request, "goal", owner.pk)
    version = GoalIndicator.objects.values_list("version", flat=True).get(pk=pk) if pk else None
    return _form_page(request, form, _("Hoe weten we dat het beter gaat?"), goal=owner, version=version)


@cycle_view(step=2, change=True)
@require_POST
def remove_aim(request: CycleRequest, goal: Any, pk: Any) -> HttpResponse:
    owner = get_object_or_404(Goal, pk=goal, cycle=request.cycle)
    row = get_object_or_404(GoalIndicator.with_removed, pk=pk, goal=owner)
    if request.POST.get("terug"):
        actions.put_back(row, subject=owner, by=request.membership.user, verb="goal.aim_brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        actions.take_away(
            row, subject=owner, by=request.membership.user, verb="goal.aim_removed", now=timezone.now()
        )
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return _to(request, "goal", owner.pk)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def evidence(request: CycleRequest, ambition: Any) -> HttpResponse:
    row = get_object_or_404(Ambition, pk=ambition, cycle=request.cycle)
    now = queries.evidence_of(row.pk)
    initial = {
        "interpretations": [one.interpretation_id for one in now if one.interpretation_id],
        "sessions": [one.session_id for one in now if one.session_id],
        "measurements": [one.measurement_id for one in now if one.measurement_id],
    }
    form = forms.EvidenceForm(request.POST or None, cycle=request.cycle, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.ground(
            row,
            [*data["sessions"], *data["interpretations"], *data["measurements"]],
            by=request.membership.user,
        )
        messages.success(request, _("Bewaard."))
        return _to(request, "goals")
    return _form_page(request, form, _("Waar rust deze ambitie op?"), ambition=row)


# Reading figures in: choose a source, bring a file, look at it, store it

PREVIEWED = 200  # rows on a preview; the page says how many more there are
AT_ONCE = 1000  # more rows than this take longer than a second: they are stored in the background


@cycle_view(step=1, change=True)
@require_safe
def import_indicators(request: CycleRequest) -> HttpResponse:
    """Which way do the figures come in?"""
    rows = [{"source": source, "verdict": source.check_settings()} for source in SOURCES.values()]
    return render(request, "indicators/sources.html", {"rows": rows})


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def import_from(request: CycleRequest, source: str) -> HttpResponse:
    """Tick national figures, or bring a file. A file that cannot be read is not kept."""
    if source not in SOURCES or not SOURCES[source].check_settings():
        raise Http404
    if not SOURCES[source].extensions:
        return _choose_rows(request, SOURCES[source].read(b""), SOURCES[source].label)
    sent = request.method == "POST"
    form = forms.FiguresForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        extensions=SOURCES[source].extensions,
    )
    if sent and form.is_valid():
        files = [(file.name, file.read()) for file in form.cleaned_data["figures"]]
        try:
            content = cbs.bundle(files) if source == cbs.key else files[0][1]
            _look(request, source, content)
        except Unreadable as refusal:
            return _mistakes(request, source, files[0][0], refusal)
        upload = actions.keep_upload(
            request.cycle,
            by=request.membership.user,
            source=source,
            file_name=files[0][0],
            content=content,
            now=timezone.now(),
        )
        return _to(request, "import_preview", upload.pk)
    return render(request, "indicators/bring_figures.html", {"form": form, "source": SOURCES[source]})


def _look(request: CycleRequest, source: str, content: bytes) -> cbs.Table | list[Observation]:
    """What is in a file before anybody chose from it. Raises Unreadable."""
    if source == cbs.key:
        return cbs.parse(content)
    home = csv_file.Place(request.municipality.code, request.municipality.name)
    return csv_file.read(content, home=home)


def _mistakes(request: CycleRequest, source: str, name: str, refusal: Unreadable) -> HttpResponse:
    context = {"refusal": refusal, "source": SOURCES[source], "file_name": name}
    return render(request, "indicators/figure_mistakes.html", context, status=422)


def _choose_rows(request: CycleRequest, rows: list[Observation], title: Any) -> HttpResponse:
    """Every figure with its passport and a box to tick; what is ticked is stored."""
    ticked = {
        int(text)
        for text in request.POST.getlist("rij")
        if text.isascii() and text.isdigit() and len(text) < 7
    }
    chosen = [row for row in rows if row.line in ticked]
    if request.method == "POST" and chosen:
        return _stored(request, chosen)
    names = list(dict.fromkeys(row.name for row in rows))
    context = {
        "title": title,
        "groups": [{"name": name, "rows": _shown([r for r in rows if r.name == name])} for name in names],
        "empty": request.method == "POST",
    }
    return render(request, "indicators/choose_figures.html", context, status=422 if context["empty"] else 200)


def _shown(rows: Sequence[Observation]) -> list[dict[str, Any]]:
    """Rows for a page: a figure about too few people is not printed, also not before it is stored."""
    return [
        {
            "row": row,
            "shown": rules.large_enough(row.value, row.unit, row.n),
            "margin": row.margin_low is not None
            and row.margin_high is not None
            and row.sample not in rules.SELF_SELECTED,
        }
        for row in rows
    ]


def _stored(request: CycleRequest, rows: Sequence[Observation]) -> HttpResponse:
    done = actions.import_observations(request.cycle, rows, by=request.membership.user)
    said = ngettext("Eén meting is bewaard.", "%(count)d metingen zijn bewaard.", done.measurements) % {
        "count": done.measurements
    }
    if done.known:
        said += " " + ngettext("Eén stond er al.", "%(count)d stonden er al.", done.known) % {
            "count": done.known
        }
    messages.success(request, said)
    return _to(request, "indicators")


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def import_preview(request: CycleRequest, upload_id: UUID) -> HttpResponse:
    """What will be stored; the button stores it. Of a table of CBS people first choose what they want."""
    upload = _own_upload(request, upload_id)
    content = bytes(upload.content)
    try:
        found = _look(request, upload.source, content)
        if isinstance(found, list):
            return _preview(request, upload, found, chosen=())
        return _preview_table(request, upload, content, found)
    except Unreadable as refusal:
        return _mistakes(request, upload.source, upload.file_name, refusal)


def _preview_table(
    request: CycleRequest, upload: FigureUpload, content: bytes, table: cbs.Table
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    form = forms.TableForm(asked or None, table=table)
    if not form.is_valid():
        context = {"upload": upload, "form": form, "table": table}
        return render(request, "indicators/choose_table.html", context, status=422 if asked else 200)
    try:
        rows = cbs.read(content, today=timezone.localdate().isoformat(), **form.choices())
    except Unreadable as refusal:
        context = {"upload": upload, "form": form, "table": table, "refusal": refusal}
        return render(request, "indicators/choose_table.html", context, status=422)
    chosen = [(name, value) for name in form.fields for value in asked.getlist(name)]
    return _preview(request, upload, rows, chosen=chosen)


def _preview(
    request: CycleRequest, upload: FigureUpload, rows: list[Observation], *, chosen: Sequence[tuple[str, str]]
) -> HttpResponse:
    if request.method == "POST" and len(rows) > AT_ONCE:
        job = jobs.enqueue(
            "indicators.store_figures",
            municipality=request.municipality,
            by_id=request.membership.user.pk,
            upload_id=str(upload.pk),
            number=request.cycle.number,
            chosen=[list(pair) for pair in chosen],
        )
        return redirect("job", gmcode=request.municipality.code, job_id=job.pk)
    if request.method == "POST":
        answer = _stored(request, rows)
        actions.forget_upload(upload)
        return answer
    context = {
        "upload": upload,
        "rows": _shown(rows[:PREVIEWED]),
        "count": len(rows),
        "more": max(len(rows) - PREVIEWED, 0),
        "indicators": len({row.code for row in rows}),
        "chosen": chosen,
    }
    return render(request, "indicators/preview_figures.html", context)


@cycle_view(step=1, change=True)
@require_POST
def drop_import(request: CycleRequest, upload_id: UUID) -> HttpResponse:
    """Do not store it after all."""
    actions.forget_upload(_own_upload(request, upload_id))
    messages.info(request, _("Het bestand is weg. Er is niets bewaard."))
    return _to(request, "import_indicators")


def _own_upload(request: CycleRequest, upload_id: UUID) -> FigureUpload:
    upload = queries.upload_of(request.membership.user, request.cycle, upload_id, timezone.now())
    if upload is None:
        raise Http404
    return upload
