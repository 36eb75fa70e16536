"""The page for who has a slip: no account, no address with a code in it, nothing about the content by itself."""

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

from koersvast.dialogues import forms, participant_actions, publication_queries, queries, quote_queries
from koersvast.dialogues.consent_texts import consent_text, older_words
from koersvast.dialogues.models import Participant
from koersvast.dialogues.views import receipt_quotes
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.dialogues.words import SWITCHES, Why
from koersvast.people.access import for_everyone
from koersvast.surveys.views.receipts import page_of_answers
from koersvast.texts.models import TextState
from koersvast.vault import receipts
from koersvast.vault.guessing import Guesses

GUESSING = Guesses(processes=settings.WEB_WORKERS)


@for_everyone
@never_cache
@sensitive_post_parameters()
@sensitive_variables("code")
@require_http_methods(["GET", "POST"])
def receipt(request: Any, gmcode: str) -> HttpResponse:
    """Type the code; then see what you allowed, change it, or take everything back."""
    form = forms.ReceiptForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "dialogues/receipt_code.html", {"form": form})
    refusal = GUESSING.refusal(request)
    if refusal is not None:
        return refusal
    code = receipts.normalise(form.cleaned_data["code"])
    if not receipts.fits(code):
        form.add_error("code", _("Er zit een typefout in de code. Kijk nog eens op uw briefje."))
        return render(request, "dialogues/receipt_code.html", {"form": form})
    person = queries.participant_with(request.municipality, code)
    answers = page_of_answers(request, code) if person is None else None
    if answers is not None:
        return answers
    if person is None:
        GUESSING.note_from(request)
        form.add_error("code", _("Deze code kennen we niet. Misschien kreeg u later een nieuw briefje."))
        return render(request, "dialogues/receipt_code.html", {"form": form})
    return _answer(request, person, code)


def _answer(request: Any, person: Participant, code: str) -> HttpResponse:
    wish = request.POST.get("doe", "")
    if person.withdrawn_on is not None:
        return _page(request, person, code, "dialogues/receipt_gone.html")
    if wish == "weg":
        return _page(request, person, code, "dialogues/receipt_withdraw.html")
    if wish == "echt weg":
        gone = withdraw_participant(person, today=timezone.localdate(), why=Why.RECEIPT, by=None)
        return _page(request, person, code, "dialogues/receipt_gone.html", gone=gone)
    if wish == "verander":
        return _change(request, person, code)
    if wish == "zin":
        return _page(
            request, person, code, "dialogues/receipt.html", **receipt_quotes.answered(request, person)
        )
    return _page(request, person, code, "dialogues/receipt.html")


def _change(request: Any, person: Participant, code: str) -> HttpResponse:
    form = forms.SwitchesForm(request.POST, words=consent_text(request.municipality))
    if not form.is_valid():
        return _page(request, person, code, "dialogues/receipt.html", form=form)
    if not form.cleaned_data["take_part"]:
        return _page(request, person, code, "dialogues/receipt_withdraw.html")
    participant_actions.give_consent(person, form.cleaned_data, today=timezone.localdate(), by=None)
    return _page(request, person, code, "dialogues/receipt.html", saved=True)


def _page(request: Any, person: Participant, code: str, template: str, **more: Any) -> HttpResponse:
    row = person.conversation.round
    words, last = consent_text(request.municipality), queries.latest_consents([person.pk]).get(person.pk)
    form = more.pop("form", None) or forms.SwitchesForm(words=words, consent=last)
    context = {
        "code": code,
        "round": row,
        "fields": [form[switch] for switch in SWITCHES],
        "form": form,
        "person": person,
        "older": older_words(last, words),
        "quotes": quote_queries.waiting_for(person),
        "left": publication_queries.left_of([person.pk]).get(person.pk, []),
        "checked": person.conversation.text.state == TextState.FINISHED,
        **more,
    }
    return render(request, template, context)
