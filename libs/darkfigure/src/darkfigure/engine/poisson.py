"""Logarithms of Poisson tails, true to many digits far out, where the order of tiny probabilities decides a path."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Beyond this the number of terms of the series grows too large and the normal form below is exact enough.
LARGE = 1e5
#: Terms are added until they add less than this share.
ENOUGH = 1e-17


def log_smaller_tail(count: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log min(Pr(X <= count), Pr(X >= count)) for X ~ Poisson(mean).

    The tail on the far side of the mean is summed from its largest term; the other follows from it. For means and
    counts above 1e5 the leading term of Temme's uniform expansion is taken (Temme 1979, SIAM J. Math. Anal. 10).

    Args:
        count: whole numbers, any shape.
        mean: positive means, the same shape; where it is 0 the result is 0 (probability 1) for a count of 0, else -inf.
    """
    from scipy.special import gammaln, log_ndtr

    out = np.zeros(count.shape)
    some = mean > 0
    out[~some & (count > 0)] = -np.inf
    big = some & (np.maximum(count, mean) > LARGE)
    if big.any():
        x, m = count[big], mean[big]
        with np.errstate(divide="ignore", invalid="ignore"):
            half = np.where(x > 0, x * np.log(x / m), 0.0) - x + m
        out[big] = log_ndtr(-np.sqrt(2 * np.maximum(half, 0)))
    small = some & ~big
    if small.any():
        x, m = count[small], mean[small]
        log_pmf = x * np.log(m) - m - gammaln(x + 1)
        outer = log_pmf + np.log(_series(x, m))
        # The other side: 1 - outer + pmf; where it matters neither is near 0.
        with np.errstate(divide="ignore"):
            inner = np.log(np.maximum(1 - np.exp(outer) + np.exp(log_pmf), 0))
        out[small] = np.minimum(outer, inner)
    return out


def log_bounds(
    count: NDArray[np.float64], mean: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return quick bounds of :func:`log_smaller_tail`: the log-probability of the count itself, and Chernoff's bound.

    Args:
        count: whole numbers, any shape.
        mean: positive means, the same shape.
    """
    from scipy.special import gammaln, xlogy

    upper = count - mean - xlogy(count, count / mean)
    lower = xlogy(count, mean) - mean - gammaln(count + 1)
    return lower, upper


def _series(count: NDArray[np.float64], mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of the tail on the count's side of the mean, in units of the probability of the count itself."""
    lower = count < mean
    total, term, step = np.ones_like(mean), np.ones_like(mean), 0
    going = np.arange(mean.size)
    while going.size:
        x, m, low = count[going], mean[going], lower[going]
        term[going] *= np.where(low, np.maximum(x - step, 0) / m, m / (x + step + 1))
        total[going] += term[going]
        going = going[term[going] > ENOUGH * total[going]]
        step += 1
    return total
