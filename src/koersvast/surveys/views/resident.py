"""Answering: one thing per page, without an account, without script, and nothing stored before it is sent."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from koersvast.people.access import for_everyone
from koersvast.people.permissions import Verdict
from koersvast.surveys import answering, filling_in, queries, routing, rules
from koersvast.surveys.at_hand import survey_at_hand, survey_now
from koersvast.surveys.filling_in import END, Filled, Way
from koersvast.surveys.models import Survey
from koersvast.surveys.page_state import PageState, StalePage, open_state, seal_state
from koersvast.surveys.routing import Page
from koersvast.surveys.views.shown import language_name, shown_page
from koersvast.surveys.words import MODE_SENTENCES, Mode
from koersvast.texts.actions import NotNow
from koersvast.vault import receipts
from koersvast.vault.guessing import Guesses
from koersvast.vault.queries import Box, open_box

TURNS = {"volgende", "vorige", "naar"}  # only another page: what was known a moment ago will do
GUESSING = Guesses(processes=settings.WEB_WORKERS)
LOG = logging.getLogger("koersvast.surveys")


@for_everyone
@never_cache
@sensitive_post_parameters()
@sensitive_variables("code")
@require_http_methods(["GET", "POST"])
def with_code(request: Any, gmcode: str) -> HttpResponse:
    """Type the code of a letter, or of a draft. An address with #CODE behind it fills it in; that part is never sent."""
    if request.method != "POST":
        return _ask_code(request)
    refusal = GUESSING.refusal(request)
    if refusal is not None:
        return refusal
    code = receipts.normalise(request.POST.get("code", ""))
    if not receipts.fits(code):
        return _ask_code(request, _("Er zit een typefout in de code. Kijk nog eens op uw brief."), typed=code)
    # both are looked up for every code: how long it takes tells nothing more than the sentence does
    found, draft = (
        queries.code_with(request.municipality, code),
        queries.draft_with(request.municipality, code),
    )
    if found is not None:
        if found.used:
            return _ask_code(request, _("Met deze code is al meegedaan."))
        return _begin(request, found.survey, PageState(edition=found.survey.edition_id, code=found.pk))
    if draft is not None:
        try:
            return _go_on(request, draft.survey, answering.open_draft(draft, code))
        except StalePage:
            return _ask_code(request, _("De vragen zijn veranderd. Wat u had ingevuld, past niet meer."))
    GUESSING.note_from(request)
    return _ask_code(request, _("Deze code kennen we niet."))


@for_everyone
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def answer_survey(request: Any, gmcode: str, pk: uuid.UUID) -> HttpResponse:
    """An open link begins here; and every page of answers comes back here."""
    wish = request.POST.get("doe", "volgende").partition(":")[0]
    turns = request.method == "POST" and wish in TURNS
    found = survey_at_hand(request.municipality, pk) if turns else survey_now(request.municipality, pk)
    if found is None or found.survey.status == "planned":
        raise Http404
    survey, box = found.survey, found.box
    if request.method != "POST":
        if survey.mode != Mode.OPEN:
            return _ask_code(request)
        return _begin(request, survey, PageState(edition=survey.edition_id))
    may = _may_answer(survey)
    if not may:
        return _said(request, survey, may.reason)
    if box is None:
        raise Http404
    try:
        state = open_state(box, request.POST.get("staat", ""), edition=survey.edition_id)
    except StalePage:
        return _said(
            request,
            survey,
            _("Deze pagina is te oud, of hij hoort hier niet. Er is niets opgeslagen."),
            status=400,
        )
    return _step(request, survey, box, state)


@for_everyone
@never_cache
@require_safe
def answered(request: HttpRequest, gmcode: str) -> HttpResponse:
    """After "Klaar": nothing about any survey stands on the page that stays open."""
    return render(request, "surveys/done.html")


def _step(request: Any, survey: Survey, box: Box, state: PageState) -> HttpResponse:
    """One press on a button."""
    questionnaire = queries.asked_of(survey)
    wish, _colon, about = request.POST.get("doe", "volgende").partition(":")
    key = request.POST.get("blad", "")
    if wish == "taal":
        language = about if about in questionnaire.languages else questionnaire.languages[0]
        return _begin(request, survey, replace(state, language=language))
    way = Way(questionnaire, state.answers)
    with translation.override(_ui_language(state.language)):
        if wish == "stop":
            answering.forget_draft(survey, state.draft)
            return _finished(request, survey, "surveys/stopped.html", {})
        if wish == "begin":
            return _show(request, survey, box, state, way, way.first_open())
        if wish == "naar":
            page = None if about == END else way.page_with(about)
            return _show(request, survey, box, state, way, page or way.first_open())
        if wish == "verstuur":
            return _send(request, survey, box, state, way)
        page = way.page_with(key)
        if page is None and key != END:
            return _said(
                request, survey, _("Deze pagina past niet bij de vragen. Er is niets opgeslagen."), status=400
            )
        return _move(request, survey, box, state, way, page, wish)


def _move(
    request: Any, survey: Survey, box: Box, state: PageState, way: Way, page: Page | None, wish: str
) -> HttpResponse:
    """Reads the page, then goes on, goes back or keeps it for later."""
    filled = Filled()
    if page is not None:
        try:
            filled = filling_in.read_page(
                way.questionnaire, state.answers, page, dict(request.POST.lists()), language=state.language
            )
        except filling_in.NotThisPage:
            return _said(
                request, survey, _("Deze pagina past niet bij de vragen. Er is niets opgeslagen."), status=400
            )
        # answers to what is not asked any more do not stay hidden in the page
        state = state.answering(routing.kept(way.questionnaire, {**state.answers, **filled.answers}))
        way = Way(way.questionnaire, state.answers)
    key = page.key if page is not None else END
    if wish == "vorige":
        earlier = way.before(key)
        return _show(request, survey, box, state, way, earlier) if earlier else _begin(request, survey, state)
    if wish == "later":
        return _keep(request, survey, box, state)
    if filled.errors and page is not None:
        return shown_page(request, survey, box, state, way, page, filled=filled)
    return _show(request, survey, box, state, way, way.next_after(key) or way.first_open())


def _show(
    request: Any, survey: Survey, box: Box, state: PageState, way: Way, page: Page | None
) -> HttpResponse:
    """A page; without one everything was seen through, and all answers are shown together."""
    if page is None:
        return _look_again(request, survey, box, state)
    return shown_page(request, survey, box, state, way, page)


def _look_again(
    request: Any, survey: Survey, box: Box, state: PageState, *, problem: str = "", status: int = 200
) -> HttpResponse:
    questionnaire = queries.asked_of(survey)
    context = {
        "survey": survey,
        "state": seal_state(box, state),
        "pages": filling_in.spoken_answers(questionnaire, state.answers, language=state.language),
        "correcting": state.correcting is not None,
        "problem": problem,
        "end": END,
    }
    return render(request, "surveys/look_again.html", context, status=status)


def _send(request: Any, survey: Survey, box: Box, state: PageState, way: Way) -> HttpResponse:
    missing = way.first_open()
    if missing is not None:
        return shown_page(request, survey, box, state, way, missing)
    try:
        if state.correcting is not None:
            answering.correct(survey, box, state.correcting, state.answers)
            return _finished(request, survey, "surveys/corrected.html", {})
        receipt = answering.send(survey, box, state, state.answers, today=timezone.localdate())
    except NotNow as refusal:
        return _said(request, survey, str(refusal), status=409)
    except DatabaseError as broken:
        # a full disk, or a database that is away: never the answers themselves in the log
        LOG.error("an answer could not be stored: %s", type(broken).__name__)
        problem = _("Niet opgeslagen. Uw antwoorden staan er nog. Wacht even en druk dan weer op Verstuur.")
        return _look_again(request, survey, box, state, problem=problem, status=503)
    return _finished(
        request, survey, "surveys/thanks.html", {"groups": receipts.groups(receipt), "receipt": receipt}
    )


def _keep(request: Any, survey: Survey, box: Box, state: PageState) -> HttpResponse:
    try:
        code = answering.keep_draft(survey, state, today=timezone.localdate())
    except DatabaseError as broken:
        LOG.error("a draft could not be stored: %s", type(broken).__name__)
        return _look_again(
            request, survey, box, state, problem=_("Niet opgeslagen. Probeer het zo opnieuw."), status=503
        )
    return _finished(request, survey, "surveys/kept.html", {"groups": receipts.groups(code)})


def _begin(request: Any, survey: Survey, state: PageState) -> HttpResponse:
    """Who asks, why, what we know of you, and what we cannot promise."""
    may = _may_answer(survey)
    if not may or survey.data_key is None:
        return _said(request, survey, may.reason)
    questionnaire = queries.asked_of(survey)
    with translation.override(_ui_language(state.language)):
        context = {
            "survey": survey,
            "state": seal_state(open_box(survey.data_key), state),
            "about": questionnaire.intro.get(state.language, "") or survey.about,
            "mode": MODE_SENTENCES[Mode(survey.mode)],
            "place": filling_in.Place(1, len(routing.pages(questionnaire, {}))),
            "languages": [
                (one, language_name(one)) for one in questionnaire.languages if one != state.language
            ],
            "language": state.language,
        }
        return render(request, "surveys/begin.html", context)


def _go_on(request: Any, survey: Survey, state: PageState) -> HttpResponse:
    may = _may_answer(survey)
    if not may or survey.data_key is None:
        return _said(request, survey, may.reason)
    box = open_box(survey.data_key)
    way = Way(queries.asked_of(survey), state.answers)
    with translation.override(_ui_language(state.language)):
        return _show(request, survey, box, state, way, way.first_open())


def _ask_code(request: HttpRequest, problem: str = "", typed: str = "") -> HttpResponse:
    return render(
        request, "surveys/code.html", {"problem": problem, "typed": typed}, status=400 if problem else 200
    )


def _said(request: HttpRequest, survey: Survey, sentence: str, status: int = 200) -> HttpResponse:
    """One sentence in the place of a page."""
    return render(request, "surveys/said.html", {"survey": survey, "sentence": sentence}, status=status)


def _finished(request: HttpRequest, survey: Survey, template: str, context: dict[str, Any]) -> HttpResponse:
    """The last page. The only cookie goes, so that nothing stays behind on this device."""
    answer = render(request, template, {"survey": survey, **context})
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False  # Django renews it on every page with a form
    answer.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    return answer


def _may_answer(survey: Survey) -> Verdict:
    sentences = {
        "planned": _("Deze vragenlijst is er nog niet."),
        "early": _("Deze vragenlijst begint later."),
        "closed": _("Deze vragenlijst is gesloten. U kunt niet meer meedoen."),
    }
    return rules.takes_answers(
        status=survey.status,
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        today=timezone.localdate(),
        sentences=sentences,
    )


def _ui_language(language: str) -> str:
    """The words around the questions: in this language when we speak it, or else in Dutch."""
    return language if language in dict(settings.LANGUAGES) else "nl"
