from .areas import AreaEstimates, fay_herriot
from .changes import Difference, MissingBounds, adjust, difference, missing_bounds
from .coders import Agreement, NoVariation, agreement
from .contributions import Contribution, Link, LinkVerdict, Rival, contribution
from .designs import Design, design
from .disclosure.attacker import Audit
from .disclosure.ledger import Ledger, published
from .disclosure.problem import Cancelled
from .disclosure.protect import Protection, audit, protect
from .disclosure.rules import MagnitudeRisk, Rules, magnitude_sensitive, stricter
from .disclosure.safe import SafeTable
from .disclosure.tables import Dimension, Table
from .errors import (
    DesignError,
    NotConverged,
    SafefiguresError,
    StatInputError,
    TooSmall,
    Undisclosed,
)
from .estimates import Estimates, estimate
from .evidence import Discoveries, EValue, e_bh, e_value
from .intervals import Interval, clopper_pearson, interval, wilson
from .lookplans import GroupSequential, group_sequential
from .pairs import McNemar, PairedChange, ReliableChange, paired_change, sign_flip
from .planning import NeededSample, needed_sample, smallest_detectable_change
from .plans import Plan
from .references import Comparison, PoorFit, compare_with_reference
from .reliability import Reliability, reliability, require_size
from .sequences import ConfidenceSequence, beta_binomial_sequence, confidence_sequence
from .trends import Segment, Trend, trend
from .verdicts import Verdict, verdict
from .weighting import Diagnostics, calibrate, kish_effect, post_stratify

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
