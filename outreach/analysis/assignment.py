"""The assignment problem, solved by SciPy: which row gets which column at the least cost in all."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment


def assign(costs: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """For each row its column. costs: no row longer than another, at least as many columns as rows.

    Raises ValueError when `inf` leaves no solution.
    """
    _, columns = linear_sum_assignment(np.array(costs, dtype=float))
    return tuple(int(column) for column in columns)
