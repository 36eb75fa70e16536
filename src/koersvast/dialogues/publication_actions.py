"""Keep which quotes and portraits stood in which document, and take files away that still wait to be fetched."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.dialogues import portrait_queries
from koersvast.dialogues.models import Leaf, Participant, Portrait, Published, Quote
from koersvast.jobs import actions as jobs

BUILDING = "reports.build"  # the work that makes a document: its file waits until somebody fetches it


@transaction.atomic
def note_published(
    cycle: Cycle, holds: Iterable[uuid.UUID], *, kind: str, today: datetime.date
) -> list[Published]:
    """A document of this kind was made today with these quotes and portraits. Twice on a day is once.

    A portrait is noted for everybody it was woven from. An older document of this kind is no longer the newest.
    """
    made = [*_of_quotes(cycle, set(holds)), *_of_portraits(cycle, set(holds))]
    older = Published.objects.filter(round__cycle=cycle, kind=kind, newest=True)
    if made:  # a document about another round leaves this one as it is
        older = older.filter(round__in={one.round_id for one in made})
    older.update(newest=False)
    for one in made:
        one.municipality_id, one.kind, one.on = cycle.municipality_id, kind, today
    Published.objects.bulk_create(made, ignore_conflicts=True)
    Published.objects.filter(
        subject__in=[one.subject for one in made], kind=kind, on=today, round__cycle=cycle
    ).update(newest=True)
    return made


def _of_quotes(cycle: Cycle, holds: set[uuid.UUID]) -> list[Published]:
    return [
        Published(round_id=row.round_id, subject=row.pk, participant_id=row.participant_id, what=Leaf.QUOTE)
        for row in Quote.objects.filter(pk__in=holds, round__cycle=cycle)
    ]


def _of_portraits(cycle: Cycle, holds: set[uuid.UUID]) -> list[Published]:
    rows = list(Portrait.objects.filter(pk__in=holds, round__cycle=cycle))
    sources = portrait_queries.sources_of(rows) if rows else {}
    return [
        Published(round_id=row.round_id, subject=row.pk, participant_id=person, what=Leaf.PORTRAIT)
        for row in rows
        for person in sorted({one.person for one in sources.get(row.pk, []) if one.person})
    ]


def forget_files_of(person: Participant) -> int:
    """Documents with words of this participant that nobody fetched yet. Gives how many went."""
    found = set(
        Published.objects.filter(participant=person).values_list("kind", "round__cycle_id").distinct()
    )
    said = _("Dit bestand is weg, omdat iemand zijn of haar woorden terugtrok. Maak het stuk opnieuw.")
    return sum(
        jobs.forget_files(BUILDING, message=said, kind=kind, cycle_id=str(cycle)) for kind, cycle in found
    )
