"""Whether chains of draws agree, and how many independent draws they are worth (Vehtari and others 2021; Geyer 1992)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def split(draws: Floats) -> Floats:
    """Return each chain as two, its first and its second half, so that a drift shows as a disagreement.

    Args:
        draws: shape ``(S, C)``: S draws of C chains.

    Returns:
        Shape ``(S // 2, 2 C)``; an odd draw in the middle is left out.
    """
    half = draws.shape[0] // 2
    return np.concatenate([draws[:half], draws[-half:]], axis=1)


def rank_normalised(draws: Floats) -> Floats:
    """Return the normal scores of the ranks over all chains, so that long tails do not hide a disagreement.

    Args:
        draws: shape ``(S, C)``; ties share their average rank.
    """
    from scipy.special import ndtri

    _, places, counts = np.unique(draws, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places.reshape(draws.shape)]
    return np.asarray(ndtri((ranks - 0.375) / (draws.size + 0.25)))


def rhat(draws: Floats) -> float:
    """Return the rank-normalised split R-hat: 1 when all chains have one distribution, above 1.01 when they do not.

    It is the larger of that of the draws (their place) and of their distances from the median (their spread).

    Args:
        draws: shape ``(S, C)``, at least four draws.
    """
    folded = np.abs(draws - np.median(draws))
    return max(_plain_rhat(split(rank_normalised(values))) for values in (draws, folded))


def _plain_rhat(chains: Floats) -> float:
    length = chains.shape[0]
    within = float(chains.var(axis=0, ddof=1).mean())
    between = float(chains.mean(axis=0).var(ddof=1))
    if within <= 0:
        return 1.0 if between <= 0 else np.inf
    return float(np.sqrt((length - 1) / length + between / within))


def effective_draws(draws: Floats) -> float:
    """Return how many independent draws give the mean as exactly as these: Geyer's initial monotone sequence.

    Args:
        draws: shape ``(S, C)``, at least four draws.

    Returns:
        A number above 0; small when the chains disagree.
    """
    chains = split(draws)
    length, number = chains.shape
    centred = chains - chains.mean(axis=0)
    size = 1 << (2 * length - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=0)
    covariances = np.fft.irfft(np.abs(spectrum) ** 2, size, axis=0)[:length].mean(axis=1) / length
    within = covariances[0] * length / (length - 1)
    total = covariances[0] + float(chains.mean(axis=0).var(ddof=1))
    if total <= 0:
        return float(length * number)
    correlations = 1 - (within - covariances) / total
    correlations[0] = 1
    pairs = correlations[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    ended = np.flatnonzero(pairs <= 0)
    kept = np.minimum.accumulate(pairs[: ended[0]] if ended.size else pairs)
    time = max(2 * float(kept.sum()) - 1, 1 / np.log10(length * number))
    return float(length * number / time)


def bulk_draws(draws: Floats) -> float:
    """Return the effective number of draws for the middle of the distribution (bulk ESS).

    Args:
        draws: shape ``(S, C)``, at least four draws.
    """
    return effective_draws(rank_normalised(draws))
