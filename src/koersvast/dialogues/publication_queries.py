"""Questions about what already left: for who said it, for the team, and for who makes the documents."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.dialogues import portrait_queries, quote_queries
from koersvast.dialogues.models import DialogueRound, Leaf, Published
from koersvast.dialogues.words import DOCUMENTS


@dataclass(frozen=True, order=True)
class Left:
    """What stood in which document of which day. ``withdrawn_on``: when somebody behind it took words back, if they did."""

    on: datetime.date
    what: str
    document: str
    withdrawn_on: datetime.date | None = None

    @property
    def portrait(self) -> bool:
        return self.what == Leaf.PORTRAIT


def document_name(kind: str) -> str:
    return str(DOCUMENTS.get(kind) or _("een stuk"))


def left_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Left]]:
    """By participant, oldest first, each document of a day once. One query."""
    found: dict[uuid.UUID, set[Left]] = defaultdict(set)
    for row in Published.objects.filter(participant__in=list(people)):
        found[row.participant_id].add(Left(row.on, row.what, document_name(row.kind)))
    return {pk: sorted(each) for pk, each in found.items()}


def gone_from(row: DialogueRound) -> list[Left]:
    """What stood in a document once and may not stand in one now, oldest first; a quote is told apart from another."""
    rows = list(Published.objects.filter(round=row).select_related("participant"))
    if not rows:
        return []
    there = _there(quote_queries.publishable_quotes(row), portrait_queries.publishable_portraits(row))
    found: dict[tuple[uuid.UUID, str, datetime.date], Left] = {}
    for one in rows:
        if one.subject in there:
            continue
        place = (one.subject, one.kind, one.on)
        days = [one.participant.withdrawn_on if one.participant else None]
        days += [found[place].withdrawn_on] if place in found else []
        last = max((day for day in days if day), default=None)
        found[place] = Left(one.on, one.what, document_name(one.kind), last)
    return sorted(found.values(), key=lambda left: (left.on, left.document, left.what))


def _there(quotes: Iterable[Any], portraits: Iterable[Any]) -> set[uuid.UUID]:
    return {one.row.pk for one in (*quotes, *portraits)}


def may_still_leave(cycle: Cycle, holds: Iterable[uuid.UUID]) -> bool:
    """May everything that a document holds stand in it now? Words can be taken back while it is being made."""
    return set(holds) <= _all_there(cycle)


def _all_there(cycle: Cycle) -> set[uuid.UUID]:
    return _there(quote_queries.publishable_in(cycle), portrait_queries.publishable_in(cycle))


@dataclass(frozen=True)
class Outdated:
    """A document that was made of words that may not stand in one any more."""

    on: datetime.date
    quotes: int
    portraits: int


def outdated(cycle: Cycle) -> dict[str, Outdated]:
    """The kinds of document of this cycle whose newest holds such words. One query when nothing was ever published."""
    rows = list(Published.objects.filter(round__cycle=cycle, newest=True))
    if not rows:
        return {}
    there = _all_there(cycle)
    gone: dict[str, list[Published]] = defaultdict(list)
    for row in rows:
        if row.subject not in there:
            gone[row.kind].append(row)
    return {
        kind: Outdated(
            max(one.on for one in found),
            len({one.subject for one in found if one.what == Leaf.QUOTE}),
            len({one.subject for one in found if one.what == Leaf.PORTRAIT}),
        )
        for kind, found in gone.items()
    }
