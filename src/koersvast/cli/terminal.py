"""What commands have in common: their language, and how they say no."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from koersvast.cli.database import prepare_database

STOPPED_BY_PERSON = 130  # what shells give for Ctrl-C


class TerminalCommand(BaseCommand):
    """A command that speaks the language of the terminal. Exit status 1 means: no, and stderr says why."""

    requires_system_checks: list[str] = []
    needs_database = True

    def execute(self, *args: Any, **options: Any) -> str | None:
        with translation.override(settings.TERMINAL_LANGUAGE):
            try:
                if self.needs_database:
                    prepare_database()
                return super().execute(*args, **options)
            except KeyboardInterrupt:
                self.stderr.write("\n" + _("Gestopt. Er is niets bewaard."))
                raise SystemExit(STOPPED_BY_PERSON) from None

    def refuse(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        raise SystemExit(1)


def printable(text: str) -> str:
    """A file may hold anything; a terminal obeys control characters."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
