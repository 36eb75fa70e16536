"""One page per result for the council: where do we stand, how sure is that, what do we do, what does it cost, what do we ask?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koersvast.activities.rules import Line
from koersvast.cycles.models import Cycle
from koersvast.dialogues.finding_queries import Heard
from koersvast.indicators.models import GoalIndicator
from koersvast.reports.document import (
    Block,
    Document,
    Heading,
    Marks,
    NewPage,
    Paragraph,
    Picture,
    Table,
)
from koersvast.reports.kinds import sections
from koersvast.reports.kinds.action_plan import figures, phrases
from koersvast.reports.kinds.action_plan.facts import Place
from koersvast.reports.kinds.paper import Paper, Slot, gather_paper, paper_document, said, told

KEY = "council_page"
MOST_INDICATORS = 5
MOST_ACTIVITIES = 6
MOST_FINDINGS = 3
CHART_WIDTH = 0.55
LONGEST_REASON = 320  # characters: a page holds no essay


def _ask(paper: Paper, about: str) -> str:
    place = paper.result(about)
    asks = [
        _("Besluit hoe %(amount)s voor %(activity)s in %(year)d wordt gedekt.")
        % {"amount": phrases.euro(line.uncovered), "activity": line.activity, "year": line.year}
        for line in _lines(paper, place)
        if line.uncovered and line.year >= paper.today.year
    ][:3]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(asks, start=1)) or _(
        "Wij vragen u nu geen besluit."
    )


SLOTS = (
    Slot("ask", gettext_lazy("Wat vragen we u?"), gettext_lazy("Wat moet de raad doen of besluiten? Houd het kort: alles past op één bladzijde."), _ask, about="result"),
)  # fmt: skip


def build(cycle: Cycle, *, today: date, result: str = "", year: int | None = None) -> Document:
    paper = gather_paper(cycle, kind=KEY, today=today, year=year or today.year, only=result)
    wanted = [paper.result(result)] if result else paper.facts.results
    blocks: list[Block] = []
    for place, one in enumerate(wanted):
        blocks += [*([NewPage()] if place else []), *_page(paper, one)]
    if not wanted:
        blocks = [Heading(1, _("Resultaten")), phrases.missing(_("de maatschappelijke resultaten."))]
    return paper_document(
        paper,
        name=_("Voor de raad"),
        subtitle="",
        blocks=blocks,
        status=[sections.adopted(paper)],
        dense=True,
    )


def _page(paper: Paper, place: Place) -> list[Block]:
    [ask] = SLOTS
    return [
        Heading(1, phrases.example(place.goal.text, place.goal.illustrative)),
        Heading(2, _("Waar staan we?")),
        *_standing(paper, place),
        Heading(2, _("Hoe zeker is dat?")),
        *_certainty(paper, place),
        *_residents(paper, place),
        Heading(2, _("Wat doen we?")),
        *_doing(paper, place),
        Heading(2, _("Wat kost het?")),
        *_cost(paper, place),
        Heading(2, str(ask.question)),
        *told(paper, ask, place.goal.key),
    ]


def indicators(paper: Paper, place: Place) -> list[GoalIndicator]:
    """At most five, those with a figure about this municipality and a target first."""
    facts = paper.facts
    aims = [aim for under in place.walk() for aim in facts.aims.get(under.goal.pk, [])]
    order = sorted(
        range(len(aims)),
        key=lambda at: (figures.own_series(facts, aims[at]) is None, aims[at].target_value is None, at),
    )
    found: dict[object, GoalIndicator] = {}
    for at in order:
        found.setdefault(aims[at].indicator_id, aims[at])
    return list(found.values())[:MOST_INDICATORS]


def _standing(paper: Paper, place: Place) -> list[Block]:
    facts, aims = paper.facts, indicators(paper, place)
    if not aims:
        return [phrases.missing(_("een indicator. Zonder cijfer is niet te zeggen waar we staan."))]
    rows = []
    for aim in aims:
        own = figures.own_series(facts, aim)
        baseline, latest, target = figures.three(facts, aim)
        margin = phrases.interval(own.last) if own else ""
        rows.append((facts.indicators[aim.indicator_id].name, baseline, latest, margin or "–", target))
    heads = (_("Indicator"), _("Nulmeting"), _("Nu"), _("Marge"), _("Doel"))
    blocks: list[Block] = [Table(heads, tuple(rows), widths=(9, 4, 4, 4, 4))]
    for block in figures.chart(facts, aims[0]):
        if isinstance(block, Picture):
            blocks.append(replace(block, width=CHART_WIDTH))
        elif isinstance(block, Marks):
            blocks.append(block)
    return blocks


def _certainty(paper: Paper, place: Place) -> list[Block]:
    word, reason = sections.standing_word(paper, place), sections.why(paper, place)
    if len(reason) > LONGEST_REASON:
        reason = reason[:LONGEST_REASON].rsplit(" ", 1)[0] + " …"
    return [Paragraph(f"{word[:1].upper()}{word[1:]}. {reason}".strip())]


def _residents(paper: Paper, place: Place) -> list[Block]:
    """What is shared of what residents said, in words of the team, strongest first. Nothing where nothing is."""
    found = {one.row.pk: one for under in place.walk() for one in paper.heard.get(under.goal.pk, [])}
    strongest = sorted(found.values(), key=lambda one: (-(one.count or 0), one.row.statement))[:MOST_FINDINGS]
    if not strongest:
        return []
    return [Heading(2, _("Wat zeggen bewoners?")), *[Paragraph(_heard(one)) for one in strongest]]


def _heard(one: Heard) -> str:
    return f"{one.row.get_type_display()}: {one.row.statement} ({one.often})"


def _doing(paper: Paper, place: Place) -> list[Block]:
    rows = paper.activities_for(place)
    if not rows:
        return [phrases.missing(_("een activiteit voor dit resultaat."))]
    shown = rows[:MOST_ACTIVITIES]
    every = all(row.illustrative for row in shown)
    table = Table(
        (phrases.example(_("Activiteit"), every), _("Wat leverde het op?"), _("Besluit")),
        tuple(
            (
                phrases.example(row.name, row.illustrative and not every),
                sections.brought(paper, row),
                sections.decision_word(paper, row),
            )
            for row in shown
        ),
        widths=(8, 11, 4),
    )
    more = len(rows) - len(shown)
    if more <= 0:
        return [table]
    return [table, Paragraph(_("En nog %d andere, zie het actieplan.") % more, small=True)]


def _lines(paper: Paper, place: Place) -> list[Line]:
    return [line for row in paper.activities_for(place) for line in paper.lines.get(row.pk, [])]


def _also_elsewhere(paper: Paper, place: Place) -> str:
    """Money of an activity that serves several results stands on each of their pages: say so."""
    elsewhere = {
        row.pk for other in paper.facts.results if other is not place for row in paper.activities_for(other)
    }
    shared = [
        row.name
        for row in paper.activities_for(place)
        if row.pk in elsewhere and any(line.year == paper.year for line in paper.lines.get(row.pk, []))
    ]
    return _("Ook voor een ander resultaat: %s.") % phrases.together(shared[:4]) if shared else ""


def _cost(paper: Paper, place: Place) -> list[Block]:
    lines = _lines(paper, place)
    now = [line for line in lines if line.year == paper.year]
    if not lines:
        return [Paragraph(_("Voor dit resultaat staat geen geld in de begroting."))]
    total = sum(line.amount for line in now)
    names = [
        f"{line.activity} {phrases.euro(line.amount)}"
        for line in sorted(now, key=lambda one: -one.amount)[:4]
    ]
    said = _("%(amount)s in %(year)d") % {"amount": phrases.euro(total), "year": paper.year}
    blocks: list[Block] = [
        Paragraph(
            f"{said}{': ' + ', '.join(names) if names else ''}. {_also_elsewhere(paper, place)}".strip()
        )
    ]
    open_lines = [line for line in lines if line.uncovered and line.year >= paper.today.year]
    if open_lines:
        blocks.append(Paragraph(" ".join(sections.uncovered(open_lines)[:3])))
    elif now:
        blocks.append(Paragraph(_("Alle kosten zijn gedekt.")))
    return blocks


def rows(cycle: Cycle, *, today: date) -> list[dict[str, Any]]:
    """Every result in one line, for an overview of all pages: the same five answers, in short."""
    paper = gather_paper(cycle, kind=KEY, today=today, year=today.year)
    return [_row(paper, place) for place in paper.facts.results]


def _row(paper: Paper, place: Place) -> dict[str, Any]:
    aims, judged = indicators(paper, place), paper.judged.get(place.goal.pk)
    baseline, latest, target = figures.three(paper.facts, aims[0] if aims else None)
    count, cost = (
        len(paper.activities_for(place)),
        [one for one in _lines(paper, place) if one.year == paper.year],
    )
    [ask] = SLOTS
    return {
        "id": place.goal.pk,
        "key": place.goal.key,
        "text": phrases.example(place.goal.text, place.goal.illustrative),
        "standing": _("%(now)s. Was %(then)s, doel %(target)s.")
        % {"now": latest, "then": baseline, "target": target}
        if aims
        else "",
        "word": judged.latest.verdict if judged and judged.latest else "",
        "doing": ngettext("%d activiteit", "%d activiteiten", count) % count,
        "cost": _("%(amount)s in %(year)d")
        % {"amount": phrases.euro(sum(one.amount for one in cost)), "year": paper.year},
        "ask": said(paper, ask, place.goal.key),
    }
