"""Answers as columns of numbers, in chance order. Pure.

Row by row, so that ten thousand people cost no more than their numbers: eight bytes per cell.
"""

from __future__ import annotations

import datetime
import random
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from koersvast.activities.ledger import harmless
from koersvast.surveys.microdata.variables import (
    DECLINED_CODE,
    LEFT_OPEN_CODE,
    NOT_ASKED_CODE,
    Variable,
    lowest_key,
    missing_codes,
)
from koersvast.surveys.questionnaire import DECLINED, LEFT_OPEN, Answers, Value

_FAR: Final = -(2.0**52)  # below any answer: where codes for no answer stand until all answers are known

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Column:
    """One column: ``numbers`` (n,), a date as its day number; or ``words``. ``missing``: which numbers are no answer."""

    variable: Variable
    numbers: Floats | None
    words: Sequence[str] | None
    missing: dict[int, int]  # by the usual code: -1, -2, -3


@dataclass(frozen=True, eq=False)
class Microdata:
    n: int
    columns: tuple[Column, ...]
    weights: Mapping[str, Floats]
    weeks: Sequence[str] | None


class Gathering:
    """Takes one person after the other; `shuffled` gives everybody, in chance order."""

    def __init__(self, variables: Sequence[Variable], *, weeks: bool) -> None:
        self._variables = variables
        self._numbers = {one.name: array("d") for one in variables if one.kind != "text"}
        self._words: dict[str, list[str | int]] = {one.name: [] for one in variables if one.kind == "text"}
        self._weeks: list[str] | None = [] if weeks else None
        self.n = 0

    def add(self, week: str, answers: Answers) -> None:
        self.n += 1
        if self._weeks is not None:
            self._weeks.append(week)
        for one in self._variables:
            key = one.question.key
            missing = _missing(answers[key]) if key in answers else NOT_ASKED_CODE
            if one.kind == "text":
                self._words[one.name].append(missing or str(answers[key]))
            else:
                self._numbers[one.name].append(_FAR + missing if missing else _number(one, answers[key]))

    def shuffled(self, order: random.Random, weights: Mapping[str, Floats]) -> Microdata:
        """Everybody, with their ``weights`` (n,) by name. ``order``: a source of chance that nobody can repeat."""
        at = list(range(self.n))
        order.shuffle(at)
        place = np.array(at, dtype=np.intp)
        return Microdata(
            self.n,
            tuple(self._column(one, place) for one in self._variables),
            {name: values[place] for name, values in weights.items()},
            None if self._weeks is None else [self._weeks[one] for one in at],
        )

    def _column(self, variable: Variable, place: NDArray[np.intp]) -> Column:
        if variable.kind == "text":
            usual = missing_codes(0)
            words = self._words[variable.name]
            return Column(variable, None, [_said(words[one]) for one in place], usual)
        numbers = np.frombuffer(self._numbers[variable.name], dtype=np.float64)[place]
        given = numbers[numbers > _FAR]
        codes = missing_codes(min(lowest_key(variable.question), float(given.min()) if given.size else 0))
        for usual_code, code in codes.items():
            numbers[numbers == _FAR + usual_code] = code
        return Column(variable, numbers, None, codes)


def _missing(value: Value) -> int:
    """The code when this is no answer, else 0."""
    if value is DECLINED:
        return DECLINED_CODE
    return LEFT_OPEN_CODE if value is LEFT_OPEN else 0


def _number(variable: Variable, value: Any) -> float:
    if variable.kind == "yes_no":
        return float(variable.option in value)
    if variable.kind == "code":
        return variable.codes.get(value, _FAR + NOT_ASKED_CODE)
    if variable.kind == "score":
        found = variable.question.choice(value)
        return found.score if found is not None and found.score is not None else _FAR + NOT_ASKED_CODE
    if variable.kind == "date":
        return float(datetime.date.fromisoformat(value).toordinal())
    return float(value)


def _said(words: str | int) -> str:
    """Words that a spreadsheet would take for a formula, or we for a code, get an apostrophe in front."""
    if isinstance(words, int):
        return str(words)
    return f"'{words}" if words.startswith("'") else str(harmless(words))
