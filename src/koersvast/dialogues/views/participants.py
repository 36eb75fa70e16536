"""Who takes part, what they allow, the slip with the code, and taking everything back on request."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from koersvast.dialogues import forms, participant_actions, publication_queries
from koersvast.dialogues.consent_texts import consent_text, older_words
from koersvast.dialogues.models import Conversation, Participant
from koersvast.dialogues.queries import Known
from koersvast.dialogues.views.pages import (
    base,
    conversation_or_404,
    done,
    number_of,
    participant_or_404,
    refused,
    to,
)
from koersvast.dialogues.withdrawing import withdraw_participant as withdraw
from koersvast.dialogues.words import SWITCHES, Why
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.actions import NotNow
from koersvast.texts.permissions import WRITE
from koersvast.vault import receipts


@team_view(WRITE)
@never_cache
@require_http_methods(["GET", "POST"])
def add_participant(request: TeamRequest, pk: Any) -> HttpResponse:
    """Somebody takes part. The answer to the form is the slip: its code is shown this once."""
    row = conversation_or_404(request, pk)
    sent = request.POST or None
    about = forms.AboutForm(sent)
    words = consent_text(request.municipality)
    switches = forms.SwitchesForm(sent, words=words)
    if request.method == "POST" and about.is_valid() & switches.is_valid():
        ident = _uuid(request.POST.get("deelnemer", ""))
        if ident is None or Participant.objects.filter(pk=ident).exists():
            refused(request, NotNow(_("Deze deelnemer staat er al. Het bewijs is één keer te zien.")))
            return to(request, "conversation", pk)
        try:
            _made, code = participant_actions.add_participant(
                row,
                about=about.about(),
                switches=switches.cleaned_data,
                today=timezone.localdate(),
                by=request.membership.user,
                pk=ident,
            )
        except NotNow as reason:
            refused(request, reason)
            return to(request, "conversation", pk)
        return _slip(request, code, pk)
    return render(
        request,
        "dialogues/participant.html",
        {
            "title": _("Een deelnemer erbij"),
            "conversation": row,
            "about": about,
            "switches": switches,
            "ident": request.POST.get("deelnemer") or uuid.uuid4(),
            "back": reverse("conversation", args=[*base(request), pk]),
        },
    )


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _slip(request: TeamRequest, code: str, pk: Any) -> HttpResponse:
    return render(
        request,
        "dialogues/slip.html",
        {
            "groups": receipts.groups(code),
            "address": request.build_absolute_uri(reverse("receipt", args=[request.municipality.code])),
            "back": reverse("conversation", args=[*base(request), pk]),
        },
    )


@team_view(WRITE)
@require_http_methods(["GET", "POST"])
def consent(request: TeamRequest, pk: Any, participant: Any) -> HttpResponse:
    """What a participant reads and decides, on the phone of who talks with them."""
    row = conversation_or_404(request, pk)
    person = participant_or_404(row, participant)
    if person.row.withdrawn_on is not None:
        return to(request, "conversation", pk)
    words = consent_text(request.municipality)
    sent = request.POST if request.method == "POST" else None
    form = forms.SwitchesForm(sent, words=words, consent=person.consent)
    if request.method == "POST" and form.is_valid():
        if person.consent is not None and not form.cleaned_data["take_part"]:
            return to(request, "withdraw_participant", pk, participant)
        participant_actions.give_consent(
            person.row, form.cleaned_data, today=timezone.localdate(), by=request.membership.user
        )
        done(request)
        return to(request, "conversation", pk)
    return render(
        request,
        "dialogues/consent.html",
        {
            "form": form,
            "fields": [form[switch] for switch in SWITCHES],
            "older": older_words(person.consent, words),
            "back": reverse("conversation", args=[*base(request), pk]),
        },
    )


@team_view(WRITE)
@never_cache
@require_http_methods(["GET", "POST"])
def new_receipt(request: TeamRequest, pk: Any, participant: Any) -> HttpResponse:
    """Another code for a slip that was lost. The old one opens nothing from then on."""
    row = conversation_or_404(request, pk)
    person = participant_or_404(row, participant)
    if request.method == "POST":
        try:
            code = participant_actions.new_receipt(
                person.row, was=request.POST.get("was", ""), by=request.membership.user
            )
        except NotNow as reason:
            refused(request, reason)
            return to(request, "conversation", pk)
        return _slip(request, code, pk)
    return _first(request, "dialogues/new_receipt.html", row, person)


def _first(
    request: TeamRequest, template: str, row: Conversation, person: Known, **more: Any
) -> HttpResponse:
    """What a button is about to do to this participant, before it does."""
    return render(
        request,
        template,
        {
            "conversation": row,
            "name": number_of(person.row),
            "was": person.row.receipt,
            "back": reverse("conversation", args=[*base(request), row.pk]),
            **more,
        },
    )


@team_view(WRITE)
@require_http_methods(["GET", "POST"])
def withdraw_participant(request: TeamRequest, pk: Any, participant: Any) -> HttpResponse:
    """On request: first what goes, then the button."""
    row = conversation_or_404(request, pk)
    person = participant_or_404(row, participant)
    if request.method == "POST":
        gone = withdraw(person.row, today=timezone.localdate(), why=Why.REQUEST, by=request.membership.user)
        if gone.by_hand:
            refused(
                request,
                NotNow(
                    _(
                        "De woorden van deze deelnemer zijn niet vanzelf te vinden. Lees de tekst en streep ze."
                    )
                ),
            )
        else:
            done(request, _("Teruggetrokken. De woorden zijn weg."))
        return to(request, "conversation", pk)
    left = publication_queries.left_of([person.row.pk]).get(person.row.pk, [])
    return _first(request, "dialogues/withdraw.html", row, person, left=left)
