"""Which categories of different tables are the same people: sets of leaves per dimension, and how they add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from safefigures.disclosure.tables import Dimension, Table
from safefigures.errors import StatInputError, Undisclosed

EVERYONE = 0
ELSEWHERE = "\x00elsewhere"
"""The leaf that stands for people outside every category we know, where no table divides everyone."""

Leaves = frozenset[str]


class Groups:
    """The groups of one dimension name over all tables: each a set of leaf labels with a number; 0 is everyone.

    leaves, words: the leaf labels and the name of each group.
    parts: what adds up to what, as (whole, parts); where not all parts are published the rest is a hidden group.
    """

    def __init__(self, name: str, tables: Sequence[Table]) -> None:
        self.name = name
        self.leaves: list[Leaves] = []
        self.words: list[str] = []
        self.parts: list[tuple[int, tuple[int, ...]]] = []
        self._rests: dict[tuple[int, tuple[int, ...]], int | None] = {}
        self._number: dict[Leaves, int] = {}
        self._atoms: dict[str, Leaves] = {}
        self._members: dict[int, dict[str | None, Leaves]] = {}
        self._dividing = [(t, d) for t in tables for d in t.dimensions if d.name == name]
        self._children = self._collect_children()
        self._universe = self._find_universe(tables)
        self._group(self._universe, "")
        for table, dimension in self._dividing:
            self._add_tree(table, dimension)
        self._add_filters({self.of_node(table, None) for table in tables})
        self.parts = list(dict.fromkeys(self.parts))

    def of_node(self, table: Table, node: str | None) -> int:
        """The group of a node of the table, or of its population where it does not divide this dimension."""
        chosen = tuple(table.population.get(self.name, ()))
        for dimension in table.dimensions:
            if dimension.name == self.name:
                found = self._members_of(dimension)[node]
                self._within(found, table)
                return self._group(found, node or "+".join(chosen) or f"all of table {table.name!r}")
        if not chosen:
            return EVERYONE
        found = frozenset().union(*(self._atoms_of(label) for label in chosen))
        self._within(found, table)
        return self._group(found, "+".join(chosen))

    def rest(self, whole: int, parts: Iterable[int]) -> int | None:
        """The group of the whole without the parts, None when that is nobody."""
        parts = tuple(parts)
        if (whole, parts) not in self._rests:
            self._rests[whole, parts] = self._find_rest(whole, parts)
        return self._rests[whole, parts]

    def _find_rest(self, whole: int, parts: tuple[int, ...]) -> int | None:
        found = self.leaves[whole].difference(*(self.leaves[p] for p in parts))
        if not found:
            return None
        outside = " and ".join(self.words[p] for p in parts)
        return self._group(found, f"{self.words[whole]} without {outside}".strip())

    def blocks(self) -> NDArray[np.int64]:
        """Per group the parent directly below everyone that holds it and more; -1 where there is none.

        Long enough for the codes of groups to come.
        """
        found = np.full(4 * len(self.leaves) + 64, -1)
        wholes = {whole for whole, _ in self.parts}
        tops = {part for whole, parts in self.parts if whole == EVERYONE for part in parts} & wholes
        for group, leaves in enumerate(self.leaves):
            for top in tops:
                if leaves < self.leaves[top]:
                    found[group] = top
        return found

    def _collect_children(self) -> dict[str, set[str]]:
        children: dict[str, set[str]] = {}
        for table, dimension in self._dividing:
            for child, parent in dimension.parents.items():
                children.setdefault(parent, set()).add(child)
            chosen = tuple(table.population.get(self.name, ()))
            if len(chosen) == 1 and chosen[0] not in dimension.nodes:
                children.setdefault(chosen[0], set()).update(dimension.children(None))
        return children

    def _atoms_of(self, label: str, above: tuple[str, ...] = ()) -> Leaves:
        """The finest categories any table has for a label."""
        if label in above:
            raise StatInputError(
                "stands above itself when the tables are put together",
                place=f"dimension {self.name!r}, category {label!r}",
            )
        if label not in self._atoms:
            parts = [self._atoms_of(child, (*above, label)) for child in self._children.get(label, ())]
            self._atoms[label] = frozenset().union(*parts) if parts else frozenset({label})
        return self._atoms[label]

    def _members_of(self, dimension: Dimension) -> dict[str | None, Leaves]:
        if id(dimension) not in self._members:
            atoms = [self._atoms_of(category) for category in dimension.categories]
            self._members[id(dimension)] = {
                node: frozenset().union(*(a for a, inside in zip(atoms, row, strict=True) if inside))
                for node, row in zip(dimension.nodes, dimension.below().tolist(), strict=True)
            }
        return self._members[id(dimension)]

    def _find_universe(self, tables: Sequence[Table]) -> Leaves:
        """Everyone: all categories of the tables that divide everyone, else whoever is named and people elsewhere."""
        full = [self._members_of(d)[None] for t, d in self._dividing if self.name not in t.population]
        if full:
            return frozenset().union(*full)
        partial = [self._members_of(d)[None] for _, d in self._dividing]
        named = [self._atoms_of(label) for t in tables for label in t.population.get(self.name, ())]
        return frozenset({ELSEWHERE}).union(*partial, *named)

    def _within(self, found: Leaves, table: Table) -> None:
        unknown = sorted(found - self._universe)
        if unknown:
            raise StatInputError(
                f"{self.name}={unknown[0]} is no category of the tables that divide everyone by {self.name!r}; "
                "say of which categories it is made",
                place=f"table {table.name!r}, population",
            )

    def _group(self, leaves: Leaves, words: str) -> int:
        if leaves not in self._number:
            self._number[leaves] = len(self.leaves)
            self.leaves.append(leaves)
            self.words.append(words)
        return self._number[leaves]

    def _add_tree(self, table: Table, dimension: Dimension) -> None:
        for node in dimension.nodes[len(dimension.categories) :]:
            whole = self.of_node(table, node)
            parts = tuple(self.of_node(table, child) for child in dimension.children(node))
            if whole not in parts:
                self.parts.append((whole, parts))

    def _add_filters(self, used: set[int]) -> None:
        """Link groups that stand in no tree: a filter, or a table over a part of the categories."""
        linked = {part for _, parts in self.parts for part in parts}
        loose = sorted(used - linked - {EVERYONE})
        known = range(len(self.leaves))
        for whole in known:
            if whole not in loose and not any(self.leaves[g] < self.leaves[whole] for g in loose):
                continue
            inside = [g for g in known if self.leaves[g] < self.leaves[whole]]
            top = [g for g in inside if not any(self.leaves[g] < self.leaves[o] for o in inside)]
            while top:
                chosen = self._disjoint(top)
                self.parts.append((whole, chosen))
                top = [g for g in top if g not in chosen]
        self._refuse_overlap(loose)

    def _disjoint(self, groups: list[int]) -> tuple[int, ...]:
        chosen: list[int] = []
        for group in groups:
            if all(self.leaves[group].isdisjoint(self.leaves[other]) for other in chosen):
                chosen.append(group)
        return tuple(chosen)

    def _refuse_overlap(self, loose: list[int]) -> None:
        for one in loose:
            for other in range(1, len(self.leaves)):
                a, b = self.leaves[one], self.leaves[other]
                both = a & b
                if not both or both in (a, b):
                    continue
                if frozenset().union(*(g for g in self.leaves if g <= both)) != both:
                    cells = (f"{self.name}={self.words[one]}", f"{self.name}={self.words[other]}")
                    raise Undisclosed(
                        f"{cells[0]} and {cells[1]} overlap in a group no table shows, so nobody can say what the "
                        "two tell together; publish the parts, or one of them",
                        cells=cells,
                    )
