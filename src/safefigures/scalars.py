"""Arguments, checked: a number, a word, a yes or no, a column of figures; or an error that names the argument.

Figures about people and money have a size between 1e-100 and 1e100, or are 0. What is larger is no figure and is refused:
it would come back as an overflow. What is smaller is what rounding left of 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats, numbers, one_number, plain
from safefigures.errors import StatInputError

LARGEST, SMALLEST = 1e100, 1e-100


def raw(values: Any, name: str) -> NDArray[Any]:
    """An array of any shape, or StatInputError where rows differ in length."""
    try:
        return plain(values)
    except (TypeError, ValueError) as error:
        raise StatInputError("has rows of different length", place=name) from error


def column(values: Any, name: str, *, length: int | None = None) -> Floats:
    """One column of figures, shape (n,). Raises StatInputError with the first offending row."""
    found = numbers(values, name, length=length)
    size = np.abs(found)
    bad = size > LARGEST
    if bad.any():
        row = int(bad.argmax())
        raise StatInputError(f"{found[row]:g} is beyond the size of any figure", place=f"{name}[{row}]")
    return np.where(size < SMALLEST, 0.0, found)


def few(values: Any, name: str) -> Floats:
    """A column that may be empty."""
    return column(values, name) if raw(values, name).size else np.zeros(0)


def number(value: Any, name: str, *, low: float = -LARGEST, high: float = LARGEST) -> float:
    """One number from low to high, both included. Raises StatInputError."""
    if isinstance(value, (str, bytes)) or raw(value, name).ndim:
        raise StatInputError(f"{value!r} is not a number", place=name)
    try:
        found = one_number(value, name, low=low, high=high)
    except OverflowError as error:
        raise StatInputError("is beyond the size of any figure", place=name) from error
    return 0.0 if abs(found) < SMALLEST else found


def inside(value: Any, name: str) -> float:
    """A number between 0 and 1, and not next to either. Raises StatInputError."""
    return number(value, name, low=1e-9, high=1 - 1e-9)


def confidence(value: Any, name: str) -> float:
    """A confidence level, .5 to .999999. Raises StatInputError."""
    return number(value, name, low=0.5, high=0.999999)


def above_zero(value: Any, name: str) -> float:
    """A number over 0. Raises StatInputError."""
    found = number(value, name)
    if found <= 0:
        raise StatInputError(f"{found:g} is not over 0", place=name)
    return found


def whole(value: Any, name: str, *, low: int = 0) -> int:
    """A whole number from `low` up. Raises StatInputError."""
    found = number(value, name, low=low, high=1e15)
    if found != int(found):
        raise StatInputError(f"{found} is not a whole number", place=name)
    return int(found)


def flag(value: Any, name: str) -> bool:
    """True or False. Raises StatInputError."""
    if not isinstance(value, (bool, np.bool_)):
        raise StatInputError(f"{value!r} is not True or False", place=name)
    return bool(value)
