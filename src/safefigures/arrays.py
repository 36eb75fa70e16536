"""Input to arrays of numbers, or an error that names the place. Numpy, polars (or any column with `to_numpy`), lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.errors import StatInputError

Floats = NDArray[np.float64]


def plain(values: Any) -> NDArray[Any]:
    """A numpy array of `values`; polars and pandas columns give theirs, nulls become NaN where numbers stand."""
    to_numpy = getattr(values, "to_numpy", None)
    try:
        return np.asarray(to_numpy() if to_numpy is not None else values)
    except ValueError as error:
        raise StatInputError("has rows of different lengths") from error


def numbers(values: Any, name: str, *, length: int | None = None, missing: bool = False) -> Floats:
    """One column of finite numbers, shape (n,).

    `missing=True` lets NaN through. Raises StatInputError with the first offending row in `place`.
    """
    try:
        given = plain(values)
        if (
            given.dtype.kind not in "biufO"
        ):  # words and complex numbers would be turned into numbers in silence
            raise TypeError(given.dtype)
        found = given.astype(np.float64, copy=False)
    except (TypeError, ValueError) as error:
        raise StatInputError("holds something that is not a number", place=name) from error
    if found.ndim != 1:
        raise StatInputError(f"needs one column of numbers, found shape {found.shape}", place=name)
    if length is not None and len(found) != length:
        raise StatInputError(f"has {len(found)} rows where {length} are needed", place=name)
    bad = np.isinf(found) if missing else ~np.isfinite(found)
    if bad.any():
        row = int(bad.argmax())
        raise StatInputError(f"{found[row]} is not a finite number", place=f"{name}[{row}]")
    return found


def one_number(value: Any, name: str, *, low: float = -np.inf, high: float = np.inf) -> float:
    """One finite number from low to high, both included. Raises StatInputError."""
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise StatInputError(f"{value!r} is not a number", place=name) from error
    if not np.isfinite(number) or not low <= number <= high:
        raise StatInputError(f"{number} does not lie between {low:g} and {high:g}", place=name)
    return number


def choice(value: str, name: str, allowed: Sequence[str]) -> str:
    """One of the allowed words. Raises StatInputError that lists them."""
    if not isinstance(value, str) or value not in allowed:
        raise StatInputError(f"{value!r} is not one of {', '.join(allowed)}", place=name)
    return value
