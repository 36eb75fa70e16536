"""Bring a plan in, with a preview before anything is stored; take a plan out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.exchange import actions, queries, rules
from koersvast.exchange.forms import ConfirmForm, UploadForm
from koersvast.exchange.labels import SECTIONS
from koersvast.exchange.models import Upload
from koersvast.exchange.reading import Reading, read_plan
from koersvast.exchange.writing import write_plan
from koersvast.jobs import actions as jobs
from koersvast.people.access import MemberRequest, planners_only
from koersvast.people.permissions import sees

AT_ONCE = 200_000  # bytes; a bigger plan takes longer than people wait without a progress bar


@planners_only
@require_http_methods(["GET", "POST"])
def bring_in(request: MemberRequest, gmcode: str) -> HttpResponse:
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        upload = actions.keep_upload(
            municipality=request.municipality,
            by=request.membership.user,
            file_name=file.name,
            content=file.read(),
            now=timezone.now(),
        )
        return redirect("preview_plan", gmcode=gmcode, upload_id=upload.pk)
    return render(request, "exchange/bring_in.html", {"form": form})


@planners_only
@require_http_methods(["GET", "POST"])
def preview(request: MemberRequest, gmcode: str, upload_id: uuid.UUID) -> HttpResponse:
    """What is in the file and what it would change; the button stores it."""
    upload = _own_upload(request, upload_id)
    reading = read_plan(bytes(upload.content))
    if reading.plan is None:
        return render(request, "exchange/mistakes.html", {"upload": upload, "reading": reading})
    if reading.municipality_code != request.municipality.code:
        plan = {"code": reading.municipality_code, "name": reading.plan["municipality"]["name"]}
        return render(request, "exchange/other_municipality.html", {"upload": upload, "plan": plan})
    cycle = queries.cycle_numbered(reading.plan["cycle"]["number"])
    form = ConfirmForm(request.POST if request.method == "POST" else None, exists=cycle is not None)
    if request.method == "POST" and form.is_valid():
        return _store(request, upload, reading, replace=cycle is not None)
    stored = queries.export_plan(cycle) if cycle is not None else None
    context = {
        "upload": upload,
        "plan": reading.plan,
        "cycle": cycle,
        "form": form,
        "changes": [
            {"label": SECTIONS[change.section], "counts": change}
            for change in rules.compare(stored, reading.plan)
            if change.section != "koersvast"
        ],
    }
    return render(request, "exchange/preview.html", context)


def _store(request: MemberRequest, upload: Upload, reading: Reading, *, replace: bool) -> HttpResponse:
    """A big plan in the background, behind a progress bar; a small one at once."""
    assert reading.plan is not None  # the preview asked
    gmcode, by = request.municipality.code, request.membership.user
    if len(upload.content) > AT_ONCE:
        job = jobs.enqueue(
            "exchange.import_plan",
            municipality=request.municipality,
            by_id=by.pk,
            upload_id=str(upload.pk),
            replace=replace,
        )
        return redirect("job", gmcode=gmcode, job_id=job.pk)
    try:
        cycle = actions.import_plan(reading.plan, by=by, replace=replace)
    except actions.CycleExists as refusal:  # somebody made it between the preview and this moment
        messages.error(request, str(refusal))
        return redirect("preview_plan", gmcode=gmcode, upload_id=upload.pk)
    actions.forget_upload(upload=upload)
    messages.success(request, _("Het plan is bewaard."))
    return redirect("compass", gmcode=gmcode, number=cycle.number)


@planners_only
@require_POST
def drop(request: MemberRequest, gmcode: str, upload_id: uuid.UUID) -> HttpResponse:
    """Do not store it after all."""
    actions.forget_upload(upload=_own_upload(request, upload_id))
    messages.info(request, _("Het bestand is weg. Er is niets bewaard."))
    return redirect("import_plan", gmcode=gmcode)


def _own_upload(request: MemberRequest, upload_id: uuid.UUID) -> Upload:
    upload = queries.upload_of(request.membership.user, upload_id, timezone.now())
    if upload is None:
        raise Http404
    return upload


@cycle_view()
@require_GET
def take_out(request: CycleRequest) -> HttpResponse:
    """The cycle as a plan file. It holds every step, so it is for who may see every step."""
    if not _sees_every_step(request):
        raise PermissionDenied(_("Dit bestand bevat alle stappen. U mag niet elke stap zien."))
    name = f"plan-{request.municipality.code.lower()}-ronde-{request.cycle.number}.yaml"
    response = HttpResponse(
        write_plan(queries.export_plan(request.cycle)), content_type="application/yaml; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _sees_every_step(request: CycleRequest) -> bool:
    return all(sees(request.membership, visibility) for visibility in request.step_visibility.values())
