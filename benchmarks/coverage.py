"""How often the intervals of a proportion miss the truth: a part of benchmarks/validity.py.

Simple random samples: exact, every possible count weighed by its binomial chance. Strata, clusters and weights: simulated,
every run a domain of one large estimate.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from safefigures import design, estimate, interval
from safefigures.arrays import Floats

SIZES = (10, 20, 50, 100, 300, 1000, 5000)
SHARES = (0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98)
METHODS = ("auto", "korn_graubard", "logit", "beta", "wilson", "t")


def exact_misses(n: int, method: str) -> Floats:
    """Chance to miss at each of SHARES in a simple random sample of n."""
    from scipy.stats import binom

    everything = np.arange(n + 1)
    likely = binom.pmf(everything[:, None], n, SHARES) > 1e-12
    counts = everything[likely.any(axis=1)]
    yes = np.arange(n) < counts[:, None]
    sample = np.repeat(np.arange(len(counts)), n)
    found = estimate(design(strata=sample, n=sample.size), yes.ravel(), "proportion", domains=sample)
    edge = (counts == 0) | (counts == n)
    if method == "logit":  # it has no answer at 0 or n: there the whole range, which never misses
        low, high = np.zeros(len(counts)), np.ones(len(counts))
        inner = interval(found.at([int(i) for i in np.flatnonzero(~edge)]), "logit")
        low[~edge], high[~edge] = inner.low[:, 0], inner.high[:, 0]
    else:
        ends = interval(found, method)
        low, high = ends.low[:, 0], ends.high[:, 0]
    shares = np.array(SHARES)
    outside = (shares < low[:, None] - 1e-12) | (shares > high[:, None] + 1e-12)
    missed: Floats = (binom.pmf(counts[:, None], n, shares) * outside).sum(axis=0)
    return missed


def clustered_misses(
    runs: int, random: np.random.Generator, p: float, clusters: int, size: int
) -> Iterator[tuple[str, Floats]]:
    """Per method which runs miss: 4 strata, clusters that differ (intraclass correlation .05), uneven weights."""
    spread = 1 / 0.05 - 1
    own = random.beta(p * spread, (1 - p) * spread, (runs, clusters))
    yes = random.random((runs, clusters, size)) < own[:, :, None]
    run = np.broadcast_to(np.arange(runs)[:, None, None], yes.shape).ravel()
    cluster = np.broadcast_to(np.arange(clusters)[None, :, None], yes.shape).ravel()
    weight = random.lognormal(0, 0.4, yes.size)
    made = design(strata=run * 4 + cluster % 4, psu=cluster, weights=weight)
    found = estimate(made, yes.ravel(), "proportion", domains=run)
    inner = [int(i) for i in np.flatnonzero((found.estimate[:, 0] > 0) & (found.estimate[:, 0] < 1))]
    for method in METHODS:
        ends = interval(found.at(inner) if method == "logit" else found, method)
        yield method, ((p < ends.low[:, 0]) | (p > ends.high[:, 0])).astype(float)
