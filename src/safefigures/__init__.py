"""Honest figures that are safe to show: the whole public API, by name. Read README.md first.

Proportions travel as 0..1. Weights may have any scale. A standard error has the unit of its estimate.
"""

from safefigures.agreement import Agreement, NoVariation, agreement
from safefigures.areas import AreaEstimates, fay_herriot
from safefigures.changes import Difference, MissingBounds, adjust, difference, missing_bounds
from safefigures.contributions import Contribution, Link, LinkVerdict, Rival, contribution
from safefigures.designs import Design, design
from safefigures.disclosure.attacker import Audit
from safefigures.disclosure.ledger import Ledger, published
from safefigures.disclosure.problem import Cancelled
from safefigures.disclosure.protect import Protection, audit, protect
from safefigures.disclosure.rules import MagnitudeRisk, Rules, magnitude_sensitive, stricter
from safefigures.disclosure.safe import SafeTable
from safefigures.disclosure.tables import Dimension, Table
from safefigures.errors import (
    DesignError,
    NotConverged,
    SafefiguresError,
    StatInputError,
    TooSmall,
    Undisclosed,
)
from safefigures.estimates import Estimates, estimate
from safefigures.evidence import Discoveries, EValue, e_bh, e_value
from safefigures.intervals import Interval, clopper_pearson, interval, wilson
from safefigures.lookplans import GroupSequential, group_sequential
from safefigures.pairs import McNemar, PairedChange, ReliableChange, paired_change, sign_flip
from safefigures.planning import NeededSample, needed_sample, smallest_detectable_change
from safefigures.plans import Plan
from safefigures.references import Comparison, PoorFit, compare_with_reference
from safefigures.reliability import Reliability, reliability, require_size
from safefigures.sequences import ConfidenceSequence, beta_binomial_sequence, confidence_sequence
from safefigures.trends import Segment, Trend, trend
from safefigures.verdicts import Verdict, verdict
from safefigures.weighting import Diagnostics, calibrate, kish_effect, post_stratify

__all__ = [
    "Agreement",
    "AreaEstimates",
    "Audit",
    "Cancelled",
    "Comparison",
    "ConfidenceSequence",
    "Contribution",
    "Design",
    "DesignError",
    "Diagnostics",
    "Difference",
    "Dimension",
    "Discoveries",
    "EValue",
    "Estimates",
    "GroupSequential",
    "Interval",
    "Ledger",
    "Link",
    "LinkVerdict",
    "MagnitudeRisk",
    "McNemar",
    "MissingBounds",
    "NeededSample",
    "NoVariation",
    "NotConverged",
    "PairedChange",
    "Plan",
    "PoorFit",
    "Protection",
    "Reliability",
    "ReliableChange",
    "Rival",
    "Rules",
    "SafeTable",
    "SafefiguresError",
    "Segment",
    "StatInputError",
    "Table",
    "TooSmall",
    "Trend",
    "Undisclosed",
    "Verdict",
    "adjust",
    "agreement",
    "audit",
    "beta_binomial_sequence",
    "calibrate",
    "clopper_pearson",
    "compare_with_reference",
    "confidence_sequence",
    "contribution",
    "design",
    "difference",
    "e_bh",
    "e_value",
    "estimate",
    "fay_herriot",
    "group_sequential",
    "interval",
    "kish_effect",
    "magnitude_sensitive",
    "missing_bounds",
    "needed_sample",
    "paired_change",
    "post_stratify",
    "protect",
    "published",
    "reliability",
    "require_size",
    "sign_flip",
    "smallest_detectable_change",
    "stricter",
    "trend",
    "verdict",
    "wilson",
]
