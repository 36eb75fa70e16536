"""A file somebody sends: looked at before it is kept, sealed, and found again by who sent it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.http import Http404
from django.utils import timezone

from koersvast.coding import staging
from koersvast.coding.models import StagedFile
from koersvast.cycles.access import CycleRequest
from koersvast.texts.reading import CannotRead


def kept(
    request: CycleRequest,
    form: forms.Form,
    *,
    about: uuid.UUID,
    kind: str,
    check: Callable[[str, bytes], object],
) -> StagedFile | None:
    """The file of the form, sealed. None when there is none, or ``check`` cannot read it: then the form says why."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        check(file.name, content)
    except CannotRead as refusal:
        form.add_error("file", str(refusal))
        return None
    return staging.keep(
        request.municipality,
        about=about,
        kind=kind,
        file_name=file.name,
        content=content,
        by=request.membership.user,
        now=timezone.now(),
    )


def kept_or_404(request: CycleRequest, pk: uuid.UUID, *, about: uuid.UUID, kind: str) -> StagedFile:
    found = staging.find(pk, about=about, kind=kind, by=request.membership.user, now=timezone.now())
    if found is None:
        raise Http404
    return found
