"""The proposal to the college: what is asked, why, what speaks against it, what it costs, and what follows."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.cycles.models import Cycle
from koersvast.reports.document import BulletList, Document, Item, KeyValues
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

KEY = "college_proposal"
FROM_THE_COUNCIL = ("election_agreement", "motion", "commitment")


def _summary(paper: Paper, _about: str) -> str:
    facts = paper.facts
    return phrases.example(facts.cycle.summary, facts.cycle.illustrative) or _(
        "Dit voorstel gaat over %(title)s: %(results)d resultaten en %(activities)s."
    ) % {
        "title": facts.cycle.title,
        "results": len(facts.results),
        "activities": phrases.activities_counted(len(facts.activities)),
    }


def _points(paper: Paper, _about: str) -> str:
    facts = paper.facts
    points = [
        _("Het plan %s vast te stellen.") % facts.cycle.title
        if not any(row.kind == "adopt_plan" for row in facts.decisions)
        else _("In te stemmen met de voortgang van %s.") % facts.cycle.title
    ]
    open_years = [money for money in facts.years if money.uncovered and money.year >= paper.today.year]
    points += [
        _("Te besluiten hoe %(amount)s voor %(year)d wordt gedekt.")
        % {"amount": phrases.euro(money.uncovered), "year": money.year}
        for money in open_years
    ]
    points.append(_("De gemeenteraad te informeren met een raadsinformatiebrief."))
    return "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))


def _reason(paper: Paper, _about: str) -> str:
    rows = [
        row for row in paper.facts.commitments if row.kind in FROM_THE_COUNCIL and row.status != "dropped"
    ]
    if not rows:
        return ""
    return (
        _("De gemeente is dit plan begonnen na deze moties, toezeggingen en afspraken:")
        + "\n\n"
        + "\n".join(f"- {row.text} ({row.by}, {spoken(row.made_on)})" for row in rows[:5])
    )


def _arguments(paper: Paper, _about: str) -> str:
    facts = paper.facts
    lines = [
        _("Gemeente, inwoners en aanbieders maakten het plan samen: %s doen mee.")
        % _partners(len(facts.partners))
    ]
    decided = [row for row in facts.decisions if row.kind == "activity" and row.decision]
    if decided:
        lines.append(
            _("Over %s is al samen besloten.")
            % phrases.activities_counted(len({row.about_key for row in decided}))
        )
    return "\n".join(f"- {line}" for line in lines)


def _partners(count: int) -> str:
    return phrases.counted(count, _("organisatie"), _("organisaties"))


def _against(paper: Paper, _about: str) -> str:
    lines = sections.uncovered(paper.all_lines)[:5]
    unsure = [place.number for place in paper.facts.results if sections.is_unsure(paper, place)]
    if unsure:
        lines.append(
            _("Bij resultaat %s is nog niet te zeggen of het beter gaat.") % phrases.together(unsure)
        )
    return "\n".join(f"- {line}" for line in lines)


def _communication(_paper: Paper, _about: str) -> str:
    return _(
        "Wij vertellen inwoners en partners wat er is besloten en wat er met hun inbreng is gedaan. De raad krijgt een "
        "raadsinformatiebrief."
    )


def _next(paper: Paper, _about: str) -> str:
    return _(
        "Na uw besluit voeren de partners het plan uit. Wij melden de voortgang bij de volgende momenten."
    )


SLOTS = (
    Slot("summary", gettext_lazy("Samenvatting"), gettext_lazy("Waar gaat het voorstel over, in een paar zinnen?"), _summary),
    Slot("points", gettext_lazy("Voorgesteld besluit"), gettext_lazy("Elk beslispunt op een eigen regel, met een nummer."), _points),
    Slot("reason", gettext_lazy("Aanleiding"), gettext_lazy("Waarom ligt dit nu voor?"), _reason),
    Slot("arguments", gettext_lazy("Argumenten"), gettext_lazy("Wat pleit ervoor? Elk argument op een eigen regel."), _arguments),
    Slot("against", gettext_lazy("Kanttekeningen"), gettext_lazy("Wat pleit ertegen, of is onzeker?"), _against),
    Slot("communication", gettext_lazy("Communicatie"), gettext_lazy("Wie hoort dit besluit, van wie en wanneer?"), _communication),
    Slot("next", gettext_lazy("Vervolg"), gettext_lazy("Wat gebeurt er na het besluit?"), _next),
)  # fmt: skip


def build(cycle: Cycle, *, today: date) -> Document:
    paper = gather_paper(cycle, kind=KEY, today=today, year=today.year)
    summary, points, reason, arguments, against, communication, following = SLOTS
    facts = paper.facts
    about = KeyValues(
        (
            (_("Onderwerp"), facts.cycle.title),
            (_("Aan"), _("College van burgemeester en wethouders")),
            (_("Status"), sections.adopted(paper)),
        )
    )
    tasks = [Item(_("Actieplan, ronde %d") % facts.cycle.number)]
    return paper_document(
        paper,
        name=_("Collegevoorstel"),
        subtitle="",
        blocks=[
            about,
            *chapter(str(summary.question), told(paper, summary)),
            *chapter(str(points.question), told(paper, points)),
            *chapter(str(reason.question), told(paper, reason)),
            *chapter(_("Wat willen we bereiken?"), sections.results(paper)),
            *chapter(str(arguments.question), told(paper, arguments)),
            *chapter(str(against.question), told(paper, against)),
            *chapter(
                _("Financiën"),
                sections.money(paper, paper.all_lines, years=[money.year for money in facts.years] or [0]),
                sections.per_task_field(paper.all_lines),
            ),
            *chapter(str(communication.question), told(paper, communication)),
            *chapter(str(following.question), told(paper, following), sections.coming(paper)),
            *chapter(_("Bijlagen"), [BulletList(tuple(tasks))], one_note(sections.what_is_missing(paper))),
        ],
    )
