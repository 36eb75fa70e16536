"""Figures of goals: baseline, latest figure, target, and the chart that goes with them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from koersvast.goals.models import Goal
from koersvast.indicators import charts, rules
from koersvast.indicators.models import Favourable, GoalIndicator
from koersvast.reports.document import Block, Mark, Marks, Picture
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import with_unit


def main_aim(facts: Facts, goal: Goal) -> GoalIndicator | None:
    """The indicator that goes first in a summary: one with a figure about this municipality, in people's order."""
    found = facts.aims.get(goal.pk, [])
    return next((aim for aim in found if own_series(facts, aim)), found[0] if found else None)


def own_series(facts: Facts, aim: GoalIndicator) -> rules.Series | None:
    """The series about this municipality that belongs with the baseline, or else its longest one."""
    here = [
        one
        for one in facts.series.get(aim.indicator_id, ())
        if rules.about(one.first, gmcode=facts.gmcode) is rules.About.HERE
    ]
    with_baseline = rules.holding(here, aim.baseline_id) if aim.baseline_id else None
    return with_baseline or max(here, key=lambda one: len(one.points), default=None)


def three(facts: Facts, aim: GoalIndicator | None) -> tuple[str, str, str]:
    """(baseline, latest figure, target) in words for a table. Only figures of one series stand beside each other."""
    if aim is None:
        nothing = _("geen indicator")
        return nothing, nothing, nothing
    baseline = facts.points.get(aim.baseline_id) if aim.baseline_id else None
    own = own_series(facts, aim)
    if own is not None:
        latest = phrases.figure_and_time(own.last)
    else:
        latest = _("geen cijfer over %s") % facts.municipality.name
    return phrases.figure_and_time(baseline) if baseline else _("geen"), latest, target(facts, aim)


def target(facts: Facts, aim: GoalIndicator) -> str:
    if aim.target_value is None:
        return _("geen")
    unit = facts.indicators[aim.indicator_id].unit
    shown = f"{with_unit(aim.target_value, unit)} ({aim.target_year})"
    return phrases.example(shown, aim.illustrative)


def direction(favourable: str) -> str:
    return {
        Favourable.HIGHER: _("hoger is beter"),
        Favourable.LOWER: _("lager is beter"),
        Favourable.AMBIGUOUS: _("niet eenduidig, daarom geen oordeel"),
    }.get(Favourable(favourable), _("geen richting"))


def chart(facts: Facts, aim: GoalIndicator) -> list[Block]:
    """The chart of an indicator with its marks, or nothing: with fewer than two figures a table says it as well."""
    own = own_series(facts, aim)
    if own is None:
        return []
    together = next(
        (
            group
            for group in rules.pictures(facts.series[aim.indicator_id])
            if any(one is own for one in group)
        ),
        (),
    )
    indicator = facts.indicators[aim.indicator_id]
    national = facts.national_beside(together) if not own.self_selected else []
    drawn = charts.compose(
        key="g-" + re.sub(r"[^a-z0-9-]", "-", f"{indicator.key}-{aim.pk}"),
        title=indicator.name,
        unit=indicator.unit,
        series=together,
        national=national,
        baseline=facts.points.get(aim.baseline_id) if aim.baseline_id else None,
        target=(aim.target_value, aim.target_year)
        if aim.target_value is not None and aim.target_year is not None
        else None,
    )
    if drawn is None or sum(len(line.dots) for line in drawn.lines) < 2:
        return []
    blocks: list[Block] = []
    marks = _marks(facts, together, national)
    if marks:
        blocks.append(Marks(tuple(marks)))
    blocks.append(
        Picture(
            charts.draw(drawn), charts.describe(drawn), _caption(facts, indicator.name, together, drawn), 0.9
        )
    )
    return blocks


def _marks(facts: Facts, series: tuple[rules.Series, ...], national: list[rules.Point]) -> list[Mark]:
    found = []
    points = [point for one in series for point in one.points]
    if any(point.illustrative for point in points):
        found.append(Mark("example", _("voorbeeld")))
    if series[0].self_selected:
        found.append(Mark("self_selected", _("zelf aangemeld: geen marge, geen cijfer over iedereen")))
    if len(series) > 1 or any(point.break_note for point in points):
        found.append(Mark("break", _("reeksbreuk")))
    if any(not rules.may_show(point) for point in points):
        found.append(Mark("too_small", _("kleine aantallen niet getoond")))
    if national:
        found.append(Mark("national", _("landelijk cijfer, niet over %s") % facts.municipality.name))
    return found


def _caption(facts: Facts, name: str, series: tuple[rules.Series, ...], drawn: charts.Chart) -> str:
    points = [point for one in series for point in one.points if rules.may_show(point)]
    first = points[0]
    parts = [f"{name}: {', '.join(word for word in (first.place, first.population, first.group) if word)}."]
    if any(rules.margin(point) for point in points):
        parts.append(_("De balk is de marge."))
    if drawn.compare:
        parts.append(_("De open vierkanten zijn: %s.") % (first.compare_group or _("een andere groep")))
    if drawn.national:
        parts.append(
            _("De ruit is een landelijk cijfer (%(year)s) en zegt niets over %(place)s.")
            % {"year": drawn.national[-1].label, "place": facts.municipality.name}
        )
    for broken in drawn.breaks:
        parts.append(_("Reeksbreuk: %s.") % broken.reason.rstrip(". "))
    for one in series:
        for period in one.undecided:
            parts.append(
                _("Voor %s zijn er twee bronnen en is nog niet gekozen; daar loopt de lijn niet door.")
                % spoken(period)
            )
    numbers = [phrases.participants(point) for point in points if point.n is not None]
    source = _("Bron: %s") % phrases.together(list(dict.fromkeys(point.source for point in points)))
    parts.append(f"{source}, {_('%s deelnemers') % phrases.together(numbers)}." if numbers else f"{source}.")
    return phrases.example(" ".join(parts), any(point.illustrative for point in points))
