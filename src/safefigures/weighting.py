"""Weights that make the sample look like the residents: post-stratification and calibration, with what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice, numbers, one_number, plain
from safefigures.calibration import MET, adjustment, distance, solve
from safefigures.codes import Codes, crossed, factorise
from safefigures.designs import Design
from safefigures.errors import NotConverged, StatInputError

FEWEST = 30  # respondents per class of a margin
UNEVEN = 3.0  # a Kish design effect of the weights above this deserves a look


@dataclass(frozen=True)
class Diagnostics:
    """What the weighting did: smallest and largest ratio of new to old weight; Kish's design effect of the weights before
    and after (1965: 1 + the squared coefficient of variation); rounds of the solver; the largest relative difference
    from a total; classes with fewer than 30 respondents as (margin, class, n); weights below zero; `words` (Dutch)."""

    ratio_low: float
    ratio_high: float
    kish_before: float
    kish: float
    iterations: int
    margin_error: float
    small: tuple[tuple[str, Any, int], ...]
    negative: int
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Margin:
    """One calibration variable: classes with their totals, or a single column of numbers with its total."""

    name: str
    labels: list[Any]
    codes: Codes | None
    values: Floats | None
    totals: Floats


def kish_effect(weights: Any) -> float:
    """Kish's (1965) design effect of unequal weights: n times the sum of squares over the square of the sum."""
    found = numbers(weights, "weights")
    found = found[found != 0]
    if len(found) == 0 or found.sum() == 0:
        raise StatInputError("are all zero, or add up to zero", place="weights")
    return float(len(found) * (found @ found) / found.sum() ** 2)


def post_stratify(design: Design, labels: Any, totals: Mapping[Any, float]) -> Design:
    """The design with weights that add up to the population's count in every class.

    labels: one column (n,), or a list of columns or a frame to cross, with tuples as keys of `totals`.
    Standard errors then come from the residuals around the class means. Raises StatInputError naming the class that is
    missing from totals, that has respondents but total 0, or that has a total but no respondents with weight.
    """
    margin = _classes("labels", labels, totals, len(design))
    assert margin.codes is not None
    sums = np.bincount(margin.codes, weights=design.weights, minlength=len(margin.labels))
    _refuse_empty(margin, design.weights)
    ratios = (margin.totals / sums)[margin.codes]
    return _reweighted(design, [margin], ratios, rounds=1)


def calibrate(
    design: Design,
    variables: Any,
    totals: Any,
    kind: str = "linear",
    bounds: tuple[float, float] | None = None,
) -> Design:
    """The design with weights, as near to the old as can be, that meet the totals (Deville & Särndal 1992).

    variables, totals: mappings with the same keys. A column of labels has a mapping from class to count as its total; a
    column of numbers has one number. Or a matrix (n, K) of numbers with K totals. Add a column of ones (or a margin) to
    fix the size of the population.
    kind: "linear" (may give negative weights), "raking" (always positive; iterative proportional fitting converges to
    the same) or "logit" (between bounds). bounds: lowest and highest ratio of new to old weight, below and above 1;
    needed for "logit".

    Raises NotConverged when the totals are not met within 1e-9, also when the bounds do not allow it; StatInputError
    for totals that contradict each other (naming both margins), a class without respondents, a class without a total.
    """
    choice(kind, "kind", ("linear", "raking", "logit"))
    _check_bounds(kind, bounds)
    margins = _margins(variables, totals, len(design))
    _refuse_contradictions(margins)
    for margin in margins:
        _refuse_empty(margin, design.weights)
    x, wanted, names = _matrix(margins)
    how = distance(kind, bounds)
    found = solve(x, design.weights, wanted, how, _start(kind, bounds, margins, design.weights, len(wanted)))
    if not found.error <= MET:
        limits = f" with bounds {bounds}" if bounds is not None else ""
        said = f"the totals cannot be met{limits}: off by {found.error:.3g} of the total after {found.rounds} rounds"
        raise NotConverged(said, place=names[found.worst])
    return _reweighted(design, margins, found.ratios, rounds=found.rounds, error=found.error)


def _check_bounds(kind: str, bounds: tuple[float, float] | None) -> None:
    if bounds is None:
        if kind == "logit":
            raise StatInputError("are needed for logit calibration", place="bounds")
        return
    if np.shape(bounds) != (2,):
        raise StatInputError("needs the lowest and the highest ratio", place="bounds")
    low, high = (one_number(value, "bounds") for value in bounds)
    if not 0 <= low < 1 < high:
        raise StatInputError(
            f"({low:g}, {high:g}) must lie on either side of 1, and not below 0", place="bounds"
        )


def _margins(variables: Any, totals: Any, rows: int) -> list[_Margin]:
    if not isinstance(variables, Mapping):
        matrix = plain(variables)
        if matrix.ndim != 2 or len(np.shape(totals)) != 1 or matrix.shape[1] != len(totals):
            raise StatInputError("needs a matrix (n, K) with K totals, or a mapping", place="variables")
        variables = {f"variables[{k}]": matrix[:, k] for k in range(matrix.shape[1])}
        totals = dict(zip(variables, totals, strict=True))
    if not isinstance(totals, Mapping) or set(variables) != set(totals) or not variables:
        strangers = set(variables) ^ set(totals) if isinstance(totals, Mapping) else set(variables)
        raise StatInputError(f"variables and totals name different margins: {strangers}", place="totals")
    found = []
    for name, column in variables.items():
        total = totals[name]
        if isinstance(total, Mapping):
            found.append(_classes(str(name), column, total, rows))
        else:
            goal = np.array([one_number(total, f"totals[{name!r}]")])
            found.append(_Margin(str(name), [name], None, numbers(column, str(name), length=rows), goal))
    return found


def _classes(name: str, column: Any, totals: Mapping[Any, float], rows: int) -> _Margin:
    if hasattr(column, "iter_columns"):
        column = list(column.iter_columns())
    if isinstance(column, list | tuple) and len(column) and np.ndim(plain(column[0])) == 1:
        labels, codes = crossed(
            [factorise(part, f"{name}[{i}]", length=rows) for i, part in enumerate(column)]
        )
    else:
        labels, codes = factorise(column, name, length=rows)
    for label in labels:
        if label not in totals:
            raise StatInputError("has respondents but no total", place=f"{name}, class {label!r}")
    for label, total in totals.items():
        amount = one_number(total, f"{name}, class {label!r}", low=0)
        if amount > 0 and label not in labels:
            raise StatInputError(
                f"has a total of {amount:g} but no respondents", place=f"{name}, class {label!r}"
            )
        if amount == 0 and label in labels:
            raise StatInputError("has respondents but a total of 0", place=f"{name}, class {label!r}")
    return _Margin(name, labels, codes, None, np.array([float(totals[label]) for label in labels]))


def _refuse_empty(margin: _Margin, weights: Floats) -> None:
    if margin.codes is None:
        return
    held = np.bincount(margin.codes[weights != 0], minlength=len(margin.labels))
    if not held.all():
        place = f"{margin.name}, class {margin.labels[int((held == 0).argmax())]!r}"
        raise StatInputError("has no respondents with weight", place=place)


def _refuse_contradictions(margins: list[_Margin]) -> None:
    whole = [margin for margin in margins if margin.codes is not None]
    for margin in whole[1:]:
        first, second = whole[0].totals.sum(), margin.totals.sum()
        if abs(first - second) > MET / 10 * abs(first):
            said = f"add up to {first:.12g} and {second:.12g}, so they contradict each other"
            raise StatInputError(said, place=f"totals of {whole[0].name!r} and {margin.name!r}")


def _matrix(margins: list[_Margin]) -> tuple[Any, Floats, list[str]]:
    """All calibration variables as one sparse matrix (n, K), their totals (K,) and their names."""
    from scipy.sparse import csr_array, hstack

    parts, names = [], []
    for margin in margins:
        if margin.codes is None:
            assert margin.values is not None
            parts.append(csr_array(margin.values[:, None]))
            names.append(margin.name)
        else:
            n = len(margin.codes)
            parts.append(csr_array((np.ones(n), (np.arange(n), margin.codes)), shape=(n, len(margin.labels))))
            names += [f"{margin.name}, class {label!r}" for label in margin.labels]
    return csr_array(hstack(parts)), np.concatenate([margin.totals for margin in margins]), names


def _start(
    kind: str, bounds: tuple[float, float] | None, margins: list[_Margin], weights: Floats, count: int
) -> Floats:
    """Raking starts from weights of the right size: from far below, Newton's first step would overshoot."""
    place, first = np.zeros(count), 0
    for margin in margins:
        if kind == "raking" and bounds is None and margin.codes is not None:
            place[first : first + len(margin.totals)] = np.log(margin.totals.sum() / weights.sum())
            return place
        first += len(margin.totals)
    return place


def _reweighted(
    design: Design, margins: list[_Margin], ratios: Floats, *, rounds: int, error: float = 0.0
) -> Design:
    weights = design.weights * ratios
    x, _, _ = _matrix(margins)
    units = len(design.stages[-1].stratum)
    made = adjustment(x, design.weights, weights, design.unit, units, design.adjustments)
    return replace(
        design,
        weights=weights,
        adjustments=(*design.adjustments, made),
        diagnostics=_diagnose(design.weights, weights, margins, ratios, rounds, error),
    )


def _diagnose(
    old: Floats, new: Floats, margins: list[_Margin], ratios: Floats, rounds: int, error: float
) -> Diagnostics:
    small = []
    for margin in margins:
        if margin.codes is not None:
            n = np.bincount(margin.codes[old != 0], minlength=len(margin.labels)).tolist()
            small += [(margin.name, label, n[i]) for i, label in enumerate(margin.labels) if n[i] < FEWEST]
    held = ratios[old != 0]
    kish, negative = kish_effect(new), int((new < 0).sum())
    words = [
        f"De groep {label} ({name}) heeft maar {n} antwoorden; neem groepen samen tot minstens {FEWEST}."
        for name, label, n in small
    ]
    if kish > UNEVEN:
        words.append("De gewichten verschillen sterk; de steekproef lijkt weinig op de bevolking.")
    if negative:
        words.append(f"{negative} gewichten zijn kleiner dan nul; kies een andere manier van wegen.")
    return Diagnostics(
        float(held.min()),
        float(held.max()),
        kish_effect(old),
        kish,
        rounds,
        error,
        tuple(small),
        negative,
        tuple(words),
    )
