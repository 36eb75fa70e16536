"""The two passes of an engine over the rows, as ibis expressions: nothing here runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from safefigures.errors import SafefiguresError, StatInputError

Names = str | list[str] | tuple[str, ...] | None


class EngineMissing(SafefiguresError, ImportError):
    """ibis is not installed: `pip install koersvast[engines]`."""


@dataclass(frozen=True)
class Plan:
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


def the_ibis() -> Any:
    """The ibis library, imported when first needed. Raises EngineMissing."""
    try:
        import ibis
    except ImportError as error:
        raise EngineMissing("needs the optional ibis: pip install 'koersvast[engines]'") from error
    return ibis


def plan_of(
    table: Any, y: Names, x: Names, strata: Names, domains: Names, psu: str | None, weights: str | None,
    fpc: str | None, stat: str,
) -> Plan:  # fmt: skip
    """Check that the columns are there and that their number fits the statistic. Raises StatInputError."""
    plan = Plan(_names(y), _names(x), _names(strata), _names(domains), psu, weights, fpc, stat)
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


def renamed(table: Any, plan: Plan) -> Any:
    """The table with our names: strata h0.., domains d0.., psu u, weight w, fpc f, and y0.. (x0..) with nulls for NaN."""
    ibis = the_ibis()
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
    ibis = the_ibis()
    if column.type().is_floating():
        return column.isnan().ifelse(ibis.null("float64"), column.cast("float64"))
    if column.type().is_boolean():
        return ibis.ifelse(column, 1, ibis.ifelse(column.isnull(), ibis.null("int64"), 0)).cast("float64")
    return column.cast("float64")


def first_pass(rows: Any, plan: Plan) -> Any:
    """Per domain: the answers, the rows without one, the sum of weights, and the ratio to take residuals from."""
    return grouped(rows, plan.d, _means(rows, plan))


def grouped(rows: Any, keys: list[str], measures: dict[str, Any]) -> Any:
    """The measures per group, or of all rows where there are no keys."""
    return rows.group_by(keys).aggregate(**measures) if keys else rows.aggregate(**measures)


def _means(rows: Any, plan: Plan) -> dict[str, Any]:
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


def second_pass(rows: Any, plan: Plan) -> Any:
    """Per domain and stratum: the units, and of the units' score totals the sum and the variance; the squares of residuals.

    One query: units are summed first, then strata.
    """
    ibis = the_ibis()
    found = _means(rows, plan)
    means = grouped(rows, plan.d, {f"m{v}": found[f"mean{v}"] for v in range(plan.count)})
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
    return grouped(units, [*plan.h, *plan.d], measures)
