"""A list of initiatives from a file: look at what is odd, decide per row, store it all at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.coding import staging
from koersvast.coding.exchange_forms import FileForm
from koersvast.coding.models import StagedFile
from koersvast.coding.views import uploads
from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.dialogues import inventory_actions as actions
from koersvast.dialogues.inventory import Line, read_inventory
from koersvast.dialogues.inventory_forms import RowForm

KIND = "inventory"


def _to(request: CycleRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, request.municipality.code, request.cycle.number, *args)


@cycle_view(step=3, change=True)
@require_http_methods(["GET", "POST"])
def bring_inventory(request: CycleRequest) -> HttpResponse:
    """Choose the file. One that cannot be read is not kept."""
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        accept=".csv,.xlsx",
        help_text=_("Een .csv of .xlsx, hoogstens 10 MB. De eerste rij noemt de kolommen."),
    )
    found = uploads.kept(request, form, about=request.cycle.pk, kind=KIND, check=read_inventory)
    if found is not None:
        return _to(request, "check_inventory", found.pk)
    status = 422 if sent else 200
    return render(request, "dialogues/inventory_file.html", {"form": form}, status=status)


def _kept(request: CycleRequest, pk: uuid.UUID) -> StagedFile:
    return uploads.kept_or_404(request, pk, about=request.cycle.pk, kind=KIND)


@cycle_view(step=3, change=True)
@never_cache
@require_http_methods(["GET", "POST"])
def check_inventory(request: CycleRequest, staged: uuid.UUID) -> HttpResponse:
    """Every row with what is odd about it; the button stores what was decided, all at once."""
    kept = _kept(request, staged)
    lines = read_inventory(kept.file_name, staging.content_of(kept), actions.there(request.cycle))
    sent = request.POST if request.method == "POST" else None
    forms = {line.number: RowForm(sent, line=line) for line in lines if line.asks}
    if sent is not None and all([form.is_valid() for form in forms.values()]):  # noqa: C419  # each tells its own
        return _store(request, kept, lines, forms)
    context = {
        "staged": kept,
        "asked": [(line, forms[line.number]) for line in lines if line.asks],
        "sure": [line for line in lines if not line.asks],
        "wrong": sent is not None,
    }
    return render(request, "dialogues/inventory_check.html", context, status=422 if sent else 200)


def _store(
    request: CycleRequest, kept: StagedFile, lines: list[Line], forms: dict[int, RowForm]
) -> HttpResponse:
    choices = {number: form.choice for number, form in forms.items()}
    for line in lines:
        if not line.asks and request.POST.get(f"r{line.number}-do") != actions.TAKE:
            choices[line.number] = actions.Choice(actions.SKIP, {})
    done = actions.store(request.cycle, lines, choices, by=request.membership.user)
    staging.forget(kept)
    messages.success(
        request,
        _("Bewaard: %(added)d nieuw, %(merged)d samengevoegd, %(skipped)d overgeslagen.")
        % {"added": done.added, "merged": done.merged, "skipped": done.skipped},
    )
    return _to(request, "initiatives")


@cycle_view(step=3, change=True)
@require_POST
def drop_inventory(request: CycleRequest, staged: uuid.UUID) -> HttpResponse:
    """Do not store it after all."""
    staging.forget(_kept(request, staged))
    messages.info(request, _("Het bestand is weg. Er is niets bewaard."))
    return _to(request, "initiatives")
