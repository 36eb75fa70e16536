"""Labels to whole numbers: the columns that say in which stratum, PSU or domain a row stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import plain
from safefigures.errors import StatInputError

Codes = NDArray[np.int64]


def factorise(values: Any, name: str, *, length: int | None = None) -> tuple[list[Any], Codes]:
    """The distinct labels, sorted where they can be, and per row the position of its label, shape (n,).

    Labels may be whole numbers, yes/no, text or dates. Raises StatInputError naming the first row without a label.
    """
    found = plain(values)
    if found.ndim != 1:
        raise StatInputError(f"needs one column of labels, found shape {found.shape}", place=name)
    if length is not None and len(found) != length:
        raise StatInputError(f"has {len(found)} rows where {length} are needed", place=name)
    if len(found) == 0:
        raise StatInputError("holds no rows", place=name)
    if found.dtype.kind in "biu":
        whole = found.astype(np.int64)
        labels, codes = dense(whole)
        return labels.astype(found.dtype).tolist(), codes
    if found.dtype.kind in "fmM":
        _no_holes(np.isnan(found) if found.dtype.kind == "f" else np.isnat(found), name)
        kept, inverse = np.unique(found, return_inverse=True)
        return kept.tolist(), inverse.astype(np.int64)
    return _by_dictionary(found.tolist(), name)


def dense(key: Codes) -> tuple[Codes, Codes]:
    """The distinct values of `key`, ascending, and per row the position of its own."""
    low = int(key.min())
    span = int(key.max()) - low + 1
    if span > max(4 * len(key), 1 << 16):
        labels, inverse = np.unique(key, return_inverse=True)
        return labels, inverse.astype(np.int64)
    place = key - low
    present = np.zeros(span, dtype=bool)
    present[place] = True
    return np.flatnonzero(present) + low, (np.cumsum(present) - 1)[place]


def crossed(columns: Sequence[tuple[list[Any], Codes]]) -> tuple[list[Any], Codes]:
    """Several label columns as one: the combinations that occur, as tuples, and per row the position of its own."""
    key, sizes = columns[0][1], [len(labels) for labels, _ in columns]
    for (_, codes), size in zip(columns[1:], sizes[1:], strict=True):
        key = key * size + codes
    combined, codes = dense(key)
    parts = np.unravel_index(combined, sizes)
    names = [[column[0][i] for i in part] for column, part in zip(columns, parts, strict=True)]
    return list(zip(*names, strict=True)), codes


def starts(ascending: Codes) -> Codes:
    """Where each run of equal values starts."""
    return np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1])))


def _by_dictionary(found: list[Any], name: str) -> tuple[list[Any], Codes]:
    place: dict[Any, int] = {}
    try:
        codes = np.fromiter((place.setdefault(label, len(place)) for label in found), np.int64, len(found))
    except TypeError as error:
        raise StatInputError("holds something that cannot be a label", place=name) from error
    for label, code in place.items():
        if label is None or label != label:
            _no_holes(codes == code, name)
    labels = list(place)
    try:
        order = sorted(range(len(labels)), key=labels.__getitem__)
    except TypeError:  # labels of several kinds have no order: as they came
        return labels, codes
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return [labels[i] for i in order], rank[codes]


def _no_holes(missing: NDArray[np.bool_], name: str) -> None:
    if missing.any():
        raise StatInputError("has no label", place=f"{name}[{int(missing.argmax())}]")
