"""The same estimates with the pass over the rows done by another engine, through ibis: DuckDB, PostgreSQL, Trino, Spark.

The engine sums per unit and per (domain, stratum); only that small table comes back. Optional: needs ibis.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice
from safefigures.codes import Codes
from safefigures.errors import DesignError, StatInputError
from safefigures.estimates import STATS, Estimates, design_effect
from safefigures.linearise import ROUNDING
from safefigures.passes import (
    EngineMissing,
    Names,
    Plan,
    first_pass,
    grouped,
    plan_of,
    renamed,
    second_pass,
    the_ibis,
)
from safefigures.stages import counts_for, refuse_lonely, refuse_short

__all__ = ["EngineMissing", "compile_passes", "estimate_table"]


def estimate_table(
    table: Any,
    y: Names,
    stat: str = "mean",
    x: Names = None,
    domains: Names = None,
    *,
    strata: Names = None,
    psu: str | None = None,
    weights: str | None = None,
    fpc: str | None = None,
    lonely: str = "error",
    missing: str = "error",
) -> Estimates:
    """As `estimate(design(...), y, ...)`, for an ibis table and the names of its columns; one-stage designs.

    Several strata or domain columns are crossed. A null or NaN answer is a missing one. Two passes, as in numpy: the
    domains' means, then the residuals from them; variances come from the engine's own VAR_POP, which does not expand the
    square. Scores and covariances are not kept.

    Raises EngineMissing without ibis, and StatInputError and DesignError as `design` and `estimate` do; rows have no
    numbers in a table, so `place` names the column, the stratum or the domain.
    """
    choice(stat, "stat", STATS)
    choice(lonely, "lonely", ("error", "certainty", "adjust"))
    choice(missing, "missing", ("error", "drop"))
    the_ibis()
    plan = plan_of(table, y, x, strata, domains, psu, weights, fpc, stat)
    rows = renamed(table, plan)
    size, population, strata_labels = _strata(rows, plan)
    share = np.ones(len(size))
    refuse_short(size, population, _stratum_place(strata_labels))
    refuse_lonely(size, population, share, lonely, _stratum_place(strata_labels))
    means = _fetch(first_pass(rows, plan))
    labels = _labels(means, plan.d)
    _check_answers(means, plan, labels, missing)
    sums = _fetch(second_pass(rows, plan))
    divisor, factor = counts_for(size, population, share, lonely)
    return _assemble(plan, means, sums, labels, strata_labels, (size, divisor, factor))


def compile_passes(
    table: Any,
    dialect: str,
    y: Names,
    stat: str = "mean",
    x: Names = None,
    domains: Names = None,
    **parts: Any,
) -> tuple[str, str]:
    """The SQL of both passes in an engine's dialect ("trino", "pyspark" ...), without running it; names as above."""
    ibis = the_ibis()
    strata, psu, weights, fpc = (parts.get(part) for part in ("strata", "psu", "weights", "fpc"))
    plan = plan_of(table, y, x, strata, domains, psu, weights, fpc, stat)
    rows = renamed(table, plan)
    first, second = (
        ibis.to_sql(query, dialect=dialect) for query in (first_pass(rows, plan), second_pass(rows, plan))
    )
    return str(first), str(second)


def _fetch(query: Any) -> dict[str, Any]:
    """Run it: per column a numpy array, or a list of labels."""
    found = query.to_pyarrow()
    kept: dict[str, Any] = {}
    for name in found.column_names:
        column = found.column(name).to_pylist()
        if name[0] not in "hd":  # our names of strata and domains; the rest are numbers
            column = np.array([np.nan if v is None else v for v in column], dtype=np.float64)
        kept[name] = column
    return kept


def _strata(rows: Any, plan: Plan) -> tuple[Codes, Floats, list[Any]]:
    """Per stratum the units drawn, the population, and its label; weights and labels are checked on the way."""
    measures = {
        "size": rows.u.nunique() if plan.psu else rows.count(),
        "bad": (rows.w.isnull() | (rows.w < 0)).sum(),
        "weight": rows.w.sum(),
    }
    if plan.psu:
        measures["unnamed"] = rows.u.isnull().sum()
    if plan.fpc:
        measures |= {"fpc": rows.f.min(), "fpc_high": rows.f.max(), "fpc_gone": rows.f.isnull().sum()}
    found = _fetch(grouped(rows, plan.h, measures))
    labels = _labels(found, plan.h)
    if not found["size"].sum():
        raise StatInputError("holds no rows", place="table")
    _check_rows(found, plan, _stratum_place(labels))
    _refuse_unnamed(labels, plan.strata)
    size = found["size"].astype(np.int64)
    return size, found["fpc"] if plan.fpc else np.full(len(labels), np.inf), labels


def _check_rows(found: dict[str, Any], plan: Plan, place: Callable[[int], str]) -> None:
    if found["bad"].any():
        where = f"{plan.weights}, {place(int(found['bad'].argmax()))}"
        raise StatInputError("holds a weight that is negative or missing", place=where)
    if not (np.isfinite(found["weight"]).all() and found["weight"].sum() > 0):
        raise StatInputError("are all zero, or infinite", place=str(plan.weights))
    if plan.psu and found["unnamed"].any():
        raise StatInputError("has no label", place=f"{plan.psu}, {place(int(found['unnamed'].argmax()))}")
    if plan.fpc:
        wrong = (found["fpc"] != found["fpc_high"]) | (found["fpc_gone"] > 0)
        if wrong.any():
            where = f"{plan.fpc}, {place(int(wrong.argmax()))}"
            raise DesignError("differs within the stratum, or is missing", place=where)


def _labels(found: dict[str, Any], keys: list[str]) -> list[Any]:
    if not keys:
        return ["all"] * len(next(iter(found.values())))
    if len(keys) == 1:
        return list(found[keys[0]])
    return list(zip(*(found[key] for key in keys), strict=True))


def _refuse_unnamed(labels: list[Any], columns: tuple[str, ...]) -> None:
    for label in labels:
        if label is None or (isinstance(label, tuple) and None in label):
            raise StatInputError("has no label", place=", ".join(columns))


def _stratum_place(labels: list[Any]) -> Callable[[int], str]:
    return lambda h: "the whole sample" if labels == ["all"] else f"stratum {labels[h]!r}"


def _check_answers(means: dict[str, Any], plan: Plan, labels: list[Any], missing: str) -> None:
    _refuse_unnamed(labels, plan.domains)
    for d in sorted(range(len(labels)), key=labels.__getitem__):
        label = labels[d]
        for v, name in enumerate(plan.y):
            place = f"domain {label!r}, {name}"
            if missing == "error" and means[f"gone{v}"][d]:
                raise StatInputError(
                    'has rows without a number (missing="drop" leaves them out)', place=place
                )
            if not means[f"n{v}"][d]:
                raise StatInputError("has no answers with weight", place=place)
            if means[f"below{v}"][d] == 0:
                raise StatInputError("has a denominator of 0", place=place)
            if not np.isfinite(means[f"mean{v}"][d]):
                raise StatInputError("holds something that is not a finite number", place=place)
            if plan.stat == "proportion" and means[f"other{v}"][d]:
                raise StatInputError("holds something else than 0 or 1, so it has no proportion", place=place)


def _assemble(
    plan: Plan, means: dict[str, Any], sums: dict[str, Any], labels: list[Any], strata: list[Any],
    weigh: tuple[Codes, Floats, Floats],
) -> Estimates:  # fmt: skip
    """From the small sums to the table, as the numpy kernel does; domains in the order of their labels."""
    order = sorted(range(len(labels)), key=labels.__getitem__)
    rank = {labels[i]: place for place, i in enumerate(order)}
    domain = np.array([rank[label] for label in _labels(sums, plan.d)])
    number = {label: i for i, label in enumerate(strata)}
    stratum = np.array([number[label] for label in _labels(sums, plan.h)])
    columns = [
        _column(plan, v, means, sums, np.array(order), domain, tuple(a[stratum] for a in weigh))
        for v in range(plan.count)
    ]
    point, var, spread, population, n, df, missing = (
        np.stack(part, axis=1) for part in zip(*columns, strict=True)
    )
    n, df, missing = (np.rint(part).astype(np.int64) for part in (n, df, missing))
    n_effective, deff = design_effect(var, spread, population, n)
    names = tuple(labels[i] for i in order)
    return Estimates(plan.stat, point, np.sqrt(var), n, n_effective, deff, df, missing, names, plan.y)


def _column(
    plan: Plan, v: int, means: dict[str, Any], sums: dict[str, Any], order: Codes, domain: Codes, weigh: Any
) -> tuple[Floats, ...]:
    """One variable: estimate, variance, spread, population, n, df and missing, each (D,)."""

    def total(values: Floats) -> Floats:
        return np.bincount(domain, weights=values, minlength=len(order)).astype(np.float64)

    size, divisor, factor = weigh
    units, z, held = sums["units"], sums[f"sum{v}"], sums[f"live{v}"]
    mean = z / divisor
    squares = units * sums[f"var{v}"] + units * (z / units - mean) ** 2 + (size - units) * mean**2
    population, below = means[f"weight{v}"][order], means[f"below{v}"][order]
    scale = np.ones(len(order)) if plan.stat == "total" else 1 / below
    point = means[f"mean{v}"][order] + total(sums[f"rest{v}"]) / below
    if plan.stat == "total":
        point = total(z)
    square, var = total(sums[f"square{v}"]) / population, total(factor * squares) * scale**2
    if not plan.x:  # equal answers: what is left is rounding
        flat = square <= ROUNDING * means[f"mean{v}"][order] ** 2
        square = np.where(flat, 0, square)
        var = np.where(flat & (plan.stat != "total"), 0, var)
    spread = square * (population * scale) ** 2
    df = total(held) - total((held > 0).astype(float))
    n, missing = means[f"n{v}"][order], means[f"gone{v}"][order]
    return point, var, spread, population, n, df, missing
