"""Sums over the lattice of list subsets, without design matrices.

For a vector over masks, the *superset sum* at *m* is the sum over all masks that hold *m*, the *subset sum* at *s* the
sum over all masks within *s*. Each takes L additions of half the vector (the zeta transform of the subset lattice).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.int64, np.float64)


def _halves(values: NDArray[Number]) -> Iterator[tuple[NDArray[Number], NDArray[Number]]]:
    """Yield, for each list, views of the masks without it and of the same masks with it."""
    size, step = values.shape[0], 1
    while step < size:
        blocks = values.reshape(size // (2 * step), 2, step, *values.shape[1:])
        yield blocks[:, 0], blocks[:, 1]
        step *= 2


def superset_sums(values: NDArray[Number]) -> NDArray[Number]:
    """Return the superset sums along the first axis.

    Args:
        values: shape ``(2 ** L, ...)``.

    Returns:
        A new array of the same shape.
    """
    out = values.copy()
    for without, within in _halves(out):
        without += within
    return out


def subset_sums(values: NDArray[Number]) -> NDArray[Number]:
    """Return the subset sums along the first axis.

    Args:
        values: shape ``(2 ** L, ...)``.

    Returns:
        A new array of the same shape.
    """
    out = values.copy()
    for without, within in _halves(out):
        within += without
    return out


def superset_differences(sums: NDArray[Number]) -> NDArray[Number]:
    """Undo :func:`superset_sums` along the first axis (Moebius inversion).

    Args:
        sums: shape ``(2 ** L, ...)``.

    Returns:
        A new array of the same shape.
    """
    out = sums.copy()
    for without, within in _halves(out):
        without -= within
    return out
