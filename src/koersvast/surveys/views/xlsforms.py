"""Questionnaires as XLSForm: take one out, bring one in and look at it before it is kept."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from koersvast.coding import staging
from koersvast.coding.exchange_forms import FileForm
from koersvast.coding.models import StagedFile
from koersvast.coding.views import uploads
from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.surveys import actions, queries, xlsform
from koersvast.surveys.models import Edition
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Questionnaire, words_in
from koersvast.surveys.views.editions import edition_or_404, to_edition
from koersvast.surveys.views.pages import done, refused
from koersvast.surveys.views.shown import language_name
from koersvast.surveys.xlsform_forms import NEW, TakeXlsForm
from koersvast.texts.reading import CannotRead

KIND = "xlsform"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@cycle_view(step=1)
@require_safe
def export_xlsform(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """The .xlsx, with a neutral name."""
    edition = edition_or_404(request, pk)
    try:
        content = xlsform.write(queries.questionnaire_of(edition))
    except xlsform.NotAnXlsForm as reason:
        refused(request, reason)
        return to_edition(request, edition)
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="vragenlijst-v{edition.number}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def bring_xlsform(request: CycleRequest) -> HttpResponse:
    """Choose the file. One that cannot be read is not kept."""
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        accept=".xlsx",
        help_text=_("Een .xlsx met de bladen survey en choices, hoogstens 10 MB. Zonder macro’s."),
    )
    found = uploads.kept(request, form, about=request.cycle.pk, kind=KIND, check=_judge)
    if found is not None:
        return redirect("check_xlsform", request.municipality.code, request.cycle.number, found.pk)
    return render(request, "surveys/bring_xlsform.html", {"form": form}, status=422 if sent else 200)


def _judge(_name: str, content: bytes) -> object:
    """Raises CannotRead, with a sentence for who brought it."""
    try:
        return xlsform.read(content)
    except xlsform.NotAnXlsForm as reason:
        raise CannotRead(str(reason)) from reason


def _kept(request: CycleRequest, pk: uuid.UUID) -> StagedFile:
    return uploads.kept_or_404(request, pk, about=request.cycle.pk, kind=KIND)


@cycle_view(step=1, change=True)
@never_cache
@require_http_methods(["GET", "POST"])
def check_xlsform(request: CycleRequest, staged: uuid.UUID) -> HttpResponse:
    """What was read and what we do not take over; the button keeps it, as a new questionnaire or in the place of one."""
    kept = _kept(request, staged)
    try:
        reading = xlsform.read(staging.content_of(kept))
    except xlsform.NotAnXlsForm as reason:  # our rules changed since it was sent
        staging.forget(kept)
        refused(request, reason)
        return redirect("bring_xlsform", request.municipality.code, request.cycle.number)
    content = reading.questionnaire
    first = content.languages[0]
    sent = request.method == "POST"
    form = TakeXlsForm(
        request.POST if sent else None,
        editions=queries.changeable_editions(request.municipality),
        initial={"title": words_in(content.title, first)[:200], "where": NEW},
    )
    if sent and form.is_valid():
        return _take(request, kept, content, form)
    context = {
        "staged": kept,
        "form": form,
        "title": words_in(content.title, first),
        "left": reading.left,
        "languages": [language_name(one) for one in content.languages],
        "lines": [(QUESTION_TYPES[one.kind].label, words_in(one.label, first)) for one in content.questions],
        "groups": content.groups,
    }
    return render(request, "surveys/check_xlsform.html", context, status=422 if sent else 200)


def _take(request: CycleRequest, kept: StagedFile, content: Questionnaire, form: TakeXlsForm) -> HttpResponse:
    by = request.membership.user
    edition: Edition | None = form.edition()
    if edition is None:
        title = form.cleaned_data["title"]
        words = {**content.title, content.languages[0]: title}
        edition = actions.new_questionnaire(
            request.municipality, title=title, content=replace(content, title=words), by=by
        )
    else:
        try:
            actions.change_edition(edition, content, version=edition.version, by=by)
        except (actions.NotNow, actions.StaleEdit) as reason:
            refused(request, reason)
            return redirect(request.path)
    staging.forget(kept)
    done(request, _("Ingelezen. Kijk na of alles er staat zoals u het bedoelt."))
    return to_edition(request, edition)


@cycle_view(step=1, change=True)
@require_POST
def drop_xlsform(request: CycleRequest, staged: uuid.UUID) -> HttpResponse:
    """Do not keep it after all."""
    staging.forget(_kept(request, staged))
    messages.info(request, _("Het bestand is weg. Er is niets bewaard."))
    return redirect(reverse("surveys", args=[request.municipality.code, request.cycle.number]))
