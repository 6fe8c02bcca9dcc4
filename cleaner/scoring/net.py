"""The later stages' sums: a linear part and hinges, exact because all numbers are whole.

The product is taken some columns at a time. Libraries for matrices spread larger ones over threads
that wait for one another; with a process for each core that costs more than it brings.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.words import Ints

Matrix = NDArray[np.float64]

MOST_PRODUCTS = 250_000  # multiplications in one call; from 262,144 on OpenBLAS starts threads


def linear(slopes: Matrix, values: Matrix) -> Matrix:
    """Return the weighted sum of each column.

    Args:
        slopes: shape (f,).
        values: shape (f, n).
    """
    sums: Matrix = np.einsum("i,ij->j", slopes, values)
    return sums


def hinged(second: Matrix, hidden_base: Ints, out: Matrix, values: Matrix) -> Matrix:
    """Return the sum of each column: its linear part and its hinges.

    Args:
        second: shape (h + 1, f): the hinges' slopes, and those of the linear part as last row.
        hidden_base: shape (h,), what is added to each hinge.
        out: shape (h,), what each hinge is worth.
        values: shape (f, n).
    """
    sums = np.empty(values.shape[1])
    step = max(1, MOST_PRODUCTS // second.size)
    base = hidden_base[:, None]
    for low in range(0, values.shape[1], step):
        inner = second @ values[:, low : low + step]
        hidden = inner[:-1]
        hidden += base
        np.maximum(hidden, 0, out=hidden)
        sums[low : low + step] = out @ hidden + inner[-1]
    return sums
