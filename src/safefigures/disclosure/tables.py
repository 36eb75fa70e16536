"""Tables of counts of people: leaf categories, their hierarchies, and every margin that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import plain
from safefigures.errors import StatInputError

Counts = NDArray[np.int64]
Bools = NDArray[np.bool_]
Cell = tuple[str | None, ...]
"""One cell of a table: a category or a parent per dimension, None for the total over that dimension."""

LARGEST = 10**12


@dataclass(frozen=True)
class Dimension:
    """One way of dividing people: leaf `categories`, each with an optional parent, parents with parents of their own.

    `parents` maps a category (or a parent) to its parent. The total over all categories always exists and has
    no name. Raises StatInputError for no categories, duplicates, a parent that is a leaf category, a child
    that does not exist, and a cycle.
    """

    name: str
    categories: tuple[str, ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    nodes: tuple[str | None, ...] = field(init=False, repr=False)
    """Leaf categories first, then parents, then None for the total."""

    def __post_init__(self) -> None:
        categories = tuple(self.categories)
        parents = dict(self.parents or {})
        _check_names(self.name, categories)
        _check_parents(self.name, categories, parents)
        object.__setattr__(self, "categories", categories)
        object.__setattr__(self, "parents", parents)
        above = list(dict.fromkeys(parents[c] for c in categories if c in parents))
        for parent in above:
            if parent in parents and parents[parent] not in above:
                above.append(parents[parent])
        object.__setattr__(self, "nodes", (*categories, *above, None))

    def children(self, node: str | None) -> tuple[str, ...]:
        """The categories and parents directly below a parent, or below the total (None)."""
        return tuple(n for n in self.nodes if n is not None and self.parents.get(n) == node)

    def below(self) -> NDArray[np.bool_]:
        """Which leaves each node holds, shape (nodes, categories)."""
        place = {node: row for row, node in enumerate(self.nodes)}
        found = np.zeros((len(self.nodes), len(self.categories)), dtype=bool)
        found[-1] = True
        for column, category in enumerate(self.categories):
            node: str | None = category
            while node is not None:
                found[place[node], column] = True
                node = self.parents.get(node)
        return found


def _check_names(name: str, categories: tuple[str, ...]) -> None:
    if not isinstance(name, str) or not name:
        raise StatInputError("a dimension needs a name", place="dimension")
    place = f"dimension {name!r}"
    if not categories:
        raise StatInputError("has no categories", place=place)
    seen: set[str] = set()
    for category in categories:
        if not isinstance(category, str) or not category:
            raise StatInputError(f"{category!r} is not the name of a category", place=place)
        if category in seen:
            raise StatInputError("stands twice among the categories", place=f"{place}, category {category!r}")
        seen.add(category)


def _check_parents(name: str, categories: tuple[str, ...], parents: dict[str, str]) -> None:
    leaves, above = set(categories), set(parents.values())
    for child, parent in parents.items():
        place = f"dimension {name!r}, category {child!r}"
        if not isinstance(parent, str) or not parent:
            raise StatInputError(f"has an unknown parent: {parent!r} is not a name", place=place)
        if parent in leaves:
            raise StatInputError(f"has parent {parent!r}, which is itself a leaf category", place=place)
        if child not in leaves and child not in above:
            raise StatInputError("has a parent but is not a category of the dimension", place=place)
        step, seen = child, {child}
        while step in parents:
            step = parents[step]
            if step in seen:
                raise StatInputError("is its own ancestor", place=place)
            seen.add(step)
    reached = set(leaves)
    for leaf in leaves:
        while leaf in parents:
            leaf = parents[leaf]
            reached.add(leaf)
    for empty in sorted((above | set(parents)) - reached):
        raise StatInputError(
            "is a parent without any category", place=f"dimension {name!r}, parent {empty!r}"
        )


@dataclass(frozen=True, eq=False)
class Table:
    """Counts of people over leaf categories, one axis per dimension; the margins follow. Secret: never show it.

    counts: whole numbers, shape (categories of dimension 1, categories of dimension 2, ...).
    population: who is counted, as {dimension: category or categories}, for dimensions that do not stand in the
      table ({"leeftijd": "18-64"}); nothing said means everyone. A year or a wave belongs here too: two tables
      that say nothing are taken for two editions of the same count.
    margins: margins as printed elsewhere, {cell: count}; they are compared with the sums and nothing else.
    answer: the dimension whose categories are answers, for the rule on group disclosure.
    primary: cells that must be protected whatever the rules say; as {cell: (low, high)} with the interval that must
      stay possible (for protection levels of 10 %: a - 10 %, a + 10 %), else one below and one above, or the threshold.
    sensitive_zeros: {dimension: categories} whose zeros tell something too.

    Raises StatInputError for shapes that differ, counts that are negative or not whole, margins that do not add up.
    """

    name: str
    counts: Counts = field(repr=False)
    dimensions: tuple[Dimension, ...]
    population: Mapping[str, str | Iterable[str]] = field(default_factory=dict)
    margins: Mapping[Cell, int] | None = field(default=None, repr=False)
    answer: str | None = None
    primary: Sequence[Cell | Mapping[str, str]] | Mapping[Cell, tuple[int, int] | None] = ()
    named: Mapping[Cell, tuple[int, int] | None] = field(init=False, repr=False)
    sensitive_zeros: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise StatInputError("a table needs a name", place="table")
        place = f"table {self.name!r}"
        dimensions = tuple(self.dimensions)
        _check_dimensions(dimensions, place)
        object.__setattr__(self, "dimensions", dimensions)
        object.__setattr__(self, "counts", _whole(self.counts, dimensions, place))
        object.__setattr__(self, "population", _population(self.population, place))
        if self.answer is not None:
            self.axis(self.answer)
        zeros = {name: tuple(rows) for name, rows in self.sensitive_zeros.items()}
        for name, rows in zeros.items():
            for row in rows:
                self._node(self.axis(name), row)
        object.__setattr__(self, "sensitive_zeros", zeros)
        object.__setattr__(self, "named", self._named(place))
        self._check_margins(place)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape with all margins: nodes per dimension."""
        return tuple(len(dimension.nodes) for dimension in self.dimensions)

    def grid(self) -> Counts:
        """The counts with every margin, shape `shape`; order of the nodes as in Dimension.nodes."""
        return with_margins(self.counts, self.dimensions)

    def axis(self, dimension: str) -> int:
        """Which axis a dimension is. Raises StatInputError."""
        for axis, found in enumerate(self.dimensions):
            if found.name == dimension:
                return axis
        raise StatInputError(f"has no dimension {dimension!r}", place=f"table {self.name!r}")

    def place(self, cell: Cell | Mapping[str, str]) -> tuple[int, ...]:
        """Index in the grid of a cell given as (node or None per dimension) or {dimension: node}."""
        if isinstance(cell, Mapping):
            for name in cell:
                self.axis(name)
            cell = tuple(cell.get(d.name) for d in self.dimensions)
        if isinstance(cell, str) or len(cell) != len(self.dimensions):
            raise StatInputError(
                f"{cell!r} does not name one category per dimension", place=f"table {self.name!r}"
            )
        return tuple(self._node(axis, node) for axis, node in enumerate(cell))

    def cell(self, place: tuple[int, ...]) -> Cell:
        """The cell at an index of the grid."""
        return tuple(d.nodes[i] for d, i in zip(self.dimensions, place, strict=True))

    def _named(self, place: str) -> dict[Cell, tuple[int, int] | None]:
        """Each cell of `primary`, with the interval that must stay possible where the caller gave one."""
        asked: Iterable[tuple[Cell | Mapping[str, str], tuple[int, int] | None]] = (
            self.primary.items()
            if isinstance(self.primary, Mapping)
            else ((cell, None) for cell in self.primary)
        )
        grid = self.grid()
        found: dict[Cell, tuple[int, int] | None] = {}
        for cell, level in asked:
            where = self.place(cell)
            count = int(grid[where])
            if level is not None and not (len(level) == 2 and 0 <= level[0] <= count <= level[1]):
                raise StatInputError(
                    "the interval that must stay possible does not hold the count",
                    place=f"{place}, {cell_name(self.dimensions, self.cell(where))}",
                )
            found[self.cell(where)] = level
        return found

    def _node(self, axis: int, node: str | None) -> int:
        dimension = self.dimensions[axis]
        if node not in dimension.nodes:
            raise StatInputError(
                f"{node!r} is no category of it", place=f"table {self.name!r}, dimension {dimension.name!r}"
            )
        return dimension.nodes.index(node)

    def _check_margins(self, place: str) -> None:
        if self.margins is None:
            return
        grid = self.grid()
        for cell, value in dict(self.margins).items():
            where = self.place(cell)
            try:
                differs = bool(value != int(grid[where]))
            except (TypeError, ValueError):
                differs = True
            if differs:
                raise StatInputError(
                    "this margin is not the sum of its parts",
                    place=f"{place}, {cell_name(self.dimensions, self.cell(where))}",
                )


def cell_name(dimensions: Sequence[Dimension], cell: Cell) -> str:
    """The words for a cell: 'gemeente=Delft, groep=f'; totals are left out, the grand total is 'total'."""
    words = [f"{d.name}={node}" for d, node in zip(dimensions, cell, strict=True) if node is not None]
    return ", ".join(words) or "total"


def cells_of(dimensions: Sequence[Dimension]) -> Iterable[Cell]:
    """Every cell with all margins, in the order of the grid read row by row."""
    return product(*(d.nodes for d in dimensions))


def with_margins(counts: Counts, dimensions: Sequence[Dimension]) -> Counts:
    """Counts over leaves to counts over all nodes."""
    grid = counts
    for axis, dimension in enumerate(dimensions):
        grid = np.moveaxis(np.tensordot(dimension.below().astype(np.int64), grid, axes=(1, axis)), 0, axis)
    return np.ascontiguousarray(grid)


def _check_dimensions(dimensions: tuple[Dimension, ...], place: str) -> None:
    if not dimensions:
        raise StatInputError("has no dimensions", place=place)
    names = [getattr(d, "name", None) for d in dimensions]
    for dimension, name in zip(dimensions, names, strict=True):
        if not isinstance(dimension, Dimension):
            raise StatInputError(f"{dimension!r} is not a Dimension", place=place)
        if names.count(name) > 1:
            raise StatInputError(f"has dimension {name!r} twice", place=place)


def _whole(counts: Any, dimensions: tuple[Dimension, ...], place: str) -> Counts:
    try:
        found = plain(counts)
    except ValueError as error:
        raise StatInputError("rows of the table differ in length", place=place) from error
    shape = tuple(len(d.categories) for d in dimensions)
    if found.shape != shape:
        raise StatInputError(f"has shape {found.shape} where the categories ask for {shape}", place=place)
    if found.dtype.kind not in "iuf":
        raise StatInputError("holds something that is not a count", place=place)

    def refuse(bad: NDArray[np.bool_], why: str) -> None:
        if bad.any():
            where = np.unravel_index(int(bad.argmax()), shape)
            cell = tuple(d.categories[int(i)] for d, i in zip(dimensions, where, strict=True))
            raise StatInputError(why, place=f"{place}, {cell_name(dimensions, cell)}")

    if found.dtype.kind == "f":
        refuse(~np.isfinite(found), "is not a finite number")
        refuse(found != np.floor(found), "is not a whole number")
    refuse(found < 0, "is a negative count")
    refuse(found > LARGEST, "is larger than any population")
    whole = found.astype(np.int64)
    whole.setflags(write=False)
    return whole


def _population(
    population: Mapping[str, str | Iterable[str]] | None, place: str
) -> dict[str, tuple[str, ...]]:
    if population is None:
        return {}
    if not isinstance(population, Mapping):
        raise StatInputError("population is not a mapping of dimension to categories", place=place)
    found = {}
    for name, labels in population.items():
        chosen = (labels,) if isinstance(labels, str) else tuple(sorted(set(labels)))
        if not chosen or not all(isinstance(label, str) and label for label in chosen):
            raise StatInputError(f"population {name!r} names no category", place=place)
        found[name] = chosen
    return found
