"""Make a document as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.dialogues import publication_actions, publication_queries
from koersvast.jobs.progress import Progress
from koersvast.papers import queries as papers
from koersvast.reports.document import Document, Heading, Look
from koersvast.reports.kinds import REPORTS, Report
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.paper import UnknownPart
from koersvast.reports.rendering import FORMATS, pdf

FIRST_YEAR, LAST_YEAR = 1990, 2100


class UnknownDocument(Exception):
    """There is no such kind of document, format or part; the message says which there are."""


class DoesNotFit(UnknownDocument):
    """It takes more pages than it may; the message says which part to make shorter."""


@dataclass(frozen=True)
class File:
    """``warnings``: what people should know about it, in sentences."""

    name: str
    media_type: str
    content: bytes
    warnings: tuple[str, ...] = ()


def check(kind: str, form: str, choice: Mapping[str, Any] | None = None) -> None:
    """Raises UnknownDocument when there is no such kind or format, or when it does not know this choice."""
    if kind not in REPORTS:
        raise UnknownDocument(
            _("Het document %(kind)s bestaat niet. U kunt kiezen uit: %(kinds)s.")
            % {"kind": kind, "kinds": ", ".join(REPORTS)}
        )
    if form not in FORMATS:
        raise UnknownDocument(
            _("Het formaat %(form)s bestaat niet. U kunt kiezen uit: %(forms)s.")
            % {"form": form, "forms": ", ".join(FORMATS)}
        )
    for name in choice or {}:
        if name not in REPORTS[kind].options:
            raise UnknownDocument(
                _("Bij het document %(kind)s is %(name)s niet te kiezen.") % {"kind": kind, "name": name}
            )
    year = (choice or {}).get("year")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownDocument(
            _("Kies een jaar van %(first)d tot en met %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


def file_name(kind: str, cycle: Cycle, form: str) -> str:
    """A name without a word about people: it stands in download folders and in mail."""
    return f"{REPORTS[kind].file_name}-{cycle.municipality.code.lower()}-ronde-{cycle.number}.{form}"


def make(
    cycle: Cycle,
    *,
    kind: str,
    form: str,
    today: date,
    progress: Progress,
    choice: Mapping[str, Any] | None = None,
) -> File:
    """The document as a file, inside the scope of its municipality. Raises UnknownDocument, DoesNotFit."""
    check(kind, form, choice)
    progress.step(_("Wij lezen de gegevens van deze ronde."), 0, 3)
    document = document_of(cycle, kind=kind, today=today, choice=choice)
    refused = does_not_fit(REPORTS[kind], document)
    if refused:
        raise DoesNotFit(refused)
    progress.step(_("Wij zetten het document op papier."), 1, 3)
    content = FORMATS[form].render(document)
    progress.step(_("Wij ronden af."), 2, 3)
    note_what_left(cycle, document, kind=kind, today=today)
    warnings = too_long(document) if REPORTS[kind].one_page and form == "pdf" else []
    return File(file_name(kind, cycle, form), FORMATS[form].media_type, content, (*document.hints, *warnings))


@transaction.atomic
def note_what_left(cycle: Cycle, document: Document, *, kind: str, today: date) -> None:
    """Keep which quotes and portraits leave in it. Raises UnknownDocument when one was taken back while it was made."""
    if "round" not in REPORTS[kind].options:
        return
    if document.holds and not publication_queries.may_still_leave(cycle, document.holds):
        raise UnknownDocument(
            _("Terwijl dit stuk werd gemaakt, trok iemand woorden terug. Maak het stuk opnieuw.")
        )
    publication_actions.note_published(cycle, document.holds, kind=kind, today=today)


def document_of(cycle: Cycle, *, kind: str, today: date, choice: Mapping[str, Any] | None = None) -> Document:
    """The document in the house style of the municipality, in Dutch. Raises UnknownDocument."""
    try:
        # it is for Dutch readers, whatever the language of the screen or the terminal
        with translation.override(settings.LANGUAGE_CODE):
            document = REPORTS[kind].build(cycle, today=today, **(choice or {}))
    except UnknownPart as unknown:
        raise UnknownDocument(str(unknown)) from unknown
    return in_house_style(document)


def in_house_style(document: Document) -> Document:
    style = papers.house_style()
    if style is None:
        return document
    look = Look(
        colour=style.colour.lstrip("#"),
        colour_in_headings=style.colour_in_headings,
        logo=bytes(style.logo),
        sender=tuple(line.strip() for line in style.sender.splitlines() if line.strip()),
        footer=style.footer,
    )
    return replace(document, look=look, municipality=style.name or document.municipality)


def too_long(document: Document) -> list[str]:
    """A sentence for each part that does not fit on one page."""
    parts = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    found = []
    for name, pages in zip(parts, pdf.pages_per_part(document), strict=False):
        if pages > 1:
            text = _("Dit past niet op één bladzijde, maar op %(pages)d: %(name)s. Maak de tekst korter.")
            found.append(text % {"pages": pages, "name": name})
    return found


def does_not_fit(report: Report, document: Document) -> str:
    """Why a document that has to fit on so many pages is not made, in a sentence; "" when it fits.

    Measured as PDF: other formats can be written on in, so their pages are not ours to count.
    """
    if not report.most_pages:
        return ""
    parts = pdf.pages_per_part(document)
    if sum(parts) <= report.most_pages:
        return ""
    long = [str(number) for number, pages in enumerate(parts, start=1) if pages > 1]
    text = _(
        "Dit past niet op %(most)d bladzijden, maar op %(pages)d. Te lang: kant %(sides)s. Maak de tekst korter."
    )
    return text % {"most": report.most_pages, "pages": sum(parts), "sides": phrases.together(long)}
