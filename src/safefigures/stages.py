"""The stages of a sample: units numbered within their strata, and what each stratum counts for in the variance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from safefigures.arrays import Floats, numbers, plain
from safefigures.codes import Codes, dense, factorise
from safefigures.errors import DesignError, StatInputError

CERTAIN = 1e-7  # a stratum of which less than this share was left out adds nothing

Labels = tuple[tuple[Any, ...], tuple[Any, ...]]


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of the sample: its units, numbered so that the units of a stratum stand together.

    Per unit (U,): its `stratum`, and its `parent`, the unit one stage higher. Per stratum (H,): `size`, all units drawn;
    `population`, all units there are (infinite where unknown);
    `divisor`, what their sum is divided by to centre them (infinite for a lonely unit that is not centred); `factor`,
    what their sum of squares counts for in the variance.
    """

    stratum: Codes
    parent: Codes
    size: Codes
    population: Floats
    divisor: Floats
    factor: Floats


@dataclass(frozen=True, eq=False)
class _Column:
    labels: list[Any]
    codes: Codes


def drawn(
    strata: list[Any], psu: list[Any], fpc: list[Any], *, rows: int, lonely: str
) -> tuple[tuple[Stage, ...], Codes, Labels, Floats]:
    """The stages, per row its unit at the last one, the labels of the first, and per row the product of N/n.

    Raises DesignError and StatInputError as `design` says.
    """
    depth = max(len(psu), 1)
    for name, columns in (("strata", strata), ("fpc", fpc)):
        if len(columns) > depth:
            raise StatInputError(f"has {len(columns)} stages where psu has {depth}", place=name)
    strata_columns = [_column(found, "strata", level, rows) for level, found in enumerate(strata)]
    psu_columns = [_column(found, "psu", level, rows) for level, found in enumerate(psu)]
    above = np.zeros(rows, dtype=np.int64)  # per row: the unit one stage higher
    share: Floats = np.ones(1)  # per unit above: the share drawn, multiplied over the stages before
    weight = np.ones(rows)
    stages: list[Stage] = []
    labels: Labels = ((), ())
    for level in range(depth):
        stratum = _within(above, strata_columns, level)
        named = level < len(psu) and psu[level] is not None
        unit = _within(stratum, psu_columns, level) if named else _every_row(stratum)
        row = _first_rows(unit)  # of every unit
        size = np.bincount(stratum[row])
        population = _population(fpc, level, stratum, size, (strata_columns, psu_columns))
        parent_share = share[above[_first_rows(stratum)]]
        place = partial(_place_of, level, stratum, (strata_columns, psu_columns))
        refuse_lonely(size, population, parent_share, lonely, place)
        divisor, factor = counts_for(size, population, parent_share, lonely)
        stages.append(Stage(stratum[row], above[row], size, population, divisor, factor))
        weight = weight * np.where(np.isfinite(population), population / size, 1.0)[stratum]
        share = (parent_share * size / population)[stratum[row]]
        if level == 0:
            strata_names = _names(strata_columns, _first_rows(stratum))
            labels = (strata_names or ("all",), _names(psu_columns, row))
        above = unit
    return tuple(stages), above, labels, weight


def _column(found: Any, name: str, level: int, rows: int) -> _Column | None:
    tag = f"{name}[{level}]" if level else name
    return None if found is None else _Column(*factorise(found, tag, length=rows))


def _within(above: Codes, columns: list[_Column | None], level: int) -> Codes:
    """Per row the number of its label within what stands above it, so that what belongs together stands together."""
    column = columns[level] if level < len(columns) else None
    if column is None:
        return above
    return dense(above * len(column.labels) + column.codes)[1]


def _every_row(stratum: Codes) -> Codes:
    """Every row is a unit of its own: numbered by stratum."""
    unit = np.empty(len(stratum), dtype=np.int64)
    unit[np.argsort(stratum, kind="stable")] = np.arange(len(stratum))
    return unit


def _first_rows(codes: Codes) -> Codes:
    first = np.empty(int(codes.max()) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def _names(columns: list[_Column | None], rows: Codes) -> tuple[Any, ...]:
    column = columns[0] if columns else None
    if column is None:
        return ()
    return tuple(column.labels[code] for code in column.codes[rows].tolist())


def _population(fpc: list[Any], level: int, stratum: Codes, size: Codes, columns: Any) -> Floats:
    """Per stratum how many units it has in all; infinite where fpc does not say."""
    if level >= len(fpc) or fpc[level] is None:
        return np.full(len(size), np.inf)
    name = f"fpc[{level}]" if level else "fpc"
    given = plain(fpc[level])
    column = np.full(len(stratum), given) if given.ndim == 0 else given
    if column.dtype.kind not in "biuf":
        column = numbers(column, name)
    endless = np.isposinf(column) if column.dtype.kind == "f" else np.zeros(len(column), dtype=bool)
    finite = numbers(np.where(endless, 1, column), name, length=len(stratum))
    count = np.where(endless, np.inf, finite)
    first = _first_rows(stratum)
    population: Floats = count[first]
    differs = count != population[stratum]
    if differs.any():
        row = int(differs.argmax())
        said = f"fpc says both {population[stratum[row]]:g} and {count[row]:g}"
        raise DesignError(said, place=_place(level, row, columns))
    refuse_short(size, population, lambda h: _place(level, int(first[h]), columns))
    return population


def counts_for(size: Codes, population: Floats, share: Floats, lonely: str) -> tuple[Floats, Floats]:
    """Per stratum the divisor of its mean and the factor of its sum of squares, as in `Stage`; share drawn before."""
    left_out = 1 - size / population
    alone = size == 1
    spread = np.where(alone, 1.0, size / np.maximum(size - 1, 1))
    factor = np.where(left_out < CERTAIN, 0.0, share * left_out * spread)
    if lonely == "certainty":
        factor = np.where(alone, 0.0, factor)
    return np.where(alone & (lonely == "adjust"), np.inf, size), factor


def refuse_lonely(
    size: Codes, population: Floats, share: Floats, lonely: str, place: Callable[[int], str]
) -> None:
    """Raise DesignError for a stratum with one unit of more, when nothing says what it counts for."""
    alone = (size == 1) & (1 - size / population >= CERTAIN) & (share > 0)
    if lonely == "error" and alone.any():
        raise DesignError(
            'has one PSU, so its spread cannot be known (lonely="certainty" or "adjust" decides otherwise)',
            place=place(int(alone.argmax())),
        )


def refuse_short(size: Codes, population: Floats, place: Callable[[int], str]) -> None:
    """Raise DesignError for a stratum from which more units came than it has."""
    short = population < size
    if short.any():
        h = int(short.argmax())
        said = f"{size[h]} units were drawn from a population of {population[h]:g} (fpc counts units, not shares)"
        raise DesignError(said, place=place(h))


def _place_of(level: int, stratum: Codes, columns: Any, h: int) -> str:
    return _place(level, int(_first_rows(stratum)[h]), columns)


def _place(level: int, row: int, columns: tuple[list[_Column | None], list[_Column | None]]) -> str:
    """Words for the stratum this row lies in at this stage."""
    strata, psus = columns
    words = []
    for name, found in (("stratum", strata[: level + 1]), ("psu", psus[:level])):
        words += [f"{name} {c.labels[c.codes[row]]!r}" for c in found if c is not None]
    return ", ".join(words) or "the whole sample"
