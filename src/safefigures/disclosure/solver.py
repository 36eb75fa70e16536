"""HiGHS (Huangfu & Hall 2018), always with the same settings, and never an answer without a proven status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from safefigures.errors import NotConverged

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Floats = NDArray[np.float64]


def new_solver(*, mip: bool = False, primal: bool = False) -> Any:
    """A quiet solver. Two solvers in one process with different `threads` end in kNotset without a word: always 1.

    `primal` is three times as fast where only objectives change from run to run.
    """
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("parallel", "off")
    if not mip:
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("solver", "simplex")
    if primal:
        solver.setOptionValue("simplex_strategy", 4)
        solver.setOptionValue("simplex_primal_edge_weight_strategy", 1)
    return solver


def load(
    solver: Any,
    cost: Floats,
    lower: Floats,
    upper: Floats,
    matrix: csc_array,
    row: tuple[Floats, Floats],
    *,
    whole: bool = False,
) -> None:
    """Pass min cost x, row[0] <= matrix x <= row[1], lower <= x <= upper; `whole` asks for whole numbers."""
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
    model.row_lower_, model.row_upper_ = row
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
    solver.passModel(model)


def run(solver: Any) -> float:
    """Solve to the end and give the objective. Raises NotConverged for every status but optimal."""
    import highspy

    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        solver.clearSolver()
        solver.run()
        status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise NotConverged(
            f"HiGHS ended with {solver.modelStatusToString(status)}", place="disclosure solver"
        )
    return float(solver.getInfo().objective_function_value)
