"""Honest figures that are safe to show: the whole public API, by name. Read README.md first.

Proportions travel as 0..1. Weights may have any scale. A standard error has the unit of its estimate.
"""

from safefigures.changes import Difference, MissingBounds, adjust, difference, missing_bounds
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
from safefigures.intervals import Interval, clopper_pearson, interval, wilson
from safefigures.reliability import Reliability, reliability
from safefigures.weighting import Diagnostics, calibrate, kish_effect, post_stratify

__all__ = [
    "Design",
    "DesignError",
    "Diagnostics",
    "Difference",
    "Estimates",
    "Interval",
    "MissingBounds",
    "NotConverged",
    "Reliability",
    "SafefiguresError",
    "StatInputError",
    "TooSmall",
    "Undisclosed",
    "adjust",
    "calibrate",
    "clopper_pearson",
    "design",
    "difference",
    "estimate",
    "interval",
    "kish_effect",
    "missing_bounds",
    "post_stratify",
    "reliability",
    "wilson",
]
