"""Exchange in the background."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.exchange import actions, queries
from koersvast.exchange.reading import read_plan
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.people.models import User


def import_plan(progress: Progress, *, job: Job, upload_id: str, replace: bool) -> dict[str, Any]:
    """Store what somebody brought in and confirmed; the answer holds the address of the cycle."""
    by = User.objects.filter(pk__in=[job.by_id]).first()
    progress.step(_("Het bestand lezen"), 0, 1)
    upload = queries.upload_of(by, uuid.UUID(upload_id), timezone.now()) if by is not None else None
    if upload is None:
        raise CannotDo(_("Het bestand is niet meer bewaard. Kies het opnieuw."))
    plan = read_plan(bytes(upload.content)).plan
    if plan is None or plan["municipality"]["code"] != job.municipality.code:
        raise CannotDo(_("Dit bestand is geen plan van deze gemeente."))
    try:
        cycle = actions.import_plan(plan, by=by, replace=replace, progress=progress)
    except actions.CycleExists as refusal:
        raise CannotDo(str(refusal)) from refusal
    actions.forget_upload(upload=upload)
    return {"url": reverse("compass", args=[job.municipality.code, cycle.number])}
