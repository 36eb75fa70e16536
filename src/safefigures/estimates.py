"""Means, proportions, totals and ratios with their standard errors: many variables and many domains in one pass."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice
from safefigures.codes import Codes
from safefigures.designs import Design
from safefigures.domains import domains_of
from safefigures.errors import StatInputError
from safefigures.linearise import Kernel, Linearised
from safefigures.scores import Scores
from safefigures.variables import Variables, variables_of

STATS = ("mean", "proportion", "total", "ratio")
WORKERS = 2
TOGETHER = 8  # variables that one worker takes at a time
MOST_COVARIANCES = 4_000


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimates of shape (D domains, V variables), all arrays alike.

    `estimate` and `se` in the unit of the estimate; `n`, answering rows with weight; `n_effective`, the size of a simple
    random sample with the same standard error (s2 / se2 with s2 the weighted variance, so p(1-p) / se2 for a proportion;
    n where the standard error is 0); `deff`, variance over that of a simple random sample without replacement from a
    population of the sum of the weights (Kish 1965; R's `deff=TRUE`), with replacement where the weights add up to no
    more than n, NaN where all answers are equal; `df`, PSUs minus strata, of those with members of the domain;
    `missing`, the rows without an answer. `domains` (D,) and `variables` (V,) are the labels. `covariance`, when asked
    for, has shape (D*V, D*V) in the order of `estimate.ravel()`; `scores` is what `difference` needs of one sample, `sample` the
    design it came from.
    """

    stat: str
    estimate: Floats
    se: Floats
    n: Codes
    n_effective: Floats
    deff: Floats
    df: Codes
    missing: Codes
    domains: tuple[Any, ...]
    variables: tuple[str, ...]
    covariance: Floats | None = None
    scores: Scores | None = field(default=None, repr=False)
    columns: Codes | None = field(default=None, repr=False)
    sample: Design | None = field(default=None, repr=False)

    def at(self, domains: Any = None, variables: Any = None) -> Estimates:
        """Part of the table: one label or a list of labels on either side. Raises StatInputError naming the stranger."""
        rows = _positions(domains, self.domains, "domains")
        places = _positions(variables, self.variables, "variables")
        cut = np.ix_(rows, places)
        index = np.arange(self.estimate.size).reshape(self.estimate.shape)[cut].ravel()
        return Estimates(
            self.stat,
            self.estimate[cut],
            self.se[cut],
            self.n[cut],
            self.n_effective[cut],
            self.deff[cut],
            self.df[cut],
            self.missing[cut],
            domains=tuple(self.domains[i] for i in rows),
            variables=tuple(self.variables[i] for i in places),
            covariance=None if self.covariance is None else self.covariance[np.ix_(index, index)],
            scores=self.scores,
            columns=None if self.columns is None else self.columns[index],
            sample=self.sample,
        )


def _positions(wanted: Any, labels: tuple[Any, ...], name: str) -> list[int]:
    if wanted is None:
        return list(range(len(labels)))
    chosen = wanted if isinstance(wanted, list) else [wanted]
    for label in chosen:
        if label not in labels:
            raise StatInputError(f"{label!r} is not one of them", place=name)
    return [labels.index(label) for label in chosen]


def estimate(
    design: Design,
    y: Any,
    stat: str = "mean",
    x: Any = None,
    domains: Any = None,
    *,
    missing: str = "error",
    covariance: bool = False,
    keep_scores: bool = False,
) -> Estimates:
    """Estimate V variables in D domains, with Taylor-linearised standard errors (Binder 1983).

    y: numbers (n,), a matrix (n, V), a frame, or a mapping from name to column; for stat="proportion" only 0 and 1.
    x: the denominator of stat="ratio", one column for all variables or one per variable.
    domains: see `domains_of`: labels (n,), several label columns to cross, or yes/no columns that may overlap. A domain
    may cross strata; PSUs and strata without its members count, as in R's `subset` of a design.
    missing: "error", or "drop": per variable the rows that answered are the domain (R's `na.rm=TRUE`).
    covariance: also the covariance of all estimates with all, (D*V, D*V), up to 4,000 estimates.
    keep_scores: keep what `difference` needs.

    Raises StatInputError naming the column and row (not a number, no answer, not 0 or 1, another length), the domain
    without weight or answers, or the domain with a denominator of 0.
    """
    choice(stat, "stat", STATS)
    choice(missing, "missing", ("error", "drop"))
    rows = len(design)
    wanted = variables_of(y, "y", rows)
    below = _denominators(x, stat, wanted, rows)
    members = domains_of(domains, rows)
    cells = len(members.labels) * len(wanted.names)
    if covariance and cells > MOST_COVARIANCES:
        raise StatInputError(
            f"{cells} estimates have too many covariances: ask for fewer", place="covariance"
        )
    kept = covariance or keep_scores or bool(design.adjustments)
    with np.errstate(all="ignore"):  # what is too large to add up is refused below, by name
        kernel = Kernel(design, members, stat, drop=missing == "drop", kept=kept)

    count = len(wanted.names)
    step = min(TOGETHER, -(-count // WORKERS))

    def some(first: int) -> list[Linearised]:
        last = min(first + step, count)
        part = wanted.part(first, last)
        under = below if below is None or len(below.names) == 1 else below.part(first, last)
        with np.errstate(all="ignore"):
            return [kernel.column(part, index, under) for index in range(last - first)]

    with ThreadPoolExecutor(WORKERS) as pool:
        found = [column for part in pool.map(some, range(0, count, step)) for column in part]
    return _table(found, kernel, wanted, covariance)


def _denominators(x: Any, stat: str, wanted: Variables, rows: int) -> Variables | None:
    if (x is None) == (stat == "ratio"):
        raise StatInputError('is needed for stat="ratio" and for nothing else', place="x")
    if x is None:
        return None
    below = variables_of(x, "x", rows)
    if len(below.names) not in (1, len(wanted.names)):
        said = f"has {len(below.names)} columns where y has {len(wanted.names)}: give one, or one each"
        raise StatInputError(said, place="x")
    return below


def _table(found: list[Linearised], kernel: Kernel, wanted: Variables, covariance: bool) -> Estimates:
    """Put the columns side by side, and give each estimate its standard error and design effect."""
    point, spread, population = (
        np.stack([getattr(column, name) for column in found], axis=1)
        for name in ("estimate", "spread", "population")
    )
    n, df, missing = (np.stack([getattr(c, name) for c in found], axis=1) for name in ("n", "df", "missing"))
    scores = kernel.scores(found) if kernel.kept else None
    if scores is None or not scores.fits:
        var = np.stack([column.variance for column in found], axis=1)
    else:
        var = scores.variances().reshape(point.shape)
    _refuse_infinite(point, var, population, kernel.labels, wanted.names)
    n_effective, deff = design_effect(var, spread, population, n)
    return Estimates(
        kernel.stat, point, np.sqrt(var), n, n_effective, deff, df, missing,
        domains=kernel.labels,
        variables=wanted.names,
        covariance=scores.covariance() if scores is not None and covariance else None,
        scores=scores,
        columns=None if scores is None else np.arange(point.size),
        sample=kernel.design,
    )  # fmt: skip


def _refuse_infinite(point: Floats, var: Floats, population: Floats, domains: Any, variables: Any) -> None:
    beyond = ~(np.isfinite(point) & np.isfinite(var) & np.isfinite(population))
    if beyond.any():
        d, v = np.argwhere(beyond)[0].tolist()
        said = "numbers or weights are too large or too small to add up"
        raise StatInputError(said, place=f"domain {domains[d]!r}, {variables[v]}")


def design_effect(var: Floats, spread: Floats, population: Floats, n: Codes) -> tuple[Floats, Floats]:
    """Effective n and design effect from the variance and that of one random draw; see `Estimates`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        n_effective = np.where(var > 0, spread / var, n)
        left_out = np.where(population > n, 1 - n / population, 1.0)
        simple = spread / np.maximum(n - 1, 0) * left_out
        deff = np.where((spread > 0) & (n > 1), var / simple, np.nan)
    return n_effective, deff
