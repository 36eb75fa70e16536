"""koersvast import_answers FILE --questionnaire TITLE_OR_ID --municipality GMCODE [--cycle N] [--map FILE.json]"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.questionnaires import find_edition
from koersvast.cli.terminal import TerminalCommand, printable
from koersvast.jobs.progress import OnTerminal
from koersvast.surveys import queries
from koersvast.surveys.import_actions import Elsewhere, NotNow, import_answers
from koersvast.surveys.microdata import mapping
from koersvast.surveys.microdata.reading import GivenColumn, given_columns
from koersvast.surveys.microdata.variables import WEIGHT
from koersvast.surveys.models import Edition
from koersvast.texts.actions import put_in_team
from koersvast.texts.reading import CannotRead
from koersvast.texts.reading.reading import MAX_BYTES
from koersvast.vault.root import VaultClosed

TWO_YEARS = datetime.timedelta(days=730)


class Command(TerminalCommand):
    help = (
        "Takes a survey from elsewhere in (.csv, .xlsx or .sav): all of it, or nothing. It comes in closed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--questionnaire", required=True, metavar="TITLE_OR_ID")
        parser.add_argument("--municipality", required=True, metavar="GMCODE")
        parser.add_argument("--cycle", type=int, help="default: the latest")
        parser.add_argument(
            "--map",
            metavar="FILE.json",
            help='{"columns": {COLUMN: variable, "gewicht" or ""}, "values": {COLUMN: {VALUE: answer}}}; '
            "without it columns are taken by their name",
        )
        parser.add_argument("--title", default="")
        parser.add_argument("--from", dest="source", default="", help="who asked, and with what")
        parser.add_argument("--whom", default="", help="who were asked")
        for name in ("--opened", "--closed", "--keep-until"):
            parser.add_argument(name, type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--lead", action="append", default=[], metavar="EMAIL", help="who leads it")
        parser.add_argument("--analyst", action="append", default=[], metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = OnTerminal()
        try:
            cycle = plans.find_cycle(options["municipality"], options["cycle"])
            team = [
                (plans.find_member(cycle.municipality, email), task)
                for task in ("lead", "analyst")
                for email in options[task]
            ]
            edition = find_edition(cycle.municipality, options["questionnaire"])
            columns = given_columns(options["file"], _content(options["file"]))
            with scope(municipality=cycle.municipality):
                targets = mapping.targets_of(queries.questionnaire_of(edition))
                uses, told = _chosen(columns, targets, _read_map(options["map"]))
                people = mapping.brought(columns, targets, uses, told)
                made = import_answers(
                    cycle, edition, people, _about(edition, options), by=None, progress=progress
                )
                for user, task in team:
                    put_in_team(made.collection, user=user, task=task, by=None)
        except OSError as error:
            self.refuse(_("%(file)s: %(reason)s.") % {"file": error.filename or "", "reason": error.strerror})
        except (plans.NotFound, CannotRead, NotNow, VaultClosed) as refusal:
            self.refuse(str(refusal))
        finally:
            progress.close()
        said = ngettext("%(title)s: %(count)s mens.", "%(title)s: %(count)s mensen.", len(people))
        self.stdout.write(said % {"title": made.title, "count": len(people)})
        left = [columns[index].title for index, use in uses.items() if use == mapping.OUT]
        if left:
            self.stdout.write(_("Weggelaten: %(columns)s.") % {"columns": printable(", ".join(left))})
        if not team:
            self.stdout.write(_("Er is nog geen team. Geef met --lead op wie de peiling leidt."))


def _content(name: str) -> bytes:
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _read_map(name: str | None) -> dict[str, Any]:
    """Raises plans.NotFound."""
    if name is None:
        return {}
    try:
        found = json.loads(Path(name).read_text("utf-8"))
        columns, values = found.get("columns", {}), found.get("values", {})
        texts = [*columns.values(), *(means for one in values.values() for means in one.values())]
    except (ValueError, AttributeError, RecursionError):
        texts, columns, values = [None], {}, {}
    if not all(isinstance(one, str) for one in texts):
        said = _("%(file)s klopt niet: zie `import_answers --help` voor hoe het eruit ziet.")
        raise plans.NotFound(said % {"file": name})
    return {"columns": columns, "values": values}


def _chosen(
    columns: list[GivenColumn], targets: dict[str, mapping.Target], given: dict[str, Any]
) -> tuple[dict[int, str], dict[int, dict[str, str]]]:
    """With a map only the columns that it names. Raises plans.NotFound."""
    named, values = given.get("columns") or {}, given.get("values") or {}
    places = {column.title: index for index, column in enumerate(columns)}
    for title in (*named, *values):
        if title not in places:
            raise plans.NotFound(_("Kolom ‘%(title)s’ staat niet in het bestand.") % {"title": title})
    for use in named.values():
        if use not in (mapping.OUT, WEIGHT) and use not in targets:
            raise plans.NotFound(_("‘%(use)s’ staat niet in de vragenlijst.") % {"use": use})
    uses = {one.index: one.use for one in mapping.proposals(columns, targets)}
    if named:
        uses = {index: named.get(column.title, mapping.OUT) for index, column in enumerate(columns)}
    chosen = [use for use in uses.values() if use != mapping.OUT]
    if not set(chosen) - {WEIGHT} or len(set(chosen)) < len(chosen):
        raise plans.NotFound(_("Kies minstens één kolom met een vraag, en elke vraag hoogstens één keer."))
    return uses, {places[title]: one for title, one in values.items()}


def _about(edition: Edition, options: dict[str, Any]) -> Elsewhere:
    today = timezone.localdate()
    closed = options["closed"] or options["opened"] or today
    opened = options["opened"] or closed
    keep = options["keep_until"] or max(today, closed) + TWO_YEARS
    if not opened <= closed <= keep:
        raise plans.NotFound(_("De dagen kloppen niet: eerst vragen, dan sluiten, dan wissen."))
    return Elsewhere(
        title=(options["title"] or f"{edition.questionnaire.title} {closed.year}")[:200],
        whom=options["whom"][:300],
        brought_from=(options["source"] or _("elders"))[:200],
        opens_on=opened,
        closes_on=closed,
        keep_until=keep,
    )
