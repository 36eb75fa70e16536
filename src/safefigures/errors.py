"""Why there is no number: each error names the offending place, and none comes with a figure."""

from __future__ import annotations


class SafefiguresError(Exception):
    """What all errors of this library have in common: `place` says where it went wrong, "" when everywhere."""

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


class StatInputError(SafefiguresError, ValueError):
    """The numbers given cannot be used: shapes that differ, not a number, a negative weight, an empty domain."""


class DesignError(SafefiguresError, ValueError):
    """The design cannot give a standard error: one PSU in a stratum, a sample larger than its population."""


class TooSmall(SafefiguresError):
    """There are too few observations to say this; `needed` is how many it takes, `found` how many there are."""

    def __init__(self, message: str, *, needed: int, found: int, place: str = "") -> None:
        super().__init__(message, place=place)
        self.needed = needed
        self.found = found


class NotConverged(SafefiguresError):
    """The iteration ended without the answer; a near-answer is not given."""


class Undisclosed(SafefiguresError):
    """This may not be shown: it would tell about people. `cells` names the cells that would leak, where known."""

    def __init__(self, message: str, *, cells: tuple[str, ...] = (), place: str = "") -> None:
        super().__init__(message, place=place)
        self.cells = cells
