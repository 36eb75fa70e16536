"""koersvast keycheck"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from koersvast.cli.terminal import TerminalCommand
from koersvast.vault.actions import check_keys
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "Opens every key of the vault once and says whether all is well."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = check_keys()
        except VaultClosed as closed:
            self.refuse(str(closed))
        if found.broken:
            self.refuse(
                _("%(broken)d van %(keys)d sleutels openen niet: %(ids)s. Zet ze terug uit een reservekopie.")
                % {
                    "broken": len(found.broken),
                    "keys": found.data_keys,
                    "ids": ", ".join(map(str, found.broken)),
                }
            )
        self.stdout.write(
            _("De kluis gaat open. Sleutels van gemeenten: %(above)d, van gesprekken en contacten: %(keys)d.")
            % {"above": found.municipality_keys, "keys": found.data_keys}
        )
