"""The section for the annual report: what did we reach, what did we do for it, what did it cost?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.cycles.models import Cycle
from koersvast.reports.document import Block, Document, KeyValues
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

KEY = "annual_report"


def _reached(paper: Paper, _about: str) -> str:
    return sections.verdict_sentence(paper)


def _did(paper: Paper, _about: str) -> str:
    rows = [row for row in paper.facts.activities if sections.runs_in(paper, row)]
    if not rows:
        return ""
    return _("In %(year)d liepen er %(activities)s.") % {
        "year": paper.year,
        "activities": phrases.activities_counted(len(rows)),
    }


def _cost(paper: Paper, _about: str) -> str:
    total = sum(line.amount for line in paper.lines_of_year)
    if not total:
        return ""
    return _("Begroot was %(amount)s.") % {"amount": phrases.euro(total)}


SLOTS = (
    Slot("reached", gettext_lazy("Wat hebben we bereikt?"), gettext_lazy("Wat is er veranderd, en hoe zeker is dat?"), _reached),
    Slot("did", gettext_lazy("Wat hebben we ervoor gedaan?"), gettext_lazy("De kern van wat er is gedaan."), _did),
    Slot("cost", gettext_lazy("Wat heeft het gekost?"), gettext_lazy("Leg uit waarom het meer of minder was dan begroot."), _cost),
)  # fmt: skip


def _spent(paper: Paper) -> list[Block]:
    """Budgeted beside spent. What was spent comes from the ledger, where it knows it."""
    budgeted = sum(line.amount for line in paper.lines_of_year)
    spent = sections.spent(paper.year, paper.lines_of_year)
    if not paper.lines_of_year:
        return []
    if spent is None:
        return [
            KeyValues(((_("Begroot"), phrases.euro(budgeted)),)),
            phrases.missing(_("wat er in %d is uitgegeven.") % paper.year),
        ]
    difference = spent - budgeted
    return [
        KeyValues(
            (
                (_("Begroot"), phrases.euro(budgeted)),
                (_("Uitgegeven"), phrases.euro(spent)),
                (_("Verschil"), phrases.euro(difference)),
            )
        )
    ]


def build(cycle: Cycle, *, today: date, year: int | None = None) -> Document:
    paper = gather_paper(cycle, kind=KEY, today=today, year=year or today.year - 1)
    reached, did, cost = SLOTS
    rows = [row for row in paper.facts.activities if sections.runs_in(paper, row)]
    return paper_document(
        paper,
        name=_("Tekst voor het jaarverslag %d") % paper.year,
        subtitle="",
        blocks=[
            *chapter(str(reached.question), told(paper, reached), sections.results(paper)),
            *chapter(str(did.question), told(paper, did), sections.activities(paper, rows, past=True)),
            *chapter(
                str(cost.question),
                told(paper, cost),
                _spent(paper),
                sections.money(paper, paper.lines_of_year),
                one_note(sections.what_is_missing(paper)),
            ),
        ],
        status=[sections.adopted(paper)],
    )
