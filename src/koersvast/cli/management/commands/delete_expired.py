"""koersvast delete_expired [--show]: contact details whose time is over. Once a day from a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from koersvast.cli.terminal import TerminalCommand
from koersvast.coding.staging import forget_old
from koersvast.dialogues.contact_actions import delete_expired
from koersvast.dialogues.queries import expiring
from koersvast.dialogues.rules import SHOWN_BEFOREHAND
from koersvast.surveys.actions import wipe_expired
from koersvast.tenants.models import Municipality


class Command(TerminalCommand):
    help = "Deletes contact details whose time is over. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--show", action="store_true", help="delete nothing: say what goes within two weeks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        for municipality in Municipality.objects.all():
            with scope(municipality=municipality):
                if options["show"]:
                    self._tell(municipality, expiring(today, within=SHOWN_BEFOREHAND).count(), shown=True)
                else:
                    forget_old(timezone.now())  # files that somebody brought in and never finished with
                    wipe_expired(municipality, today=today)
                    self._tell(municipality, delete_expired(today=today), shown=False)

    def _tell(self, municipality: Municipality, count: int, *, shown: bool) -> None:
        if shown:
            said = ngettext(
                "%(place)s: binnen twee weken gaan de gegevens van %(count)s mens weg.",
                "%(place)s: binnen twee weken gaan de gegevens van %(count)s mensen weg.",
                count,
            )
        else:
            said = ngettext(
                "%(place)s: de gegevens van %(count)s mens zijn gewist.",
                "%(place)s: de gegevens van %(count)s mensen zijn gewist.",
                count,
            )
        self.stdout.write(said % {"place": municipality.name, "count": count})
        if count:
            self.stdout.write(_("Alleen hoe iemand te bereiken is. Wat is gezegd, blijft."))
