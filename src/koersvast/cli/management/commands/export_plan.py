"""koersvast export_plan GMCODE CYCLE [--out FILE]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.files import write_whole
from koersvast.cli.terminal import TerminalCommand
from koersvast.exchange import queries
from koersvast.exchange.writing import write_plan


class Command(TerminalCommand):
    help = "Writes a cycle as a plan file, to the terminal or to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gmcode")
        parser.add_argument("cycle", type=int, help="the number of the cycle")
        parser.add_argument("--out", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cycle = plans.find_cycle(options["gmcode"], options["cycle"])
        except plans.NotFound as error:
            self.refuse(str(error))
        with scope(municipality=cycle.municipality):
            text = write_plan(queries.export_plan(cycle))
        if options["out"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            write_whole(Path(options["out"]), text.encode())
        except OSError as error:
            what = _("%(file)s is niet te schrijven: %(reason)s.")
            self.refuse(what % {"file": options["out"], "reason": error.strerror})
