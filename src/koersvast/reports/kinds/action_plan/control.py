"""Chapters 11 to 15: money, risks, rhythm, anchoring and decisions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.activities import charts, rules
from koersvast.activities.models import ActivityStatus
from koersvast.decisions.models import CommitmentStatus, Decision
from koersvast.indicators import rules as figure_rules
from koersvast.reports.document import Block, BulletList, Heading, Item, Note, Paragraph, Picture, Table
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.reports.kinds.action_plan.work import names
from koersvast.ui.dates import spoken, year_of
from koersvast.ui.numbers import whole

MOST_GAPS = 25
MOST_SOURCES = 6
MOST_YEARS = 8


def money_table(facts: Facts, *, short: bool = False) -> list[Block]:
    """Cost per year, by source, and what is not covered; ``short`` leaves the sources out."""
    years = facts.years[:MOST_YEARS]
    totals: dict[str, int] = {}
    for money in facts.years:
        for source, amount in money.sources:
            totals[source] = totals.get(source, 0) + amount
    order = sorted(totals, key=lambda source: (-totals[source], source))
    named = order if len(order) <= MOST_SOURCES else order[: MOST_SOURCES - 1]
    rows = [(_("Kosten"), [money.cost for money in years])]
    if short:
        rows.append((_("Gedekt"), [money.cost - money.uncovered for money in years]))
    else:
        rows += [(source, [dict(money.sources).get(source, 0) for money in years]) for source in named]
        if len(order) > len(named):
            rows.append(
                (
                    _("Andere bronnen"),
                    [
                        sum(amount for source, amount in money.sources if source not in named)
                        for money in years
                    ],
                )
            )
    rows.append((_("Niet gedekt"), [money.uncovered for money in years]))
    return [
        Table(
            (_("In euro"), *(str(money.year) for money in years), _("Samen")),
            tuple(
                (name, *(whole(amount) for amount in amounts), whole(sum(amounts))) for name, amounts in rows
            ),
            numeric=frozenset(range(1, len(years) + 2)),
            widths=(1, *(0 for _money in years), 0),
            totals=True,
        )
    ]


def money(facts: Facts) -> list[Block]:
    if not facts.money:
        return [
            phrases.missing(_("wat de activiteiten kosten en wie dat betaalt.")),
            Paragraph(_("Een plan zonder eigen budget kan ook: schrijf dat dan op bij de besluiten.")),
        ]
    blocks: list[Block] = []
    chart = charts.MoneyChart(
        "geld",
        _("Kosten en dekking per jaar, in euro"),
        facts.years[:MOST_YEARS],
        rules.needed_if_all_goes_on(facts.years, cycle_ends=year_of(facts.cycle.ends_on)),
    )
    blocks.append(
        Picture(
            charts.draw(chart),
            charts.describe(chart),
            phrases.example(chart.title + ".", all(line.illustrative for line in facts.money)),
        )
    )
    blocks += money_table(facts)
    if len(facts.years) > MOST_YEARS:
        blocks.append(Paragraph(_("Alleen de eerste %d jaren staan hier.") % MOST_YEARS, small=True))
    blocks += _uncovered(facts)
    blocks.append(Heading(2, _("Per taakveld")))
    blocks.append(
        Paragraph(_("Een taakveld is de plek van het geld in de gemeentebegroting (Iv3)."), small=True)
    )
    shown = [money.year for money in facts.years[:MOST_YEARS]]
    blocks.append(
        Table(
            (_("Taakveld"), *(str(year) for year in shown), _("Samen")),
            tuple(
                (
                    field or _("niet ingevuld"),
                    *(whole(years.get(year, 0)) for year in shown),
                    whole(sum(years.get(year, 0) for year in shown)),
                )
                for field, years in rules.per_task_field(facts.money).items()
            ),
            numeric=frozenset(range(1, len(shown) + 2)),
            widths=(1, *(0 for _year in shown), 0),
        )
    )
    blocks.append(Heading(2, _("Per activiteit")))
    blocks.append(_per_activity(facts, shown))
    return blocks


def _per_activity(facts: Facts, shown: list[int]) -> Table:
    rows: dict[str, dict[int, int]] = {}
    for line in facts.money:
        name = phrases.example(line.activity, line.illustrative)
        years = rows.setdefault(name, {})
        years[line.year] = years.get(line.year, 0) + line.amount
    sums = [sum(years.get(year, 0) for years in rows.values()) for year in shown]
    return Table(
        (_("Activiteit, in euro"), *(str(year) for year in shown), _("Samen")),
        (
            *(
                (
                    name,
                    *(whole(years.get(year, 0)) for year in shown),
                    whole(sum(years.get(year, 0) for year in shown)),
                )
                for name, years in rows.items()
            ),
            (_("Samen"), *(whole(amount) for amount in sums), whole(sum(sums))),
        ),
        numeric=frozenset(range(1, len(shown) + 2)),
        widths=(1, *(0 for _year in shown), 0),
        totals=True,
    )


def _uncovered(facts: Facts) -> list[Block]:
    open_lines = rules.gaps(facts.money)
    said = [
        _("%(activity)s: voor %(year)d is %(amount)s nog niet gedekt.")
        % {"activity": line.activity, "year": line.year, "amount": phrases.euro(line.uncovered)}
        for line in open_lines[:MOST_GAPS]
    ]
    if len(open_lines) > MOST_GAPS:
        rest = open_lines[MOST_GAPS:]
        said.append(
            _("En nog %(number)d andere posten, samen %(amount)s.")
            % {"number": len(rest), "amount": phrases.euro(sum(line.uncovered for line in rest))}
        )
    later = rules.unbudgeted_years(facts.money)
    said += [
        _("%(activity)s loopt ook in %(year)d. Voor dat jaar is er nog geen begroting.")
        % {"activity": activity, "year": year}
        for activity, year in later[:MOST_GAPS]
    ]
    if not said:
        return [Paragraph(_("Alle kosten zijn gedekt."))]
    total = sum(line.uncovered for line in open_lines)
    title = _("Nog niet gedekt: %s") % phrases.euro(total) if total else _("Nog niet begroot")
    return [Note("\n".join(said), "attention", title)]


def risks(facts: Facts) -> list[Block]:
    """What the facts of the plan themselves warn for: there is no separate list of risks to fall out of step."""
    found = _money_risks(facts) + _plan_risks(facts)
    blocks: list[Block] = []
    if found:
        blocks.append(Paragraph(_("Deze risico’s volgen uit de gegevens van dit plan.")))
        blocks.append(BulletList(tuple(Item(text) for text in found)))
    elif facts.goals and facts.activities:
        blocks.append(Paragraph(_("Uit de gegevens van dit plan volgen geen risico’s.")))
    blocks.append(phrases.missing(_("andere risico’s, en wat er gebeurt als zij uitkomen.")))
    blocks.append(Heading(2, _("Privacy")))
    hidden = [point for point in facts.points.values() if not figure_rules.may_show(point)]
    privacy = [
        _(
            "Aantallen onder de %(count)d en percentages van minder dan %(people)d deelnemers laten wij niet zien. "
            "Zo is niemand te herkennen."
        )
        % {
            "count": figure_rules.SMALLEST_COUNT,
            "people": figure_rules.SMALLEST_FOR_PERCENTAGE,
        },
        _("Verhalen staan hier alleen met toestemming van wie het vertelde."),
        _("In dit plan staan geen namen van inwoners en geen adressen."),
    ]
    if hidden:
        privacy.insert(
            1,
            _("In dit plan is om die reden één cijfer weggelaten.")
            if len(hidden) == 1
            else _("In dit plan zijn om die reden %s cijfers weggelaten.") % whole(len(hidden)),
        )
    blocks.append(BulletList(tuple(Item(text) for text in privacy)))
    return blocks


def _money_risks(facts: Facts) -> list[str]:
    found = [
        _("In %(year)d is %(amount)s niet gedekt.")
        % {"year": money.year, "amount": phrases.euro(money.uncovered)}
        for money in facts.years
        if money.uncovered
    ]
    ends = year_of(facts.cycle.ends_on)
    outlives = [
        activity
        for activity in facts.activities
        if ends is not None
        and (year_of(activity.ends_on) or 0) > ends
        and activity.status not in (ActivityStatus.DONE, ActivityStatus.STOPPED)
    ]
    if outlives:
        found.append(_("Deze activiteiten lopen langer door dan dit plan: %s.") % names(outlives))
    return found


def _plan_risks(facts: Facts) -> list[str]:
    found = []
    bare = [
        place.number
        for place in facts.places.values()
        if place.depth and not place.children and place.goal.pk not in facts.helped
    ]
    if bare:
        found.append(
            _("Subdoel %s heeft nog geen activiteit.") % bare[0]
            if len(bare) == 1
            else _("%s subdoelen hebben nog geen activiteit.") % whole(len(bare))
        )
    without = [place.number for place in facts.results if not facts.aims.get(place.goal.pk)]
    if without:
        found.append(
            _("Resultaat %s heeft geen indicator. Of het lukt, is dan niet te zeggen.") % without[0]
            if len(without) == 1
            else _("%s resultaten hebben geen indicator. Of het lukt, is dan niet te zeggen.")
            % whole(len(without))
        )
    weak = [
        activity
        for activity in facts.activities
        if activity.pk in facts.qualities
        and facts.qualities[activity.pk].evidence_level in ("not_studied", "experiment")
    ]
    if weak:
        found.append(_("Niet onderzocht of een proef: %s.") % names(weak))
    symbols = [activity for activity in facts.activities if activity.symbol]
    if symbols and len(symbols) == len(facts.activities):
        found.append(
            _("Alle activiteiten zijn een teken, zoals een vlag. Een teken alleen verandert weinig.")
        )
    if any(
        one.self_selected
        for series in facts.series.values()
        for one in series
        if figure_rules.about(one.first, gmcode=facts.gmcode) is figure_rules.About.HERE
    ):
        found.append(
            _(
                "Bij sommige cijfers meldden deelnemers zich zelf aan. Zulke cijfers gelden niet voor alle inwoners."
            )
        )
    return found


def rhythm(facts: Facts) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Meten"))]
    used = {aim.indicator_id for found in facts.aims.values() for aim in found}
    measured = [indicator for indicator in facts.indicators.values() if indicator.pk in used]
    if measured:
        blocks.append(
            Table(
                (_("Indicator"), _("Instrument"), _("Hoe vaak")),
                tuple(
                    (
                        phrases.example(indicator.name, indicator.illustrative),
                        indicator.instrument or _("niet ingevuld"),
                        indicator.periodicity or _("niet ingevuld"),
                    )
                    for indicator in measured
                ),
                widths=(10, 6, 5),
            )
        )
    else:
        blocks.append(phrases.missing(_("welke indicatoren hoe vaak worden gemeten.")))
    blocks.append(Heading(2, _("Praten over cijfers en verhalen")))
    talks = [
        session
        for session in facts.sessions
        if session.kind in ("interpretation", "review") or session.step in (5, 6)
    ]
    if talks:
        blocks.append(
            Table(
                (_("Wanneer"), _("Gesprek"), _("Soort"), _("Met wie")),
                tuple(
                    (
                        spoken(session.held_on),
                        phrases.example(session.title, session.illustrative),
                        str(session.get_kind_display()),
                        phrases.parties(session.parties) or _("niet ingevuld"),
                    )
                    for session in talks
                ),
                widths=(5, 9, 5, 7),
            )
        )
    else:
        blocks.append(phrases.missing(_("wanneer gemeente, inwoners en aanbieders de cijfers bespreken.")))
    return blocks


def anchoring(facts: Facts) -> list[Block]:
    kept = [activity for activity in facts.activities if activity.anchoring]
    blocks: list[Block] = []
    if kept:
        blocks.append(
            Table(
                (_("Activiteit"), _("Zo blijft het bestaan")),
                tuple(
                    (phrases.example(activity.name, activity.illustrative), activity.anchoring)
                    for activity in kept
                ),
                widths=(8, 12),
            )
        )
    going = [
        activity
        for activity in facts.activities
        if not activity.anchoring and activity.status in (ActivityStatus.RUNNING, ActivityStatus.PLANNED)
    ]
    if going:
        blocks.append(phrases.missing(_("hoe dit blijft bestaan als het plan stopt: %s.") % names(going)))
    elif not kept:
        blocks.append(phrases.missing(_("hoe de activiteiten blijven bestaan als het plan stopt.")))
    promised = [found for found in facts.commitments if found.status == CommitmentStatus.OPEN]
    if promised:
        blocks.append(Heading(2, _("Toezeggingen die nog openstaan")))
        blocks.append(
            BulletList(
                tuple(
                    Item(
                        phrases.example(
                            f"{found.text} ({found.by}, {spoken(found.made_on)})", found.illustrative
                        )
                    )
                    for found in promised
                )
            )
        )
    return blocks


def decisions(facts: Facts) -> list[Block]:
    if not facts.decisions:
        return [phrases.missing(_("de besluiten over dit plan."))]
    return [
        Table(
            (_("Wanneer"), _("Door"), _("Waarover"), _("Besluit"), _("Reden")),
            tuple(
                (
                    spoken(found.decided_on),
                    str(found.get_body_display()),
                    _subject(facts, found),
                    (str(found.get_decision_display()) if found.decision else found.status_words).lower(),
                    phrases.example(
                        f"{found.reason}\n{found.document}" if found.document else found.reason,
                        found.illustrative,
                    ),
                )
                for found in facts.decisions
            ),
            widths=(5, 5, 8, 5, 9),
        )
    ]


def _subject(facts: Facts, decision: Decision) -> str:
    """What the decision is about, by name: the record with that key, or else the kind of decision."""
    kind = str(decision.get_kind_display())
    if not decision.about_key:
        return kind
    for activity in facts.activities:
        if activity.key == decision.about_key:
            return activity.name
    for goal in facts.goals:
        if goal.key == decision.about_key:
            place = facts.places.get(goal.pk)
            return f"{place.number} {goal.text}" if place else goal.text
    return kind
