"""Figures for areas too small for a figure of their own: a model that leans on what is known of similar areas.

What comes out is a model estimate and is marked so. Never for LHBTI people per neighbourhood: the model has nothing to
learn from there and the figure would be about the covariates.

Sources: Fay & Herriot 1979; Prasad & Rao 1990, Datta & Lahiri 2000 (MSE under REML); Rao & Molina 2015, chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats, numbers, one_number, plain
from safefigures.errors import NotConverged, StatInputError, TooSmall

FEWEST_AREAS = 10
MOST_STEPS = 500


@dataclass(frozen=True, eq=False)
class AreaEstimates:
    """One estimate per area, in the order given; `kind` says on every screen that it is a model estimate.

    `estimate`, `mse` (m,): EBLUP and its Prasad-Rao mean squared error, `se` its root. `own_share` (m,): how much of the
    area's own figure is in it (0..1). `floored` (m,): the model went below 0 where no figure can be; it is 0 there.
    `refvar`: the variance between areas that the covariates leave, never below 0. `beta` (p,): the intercept first.
    `benchmark_factor`: what all estimates (and roots of the MSE) were multiplied by to fit the region; 1 without one.
    """

    estimate: Floats
    mse: Floats
    se: Floats
    own_share: Floats
    floored: NDArray[np.bool_]
    refvar: float
    beta: Floats
    benchmark_factor: float
    kind: str = "modelschatting"
    words: str = "Dit is een modelschatting. Het cijfer leunt op vergelijkbare gebieden en is geen meting in dit gebied alleen."


def fay_herriot(
    values: Any,
    variances: Any,
    covariates: Any = None,
    benchmark: float | None = None,
    *,
    sizes: Any = None,
    intercept: bool = True,
) -> AreaEstimates:
    """Empirical best linear unbiased predictor per area, REML to full convergence.

    `values`, `variances` (m,): the areas' own estimates and their sampling variances (SE squared). `covariates` (m, p)
    without a column of ones (or with one and intercept=False). `benchmark`: the figure of the whole region, with
    `sizes` (m,) the population per area: estimates are multiplied so that their weighted mean is that figure.
    Raises TooSmall (10 areas, and more than there are coefficients), NotConverged, StatInputError.
    """
    y = numbers(values, "values")
    psi = numbers(variances, "variances", length=len(y))
    if (psi <= 0).any():
        raise StatInputError("a variance is over 0", place=f"variances[{int((psi <= 0).argmax())}]")
    if len(y) < FEWEST_AREAS:
        raise TooSmall("too few areas", needed=FEWEST_AREAS, found=len(y), place="values")
    x = _matrix(covariates, len(y), intercept)
    refvar = _reml(y, psi, x)
    total = refvar + psi
    spread = np.linalg.inv(x.T @ (x / total[:, None]))
    beta = spread @ (x.T @ (y / total))
    shrink = psi / total
    found = x @ beta + (1 - shrink) * (y - x @ beta)
    leverage = np.einsum("ij,jk,ik->i", x, spread, x)
    refvar_variance = 2 / float((total**-2.0).sum())
    mse = refvar * shrink + shrink**2 * leverage + 2 * shrink**2 * refvar_variance / total
    floored = (found < 0) & bool((y >= 0).all())
    found = np.where(floored, 0.0, found)
    factor = _benchmark_factor(found, benchmark, sizes)
    return AreaEstimates(
        estimate=found * factor,
        mse=mse * factor**2,
        se=np.sqrt(mse) * factor,
        own_share=1 - shrink,
        floored=floored,
        refvar=refvar,
        beta=beta,
        benchmark_factor=factor,
    )


def _matrix(covariates: Any, m: int, intercept: bool) -> Floats:
    columns = [np.ones(m)] if intercept else []
    if covariates is not None:
        table = plain(covariates)
        table = table[:, None] if table.ndim == 1 else table
        if table.ndim != 2 or len(table) != m:
            raise StatInputError(f"needs {m} rows, found shape {table.shape}", place="covariates")
        columns += [numbers(table[:, j], f"covariates[:, {j}]") for j in range(table.shape[1])]
    if not columns:
        raise StatInputError("neither an intercept nor covariates", place="covariates")
    x = np.column_stack(columns)
    if x.shape[1] >= m:
        raise TooSmall("as many coefficients as areas", needed=x.shape[1] + 1, found=m, place="covariates")
    size = np.abs(x).max(axis=0)
    if (size == 0).any() or np.linalg.matrix_rank(x / size) < x.shape[1]:
        raise StatInputError("the columns (with the intercept) say the same thing twice", place="covariates")
    return x


def _reml(y: Floats, psi: Floats, x: Floats) -> float:
    """Fisher scoring in units of the median variance; halves a step that goes below 0 and stops at 0 when it must."""
    unit = float(np.median(psi))
    variances, scaled = psi / unit, y / np.sqrt(unit)
    now = 1.0
    for _ in range(MOST_STEPS):
        score, information = _score(now, scaled, variances, x)
        step = score / information
        if now + step <= 0:
            if _score(0.0, scaled, variances, x)[0] <= 0:
                return 0.0
            now /= 2
            continue
        now += step
        if abs(step) <= 1e-13 * (now + 1e-3):
            return now * unit
    raise NotConverged(f"REML did not settle in {MOST_STEPS} steps", place="values")


def _score(refvar: float, y: Floats, psi: Floats, x: Floats) -> tuple[float, float]:
    """First derivative of the restricted likelihood and its expected information, at one value of the variance."""
    w = 1 / (refvar + psi)
    weighted = x * w[:, None]
    projection = np.diag(w) - weighted @ np.linalg.solve(x.T @ weighted, weighted.T)
    residual = projection @ y
    return (
        0.5 * (float(residual @ residual) - float(np.trace(projection))),
        0.5 * float((projection**2).sum()),
    )


def _benchmark_factor(found: Floats, benchmark: float | None, sizes: Any) -> float:
    if benchmark is None:
        if sizes is not None:
            raise StatInputError(
                "sizes are for a benchmark; the region's figure is missing", place="benchmark"
            )
        return 1.0
    region = one_number(benchmark, "benchmark")
    if sizes is None:
        raise StatInputError("a benchmark needs the population per area", place="sizes")
    people = numbers(sizes, "sizes", length=len(found))
    if (people < 0).any() or not people.any():
        raise StatInputError(
            "populations are 0 and up, and not all 0", place=f"sizes[{int(people.argmin())}]"
        )
    modelled = float((people * found).sum() / people.sum())
    if modelled == 0 or region / modelled <= 0:
        raise StatInputError("the region's figure has another sign than the areas'", place="benchmark")
    return region / modelled
