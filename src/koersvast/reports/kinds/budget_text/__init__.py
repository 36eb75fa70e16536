"""The text for the programme budget, in three questions: what do we want, what will we do for it, what may it cost?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.cycles.models import Cycle
from koersvast.reports.document import Document
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

KEY = "budget_text"


def _aim(paper: Paper, _about: str) -> str:
    return "\n\n".join(phrases.example(row.text, row.illustrative) for row in paper.facts.ambitions)


def _doing(paper: Paper, _about: str) -> str:
    running = [row for row in paper.facts.activities if sections.runs_in(paper, row)]
    if not running:
        return ""
    return _("In %(year)d lopen er %(activities)s.") % {
        "year": paper.year,
        "activities": phrases.activities_counted(len(running)),
    }


def _cost(paper: Paper, _about: str) -> str:
    total = sum(line.amount for line in paper.lines_of_year)
    if not total:
        return ""
    return _("De kosten in %(year)d zijn %(amount)s.") % {"year": paper.year, "amount": phrases.euro(total)}


SLOTS = (
    Slot("aim", gettext_lazy("Wat willen we bereiken?"), gettext_lazy("De maatschappelijke bedoeling, in een paar zinnen."), _aim),
    Slot("doing", gettext_lazy("Wat gaan we ervoor doen?"), gettext_lazy("De kern van de aanpak in dit jaar."), _doing),
    Slot("cost", gettext_lazy("Wat mag het kosten?"), gettext_lazy("Uitleg bij de bedragen, en hoe open posten worden gedekt."), _cost),
)  # fmt: skip


def build(cycle: Cycle, *, today: date, year: int | None = None) -> Document:
    paper = gather_paper(cycle, kind=KEY, today=today, year=year or today.year + 1)
    aim, doing, cost = SLOTS
    running = [row for row in paper.facts.activities if sections.runs_in(paper, row)]
    return paper_document(
        paper,
        name=_("Tekst voor de programmabegroting %d") % paper.year,
        subtitle="",
        blocks=[
            *chapter(str(aim.question), told(paper, aim), sections.results(paper)),
            *chapter(str(doing.question), told(paper, doing), sections.activities(paper, running)),
            *chapter(
                str(cost.question),
                told(paper, cost),
                sections.money(paper, paper.lines_of_year),
                sections.per_task_field(paper.lines_of_year),
                one_note(sections.what_is_missing(paper)),
            ),
        ],
        status=[sections.adopted(paper)],
    )
