"""The annex to a grant: what a partner does, for which goals, for what money, and what it reports back."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle, Partner
from koersvast.reports.document import (
    Block,
    BulletList,
    Document,
    Heading,
    Item,
    NewPage,
    Paragraph,
    Table,
)
from koersvast.reports.kinds import sections
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.paper import Paper, Slot, gather_paper, paper_document, told
from koersvast.ui.numbers import decimal

KEY = "subsidy_annex"


def _terms(_paper: Paper, _about: str) -> str:
    return "\n".join(
        f"- {line}"
        for line in (
            _("De partner voert de activiteiten uit zoals ze hier staan."),
            _("Verandert er iets in de planning of de kosten, dan meldt de partner dat meteen."),
            _("De partner deelt geen gegevens waaraan een deelnemer te herkennen is."),
        )
    )


SLOTS = (
    Slot("terms", gettext_lazy("Afspraken"), gettext_lazy("Wat spreekt u af met deze partner?"), _terms, about="partner"),
)  # fmt: skip


def owners(paper: Paper) -> list[Partner]:
    """Partners with an activity of their own, without the municipality itself: it gives no grant to itself."""
    own = {row.owner_id for row in paper.facts.activities}
    return [row for row in paper.facts.partners if row.pk in own and row.kind != "municipality"]


def build(cycle: Cycle, *, today: date, partner: str = "", year: int | None = None) -> Document:
    paper = gather_paper(cycle, kind=KEY, today=today, year=year or 0)
    wanted = [paper.partner(partner)] if partner else owners(paper)
    blocks: list[Block] = []
    for place, row in enumerate(wanted):
        blocks += [*([NewPage()] if place else []), Heading(1, row.name), *_annex(paper, row)]
    if not wanted:
        blocks = [
            Heading(1, _("Partners")),
            phrases.missing(_("activiteiten van partners. Een bijlage gaat over wat een partner doet.")),
        ]
    return paper_document(paper, name=_("Bijlage bij de subsidie"), subtitle="", blocks=blocks)


def _annex(paper: Paper, partner: Partner) -> list[Block]:
    own = [row for row in paper.facts.activities if row.owner_id == partner.pk]
    if not own:
        return [phrases.missing(_("activiteiten van deze partner."))]
    lines = [
        line
        for row in own
        for line in paper.lines.get(row.pk, [])
        if not paper.year or line.year == paper.year
    ]
    years = sorted({line.year for line in lines})
    [terms] = SLOTS
    return [
        Heading(2, _("Wat doet de partner?")),
        _activities(paper, own),
        Heading(2, _("Waaraan draagt dat bij?")),
        *_contributions(paper, own),
        Heading(2, _("Wat kost het, en wie betaalt?")),
        *(sections.money(paper, lines, years=years or [0])),
        *_sources(lines),
        Heading(2, _("Wat meldt de partner terug?")),
        Paragraph(_("De partner beantwoordt na elk jaar per activiteit deze vier vragen:")),
        BulletList(
            (
                Item(_("Bereik: hoeveel mensen deden mee, en hoe groot is de groep voor wie het is?")),
                Item(_("Nut: hoe nuttig vonden deelnemers het, op welke schaal, en hoeveel antwoordden er?")),
                Item(_("Doel: hoeveel deelnemers haalden het doel, van hoeveel?")),
                Item(_("Verbetering: wat kan er beter, volgens deelnemers?")),
            )
        ),
        Paragraph(
            _("Bij minder dan 10 mensen meldt de partner geen aantal. Zo is niemand te herkennen."),
            small=True,
        ),
        Heading(2, str(terms.question)),
        *told(paper, terms, partner.key),
    ]


def _activities(paper: Paper, own: list[Activity]) -> Table:
    return Table(
        (_("Activiteit"), _("Wanneer"), _("Wat komt er uit?")),
        tuple(
            (
                phrases.example(f"{row.name}\n{row.what}" if row.what else row.name, row.illustrative),
                phrases.short_period(row.starts_on, row.ends_on),
                "\n".join(
                    f"{decimal(one.target)} {one.what}" if one.target is not None else one.what
                    for one in paper.facts.outputs.get(row.pk, [])
                )
                or _("nog af te spreken"),
            )
            for row in own
        ),
        widths=(10, 4, 8),
    )


def _contributions(paper: Paper, own: list[Activity]) -> list[Block]:
    rows = [
        (row.name, sections.numbered(place), one.rationale)
        for row in own
        for one in paper.facts.contributions.get(row.pk, [])
        if (place := paper.facts.places.get(one.goal_id)) is not None
    ]
    if not rows:
        return [phrases.missing(_("aan welk doel dit bijdraagt."))]
    return [Table((_("Activiteit"), _("Doel"), _("Omdat")), tuple(rows), widths=(6, 9, 8))]


def _sources(lines: list[sections.Line]) -> list[Block]:
    from koersvast.activities.rules import shares

    sums: dict[str, int] = {}
    for line in lines:
        for source, amount in shares(line):
            sums[source] = sums.get(source, 0) + amount
    if not sums:
        return []
    said = [f"{source}: {phrases.euro(amount)}" for source, amount in sums.items()]
    return [Paragraph(_("Het geld komt van: %s.") % "; ".join(said))]
