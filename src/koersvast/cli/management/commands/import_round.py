"""koersvast import_round FOLDER --municipality GMCODE [--cycle N] [--title TITLE] [--lead EMAIL] [--again]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.terminal import TerminalCommand, printable
from koersvast.dialogues.folder import Mistake, Staged, read_folder
from koersvast.dialogues.import_actions import AlreadyThere, import_round
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "Brings a folder of conversations in as a round: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder")
        parser.add_argument("--municipality", required=True, metavar="GMCODE")
        parser.add_argument("--cycle", type=int, help="default: the latest")
        parser.add_argument("--title", default="", help="neutral: it stands in lists")
        parser.add_argument(
            "--lead", action="append", default=[], metavar="EMAIL", help="who leads the round"
        )
        parser.add_argument(
            "--again", action="store_true", help="a new round of a folder that was read before"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cycle = plans.find_cycle(options["municipality"], options["cycle"])
            team = [(plans.find_member(cycle.municipality, email), "lead") for email in options["lead"]]
            staged = self._read(Path(options["folder"]))
        except plans.NotFound as error:
            self.refuse(str(error))
        year = max(one.held_on for one in staged.conversations).year
        refused: list[Mistake] = []
        with scope(municipality=cycle.municipality):
            try:
                made = import_round(
                    cycle,
                    staged,
                    title=options["title"][:200] or _("Gesprekken %(year)s") % {"year": year},
                    team=team,
                    today=timezone.localdate(),
                    again=options["again"],
                    tell=refused.append,
                )
            except AlreadyThere as refusal:
                self.refuse(f"{refusal} " + _("Met --again maakt u er een nieuwe gespreksronde van."))
            except VaultClosed as closed:
                self.refuse(str(closed))
        count = len(staged.conversations)
        said = ngettext("%(title)s: %(count)s gesprek.", "%(title)s: %(count)s gesprekken.", count)
        self.stdout.write(said % {"title": made.title, "count": count})
        for one in refused:
            self.stdout.write(printable(str(one)))
        if not staged.checked:
            self.stdout.write(
                _("De teksten wachten op iemand die ze nakijkt (er is geen identifiers.jsonl).")
            )
        if not team:
            self.stdout.write(
                _(
                    "Er is nog geen team. Een beheerder of beleidsmedewerker neemt op de pagina Gesprekken de leiding."
                )
            )

    def _read(self, folder: Path) -> Staged:
        try:
            staged = read_folder(folder)
        except OSError as error:
            raise plans.NotFound(
                _("%(file)s is niet te lezen: %(reason)s.") % {"file": folder, "reason": error.strerror}
            ) from None
        if staged.mistakes:
            self.refuse("\n".join(printable(str(mistake)) for mistake in staged.mistakes))
        return staged
