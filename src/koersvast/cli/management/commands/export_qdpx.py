"""koersvast export_qdpx GMCODE ROUND --out FILE [--cycle N] [--coders]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.files import write_secret
from koersvast.cli.rounds import find_round
from koersvast.cli.terminal import TerminalCommand
from koersvast.coding.actions import open_codebook
from koersvast.coding.exchange_actions import project_file
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "Writes the finished texts of a round with their codes as a .qdpx (REFI-QDA)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gmcode")
        parser.add_argument("round", metavar="ROUND", help="title or id")
        parser.add_argument("--out", required=True, metavar="FILE")
        parser.add_argument("--cycle", type=int, help="default: the latest")
        parser.add_argument("--coders", action="store_true", help="with the names of the coders")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cycle = plans.find_cycle(options["gmcode"], options["cycle"])
            with scope(municipality=cycle.municipality):
                row = find_round(cycle, options["round"])
                content = project_file(
                    open_codebook(row.collection, by=None),
                    coder=None,
                    named=options["coders"],
                    by=None,
                    everything=True,
                )
        except plans.NotFound as error:
            self.refuse(str(error))
        except VaultClosed as closed:
            self.refuse(str(closed))
        out = Path(options["out"])
        try:
            write_secret(out, content)
        except OSError as error:
            self.refuse(_("%(file)s: %(reason)s.") % {"file": out, "reason": error.strerror})
        self.stdout.write(_("%(file)s. Let op: hierin staan woorden van deelnemers.") % {"file": out})
