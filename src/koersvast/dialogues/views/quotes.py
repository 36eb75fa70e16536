"""Quotes of a round: make one, see how recognisable it is, bring it further. The participant answers elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.coding.models import Coding
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.dialogues import (
    kcheck,
    publication_queries,
    queries,
    quote_actions,
    quote_forms,
    quote_queries,
)
from koersvast.dialogues.models import Quote, QuoteReading, QuoteStatus
from koersvast.dialogues.views.pages import base, done, refused, round_or_404, to
from koersvast.people.permissions import may_plan
from koersvast.texts import actions as texts
from koersvast.texts.access import TeamRequest, may, team_view
from koersvast.texts.actions import NotNow
from koersvast.texts.identifiers import find
from koersvast.texts.permissions import CODE, READ, WRITE
from koersvast.texts.queries import known_names, open_text
from koersvast.vault.queries import open_box


def quote_or_404(request: TeamRequest, pk: Any) -> Quote:
    found = quote_queries.quote(round_or_404(request), pk)
    if found is None or found.text.data_key_id is None:
        raise Http404
    return found


@require_GET
@never_cache
@team_view(READ)
def quotes(request: TeamRequest) -> HttpResponse:
    """All quotes of a round by how far they are."""
    row = round_or_404(request)
    found = quote_queries.quotes_of(row)
    stages = [
        (status, status.label, [one for one in found if one.row.status == status]) for status in QuoteStatus
    ]
    return render(
        request,
        "dialogues/quotes.html",
        {
            "round": row,
            "stages": [one for one in stages if one[2]],
            "count": len(found),
            "gone": publication_queries.gone_from(row),
        },
    )


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(CODE)
def add_quote(request: TeamRequest, pk: Any) -> HttpResponse:
    """From a fragment: whose words are they?"""
    row = round_or_404(request)
    fragment = get_object_or_404(
        Coding.objects.select_related("text__data_key"),
        pk=pk,
        text__collection=request.collection,
        text__data_key__isnull=False,
    )
    talk = queries.conversation_of(fragment.text)
    if talk is None:
        raise Http404
    talk.text = fragment.text
    opened = open_text(fragment.text)
    texts.note_reading(fragment.text, by=request.membership.user)
    people = quote_queries.who_said(talk, opened, fragment.start, fragment.end)
    form = quote_forms.WhoForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        person = next(one.row for one in people if str(one.row.pk) == form.cleaned_data["participant"])
        try:
            made = quote_actions.make_quote(
                row,
                conversation=talk,
                participant=person.pk,
                start=fragment.start,
                end=fragment.end,
                by=request.membership.user,
                today=timezone.localdate(),
            )
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            return to(request, "quote", made.pk)
    context = {
        "form": form,
        "words": opened.span(fragment.start, fragment.end),
        "refusal": quote_queries.cannot_quote(opened, fragment.start, fragment.end),
        "people": [one for one in people if one.allows("quote")],
        "back": reverse("fragments", args=[*base(request), fragment.code_id]),
    }
    return render(request, "dialogues/quote_new.html", context)


@require_GET
@never_cache
@team_view(READ)
def quote(request: TeamRequest, pk: Any) -> HttpResponse:
    """One quote: its words, how many share what is shown, what was said of it, and what to do now."""
    row = quote_or_404(request, pk)
    [opened] = quote_queries.open_quotes([row])
    texts.note_reading(row.text, by=request.membership.user)
    found = quote_queries.counted(row.participant, opened.shown, but=row.pk)
    names = known_names(request.municipality)
    return render(
        request,
        "dialogues/quote.html",
        {
            "round": row.round,
            "quote": row,
            "opened": opened,
            "counted": found,
            "blocks_below": kcheck.BLOCKS_BELOW,
            "warns_below": kcheck.WARNS_BELOW,
            "may_plan": may_plan(request.membership),
            "proposals": [(quote_queries.attribute_line(one.shown), one.k) for one in found.proposals],
            "look": [one.text for one in find(opened.words, known=names)],
            "readings": _readings(row),
            "own": row.maker_id == request.membership.user_id,
            "step": row.status,
            "no_receipt": not row.participant.receipt,
            "may_code": may(request, CODE),
            "may_write": may(request, WRITE),
        },
    )


def _readings(row: Quote) -> list[tuple[QuoteReading, str]]:
    assert row.text.data_key is not None
    box = open_box(row.text.data_key)
    rows = QuoteReading.objects.filter(quote=row).select_related("reader")
    return [(one, box.read(one.reason, quote_queries.reason_place(one.pk))) for one in rows]


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(CODE)
def edit_quote(request: TeamRequest, pk: Any) -> HttpResponse:
    row = quote_or_404(request, pk)
    [now] = quote_queries.open_quotes([row])
    people = queries.participants_of(row.participant.conversation)
    person = next(one for one in people if one.row.pk == row.participant_id)
    form = quote_forms.QuoteForm(
        request.POST or None,
        options=quote_queries.choices_for(person.about),
        initial={"words": now.words, "edit": row.edit, "shown": quote_forms.as_choices(now.shown)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            quote_actions.change_quote(
                row,
                words=form.cleaned_data["words"],
                edit=form.cleaned_data["edit"],
                shown=form.attributes(),
                by=request.membership.user,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            done(request)
            return to(request, "quote", pk)
    context = {
        "form": form,
        "quote": row,
        "source": open_text(row.text).span(row.start, row.end),
        "version": began_at(request, row.version),
        "back": reverse("quote", args=[*base(request), pk]),
    }
    return render(request, "dialogues/quote_form.html", context)


@require_POST
@team_view(CODE)
def offer_quote(request: TeamRequest, pk: Any) -> HttpResponse:
    return _do(request, pk, quote_actions.offer, _("Nu leest iemand anders van het team dit citaat na."))


@require_POST
@team_view(CODE)
def release_quote(request: TeamRequest, pk: Any) -> HttpResponse:
    return _do(request, pk, quote_actions.release, _("Dit citaat mag nu in stukken."))


def _do(request: TeamRequest, pk: Any, act: Any, words: str) -> HttpResponse:
    try:
        act(quote_or_404(request, pk), by=request.membership.user)
    except NotNow as reason:
        refused(request, reason)
    else:
        done(request, words)
    return to(request, "quote", pk)


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(CODE)
def read_quote(request: TeamRequest, pk: Any) -> HttpResponse:
    """The second reader: eight questions, and why."""
    row = quote_or_404(request, pk)
    if row.maker_id == request.membership.user_id or row.status != QuoteStatus.SECOND_READER:
        refused(request, NotNow(_("Een ander teamlid leest dit citaat na, als het daarvoor klaarstaat.")))
        return to(request, "quote", pk)
    [opened] = quote_queries.open_quotes([row])
    texts.note_reading(row.text, by=request.membership.user)
    form = quote_forms.ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passed = quote_actions.read_second(
                row,
                answers=form.answers(),
                reason=form.cleaned_data["reason"],
                by=request.membership.user,
                today=timezone.localdate(),
                version=version_of(request),
            )
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            told = (
                _("Goed. Nu is het woord aan de deelnemer.")
                if passed
                else _("Het citaat gaat terug naar wie het maakte.")
            )
            done(request, told)
            return to(request, "quote", pk)
    context = {
        "form": form,
        "opened": opened,
        "quote": row,
        "version": began_at(request, row.version),
        "back": reverse("quote", args=[*base(request), pk]),
    }
    return render(request, "dialogues/quote_reading.html", context)


@require_POST
@team_view(CODE)
def remove_quote(request: TeamRequest, pk: Any) -> HttpResponse:
    quote_actions.remove_quote(quote_or_404(request, pk), by=request.membership.user)
    done(request, _("Het citaat is weg."))
    return to(request, "quotes")
