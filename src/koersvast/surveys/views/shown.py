"""A page of a questionnaire as a resident sees it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info

from koersvast.surveys.filling_in import FIELD, Filled, Way
from koersvast.surveys.models import Survey
from koersvast.surveys.page_state import PageState, seal_state
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import DECLINED_KEY, Question, words_in
from koersvast.surveys.routing import Page
from koersvast.vault.queries import Box


def language_name(code: str) -> str:
    """A language as its speakers call it; its letters when we do not know it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


MOST_BARS = 16  # parts of the bar; with more pages it only says where you are


def shown_page(
    request: HttpRequest,
    survey: Survey,
    box: Box,
    state: PageState,
    way: Way,
    page: Page,
    *,
    filled: Filled | None = None,
) -> HttpResponse:
    filled = filled or Filled()
    context = {
        "survey": survey,
        "state": seal_state(box, state),
        **page_context(state, way, page, filled),
    }
    return render(request, "surveys/page.html", context, status=400 if filled.errors else 200)


def page_context(state: PageState, way: Way, page: Page, filled: Filled) -> dict[str, Any]:
    """What the page shows, whoever it is for."""
    place = way.place_of(page)
    return {
        "page": page,
        "place": place,
        "bars": [number <= place.number for number in range(1, place.of + 1)]
        if place.of <= MOST_BARS
        else (),
        "notes": [words_in(note.label, state.language) for note in page.notes],
        "matrix": words_in(page.matrix.label, state.language) if page.matrix else "",
        "questions": [
            _shown(question, state, filled, alone=page.matrix is None) for question in page.questions
        ],
        "errors": bool(filled.errors),
        "language": state.language,
    }


def _shown(question: Question, state: PageState, filled: Filled, *, alone: bool) -> dict[str, Any]:
    """What a template needs of one question. ``alone``: it is the only thing on its page, so it is the heading."""
    kind = QUESTION_TYPES[question.kind]
    given = filled.given.get(question.key)
    if given is None:
        given = kind.sent(state.answers[question.key]) if question.key in state.answers else []
    return {
        "template": kind.form_template,
        "name": FIELD + question.key,
        "id": f"vraag-{question.key}",
        "label": words_in(question.label, state.language),
        "hint": words_in(question.hint, state.language),
        "required": question.required,
        "may_decline": question.may_decline,
        "declined": DECLINED_KEY in given,
        "decline_key": DECLINED_KEY,
        "error": filled.errors.get(question.key, ""),
        "choices": [
            {"key": one.key, "label": words_in(one.label, state.language), "chosen": one.key in given}
            for one in question.choices
        ],
        "short": all(len(words_in(one.label, state.language)) <= 2 for one in question.choices),
        "typed": next((one for one in given if one != DECLINED_KEY), ""),
        "whole": question.whole,
        "alone": alone,
    }
