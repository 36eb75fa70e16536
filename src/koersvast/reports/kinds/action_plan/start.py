"""Chapters 1 to 3: why this plan, for whom and in which words, and where things stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from koersvast.cycles.words import Group, Party
from koersvast.indicators import rules
from koersvast.indicators.models import IndicatorLevel
from koersvast.reports.document import Block, BulletList, Heading, Item, KeyValues, Note, Paragraph, Table
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import decimal, whole

MOST_INTERPRETATIONS = 40  # above this they are printed as a table


def reason_and_mandate(facts: Facts) -> list[Block]:
    cycle = facts.cycle
    time = phrases.period(cycle.starts_on, cycle.ends_on)
    blocks: list[Block] = [Paragraph(_("Dit plan loopt %s.") % _of(time, cycle.starts_on, cycle.ends_on))]
    if facts.commitments:
        blocks.append(Heading(2, _("Wat ging vooraf")))
        blocks.append(
            Table(
                (_("Wat"), _("Tekst"), _("Door"), _("Wanneer"), _("Stand")),
                tuple(
                    (
                        str(found.get_kind_display()),
                        phrases.example(_sourced(found.text, found.source), found.illustrative),
                        found.by,
                        spoken(found.made_on),
                        str(found.get_status_display()).lower(),
                    )
                    for found in sorted(facts.commitments, key=lambda found: found.made_on)
                ),
                widths=(5, 11, 5, 5, 0),
            )
        )
    else:
        blocks.append(
            phrases.missing(_("welke moties, toezeggingen of afspraken aan dit plan voorafgingen."))
        )
    blocks.append(Heading(2, _("Mandaat")))
    mandates = [found for found in facts.decisions if found.kind in ("adopt_plan", "budget") and found.stands]
    blocks += [
        Paragraph(
            phrases.example(
                _("%(body)s, %(day)s: %(kind)s. %(reason)s %(document)s")
                % {
                    "body": found.get_body_display(),
                    "day": spoken(found.decided_on),
                    "kind": str(found.get_kind_display()).lower(),
                    "reason": _ended(found.reason),
                    "document": _ended(found.document),
                },
                found.illustrative,
            )
        )
        for found in mandates
    ]
    if not any(found.kind == "adopt_plan" for found in mandates):
        blocks.append(phrases.missing(_("het besluit waarmee het college dit plan vaststelt.")))
    if not any(found.kind == "budget" for found in mandates):
        blocks.append(phrases.missing(_("het besluit van de gemeenteraad over het geld.")))
    return blocks


def _of(time: str, starts: str, ends: str) -> str:
    return _("van %s") % time if starts and ends else time


def _sourced(text: str, source: str) -> str:
    return f"{text} [{source}]" if source else text


def _ended(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def people_and_words(facts: Facts) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            _("Dit plan gaat over %(people)s inwoners van %(place)s.")
            % {"people": facts.municipality.acronym, "place": facts.municipality.name}
        )
    ]
    if facts.municipality.inhabitants_15plus:
        blocks.append(
            Paragraph(
                _("%(place)s heeft %(number)s inwoners van 15 jaar en ouder.")
                % {"place": facts.municipality.name, "number": whole(facts.municipality.inhabitants_15plus)}
            )
        )
    used = Counter(
        key
        for groups in (
            *(goal.groups for goal in facts.goals),
            *(activity.groups for activity in facts.activities),
        )
        for key in groups
        if key in Group.values
    )
    if used:
        names = [str(Group(key).label).lower() for key in Group.values if key in used]
        blocks.append(
            Paragraph(_("Doelen en activiteiten noemen deze groepen: %s.") % phrases.together(names))
        )
    else:
        blocks.append(phrases.missing(_("op welke groepen doelen en activiteiten zich richten.")))
    blocks.append(Heading(2, _("Wat bedoelen wij met deze woorden?")))
    if not facts.terms:
        return [*blocks, phrases.missing(_("de begrippen en hun afgesproken betekenis."))]
    if not any(facts.meanings.get(term.pk) for term in facts.terms):
        blocks.append(
            KeyValues(
                tuple((term.term, phrases.example(term.agreed, term.illustrative)) for term in facts.terms)
            )
        )
        return blocks
    blocks.append(
        Table(
            (_("Woord"), _("Afgesproken betekenis"), _("Wie legde wat uit")),
            tuple(
                (
                    term.term,
                    phrases.example(term.agreed, term.illustrative),
                    "\n".join(
                        f"{Party(found.party).label}: {found.meaning}"
                        for found in facts.meanings.get(term.pk, [])
                    )
                    or _("niet ingevuld"),
                )
                for term in facts.terms
            ),
            widths=(4, 8, 9),
        )
    )
    return blocks


def state_of_affairs(facts: Facts) -> list[Block]:
    here: list[rules.Series] = []
    signals: list[rules.Series] = []
    wider: list[rules.Series] = []
    for indicator_id, found in facts.series.items():
        indicator = facts.indicators.get(indicator_id)
        for one in found if indicator else ():
            if rules.about(one.first, gmcode=facts.gmcode) is not rules.About.HERE:
                wider.append(one)
            elif indicator and indicator.level == IndicatorLevel.SIGNAL:
                signals.append(one)
            else:
                here.append(one)
    blocks: list[Block] = [
        Paragraph(
            _(
                "Cijfers spreken niet vanzelf. Daarom staat bij elk cijfer de bron, en daarna wat gemeente, "
                "inwoners en aanbieders ervan zeggen. Per reeks staat hier het laatste cijfer."
            )
        ),
        Heading(2, _("Cijfers over %s") % facts.municipality.name),
    ]
    if here:
        blocks += _figures(facts, here)
    else:
        blocks.append(phrases.missing(_("cijfers over %s zelf.") % facts.municipality.name))
    if signals:
        blocks.append(Heading(2, _("Signalen")))
        blocks.append(
            Paragraph(
                _(
                    "Een signaal kan om twee redenen stijgen of dalen. Wij noemen het daarom niet goed of slecht."
                )
            )
        )
        blocks += _figures(facts, signals)
    if wider:
        blocks.append(
            Heading(2, _("Ter vergelijking: landelijke cijfers, niet over %s") % facts.municipality.name)
        )
        blocks.append(
            Paragraph(
                _("Dit zijn landelijke cijfers, of cijfers over een andere plaats. Zij zeggen niets over %s.")
                % facts.municipality.name
            )
        )
        blocks += _figures(facts, wider, with_place=True)
    return [*blocks, *_interpretations(facts), *_sources(facts)]


def _figures(facts: Facts, series: Iterable[rules.Series], *, with_place: bool = False) -> list[Block]:
    rows = []
    notes: list[str] = []
    for one in series:
        point = one.last
        indicator = facts.indicators[point.indicator_id]
        who = ", ".join(
            word for word in (point.place if with_place else "", point.population, point.group) if word
        )
        value = phrases.figure_and_time(point)
        gap = rules.gap(point)
        if gap is not None and rules.may_show(point):
            value += "\n" + _("%(group)s: %(value)s") % {
                "group": point.compare_group or _("andere groep"),
                "value": decimal(point.compare_value or 0.0) + ("%" if point.unit == "%" else ""),
            }
            value += "\n" + _("verschil: %s") % _points(gap, point.unit)
        rows.append(
            (
                indicator.name,
                who,
                value,
                phrases.interval(point),
                phrases.participants(point),
                f"{point.source}\n{phrases.sample(point)}",
            )
        )
        notes += _conflicts(facts, one)
    blocks: list[Block] = [
        Table(
            (_("Indicator"), _("Wie"), _("Laatste cijfer"), _("Marge"), _("Deelnemers"), _("Bron en soort")),
            tuple(rows),
            widths=(10, 7, 7, 5, 0, 8),
        )
    ]
    if notes:
        blocks.append(Note("\n".join(notes), "aside", _("Twee bronnen voor hetzelfde jaar")))
    return blocks


def _points(gap: float, unit: str) -> str:
    return f"{decimal(abs(gap))} {_('punten') if unit == '%' else unit}"


def _conflicts(facts: Facts, one: rules.Series) -> list[str]:
    """What the reader must know when two sources give a figure for the same period."""
    notes = []
    for other in one.others:
        shown = next(point for point in one.points if point.period == other.period)
        said = {
            "name": facts.indicators[shown.indicator_id].name,
            "period": spoken(other.period),
            "first": shown.source,
            "value": phrases.figure(shown),
            "other": other.source,
            "other_value": phrases.figure(other),
        }
        text = _("%(name)s, %(period)s: %(first)s geeft %(value)s, %(other)s geeft %(other_value)s.") % said
        if other.period in one.undecided:
            text += " " + _("Er is nog niet gekozen welke bron geldt.")
        notes.append(text)
    return notes


def _interpretations(facts: Facts) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Wat zeggen wij van deze cijfers? De duiding"))]
    if not facts.interpretations:
        return [*blocks, phrases.missing(_("wat gemeente, inwoners en aanbieders van de cijfers zeggen."))]
    if len(facts.interpretations) > MOST_INTERPRETATIONS:
        blocks.append(
            Table(
                (_("Wat is gemeten?"), _("Wat vinden we ervan?"), _("Wat doen we?"), _("Besproken")),
                tuple(
                    (found.measured, found.judge, found.act, spoken(found.held_on))
                    for found in facts.interpretations
                ),
                widths=(8, 7, 7, 4),
            )
        )
    else:
        for found in facts.interpretations:
            points = [
                facts.points[point] for point in facts.interpreted.get(found.pk, []) if point in facts.points
            ]
            names = dict.fromkeys(facts.indicators[point.indicator_id].name for point in points)
            blocks.append(Heading(3, next(iter(names), _("Duiding van %s") % spoken(found.held_on))))
            blocks.append(
                KeyValues(
                    tuple(
                        (str(found._meta.get_field(field).verbose_name), getattr(found, field))  # type: ignore[union-attr]
                        for field in ("measured", "recognise", "explain", "judge", "act")
                    )
                )
            )
            blocks.append(
                Paragraph(
                    phrases.example(
                        _("Besproken op %(day)s met %(parties)s.")
                        % {
                            "day": spoken(found.held_on),
                            "parties": phrases.parties(found.parties) or _("niet ingevuld wie"),
                        },
                        found.illustrative,
                    ),
                    small=True,
                )
            )
    bare = _without_interpretation(facts)
    if bare:
        blocks.append(
            Note(
                _("Over deze cijfers is nog geen duiding: %s.") % phrases.together(bare[:12])
                + ("" if len(bare) <= 12 else " " + _("En nog %d andere.") % (len(bare) - 12)),
                "missing",
            )
        )
    return blocks


def _without_interpretation(facts: Facts) -> list[str]:
    """Indicators with figures about this municipality of which nobody said anything yet."""
    found = []
    for indicator_id, series in facts.series.items():
        own = [
            point
            for one in series
            for point in one.points
            if rules.about(point, gmcode=facts.gmcode) is rules.About.HERE
        ]
        if (
            own
            and not any(point.id in facts.interpreted_points for point in own)
            and indicator_id in facts.indicators
        ):
            found.append(facts.indicators[indicator_id].name)
    return found


def _sources(facts: Facts) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Bronnen"))]
    if not facts.sources:
        return [*blocks, phrases.missing(_("de publicaties waarop dit plan rust."))]
    blocks.append(
        BulletList(
            tuple(
                Item(phrases.example(f"{source.title}. {source.url}", source.illustrative))
                for source in facts.sources
            )
        )
    )
    return blocks
