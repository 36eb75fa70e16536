"""koersvast remind: mail who has something coming due. Once a day from a timer; twice a day does no harm."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.cli.terminal import TerminalCommand
from koersvast.outcome_forms.mails import remind_partners
from koersvast.papers.reminders import remind


class Command(TerminalCommand):
    help = "Sends one neutral mail to everybody who has something coming due. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        found = remind(today=today) + remind_partners(today=today)
        self.stdout.write(
            ngettext("%(count)s mail verstuurd.", "%(count)s mails verstuurd.", found.sent)
            % {"count": found.sent}
        )
        if found.failed:
            what = _("De mailserver nam %(count)s mails niet aan (%(reason)s). De volgende keer opnieuw.")
            self.refuse(what % {"count": found.failed, "reason": found.reason})
