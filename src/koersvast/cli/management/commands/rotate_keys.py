"""koersvast rotate_keys [--root [--existing]]"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli.terminal import TerminalCommand
from koersvast.jobs.progress import OnTerminal
from koersvast.tenants.models import Municipality
from koersvast.vault import actions
from koersvast.vault.journal import empty_journal
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "New keys for the vault. May be stopped at any moment: the next run goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--root", action="store_true", help="a new root key instead of new municipality keys"
        )
        parser.add_argument(
            "--existing",
            action="store_true",
            help="with --root: the new key stands in KOERSVAST_ROOT_KEY already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = OnTerminal()
        try:
            count = self.rotate(options, progress)
        except VaultClosed as closed:
            self.refuse(str(closed))
        finally:
            progress.close()
        empty_journal()  # the old wrapped keys stand in it until then
        self.stdout.write(
            _("Klaar: %(count)d sleutels opnieuw verpakt. Bewaar een kopie van het nieuwe sleutelbestand.")
            % {"count": count}
            if options["root"]
            else _("Klaar: %(count)d sleutels opnieuw verpakt.") % {"count": count}
        )

    def rotate(self, options: dict[str, Any], progress: OnTerminal) -> int:
        def step(done: int, total: int) -> None:
            progress.step(_("Sleutels verpakken"), done, total)

        if options["root"]:
            return actions.rotate_root(existing=options["existing"], step=step)
        count = 0
        for municipality in Municipality.objects.all():
            with scope(municipality=municipality):
                count += actions.rotate_municipality(municipality, step=step)
        return count
