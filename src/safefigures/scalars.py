"""One number of the right kind, or an error that names the argument."""

from __future__ import annotations

from typing import Any

from safefigures.arrays import one_number
from safefigures.errors import StatInputError


def inside(value: Any, name: str) -> float:
    """A number strictly between 0 and 1, such as a confidence level. Raises StatInputError."""
    number = one_number(value, name, low=0.0, high=1.0)
    if number in (0.0, 1.0):
        raise StatInputError(f"{number:g} does not lie between 0 and 1, both excluded", place=name)
    return number


def above_zero(value: Any, name: str) -> float:
    """A number over 0. Raises StatInputError."""
    number = one_number(value, name)
    if number <= 0:
        raise StatInputError(f"{number:g} is not over 0", place=name)
    return number


def whole(value: Any, name: str, *, low: int = 0) -> int:
    """A whole number from `low` up. Raises StatInputError."""
    number = one_number(value, name, low=low)
    if number != int(number):
        raise StatInputError(f"{number} is not a whole number", place=name)
    return int(number)
