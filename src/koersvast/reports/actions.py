"""Make a document as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle
from koersvast.jobs.progress import Progress
from koersvast.reports.kinds import REPORTS
from koersvast.reports.rendering import FORMATS


class UnknownDocument(Exception):
    """There is no such kind of document or no such format; the message says which there are."""


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


def check(kind: str, form: str) -> None:
    """Raises UnknownDocument when there is no such kind or format."""
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


def file_name(kind: str, cycle: Cycle, form: str) -> str:
    """A name without a word about people: it stands in download folders and in mail."""
    return f"{REPORTS[kind].file_name}-{cycle.municipality.code.lower()}-ronde-{cycle.number}.{form}"


def make(cycle: Cycle, *, kind: str, form: str, today: date, progress: Progress) -> File:
    """The document as a file, inside the scope of its municipality. Raises UnknownDocument."""
    check(kind, form)
    progress.step(_("Wij lezen de gegevens van deze ronde."), 0, 3)
    document = REPORTS[kind].build(cycle, today=today)
    progress.step(_("Wij zetten het document op papier."), 1, 3)
    content = FORMATS[form].render(document)
    progress.step(_("Wij ronden af."), 2, 3)
    return File(file_name(kind, cycle, form), FORMATS[form].media_type, content)
