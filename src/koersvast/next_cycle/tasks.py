"""Opening the next cycle of a very large plan in the background."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.decisions.actions import NotPossible
from koersvast.exchange.actions import CycleExists
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Progress
from koersvast.next_cycle import actions
from koersvast.people.models import Membership


def open_next(
    progress: Progress, *, job: Job, number: int, facts: dict[str, Any], chosen: list[list[str]]
) -> dict[str, Any]:
    """The answer holds the address of the new cycle."""
    old = Cycle.objects.filter(number=number).first()
    member = (
        Membership.objects.filter(user_id__in=[job.by_id], municipality=job.municipality)
        .select_related("user")
        .first()
    )
    if old is None or member is None:
        raise CannotDo(_("Deze ronde is er niet meer."))
    try:
        new, _notes = actions.open_next(
            old,
            member=member,
            facts=facts,
            chosen=[(section, key) for section, key in chosen],
            progress=progress,
        )
    except (CycleExists, NotPossible) as refusal:
        raise CannotDo(str(refusal)) from refusal
    return {"url": reverse("cycle_changes", args=[job.municipality.code, new.number])}
