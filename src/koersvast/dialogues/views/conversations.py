"""One conversation: plan it, hold it, see who took part and what may be used."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.versions import both_versions, version_of
from koersvast.dialogues import actions, forms, publication_queries, queries, withdrawing
from koersvast.dialogues.consent_texts import SWITCH_NAMES
from koersvast.dialogues.models import Conversation
from koersvast.dialogues.views.pages import (
    base,
    conversation_or_404,
    done,
    form_page,
    page_if_there,
    refused,
    round_or_404,
    to,
)
from koersvast.dialogues.words import SWITCHES, ConversationState, RoundStatus, Why
from koersvast.texts.access import TeamRequest, may, team_view
from koersvast.texts.models import TextState
from koersvast.texts.permissions import READ, WRITE


@team_view(WRITE)
@require_http_methods(["GET", "POST"])
def plan_conversation(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    form = forms.ConversationForm(request.POST or None, collection=request.collection)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_conversation(row, by=request.membership.user, **form.cleaned_data)
        except actions.NotNow as reason:
            refused(request, reason)
            return to(request, "dialogue")
        return to(request, "conversation", made.pk)
    return form_page(request, form, _("Plan een gesprek"), back=reverse("dialogue", args=base(request)))


@team_view(WRITE)
@require_http_methods(["GET", "POST"])
def edit_conversation(request: TeamRequest, pk: Any) -> HttpResponse:
    row = conversation_or_404(request, pk)
    version = row.version
    form = forms.ConversationForm(request.POST or None, instance=row, collection=request.collection)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_conversation(
                Conversation.objects.select_related("round").get(pk=pk),
                form.cleaned_data,
                by=request.membership.user,
                version=version_of(request),
            )
        except actions.NotNow as reason:
            refused(request, reason)
        except actions.StaleEdit as stale:
            return both_versions(request, stale, form)
        else:
            done(request)
        return to(request, "conversation", pk)
    return form_page(
        request,
        form,
        _("Wanneer en door wie?"),
        back=reverse("conversation", args=[*base(request), pk]),
        version=version,
    )


@team_view(READ)
def conversation(request: TeamRequest, pk: Any) -> HttpResponse:
    row = conversation_or_404(request, pk)
    people = queries.participants_of(row)
    state = queries.state_of(row)
    allowed = queries.what_is_allowed(people)
    left = publication_queries.left_of(one.row.pk for one in people)
    return render(
        request,
        "dialogues/conversation.html",
        {
            "round": row.round,
            "conversation": row,
            "state": state,
            "withdrawn": state is ConversationState.WITHDRAWN,
            "typing": row.text.state == TextState.TYPING,
            "finished": row.text.state == TextState.FINISHED,
            "people": [(one, _said(one), left.get(one.row.pk, [])) for one in people],
            "left": sorted({line for lines in left.values() for line in lines}),
            "allowed": [(SWITCH_NAMES[switch], *allowed[switch]) for switch in SWITCHES],
            "check": page_if_there("check_text", *base(request), row.text_id),
            "may_write": may(request, WRITE) and row.round.status != RoundStatus.CLOSED,
            "may_withdraw": may(request, WRITE),
        },
    )


def _said(person: queries.Known) -> dict[str, list[Any]]:
    """The names of the switches that somebody turned on, and of the others."""
    yes = [switch for switch in SWITCHES if person.allows(switch)]
    return {
        "yes": [SWITCH_NAMES[switch] for switch in yes],
        "no": [SWITCH_NAMES[switch] for switch in SWITCHES if switch not in yes],
    }


@team_view(WRITE)
@require_POST
def hold_conversation(request: TeamRequest, pk: Any) -> HttpResponse:
    """It takes place now: say so, and begin to type."""
    row = conversation_or_404(request, pk)
    try:
        actions.hold(row, on=timezone.localdate(), by=request.membership.user)
    except actions.NotNow as reason:
        refused(request, reason)
        return to(request, "conversation", pk)
    return to(request, "type_text", pk)


@team_view(WRITE)
@require_POST
def cancel_conversation(request: TeamRequest, pk: Any) -> HttpResponse:
    row = conversation_or_404(request, pk)
    try:
        actions.cancel_conversation(row, by=request.membership.user)
    except actions.NotNow as reason:
        refused(request, reason)
        return to(request, "conversation", pk)
    done(request, _("Het gesprek is uit de planning gehaald."))
    return to(request, "dialogue")


@team_view(WRITE)
@require_http_methods(["GET", "POST"])
def withdraw_conversation(request: TeamRequest, pk: Any) -> HttpResponse:
    """On request, a text of which no participant is known: first what goes, then the button."""
    row = conversation_or_404(request, pk)
    back = reverse("conversation", args=[*base(request), pk])
    if request.method == "GET":
        context = {"conversation": row, "name": row.get_kind_display(), "back": back}
        return render(request, "dialogues/withdraw.html", context)
    try:
        withdrawing.withdraw_conversation(
            row, today=timezone.localdate(), why=Why.REQUEST, by=request.membership.user
        )
    except actions.NotNow as reason:
        refused(request, reason)
    else:
        done(request, _("Teruggetrokken. De woorden zijn weg."))
    return redirect(back)


@team_view(WRITE)
@require_POST
def looked_again(request: TeamRequest, pk: Any) -> HttpResponse:
    actions.looked_again(conversation_or_404(request, pk), by=request.membership.user)
    done(request)
    return redirect("conversation", *base(request), pk)
