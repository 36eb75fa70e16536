"""How the sample was drawn: strata, primary sampling units, weights and finite populations, one stage or more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice, numbers, plain
from safefigures.codes import Codes
from safefigures.errors import StatInputError
from safefigures.stages import Stage, drawn

MOST_STAGES = 8


@dataclass(frozen=True, eq=False)
class Design:
    """What an estimate needs to know about the sample; made by `design`, `post_stratify` and `calibrate`.

    `weights` (n,); `unit` (n,), the row's unit at the last stage; `stages`, outermost first; `strata`, the labels of the
    strata of the first stage; `psus`, those of its units (none where every row is one); `lonely`, the rule for one unit
    in a stratum; `adjustments`, one per calibration in the order they were made; `diagnostics` of the last one (see
    `weighting.Diagnostics`).
    """

    weights: Floats
    unit: Codes
    stages: tuple[Stage, ...]
    strata: tuple[Any, ...]
    psus: tuple[Any, ...]
    lonely: str = "error"
    adjustments: tuple[Any, ...] = ()
    diagnostics: Any = None

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def df(self) -> int:
        """Degrees of freedom of the whole sample: PSUs minus strata, of those with weight (as R's `degf`)."""
        first = self.first_units()[self.weights != 0]
        psus = np.unique(first)
        return len(psus) - len(np.unique(self.stages[0].stratum[psus]))

    def first_units(self) -> Codes:
        """Per row its primary sampling unit, shape (n,)."""
        unit = self.unit
        for stage in reversed(self.stages[1:]):
            unit = stage.parent[unit]
        return unit


def design(
    strata: Any = None,
    psu: Any = None,
    weights: Any = None,
    fpc: Any = None,
    lonely: str = "error",
    *,
    n: int | None = None,
) -> Design:
    """The design of an element sample, a one-stage or a multi-stage sample of n rows.

    strata, psu: one column of labels (n,), or a list of columns, outermost stage first. A PSU lies in its stratum: the
    same name in two strata is two PSUs, and a second-stage unit lies in its PSU. Without psu each row is its own.
    weights: (n,), any scale, not negative; without them N/n over the stages where fpc says N, else 1.
    fpc: population counts per stage, a column (n,) or one number: how many units the stratum (stage 1) or the unit
    above (stage 2 and on) has in all. Without it a stage counts as drawn from an endless population, and when the
    first stage has none, later stages add nothing to the variance (ultimate clusters).
    lonely: what a stratum with one unit does: "error"; "certainty", it adds nothing; "adjust", its total is set against
    zero, the mean of all scores. A unit drawn from a population of one is certain and always allowed.
    n: the number of rows, needed only when nothing else tells it.

    Raises DesignError naming the stratum (one PSU, fpc below the sample or differing within a stratum) and
    StatInputError naming the row (weight that is negative or no number, label that is missing, lengths that differ).
    Variance of several stages: Särndal, Swensson & Wretman 1992, section 4.3; as R's `survey::svydesign`.
    """
    choice(lonely, "lonely", ("error", "certainty", "adjust"))
    columns = [_stages(given) for given in (strata, psu, fpc)]
    rows = n if n is not None else _rows([weights, *columns[0], *columns[1], *columns[2]])
    if not isinstance(rows, int | np.integer) or rows < 1:
        raise StatInputError(f"{rows!r} is not a number of rows from 1", place="n")
    stages, unit, labels, inverse_fractions = drawn(*columns, rows=rows, lonely=lonely)
    weight = inverse_fractions if weights is None else _checked_weights(weights, rows)
    return Design(weight, unit, stages, *labels, lonely)


def _stages(given: Any) -> list[Any]:
    """A list of columns, one per stage; a single column or number is one stage."""
    if given is None:
        return []
    if hasattr(given, "iter_columns"):  # a polars frame
        return list(given.iter_columns())
    if isinstance(given, np.ndarray) and given.ndim == 2:
        return list(given.T)
    if isinstance(given, list | tuple) and any(_is_column(part) for part in given[:MOST_STAGES]):
        return list(given)
    return [given]


def _is_column(value: Any) -> bool:
    return not isinstance(value, str | bytes) and hasattr(value, "__len__") and np.ndim(plain(value)) > 0


def _rows(columns: list[Any]) -> int:
    for column in columns:
        if column is not None and plain(column).ndim == 1:
            return len(plain(column))
    raise StatInputError("give weights, strata, psu or n: nothing says how many rows there are", place="n")


def _checked_weights(weights: Any, rows: int) -> Floats:
    found = numbers(weights, "weights", length=rows).copy()  # the caller's column may change later
    if (found < 0).any():
        row = int((found < 0).argmax())
        raise StatInputError(f"{found[row]} is negative", place=f"weights[{row}]")
    if not found.any():
        raise StatInputError("are all zero", place="weights")
    return found
