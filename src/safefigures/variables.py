"""The variables to estimate, one column at a time and in their own type: a wide table is never copied as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import numbers, plain
from safefigures.errors import StatInputError

CHUNK = 8192  # rows


@dataclass(frozen=True, eq=False)
class Variables:
    """Names (V,) and their columns (n,): numpy arrays, or columns of a frame that become one when asked for."""

    names: tuple[str, ...]
    columns: tuple[Any, ...]
    rows: int
    matrix: NDArray[Any] | None = None

    def part(self, first: int, last: int) -> Variables:
        """The variables from first to last. Of a matrix with its rows together the columns are copied, a few thousand
        rows at a time: column by column every number would be fetched from memory as often as there are columns."""
        names, columns = self.names[first:last], self.columns[first:last]
        if self.matrix is not None:
            copied = np.empty((last - first, self.rows), dtype=self.matrix.dtype)
            for row in range(0, self.rows, CHUNK):
                copied[:, row : row + CHUNK] = self.matrix[row : row + CHUNK, first:last].T
            columns = tuple(copied)
        return Variables(names, columns, self.rows)

    def column(self, index: int) -> NDArray[Any]:
        """One column of numbers (n,) in its own type; NaN where nobody answered. Raises StatInputError."""
        name = self.names[index]
        found = plain(self.columns[index])
        if found.dtype.kind in "biuf" and found.shape == (self.rows,):
            found = np.ascontiguousarray(found)
            if found.dtype.kind != "f" or not np.isinf(found).any():
                return found
        return numbers(found, name, length=self.rows, missing=True)


def variables_of(given: Any, name: str, rows: int) -> Variables:
    """One column (n,), a matrix (n, V), a frame, or a mapping from name to column. Raises StatInputError on its shape."""
    matrix = None
    if isinstance(given, Mapping):
        names, columns = [str(key) for key in given], list(given.values())
    elif hasattr(given, "iter_columns"):
        names, columns = [str(key) for key in given.columns], list(given.iter_columns())
    elif np.ndim(found := plain(given)) == 2:
        names, columns = [f"{name}{j}" for j in range(found.shape[1])], list(found.T)
        matrix = found if found.flags.c_contiguous and found.dtype.kind in "biuf" else None
    else:
        names, columns = [str(getattr(given, "name", None) or name)], [found]
    if not columns:
        raise StatInputError("names no variable", place=name)
    for label, column in zip(names, columns, strict=True):
        if len(np.shape(column)) != 1:
            raise StatInputError(f"needs one column of numbers, found shape {np.shape(column)}", place=label)
        if np.shape(column)[0] != rows:
            raise StatInputError(f"has {np.shape(column)[0]} rows where the design has {rows}", place=label)
    return Variables(tuple(names), tuple(columns), rows, matrix)
