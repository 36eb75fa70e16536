"""Check a text: decide about each suggestion, mark what nobody suggested, finish. And the municipality's own list."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest
from koersvast.people.access import planners_only
from koersvast.texts import actions, forms, permissions, queries, rules
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.identifiers.words import NOT_CHECKED
from koersvast.texts.lines import lines
from koersvast.texts.models import Decided, KnownName, Mark, NameKind, Text, TextState
from koersvast.texts.rules import Mask, OutsideText, Span
from koersvast.texts.words import LABELS

AROUND = 60  # code points of context beside a suggestion


def _text(request: TeamRequest, pk: uuid.UUID) -> Text:
    """A text of this collection that has words."""
    found: Text = get_object_or_404(
        Text.objects.select_related("collection", "municipality"),
        pk=pk,
        collection=request.collection,
        data_key__isnull=False,
    )
    return found


@require_GET
@never_cache
@team_view(permissions.WRITE)
def check_text(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """The text with what was found in it; each reading is written down."""
    row = _text(request, pk)
    if row.state == TextState.TYPING:
        messages.warning(request, _("Deze tekst wordt nog getypt."))
    actions.note_reading(row, by=request.membership.user)
    return render(request, "texts/check.html", _context(request, row))


def _context(request: TeamRequest, row: Text, form: Any = None) -> dict[str, Any]:
    opened = queries.open_text(row)
    marks = list(opened.marks)
    # what is decided is shown as it will be read; what is open is shown as it was said
    highlights = [Span(mark.start, mark.end) for mark in marks if mark.decided == Decided.OPEN]
    waiting = [mark for mark in marks if mark.decided == Decided.OPEN]
    kinds = Counter(mark.kind for mark in waiting)
    return {
        "text": row,
        "lines": lines(opened.body, opened.masks, highlights),
        "waiting": [_in_context(opened.body, mark) for mark in waiting],
        "decided": [_told(opened, mark) for mark in marks if mark.decided != Decided.OPEN],
        "kinds": [(kind, LABELS.get(kind, kind), count) for kind, count in kinds.most_common()],
        "signals": [_sentence(opened.body, span) for span in _signals(opened)],
        "not_checked": NOT_CHECKED,
        "form": form or forms.MarkForm(),
        "may_finish": row.state == TextState.CHECKING
        or any(not mark.struck and hides(mark) for mark in marks),
        "instead": queries.words_for,
    }


def hides(mark: queries.Marked) -> bool:
    return mark.decided in (Decided.REPLACE, Decided.NEVER)


def _signals(opened: queries.OpenText) -> list[tuple[int, int]]:
    """Where somebody may have asked not to use something and nothing was marked yet."""
    never = [(mask.start, mask.end) for mask in opened.masks if mask.never]
    return rules.without_open(rules.asked_not_to_use(opened.body), never)


def _sentence(body: str, span: tuple[int, int]) -> str:
    start, end = max(0, span[0] - AROUND), min(len(body), span[1] + AROUND)
    return body[start:end].replace("\n", " ").strip()


def _in_context(body: str, mark: queries.Marked) -> dict[str, Any]:
    before = body[max(0, mark.start - AROUND) : mark.start].rpartition("\n")[2]
    after = body[mark.end : mark.end + AROUND].partition("\n")[0]
    return {
        "mark": mark,
        "before": before,
        "words": body[mark.start : mark.end],
        "after": after,
        "label": LABELS.get(mark.kind, mark.kind),
        "instead": queries.words_for(mark.kind),
    }


def _told(opened: queries.OpenText, mark: queries.Marked) -> dict[str, Any]:
    mask = next((one for one in opened.masks if one.start <= mark.start and mark.end <= one.end), None)
    return {
        "mark": mark,
        "decided": Decided(mark.decided).label,
        "words": "" if mark.struck else opened.body[mark.start : mark.end],
        "instead": mask.instead if isinstance(mask, Mask) else "",
        "label": LABELS.get(mark.kind, mark.kind),
    }


def _answer(request: TeamRequest, row: Text, form: Any = None, *, status: int = 200) -> HttpResponse:
    """The part of the page that changed, or without script the page again."""
    fresh = _text(request, row.pk)
    if request.htmx:
        return render(request, "texts/_check.html", _context(request, fresh, form), status=200)
    if form is not None and form.errors:
        return render(request, "texts/check.html", _context(request, fresh, form), status=status)
    return _to_check(request, fresh)


def _to_check(request: TeamRequest, row: Text) -> HttpResponse:
    here = [request.municipality.code, request.cycle.number, request.collection.pk, row.pk]
    return redirect(reverse("check_text", args=here) + "#nakijken")


@require_POST
@team_view(permissions.WRITE)
def decide_mark(request: TeamRequest, pk: uuid.UUID, mark_id: uuid.UUID) -> HttpResponse:
    """One decision about one mark; ``weg`` takes a mark of a person away."""
    row = _text(request, pk)
    mark = get_object_or_404(Mark, pk=mark_id, text=row)
    form = forms.DecisionForm(request.POST)
    try:
        if "weg" in request.POST:
            actions.unmark(mark, by=request.membership.user)
        elif form.is_valid():
            actions.decide(mark, by=request.membership.user, **form.cleaned_data)
    except actions.NotNow as refusal:
        messages.warning(request, str(refusal))
    return _answer(request, row)


@require_POST
@team_view(permissions.WRITE)
def decide_kind(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """The same decision about every open suggestion of one kind."""
    row = _text(request, pk)
    form = forms.DecisionForm(request.POST)
    kind = request.POST.get("kind", "")
    if form.is_valid() and kind in LABELS:
        actions.decide_all(row, kind=kind, decided=form.cleaned_data["decided"], by=request.membership.user)
    return _answer(request, row)


@require_POST
@team_view(permissions.WRITE)
def mark_words(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark a chosen passage, or typed words everywhere they stand."""
    row = _text(request, pk)
    form = forms.MarkForm(request.POST)
    if not form.is_valid():
        return _answer(request, row, form, status=422)
    values = dict(form.cleaned_data)
    words, start, end = values.pop("words"), values.pop("start"), values.pop("end")
    values["by"] = request.membership.user
    try:
        if start is not None and end is not None:
            actions.mark_passage(row, start=start, end=end, **values)
        elif not actions.mark_words(row, words=words, **values):
            form.add_error("words", _("Deze woorden staan niet in de tekst, of ze zijn al gemarkeerd."))
    except OutsideText:
        form.add_error("words", _("Dit stuk staat niet in de tekst. Kies het opnieuw."))
    except actions.NotNow as refusal:
        messages.warning(request, str(refusal))
    return _answer(request, row, form if form.errors else None, status=422)


@require_POST
@team_view(permissions.WRITE)
def look_again(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the recognisers look once more, after the own list grew."""
    row = _text(request, pk)
    count = actions.suggest_identifiers(row, by=request.membership.user)
    messages.info(request, _("Nieuwe voorstellen: %(count)d.") % {"count": count})
    return _answer(request, row)


@require_POST
@team_view(permissions.WRITE)
def finish_text(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """Overwrite what is masked. ``terug`` goes back to typing instead, as long as it is not finished."""
    row = _text(request, pk)
    try:
        if request.POST.get("terug"):
            actions.type_again(row, by=request.membership.user)
            messages.info(request, _("U kunt weer typen. De markeringen zijn weg."))
        else:
            actions.finish(row, by=request.membership.user, today=timezone.localdate())
            messages.success(request, _("Nagekeken. Wat vervangen is, is voorgoed overschreven."))
    except actions.NotNow as refusal:
        messages.warning(request, str(refusal))
    return _to_check(request, row)


@require_http_methods(["GET", "POST"])
@planners_only
def known_names(request: CycleRequest, gmcode: str) -> HttpResponse:
    """The municipality's own list of places, schools and clubs."""
    there: dict[str, list[str]] = {kind.value: [] for kind in NameKind}
    for kind, words in KnownName.objects.filter(municipality=request.municipality).values_list(
        "kind", "words"
    ):
        there[kind].append(words)
    initial = {kind: "\n".join(words) for kind, words in there.items()}
    form = forms.NamesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        for kind, names in form.cleaned_data.items():
            actions.keep_names(request.municipality, kind=kind, words=names, by=request.membership.user)
        messages.success(request, _("Bewaard."))
        return redirect("known_names", request.municipality.code)
    return render(request, "texts/known_names.html", {"form": form})
