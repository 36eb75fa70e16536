"""The same estimates with the pass over the rows done by another engine, through ibis: DuckDB, PostgreSQL, Trino, Spark.

The engine sums per unit and per (domain, stratum); only that small table comes back. Optional: needs ibis.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice
from safefigures.codes import Codes
from safefigures.errors import DesignError, SafefiguresError, StatInputError
from safefigures.estimates import STATS, Estimates, design_effect
from safefigures.linearise import ROUNDING
from safefigures.stages import counts_for, refuse_lonely, refuse_short

Names = str | list[str] | tuple[str, ...] | None


class EngineMissing(SafefiguresError, ImportError):
    """ibis is not installed: `pip install koersvast[engines]`."""


@dataclass(frozen=True)
class _Plan:
    """Which columns of the table play which part; the table's columns get short names of ours: h0, d0, y0 ..."""

    y: tuple[str, ...]
    x: tuple[str, ...]
    strata: tuple[str, ...]
    domains: tuple[str, ...]
    psu: str | None
    weights: str | None
    fpc: str | None
    stat: str

    @property
    def h(self) -> list[str]:
        return [f"h{i}" for i in range(len(self.strata))]

    @property
    def d(self) -> list[str]:
        return [f"d{i}" for i in range(len(self.domains))]

    @property
    def count(self) -> int:
        return len(self.y)


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
    _ibis()
    plan = _plan(table, y, x, strata, domains, psu, weights, fpc, stat)
    rows = _rows(table, plan)
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
    ibis = _ibis()
    plan = _plan(
        table,
        y,
        x,
        parts.get("strata"),
        domains,
        parts.get("psu"),
        parts.get("weights"),
        parts.get("fpc"),
        stat,
    )
    rows = _rows(table, plan)
    first, second = (
        ibis.to_sql(query, dialect=dialect) for query in (first_pass(rows, plan), second_pass(rows, plan))
    )
    return str(first), str(second)


def _ibis() -> Any:
    try:
        import ibis
    except ImportError as error:
        raise EngineMissing("needs the optional ibis: pip install 'koersvast[engines]'") from error
    return ibis


def _plan(
    table: Any, y: Names, x: Names, strata: Names, domains: Names, psu: str | None, weights: str | None,
    fpc: str | None, stat: str,
) -> _Plan:  # fmt: skip
    plan = _Plan(_names(y), _names(x), _names(strata), _names(domains), psu, weights, fpc, stat)
    for name in (*plan.y, *plan.x, *plan.strata, *plan.domains, psu, weights, fpc):
        if name is not None and name not in table.columns:
            raise StatInputError("is not a column of the table", place=name)
    if not plan.y:
        raise StatInputError("names no variable", place="y")
    if bool(plan.x) != (stat == "ratio") or len(plan.x) not in (0, 1, len(plan.y)):
        raise StatInputError('needs one column, or one each, for stat="ratio", and none otherwise', place="x")
    return plan


def _names(given: Names) -> tuple[str, ...]:
    return () if given is None else (given,) if isinstance(given, str) else tuple(given)


def _rows(table: Any, plan: _Plan) -> Any:
    """The table with our names: strata h0.., domains d0.., psu u, weight w, fpc f, and y0.. (x0..) with nulls for NaN."""
    ibis = _ibis()
    part = {f"h{i}": table[name] for i, name in enumerate(plan.strata)}
    part |= {f"d{i}": table[name] for i, name in enumerate(plan.domains)}
    if plan.psu:
        part["u"] = table[plan.psu]
    part["w"] = _number(table[plan.weights]) if plan.weights else ibis.literal(1).cast("float64")
    if plan.fpc:
        part["f"] = _number(table[plan.fpc])
    for v, name in enumerate(plan.y):
        top = _number(table[name])
        if plan.x:
            below = _number(table[plan.x[v if len(plan.x) > 1 else 0]])
            both = top.notnull() & below.notnull()
            part[f"x{v}"] = both.ifelse(below, ibis.null("float64"))
            top = both.ifelse(top, ibis.null("float64"))
        part[f"y{v}"] = top
    return table.select(**part)


def _number(column: Any) -> Any:
    ibis = _ibis()
    if column.type().is_floating():
        return column.isnan().ifelse(ibis.null("float64"), column.cast("float64"))
    if column.type().is_boolean():
        return ibis.ifelse(column, 1, ibis.ifelse(column.isnull(), ibis.null("int64"), 0)).cast("float64")
    return column.cast("float64")


def _fetch(query: Any) -> dict[str, Any]:
    """Run it: per column a numpy array, or a list of labels."""
    found = query.to_pyarrow()
    kept: dict[str, Any] = {}
    for name in found.column_names:
        column = found.column(name).to_pylist()
        kept[name] = (
            column
            if name[0] in "hd"
            else np.array([np.nan if v is None else v for v in column], dtype=np.float64)
        )
    return kept


def _strata(rows: Any, plan: _Plan) -> tuple[Codes, Floats, list[Any]]:
    """Per stratum the units drawn and the population, and the strata's labels; and look whether the weights are sound."""
    measures = {
        "size": rows.u.nunique() if plan.psu else rows.count(),
        "unnamed": rows.u.isnull().sum() if plan.psu else (rows.w != rows.w).sum(),
        "bad": (rows.w.isnull() | (rows.w < 0)).sum(),
        "weight": rows.w.sum(),
    }
    if plan.fpc:
        measures |= {"fpc": rows.f.min(), "fpc_high": rows.f.max(), "fpc_gone": rows.f.isnull().sum()}
    found = _fetch(rows.group_by(plan.h).aggregate(**measures) if plan.h else rows.aggregate(**measures))
    labels = _labels(found, plan.h)
    place = _stratum_place(labels)
    if not found["size"].sum():
        raise StatInputError("holds no rows", place="table")
    if found["bad"].any():
        raise StatInputError(
            "holds a weight that is negative or missing",
            place=f"{plan.weights}, {place(int(found['bad'].argmax()))}",
        )
    if not (np.isfinite(found["weight"]).all() and found["weight"].sum() > 0):
        raise StatInputError("are all zero, or infinite", place=str(plan.weights))
    if plan.psu and found["unnamed"].any():
        raise StatInputError("has no label", place=f"{plan.psu}, {place(int(found['unnamed'].argmax()))}")
    _refuse_unnamed(labels, plan.strata)
    if not plan.fpc:
        return found["size"].astype(np.int64), np.full(len(labels), np.inf), labels
    wrong = (found["fpc"] != found["fpc_high"]) | (found["fpc_gone"] > 0)
    if wrong.any():
        raise DesignError(
            "differs within the stratum, or is missing", place=f"{plan.fpc}, {place(int(wrong.argmax()))}"
        )
    return found["size"].astype(np.int64), found["fpc"], labels


def first_pass(rows: Any, plan: _Plan) -> Any:
    """Per domain: the answers, the rows without one, the sum of weights, and the ratio to take residuals from."""
    return (
        rows.group_by(plan.d).aggregate(**_means(rows, plan))
        if plan.d
        else rows.aggregate(**_means(rows, plan))
    )


def _means(rows: Any, plan: _Plan) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for v in range(plan.count):
        y, answered = rows[f"y{v}"], rows[f"y{v}"].notnull()
        below = (rows.w * rows[f"x{v}"]).sum() if plan.x else answered.ifelse(rows.w, 0).sum()
        found[f"n{v}"] = (answered & (rows.w > 0)).sum()
        found[f"gone{v}"] = rows.count() - answered.sum()
        found[f"weight{v}"] = answered.ifelse(rows.w, 0).sum()
        found[f"below{v}"] = below
        found[f"mean{v}"] = (rows.w * y).sum() / below.nullif(0)
        if plan.stat == "proportion":
            found[f"other{v}"] = ((y != 0) & (y != 1)).ifelse(1, 0).sum()
    return {name: value.cast("float64") for name, value in found.items()}


def second_pass(rows: Any, plan: _Plan) -> Any:
    """Per domain and stratum: the units, and of the units' score totals the sum and the variance; the squares of residuals.

    One query: units are summed first, then strata.
    """
    ibis = _ibis()
    means = (
        rows.group_by(plan.d).aggregate(**_only_means(rows, plan))
        if plan.d
        else rows.aggregate(**_only_means(rows, plan))
    )
    joined = rows.left_join(means, plan.d) if plan.d else rows.cross_join(means)
    row: dict[str, Any] = {name: joined[name] for name in (*plan.h, *plan.d, *(("u",) if plan.psu else ()))}
    for v in range(plan.count):
        y, m = joined[f"y{v}"], joined[f"m{v}"]
        residual = y - (m * joined[f"x{v}"] if plan.x else m)
        score = y if plan.stat == "total" else residual
        row[f"z{v}"] = ibis.coalesce(joined.w * score, 0)
        row[f"r{v}"] = ibis.coalesce(joined.w * residual, 0)
        row[f"q{v}"] = ibis.coalesce(joined.w * residual * residual, 0)
        row[f"k{v}"] = (y.notnull() & (joined.w > 0)).ifelse(1, 0)
    units = joined.select(**row)
    if plan.psu:
        sums = {f"{c}{v}": units[f"{c}{v}"].sum() for v in range(plan.count) for c in "zrq"}
        held = {f"k{v}": units[f"k{v}"].max() for v in range(plan.count)}
        units = units.group_by([*plan.h, *plan.d, "u"]).aggregate(**sums, **held)
    measures: dict[str, Any] = {"units": units.count()}
    for v in range(plan.count):
        z = units[f"z{v}"]
        measures |= {f"sum{v}": z.sum(), f"var{v}": z.var(how="pop")}
        measures |= {
            f"rest{v}": units[f"r{v}"].sum(),
            f"square{v}": units[f"q{v}"].sum(),
            f"live{v}": units[f"k{v}"].sum(),
        }
    measures = {name: value.cast("float64") for name, value in measures.items()}
    keys = [*plan.h, *plan.d]
    return units.group_by(keys).aggregate(**measures) if keys else units.aggregate(**measures)


def _only_means(rows: Any, plan: _Plan) -> dict[str, Any]:
    found = _means(rows, plan)
    return {f"m{v}": found[f"mean{v}"] for v in range(plan.count)}


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


def _check_answers(means: dict[str, Any], plan: _Plan, labels: list[Any], missing: str) -> None:
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
    plan: _Plan, means: dict[str, Any], sums: dict[str, Any], labels: list[Any], strata: list[Any],
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
    plan: _Plan, v: int, means: dict[str, Any], sums: dict[str, Any], order: Codes, domain: Codes, weigh: Any
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
    return (
        point,
        var,
        spread,
        population,
        means[f"n{v}"][order],
        df,
        means[f"gone{v}"][order],
    )
