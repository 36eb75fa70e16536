"""The interim report: only what differs from the plan, why, and what we do about it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.activities.models import ActivityStatus
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import DecisionWord, ImprovementStatus
from koersvast.reports.document import Block, BulletList, Document, Heading, Item, Paragraph, Table
from koersvast.reports.kinds import sections
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.paper import (
    Paper,
    Slot,
    chapter,
    gather_paper,
    one_note,
    paper_document,
    told,
)
from koersvast.ui.dates import spoken

KEY = "interim_report"


def _explanation(paper: Paper, _about: str) -> str:
    found = _changed_activities(paper)
    return "\n".join(f"- {name}: {reason}" for name, _word, reason in found)


def _measures(paper: Paper, _about: str) -> str:
    rows = [row for row in paper.improvements if row.status == ImprovementStatus.OPEN]
    return "\n".join(
        "- "
        + _("%(text)s Klaar voor %(day)s.") % {"text": row.text.rstrip(". ") + ".", "day": spoken(row.due_on)}
        for row in rows
    )


SLOTS = (
    Slot("explanation", gettext_lazy("Hoe komt dat?"), gettext_lazy("Leg de afwijkingen uit. Noem ook wat u niet weet."), _explanation),
    Slot("measures", gettext_lazy("Wat doen we eraan?"), gettext_lazy("Wie doet wat, en voor wanneer?"), _measures),
)  # fmt: skip


def _changed_activities(paper: Paper) -> list[tuple[str, str, str]]:
    """(activity, decision, reason) where people decided not to go on as planned."""
    found = []
    for row in paper.facts.activities:
        decision = paper.decision_about.get(row.key)
        if decision and decision.decision != DecisionWord.CONTINUE:
            word = str(decision.get_decision_display()).lower()
            found.append(
                (
                    phrases.example(row.name, row.illustrative),
                    word,
                    phrases.example(decision.reason, decision.illustrative),
                )
            )
        elif not decision and row.status == ActivityStatus.STOPPED:
            found.append(
                (phrases.example(row.name, row.illustrative), _("gestopt"), _("geen reden vastgelegd"))
            )
    return found


def _results(paper: Paper) -> list[Block]:
    off = [place for place in paper.facts.results if sections.is_weak(paper, place)]
    blocks: list[Block] = [Heading(2, _("Resultaten"))]
    if not off:
        return [*blocks, Paragraph(_("Geen resultaat wijkt af van het plan."))]
    rows = tuple(
        (sections.numbered(place), sections.standing_word(paper, place), sections.why(paper, place))
        for place in off
    )
    return [*blocks, Table((_("Resultaat"), _("Stand"), _("Waarom")), rows, widths=(9, 5, 9))]


def _activities(paper: Paper) -> list[Block]:
    rows = tuple(_changed_activities(paper))
    blocks: list[Block] = [Heading(2, _("Activiteiten"))]
    if not rows:
        return [*blocks, Paragraph(_("De activiteiten lopen zoals gepland."))]
    return [*blocks, Table((_("Activiteit"), _("Besluit"), _("Reden")), rows, widths=(8, 4, 10))]


def _late(paper: Paper) -> list[Block]:
    late = sections.late_promises(paper)
    blocks: list[Block] = [Heading(2, _("Toezeggingen en verbeteracties"))]
    if not late:
        return [*blocks, Paragraph(_("Geen afspraak is te laat."))]
    return [
        *blocks,
        Paragraph(_("Deze afspraken zijn te laat:")),
        BulletList(tuple(Item(text) for text in late)),
    ]


def build(cycle: Cycle, *, today: date, year: int | None = None) -> Document:
    paper = gather_paper(cycle, kind=KEY, today=today, year=year or today.year)
    explanation, measures = SLOTS
    money: list[Block] = [Heading(2, _("Geld"))]
    return paper_document(
        paper,
        name=_("Bestuursrapportage %d, afwijkingen") % paper.year,
        subtitle="",
        blocks=[
            *chapter(
                _("Wat wijkt af?"),
                _results(paper),
                _activities(paper),
                _late(paper),
                money,
                sections.money(paper, paper.lines_of_year, years=[paper.year]),
            ),
            *chapter(str(explanation.question), told(paper, explanation)),
            *chapter(
                str(measures.question), told(paper, measures), one_note(sections.what_is_missing(paper))
            ),
        ],
        status=[sections.adopted(paper)],
    )
