"""Documents made in the background: the page shows how far it is, and the file waits with the job."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.jobs import actions as jobs
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.reports import actions


def build(
    progress: Progress, *, job: Job, cycle_id: str, kind: str, form: str, choice: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Makes the document and keeps it with the job. Raises CannotDo when there is nothing to make it of."""
    cycle = Cycle.objects.filter(pk=cycle_id).select_related("municipality").first()
    if cycle is None:
        raise CannotDo(_("Deze ronde is er niet meer."))
    try:
        made = actions.make(
            cycle, kind=kind, form=form, today=timezone.localdate(), progress=progress, choice=choice
        )
    except actions.UnknownDocument as refusal:
        raise CannotDo(str(refusal)) from refusal
    jobs.keep_file(job, name=made.name, media_type=made.media_type, content=made.content)
    return {"file": made.name, "warnings": list(made.warnings)}
