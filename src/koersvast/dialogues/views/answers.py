"""One file with many answers: bring it, choose what each column is used for, take the answers in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.coding import staging
from koersvast.coding.exchange_forms import FileForm
from koersvast.coding.models import StagedFile
from koersvast.coding.views import uploads
from koersvast.dialogues import answer_actions as actions
from koersvast.dialogues.answer_forms import ColumnsForm
from koersvast.dialogues.answers import WrittenAnswer, answers_of, columns_of
from koersvast.dialogues.models import DialogueRound
from koersvast.dialogues.views.pages import done, refused, round_or_404, to
from koersvast.jobs import actions as jobs
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.actions import NotNow
from koersvast.texts.permissions import WRITE
from koersvast.texts.reading import AnswerTable, CannotRead, answer_table

KIND = "answers"
IN_BACKGROUND = 50  # answers; more takes longer than a second


@team_view(WRITE)
@require_http_methods(["GET", "POST"])
def bring_answers(request: TeamRequest) -> HttpResponse:
    """Choose the file. One that cannot be read is not kept."""
    row = round_or_404(request)
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        accept=".csv,.xlsx",
        help_text=_(
            "Een .csv of .xlsx met één rij per mens, hoogstens 10 MB. De eerste rij noemt de kolommen."
        ),
    )
    kept = uploads.kept(request, form, about=request.collection.pk, kind=KIND, check=answer_table)
    if kept is not None:
        return to(request, "check_answers", kept.pk)
    context = {"form": form, "round": row}
    return render(request, "dialogues/bring_answers.html", context, status=422 if sent else 200)


@team_view(WRITE)
@require_POST
def find_answer(request: TeamRequest) -> HttpResponse:
    """Somebody asks for what they wrote: by the number of it, which is stored nowhere and in no address."""
    found = actions.answer_with(round_or_404(request), request.POST.get("nummer", "")[:200])
    if found is None:
        messages.warning(request, _("Onder dit nummer is hier geen antwoord ingelezen."))
        return to(request, "bring_answers")
    return to(request, "conversation", found.pk)


def _kept(request: TeamRequest, pk: uuid.UUID) -> StagedFile:
    return uploads.kept_or_404(request, pk, about=request.collection.pk, kind=KIND)


@team_view(WRITE)
@never_cache
@require_http_methods(["GET", "POST"])
def check_answers(request: TeamRequest, staged: uuid.UUID) -> HttpResponse:
    """What each column looks like; the button takes the answers in, all at once."""
    row = round_or_404(request)
    kept = _kept(request, staged)
    table = answer_table(kept.file_name, staging.content_of(kept))
    sent = request.method == "POST"
    form = ColumnsForm(request.POST if sent else None, columns=columns_of(table))
    if sent and form.is_valid():
        answers = _answers(form, table)
        if answers:
            return _take(request, row, kept, answers, form.uses)
    context = {"staged": kept, "form": form, "round": row, "rows": len(table.rows)}
    return render(request, "dialogues/check_answers.html", context, status=422 if sent else 200)


def _answers(form: ColumnsForm, table: AnswerTable) -> list[WrittenAnswer]:
    try:
        return answers_of(table, form.uses)
    except CannotRead as refusal:
        form.add_error(None, str(refusal))
        return []


def _take(
    request: TeamRequest,
    row: DialogueRound,
    kept: StagedFile,
    answers: list[WrittenAnswer],
    uses: dict[int, str],
) -> HttpResponse:
    if len(answers) > IN_BACKGROUND:
        job = jobs.enqueue(
            "dialogues.import_answers",
            municipality=request.municipality,
            by_id=request.membership.user.pk,
            staged_id=str(kept.pk),
            collection_id=str(request.collection.pk),
            uses=[[index, use] for index, use in uses.items()],
        )
        return redirect("job", gmcode=request.municipality.code, job_id=job.pk)
    try:
        brought = actions.bring_answers(
            row, answers, by=request.membership.user, today=timezone.localdate(), kept=kept
        )
    except NotNow as reason:
        refused(request, reason)
    else:
        done(request, told(brought))
    return to(request, "dialogue")


def told(brought: actions.Brought) -> str:
    said = ngettext(
        "Eén antwoord ingelezen. Kijk het nu na.",
        "%(new)d antwoorden ingelezen. Kijk ze nu na.",
        brought.new,
    ) % {"new": brought.new}
    if not brought.known:
        return said
    known = ngettext(
        "Eén antwoord stond er al, of is teruggetrokken.",
        "%(known)d antwoorden stonden er al, of zijn teruggetrokken.",
        brought.known,
    ) % {"known": brought.known}
    return f"{said} {known}" if brought.new else known


@team_view(WRITE)
@require_POST
def drop_answers(request: TeamRequest, staged: uuid.UUID) -> HttpResponse:
    """Do not take it in after all."""
    staging.forget(_kept(request, staged))
    messages.info(request, _("Het bestand is weg. Er is niets bewaard."))
    return to(request, "dialogue")
