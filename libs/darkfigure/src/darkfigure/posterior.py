"""Reading a posterior distribution of the total: its quantiles and its modes, from a grid, from draws or from weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Two peaks count as one when the valley between them is at least this share of the lower peak.
SHALLOW = 0.8
#: A peak counts when at least this share of the distribution belongs to it.
LEAST_SHARE = 0.05


@dataclass(frozen=True)
class Mode:
    """One of the places where a distribution heaps up.

    Attributes:
        total: where it is highest, in cases.
        share: the part of the distribution that belongs to it: up to the valleys on both sides.
    """

    total: float
    share: float


def point_quantiles(values: ArrayLike, weights: ArrayLike, probs: Sequence[float]) -> NDArray[np.float64]:
    """Return the quantiles of a discrete distribution: the smallest value at which the share reaches the probability.

    Args:
        values: shape ``(m,)``, in any order.
        weights: shape ``(m,)``, not negative, not all 0; need not add up to 1.
        probs: between 0 and 1.
    """
    places, heights = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    order = np.argsort(places, kind="stable")
    shares = np.cumsum(heights[order])
    # The last share is 1 whatever the rounding, so that the probability 1 has its value too.
    found = np.searchsorted(shares / shares[-1], np.asarray(probs, dtype=float), side="left")
    return np.asarray(places[order][np.minimum(found, places.size - 1)], dtype=float)


def cell_quantiles(edges: ArrayLike, masses: ArrayLike, probs: Sequence[float]) -> NDArray[np.float64]:
    """Return the quantiles of a distribution that is known by cells and even within each.

    Args:
        edges: shape ``(m + 1,)``, rising: the limits of the cells.
        masses: shape ``(m,)``, not negative, not all 0; need not add up to 1.
        probs: between 0 and 1.
    """
    shares = np.concatenate([[0.0], np.cumsum(np.asarray(masses, dtype=float))])
    places = np.interp(np.asarray(probs, dtype=float), shares / shares[-1], np.asarray(edges, dtype=float))
    return np.asarray(places, dtype=float)


def density_modes(totals: ArrayLike, density: ArrayLike, masses: ArrayLike) -> tuple[Mode, ...]:
    """Return the modes of a distribution that is given as a curve.

    Neighbouring peaks with a shallow valley between them are one, and a peak with little mass joins its neighbour
    over the higher valley: what is left are separate answers, not ripples.

    Args:
        totals: shape ``(m,)``, rising.
        density: shape ``(m,)``: the height of the curve, on any scale.
        masses: shape ``(m,)``: the probability of the cell around each place; need not add up to 1.

    Returns:
        The modes from the lowest total to the highest; at least one.
    """
    places, curve = np.asarray(totals, dtype=float), np.asarray(density, dtype=float)
    cumulated = np.concatenate([[0.0], np.cumsum(np.asarray(masses, dtype=float))])
    rises = np.diff(curve, prepend=-np.inf) > 0
    falls = np.diff(curve, append=-np.inf) <= 0
    peaks = np.flatnonzero(rises & falls).tolist()
    valleys = [low + int(np.argmin(curve[low:high])) for low, high in pairwise(peaks)]
    while valleys:
        joined = _to_join(curve, cumulated, peaks, valleys)
        if joined is None:
            break
        del valleys[joined]
        del peaks[joined if curve[peaks[joined]] < curve[peaks[joined + 1]] else joined + 1]
    limits = cumulated[[0, *valleys, places.size]]
    shares = np.diff(limits) / cumulated[-1]
    return tuple(Mode(float(places[peak]), float(share)) for peak, share in zip(peaks, shares, strict=True))


def _to_join(
    curve: NDArray[np.float64], cumulated: NDArray[np.float64], peaks: list[int], valleys: list[int]
) -> int | None:
    """Return the number of the valley to fill up next, or none when all peaks stand apart."""
    heights, depths = curve[peaks], curve[valleys]
    shallow = depths / np.maximum(np.minimum(heights[:-1], heights[1:]), 1e-300)
    if shallow.max() >= SHALLOW:
        return int(np.argmax(shallow))
    shares = np.diff(cumulated[[0, *valleys, curve.size]]) / cumulated[-1]
    least = int(np.argmin(shares))
    if shares[least] >= LEAST_SHARE:
        return None
    beside = [valley for valley in (least - 1, least) if 0 <= valley < len(valleys)]
    return max(beside, key=lambda valley: float(depths[valley]))


def weighted_modes(
    values: ArrayLike, weights: ArrayLike | None = None, *, effective: float | None = None
) -> tuple[Mode, ...]:
    """Return the modes of draws or of weighted values of the total, on the scale of ratios.

    The curve is a Gaussian kernel estimate of the density of log N with Silverman's bandwidth.

    Args:
        values: shape ``(m,)``, all above 0.
        weights: shape ``(m,)``, not negative, not all 0; all alike by default.
        effective: how many independent draws the values are worth; by default 1 over the sum of squared weights. Draws
            of a Markov chain are worth fewer than there are, and fewer make a smoother curve.

    Returns:
        The modes from the lowest total to the highest; at least one.
    """
    logs = np.log(np.asarray(values, dtype=float))
    shares = np.ones(logs.size) if weights is None else np.asarray(weights, dtype=float)
    shares = shares / shares.sum()
    centre = float(shares @ logs)
    spread = float(np.sqrt(shares @ (logs - centre) ** 2))
    low, high = point_quantiles(logs, shares, (0.25, 0.75))
    if high > low:
        spread = min(spread, float(high - low) / 1.34)
    worth = max(effective if effective is not None else 1 / float(shares @ shares), 1.0)
    width = 0.9 * spread * worth**-0.2
    if width <= 1e-9:
        return (Mode(float(np.exp(centre)), 1.0),)
    start, end = logs.min() - 3 * width, logs.max() + 3 * width
    step = max(width / 8, (end - start) / 20_000)
    heights = np.bincount(np.round((logs - start) / step).astype(int), weights=shares)
    reach = int(np.ceil(4 * width / step))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / width) ** 2)
    curve = np.convolve(heights, kernel)
    places = start + step * (np.arange(curve.size) - reach)
    return density_modes(np.exp(places), curve, curve)
