"""Cycles of a municipality, who takes part, sessions with notes and dots, and agreed words."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles import actions, forms, queries, rules
from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.models import GlossaryTerm, Note, Partner, Session
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.people.access import MemberRequest, for_members, planners_only
from koersvast.people.permissions import may_plan


@for_members()
def municipality(request: MemberRequest, gmcode: str) -> HttpResponse:
    """The cycles of a municipality; straight to it when there is only one and nothing to choose."""
    cycles = queries.cycles_for(request.membership)
    return render(
        request, "cycles/municipality.html", {"cycles": cycles, "may_plan": may_plan(request.membership)}
    )


@planners_only
@require_http_methods(["GET", "POST"])
def open_cycle(request: MemberRequest, gmcode: str) -> HttpResponse:
    newest = queries.cycles_for(request.membership)[:1]
    form = forms.CycleForm(request.POST or None, initial={"number": newest[0].number + 1 if newest else 1})
    if request.method == "POST" and form.is_valid():
        try:
            cycle = actions.open_cycle(
                municipality=request.municipality, by=request.membership.user, **form.cleaned_data
            )
        except actions.NumberTaken as refusal:
            form.add_error("number", str(refusal))
        else:
            return redirect("compass", gmcode=gmcode, number=cycle.number)
    return render(request, "cycles/cycle_form.html", {"form": form, "title": _("Begin een ronde")})


@cycle_view(step=0, change=True)
@require_http_methods(["GET", "POST"])
def edit_cycle(request: CycleRequest) -> HttpResponse:
    version = version_of(request)
    form = forms.CycleForm(request.POST or None, instance=request.cycle)
    if request.method == "POST" and form.is_valid():
        fresh = type(request.cycle).objects.get(pk=request.cycle.pk)
        try:
            actions.change(
                fresh, form.cleaned_data, by=request.membership.user, verb="cycle.changed", version=version
            )
        except actions.StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return redirect("compass", gmcode=request.municipality.code, number=fresh.number)
    return render(
        request,
        "cycles/cycle_form.html",
        {"form": form, "title": _("Deze ronde"), "version": began_at(request, request.cycle.version)},
    )


# Step 0: who takes part


@cycle_view(step=0)
def partners(request: CycleRequest) -> HttpResponse:
    return render(
        request,
        "cycles/partners.html",
        {"partners": queries.partners_of(request.cycle), "may_edit": may_edit(request, 0)},
    )


@cycle_view(step=0, change=True)
@require_http_methods(["GET", "POST"])
def add_partner(request: CycleRequest) -> HttpResponse:
    form = forms.PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_partner(request.cycle, by=request.membership.user, **form.cleaned_data)
        messages.success(request, _("De organisatie doet mee."))
        return redirect("partners", gmcode=request.municipality.code, number=request.cycle.number)
    return render(
        request, "cycles/form.html", {"form": form, "title": _("Wie doet er mee?"), "back": "partners"}
    )


@cycle_view(step=0, change=True)
@require_http_methods(["GET", "POST"])
def edit_partner(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Partner, pk=pk, cycle=request.cycle)
    form = forms.PartnerForm(request.POST or None, instance=row)
    return _edit(request, row, form, verb="partner.changed", back="partners", title=row.name)


def _edit(request: CycleRequest, row: Any, form: Any, *, verb: str, back: str, title: str) -> HttpResponse:
    """Show a form, save it, or show both versions when somebody else was first."""
    model = type(row)
    if request.method == "POST" and form.is_valid():
        fresh = model.objects.get(pk=row.pk)
        try:
            actions.change(
                fresh, form.cleaned_data, by=request.membership.user, verb=verb, version=version_of(request)
            )
        except actions.StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return redirect(back, gmcode=request.municipality.code, number=request.cycle.number)
    version = model.objects.values_list("version", flat=True).get(pk=row.pk)
    return render(
        request,
        "cycles/form.html",
        {"form": form, "title": title, "back": back, "version": began_at(request, version)},
    )


@cycle_view(step=0, change=True)
@require_POST
def remove_partner(request: CycleRequest, pk: Any) -> HttpResponse:
    """Take an organisation out of this cycle, or put it back."""
    row = get_object_or_404(Partner.with_removed, pk=pk, cycle=request.cycle)
    if request.POST.get("terug"):
        actions.bring_back(row, by=request.membership.user, verb="partner.brought_back")
        messages.success(request, _("Teruggezet."))
    elif row.owned_activities.exists():
        messages.error(
            request, _("Deze organisatie is eigenaar van een activiteit. Kies daar eerst een ander.")
        )
    else:
        actions.remove(row, by=request.membership.user, verb="partner.removed", now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return redirect("partners", gmcode=request.municipality.code, number=request.cycle.number)


# Sessions


@cycle_view()
def sessions(request: CycleRequest) -> HttpResponse:
    shown = [row for row in queries.sessions_of(request.cycle) if sees_step(request, row.step)]
    return render(
        request, "cycles/sessions.html", {"sessions": shown, "may_open": may_plan(request.membership)}
    )


def _session_or_404(request: CycleRequest, pk: Any) -> Session:
    row = get_object_or_404(Session, pk=pk, cycle=request.cycle)
    if not sees_step(request, row.step):
        from django.http import Http404

        raise Http404
    request.rail_step = row.step
    return row


def _may_write(request: CycleRequest) -> bool:
    """Everybody at the table writes notes and puts dots; who only reads does not."""
    return request.membership.role != "reader"


@cycle_view(step=0, change=True)
@require_http_methods(["GET", "POST"])
def open_session(request: CycleRequest) -> HttpResponse:
    step = request.GET.get("stap", "0")
    form = forms.SessionForm(
        request.POST or None,
        initial={"step": step, "held_on": timezone.localdate().isoformat(), "votes_each": 3},
    )
    if request.method == "POST" and form.is_valid():
        session = actions.open_session(request.cycle, by=request.membership.user, **form.cleaned_data)
        return redirect(
            "session", gmcode=request.municipality.code, number=request.cycle.number, pk=session.pk
        )
    return render(
        request, "cycles/form.html", {"form": form, "title": _("Plan een bijeenkomst"), "back": "sessions"}
    )


@cycle_view(step=0, change=True)
@require_http_methods(["GET", "POST"])
def edit_session(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Session, pk=pk, cycle=request.cycle)
    form = forms.SessionForm(request.POST or None, instance=row)
    return _edit(request, row, form, verb="session.changed", back="sessions", title=row.title)


@cycle_view()
def session(request: CycleRequest, pk: Any) -> HttpResponse:
    """Notes by group; refreshes itself, so that everybody sees what others write."""
    row = _session_or_404(request, pk)
    notes = queries.notes_of(row)
    mine = queries.my_dots(row, request.user.pk)
    clusters = [
        {
            "name": cluster.name,
            "votes": cluster.votes,
            "notes": [
                {"row": note, "votes": queries.votes(note), "mine": mine.get(note.pk, 0)}
                for note in cluster.notes
            ],
        }
        for cluster in queries.clusters(notes)
    ]
    context = {
        "session": row,
        "clusters": clusters,
        "count": len(notes),
        "form": forms.NoteForm(initial=_last_place(request)),
        "dots_left": rules.dots_left(row.votes_each or 3, sum(mine.values())),
        "may_write": _may_write(request),
        "may_lead": may_plan(request.membership),
        "partners": queries.partners_of(request.cycle) if may_plan(request.membership) else (),
    }
    response = render(request, "cycles/_notes.html" if request.htmx else "cycles/session.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _last_place(request: CycleRequest) -> dict[str, Any]:
    """The table and round of the last note, so that a table keeps writing without choosing again."""
    return {"table": request.session.get("note_table"), "round": request.session.get("note_round")}


@cycle_view()
@require_POST
def write_note(request: CycleRequest, pk: Any) -> HttpResponse:
    row = _session_or_404(request, pk)
    if not _may_write(request):
        raise PermissionDenied(_("Uw rol mag dit lezen, niet schrijven."))
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("session", gmcode=request.municipality.code, number=request.cycle.number, pk=row.pk)
    actions.write_note(row, by=request.membership.user, **form.cleaned_data)
    request.session["note_table"] = form.cleaned_data["table"]
    request.session["note_round"] = form.cleaned_data["round"]
    if request.htmx:
        return session(request, request.municipality.code, request.cycle.number, pk=row.pk)
    return redirect("session", gmcode=request.municipality.code, number=request.cycle.number, pk=row.pk)


@cycle_view()
@require_POST
def dot(request: CycleRequest, pk: Any, note_pk: Any) -> HttpResponse:
    row = _session_or_404(request, pk)
    if not _may_write(request):
        raise PermissionDenied(_("Uw rol mag dit lezen, niet stemmen."))
    note = get_object_or_404(Note, pk=note_pk, session=row)
    try:
        if request.POST.get("weg"):
            actions.take_dot(note, by=request.membership.user)
        else:
            actions.put_dot(note, by=request.membership.user)
    except actions.NoDotsLeft as refusal:
        messages.warning(request, str(refusal))
    if request.htmx:
        return session(request, request.municipality.code, request.cycle.number, pk=row.pk)
    return redirect("session", gmcode=request.municipality.code, number=request.cycle.number, pk=row.pk)


def _ids(texts: Iterable[str]) -> list[UUID]:
    """What a browser sent as ids of rows; anything else is no row."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


@cycle_view(step=0, change=True)
@require_POST
def group_notes(request: CycleRequest, pk: Any) -> HttpResponse:
    """Put the ticked notes together under one name."""
    row = _session_or_404(request, pk)
    form = forms.GroupForm(request.POST)
    notes = list(Note.objects.filter(session=row, pk__in=_ids(request.POST.getlist("note"))))
    if not notes:
        messages.warning(request, _("Vink eerst de notities aan die bij elkaar horen."))
    elif form.is_valid():
        actions.group_notes(row, notes, cluster=form.cleaned_data["cluster"], by=request.membership.user)
    else:
        messages.error(request, " ".join(map(str, form.errors.get("cluster", []))))
    return redirect("session", gmcode=request.municipality.code, number=request.cycle.number, pk=row.pk)


@cycle_view(step=0, change=True)
@require_POST
def note_owner(request: CycleRequest, pk: Any, note_pk: Any) -> HttpResponse:
    row = _session_or_404(request, pk)
    note = get_object_or_404(Note, pk=note_pk, session=row)
    chosen = request.POST.get("owner", "")
    owner = get_object_or_404(Partner, pk__in=_ids([chosen]), cycle=request.cycle) if chosen else None
    actions.change(note, {"owner": owner}, by=request.membership.user, verb="note.owned")
    return redirect("priorities", gmcode=request.municipality.code, number=request.cycle.number, pk=row.pk)


@cycle_view(step=0, change=True)
@require_POST
def remove_note(request: CycleRequest, pk: Any, note_pk: Any) -> HttpResponse:
    row = _session_or_404(request, pk)
    note = get_object_or_404(Note.with_removed, pk=note_pk, session=row)
    if request.POST.get("terug"):
        actions.bring_back(note, by=request.membership.user, verb="note.brought_back")
        messages.success(request, _("Teruggezet."))
    else:
        actions.remove(note, by=request.membership.user, verb="note.removed", now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return redirect("session", gmcode=request.municipality.code, number=request.cycle.number, pk=row.pk)


@cycle_view()
def priorities(request: CycleRequest, pk: Any) -> HttpResponse:
    """What got most dots comes first, with who takes it up."""
    row = _session_or_404(request, pk)
    notes = queries.notes_of(row)
    ranked = [
        {"row": note, "votes": queries.votes(note)} for note in sorted(notes, key=lambda n: -queries.votes(n))
    ]
    return render(
        request,
        "cycles/priorities.html",
        {
            "session": row,
            "ranked": [item for item in ranked if item["votes"]],
            "rest": [item for item in ranked if not item["votes"]],
            "may_lead": may_plan(request.membership),
            "partners": queries.partners_of(request.cycle),
        },
    )


# Agreed words


@cycle_view(step=0)
def glossary(request: CycleRequest) -> HttpResponse:
    return render(
        request,
        "cycles/glossary.html",
        {"terms": queries.glossary_of(request.cycle), "may_edit": may_edit(request, 0)},
    )


@cycle_view(step=0, change=True)
@require_http_methods(["GET", "POST"])
def add_term(request: CycleRequest) -> HttpResponse:
    form = forms.TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_term(
            request.cycle,
            by=request.membership.user,
            term=form.cleaned_data["term"],
            agreed=form.cleaned_data["agreed"],
            meanings=form.meanings(),
        )
        return redirect("glossary", gmcode=request.municipality.code, number=request.cycle.number)
    return render(
        request, "cycles/form.html", {"form": form, "title": _("Leg een woord uit"), "back": "glossary"}
    )


@cycle_view(step=0, change=True)
@require_http_methods(["GET", "POST"])
def edit_term(request: CycleRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(GlossaryTerm, pk=pk, cycle=request.cycle)
    form = forms.TermForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = GlossaryTerm.objects.get(pk=row.pk)
        try:
            actions.change_term(
                fresh,
                by=request.membership.user,
                term=form.cleaned_data["term"],
                agreed=form.cleaned_data["agreed"],
                meanings=form.meanings(),
                version=form.cleaned_data["version"] or fresh.version,
            )
        except actions.StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return redirect("glossary", gmcode=request.municipality.code, number=request.cycle.number)
    return render(request, "cycles/form.html", {"form": form, "title": row.term, "back": "glossary"})
