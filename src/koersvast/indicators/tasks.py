"""Figures in the background."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.indicators import actions, forms, queries
from koersvast.indicators.sources import cbs, csv_file
from koersvast.indicators.sources.observation import Observation, Unreadable
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.people.models import User


def store_figures(
    progress: Progress, *, job: Job, upload_id: str, number: int, chosen: list[list[str]]
) -> dict[str, Any]:
    """Store the figures of a file that somebody saw and confirmed; the answer holds the address of the list."""
    by = User.objects.filter(pk__in=[job.by_id]).first()
    cycle = Cycle.objects.filter(number=number).first()
    progress.step(_("Het bestand lezen"), 0, 1)
    upload = queries.upload_of(by, cycle, uuid.UUID(upload_id), timezone.now()) if by and cycle else None
    if by is None or cycle is None or upload is None:
        raise CannotDo(_("Het bestand is niet meer bewaard. Kies het opnieuw."))
    try:
        rows = _rows(job, upload.source, bytes(upload.content), chosen)
    except Unreadable as refusal:
        raise CannotDo(_("Dit bestand is niet te lezen. Kies het opnieuw.")) from refusal
    actions.import_observations(cycle, rows, by=by, progress=progress)
    actions.forget_upload(upload)
    return {"url": reverse("indicators", args=[job.municipality.code, number])}


def _rows(job: Job, source: str, content: bytes, chosen: list[list[str]]) -> list[Observation]:
    if source != cbs.key:
        home = csv_file.Place(job.municipality.code, job.municipality.name)
        return csv_file.read(content, home=home)
    asked: MultiValueDict[str, str] = MultiValueDict()
    for name, value in chosen:
        asked.appendlist(name, value)
    form = forms.TableForm(asked, table=cbs.parse(content))
    if not form.is_valid():
        raise CannotDo(_("De keuze uit de tabel klopt niet meer. Kies opnieuw."))
    return cbs.read(content, today=timezone.localdate().isoformat(), **form.choices())
