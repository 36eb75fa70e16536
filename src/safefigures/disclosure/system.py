"""All tables as one system: every group of people once, with the sums everybody can make.

Cells of different tables that hold the same people are one unknown. A group that follows by subtraction (all ages
without 18-64) is a cell too: never shown, but guarded like one. The same cell published twice with another
count gives a third: the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.disclosure.groups import Groups
from safefigures.disclosure.rules import Needs, Rules, sensitive
from safefigures.disclosure.tables import Bools, Counts, Table
from safefigures.errors import StatInputError

OPEN, HIDDEN, KNOWN = 0, 1, 2
"""A cell we may show or suppress; one the attacker surely does not see; one he has seen already."""

CODES = 2**62
SUBTRACTION = "subtraction"
CHANGE = "the change since an earlier edition"


@dataclass(frozen=True, eq=False)
class Published:
    """One table as it was published: the true counts, what stayed hidden, and why. Secret.

    suppressed: flat, in the order of the grid; needs: its sensitive cells; threshold: of its rules.
    """

    table: Table
    suppressed: Bools
    needs: Needs
    threshold: int


@dataclass(frozen=True, eq=False)
class System:
    """Unknowns and equations over all tables; secret, it holds every count.

    value, status, threshold: per cell. sums: equations as (cells, signs), each adding up to 0.
    at: per new table the cell of every place in its flat grid.
    need: sensitive cell -> (lower bound at most, upper bound at least, rule).
    block: cells that lie within one parent of the largest hierarchy have its number, margins have -1.
    """

    value: Counts
    status: NDArray[np.int8]
    threshold: Counts
    sums: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    at: tuple[Counts, ...]
    need: dict[int, tuple[int, int, str]]
    words: tuple[str, ...]
    block: Counts

    @property
    def room(self) -> Counts:
        """How far above its count the attacker thinks a suppressed cell can lie: max(a, T) + T."""
        return np.maximum(self.value, self.threshold) + self.threshold


def build_system(
    tables: Sequence[Table], rules: Rules, earlier: Sequence[Sequence[Published]] = ()
) -> System:
    """Put the new tables and everything published earlier into one system.

    Raises StatInputError where tables contradict each other, Undisclosed where filters overlap beyond judging.
    """
    return _Builder(tables, rules, earlier).build()


@dataclass(eq=False)
class _Builder:
    tables: Sequence[Table]
    rules: Rules
    earlier: Sequence[Sequence[Published]]
    value: list[int] = field(default_factory=list)
    status: list[int] = field(default_factory=list)
    threshold: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    code: list[int] = field(default_factory=list)
    need: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    sums: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)

    def build(self) -> System:
        past = [p.table for publication in self.earlier for p in publication]
        every = [*past, *self.tables]
        names = list(
            dict.fromkeys(n for t in every for n in (*(d.name for d in t.dimensions), *t.population))
        )
        self.groups = [Groups(name, every) for name in names]
        self._number_cells()
        self.now: dict[int, int] = {}
        for publication in self.earlier:
            fresh: dict[int, int] = {}
            for p in publication:
                self._add_published(p, fresh)
            self._link(fresh)
        fresh = {}
        at = tuple(self._add_table(table, fresh, OPEN, self.rules.threshold) for table in self.tables)
        for table, cells in zip(self.tables, at, strict=True):
            self._add_needs(sensitive(table, self.rules), cells)
        self._link(fresh)
        return System(
            value=np.array(self.value, dtype=np.int64),
            status=np.array(self.status, dtype=np.int8),
            threshold=np.array(self.threshold, dtype=np.int64),
            sums=tuple(self.sums.items()),
            at=at,
            need=self.need,
            words=tuple(self.words),
            block=self._blocks(),
        )

    def _number_cells(self) -> None:
        """Room for hidden groups: a cell's code is a number with one digit per dimension."""
        self.base = [4 * len(g.leaves) + 64 for g in self.groups]
        self.stride = [1] * len(self.base)
        for d in range(len(self.base) - 2, -1, -1):
            self.stride[d] = self.stride[d + 1] * self.base[d + 1]
        # a survey has a dimension per question: then the numbers are longer than a machine word
        fits = not self.stride or self.stride[0] * self.base[0] <= CODES
        self.digits: type[Any] = np.int64 if fits else object

    def _codes(self, table: Table) -> list[int]:
        codes: NDArray[Any] = np.zeros((1,) * len(table.dimensions), dtype=self.digits)
        own = {d.name: axis for axis, d in enumerate(table.dimensions)}
        for groups, stride in zip(self.groups, self.stride, strict=True):
            axis = own.get(groups.name)
            if axis is None:
                codes = codes + groups.of_node(table, None) * stride
            else:
                digits = np.array([groups.of_node(table, node) for node in table.dimensions[axis].nodes])
                digits = digits.astype(self.digits)
                shape = [1] * len(table.dimensions)
                shape[axis] = len(digits)
                codes = codes + (digits * stride).reshape(shape)
        found: list[int] = np.broadcast_to(codes, table.shape).ravel().tolist()
        return found

    def _name(self, code: int) -> str:
        words = []
        for groups, stride, base in zip(self.groups, self.stride, self.base, strict=True):
            group = code // stride % base
            if group:
                words.append(f"{groups.name}={groups.words[group]}")
        return ", ".join(words) or "total"

    def _blocks(self) -> Counts:
        """Split by the dimension that leaves the fewest cells in the margins."""
        codes: NDArray[Any] = np.array(self.code, dtype=self.digits)
        best = np.full(len(codes), -1)
        for groups, stride, base in zip(self.groups, self.stride, self.base, strict=True):
            found = groups.blocks()[(codes // stride % base).astype(np.int64)]
            if (found >= 0).sum() > (best >= 0).sum():
                best = found
        return best

    def _cell(self, value: int, status: int, threshold: int, code: int, words: str = "") -> int:
        self.value.append(value)
        self.code.append(code)
        self.status.append(status)
        self.threshold.append(threshold)
        self.words.append(words or self._name(code))
        return len(self.value) - 1

    def _guarded(self, value: int, code: int, words: str = "") -> int:
        """A hidden cell that follows from others; a small one may not be found out."""
        threshold = self.rules.threshold
        cell = self._cell(value, HIDDEN, threshold, code, words)
        if 0 < value < threshold:
            self.need[cell] = (value - 1, threshold, SUBTRACTION)
        return cell

    def _add_table(self, table: Table, fresh: dict[int, int], status: int, threshold: int) -> Counts:
        """The cells of a table's grid; a cell with the count it had before is the same unknown."""
        at = []
        for code, count in zip(self._codes(table), table.grid().ravel().tolist(), strict=True):
            old = self.now.get(code)
            if old is not None and self.value[old] == count:
                fresh[code] = old
                if self.status[old] == HIDDEN and status == OPEN:
                    self.status[old] = OPEN
            elif code in fresh:
                raise StatInputError(
                    "has another count in another table of the same publication",
                    place=f"table {table.name!r}, {self._name(code)}",
                )
            else:
                cell = self._cell(count, status, threshold, code)
                if old is not None:
                    self._add_change(old, cell)
                fresh[code] = cell
            self.now[code] = fresh[code]
            at.append(fresh[code])
        return np.array(at, dtype=np.int64)

    def _add_change(self, old: int, new: int) -> None:
        change = self.value[new] - self.value[old]
        sign = 1 if change > 0 else -1
        cell = self._guarded(abs(change), self.code[new], f"{self.words[new]} ({CHANGE})")
        self.sums[(new, old, cell)] = (1, -1, -sign)

    def _add_published(self, p: Published, fresh: dict[int, int]) -> None:
        cells = self._add_table(p.table, fresh, HIDDEN, p.threshold)
        for cell in cells[~p.suppressed].tolist():
            self.status[cell] = KNOWN
        self._add_needs(p.needs, cells)

    def _add_needs(self, needs: Needs, cells: Counts) -> None:
        for position, low, high, rule in zip(
            needs.cell.tolist(), needs.low.tolist(), needs.high.tolist(), needs.rule, strict=True
        ):
            cell = int(cells[position])
            had = self.need.get(cell)
            if had is not None and had[2] != SUBTRACTION:
                low, high = min(low, had[0]), max(high, had[1])
            self.need[cell] = (low, high, rule)

    def _link(self, fresh: dict[int, int]) -> None:
        """Every sum over the cells as they stand after this publication."""
        hidden: list[int] = []
        for d, whole, parts in self._partitions():
            for code, found in list(self._meetings(d, whole, parts, self.now)):
                rest = self.groups[d].rest(whole, found)
                if rest is None:
                    self._add_sum(self.now[code], list(found.values()), fresh)
                else:
                    hidden.append(self._add_rest(d, whole, rest, code, list(found.values())))
        for d, whole, parts in self._partitions() if hidden else ():
            for code, found in list(self._meetings(d, whole, parts, hidden)):
                if self.groups[d].rest(whole, found) is None:
                    self._add_sum(self.now[code], list(found.values()), fresh)

    def _partitions(self) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        for d, groups in enumerate(self.groups):
            for whole, parts in groups.parts:
                yield d, whole, parts

    def _meetings(
        self, d: int, whole: int, parts: tuple[int, ...], among: Iterable[int]
    ) -> Iterator[tuple[int, dict[int, int]]]:
        """Cells of the whole for which cells of parts exist: (code of the whole, cell per part)."""
        stride, base = self.stride[d], self.base[d]
        for code in list(among):
            if code // stride % base == whole:
                found = {p: self.now[c] for p in parts if (c := code + (p - whole) * stride) in self.now}
                if found:
                    yield code, found

    def _add_rest(self, d: int, whole: int, rest: int, code: int, cells: list[int]) -> int:
        """The people of the whole who stand in none of the parts: a hidden cell, found by subtraction."""
        top = self.now[code]
        value = self.value[top] - sum(self.value[c] for c in cells)
        rest_code = code + (rest - whole) * self.stride[d]
        if value < 0:
            raise StatInputError("is smaller than a part of it in another table", place=self.words[top])
        cell = self.now.get(rest_code)
        if cell is None or self.value[cell] != value:
            cell = self.now[rest_code] = self._guarded(value, rest_code)
        self.sums[(top, *cells, cell)] = (1, *(-1,) * (len(cells) + 1))
        return rest_code

    def _add_sum(self, whole: int, parts: list[int], fresh: dict[int, int]) -> None:
        cells, signs = (whole, *parts), (1, *(-1,) * len(parts))
        if cells in self.sums or len(set(cells)) < len(cells):
            return
        off = self.value[whole] - sum(self.value[c] for c in parts)
        if off:
            self._refuse_contradiction(cells, fresh)
            gap = self._guarded(abs(off), self.code[whole], f"{self.words[whole]} ({CHANGE})")
            cells, signs = (*cells, gap), (*signs, -1 if off > 0 else 1)
        self.sums[cells] = signs

    def _refuse_contradiction(self, cells: tuple[int, ...], fresh: dict[int, int]) -> None:
        """Parts of one publication must add up; a mix of an old edition and a new one tells the change."""
        current = set(fresh.values())
        if all(cell in current for cell in cells):
            raise StatInputError("is not the sum of its parts in another table", place=self.words[cells[0]])
