"""What papers about a dialogue round share: which round, findings and quotes as blocks, and when it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from koersvast.activities.models import Activity, Initiative
from koersvast.cycles.models import Cycle
from koersvast.dialogues import told_queries
from koersvast.dialogues.finding_queries import Heard
from koersvast.dialogues.inventory import is_secret
from koersvast.dialogues.models import Edit
from koersvast.dialogues.quote_queries import OpenQuote
from koersvast.dialogues.rules import telling_words
from koersvast.dialogues.told_queries import Told
from koersvast.reports.document import Block, Heading, Note, Quote
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.reports.kinds.paper import Paper, UnknownPart
from koersvast.ui.dates import spoken


def gather_heard(cycle: Cycle, *, kind: str, today: date, wanted: str = "") -> Paper:
    """A paper about one round: ``wanted`` is its id or title, the newest when empty. Raises UnknownPart."""
    row = told_queries.round_called(cycle, wanted)
    if row is None and wanted:
        titles = ", ".join(one.title for one in told_queries.rounds(cycle))
        raise UnknownPart(
            _("De gespreksronde %(title)s staat niet in deze ronde. U kunt kiezen uit: %(titles)s.")
            % {"title": wanted, "titles": titles or "-"}
        )
    return Paper(kind, Facts(cycle, today), today.year, about=Told(row) if row else None)


def no_round() -> list[Block]:
    """For who has held no conversations yet."""
    return [
        Heading(1, _("Gesprekken")),
        Note(_("Er is nog geen gespreksronde. Begin er een bij stap 1, Gesprekken."), "missing"),
    ]


def is_open(row: Activity | Initiative) -> bool:
    """May it stand in what everybody reads? A closed evening is closed to who would look for its visitors too."""
    return not is_secret(f"{row.name} {row.what} {row.note}")


def open_initiatives(paper: Paper) -> list[Initiative]:
    return [row for row in paper.facts.initiatives if is_open(row)]


def items(found: Iterable[Heard], *, place: bool = False) -> tuple[tuple[str, str], ...]:
    """Findings for a list: what it says, and how often that was heard."""
    return tuple(
        (
            one.row.statement,
            ", ".join(part for part in (one.row.setting if place else "", one.often) if part),
        )
        for one in found
    )


def said_by(quote: OpenQuote) -> Quote:
    """A quote with who said it, in no more words than were released, and what was changed in it."""
    line = quote.line[:1].upper() + quote.line[1:]
    if quote.row.edit != Edit.AS_SAID:
        line += f" ({str(Edit(quote.row.edit).label).lower()})"
    return Quote(quote.words, line)


def title_of(told: Told) -> str:
    """The title of the round, or a plain one when it would give away what the conversations were about."""
    return _("Gesprekken") if telling_words(told.row.title) else told.row.title


def months(told: Told) -> str:
    """ "februari 2026 tot en met april 2026": no days, for a day can point at who was there."""
    first, last = (day.isoformat()[:7] if day else "" for day in (told.row.starts_on, told.row.ends_on))
    return spoken(first) if first == last and first else phrases.period(first, last)
