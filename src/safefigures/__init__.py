"""Honest figures that are safe to show: the whole public API, by name. Read README.md first.

Proportions travel as 0..1. Weights may have any scale. A standard error has the unit of its estimate.
"""

from safefigures.errors import (
    DesignError,
    NotConverged,
    SafefiguresError,
    StatInputError,
    TooSmall,
    Undisclosed,
)

__all__ = [
    "DesignError",
    "NotConverged",
    "SafefiguresError",
    "StatInputError",
    "TooSmall",
    "Undisclosed",
]
