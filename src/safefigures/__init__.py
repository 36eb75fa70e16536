"""Honest figures that are safe to show: the whole public API, by name. Read README.md first.

Proportions travel as 0..1. Weights may have any scale. A standard error has the unit of its estimate.
"""

from safefigures.designs import Design, design
from safefigures.errors import (
    DesignError,
    NotConverged,
    SafefiguresError,
    StatInputError,
    TooSmall,
    Undisclosed,
)
from safefigures.estimates import Estimates, estimate

__all__ = [
    "Design",
    "DesignError",
    "Estimates",
    "NotConverged",
    "SafefiguresError",
    "StatInputError",
    "TooSmall",
    "Undisclosed",
    "design",
    "estimate",
]
