"""Puts the action plan together: a page "In het kort", the list of chapters, and fifteen chapters in a fixed order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.reports.document import Block, Contents, Document, Heading
from koersvast.reports.kinds.action_plan import aims, control, start, summary, work
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.ui.dates import spoken

Chapter = Callable[[Facts], list[Block]]


def chapters() -> list[tuple[str, Chapter]]:
    """What a plan must show, in this order (Kwaliteitskompas; Gemeentewet for mandate and money)."""
    return [
        (_("Aanleiding en mandaat"), start.reason_and_mandate),
        (_("Doelgroep en begrippen"), start.people_and_words),
        (_("Stand van zaken"), start.state_of_affairs),
        (_("Ambities"), aims.ambitions),
        (_("Maatschappelijke resultaten"), aims.results),
        (_("Subdoelen"), aims.subgoals),
        (_("Activiteiten"), work.activities),
        (_("Kwaliteit en onderbouwing"), work.quality),
        (_("Partners en hun rol"), work.partners),
        (_("Inwoners: betrokken en terugkoppeling"), work.residents),
        (_("Budget en dekking"), control.money),
        (_("Risico’s en privacy"), control.risks),
        (_("Monitoring- en gespreksritme"), control.rhythm),
        (_("Borging"), control.anchoring),
        (_("Besluiten"), control.decisions),
    ]


def build(cycle: Cycle, *, today: date) -> Document:
    """The action plan of a cycle as a value. Inside the scope of its municipality."""
    facts = Facts(cycle, today)
    blocks: list[Block] = [Heading(1, _("In het kort")), *summary.in_short(facts), Contents(_("Inhoud"))]
    for title, chapter in chapters():
        blocks += [Heading(1, title), *chapter(facts)]
    return Document(
        title=cycle.title,
        kind=_("Actieplan, ronde %d") % cycle.number,
        subtitle=_(
            "Wat er anders moet zijn voor %(people)s inwoners, wat wij doen, wat het kost "
            "en hoe wij weten of het helpt."
        )
        % {"people": facts.municipality.acronym},
        municipality=_("Gemeente %s") % facts.municipality.name,
        blocks=tuple(blocks),
        colophon=tuple(_colophon(facts)),
    )


def _colophon(facts: Facts) -> list[str]:
    lines = [_("Gemeente %s") % facts.municipality.name]
    adopted = next((found for found in facts.decisions if found.kind == "adopt_plan" and found.stands), None)
    if adopted:
        said = {"body": adopted.get_body_display(), "day": spoken(adopted.decided_on)}
        lines.append(_("Vastgesteld door: %(body)s, %(day)s.") % said)
        if adopted.document:
            lines.append(adopted.document)
    else:
        lines.append(_("Nog niet vastgesteld."))
    lines.append(_("Stand van %s.") % spoken(facts.today.isoformat()))
    if facts.municipality.illustrative or facts.municipality.is_demo or facts.gmcode.startswith("GM99"):
        lines.append(_("Deze gemeente is verzonnen."))
    return lines
