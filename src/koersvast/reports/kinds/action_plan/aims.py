"""Chapters 4 to 6: ambitions, societal results with their figures, and subgoals."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.cycles.words import Group, Theme, labels
from koersvast.goals.models import Goal
from koersvast.reports.document import (
    Block,
    BulletList,
    Heading,
    Item,
    Note,
    Paragraph,
    Quote,
    Table,
)
from koersvast.reports.kinds.action_plan import figures, phrases, tree
from koersvast.reports.kinds.action_plan.facts import Facts, Place
from koersvast.ui.dates import spoken

MOST_RESULTS_WITH_CHARTS = 40  # a plan with more is printed as tables


def ambitions(facts: Facts) -> list[Block]:
    if not facts.ambitions:
        return [phrases.missing(_("de ambities: wat u wilt veranderen in het leven van mensen."))]
    blocks: list[Block] = []
    for ambition in facts.ambitions:
        blocks.append(Heading(2, phrases.example(ambition.text, ambition.illustrative)))
        if ambition.why:
            blocks.append(Paragraph(_("Waarom: %s") % ambition.why))
        else:
            blocks.append(phrases.missing(_("waarom dit de ambitie is.")))
        rests = _evidence(facts, ambition.pk)
        if rests:
            blocks.append(Paragraph(_("Dit rust op:")))
            blocks.append(BulletList(tuple(Item(text) for text in rests)))
        else:
            blocks.append(phrases.missing(_("op welk cijfer of gesprek deze ambitie rust.")))
        numbers = [place.number for place in facts.outline[ambition.pk]]
        if numbers:
            blocks.append(
                Paragraph(_("Hierbij horen de resultaten %s.") % phrases.together(numbers), small=True)
                if len(numbers) > 1
                else Paragraph(_("Hierbij hoort resultaat %s.") % numbers[0], small=True)
            )
    return blocks


def _evidence(facts: Facts, ambition_id: object) -> list[str]:
    said = {found.pk: found for found in facts.interpretations}
    found = []
    for row in facts.evidence.get(ambition_id, []):  # type: ignore[call-overload]
        if row.session_id and row.session:
            found.append(
                _("bijeenkomst: %(title)s (%(day)s)")
                % {"title": row.session.title, "day": spoken(row.session.held_on)}
            )
        elif row.interpretation_id in said:
            found.append(_("duiding: %s") % said[row.interpretation_id].measured)
        elif row.measurement_id in facts.points:
            point = facts.points[row.measurement_id]
            found.append(
                _("cijfer: %(name)s, %(value)s")
                % {
                    "name": facts.indicators[point.indicator_id].name,
                    "value": phrases.figure_and_time(point),
                }
            )
    return found


def results(facts: Facts) -> list[Block]:
    if not facts.results:
        return [phrases.missing(_("de maatschappelijke resultaten."))]
    if len(facts.results) > MOST_RESULTS_WITH_CHARTS:
        return [_table_of(facts, facts.results, _("Resultaat"))]
    blocks: list[Block] = []
    for place in facts.results:
        blocks += _result(facts, place)
    return blocks


def _result(facts: Facts, place: Place) -> list[Block]:
    goal = place.goal
    blocks: list[Block] = [
        Heading(2, f"{place.number}. {phrases.example(goal.text, goal.illustrative)}"),
        Paragraph(_about(goal), small=True),
    ]
    aims = facts.aims.get(goal.pk, [])
    if aims:
        blocks.append(_aims_table(facts, goal))
        for aim in aims:
            blocks += figures.chart(facts, aim)
    else:
        blocks.append(phrases.missing(_("een indicator: hoe weten wij dat dit resultaat dichterbij komt?")))
    told = [story for story in facts.stories.get(goal.pk, []) if story.consent]
    blocks += [Quote(story.text, phrases.example(story.source, story.illustrative)) for story in told]
    if not told:
        blocks.append(phrases.missing(_("een verhaal van inwoners bij dit resultaat, met hun toestemming.")))
    return blocks


def _about(goal: Goal) -> str:
    words = [
        goal.label,
        _("soort: %s") % str(goal.get_kind_display()).lower(),
        _("thema: %s") % str(Theme(goal.theme).label).lower() if goal.theme in Theme.values else "",
        _("groepen: %s") % phrases.together([label.lower() for label in labels(Group, goal.groups)])
        if goal.groups
        else "",
        _("plaats: %s") % goal.place if goal.place else "",
        _("in %d") % goal.by_year if goal.by_year else _("jaar niet ingevuld"),
    ]
    return " · ".join(word for word in words if word)


def _aims_table(facts: Facts, goal: Goal) -> Table:
    rows = []
    for aim in facts.aims[goal.pk]:
        indicator = facts.indicators[aim.indicator_id]
        baseline, latest, target = figures.three(facts, aim)
        if aim.target_value is None:
            reason = aim.no_target_reason or _("niet ingevuld waarom")
            target = _("geen: %s") % reason
        rows.append(
            (f"{indicator.name}\n{figures.direction(indicator.favourable)}", baseline, latest, target)
        )
    return Table(
        (_("Indicator"), _("Nulmeting"), _("Laatste cijfer"), _("Doel")),
        tuple(rows),
        widths=(9, 5, 5, 6),
    )


def _table_of(facts: Facts, places: list[Place], word: str) -> Table:
    rows = []
    for place in places:
        goal = place.goal
        aim = figures.main_aim(facts, goal)
        baseline, latest, target = figures.three(facts, aim)
        also = facts.other_parents.get(goal.pk)
        text = phrases.example(goal.text, goal.illustrative)
        if also:
            text += "\n" + _("Draagt ook bij aan %s.") % phrases.together(also)
        indicator = (
            f"{facts.indicators[aim.indicator_id].name}\n{baseline}, {latest}" if aim else _("geen indicator")
        )
        rows.append((place.number, text, _year(goal), indicator, target if aim else ""))
    return Table(
        (_("Nr"), word, _("Jaar"), _("Indicator, nulmeting en laatste cijfer"), _("Doel")),
        tuple(rows),
        widths=(0, 11, 0, 9, 5),
    )


def _year(goal: Goal) -> str:
    return str(goal.by_year) if goal.by_year else ""


def subgoals(facts: Facts) -> list[Block]:
    under = [place for result in facts.results for place in result.walk() if place.depth]
    if not under:
        return [phrases.missing(_("de subdoelen onder de resultaten."))]
    blocks: list[Block] = []
    if len(facts.results) <= MOST_RESULTS_WITH_CHARTS:
        blocks.append(Paragraph(_("Zo hangen ambities, resultaten en subdoelen samen.")))
        blocks += tree.pictures(facts)
    blocks.append(Heading(2, _("Alle subdoelen")))
    if any(facts.aims.get(place.goal.pk) for place in under) or len(under) > 200:
        blocks.append(_table_of(facts, under, _("Subdoel")))
    else:
        blocks.append(_short_table(facts, under))
        blocks.append(phrases.missing(_("indicatoren bij de subdoelen.")))
    loose = [goal for goal in facts.goals if goal.pk not in facts.places]
    if loose:
        blocks.append(
            Note(
                _("Deze doelen horen nog nergens bij: %s.")
                % phrases.together([goal.text for goal in loose[:20]]),
                "attention",
            )
        )
    return blocks


def _short_table(facts: Facts, places: list[Place]) -> Table:
    return Table(
        (_("Nr"), _("Subdoel"), _("Soort"), _("Thema"), _("Groepen"), _("Jaar")),
        tuple(
            (
                place.number,
                phrases.example(place.goal.text, place.goal.illustrative)
                + (
                    "\n" + _("Draagt ook bij aan %s.") % phrases.together(facts.other_parents[place.goal.pk])
                    if place.goal.pk in facts.other_parents
                    else ""
                ),
                str(place.goal.get_kind_display()).lower(),
                str(Theme(place.goal.theme).label) if place.goal.theme in Theme.values else "",
                phrases.together(labels(Group, place.goal.groups)),
                _year(place.goal),
            )
            for place in places
        ),
        widths=(0, 12, 5, 5, 5, 0),
    )
