"""A project of another program: bring the file, look at what is in it, take it in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from koersvast.coding import actions as coding
from koersvast.coding import exchange, refi, staging
from koersvast.coding.exchange_actions import Taken, text_of
from koersvast.coding.exchange_forms import FileForm, TakeForm
from koersvast.coding.views import uploads
from koersvast.coding.views.exchange import codes_context
from koersvast.dialogues import project_actions as actions
from koersvast.dialogues.views.pages import base, refused, round_or_404, to
from koersvast.jobs import actions as jobs
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.permissions import LEAD

PROJECT = "qdpx"
IN_BACKGROUND = 1024 * 1024  # bytes; more takes longer than a second


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def bring_project(request: TeamRequest) -> HttpResponse:
    """Choose the file. One that cannot be read is not kept."""
    round_or_404(request)
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        label=_("Project uit een ander programma (.qdpx)"),
        accept=".qdpx",
        help_text=_("Hoogstens 10 MB. U ziet eerst wat erin staat."),
    )
    kept = uploads.kept(request, form, about=request.collection.pk, kind=PROJECT, check=_check)
    if kept is not None:
        return to(request, "check_project", kept.pk)
    return render(request, "dialogues/bring_project.html", {"form": form}, status=422 if sent else 200)


def _check(_name: str, content: bytes) -> None:
    actions.check_project(refi.read_project(content).project)


@team_view(LEAD)
@never_cache
@require_http_methods(["GET", "POST"])
def check_project(request: TeamRequest, staged: uuid.UUID) -> HttpResponse:
    """How many texts, codes and coders there are; the button takes them in."""
    row = round_or_404(request)
    kept = uploads.kept_or_404(request, staged, about=request.collection.pk, kind=PROJECT)
    content = staging.content_of(kept)
    read = refi.read_project(content)
    project = read.project
    book = coding.open_codebook(request.collection, by=request.membership.user)
    rows = exchange.compared(book, project.codebook.codes)
    sent = request.method == "POST"
    form = TakeForm(request.POST if sent else None, guids=[one.incoming.guid for one in rows if one.changes])
    if sent and form.is_valid():
        take = form.cleaned_data["take"]
        if len(content) > IN_BACKGROUND:
            job = jobs.enqueue(
                "dialogues.import_project",
                municipality=request.municipality,
                by_id=request.membership.user.pk,
                staged_id=str(kept.pk),
                collection_id=str(request.collection.pk),
                take=take,
            )
            return redirect("job", gmcode=request.municipality.code, job_id=job.pk)
        try:
            taken = actions.import_project(
                row, project, take=set(take), by=request.membership.user, today=timezone.localdate()
            )
        except actions.NotNow as reason:
            refused(request, reason)
            return redirect("exchange_codes", *base(request))
        staging.forget(kept)
        messages.success(request, told(taken))
        return to(request, "dialogue")
    known = sum(text_of(book, one, actions.origin_key_in(row, one)) is not None for one in project.sources)
    context = {
        "staged": kept,
        "form": form,
        "new_texts": len(project.sources) - known,
        "known_texts": known,
        "codings": sum(len(each.codings) for one in project.sources for each in one.selections),
        "coders": len(project.users),
        "warnings": read.warnings,
        **codes_context(rows),
    }
    return render(request, "dialogues/check_project.html", context, status=422 if sent else 200)


def told(taken: Taken) -> str:
    """What came in and what did not, in one message."""
    said = _(
        "Ingelezen: %(texts)d nieuwe teksten, %(codings)d codes, %(waiting)d codes die wachten op nakijken."
    )
    first = said % {"texts": taken.new_texts, "codings": taken.codings, "waiting": taken.waiting}
    return " ".join([first, *taken.told()])
