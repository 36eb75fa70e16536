"""Which rows lie in which domain: labels (one domain per row), crossed labels, or yes/no columns that may overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from safefigures.arrays import plain
from safefigures.codes import Codes, crossed, factorise
from safefigures.errors import StatInputError


@dataclass(frozen=True, eq=False)
class Domains:
    """The labels (D,), and per member its domain and its row; `row` is None when every row is a member once."""

    labels: tuple[Any, ...]
    code: Codes
    row: Codes | None = None


def domains_of(given: Any, rows: int) -> Domains:
    """Read what the caller said about domains.

    None: all rows, labelled "all". A column of labels (n,): a domain per label. A list of columns or a frame of labels:
    a domain per combination that occurs, labelled with a tuple. A mapping from label to a yes/no column, or a yes/no
    matrix (n, D): domains that may overlap. Raises StatInputError naming the domain without rows.
    """
    if given is None:
        return Domains(("all",), np.zeros(rows, dtype=np.int64))
    if isinstance(given, Mapping):
        return _masks(list(given), [plain(mask) for mask in given.values()], rows)
    if hasattr(given, "iter_columns"):
        return _crossed(list(given.iter_columns()), rows)
    if isinstance(given, list | tuple) and len(given) and np.ndim(plain(given[0])) == 1:
        return _crossed(list(given), rows)
    found = plain(given)
    if found.ndim == 2:
        if found.dtype.kind != "b":
            return _crossed(list(found.T), rows)
        return _masks(list(range(found.shape[1])), list(found.T), rows)
    labels, code = factorise(found, "domains", length=rows)
    return Domains(tuple(labels), code)


def _crossed(columns: list[Any], rows: int) -> Domains:
    found = [factorise(column, f"domains[{i}]", length=rows) for i, column in enumerate(columns)]
    labels, code = crossed(found)
    return Domains(tuple(labels), code)


def _masks(labels: list[Any], masks: list[Any], rows: int) -> Domains:
    if not labels:
        raise StatInputError("names no domain", place="domains")
    members = []
    for label, mask in zip(labels, masks, strict=True):
        if mask.dtype.kind != "b" or mask.shape != (rows,):
            said = f"needs a yes/no column of {rows} rows, found {mask.dtype} of shape {mask.shape}"
            raise StatInputError(said, place=f"domain {label!r}")
        members.append(np.flatnonzero(mask))
        if len(members[-1]) == 0:
            raise StatInputError("has no rows", place=f"domain {label!r}")
    code = np.repeat(np.arange(len(labels)), [len(rows_in) for rows_in in members])
    return Domains(tuple(labels), code.astype(np.int64), np.concatenate(members).astype(np.int64))
