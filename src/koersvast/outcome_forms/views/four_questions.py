"""The page for who has the link: four questions, no account, no address with a code in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from koersvast.cycles.versions import version_of
from koersvast.outcome_forms import actions, forms, queries
from koersvast.outcome_forms.models import RequestState
from koersvast.outcome_forms.queries import Asked
from koersvast.outcome_forms.telling import hints, told
from koersvast.people.access import for_everyone
from koersvast.vault import receipts
from koersvast.vault.guessing import Guesses

GUESSING = Guesses(processes=settings.WEB_WORKERS)


@for_everyone
@never_cache
@sensitive_post_parameters()
@sensitive_variables("code")
@require_http_methods(["GET", "POST"])
def four_questions(request: Any, gmcode: str) -> HttpResponse:
    """Type the code, or come with a link that types it for you."""
    form = forms.CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "outcome_forms/code.html", {"form": form})
    refusal = GUESSING.refusal(request)
    if refusal is not None:
        return refusal
    code = receipts.normalise(form.cleaned_data["code"])
    if not receipts.fits(code):
        form.add_error("code", _("Er zit een typefout in de code. Kijk nog eens in uw link."))
        return render(request, "outcome_forms/code.html", {"form": form})
    asked = queries.request_with(request.municipality, code)
    if asked is None:
        GUESSING.note_from(request)
        form.add_error("code", _("Deze code kennen we niet. Misschien kreeg u later een nieuwe link."))
        return render(request, "outcome_forms/code.html", {"form": form})
    return _answered(request, asked, code)


def _answered(request: Any, asked: Asked, code: str) -> HttpResponse:
    wish = request.POST.get("doe", "")
    if asked.row.state == RequestState.TAKEN:
        return _sent_page(request, asked, code)
    if wish == "verstuur":
        return _send(request, asked, code)
    if wish == "later":
        return _save(request, asked, code)
    # a draft that was begun after sending waits behind the button, like everything else that can be mended
    if asked.row.state == RequestState.SENT and wish != "verbeter":
        return _sent_page(request, asked, code)
    return _form_page(request, asked, code)


def _send(request: Any, asked: Asked, code: str) -> HttpResponse:
    form = forms.AnswerForm(request.POST, asked=asked.row, hints=hints(asked))
    if not form.is_valid():
        return _form_page(request, asked, code, form=form)
    try:
        actions.send(asked.row, form.answer(), version=_version(request), today=timezone.localdate())
    except actions.NotPossible as reason:
        fresh = _again(request, code)
        if fresh.row.state == RequestState.TAKEN or queries.answer_in(fresh.row) == form.answer():
            return _sent_page(request, fresh, code)  # pressed twice: it counts once
        form.add_error(None, str(reason))
        return _form_page(request, fresh, code, form=form, now_there=told(fresh))
    return _sent_page(request, _again(request, code), code, just_sent=True)


def _save(request: Any, asked: Asked, code: str) -> HttpResponse:
    draft = forms.DraftForm(request.POST)
    if not draft.is_valid():
        form = forms.AnswerForm(request.POST, asked=asked.row, hints=hints(asked))
        form.errors.clear()
        for name, mistakes in draft.errors.items():
            form.errors[name] = mistakes
        return _form_page(request, asked, code, form=form)
    try:
        actions.save_draft(asked.row, draft.typed(), version=_version(request), now=timezone.now())
    except actions.NotPossible as reason:
        fresh = _again(request, code)
        if fresh.row.state == RequestState.TAKEN:
            return _sent_page(request, fresh, code)
        form = forms.AnswerForm(request.POST, asked=asked.row, hints=hints(asked))
        form.errors.clear()
        form.add_error(None, str(reason))
        return _form_page(request, fresh, code, form=form, now_there=told(fresh))
    return _form_page(request, _again(request, code), code, saved=True)


def _version(request: Any) -> int:
    """A form that does not say what it was made from is too old."""
    return version_of(request) or 0


def _again(request: Any, code: str) -> Asked:
    found = queries.request_with(request.municipality, code)
    assert found is not None  # it was there a moment ago, in this request
    return found


def _form_page(request: Any, asked: Asked, code: str, *, form: Any = None, **more: Any) -> HttpResponse:
    form = form or forms.AnswerForm(initial=queries.fields_in(asked.row), asked=asked.row, hints=hints(asked))
    context = {"asked": asked, "row": asked.row, "code": code, "form": form, **more}
    return render(request, "outcome_forms/four_questions.html", context)


def _sent_page(request: Any, asked: Asked, code: str, **more: Any) -> HttpResponse:
    context = {"asked": asked, "row": asked.row, "code": code, "told": told(asked), **more}
    return render(request, "outcome_forms/sent.html", context)
