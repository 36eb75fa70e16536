"""A paper of government: the facts of a cycle, what people wrote in it, and what it is about.

Facts are generated, judgement is written: a paper declares slots, and a slot holds the text of people or else a
proposal made of the facts. A sentence whose fact changed gets a note beside it, and makes the paper a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.activities.models import Activity, Budget, Outcome
from koersvast.activities.rules import Line
from koersvast.cycles.models import Cycle, Partner
from koersvast.decisions import queries as decision_queries
from koersvast.decisions import verdict_queries
from koersvast.decisions.models import Decision, ImprovementAction
from koersvast.dialogues.finding_queries import Heard, shared_per_goal
from koersvast.dialogues.told_queries import Told
from koersvast.papers import queries as paper_queries
from koersvast.papers.models import CalendarItem
from koersvast.papers.rules import Amber
from koersvast.reports.document import (
    Beside,
    Block,
    BulletList,
    Cover,
    Document,
    Heading,
    Item,
    NewPage,
    Note,
    Own,
    Paragraph,
    Side,
)
from koersvast.reports.kinds.action_plan.facts import Facts, Place
from koersvast.ui.dates import spoken

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class UnknownPart(Exception):
    """There is no such partner or result in this cycle; the message says so."""


@dataclass(frozen=True)
class Paper:
    """Everything that the papers of one cycle are made of, each part read once, when it is first asked for."""

    kind: str
    facts: Facts
    year: int
    only: str = ""  # the key of the one result that this paper is about
    about: Told | None = None  # the dialogue round that this paper tells of

    @cached_property
    def judged(self) -> dict[UUID, verdict_queries.Judged]:
        """Result -> what figures and people say of it."""
        places = [self.result(self.only)] if self.only else self.facts.results
        wanted = {place.goal.pk for place in places}
        return verdict_queries.judged(
            self.facts.cycle, gmcode=self.facts.gmcode, goals=wanted, series=self.facts.series
        )

    @cached_property
    def heard(self) -> dict[UUID, list[Heard]]:
        """Goal -> what is shared of what residents said about it."""
        return shared_per_goal(self.facts.cycle)

    @cached_property
    def texts(self) -> paper_queries.Texts:
        return paper_queries.texts_as_they_stand(self.facts.cycle, series=self.facts.series)

    @cached_property
    def lines(self) -> dict[UUID, list[Line]]:
        """Activity -> its money."""
        owners = Budget.objects.filter(
            activity__cycle=self.facts.cycle, activity__removed_at__isnull=True
        ).order_by("activity__position", "activity__key", "year", "position")
        found: dict[UUID, list[Line]] = {}
        # the same rows in the same order as activities.queries.money_lines, which knows activities by name only
        for activity_id, line in zip(
            owners.values_list("activity_id", flat=True), self.facts.money, strict=True
        ):
            found.setdefault(activity_id, []).append(line)
        return found

    @cached_property
    def outcomes(self) -> dict[UUID, list[Outcome]]:
        found: dict[UUID, list[Outcome]] = {}
        rows = Outcome.objects.filter(activity__cycle=self.facts.cycle)
        for row in rows.order_by("period", "position"):
            found.setdefault(row.activity_id, []).append(row)
        return found

    @cached_property
    def improvements(self) -> list[ImprovementAction]:
        return list(decision_queries.improvements_of(self.facts.cycle))

    @cached_property
    def calendar(self) -> list[CalendarItem]:
        return list(paper_queries.calendar_of(self.facts.cycle))

    @property
    def today(self) -> date:
        return self.facts.today

    @property
    def all_lines(self) -> list[Line]:
        return self.facts.money

    @cached_property
    def lines_of_year(self) -> list[Line]:
        return [line for line in self.facts.money if line.year == self.year]

    @cached_property
    def decision_about(self) -> dict[str, Decision]:
        """Key -> the decision that holds: the newest."""
        found: dict[str, Decision] = {}
        for row in self.facts.decisions:  # by date, so the last one wins
            if row.about_key and row.decision:
                found[row.about_key] = row
        return found

    @cached_property
    def serving(self) -> dict[UUID, list[Activity]]:
        """Goal -> the activities that contribute to it."""
        found: dict[UUID, list[Activity]] = {}
        for activity in self.facts.activities:
            for one in self.facts.contributions.get(activity.pk, []):
                found.setdefault(one.goal_id, []).append(activity)
        return found

    def activities_for(self, place: Place) -> list[Activity]:
        """Activities for a goal or anything under it, each once, in the order of the plan."""
        wanted = {one.pk for under in place.walk() for one in self.serving.get(under.goal.pk, [])}
        return [row for row in self.facts.activities if row.pk in wanted]

    def result(self, key: str) -> Place:
        for place in self.facts.results:
            if place.goal.key == key:
                return place
        raise UnknownPart(
            _("Het resultaat %(key)s staat niet in deze ronde. U kunt kiezen uit: %(keys)s.")
            % {"key": key, "keys": ", ".join(place.goal.key for place in self.facts.results) or "-"}
        )

    def partner(self, key: str) -> Partner:
        for row in self.facts.partners:
            if row.key == key:
                return row
        raise UnknownPart(
            _("De organisatie %(key)s doet niet mee in deze ronde. U kunt kiezen uit: %(keys)s.")
            % {"key": key, "keys": ", ".join(row.key for row in self.facts.partners) or "-"}
        )

    @property
    def ambers(self) -> list[Amber]:
        return self.texts.ambers(self.kind)


@dataclass(frozen=True)
class _Edge(NewPage):
    """Where a slot begins and ends among the blocks; never on paper."""

    slot: str = ""
    about: str = ""


@dataclass(frozen=True)
class Slot:
    """A place in a paper that holds judgement. ``propose`` makes a text of the facts, for who has not written yet.

    ``about``: "result", "partner" or "round" when every one of them has its own text, else "".
    """

    key: str
    question: StrOrPromise
    help_text: StrOrPromise
    propose: Callable[[Paper, str], str]
    about: str = ""


def gather_paper(cycle: Cycle, *, kind: str, today: date, year: int, only: str = "") -> Paper:
    """A cycle for its papers (``only``: for one result), in a fixed number of queries. In the scope of its municipality."""
    return Paper(kind, Facts(cycle, today), year, only)


def said(paper: Paper, slot: Slot, about: str = "") -> str:
    """The text of people, or the proposal while they wrote none."""
    written = paper.texts.at(paper.kind, slot.key, about)
    return written.text if written and written.text else slot.propose(paper, about)


def told(paper: Paper, slot: Slot, about: str = "") -> list[Block]:
    """A slot as blocks: its text, and a note for each sentence that rests on a fact that changed."""
    written = paper.texts.at(paper.kind, slot.key, about)
    text = said(paper, slot, about)
    blocks = as_blocks(text)
    if not blocks:
        blocks = [Note(_("Nog niet ingevuld: %s") % str(slot.question).lower(), "missing")]
    edge = _Edge(slot.key, about)
    return [edge, *blocks, *(amber_note(amber) for amber in (written.ambers if written else ())), edge]


def boxed(paper: Paper, slot: Slot, about: str = "") -> list[Block]:
    """The same in a box with the question above it; each line of the text is one item."""
    first, *blocks, last = told(paper, slot, about)
    lines = [line.strip().removeprefix("- ") for line in said(paper, slot, about).split("\n")]
    items = tuple((line, "") for line in lines if line)
    if not items:
        return [first, *blocks, last]
    notes = [block for block in blocks if isinstance(block, Note)]
    return [first, Beside((Side(str(slot.question), items, "box"),)), *notes, last]


def as_blocks(text: str) -> list[Block]:
    """Paragraphs of a typed text; lines that begin with a dash are a list."""
    found: list[Block] = []
    for part in text.strip().split("\n\n"):
        lines = [line.strip() for line in part.strip().split("\n") if line.strip()]
        if lines and all(line.startswith("- ") for line in lines):
            found.append(BulletList(tuple(Item(line[2:]) for line in lines)))
        elif lines:
            found.append(Paragraph("\n".join(lines)))
    return found


def amber_words(amber: Amber) -> str:
    """ "was 62%, is 58%": what changed under a sentence."""
    if not amber.now:
        return _("%(what)s: was %(then)s, is er niet meer.") % {"what": amber.words, "then": amber.was}
    if not amber.was:
        return _("%(what)s: was er niet meer, is %(now)s.") % {"what": amber.words, "now": amber.now}
    return _("%(what)s: was %(then)s, is %(now)s.") % {
        "what": amber.words,
        "then": amber.was,
        "now": amber.now,
    }


def amber_note(amber: Amber) -> Note:
    sentence = _("“%(sentence)s” %(change)s Klopt de tekst nog?")
    return Note(
        sentence % {"sentence": amber.sentence, "change": amber_words(amber)}, "attention", _("Kijk dit na")
    )


def one_note(sentences: Sequence[str]) -> list[Block]:
    """What is missing, as one note."""
    if not sentences:
        return []
    return [Note(_("Nog niet ingevuld: %s") % "\n".join(("", *sentences)).strip(), "missing")]


def paper_document(
    paper: Paper,
    *,
    name: str,
    subtitle: str,
    blocks: Iterable[Block],
    title: str = "",
    status: Sequence[str] = (),
    dense: bool = False,
    cover: Cover = "head",
    holds: Iterable[UUID] = (),
    hints: Iterable[str] = (),
) -> Document:
    """The document of a paper. With a sentence to look at again it says that it is a draft."""
    facts, count = paper.facts, len(paper.ambers)
    colophon = [*status, _("Stand van %s.") % spoken(paper.today.isoformat())]
    if count:
        found = ngettext(
            "Concept: van %d zin is het feit veranderd.",
            "Concept: van %d zinnen is het feit veranderd.",
            count,
        )
        colophon.insert(0, found % count)
    if facts.municipality.illustrative or facts.municipality.is_demo or facts.gmcode.startswith("GM99"):
        colophon.append(_("Deze gemeente is verzonnen."))
    kept: list[Block] = []
    own: list[Own] = []
    started: int | None = None
    for block in blocks:
        if not isinstance(block, _Edge):
            kept.append(block)
        elif started is None:
            started = len(kept)
        else:
            own.append(Own(block.slot, block.about, started, len(kept)))
            started = None
    return Document(
        title=title or facts.cycle.title,
        kind=_("Concept: %s") % name if count else name,
        subtitle=subtitle,
        municipality=_("Gemeente %s") % facts.municipality.name,
        blocks=tuple(kept),
        written=tuple(own),
        colophon=tuple(colophon),
        cover=cover,
        dense=dense,
        holds=tuple(dict.fromkeys(holds)),
        hints=tuple(hints),
    )


def chapter(title: str, *parts: Iterable[Block]) -> list[Block]:
    return [Heading(1, title), *(block for part in parts for block in part)]


def own_text(blocks: Iterable[Block]) -> str:
    """Blocks of a slot as people would type them; the reverse of as_blocks."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, BulletList):
            found.append("\n".join(f"- {item.text}" for item in block.items))
        elif isinstance(block, Beside):
            found.append("\n".join(f"- {said}" for side in block.sides for said, _about in side.items))
    return "\n\n".join(found)
