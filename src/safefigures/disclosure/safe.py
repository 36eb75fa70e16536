"""The only table that may leave: it knows no count it does not show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import numpy as np

from safefigures.disclosure.attacker import Audit
from safefigures.disclosure.rules import Rules
from safefigures.disclosure.tables import Bools, Cell, Counts, Dimension, Table, cells_of
from safefigures.errors import Undisclosed

HIDDEN = -1
"""Stands where a count is not told; the count itself is not in here."""


class SafeTable:
    """A table of counts with the cells that tell too much left out. Made by `protect` after a passed audit, only.

    name, dimensions, population: as of the table it came from. It cannot be built, changed, subclassed or unpickled;
    `to_dict` gives what may be kept and shown.
    """

    __slots__ = ("_rules", "_values", "dimensions", "name", "population")

    name: str
    dimensions: tuple[Dimension, ...]
    population: Mapping[str, tuple[str, ...]]
    _values: Counts
    _rules: Rules

    def __new__(cls, *_: Any, **__: Any) -> SafeTable:
        raise Undisclosed("only protect makes a SafeTable", place="SafeTable")

    def __init_subclass__(cls, **_: Any) -> NoReturn:
        raise Undisclosed("nothing else is a SafeTable", place="SafeTable")

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise Undisclosed("a SafeTable does not change", place=f"SafeTable.{name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise Undisclosed("a SafeTable does not change", place=f"SafeTable.{name}")

    def __reduce_ex__(self, _: Any) -> NoReturn:
        raise Undisclosed("a SafeTable is not pickled: keep to_dict, and the ledger", place="SafeTable")

    def __copy__(self) -> SafeTable:
        return self

    def __deepcopy__(self, _: Any) -> SafeTable:
        return self

    def __repr__(self) -> str:
        hidden = int((self._values == HIDDEN).sum())
        return f"SafeTable({self.name!r}, {self._values.size} cells, {hidden} suppressed)"

    def value(self, cell: Cell | Mapping[str, str]) -> int | None:
        """The count of a cell (node or None per dimension, or {dimension: node}); None when it is not told."""
        found = int(self._values[self._blank().place(cell)])
        return None if found == HIDDEN else found

    def cells(self) -> Iterator[tuple[Cell, int | None]]:
        """Every cell with all margins, and its count or None."""
        for cell, value in zip(cells_of(self.dimensions), self._values.ravel().tolist(), strict=True):
            yield cell, None if value == HIDDEN else value

    @property
    def suppressed(self) -> tuple[Cell, ...]:
        """The cells that are not told."""
        return tuple(cell for cell, value in self.cells() if value is None)

    def rows(self) -> list[dict[str, str | int | None]]:
        """One row per cell: {dimension: node or None for the total, ..., "count": count or None}."""
        names = [d.name for d in self.dimensions]
        return [{**dict(zip(names, cell, strict=True)), "count": value} for cell, value in self.cells()]

    def shares(self, dimension: str) -> dict[Cell, float | None]:
        """Each cell as a proportion of the total over a dimension, 0..1, made of told counts alone.

        None where a count is not told or the total is under rules.percent_denominator; in steps of
        rules.coarse_step under rules.step_below, else of 0.01.
        """
        axis = self._blank().axis(dimension)
        totals = np.take(self._values, [-1], axis=axis)
        told = (self._values != HIDDEN) & (totals >= self._rules.percent_denominator)
        step = np.where(totals < self._rules.step_below, self._rules.coarse_step, 0.01)
        share = np.floor(self._values / np.maximum(totals, 1) / step + 0.5) * step
        flat = zip(cells_of(self.dimensions), share.ravel().tolist(), told.ravel().tolist(), strict=True)
        return {cell: round(value, 4) if known else None for cell, value, known in flat}

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: what is told and nothing else."""
        return {
            "name": self.name,
            "population": {name: list(labels) for name, labels in self.population.items()},
            "dimensions": [
                {"name": d.name, "categories": list(d.categories), "parents": dict(d.parents)}
                for d in self.dimensions
            ],
            "cells": [{"cell": list(cell), "count": value} for cell, value in self.cells()],
        }

    def _blank(self) -> Table:
        """A table of the same shape with no counts, to find places in."""
        shape = tuple(len(d.categories) for d in self.dimensions)
        return Table(name=self.name, counts=np.zeros(shape, dtype=np.int64), dimensions=self.dimensions)


def sealed(table: Table, suppressed: Bools, rules: Rules, audit: Audit) -> SafeTable:
    """A table without its suppressed cells (flat). Raises Undisclosed when the audit did not pass; for protect."""
    if not isinstance(audit, Audit) or not audit.passed:
        raise Undisclosed(
            "the audit did not pass", cells=getattr(audit, "leaking", ()), place=f"table {table.name!r}"
        )
    values = np.where(suppressed, HIDDEN, table.grid().ravel()).reshape(table.shape)
    values.setflags(write=False)
    safe: SafeTable = object.__new__(SafeTable)
    found = {
        "name": table.name,
        "dimensions": table.dimensions,
        "population": dict(table.population),
        "_values": values,
        "_rules": rules,
    }
    for name, value in found.items():
        object.__setattr__(safe, name, value)
    return safe
