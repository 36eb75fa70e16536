"""What the pages of a team share: find the round and the conversation, go on, show a form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from koersvast.cycles.access import CycleRequest
from koersvast.cycles.versions import began_at
from koersvast.dialogues import queries
from koersvast.dialogues.models import Conversation, DialogueRound, Participant
from koersvast.texts.access import TeamRequest


def base(request: TeamRequest) -> list[Any]:
    return [request.municipality.code, request.cycle.number, request.collection.pk]


def to(request: TeamRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, *base(request), *args)


def round_or_404(request: TeamRequest) -> DialogueRound:
    row = queries.round_of(request.collection)
    if row is None:
        raise Http404
    return row


def conversation_or_404(request: TeamRequest, pk: Any) -> Conversation:
    row = queries.conversation(round_or_404(request), pk)
    if row is None:
        raise Http404
    return row


def participant_or_404(row: Conversation, pk: Any) -> queries.Known:
    found = next((one for one in queries.participants_of(row) if one.row.pk == pk), None)
    if found is None:
        raise Http404
    found.row.conversation = row
    return found


def refused(request: TeamRequest, reason: Exception) -> None:
    messages.warning(request, str(reason))


def done(request: TeamRequest, words: str = "") -> None:
    messages.success(request, words or _("Bewaard."))


def form_page(
    request: CycleRequest,
    form: Any,
    title: str,
    *,
    back: str,
    version: int | None = None,
    button: str = "",
    **more: Any,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back": back,
        "version": began_at(request, version),
        "button": button or _("Bewaar"),
        **more,
    }
    return render(request, "dialogues/form.html", context)


def page_if_there(name: str, *args: Any) -> str:
    """The address of a page that another feature brings; empty as long as it does not."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def number_of(person: Participant) -> str:
    return _("Deelnemer %(number)s") % {"number": person.number}
