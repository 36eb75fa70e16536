"""Portraits of a round: choose what they are woven from, write, have somebody else read it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.coding import queries as coding
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.dialogues import portrait_actions, portrait_queries
from koersvast.dialogues.models import Portrait, PortraitStatus
from koersvast.dialogues.portrait_forms import PortraitForm, PortraitReadingForm, TitleForm
from koersvast.dialogues.views import picking
from koersvast.dialogues.views.pages import base, done, form_page, refused, round_or_404, to
from koersvast.texts import actions as texts
from koersvast.texts.access import TeamRequest, may, team_view
from koersvast.texts.actions import NotNow
from koersvast.texts.models import Text
from koersvast.texts.permissions import CODE, READ


def portrait_or_404(request: TeamRequest, pk: Any) -> Portrait:
    found = portrait_queries.portrait(round_or_404(request), pk)
    if found is None:
        raise Http404
    return found


def _read(request: TeamRequest, row: Portrait) -> tuple[list[Any], list[Any]]:
    """All sources, and those whose words this person may read; that they were read is written down."""
    sources = portrait_queries.sources_of([row]).get(row.pk, [])
    allowed = {one.pk for one in picking.may_read(request, [one.coding for one in sources])}
    shown = [one for one in sources if one.coding.pk in allowed]
    read = Text.objects.filter(pk__in={one.coding.text_id for one in shown})
    texts.note_readings(list(read), by=request.membership.user)
    return sources, shown


@require_GET
@never_cache
@team_view(READ)
def portraits(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    found = portrait_queries.portraits_of(row)
    sources = portrait_queries.sources_of([one.row for one in found])
    listed = []
    for one in found:
        behind = sources.get(one.row.pk, [])
        listed.append((one, portrait_queries.why_not(one.row, behind), len(behind)))
    context = {"round": row, "portraits": listed, "may_code": may(request, CODE)}
    return render(request, "dialogues/portraits.html", context)


@require_http_methods(["GET", "POST"])
@team_view(CODE)
def add_portrait(request: TeamRequest) -> HttpResponse:
    """A title; then what it is woven from."""
    row = round_or_404(request)
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = portrait_actions.make_portrait(
            row, title=form.cleaned_data["title"], by=request.membership.user, today=timezone.localdate()
        )
        return to(request, "portrait_sources", made.pk)
    return form_page(
        request,
        form,
        _("Een nieuw portret"),
        back=reverse("portraits", args=base(request)),
        button=_("Kies fragmenten"),
        intro=_("Een portret vertelt wat meer mensen meemaken. Het is nooit het verhaal van één mens."),
    )


@require_GET
@never_cache
@team_view(READ)
def portrait(request: TeamRequest, pk: Any) -> HttpResponse:
    """One portrait: its words, what it rests on, what is missing, and what to do now."""
    row = portrait_or_404(request, pk)
    [opened] = portrait_queries.open_portraits([row])
    sources, shown = _read(request, row)
    return render(
        request,
        "dialogues/portrait.html",
        {
            "round": row.round,
            "portrait": row,
            "opened": opened,
            "sources": shown,
            "count": len(sources),
            "people": len({one.person for one in sources if one.person}),
            "conversations": len({one.conversation for one in sources if one.person}),
            "reasons": portrait_queries.why_not(row, sources),
            "own": row.maker_id == request.membership.user_id,
            "may_code": may(request, CODE),
        },
    )


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(CODE)
def portrait_sources(request: TeamRequest, pk: Any) -> HttpResponse:
    """Tick fragments under one code at a time; what stands under other codes stays chosen."""
    row = portrait_or_404(request, pk)
    if request.method == "POST":
        try:
            portrait_actions.choose_sources(
                row,
                shown=picking.ids(request.POST.getlist("shown")),
                picked=picking.ids(request.POST.getlist("fragment")),
                by=request.membership.user,
            )
        except NotNow as reason:
            refused(request, reason)
            return redirect(request.get_full_path())
        done(request)
        return to(request, "portrait", pk)
    book, coder = picking.desk(request)
    code = picking.code_of(request, book)
    found, count = picking.under_code(request, book, code) if book and code else ([], 0)
    sources, shown = _read(request, row)
    texts.note_readings(
        list(Text.objects.filter(pk__in={one.coding.text_id for one in found})), by=request.membership.user
    )
    chosen = {one.place for one in sources}
    here = [(one, (one.coding.text_id, one.coding.start, one.coding.end) in chosen) for one in found]
    context = {
        "title": _("Waar is dit portret van geweven?"),
        "name": row.title,
        "intro": _("Kies fragmenten van minstens drie deelnemers, uit drie gesprekken. Van niemand meer dan de helft."),
        "code": code,
        "tree": coding.tree(book, coder) if book else [],
        "found": here,
        "count": count,
        "chosen": len(chosen),
        "listed": [] if code else [(one, True) for one in shown],
        "back": reverse("portrait", args=[*base(request), pk]),
    }  # fmt: skip
    return render(request, "dialogues/pick.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(CODE)
def edit_portrait(request: TeamRequest, pk: Any) -> HttpResponse:
    row = portrait_or_404(request, pk)
    [now] = portrait_queries.open_portraits([row])
    form = PortraitForm(request.POST or None, initial={"title": row.title, "words": now.words})
    if request.method == "POST" and form.is_valid():
        try:
            portrait_actions.change_portrait(
                row,
                title=form.cleaned_data["title"],
                words=form.cleaned_data["words"],
                by=request.membership.user,
                version=version_of(request),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        except NotNow as reason:
            form.add_error("words", str(reason))
        else:
            done(request)
            return to(request, "portrait", pk)
    _all, shown = _read(request, row)
    context = {
        "form": form,
        "portrait": row,
        "sources": shown,
        "version": began_at(request, row.version),
        "back": reverse("portrait", args=[*base(request), pk]),
    }
    return render(request, "dialogues/portrait_form.html", context)


@require_POST
@team_view(CODE)
def offer_portrait(request: TeamRequest, pk: Any) -> HttpResponse:
    try:
        portrait_actions.offer(portrait_or_404(request, pk), by=request.membership.user)
    except NotNow as reason:
        refused(request, reason)
    else:
        done(request, _("Nu leest iemand anders van het team dit portret na."))
    return to(request, "portrait", pk)


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(CODE)
def read_portrait(request: TeamRequest, pk: Any) -> HttpResponse:
    """The second reader: five questions, and why. No question with yes: it may stand in documents."""
    row = portrait_or_404(request, pk)
    if row.maker_id == request.membership.user_id or row.status != PortraitStatus.SECOND_READER:
        refused(request, NotNow(_("Een ander teamlid leest dit portret na, als het daarvoor klaarstaat.")))
        return to(request, "portrait", pk)
    [opened] = portrait_queries.open_portraits([row])
    form = PortraitReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        passed = not any(form.answers())
        try:
            portrait_actions.read_second(
                row,
                passed=passed,
                remark=form.cleaned_data["reason"],
                by=request.membership.user,
                today=timezone.localdate(),
                version=version_of(request),
            )
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            good = _("Goed. Dit portret mag nu in stukken.")
            done(request, good if passed else _("Het portret gaat terug naar wie het schreef."))
            return to(request, "portrait", pk)
    context = {
        "form": form,
        "opened": opened,
        "version": began_at(request, row.version),
        "back": reverse("portrait", args=[*base(request), pk]),
    }
    return render(request, "dialogues/portrait_reading.html", context)


@require_POST
@team_view(CODE)
def remove_portrait(request: TeamRequest, pk: Any) -> HttpResponse:
    portrait_actions.remove_portrait(portrait_or_404(request, pk), by=request.membership.user)
    done(request, _("Het portret is weg."))
    return to(request, "portraits")
