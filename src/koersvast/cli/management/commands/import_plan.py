"""koersvast import_plan FILE [--replace]"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from koersvast.cli import plans
from koersvast.cli.terminal import TerminalCommand
from koersvast.exchange import actions
from koersvast.jobs.progress import OnTerminal


class Command(TerminalCommand):
    help = "Brings a plan file in as a cycle: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true", help="replace the cycle that has this number")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = plans.read_file(options["file"])
        except plans.NotFound as error:
            self.refuse(str(error))
        if reading.plan is None:
            self.refuse("\n".join(plans.mistake_lines(options["file"], reading)))
        progress = OnTerminal()
        try:
            cycle = actions.import_plan(reading.plan, by=None, replace=options["replace"], progress=progress)
        except actions.CycleExists as refusal:
            self.refuse(f"{options['file']}: {refusal} " + _("Met --replace vervangt u die."))
        finally:
            progress.close()
        self.stdout.write(
            _("Bewaard: %(title)s, ronde %(number)d van %(municipality)s.")
            % {"title": cycle.title, "number": cycle.number, "municipality": cycle.municipality.name}
        )
