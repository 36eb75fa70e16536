"""A survey from elsewhere: bring the file, say what each column and value is, take it in."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.coding import staging
from koersvast.coding.models import StagedFile
from koersvast.coding.views import uploads
from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.jobs import actions as jobs
from koersvast.surveys import queries
from koersvast.surveys.import_forms import AnswersFileForm, ElsewhereForm, UsesForm, ValuesForm
from koersvast.surveys.microdata import mapping
from koersvast.surveys.microdata.reading import GivenColumn, given_columns
from koersvast.surveys.models import Edition
from koersvast.texts.reading import CannotRead

KIND, MAPPING = "survey file", "survey map"  # at most twelve letters


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def bring_answered_survey(request: CycleRequest) -> HttpResponse:
    """Choose the file and the questionnaire. A file that cannot be read is not kept."""
    sent = request.method == "POST"
    form = AnswersFileForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        municipality=request.municipality,
    )
    kept = uploads.kept(request, form, about=request.cycle.pk, kind=KIND, check=given_columns)
    if kept is not None:
        edition = form.cleaned_data["edition"]
        return redirect(
            "check_answered_survey", request.municipality.code, request.cycle.number, kept.pk, edition.pk
        )
    return render(request, "surveys/bring_answers.html", {"form": form}, status=422 if sent else 200)


def _kept(request: CycleRequest, pk: uuid.UUID) -> StagedFile:
    return uploads.kept_or_404(request, pk, about=request.cycle.pk, kind=KIND)


@cycle_view(step=1, change=True)
@never_cache
@require_http_methods(["GET", "POST"])
def check_answered_survey(request: CycleRequest, staged: uuid.UUID, edition: uuid.UUID) -> HttpResponse:
    """First what each column is, then what its values mean and where the survey comes from. Nothing is stored before."""
    kept = _kept(request, staged)
    asked = Edition.objects.filter(municipality=request.municipality, pk=edition).first()
    if asked is None:
        raise Http404
    columns = given_columns(kept.file_name, staging.content_of(kept))
    targets = mapping.targets_of(queries.questionnaire_of(asked))
    sent = request.method == "POST"
    uses = UsesForm(
        request.POST if sent else None, proposals=mapping.proposals(columns, targets), targets=targets
    )
    context: dict[str, Any] = {"staged": kept, "form": uses, "rows": len(columns[0].cells), "edition": asked}
    if not sent or not uses.is_valid():
        return render(request, "surveys/check_columns.html", context, status=422 if sent else 200)
    try:
        asking = {
            index: mapping.meanings(columns[index], targets[use])
            for index, use in uses.uses.items()
            if use in targets
        }
        values = ValuesForm(
            request.POST if "lees" in request.POST else None, columns=columns, targets=targets, uses=uses.uses,
            asking=asking,
        )  # fmt: skip
    except CannotRead as refusal:
        uses.add_error(None, str(refusal))
        return render(request, "surveys/check_columns.html", context, status=422)
    about = ElsewhereForm(request.POST if "lees" in request.POST else None)
    if "lees" in request.POST and values.is_valid() and about.is_valid():
        queued = _queued(request, kept, asked, columns, targets, uses, values, about)
        if queued is not None:
            return queued
    context |= {"values": values, "about": about}
    return render(
        request, "surveys/check_values.html", context, status=422 if "lees" in request.POST else 200
    )


def _queued(
    request: CycleRequest,
    kept: StagedFile,
    asked: Edition,
    columns: list[GivenColumn],
    targets: dict[str, mapping.Target],
    uses: UsesForm,
    values: ValuesForm,
    about: ElsewhereForm,
) -> HttpResponse | None:
    """What was chosen lies sealed beside the file until the work takes both: values may be words of people."""
    try:
        mapping.brought(columns, targets, uses.uses, values.told())
    except CannotRead as refusal:
        values.add_error(None, str(refusal))
        return None
    chosen = {"uses": list(uses.uses.items()), "told": list(values.told().items())}
    told = staging.keep(
        request.municipality,
        about=request.cycle.pk,
        kind=MAPPING,
        file_name="",
        content=json.dumps(chosen).encode(),
        by=request.membership.user,
        now=timezone.now(),
    )
    job = jobs.enqueue(
        "surveys.import_answers",
        municipality=request.municipality,
        by_id=request.membership.user_id,
        cycle_id=str(request.cycle.pk),
        edition_id=str(asked.pk),
        staged_id=str(kept.pk),
        mapping_id=str(told.pk),
        about=about.plain(),
    )
    return redirect("job", gmcode=request.municipality.code, job_id=job.pk)


@cycle_view(step=1, change=True)
@require_POST
def drop_answered_survey(request: CycleRequest, staged: uuid.UUID) -> HttpResponse:
    """Do not take it in after all."""
    staging.forget(_kept(request, staged))
    messages.info(request, _("Het bestand is weg. Er is niets bewaard."))
    return redirect("surveys", request.municipality.code, request.cycle.number)
