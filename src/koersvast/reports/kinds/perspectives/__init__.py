"""The report of a dialogue round: what helps, what works and what does not, what people ask, and what could follow."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.dialogues.told_queries import Told
from koersvast.reports.document import Block, Contents, Document, Heading
from koersvast.reports.kinds import heard
from koersvast.reports.kinds.paper import Paper, chapter, one_note, paper_document, told
from koersvast.reports.kinds.perspectives import chances, findings, start
from koersvast.reports.kinds.perspectives.slots import (
    BROADEN,
    EMBED,
    METHOD,
    PLATFORM,
    PRACTICE,
    PROGRAMME,
    REASON,
    SCALE_UP,
    SLOTS,
)

__all__ = ["KEY", "SLOTS", "build"]

KEY = "perspectives"


def build(cycle: Cycle, *, today: date, round: str = "") -> Document:
    paper = heard.gather_heard(cycle, kind=KEY, today=today, wanted=round)
    about = paper.about
    place = paper.facts.municipality.name
    blocks = _chapters(paper, about) if about else heard.no_round()
    return paper_document(
        paper,
        name=about.row.title if about else _("Gespreksronde"),
        title=_("Perspectieven"),
        subtitle=_(
            "Wat inwoners en partners van %s ons vertelden. Wat werkt, wat niet, welke vragen er zijn en wat mensen nodig hebben."
        )
        % place,
        blocks=blocks,
        status=[_("Gemeente %s") % place],
        cover="page",
        holds=about.holds if about else (),
    )


def _chapters(paper: Paper, about: Told) -> list[Block]:
    key = about.key
    return [
        Contents(_("Inhoud")),
        *chapter(_("Aanleiding en vraag"), told(paper, REASON, key)),
        *chapter(
            _("Werkwijze: met wie spraken wij?"),
            start.who(about),
            [Heading(2, str(METHOD.question))],
            told(paper, METHOD, key),
            start.missed(about),
            start.reading(),
        ),
        *chapter(_("Wat helpt al"), start.what_helps(paper, about)),
        *chapter(_("Wat werkt, en wat werkt niet"), findings.works(about)),
        *chapter(_("Vragen en behoeften"), findings.asked(about), findings.more_quotes(about)),
        *chapter(_("Perspectieven"), findings.portraits(about)),
        *chapter(_("Kansen en voorstellen"), chances.heads(paper, (BROADEN, SCALE_UP, EMBED), key)),
        *chapter(_("Hoe verder"), chances.heads(paper, (PLATFORM, PROGRAMME, PRACTICE), key)),
        *chapter(_("Cijfers ter vergelijking"), start.national(paper)),
        *chapter(_("Bijlage: initiatieven"), start.initiatives(paper), one_note(_missing(about))),
    ]


def _missing(about: Told) -> list[str]:
    """What this round does not tell yet, in sentences."""
    found = []
    if not about.findings:
        found.append(_("Bevindingen die openbaar zijn."))
    if not about.quotes:
        found.append(_("Citaten die mogen worden gebruikt."))
    if about.row.feedback_given_on is None:
        found.append(_("De terugkoppeling aan de deelnemers."))
    return found
