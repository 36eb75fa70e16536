"""koersvast build_report KIND GMCODE CYCLE [--year YEAR] [--partner KEY] [--result KEY] [--round TITLE] --format ... --out FILE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.files import write_whole
from koersvast.cli.terminal import TerminalCommand
from koersvast.jobs.progress import OnTerminal
from koersvast.reports import actions
from koersvast.reports.kinds import REPORTS


class Command(TerminalCommand):
    help = "Makes a document of a cycle, such as the action plan, as a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help=", ".join(REPORTS))
        parser.add_argument("gmcode")
        parser.add_argument("cycle", help="the number of the cycle")
        parser.add_argument("--format", default="pdf", help="pdf, docx, odt or html")
        parser.add_argument("--year", type=int, help="the year it is about")
        parser.add_argument("--partner", metavar="KEY", help="one partner (subsidy_annex)")
        parser.add_argument("--result", metavar="KEY", help="one result (council_page)")
        parser.add_argument(
            "--round", metavar="TITLE", help="title or id of a dialogue round; else the newest"
        )
        parser.add_argument("--out", metavar="FILE", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        progress = OnTerminal()
        choice = {
            name: options[name]
            for name in ("year", "partner", "result", "round")
            if options[name] is not None
        }
        try:
            actions.check(options["kind"], options["format"], choice)
            if not options["cycle"].isdecimal():
                raise plans.NotFound(_("%s is geen nummer van een ronde.") % options["cycle"])
            cycle = plans.find_cycle(options["gmcode"], int(options["cycle"]))
            # the document is for Dutch readers, whatever the language of the terminal
            with scope(municipality=cycle.municipality), translation.override(settings.LANGUAGE_CODE):
                made = actions.make(
                    cycle,
                    kind=options["kind"],
                    form=options["format"],
                    today=timezone.localdate(),
                    progress=progress,
                    choice=choice,
                )
        except (actions.UnknownDocument, plans.NotFound) as error:
            self.refuse(str(error))
        finally:
            progress.close()
        try:
            write_whole(Path(options["out"]), made.content)
        except OSError as error:
            what = _("%(file)s is niet te schrijven: %(reason)s.")
            self.refuse(what % {"file": options["out"], "reason": error.strerror})
        for warning in made.warnings:
            self.stderr.write(warning)
        self.stdout.write(_("Gemaakt: %s") % options["out"])
