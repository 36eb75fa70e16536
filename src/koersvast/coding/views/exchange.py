"""Codebooks and projects to and from other programs (REFI-QDA)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.coding import exchange, exchange_actions, refi, staging
from koersvast.coding.exchange_forms import FileForm, TakeForm
from koersvast.coding.views import uploads
from koersvast.coding.views.page import desk, here
from koersvast.coding.views.uploads import kept_or_404
from koersvast.texts import permissions
from koersvast.texts.access import TeamRequest, team_view

CODEBOOK = "qdc"
TYPES = {"qdc": "application/xml", "qdpx": "application/zip"}


def _file(content: bytes, name: str) -> HttpResponse:
    """A download with a neutral name."""
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@team_view(permissions.CODE)
def exchange_codes(request: TeamRequest) -> HttpResponse:
    """What can go out and come in; a codebook that is sent waits to be looked at."""
    book, _coder = desk(request)
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        label=_("Codeboek uit een ander programma (.qdc)"),
        accept=".qdc",
        help_text=_("Hoogstens 10 MB. U ziet eerst wat er verandert."),
    )
    found = uploads.kept(request, form, about=request.collection.pk, kind=CODEBOOK, check=_check)
    if found is not None:
        return redirect("check_codebook", *here(request), found.pk)
    context = {"form": form, "codebook": book, "empty": not exchange.codebook_out(book).codes}
    return render(request, "coding/exchange.html", context, status=422 if sent else 200)


@require_GET
@team_view(permissions.CODE)
def codebook_file(request: TeamRequest) -> HttpResponse:
    book, _coder = desk(request)
    try:
        return _file(exchange_actions.codebook_file(book, by=request.membership.user), "codeboek.qdc")
    except refi.CannotWrite:
        raise Http404 from None


@require_POST
@never_cache
@team_view(permissions.LEAD)
def project_file(request: TeamRequest) -> HttpResponse:
    """Words leave the vault here: only who leads, and it is written down."""
    book, coder = desk(request)
    content = exchange_actions.project_file(
        book, coder=coder, named=request.POST.get("namen") == "ja", by=request.membership.user
    )
    return _file(content, "gesprekken.qdpx")


def _check(_name: str, content: bytes) -> None:
    exchange_actions.check_codes(refi.read_codebook(content).codebook.codes)


@require_http_methods(["GET", "POST"])
@never_cache
@team_view(permissions.CODE)
def check_codebook(request: TeamRequest, staged: uuid.UUID) -> HttpResponse:
    """What would change, code by code; the button does it in one go."""
    book, _coder = desk(request)
    kept = kept_or_404(request, staged, about=request.collection.pk, kind=CODEBOOK)
    read = refi.read_codebook(staging.content_of(kept))
    rows = exchange.compared(book, read.codebook.codes)
    sent = request.method == "POST"
    form = TakeForm(request.POST if sent else None, guids=[row.incoming.guid for row in rows if row.changes])
    if sent and form.is_valid():
        exchange_actions.take_codes(
            book, read.codebook.codes, take=set(form.cleaned_data["take"]), by=request.membership.user
        )
        staging.forget(kept)
        messages.success(request, _("Het codeboek is ingelezen."))
        return redirect("codebook", *here(request))
    context = {"staged": kept, "form": form, "warnings": read.warnings, **codes_context(rows)}
    return render(request, "coding/check_codebook.html", context, status=422 if sent else 200)


def codes_context(rows: list[exchange.Compared]) -> dict[str, object]:
    """Compared codes for a page: what is new, what differs, what comes back, and how many stay."""
    return {
        "new": [row for row in rows if row.state == "new"],
        "back": [row for row in rows if row.state == "back"],
        "differs": [row for row in rows if row.changes],
        "same": sum(row.state == "same" for row in rows),
        "cut": sum(row.incoming.cut for row in rows),
    }


@require_POST
@team_view(permissions.CODE)
def drop_staged(request: TeamRequest, kind: str, staged: uuid.UUID) -> HttpResponse:
    """Do not store it after all."""
    staging.forget(kept_or_404(request, staged, about=request.collection.pk, kind=kind))
    messages.info(request, _("Het bestand is weg. Er is niets bewaard."))
    return redirect("exchange_codes", *here(request))
