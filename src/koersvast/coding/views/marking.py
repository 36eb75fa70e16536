"""Give codes, take them away, move their boundaries, write memos, say that a text is ready."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koersvast.coding import actions, forms, queries
from koersvast.coding.models import Code, Codebook, Coder, Coding, Memo
from koersvast.coding.views.page import desk, here, lines_context, text_or_404
from koersvast.texts import permissions
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.models import Text
from koersvast.texts.queries import open_text
from koersvast.texts.rules import OutsideText, Span, places_of


class Refused(Exception):
    """What somebody asked cannot be; the message says why."""


def _span(row: Text, form: Any) -> Span:
    """The chosen span; or the one place where the typed words stand. Raises Refused."""
    start, end = form.cleaned_data.get("start"), form.cleaned_data.get("end")
    if start is not None and end is not None:
        return Span(start, end)
    words = form.cleaned_data.get("words") or ""
    places = places_of(open_text(row).body, words)
    if not places:
        raise Refused(_("Kies eerst een stuk tekst, of typ woorden die in de tekst staan."))
    if len(places) > 1:
        raise Refused(_("Deze woorden staan er meer dan één keer. Typ er een paar woorden bij."))
    return Span(*places[0])


def _answer(
    request: TeamRequest,
    row: Text,
    book: Codebook,
    coder: Coder,
    *,
    touched: list[Span],
    code: Code,
    said: str,
    chosen: Any = None,
) -> HttpResponse:
    """Only the lines that changed and the count of the code; without script the whole page again."""
    if not request.htmx:
        messages.success(request, said)
        return redirect("code_text", *here(request), row.pk)
    opened = open_text(row)
    tree = queries.choices_in(book)
    counts = queries.counts_of([code], book, coder)
    context: dict[str, Any] = {"lines": [], "code": code.pk, "count": counts.get(code.pk, 0), "said": said}
    seen: set[str] = set()
    for span in touched:
        for line in lines_context(opened, row, book, coder, tree, span)["lines"]:
            if line["start"] not in seen:
                seen.add(line["start"])
                context["lines"].append(line)
    answer = render(None, "coding/_changed.html", context)  # no frame around a part
    if chosen is not None:
        answer["X-Chosen"] = str(chosen)
    return answer


def _refusal(request: TeamRequest, row: Text, said: str) -> HttpResponse:
    if request.htmx:
        return render(None, "coding/_changed.html", {"said": said, "problem": True}, status=200)
    messages.warning(request, said)
    return redirect("code_text", *here(request), row.pk)


@require_POST
@team_view(permissions.CODE)
def apply_code(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a span a code, or a new code."""
    row = text_or_404(request, pk)
    book, coder = desk(request)
    form = forms.CodeSpanForm(request.POST, lines=queries.choices_in(book))
    if not form.is_valid():
        return _refusal(request, row, _("Dit stuk of deze code is er niet meer. Kies opnieuw."))
    try:
        span = _span(row, form)
        code = _code(book, form, request)
        made = actions.code_span(
            row, code=code, coder=coder, start=span.start, end=span.end, today=timezone.localdate()
        )
    except (Refused, actions.NotPossible) as refusal:
        return _refusal(request, row, str(refusal))
    except OutsideText:
        return _refusal(request, row, _("Dit stuk staat niet in de tekst. Kies het opnieuw."))
    said = _("Code gegeven: %(label)s.") % {"label": code.label}
    return _answer(request, row, book, coder, touched=[span], code=code, said=said, chosen=made.pk)


def _code(book: Codebook, form: Any, request: TeamRequest) -> Code:
    """The chosen code, or a new one under the chosen parent. Raises Refused, NotPossible."""
    if label := form.cleaned_data["label"].strip():
        parent = Code.objects.filter(pk=form.cleaned_data["parent"] or None).first()
        return actions.add_code(book, label=label, parent=parent, by=request.membership.user)
    found = Code.objects.filter(codebook=book, pk=form.cleaned_data["code"] or None).first()
    if found is None:
        raise Refused(_("Kies een code."))
    return found


@require_POST
@team_view(permissions.CODE)
def remove_coding(request: TeamRequest, pk: uuid.UUID, coding_id: uuid.UUID) -> HttpResponse:
    row = text_or_404(request, pk)
    book, coder = desk(request)
    found = get_object_or_404(Coding.objects.select_related("code"), pk=coding_id, text=row)
    try:
        actions.uncode(found, coder=coder)
    except actions.NotPossible as refusal:
        return _refusal(request, row, str(refusal))
    said = _("Code weggehaald: %(label)s.") % {"label": found.code.label}
    return _answer(
        request, row, book, coder, touched=[Span(found.start, found.end)], code=found.code, said=said
    )


@require_POST
@team_view(permissions.CODE)
def move_coding(request: TeamRequest, pk: uuid.UUID, coding_id: uuid.UUID) -> HttpResponse:
    """Other boundaries for a coding of one's own."""
    row = text_or_404(request, pk)
    book, coder = desk(request)
    found = get_object_or_404(Coding.objects.select_related("code", "text"), pk=coding_id, text=row)
    form = forms.SpanForm(request.POST)
    try:
        if not form.is_valid():
            raise OutsideText
        span = _span(row, form)
        moved = actions.move_boundaries(found, coder=coder, start=span.start, end=span.end)
    except (Refused, actions.NotPossible) as refusal:
        return _refusal(request, row, str(refusal))
    except OutsideText:
        return _refusal(request, row, _("Dit stuk staat niet in de tekst. Kies het opnieuw."))
    touched = [Span(found.start, found.end), span]
    said = _("Grens verzet.")
    return _answer(request, row, book, coder, touched=touched, code=found.code, said=said, chosen=moved.pk)


@require_POST
@team_view(permissions.CODE)
def write_memo(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """A note about a span; ``weg`` takes one's own note away."""
    row = text_or_404(request, pk)
    book, coder = desk(request)
    if gone := request.POST.get("weg"):
        memo = Memo.objects.filter(pk=gone, text=row).first() if _is_id(gone) else None
        try:
            if memo is not None:
                actions.remove_memo(memo, coder=coder)
        except actions.NotPossible as refusal:
            messages.warning(request, str(refusal))
        return redirect("code_text", *here(request), row.pk)
    form = forms.MemoForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Schrijf eerst een notitie."))
        span = _span(row, form)
        actions.write_memo(
            book,
            coder=coder,
            words=form.cleaned_data["memo"],
            today=timezone.localdate(),
            text=row,
            span=(span.start, span.end),
        )
    except (Refused, actions.NotPossible) as refusal:
        messages.warning(request, str(refusal))
    except OutsideText:
        messages.warning(request, _("Dit stuk staat niet in de tekst. Kies het opnieuw."))
    else:
        messages.success(request, _("Notitie bewaard. Alleen het team leest die."))
    return redirect("code_text", *here(request), row.pk)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@require_POST
@team_view(permissions.CODE)
def say_ready(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    row = text_or_404(request, pk)
    _book, coder = desk(request)
    actions.say_ready(row, coder=coder, ready=request.POST.get("klaar") == "ja")
    return redirect("code_text", *here(request), row.pk)
