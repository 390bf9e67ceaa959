"""Integer programs, solved with HiGHS.

Q. Huangfu and J. A. J. Hall, Parallelizing the dual revised simplex method, Mathematical Programming Computation 10
(2018). Called by its own package: the copy inside SciPy 1.17 (HiGHS 1.12) prints a line on standard output whenever
it mends a solution, however silent it is told to be, and that would stand in the middle of JSON.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

_WHOLE_POINT: Final = 0.999
"""Worths are whole: what cannot gain a point is not searched."""


def maximise(
    worth: Floats, upper: Floats, matrix: Floats, low: Floats, high: Floats, *, max_nodes: int
) -> tuple[Floats | None, bool]:
    """Return whole numbers of most worth, and whether that is proved.

    Parameters
    ----------
    worth
        (columns,) whole numbers.
    upper
        (columns,) largest values; the least is 0.
    matrix, low, high
        (rows, columns), (rows,) and (rows,): each row lies between its ends.
    max_nodes
        Of the search tree.

    Returns
    -------
    values
        (columns,), whole but for the tolerance of the solver (1e-6); None where none were found.
    is_proved
        Whether no values are worth a point more.
    """
    highs = _load()
    solver = highs.Highs()
    solver.silent()
    # One thread, no clock: the same problem always has the same answer.
    for name, value in (("threads", 1), ("mip_max_nodes", max_nodes), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(name, value)
    solver.setOptionValue("mip_abs_gap", _WHOLE_POINT)
    rows = csr_array(matrix)
    model = highs.HighsLp()
    model.num_col_, model.num_row_ = worth.size, low.size
    model.sense_ = highs.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = worth, np.zeros(worth.size), upper
    model.row_lower_, model.row_upper_ = low, high
    model.integrality_ = [highs.HighsVarType.kInteger] * worth.size
    model.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.indptr.astype(np.int32)
    model.a_matrix_.index_ = rows.indices.astype(np.int32)
    model.a_matrix_.value_ = rows.data
    solver.passModel(model)
    solver.run()
    solution = solver.getSolution()
    if not solution.value_valid:
        return None, False
    return np.array(solution.col_value), solver.getModelStatus() == highs.HighsModelStatus.kOptimal


@cache
def _load() -> Any:
    """Import HiGHS when it is first needed: other solvers carry a copy that does not bear it beside them."""
    import highspy

    return highspy
