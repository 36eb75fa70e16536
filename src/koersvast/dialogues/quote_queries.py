"""Questions about quotes. ``publishable_quotes`` is the only door through which one reaches a document."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.dialogues import kcheck, queries
from koersvast.dialogues.kcheck import AGE, GROUP, NOTHING, PLACE, Attribute, Person, Shown
from koersvast.dialogues.models import (
    Answer,
    Conversation,
    DialogueRound,
    Participant,
    PopulationCount,
    Quote,
    QuoteStatus,
)
from koersvast.dialogues.quote_rules import inside_turns
from koersvast.dialogues.rules import About, turns_of
from koersvast.texts.models import TextState
from koersvast.texts.queries import OpenText, open_texts
from koersvast.texts.rules import touches_never
from koersvast.vault.models import DataKey
from koersvast.vault.queries import boxes

THIRD_PARTY = "third_party"  # kind of mark: somebody who was not asked


def shown_place(pk: uuid.UUID) -> str:
    return f"dialogues.quote.shown:{pk}"


def attributes_place(pk: uuid.UUID) -> str:
    return f"dialogues.quote.attributes:{pk}"


def reason_place(pk: uuid.UUID) -> str:
    return f"dialogues.quotereading.reason:{pk}"


@dataclass(frozen=True)
class OpenQuote:
    """A quote with its words and what is shown of who said it."""

    row: Quote
    words: str
    shown: Shown

    def __repr__(self) -> str:
        return f"OpenQuote({self.row.pk})"  # never the words: this ends up in traces

    @property
    def line(self) -> str:
        return attribute_line(self.shown)


def attribute_line(shown: Shown) -> str:
    """What stands under a quote: nothing more than "een deelnemer", unless somebody chose more."""
    parts = [_("een deelnemer")]
    for kind in (AGE, GROUP, PLACE):
        for one in sorted(shown):
            if one.kind == kind:
                parts.append(_("%(age)s jaar") % {"age": one.value} if kind == AGE else one.value)
    return ", ".join(parts)


def open_quotes(rows: Iterable[Quote]) -> list[OpenQuote]:
    """In the order given; those whose words are gone are left out. Two queries, however many."""
    found = [row for row in rows if row.text.data_key_id is not None]
    opened = boxes(list(DataKey.objects.filter(pk__in={row.text.data_key_id for row in found})))
    result = []
    for row in found:
        box = opened[row.text.data_key_id]  # type: ignore[index]  # looked at above: none is None
        words = box.read(row.shown, shown_place(row.pk))
        shown = kcheck.from_text(box.read(row.attributes, attributes_place(row.pk)))
        result.append(OpenQuote(row, words, shown))
    return result


def quotes_of(row: DialogueRound) -> list[OpenQuote]:
    return open_quotes(Quote.objects.filter(round=row).select_related("text", "participant", "maker"))


def quote(row: DialogueRound, pk: Any) -> Quote | None:
    found: Quote | None = (
        Quote.objects.filter(round=row, pk=pk)
        .select_related("text__data_key", "participant__conversation", "maker", "round")
        .first()
    )
    return found


@dataclass(frozen=True)
class Counted:
    """How many share what all quotes of one person show together, and what could be shown instead."""

    k: int
    together: Shown
    proposals: tuple[kcheck.Proposal, ...] = ()
    among: int = 0  # of who took part
    in_town: int | None = None  # of the inhabitants, when the table tells

    @property
    def blocks(self) -> bool:
        return kcheck.blocks(self.k)

    @property
    def warns(self) -> bool:
        return kcheck.warns(self.k)


def people_here() -> dict[uuid.UUID, Person]:
    """Everybody who took part in a round of this municipality and did not withdraw. Five queries."""
    rows = list(Conversation.objects.select_related("text").filter(text__data_key__isnull=False))
    abouts = queries.abouts_of(rows)
    there = Participant.objects.filter(withdrawn_on=None, conversation__in=[row.pk for row in rows])
    return {pk: person_of(abouts.get(pk, About())) for pk in there.values_list("pk", flat=True)}


def population_here() -> list[Person]:
    """The municipality's own table of inhabitants; empty when there is none. One query."""
    return [
        Person(row.age, (row.group,) if row.group else (), row.place, row.count)
        for row in PopulationCount.objects.all()
    ]


def person_of(about: About) -> Person:
    return Person(about.age_band, about.groups, about.neighbourhood)


def shown_elsewhere(person: Participant, *, but: uuid.UUID | None) -> Shown:
    """What the other quotes of the same participant show, in whatever round, refused ones left out."""
    rows = Quote.objects.filter(participant=person).exclude(status=QuoteStatus.REFUSED).exclude(pk=but)
    return kcheck.together(one.shown for one in open_quotes(rows.select_related("text")))


def counted(person: Participant, shown: Shown, *, but: uuid.UUID | None) -> Counted:
    others, people, town = shown_elsewhere(person, but=but), list(people_here().values()), population_here()
    both = shown | others
    k = kcheck.k_of(both, people, town)
    few = k < kcheck.WARNS_BELOW
    better = kcheck.proposals(shown, people, others=others, population=town) if few else []
    return Counted(k, both, tuple(better), kcheck.k_of(both, people), kcheck.k_in_town(both, town))


def cannot_quote(opened: OpenText, start: int, end: int) -> str:
    """Why this passage can never be a quote; empty when it can."""
    if touches_never(opened.masks, start, end):
        return _("Hier staat iets wat niet gebruikt mag worden. Kies een stuk ervoor of erna.")
    if any(mark.kind == THIRD_PARTY and mark.start < end and start < mark.end for mark in opened.marks):
        return _("Hier gaat het over iemand anders, die niets kon zeggen. Kies een stuk ervoor of erna.")
    return ""


def who_said(conversation: Conversation, opened: OpenText, start: int, end: int) -> list[queries.Known]:
    """The participants whose words this can be: those who may be quoted, and in whose turn it lies."""
    people = [one for one in queries.participants_of(conversation) if one.row.withdrawn_on is None]
    return speakers(people, opened, start, end)


def speakers(people: list[queries.Known], opened: OpenText, start: int, end: int) -> list[queries.Known]:
    """Those of them in whose turn a passage lies. ``people``: who is still there of the conversation."""
    found = []
    for one in people:
        known = [other.about.speaker for other in people if other.about and other.row.pk != one.row.pk]
        turns = turns_of(opened.body, one.about.speaker, known) if one.about else []
        # at a table somebody must be found by a label; who was alone may have none
        fits = inside_turns(start, end, turns) if turns else len(people) == 1
        if fits:
            found.append(one)
    return found


def choices_for(about: About | None) -> list[Attribute]:
    """What may be shown of somebody: their own attributes and more general ones, most general first."""
    if about is None:
        return []
    found = {step for one in person_of(about).own() for step in kcheck.ladder(one)}
    return sorted(
        found, key=lambda one: ((AGE, GROUP, PLACE).index(one.kind), one in person_of(about).own(), one)
    )


def waiting_for(person: Participant) -> list[OpenQuote]:
    """The quotes that this participant may say something about: asked, or said yes to."""
    rows = Quote.objects.filter(
        participant=person, status__in=[QuoteStatus.ASKED, QuoteStatus.APPROVED, QuoteStatus.PUBLISHABLE]
    )
    return open_quotes(rows.select_related("text"))


def publishable_quotes(row: DialogueRound) -> list[OpenQuote]:
    """The quotes of a round that may stand in a document, looked at again now: status, consent, passage and k-check.

    Nothing else of quotes reaches a document. A fixed number of queries, however many quotes.
    """
    return _publishable(Quote.objects.filter(round=row))


def publishable_in(cycle: Cycle) -> list[OpenQuote]:
    """The same for every round of a cycle: for the red thread."""
    return _publishable(Quote.objects.filter(round__cycle=cycle))


def _publishable(quotes: QuerySet[Any]) -> list[OpenQuote]:
    rows = list(
        quotes.filter(
            status=QuoteStatus.PUBLISHABLE,
            answer=Answer.YES,
            participant__withdrawn_on=None,
            text__data_key__isnull=False,
            text__state=TextState.FINISHED,
        ).select_related("text", "participant")
    )
    if not rows:
        return []
    consents = queries.latest_consents({one.participant_id for one in rows})
    opened = open_texts(list({one.text_id: one.text for one in rows}.values()))
    people, town = list(people_here().values()), population_here()
    union = _union_per_person({one.participant_id for one in rows})
    return [
        one
        for one in open_quotes(rows)
        if queries.allows(consents.get(one.row.participant_id), "quote")
        and not cannot_quote(opened[one.row.text_id], one.row.start, one.row.end)
        and not kcheck.blocks(kcheck.k_of(union.get(one.row.participant_id, NOTHING), people, town))
    ]


def _union_per_person(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, Shown]:
    rows = Quote.objects.filter(participant__in=list(people)).exclude(status=QuoteStatus.REFUSED)
    found: dict[uuid.UUID, Shown] = {}
    for one in open_quotes(rows.select_related("text")):
        found[one.row.participant_id] = found.get(one.row.participant_id, NOTHING) | one.shown
    return found
