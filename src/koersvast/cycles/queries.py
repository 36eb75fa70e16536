"""Questions about cycles, their sessions, partners and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from koersvast.cycles.models import Cycle, Dot, GlossaryTerm, Note, Partner, Session
from koersvast.people import permissions
from koersvast.people.models import Membership


def cycles_for(membership: Membership) -> list[Cycle]:
    """The cycles that this member may see, newest first."""
    return [
        cycle for cycle in Cycle.objects.order_by("-number") if permissions.sees(membership, cycle.visibility)
    ]


def partners_of(cycle: Cycle) -> QuerySet[Partner]:
    return Partner.objects.filter(cycle=cycle).order_by("position", "key")


def sessions_of(cycle: Cycle, step: int | None = None) -> QuerySet[Session]:
    found = Session.objects.filter(cycle=cycle)
    if step is not None:
        found = found.filter(step=step)
    return found.annotate(note_count=Count("notes", filter=Q(notes__removed_at=None))).order_by(
        "held_on", "position"
    )


def glossary_of(cycle: Cycle) -> QuerySet[GlossaryTerm]:
    return GlossaryTerm.objects.filter(cycle=cycle).prefetch_related("meanings").order_by("position")


@dataclass(frozen=True)
class Cluster:
    """Notes that people put together; ``name`` is empty for notes that stand alone."""

    name: str
    notes: tuple[Note, ...]
    votes: int


def notes_of(session: Session) -> list[Note]:
    """All notes with their number of votes: dots put here, plus votes counted on paper."""
    return list(
        Note.objects.filter(session=session)
        .select_related("owner")
        .annotate(dot_count=Count("dots", filter=Q(dots__removed_at=None)))
        .order_by("position", "id")
    )


def votes(note: Any) -> int:
    return (note.votes or 0) + note.dot_count


def clusters(notes: list[Note]) -> list[Cluster]:
    """Notes by group, the group with most votes first, notes without a group last."""
    grouped: dict[str, list[Note]] = {}
    for note in notes:
        grouped.setdefault(note.cluster, []).append(note)
    made = [
        Cluster(name, tuple(sorted(rows, key=lambda row: -votes(row))), sum(votes(row) for row in rows))
        for name, rows in grouped.items()
    ]
    return sorted(made, key=lambda cluster: (cluster.name == "", -cluster.votes, cluster.name.lower()))


def my_dots(session: Session, user_id: Any) -> dict[Any, int]:
    """How many dots somebody put on each note of a session."""
    rows = (
        Dot.objects.filter(entry__session=session, entry__removed_at=None, by_id=user_id)
        .values("entry_id")
        .annotate(count=Count("id"))
    )
    return {row["entry_id"]: row["count"] for row in rows}
