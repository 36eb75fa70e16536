"""Which cells tell too much about people, and how much of them must stay unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import numbers, one_number
from safefigures.disclosure.tables import LARGEST, Counts, Table
from safefigures.errors import StatInputError


@dataclass(frozen=True)
class Rules:
    """What may not be told; the defaults are those for anything public. Raises StatInputError for senseless values.

    threshold: a count from 1 to threshold - 1 is sensitive. 10 in public and for sexual orientation, gender
      identity and sex characteristics; 5 is the least anywhere. It applies to people, never to weighted totals.
    group_disclosure: in tables with `answer`, one answer that holds everybody or nobody of a group, or at least
      `nearly_all` of a group smaller than `nearly_all_below`, is sensitive.
    percent_denominator: least denominator of a percentage; at least `percent_floor` whatever a municipality says.
    step_below: denominators below it give percentages in steps of `coarse_step`, others in whole percents.
    dominance: (k, share): a magnitude is sensitive when its k largest contributors hold more than that share.
    p_percent: a magnitude is sensitive when the second largest contributor can estimate the largest this closely.
    """

    threshold: int = 10
    group_disclosure: bool = True
    nearly_all: float = 0.9
    nearly_all_below: int = 50
    percent_denominator: int = 30
    step_below: int = 100
    coarse_step: float = 0.05
    dominance: tuple[int, float] = (2, 0.9)
    p_percent: float = 0.10
    percent_floor: int = 10

    def __post_init__(self) -> None:
        for name in ("threshold", "nearly_all_below", "percent_denominator", "step_below", "percent_floor"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
                raise StatInputError(f"{value!r} is not a whole number of 1 and up", place=f"rules.{name}")
        if self.percent_denominator < self.percent_floor:
            raise StatInputError(
                f"a percentage needs at least {self.percent_floor} people", place="rules.percent_denominator"
            )
        one_number(self.nearly_all, "rules.nearly_all", low=0.5, high=1.0)
        one_number(self.coarse_step, "rules.coarse_step", low=0.01, high=0.5)
        one_number(self.p_percent, "rules.p_percent", low=0.0, high=1.0)
        if len(self.dominance) != 2 or int(self.dominance[0]) < 1:
            raise StatInputError("needs (contributors, share)", place="rules.dominance")
        one_number(self.dominance[1], "rules.dominance", low=0.0, high=1.0)


def stricter(one: Rules, other: Rules) -> Rules:
    """The stricter of two rules, part by part: the municipality's own and those of the house."""
    smaller = ("nearly_all",)
    chosen: dict[str, Any] = {}
    for field in fields(Rules):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name == "dominance":
            chosen[field.name] = (max(a[0], b[0]), min(a[1], b[1]))
        else:
            chosen[field.name] = min(a, b) if field.name in smaller else max(a, b)
    return Rules(**chosen)


@dataclass(frozen=True, eq=False)
class Needs:
    """What the attacker may not know: below `low` and above `high` must both be possible, for each cell.

    cell: positions in the flat grid, shape (cells,); low, high: whole counts; rule: why, per cell.
    """

    cell: Counts
    low: Counts
    high: Counts
    rule: tuple[str, ...]


def sensitive(table: Table, rules: Rules) -> Needs:
    """The sensitive cells of a table and the interval the attacker must be left with.

    A small count a (0 < a < threshold): upper >= threshold and lower <= a - 1. A small count is
    protected that way whatever other rule names it. Zeros in named rows: upper >= threshold.
    Everybody in one answer: lower <= n - 1; nearly everybody: below that share; nobody: upper >= 1.
    """
    grid = table.grid()
    flat = grid.ravel()
    found: dict[int, tuple[int, int, str]] = {}
    if rules.group_disclosure and table.answer is not None:
        found |= _group_disclosure(table, grid, rules)
    for position in np.flatnonzero(_zero_rows(table) & (grid == 0)).tolist():
        found[position] = (0, rules.threshold, "zero")
    for cell, level in table.named.items():
        position = int(np.ravel_multi_index(table.place(cell), grid.shape))
        count = int(flat[position])
        low, high = level or (max(count - 1, 0), max(rules.threshold, count + 1))
        found[position] = (int(low), int(high), "named")
    for position in np.flatnonzero((flat > 0) & (flat < rules.threshold)).tolist():
        low, high, _ = found.get(position, (LARGEST, 0, ""))
        found[position] = (min(int(flat[position]) - 1, low), max(rules.threshold, high), "threshold")
    cells = sorted(found)
    return Needs(
        cell=np.array(cells, dtype=np.int64),
        low=np.array([found[c][0] for c in cells], dtype=np.int64),
        high=np.array([found[c][1] for c in cells], dtype=np.int64),
        rule=tuple(found[c][2] for c in cells),
    )


def _zero_rows(table: Table) -> NDArray[np.bool_]:
    rows = np.zeros(table.shape, dtype=bool)
    for name, nodes in table.sensitive_zeros.items():
        axis = table.axis(name)
        for node in nodes:
            rows[(slice(None),) * axis + (table.dimensions[axis].nodes.index(node),)] = True
    return rows


def _group_disclosure(table: Table, grid: Counts, rules: Rules) -> dict[int, tuple[int, int, str]]:
    """Answers that tell what everybody (or nobody) of a group said; only leaf answers, groups of one and more."""
    assert table.answer is not None
    axis = table.axis(table.answer)
    answers = len(table.dimensions[axis].categories)
    positions = np.moveaxis(np.arange(grid.size).reshape(grid.shape), axis, -1)
    counts = np.moveaxis(grid, axis, -1)
    found: dict[int, tuple[int, int, str]] = {}
    for group in np.ndindex(counts.shape[:-1]):
        n = int(counts[group][-1])
        if n == 0 or answers < 2:
            continue
        most = int(np.ceil(rules.nearly_all * n)) if n < rules.nearly_all_below else n
        for answer in range(answers):
            count = int(counts[group][answer])
            if count >= most:
                found[int(positions[group][answer])] = (most - 1, count, "group disclosure")
            elif count == 0:
                found[int(positions[group][answer])] = (0, 1, "group disclosure")
    return found


@dataclass(frozen=True)
class MagnitudeRisk:
    """Whether a total of money or hours tells too much about one contributor.

    rule: "dominance", "p percent" or "" when it does not; needed: how far the attacker's upper bound must lie
    above the total, in the unit of the contributions.
    """

    sensitive: bool
    rule: str
    needed: float


def magnitude_sensitive(contributions: Sequence[float], rules: Rules, *, name: str = "cell") -> MagnitudeRisk:
    """Dominance (k largest hold too much) and p % (the second can estimate the first) of one cell.

    Protection levels as in Hundepool e.a. 2012, Statistical Disclosure Control, chapter 4. A cell of nobody
    is not sensitive. Raises StatInputError for contributions that are not finite or negative.
    """
    found = np.sort(numbers(contributions, name))[::-1]
    if (found < 0).any():
        raise StatInputError("holds a negative contribution", place=name)
    total = float(found.sum())
    if total <= 0:
        return MagnitudeRisk(sensitive=False, rule="", needed=0.0)
    k, share = rules.dominance
    needs = {
        "dominance": float(found[:k].sum()) / share - total if share > 0 else np.inf,
        "p percent": rules.p_percent * float(found[0]) - (total - float(found[:2].sum())),
    }
    rule = max(needs, key=lambda key: needs[key])
    if needs[rule] <= 0:
        return MagnitudeRisk(sensitive=False, rule="", needed=0.0)
    return MagnitudeRisk(sensitive=True, rule=rule, needed=needs[rule])
