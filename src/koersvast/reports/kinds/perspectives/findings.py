"""What people said: per theme what works and what does not, what they ask, in their own words, and as portraits."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from koersvast.dialogues.finding_queries import Heard
from koersvast.dialogues.models import FindingType
from koersvast.dialogues.told_queries import Told
from koersvast.reports.document import Beside, Block, Heading, Paragraph, Side, Tone
from koersvast.reports.kinds import heard
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.paper import as_blocks

TONES: dict[str, Tone] = {
    FindingType.WORKS: "works",
    FindingType.WORKS_NOT: "works_not",
    FindingType.QUESTION: "question",
    FindingType.NEED: "need",
}
JUDGED = (FindingType.WORKS, FindingType.WORKS_NOT)
ASKED = (FindingType.QUESTION, FindingType.NEED)
MORE = (FindingType.IDEA, FindingType.SIGNAL)


def _of(found: Iterable[Heard], types: Iterable[str]) -> list[Heard]:
    wanted = set(types)
    return [one for one in found if one.row.type in wanted]


def _per_theme(found: list[Heard]) -> dict[str, list[Heard]]:
    """Themes in the order of how strong what is said of them is; what has no theme comes last."""
    groups: dict[str, list[Heard]] = {}
    for one in found:
        groups.setdefault(one.row.theme or "", []).append(one)
    return {theme: groups[theme] for theme in sorted(groups, key=lambda theme: not theme)}


def _beside(found: list[Heard], types: Iterable[FindingType]) -> list[Block]:
    """One list per type, each finding with its place and how often it was heard."""
    sides = [
        Side(str(one.label), heard.items(mine, place=True), TONES.get(one, "plain"))
        for one in types
        if (mine := _of(found, (one,)))
    ]
    return [Beside(tuple(sides))] if sides else []


def _quotes(about: Told, found: Iterable[Heard]) -> list[Block]:
    return [heard.said_by(quote) for one in found for quote in about.quotes_of.get(one.row.pk, [])]


def works(about: Told) -> list[Block]:
    return _by_theme(about, JUDGED, _("wat werkt en wat niet werkt. Er is nog geen openbare bevinding."))


def asked(about: Told) -> list[Block]:
    return [
        *_by_theme(about, ASKED, _("welke vragen en behoeften er zijn. Er is nog geen openbare bevinding.")),
        *_more(about),
    ]


def _by_theme(about: Told, types: tuple[FindingType, ...], nothing: str) -> list[Block]:
    found = _of(about.findings, types)
    if not found:
        return [phrases.missing(nothing)]
    blocks: list[Block] = []
    for theme, mine in _per_theme(found).items():
        blocks += [Heading(2, theme or _("Zonder thema")), *_beside(mine, types), *_quotes(about, mine)]
    return blocks


def _more(about: Told) -> list[Block]:
    found = _of(about.findings, MORE)
    if not found:
        return []
    return [Heading(2, _("Ideeën en signalen")), *_beside(found, MORE), *_quotes(about, found)]


def more_quotes(about: Told) -> list[Block]:
    """Quotes that hang on no public finding."""
    if not about.loose_quotes:
        return []
    return [Heading(2, _("In hun eigen woorden")), *(heard.said_by(quote) for quote in about.loose_quotes)]


def portraits(about: Told) -> list[Block]:
    """Composite portraits that may be shown. Each is made of several conversations."""
    if not about.portraits:
        return [phrases.missing(_("portretten die uit meer gesprekken zijn samengesteld."))]
    blocks: list[Block] = [
        Paragraph(
            _("Elk portret is samengesteld uit drie of meer gesprekken. Geen portret is één mens."),
            small=True,
        )
    ]
    for one in about.portraits:
        blocks += [Heading(2, one.title), *as_blocks(one.words)]
    return blocks
