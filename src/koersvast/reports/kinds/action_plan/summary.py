"""The page "In het kort": results, money and who takes part, each in a few lines."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.cycles.words import Party
from koersvast.reports.document import Block, Heading, Paragraph, Table
from koersvast.reports.kinds.action_plan import figures, phrases
from koersvast.reports.kinds.action_plan.control import money_table
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.ui.numbers import whole

MOST_RESULTS = 12


def in_short(facts: Facts) -> list[Block]:
    return [*_opening(facts), *_results(facts), *_money(facts)]


def _opening(facts: Facts) -> list[Block]:
    blocks: list[Block] = []
    if facts.cycle.summary:
        blocks.append(Paragraph(phrases.example(facts.cycle.summary, facts.cycle.illustrative), lead=True))
    else:
        blocks.append(phrases.missing(_("een samenvatting van dit plan in een paar zinnen.")))
    count = dict.fromkeys(Party.values, 0)
    for partner in facts.partners:
        count[partner.party] += 1
    if facts.partners:
        blocks.append(
            Paragraph(
                _("%(all)s: %(parts)s. Samen doen zij %(activities)s.")
                % {
                    "all": ngettext(
                        "%(number)s organisatie doet mee",
                        "%(number)s organisaties doen mee",
                        len(facts.partners),
                    )
                    % {"number": whole(len(facts.partners))},
                    "parts": phrases.together(
                        [f"{whole(count[party])} {_SIDES[party]()}" for party in Party.values if count[party]]
                    ),
                    "activities": phrases.activities_counted(len(facts.activities)),
                }
            )
        )
    return blocks


_SIDES = {
    "municipality": lambda: _("van de gemeente"),
    "residents": lambda: _("van inwoners"),
    "provider": lambda: _("van aanbieders"),
}


def _results(facts: Facts) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Wat moet er anders zijn?"))]
    if not facts.results:
        return [*blocks, phrases.missing(_("de maatschappelijke resultaten."))]
    rows = []
    for place in facts.results[:MOST_RESULTS]:
        aim = figures.main_aim(facts, place.goal)
        baseline, latest, target = figures.three(facts, aim)
        rows.append(
            (
                place.number,
                phrases.example(place.goal.text, place.goal.illustrative),
                baseline,
                latest,
                target,
            )
        )
    blocks.append(
        Table(
            (_("Nr"), _("Resultaat"), _("Nulmeting"), _("Laatste cijfer"), _("Doel")),
            tuple(rows),
            widths=(0, 10, 4, 4, 4),
        )
    )
    if len(facts.results) > MOST_RESULTS:
        blocks.append(
            Paragraph(
                _(
                    "Dit zijn de eerste %(shown)d van de %(all)s resultaten. Alle staan in het hoofdstuk erover."
                )
                % {"shown": MOST_RESULTS, "all": whole(len(facts.results))},
                small=True,
            )
        )
    blocks.append(
        Paragraph(
            _(
                "Per resultaat staat hier de eerste indicator met een cijfer over %s. Van groepen die te klein zijn, "
                "laten wij geen cijfer zien. Een doel is geen oordeel: of een resultaat dichterbij komt, bespreken "
                "gemeente, inwoners en aanbieders samen."
            )
            % facts.municipality.name,
            small=True,
        )
    )
    return blocks


def _money(facts: Facts) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Wat kost het?"))]
    if not facts.money:
        return [*blocks, phrases.missing(_("wat de activiteiten kosten."))]
    return [*blocks, *money_table(facts, short=True)]
