"""One linear program, solved by HiGHS (extra `disclosure`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import inf

import highspy
import numpy as np


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of variables with coefficients, between two bounds."""

    coefficients: dict[int, float]
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Solution:
    """The least cost, and the values at which it is reached."""

    cost: float
    values: Sequence[float]


def minimise(cost: Sequence[float], bounds: Sequence[tuple[float, float]], rows: Sequence[Row]) -> Solution | None:
    """The cheapest values within the bounds that keep every row; None where there are none or no end to them."""
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(cost), len(rows)
    program.col_cost_ = np.asarray(cost, dtype=np.float64)
    program.col_lower_ = np.array([low for low, _ in bounds], dtype=np.float64)
    program.col_upper_ = np.array([high for _, high in bounds], dtype=np.float64)
    program.row_lower_ = np.array([row.low for row in rows], dtype=np.float64)
    program.row_upper_ = np.array([row.high for row in rows], dtype=np.float64)
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.array([0, *accumulate(len(row.coefficients) for row in rows)], dtype=np.int32)
    matrix.index_ = np.array([column for row in rows for column in row.coefficients], dtype=np.int32)
    matrix.value_ = np.array([value for row in rows for value in row.coefficients.values()], dtype=np.float64)
    solver = _solver()
    solver.passModel(program)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kUnbounded:
        return Solution(-inf, ())
    if status != highspy.HighsModelStatus.kOptimal:
        return None
    return Solution(float(solver.getInfo().objective_function_value), list(solver.getSolution().col_value))


class _Quiet(highspy.Highs):
    """HiGHS without its greeting, which would stand between the words of a command."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - its name in HiGHS, where it is the first to speak
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


@cache
def _solver() -> _Quiet:
    solver = _Quiet()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")  # the programs are small, and one answer must come out every time
    return solver
