"""Coming back with a receipt: see, correct, or take back. The page where any code is typed is in dialogues."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from koersvast.surveys import answering, filling_in, queries, rules
from koersvast.surveys.models import Response
from koersvast.surveys.page_state import PageState, seal_state
from koersvast.surveys.words import SurveyStatus
from koersvast.vault.queries import open_box


def page_of_answers(request: Any, code: str) -> HttpResponse | None:
    """What belongs to the receipt of a survey; None when it is none. Shows no answer before a second press."""
    row = queries.response_with(request.municipality, code)
    if row is None:
        return _gone(request) if queries.was_taken_back(request.municipality, code) else None
    wish = request.POST.get("doe", "")
    if wish == "echt weg":
        answering.take_back(row, today=timezone.localdate())
        return _gone(request)
    context = _about(row) | {"code": code, "sure": wish == "weg"}
    if wish == "toon":
        context |= _answers(request, row)
    return render(request, "surveys/receipt.html", context)


def _about(row: Response) -> dict[str, Any]:
    survey = row.survey
    return {
        "survey": survey,
        "open": survey.status == SurveyStatus.OPEN and timezone.localdate() <= survey.closes_on,
        "settled": row.settled,
        "from": rules.SHOWN_FROM,
    }


def _answers(request: HttpRequest, row: Response) -> dict[str, Any]:
    """The answers in words, and a page to change them with as long as the survey is open."""
    survey = row.survey
    questionnaire = queries.asked_of(survey)
    answers = queries.answers_of(row)
    language = translation.get_language() or questionnaire.languages[0]
    if survey.data_key is None:
        return {}
    state = PageState(edition=survey.edition_id, language=language, answers=answers, correcting=row.pk)
    return {
        "pages": filling_in.spoken_answers(questionnaire, answers, language=language),
        "state": seal_state(open_box(survey.data_key), state),
        "end": filling_in.END,
    }


def _gone(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Uw antwoorden zijn weg. Niemand kan ze nog lezen. In een reservekopie staan ze nog tot die gewist is, meestal binnen 30 dagen."
    )
    return render(request, "surveys/receipt_gone.html", {"sentence": sentence})
