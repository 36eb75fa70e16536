"""Fill a questionnaire in as a resident would. What is filled in stands in the page alone: nothing is stored."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.surveys import filling_in, queries, routing
from koersvast.surveys.filling_in import END, Filled, Way
from koersvast.surveys.models import Edition
from koersvast.surveys.page_state import LONGEST, PageState
from koersvast.surveys.plain import answers_from_plain, answers_to_plain
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Questionnaire, words_in
from koersvast.surveys.routing import Page
from koersvast.surveys.views.editions import edition_or_404, to_edition
from koersvast.surveys.views.pages import refused
from koersvast.surveys.views.shown import language_name, page_context

SALT = "surveys.preview"


@cycle_view(step=1)
@never_cache
@require_http_methods(["GET", "POST"])
def preview_questionnaire(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    edition = edition_or_404(request, pk)
    content = queries.questionnaire_of(edition)
    if not routing.pages(content, {}) or any(one.kind not in QUESTION_TYPES for one in content.questions):
        refused(request, ValueError(_("Er zijn nog geen vragen om in te vullen.")))
        return to_edition(request, edition)
    state = _sent(request, edition) if request.method == "POST" else None
    if state is None:
        language = request.GET.get("taal", "")
        language = language if language in content.languages else content.languages[0]
        state = PageState(edition=edition.pk, language=language)
    with translation.override(
        state.language if state.language in dict(settings.LANGUAGES) else translation.get_language()
    ):
        return _step(request, edition, content, state)


def _step(request: CycleRequest, edition: Edition, content: Questionnaire, state: PageState) -> HttpResponse:
    wish, _colon, about = request.POST.get("doe", "begin").partition(":")
    if wish == "verstuur":
        return _render(request, edition, content, state, "surveys/preview_done.html", {})
    page = Way(content, state.answers).page_with(request.POST.get("blad", ""))
    filled = Filled()
    if page is not None and wish in ("volgende", "vorige"):
        try:
            filled = filling_in.read_page(
                content, state.answers, page, dict(request.POST.lists()), language=state.language
            )
        except filling_in.NotThisPage:
            page, state = None, state.answering({})
        state = state.answering(routing.kept(content, {**state.answers, **filled.answers}))
    if page is not None and filled.errors and wish == "volgende":
        return _page(request, edition, content, state, page, filled)
    return _page(request, edition, content, state, _turned(content, state, page, wish, about), Filled())


def _turned(
    content: Questionnaire, state: PageState, page: Page | None, wish: str, about: str
) -> Page | None:
    """The page that a button leads to; None: all answers together."""
    way = Way(content, state.answers)
    if wish == "vorige":
        return way.before(page.key if page else END) or way.pages[0]
    if wish == "volgende" and page is not None:
        return way.next_after(page.key)
    if wish == "naar":
        page = way.page_with(about)
    return page or way.first_open()


def _page(
    request: CycleRequest,
    edition: Edition,
    content: Questionnaire,
    state: PageState,
    page: Page | None,
    filled: Filled,
) -> HttpResponse:
    if page is None:
        spoken = filling_in.spoken_answers(content, state.answers, language=state.language)
        more: dict[str, Any] = {"pages": spoken, "end": END}
        return _render(request, edition, content, state, "surveys/preview_look_again.html", more)
    more = page_context(state, Way(content, state.answers), page, filled)
    status = 400 if filled.errors else 200
    return _render(request, edition, content, state, "surveys/preview_page.html", more, status=status)


def _render(
    request: CycleRequest,
    edition: Edition,
    content: Questionnaire,
    state: PageState,
    template: str,
    more: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    languages = [(one, language_name(one)) for one in content.languages]
    context = {
        "edition": edition,
        "survey": {"public_title": words_in(content.title, state.language)},
        "state": _kept(state, edition),
        "language": state.language,
        "languages": languages if len(languages) > 1 else [],
        **more,
    }
    return render(request, template, context, status=status)


def _kept(state: PageState, edition: Edition) -> str:
    plain = {
        "edition": [edition.pk.hex, edition.version],
        "language": state.language,
        "answers": answers_to_plain(state.answers),
    }
    return signing.dumps(plain, salt=SALT, compress=True)


def _sent(request: CycleRequest, edition: Edition) -> PageState | None:
    """What the page held; None when it is not one of ours, or the questions are others."""
    text = request.POST.get("staat", "")
    try:
        found: dict[str, Any] = signing.loads(text if len(text) <= LONGEST else "", salt=SALT)
    except signing.BadSignature:
        return None
    if found["edition"] != [edition.pk.hex, edition.version]:
        return None
    return PageState(edition.pk, language=found["language"], answers=answers_from_plain(found["answers"]))
