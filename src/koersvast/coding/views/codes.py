"""The codebook: add, change, merge, part, take away, bring back. And what lies under a code."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.coding import actions, forms, queries
from koersvast.coding.models import Code, Codebook, Merge
from koersvast.coding.views.page import desk, here
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.texts import actions as texts
from koersvast.texts import permissions
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.models import Party, Text


def _to_codebook(request: TeamRequest) -> HttpResponse:
    return redirect("codebook", *here(request))


@require_GET
@team_view(permissions.CODE)
def codebook(request: TeamRequest) -> HttpResponse:
    book, coder = desk(request)
    return render(
        request,
        "coding/codebook.html",
        {
            "codebook": book,
            "tree": queries.tree(book, coder),
            "removed": Code.objects.filter(codebook=book, removed_at__isnull=False).exclude(
                pk__in=Merge.objects.filter(codebook=book, undone=False).values("source")
            ),
            "merges": Merge.objects.filter(codebook=book, undone=False).select_related("source", "target"),
        },
    )


def _form(
    request: TeamRequest, book: Codebook, form: Any, title: str, code: Code | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "code": code,
        "version": began_at(request, code.version if code else None),
        "merge_form": forms.MergeForm(
            lines=queries.choices_in(book), code=code, initial={"target": request.GET.get("met", "")}
        )
        if code
        else None,
    }
    return render(request, "coding/code_form.html", context)


@require_http_methods(["GET", "POST"])
@team_view(permissions.CODE)
def add_code(request: TeamRequest) -> HttpResponse:
    book, _coder = desk(request)
    form = forms.CodeForm(
        request.POST or None, lines=queries.tree(book), initial={"parent": request.GET.get("onder", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_code(book, by=request.membership.user, **form.cleaned_data)
        except actions.NotPossible as refusal:
            form.add_error("label", str(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return _to_codebook(request)
    return _form(request, book, form, _("Nieuwe code"))


def _code_or_404(request: TeamRequest, book: Codebook, pk: uuid.UUID) -> Code:
    found: Code = get_object_or_404(Code, pk=pk, codebook=book)
    return found


@require_http_methods(["GET", "POST"])
@team_view(permissions.CODE)
def edit_code(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    book, _coder = desk(request)
    code = _code_or_404(request, book, pk)
    fresh = Code.objects.get(pk=code.pk)
    form = forms.CodeForm(request.POST or None, lines=queries.tree(book), instance=fresh)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if getattr(code, name) != value}
        try:
            actions.change_code(
                code, values or {"label": code.label}, version=version_of(request), by=request.membership.user
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        except actions.NotPossible as refusal:
            form.add_error("parent", str(refusal))
        else:
            messages.success(request, _("Bewaard."))
            return _to_codebook(request)
    return _form(request, book, form, code.label, code)


@require_POST
@team_view(permissions.CODE)
def merge_codes(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """One code goes up in another; ``undo_merge`` parts them again."""
    book, _coder = desk(request)
    code = _code_or_404(request, book, pk)
    form = forms.MergeForm(request.POST, lines=queries.tree(book), code=code)
    if not form.is_valid():
        messages.warning(request, _("Kies een code."))
        return redirect("edit_code", *here(request), code.pk)
    target = _code_or_404(request, book, uuid.UUID(form.cleaned_data["target"]))
    try:
        done = actions.merge(
            code, target, by=request.membership.user, today=timezone.localdate(), now=timezone.now()
        )
    except actions.NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request,
            _(
                "Samengevoegd: %(moved)d fragmenten verhuisd, %(doubled)d stonden er al. U kunt dit ongedaan maken."
            )
            % {"moved": len(done.moved), "doubled": len(done.doubled)},
        )
    return _to_codebook(request)


@require_POST
@team_view(permissions.CODE)
def undo_merge(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    book, _coder = desk(request)
    actions.undo_merge(get_object_or_404(Merge, pk=pk, codebook=book), by=request.membership.user)
    messages.success(request, _("De codes staan weer los."))
    return _to_codebook(request)


@require_POST
@team_view(permissions.CODE)
def remove_code(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a code away with what hangs under it; ``terug`` brings it back."""
    book, _coder = desk(request)
    code = _code_or_404(request, book, pk)
    if request.POST.get("terug"):
        actions.bring_back_code(code, by=request.membership.user)
        messages.success(request, _("Teruggezet."))
    else:
        actions.remove_code(code, by=request.membership.user, now=timezone.now())
        messages.success(request, _("Weggehaald. Onderaan het codeboek zet u de code terug."))
    return _to_codebook(request)


@require_POST
@team_view(permissions.LEAD)
def set_blind(request: TeamRequest) -> HttpResponse:
    """Who leads says whether coders see each other's codes before both are ready."""
    book, _coder = desk(request)
    actions.set_blind(book, blind=request.POST.get("blind") == "ja", by=request.membership.user)
    return _to_codebook(request)


@require_GET
@never_cache
@team_view(permissions.CODE)
def fragments(request: TeamRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything under a code, with filters: together with other codes, and by kind of party."""
    book, coder = desk(request)
    code = get_object_or_404(Code, pk=pk, codebook=book, removed_at=None)
    together = [key for key in request.GET.getlist("met") if key]
    party = request.GET.get("partij", "")
    party = party if party in Party.values else ""
    tree = queries.tree(book, coder)
    picked = queries.codings_with(book, code, coder=coder, together_with=together, party=party)
    found = queries.read_fragments(picked[:MOST_SHOWN], book, coder=coder)
    read = Text.objects.filter(pk__in={fragment.coding.text_id for fragment in found})
    texts.note_readings(list(read), by=request.membership.user)
    return render(
        request,
        "coding/fragments.html",
        {
            "code": code,
            "found": found,
            "count": len(queries.by_place(picked)),
            "conversations": len({row.text_id for row in picked}),
            "roots": _other_trees(tree, code),
            "tree": tree,
            "together": together,
            "party": party,
            "parties": Party.choices,
        },
    )


MOST_SHOWN = 500


def _other_trees(tree: list[queries.TreeLine], code: Code) -> list[Code]:
    """The trees in which this code does not stand: what a fragment can be filtered by."""
    by_id = {line.code.pk: line.code for line in tree}
    top = code
    while top.parent_id in by_id:
        top = by_id[top.parent_id]
    return [line.code for line in tree if line.depth == 0 and line.code.pk != top.pk]
