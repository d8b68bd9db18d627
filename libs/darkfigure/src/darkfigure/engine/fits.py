"""What a fit is, and the numbers every way of fitting goes by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: What became of a fit: it converged; the likelihood has no maximum, which is proved; it is for the exact check.
FITTED, NO_MAXIMUM, UNDECIDED = 0, 1, -1
MOST_STEPS = 40
CLOSE = 1e-8
LONGEST_STEP = 4.0
SMALLEST_PIVOT = 1e-11
#: From this step on a fit that keeps losing cells is asked for a direction in which the likelihood rises for ever.
FIRST_PROOF = 6

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Masks = NDArray[np.int64]


@dataclass
class Fits:
    """Many fits.

    Attributes:
        beta: coefficients, shape ``(K, F)``; 0 where a term takes no part.
        status: ``FITTED``, ``NO_MAXIMUM`` or ``UNDECIDED``, shape ``(F,)``.
        margins: superset sums of the expected counts of the observable histories, shape ``(2 ** L, F)``.
        loglik: the kernel of the log-likelihood, sum of y log(mu) - mu over live cells, shape ``(F,)``.
    """

    beta: Array
    status: NDArray[np.int8]
    margins: Array
    loglik: Array
