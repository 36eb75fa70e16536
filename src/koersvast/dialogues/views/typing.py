"""Bringing in what is said: typing along, or pasting. Kept every few seconds, and two people never lose words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.versions import version_of
from koersvast.dialogues import forms, leaving_out
from koersvast.dialogues.models import Conversation, TopicGuide
from koersvast.dialogues.views.pages import base, conversation_or_404, done, refused, to
from koersvast.dialogues.words import ConversationKind
from koersvast.texts import actions as texts
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.models import Party, TextState
from koersvast.texts.permissions import WRITE
from koersvast.texts.queries import open_text


@team_view(WRITE)
@never_cache
@require_http_methods(["GET", "POST"])
def type_text(request: TeamRequest, pk: Any) -> HttpResponse:
    """The page to type on. The script asks for JSON; without script the button keeps what was typed."""
    row = conversation_or_404(request, pk)
    if request.method == "POST":
        return _keep(request, row)
    if row.text.data_key is None or row.text.state != TextState.TYPING:
        refused(request, texts.NotNow(_("Deze tekst wordt al nagekeken, of is teruggetrokken.")))
        return to(request, "conversation", pk)
    texts.note_reading(row.text, by=request.membership.user)
    form = forms.TextForm(initial={"body": open_text(row.text).body})
    return _page(request, row, form, version=row.text.version)


def _keep(request: TeamRequest, row: Conversation) -> HttpResponse:
    quiet = request.headers.get("Accept") == "application/json"
    body = request.POST.get("body", "")
    try:
        version = texts.save_typed(
            row.text, body=body, version=version_of(request) or 0, by=request.membership.user
        )
    except texts.SavedMeanwhile as meanwhile:
        if quiet:
            told = {"theirs": meanwhile.theirs, "version": meanwhile.version, "said": str(meanwhile)}
            return JsonResponse(told, status=409)
        form = forms.TextForm(initial={"body": body})
        return _page(request, row, form, version=meanwhile.version, theirs=meanwhile.theirs)
    except texts.NotNow as reason:
        if quiet:
            return JsonResponse({"said": str(reason)}, status=400)
        refused(request, reason)
        return to(request, "conversation", row.pk)
    now = timezone.localtime()
    if quiet:
        return JsonResponse({"version": version, "at": f"{now:%H.%M}"})
    if "klaar" in request.POST:
        return _done(request, row)
    done(request, _("Bewaard om %(time)s.") % {"time": f"{now:%H.%M}"})
    return to(request, "type_text", row.pk)


def _page(
    request: TeamRequest, row: Conversation, form: Any, *, version: int, theirs: str | None = None
) -> HttpResponse:
    audience = Party.PARTNERS if row.kind == ConversationKind.PARTNER_INTERVIEW else Party.RESIDENTS
    guide = TopicGuide.objects.filter(round=row.round, audience=audience).first()
    return render(
        request,
        "dialogues/typing.html",
        {
            "conversation": row,
            "form": form,
            "version": version,
            "theirs": theirs,
            "questions": guide.questions.splitlines() if guide else [],
            "back": reverse("conversation", args=[*base(request), row.pk]),
        },
        status=200 if theirs is None else 409,
    )


@team_view(WRITE)
@require_POST
def done_typing(request: TeamRequest, pk: Any) -> HttpResponse:
    return _done(request, conversation_or_404(request, pk))


def _done(request: TeamRequest, row: Conversation) -> HttpResponse:
    try:
        leaving_out.done_typing(row, by=request.membership.user)
    except texts.NotNow as reason:
        refused(request, reason)
    else:
        done(request, _("Klaar met typen. Kijk nu na wat iemand herkenbaar maakt."))
    return to(request, "conversation", row.pk)


@team_view(WRITE)
@never_cache
@require_http_methods(["GET", "POST"])
def paste_text(request: TeamRequest, pk: Any) -> HttpResponse:
    """A text that was made elsewhere. It takes the place of what was typed."""
    row = conversation_or_404(request, pk)
    if row.text.data_key is None or row.text.state != TextState.TYPING:
        refused(request, texts.NotNow(_("Deze tekst wordt al nagekeken, of is teruggetrokken.")))
        return to(request, "conversation", pk)
    form = forms.BringInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving_out.bring_in_text(
                row,
                body=form.cleaned_data["body"],
                version=version_of(request) or 0,
                by=request.membership.user,
            )
        except (texts.SavedMeanwhile, texts.NotNow) as reason:
            form.add_error(None, str(reason))
        else:
            done(request, _("De tekst staat er. Kijk nu na wat iemand herkenbaar maakt."))
            for warning in form.cleaned_data["warnings"]:
                messages.warning(request, warning)
            return to(request, "conversation", pk)
    return render(
        request,
        "dialogues/paste.html",
        {
            "conversation": row,
            "form": form,
            "version": row.text.version,
            "replaces": row.text.length,
            "back": reverse("conversation", args=[*base(request), pk]),
        },
    )
