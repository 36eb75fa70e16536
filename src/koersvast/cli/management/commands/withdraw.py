"""koersvast withdraw RECEIPT: takes back everything of the participant who has this code ("-": read it from stdin)."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.cli.terminal import TerminalCommand
from koersvast.dialogues.publication_queries import Left, left_of
from koersvast.dialogues.queries import participant_with
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.dialogues.words import Why
from koersvast.tenants.models import Municipality
from koersvast.vault import receipts
from koersvast.vault.root import VaultClosed


class Command(TerminalCommand):
    help = "Takes back everything of the participant who has this code. There is no way back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "receipt", help="the 28 characters; - reads them from stdin, so that no shell keeps them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        typed = sys.stdin.readline() if options["receipt"] == "-" else options["receipt"]
        code = receipts.normalise(typed)
        if not receipts.fits(code):
            self.refuse(_("Er zit een typefout in de code."))
        try:
            self._withdraw(code)
        except VaultClosed as closed:
            self.refuse(str(closed))

    def _withdraw(self, code: str) -> None:
        for municipality in Municipality.objects.all():
            with scope(municipality=municipality):
                person = participant_with(municipality, code)
                if person is None:
                    continue
                left = left_of([person.pk]).get(person.pk, [])
                if person.withdrawn_on is not None:
                    self.stdout.write(_("Alles is al teruggetrokken."))
                    self._tell(left)
                    return
                gone = withdraw_participant(person, today=timezone.localdate(), why=Why.RECEIPT, by=None)
            self.stdout.write(
                _(
                    "De woorden zijn niet vanzelf te vinden. Het team ziet dat dit gesprek opnieuw gelezen moet worden."
                )
                if gone.by_hand
                else _("Teruggetrokken. De woorden zijn weg.")
            )
            self._tell(left)
            return
        self.refuse(_("Deze code kennen we niet."))

    def _tell(self, left: list[Left]) -> None:
        """What was in a document already."""
        for one in left:
            self.stdout.write(
                _(
                    "Dit stond al in een stuk: %(document)s, %(on)s. Wat anderen al hebben, kunnen wij niet terughalen."
                )
                % {"document": one.document, "on": date(one.on, "j F Y")}
            )
