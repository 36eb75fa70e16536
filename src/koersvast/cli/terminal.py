"""What commands have in common: their language, a progress line, and how they say no."""

from __future__ import annotations

import time
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, OutputWrapper
from django.utils import translation
from django.utils.translation import gettext as _

STOPPED_BY_PERSON = 130  # what shells give for Ctrl-C


class TerminalCommand(BaseCommand):
    """A command that speaks the language of the terminal. Exit status 1 means: no, and stderr says why."""

    requires_system_checks: list[str] = []

    def execute(self, *args: Any, **options: Any) -> str | None:
        with translation.override(settings.TERMINAL_LANGUAGE):
            try:
                return super().execute(*args, **options)
            except KeyboardInterrupt:
                self.stderr.write("\n" + _("Gestopt. Er is niets bewaard."))
                raise SystemExit(STOPPED_BY_PERSON) from None

    def refuse(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        raise SystemExit(1)


class ProgressLine:
    """One line, rewritten, for work that turns out to take longer than a second; only in a terminal."""

    def __init__(self, out: OutputWrapper, *, patience: float = 1.0) -> None:
        self.out, self.patience = out, patience
        self.started = time.monotonic()
        self.shown = False

    def __call__(self, done: int, total: int, doing: str) -> None:
        if not self.out.isatty() or time.monotonic() - self.started < self.patience:
            return
        self.shown = True
        percentage = 100 * done // max(1, total)
        self.out.write(f"\r\x1b[K{percentage:3d}% {doing}", ending="")
        self.out.flush()

    def clear(self) -> None:
        if self.shown:
            self.out.write("\r\x1b[K", ending="")
