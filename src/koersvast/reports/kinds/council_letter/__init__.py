"""The information letter to the council: the message, where we stand, what became of promises, money, what follows."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle
from koersvast.reports.document import Block, Document, KeyValues, Paragraph
from koersvast.reports.kinds import sections
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.paper import Paper, Slot, chapter, gather_paper, paper_document, told
from koersvast.ui.dates import spoken

KEY = "council_letter"


def _message(paper: Paper, _about: str) -> str:
    facts = paper.facts
    text = _("Wij werken aan %(results)d resultaten met %(activities)s.") % {
        "results": len(facts.results),
        "activities": phrases.activities_counted(len(facts.activities)),
    }
    return f"{text} {sections.verdict_sentence(paper)}"


def _reason(paper: Paper, _about: str) -> str:
    return _("Met deze brief informeren wij u over de voortgang van %s.") % paper.facts.cycle.title


def _next(paper: Paper, _about: str) -> str:
    late = sections.late_promises(paper)
    if not late:
        return _("Wij gaan door met het plan en informeren u bij het volgende moment opnieuw.")
    return (
        _("Deze afspraken zijn te laat. Wij melden u wanneer zij klaar zijn:")
        + "\n\n"
        + "\n".join(f"- {text}" for text in late)
    )


SLOTS = (
    Slot("message", gettext_lazy("Kernboodschap"), gettext_lazy("Wat moet de raad in elk geval weten?"), _message),
    Slot("reason", gettext_lazy("Aanleiding"), gettext_lazy("Waarom schrijft het college deze brief?"), _reason),
    Slot("next", gettext_lazy("Vervolg"), gettext_lazy("Wat gebeurt er nu, en wanneer hoort de raad weer iets?"), _next),
)  # fmt: skip


def _doing(paper: Paper, running: list[Activity]) -> list[Block]:
    """A letter is short: what was measured, and how much more there is."""
    told_of = sections.measured(paper, running)
    count = _("In %(year)d liepen er %(activities)s.") % {
        "year": paper.year,
        "activities": phrases.activities_counted(len(running)),
    }
    if not told_of:
        return [Paragraph(count)]
    text = _("Van deze activiteiten is gemeten wat zij opleverden:")
    return [Paragraph(f"{count} {text}"), *sections.activities(paper, told_of, past=True, most=8)]


def build(cycle: Cycle, *, today: date, year: int | None = None) -> Document:
    paper = gather_paper(cycle, kind=KEY, today=today, year=year or today.year)
    message, reason, following = SLOTS
    facts = paper.facts
    running = [row for row in facts.activities if sections.runs_in(paper, row)]
    return paper_document(
        paper,
        name=_("Raadsinformatiebrief"),
        subtitle="",
        blocks=[
            KeyValues(
                (
                    (_("Aan"), _("De gemeenteraad van %s") % facts.municipality.name),
                    (_("Van"), _("College van burgemeester en wethouders")),
                    (_("Datum"), spoken(today.isoformat())),
                    (_("Onderwerp"), _("Voortgang van %s") % facts.cycle.title),
                )
            ),
            *chapter(str(message.question), told(paper, message)),
            *chapter(str(reason.question), told(paper, reason)),
            *chapter(_("Waar staan we?"), sections.results(paper)),
            *chapter(_("Wat hebben we gedaan?"), _doing(paper, running)),
            *chapter(_("Moties en toezeggingen"), sections.promises(paper)),
            *chapter(
                _("Wat kost het in %d?") % paper.year,
                sections.money(paper, paper.lines_of_year, years=[paper.year]),
            ),
            *chapter(str(following.question), told(paper, following), sections.coming(paper)),
            Paragraph(_("Het college van burgemeester en wethouders van %s") % facts.municipality.name),
        ],
    )
