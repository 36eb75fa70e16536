"""Reading figures in: choose a source, bring a file, look at it, store it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.indicators import actions, forms, queries, rules
from koersvast.indicators.models import (
    FigureUpload,
)
from koersvast.indicators.sources import SOURCES, cbs, csv_file
from koersvast.indicators.sources.observation import Observation, Unreadable
from koersvast.indicators.views.pages import to
from koersvast.jobs import actions as jobs

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
        return to(request, "import_preview", upload.pk)
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
    return to(request, "indicators")


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
    return to(request, "import_indicators")


def _own_upload(request: CycleRequest, upload_id: UUID) -> FigureUpload:
    upload = queries.upload_of(request.membership.user, request.cycle, upload_id, timezone.now())
    if upload is None:
        raise Http404
    return upload
