"""koersvast import_qdpx FILE --municipality GMCODE --round TITLE_OR_ID [--cycle N]"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli import plans
from koersvast.cli.rounds import find_round
from koersvast.cli.terminal import TerminalCommand
from koersvast.coding import refi
from koersvast.dialogues.project_actions import NotNow, import_project
from koersvast.jobs.progress import OnTerminal
from koersvast.texts.reading import CannotRead
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "Takes a .qdpx (REFI-QDA) into a round: all of it, or nothing. Its texts wait to be checked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--municipality", required=True, metavar="GMCODE")
        parser.add_argument("--round", required=True, metavar="TITLE_OR_ID")
        parser.add_argument("--cycle", type=int, help="default: the latest")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = OnTerminal()
        try:
            cycle = plans.find_cycle(options["municipality"], options["cycle"])
            read = refi.read_project(Path(options["file"]).read_bytes())
            with scope(municipality=cycle.municipality):
                taken = import_project(
                    find_round(cycle, options["round"]),
                    read.project,
                    by=None,
                    today=timezone.localdate(),
                    progress=progress,
                )
        except OSError as error:
            self.refuse(_("%(file)s: %(reason)s.") % {"file": options["file"], "reason": error.strerror})
        except (plans.NotFound, CannotRead, NotNow, VaultClosed) as refusal:
            self.refuse(str(refusal))
        finally:
            progress.close()
        said = _(
            "%(new)d nieuwe teksten, %(known)d die er al waren, %(codings)d codes, %(waiting)d codes die wachten."
        )
        self.stdout.write(
            said
            % {
                "new": taken.new_texts,
                "known": taken.known_texts,
                "codings": taken.codings,
                "waiting": taken.waiting,
            }
        )
        for line in (*read.warnings, *taken.told()):
            self.stdout.write(line)
