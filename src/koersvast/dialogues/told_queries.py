"""What a document may tell of a round: public findings, quotes that were released, coarse counts. Each part read once."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from koersvast.cycles.models import Cycle
from koersvast.dialogues import finding_queries, portrait_queries, queries, quote_queries
from koersvast.dialogues.finding_queries import Heard
from koersvast.dialogues.models import Conversation, DialogueRound, HearTarget, Participant
from koersvast.dialogues.portrait_queries import OpenPortrait
from koersvast.dialogues.quote_queries import OpenQuote
from koersvast.dialogues.rules import SMALLEST, Missing, coarse
from koersvast.dialogues.words import RoundStatus


def rounds(cycle: Cycle) -> list[DialogueRound]:
    """Newest first; what is only planned comes last. One query."""
    found = list(DialogueRound.objects.filter(cycle=cycle).order_by("title", "pk"))
    return sorted(
        found,
        key=lambda row: (row.status != RoundStatus.PLANNED, row.starts_on or datetime.date.min),
        reverse=True,
    )


def round_called(cycle: Cycle, wanted: str) -> DialogueRound | None:
    """By its id or title; the newest when nothing is wanted. None: there is no such round."""
    found = rounds(cycle)
    if not wanted:
        return found[0] if found else None
    same = wanted.strip().casefold()
    return next((row for row in found if same in (str(row.pk), row.title.casefold())), None)


@dataclass(frozen=True)
class Told:
    """One round as everybody may read of it. Nothing of the team, and nobody's words that were not released."""

    row: DialogueRound

    @property
    def key(self) -> str:
        return str(self.row.pk)

    @cached_property
    def findings(self) -> list[Heard]:
        return finding_queries.public_of(self.row)

    @cached_property
    def links(self) -> dict[str, dict[Any, list[Any]]]:
        return finding_queries.links_of([one.row.pk for one in self.findings])

    @cached_property
    def quotes(self) -> list[OpenQuote]:
        return quote_queries.publishable_quotes(self.row)

    @cached_property
    def quotes_of(self) -> dict[uuid.UUID, list[OpenQuote]]:
        """Finding -> quotes that lie on words it rests on; each quote with the strongest finding only."""
        found: dict[uuid.UUID, list[OpenQuote]] = defaultdict(list)
        if not self.quotes or not self.findings:
            return found
        basis = finding_queries.basis_of([one.row for one in self.findings])
        quoted = {quote.row.text_id for quote in self.quotes}
        near = {pk: [place for place in places if place.text in quoted] for pk, places in basis.mine.items()}
        for quote in self.quotes:
            row = quote.row
            for one in self.findings:
                if any(
                    place.text == row.text_id and place.start < row.end and row.start < place.end
                    for place in near[one.row.pk]
                ):
                    found[one.row.pk].append(quote)
                    break
        return found

    @cached_property
    def loose_quotes(self) -> list[OpenQuote]:
        """Quotes that belong to no public finding."""
        placed = {quote.row.pk for found in self.quotes_of.values() for quote in found}
        return [one for one in self.quotes if one.row.pk not in placed]

    @cached_property
    def portraits(self) -> list[OpenPortrait]:
        return portrait_queries.publishable_portraits(self.row)

    @property
    def holds(self) -> list[uuid.UUID]:
        """Ids of the quotes and portraits that may be told."""
        return [*(one.row.pk for one in self.quotes), *(one.row.pk for one in self.portraits)]

    @cached_property
    def talks(self) -> int:
        """How many conversations were held and are still there."""
        return sum(self._kinds.values())

    @cached_property
    def _kinds(self) -> Counter[str]:
        rows = Conversation.objects.filter(
            round=self.row, held_on__isnull=False, withdrawn_on=None, text__data_key__isnull=False
        )
        return Counter(rows.order_by().values_list("kind", flat=True))

    @cached_property
    def kinds(self) -> dict[str, int | None]:
        """Kind of conversation -> how many; None: too few to say."""
        return coarse(self._kinds)

    @cached_property
    def people(self) -> int | None:
        """How many took part and wanted to; None: fewer than five."""
        there = Participant.objects.filter(
            conversation__round=self.row,
            conversation__held_on__isnull=False,
            conversation__withdrawn_on=None,
            withdrawn_on=None,
        )
        consents = queries.latest_consents(there.values_list("pk", flat=True))
        count = sum(one.take_part for one in consents.values())
        return count if count >= SMALLEST else None

    @cached_property
    def _targets(self) -> list[HearTarget]:
        return list(HearTarget.objects.filter(round=self.row).order_by("group"))

    @cached_property
    def tallies(self) -> dict[str, int | None]:
        """Group in coarse words -> how many were heard; None: too few to say."""
        return coarse({one.group: one.heard for one in self._targets})

    @cached_property
    def missed(self) -> list[str]:
        """Groups of whom fewer were heard than was wanted, those that were heard least first."""
        short = [(Missing(one.wanted, one.heard).still, one.group) for one in self._targets]
        return [group for still, group in sorted(short, key=lambda pair: (-pair[0], pair[1])) if still]
