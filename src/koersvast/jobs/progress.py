"""How far work is, told by the work itself: in the database for a page, on a line for a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Protocol


class Cancelled(Exception):
    """Somebody asked to stop: undo what was not finished and return."""


class CannotDo(Exception):
    """The work cannot be done, for a reason that a person can use; the message is shown as it is."""


class Progress(Protocol):
    def step(self, doing: str, done: int, total: int) -> None:
        """Say what is being done and how far it is. Raises Cancelled when somebody asked to stop."""


class Silent:
    """For tests, and for work that nobody waits for."""

    def step(self, doing: str, done: int, total: int) -> None:
        return None


class OnTerminal:
    """One line that is written over; it appears when work takes longer than a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.started = clock()
        self.shown = False

    def step(self, doing: str, done: int, total: int) -> None:
        if self.clock() - self.started < 1 or not sys.stderr.isatty():
            return
        self.shown = True
        filled = round(20 * done / total) if total else 0
        sys.stderr.write(f"\r\x1b[K[{'#' * filled}{'.' * (20 - filled)}] {doing}")
        sys.stderr.flush()

    def close(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
