"""The rows of a sample put in the order of domain, stratum and unit, so that every sum is a sum of neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats
from safefigures.codes import Codes, starts
from safefigures.designs import Design
from safefigures.domains import Domains
from safefigures.stages import Stage


@dataclass(frozen=True, eq=False)
class StageLayout:
    """How the sums of the units of one stage become a variance per domain.

    `merge`: where each unit of this stage starts among those of the stage below (None at the last stage). `segment`:
    where each (domain, stratum) starts among the units, `members` units each; `absent` units of the stratum have no
    member in the domain and count as zeros. `start`: where each domain starts among the segments.
    """

    merge: Codes | None
    segment: Codes
    members: Codes
    divisor: Floats
    absent: Floats
    factor: Floats
    start: Codes


@dataclass(frozen=True, eq=False)
class Layout:
    """Order of the members: `row` (m,), `weight` (m,); where each (domain, unit) and each domain starts; the stages.

    `pair` is None when each member is a unit of its own. `member` is the domain of each member;
    `unit` and `domain` are those of the pairs; `size` and
    `pair_size` count the members and the pairs of each domain.
    """

    row: Codes | None
    weight: Floats
    start: Codes
    size: Codes
    member: Codes
    pair: Codes | None
    unit: Codes
    domain: Codes
    pair_start: Codes
    pair_size: Codes
    stages: tuple[StageLayout, ...]  # last stage first


def layout(design: Design, domains: Domains) -> Layout:
    """Sort the members once; every variable then needs only sums of neighbours."""
    unit = design.unit if domains.row is None else design.unit[domains.row]
    units = len(design.stages[-1].stratum)
    key = domains.code * units + unit
    order = _order(key)
    if order is not None:
        key = key[order]
    row = domains.row if order is None else order if domains.row is None else domains.row[order]
    pair = starts(key)
    pairs = key[pair]
    domain, unit = pairs // units, pairs % units
    pair_start = np.searchsorted(domain, np.arange(len(domains.labels)))
    start = pair[pair_start]
    size = np.diff(np.append(start, len(key)))
    return Layout(
        row=row,
        weight=design.weights if row is None else design.weights[row],
        start=start,
        size=size,
        member=np.repeat(np.arange(len(size)), size),
        pair=None if len(pair) == len(key) else pair,
        unit=unit,
        domain=domain,
        pair_start=pair_start,
        pair_size=np.diff(np.append(pair_start, len(pair))),
        stages=_stage_layouts(design.stages, domain, unit, len(domains.labels)),
    )


def _order(key: Codes) -> Codes | None:
    """The order that sorts the key; None when it is sorted already. Radix sort, two bytes at a time, where that is few."""
    if bool((key[1:] >= key[:-1]).all()):
        return None
    if int(key.max()) >= 2**32:
        return np.argsort(key, kind="stable")
    low = np.argsort(key.astype(np.uint16), kind="stable")
    high = (key >> 16).astype(np.uint16)[low]
    return low[np.argsort(high, kind="stable")]


def _stage_layouts(
    stages: tuple[Stage, ...], domain: Codes, unit: Codes, domains: int
) -> tuple[StageLayout, ...]:
    made = []
    merge = None
    for level in range(len(stages) - 1, -1, -1):
        stage = stages[level]
        stratum = stage.stratum[unit]
        segment = starts(domain * len(stage.size) + stratum)
        members = np.diff(np.append(segment, len(unit)))
        h = stratum[segment]
        start = np.searchsorted(domain[segment], np.arange(domains))
        absent = (stage.size[h] - members).astype(np.float64)
        made.append(StageLayout(merge, segment, members, stage.divisor[h], absent, stage.factor[h], start))
        if level:
            above = stage.parent[unit]
            merge = starts(domain * (int(above.max()) + 1) + above)
            domain, unit = domain[merge], above[merge]
    return tuple(made)


def variance(sums: Floats, stages: tuple[StageLayout, ...]) -> Floats:
    """The variance per domain of the total of the units' sums (P,): f n/(n-1) times squares around the stratum's mean.

    All units of a stratum count in n and in the mean, also those without members of the domain, whose sum is zero.
    """
    total: Floats | None = None
    for stage in stages:
        if stage.merge is not None:
            sums = np.add.reduceat(sums, stage.merge)
        mean = np.add.reduceat(sums, stage.segment) / stage.divisor
        around = sums - np.repeat(mean, stage.members)
        around *= around
        squares = np.add.reduceat(around, stage.segment) + stage.absent * mean * mean
        found = np.add.reduceat(stage.factor * squares, stage.start)
        total = found if total is None else total + found
    assert total is not None
    return total


def counts(order: Layout, answered: NDArray[np.bool_]) -> tuple[Codes, Codes]:
    """Per domain the members that answered (m,) with weight, and the PSUs minus the strata that hold one of them."""
    n = np.add.reduceat(answered, order.start, dtype=np.int64)
    held = answered if order.pair is None else np.logical_or.reduceat(answered, order.pair)
    for stage in order.stages:
        if stage.merge is not None:
            held = np.logical_or.reduceat(held, stage.merge)
    first = order.stages[-1]
    psus = np.add.reduceat(held, first.segment, dtype=np.int64)
    return n, np.add.reduceat(psus - (psus > 0), first.start)
