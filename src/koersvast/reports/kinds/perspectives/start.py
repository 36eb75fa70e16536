"""How the round went and with whom, what is there already, and national figures to compare with."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koersvast.cycles.words import Group, Theme, labels
from koersvast.dialogues.models import FindingType
from koersvast.dialogues.told_queries import Told
from koersvast.dialogues.words import ConversationKind
from koersvast.indicators import rules
from koersvast.reports.document import (
    Block,
    BulletList,
    Heading,
    Item,
    Mark,
    Marks,
    Paragraph,
    Table,
)
from koersvast.reports.kinds import heard
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.paper import Paper
from koersvast.ui.numbers import whole

KINDS = {
    ConversationKind.INTERVIEW: gettext_lazy("gesprekken met één bewoner"),
    ConversationKind.GROUP_TABLE: gettext_lazy("groepstafels"),
    ConversationKind.PARTNER_INTERVIEW: gettext_lazy("gesprekken met partners"),
    ConversationKind.PHONE_NOTE: gettext_lazy("telefoongesprekken"),
}


def who(about: Told) -> list[Block]:
    """With how many people, in coarse counts only."""
    if not about.talks:
        return [phrases.missing(_("met wie er is gesproken. Er is nog geen gesprek gevoerd."))]
    time = heard.months(about)
    said = ngettext("Wij voerden %s gesprek", "Wij voerden %s gesprekken", about.talks) % whole(about.talks)
    parts = [f"{said}{_(', van %s') % time if time else ''}. {_kinds(about)}".strip()]
    if about.people is not None:
        parts.append(_("Er deden %s mensen mee.") % whole(about.people))
    blocks: list[Block] = [Paragraph(" ".join(parts))]
    if about.tallies:
        rows = tuple(
            (group, _("minder dan vijf, of te weinig om te tonen") if count is None else whole(count))
            for group, count in about.tallies.items()
        )
        blocks.append(Table((_("Groep"), _("Gehoord")), rows, widths=(3, 2)))
        blocks.append(
            Paragraph(
                _(
                    "Geturfd in grove woorden. Iemand kan bij meer groepen horen, of bij geen. Kleine aantallen staan er niet."
                ),
                small=True,
            )
        )
    return blocks


def _kinds(about: Told) -> str:
    shown = [
        f"{whole(count)} {KINDS[ConversationKind(kind)]}" for kind, count in about.kinds.items() if count
    ]
    others = [str(KINDS[ConversationKind(kind)]) for kind, count in about.kinds.items() if count is None]
    if shown and others:
        return _("Daarbij waren %(shown)s. De andere waren %(others)s.") % {
            "shown": phrases.together(shown),
            "others": phrases.together(others),
        }
    return _("Dat waren %s.") % phrases.together(shown or others)


def missed(about: Told) -> list[Block]:
    blocks: list[Block] = [Heading(2, _("Wie misten wij?"))]
    if about.missed:
        return [
            *blocks,
            Paragraph(_("Van deze groepen spraken wij minder mensen dan wij wilden:")),
            BulletList(tuple(Item(group) for group in about.missed)),
        ]
    if about.tallies:
        return [*blocks, Paragraph(_("Van elke groep spraken wij zoveel mensen als wij wilden."))]
    return [*blocks, phrases.missing(_("welke groepen u wilde horen, en wie u miste."))]


def reading() -> list[Block]:
    return [
        Heading(2, _("Wat u moet weten bij het lezen")),
        Paragraph(
            _(
                "Dit zijn verhalen, geen cijfers. Zij laten zien wat er speelt, niet hoe vaak. Achter een bevinding staat in "
                "hoeveel losse gesprekken wij haar hoorden. Een citaat staat er alleen als wie het zei het goed vond. Een "
                "portret is samengesteld uit meer gesprekken en is nooit één mens."
            )
        ),
    ]


def what_helps(paper: Paper, about: Told) -> list[Block]:
    """Initiatives that people say help, and what else is there by theme."""
    rows = heard.open_initiatives(paper)
    if not rows:
        return [phrases.missing(_("de initiatieven die er al zijn."))]
    helps = {
        pk: one
        for one in reversed(about.findings)
        if one.row.type == FindingType.WORKS
        for pk in about.links["initiatief"].get(one.row.pk, [])
    }
    named = [(row, helps[row.pk]) for row in rows if row.pk in helps]
    count = ngettext("Er is al %s initiatief.", "Er zijn al %s initiatieven.", len(rows)) % whole(len(rows))
    blocks: list[Block] = [Paragraph(f"{count} {_('De hele lijst staat in de bijlage.')}")]
    if named:
        blocks += [
            Heading(2, _("Hiervan zeggen mensen dat het helpt")),
            Table(
                (_("Initiatief"), _("Wie"), _("Wat mensen zeggen")),
                tuple(
                    (
                        phrases.example(row.name, row.illustrative),
                        row.organisation or "–",
                        f"{one.row.statement} ({one.often})",
                    )
                    for row, one in named
                ),
                widths=(5, 5, 9),
            ),
        ]
    themes = [
        (str(theme.label), ", ".join(row.name for row in rows if theme.value in row.themes))
        for theme in Theme
    ]
    there = tuple(pair for pair in themes if pair[1])
    if there:
        blocks += [
            Heading(2, _("Wat er is, per thema")),
            Table((_("Thema"), _("Initiatieven")), there, widths=(2, 5)),
        ]
    return blocks


def initiatives(paper: Paper) -> list[Block]:
    """The whole inventory, without figures and without who to ask: groups can be small."""
    rows = heard.open_initiatives(paper)
    if not rows:
        return [phrases.missing(_("de initiatieven die er al zijn."))]
    return [
        Table(
            (_("Initiatief"), _("Wie"), _("Waar"), _("Voor wie")),
            tuple(
                (
                    phrases.example(row.name, row.illustrative),
                    row.organisation or "–",
                    row.setting or "–",
                    phrases.together([label.lower() for label in labels(Group, row.groups)]) or _("iedereen"),
                )
                for row in rows
            ),
            widths=(6, 5, 3, 5),
        )
    ]


def national(paper: Paper) -> list[Block]:
    """Figures about the whole country that stand in this cycle. Never about this place."""
    facts = paper.facts
    found = [
        one
        for series in facts.series.values()
        for one in series
        if rules.about(one.first, gmcode=facts.gmcode) is rules.About.NATIONAL
        and one.first.indicator_id in facts.indicators
    ]
    if not found:
        return [phrases.missing(_("landelijke cijfers om mee te vergelijken."))]
    return [
        Marks((Mark("national", _("landelijk cijfer, niet over %s") % facts.municipality.name),)),
        Paragraph(
            _(
                "Deze cijfers gaan over heel Nederland. Zij zeggen niets over %s, en niets over wie wij spraken."
            )
            % facts.municipality.name
        ),
        Table(
            (_("Indicator"), _("Wie"), _("Laatste cijfer"), _("Bron")),
            tuple(
                (
                    facts.indicators[one.last.indicator_id].name,
                    ", ".join(word for word in (one.last.population, one.last.group) if word) or "–",
                    _with_margin(one.last),
                    f"{one.last.source}, {phrases.sample(one.last).lower()}",
                )
                for one in found
            ),
            widths=(8, 6, 5, 8),
        ),
    ]


def _with_margin(point: rules.Point) -> str:
    margin = phrases.interval(point) if rules.margin(point) else ""
    return f"{phrases.figure_and_time(point)}\n{margin}".strip()
