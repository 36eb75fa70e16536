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

from safefigures.arrays import Floats
from safefigures.errors import NotConverged, StatInputError, TooSmall
from safefigures.scalars import column, flag, number, raw

FEWEST_AREAS = 10
LARGEST_RATIO, SMALLEST_RATIO = 1e30, 1e-9  # of the variance between areas to that of sampling


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
    y = column(values, "values")
    psi = column(variances, "variances", length=len(y))
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
    columns = [np.ones(m)] if flag(intercept, "intercept") else []
    if covariates is not None:
        table = raw(covariates, "covariates")
        table = table[:, None] if table.ndim == 1 else table
        if table.ndim != 2 or len(table) != m:
            raise StatInputError(f"needs {m} rows, found shape {table.shape}", place="covariates")
        columns += [column(table[:, j], f"covariates[:, {j}]") for j in range(table.shape[1])]
    if not columns:
        raise StatInputError("neither an intercept nor covariates", place="covariates")
    x = np.column_stack(columns)
    if x.shape[1] >= m:
        raise TooSmall("as many coefficients as areas", needed=x.shape[1] + 1, found=m, place="covariates")
    size = np.abs(x).max(axis=0)
    if (size == 0).any() or np.linalg.matrix_rank(x / size) < x.shape[1]:
        raise StatInputError(
            "the columns say the same thing twice; with a column of ones among them, intercept=False",
            place="covariates",
        )
    return x


def _reml(y: Floats, psi: Floats, x: Floats) -> float:
    """Where the restricted likelihood is highest, in units of the median variance, to the last digits.

    By bracket and Brent's method: Fisher scoring can circle around the top for ever. 0 when the likelihood falls from 0.
    """
    from scipy.optimize import brentq

    unit = float(np.median(psi))
    variances, scaled = psi / unit, y / np.sqrt(unit)

    def slope(refvar: float) -> float:
        return _score(refvar, scaled, variances, x)

    low = high = 1.0
    while slope(high) > 0:
        low, high = high, high * 4
        if high > LARGEST_RATIO:
            raise NotConverged("the variance between areas grows without end", place="values")
    while slope(low) <= 0:
        low, high = low / 4, low
        if low < SMALLEST_RATIO:
            return 0.0
    return float(brentq(slope, low, high, xtol=1e-16, rtol=1e-14)) * unit


def _score(refvar: float, y: Floats, psi: Floats, x: Floats) -> float:
    """First derivative of the restricted likelihood."""
    w = 1 / (refvar + psi)
    weighted = x * w[:, None]
    inverse = np.linalg.inv(x.T @ weighted)
    residual = w * y - weighted @ (inverse @ (weighted.T @ y))
    trace = float(w.sum()) - float(np.einsum("ij,jk,ik->", weighted, inverse, weighted))
    return 0.5 * (float(residual @ residual) - trace)


def _benchmark_factor(found: Floats, benchmark: float | None, sizes: Any) -> float:
    if benchmark is None:
        if sizes is not None:
            raise StatInputError(
                "sizes are for a benchmark; the region's figure is missing", place="benchmark"
            )
        return 1.0
    region = number(benchmark, "benchmark")
    if sizes is None:
        raise StatInputError("a benchmark needs the population per area", place="sizes")
    people = column(sizes, "sizes", length=len(found))
    if (people < 0).any() or not people.any():
        raise StatInputError(
            "populations are 0 and up, and not all 0", place=f"sizes[{int(people.argmin())}]"
        )
    modelled = float((people * found).sum() / people.sum())
    if modelled == 0 or region / modelled <= 0:
        raise StatInputError("the region's figure has another sign than the areas'", place="benchmark")
    return region / modelled
