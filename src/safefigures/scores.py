"""Linearised scores per unit, kept where a variance alone is not enough: covariances, differences, calibrated designs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from safefigures.arrays import Floats
from safefigures.codes import Codes, starts
from safefigures.designs import Design

BLOCK = 4_000_000  # numbers in one dense block of scores: 32 MB


@dataclass(frozen=True, eq=False)
class Scores:
    """Per unit of the last stage and estimate the sum of its scores: their design variance is that of the estimate.

    `sums` is sparse (units, estimates); `fits` holds per calibration of the design the coefficients (K, estimates) of the
    scores on the calibration variables, so that sums minus the fitted part are the residuals that count.
    """

    design: Design
    sums: Any
    fits: tuple[Any, ...] = ()

    def totals(self, columns: Codes) -> Floats:
        """The sums of the chosen estimates, residuals where the design was calibrated, shape (units, k)."""
        found: Floats = self.sums[:, columns].toarray()
        for adjustment, fit in zip(self.design.adjustments, self.fits, strict=True):
            taken = adjustment.spread @ fit[:, columns]
            found -= taken if isinstance(taken, np.ndarray) else taken.toarray()
        return found

    def variances(self) -> Floats:
        """The variance of every estimate, block by block."""
        units, count = self.sums.shape
        found = np.empty(count)
        for columns in _blocks(count, units):
            found[columns] = variance_of(self.design, self.totals(columns))
        return found

    def covariance(self) -> Floats:
        """The covariance of all estimates with all, shape (k, k)."""
        totals = self.totals(np.arange(self.sums.shape[1]))
        parts = [part.T @ part for part in centred(self.design, totals)]
        found: Floats = np.sum(parts, axis=0)
        return found


def _blocks(count: int, units: int) -> Iterator[Codes]:
    size = max(1, BLOCK // units)
    for first in range(0, count, size):
        yield np.arange(first, min(first + size, count))


def variance_of(design: Design, totals: Floats) -> Floats:
    """The design variance of the sum of unit totals, per column of (units, k)."""
    found: Floats = np.sum([np.einsum("ij,ij->j", part, part) for part in centred(design, totals)], axis=0)
    return found


def centred(design: Design, totals: Floats) -> Iterator[Floats]:
    """Per stage the unit totals around their stratum's mean, scaled so that their squares add up to the variance."""
    for level in range(len(design.stages) - 1, -1, -1):
        stage = design.stages[level]
        mean = np.add.reduceat(totals, starts(stage.stratum), axis=0) / stage.divisor[:, None]
        yield np.sqrt(stage.factor)[stage.stratum, None] * (totals - mean[stage.stratum])
        if level:
            totals = np.add.reduceat(totals, starts(stage.parent), axis=0)
