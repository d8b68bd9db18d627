"""Newton's method for many log-linear models, compiled by Numba: column by column what ``batched`` does for all at once.

Used where Numba is installed and the work is large; the results agree to rounding and do not depend on the number of
threads, since a column is a fit of its own.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit

from darkfigure.engine.fits import CLOSE, FIRST_PROOF, LONGEST_STEP, UNDECIDED, Array, Fits, Flags, Masks

#: Columns a thread takes at a time.
CHUNK = 256


@njit(cache=True, nogil=True)
def _up(values):  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    size, step = values.shape[0], 1
    while step < size:
        for begin in range(0, size, 2 * step):
            for at in range(begin, begin + step):
                values[at] += values[at + step]
        step *= 2


@njit(cache=True, nogil=True)
def _down(values):  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    size, step = values.shape[0], 1
    while step < size:
        for begin in range(0, size, 2 * step):
            for at in range(begin, begin + step):
                values[at + step] += values[at]
        step *= 2


@njit(cache=True, nogil=True)
def _expected(beta, masks, used, live, goal, mu, margins):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fill the expected counts and their superset sums; return the log-likelihood's kernel."""
    mu[:] = 0.0
    value = 0.0
    for term in range(masks.shape[0]):
        if used[term]:
            mu[masks[term]] = beta[term]
            value += goal[term] * beta[term]
    _down(mu)
    for cell in range(mu.shape[0]):
        mu[cell] = np.exp(mu[cell]) if live[cell] else 0.0
        value -= mu[cell]
        margins[cell] = mu[cell]
    _up(margins)
    return value if value == value else -np.inf


@njit(cache=True, nogil=True)
def _solve(margins, masks, used, goal, smallest_pivot, info, scaled, inverse, delta):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fill the Newton step by an LDL' factorisation; return whether the information is sound."""
    terms = masks.shape[0]
    for row in range(terms):
        delta[row] = goal[row] - margins[masks[row]] if used[row] else 0.0
        for column in range(row + 1):
            both = used[row] and used[column]
            info[row, column] = margins[masks[row] | masks[column]] if both else 0.0
        if not used[row]:
            info[row, row] = 1.0
    # Row by row; ``scaled`` holds the row times the pivots, so that the inner loop has one product.
    for row in range(terms):
        whole = info[row, row]
        pivot = whole
        for column in range(row):
            value = info[row, column]
            for inner in range(column):
                value -= scaled[inner] * info[column, inner]
            scaled[column] = value
        for column in range(row):
            info[row, column] = scaled[column] * inverse[column]
            pivot -= scaled[column] * info[row, column]
        if not pivot > smallest_pivot * whole:
            return False
        inverse[row] = 1.0 / pivot
        for inner in range(row):
            delta[row] -= info[row, inner] * delta[inner]
    for row in range(terms - 1, -1, -1):
        value = delta[row] * inverse[row]
        for below in range(row + 1, terms):
            value -= info[below, row] * delta[below]
        delta[row] = value
    total = 0.0
    for row in range(terms):
        total += delta[row]
    return np.isfinite(total)


@njit(cache=True, nogil=True)
def _rises_for_ever(delta, masks, used, live, counts, fall):  # type: ignore[no-untyped-def]  # pragma: no cover
    """See ``batched._rises_for_ever``."""
    for factor in (1.0, 2.0):
        fall[:] = 0.0
        for term in range(masks.shape[0]):
            if used[term]:
                fall[masks[term]] = np.rint(factor * delta[term])
        _down(fall)
        falls, holds = False, True
        for cell in range(fall.shape[0]):
            if live[cell]:
                if fall[cell] > 0 or (counts[cell] > 0 and fall[cell] != 0):
                    holds = False
                    break
                falls = falls or fall[cell] < 0
        if holds and falls:
            return True
    return False


@njit(cache=True, nogil=True)
def _fit(  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    all_goals, all_counts, all_masks, all_used, all_live, all_starts, most_steps, smallest_pivot,
    out_beta, out_status, out_margins, out_loglik, begin, end,
):  # fmt: skip
    terms, size = all_masks.shape[0], all_counts.shape[0]
    info, scaled, inverse = np.zeros((terms, terms)), np.zeros(terms), np.zeros(terms)
    delta, change, fall = np.zeros(terms), np.zeros(size), np.zeros(size)
    mu, margins = np.zeros(size), np.zeros(size)
    for column in range(begin, end):
        masks, used = all_masks[:, column].copy(), all_used[:, column].copy()
        live, counts = all_live[:, column].copy(), all_counts[:, column].copy()
        goal, beta = all_goals[:, column].copy(), np.where(used, all_starts[:, column], 0.0)
        best = -np.inf
        for step in range(most_steps):
            value = _expected(beta, masks, used, live, goal, mu, margins)
            if step > 0:
                for _ in range(30):
                    if value >= best - 1e-9 * abs(best):
                        break
                    for term in range(terms):
                        delta[term] *= 0.5
                        beta[term] -= delta[term]
                    value = _expected(beta, masks, used, live, goal, mu, margins)
            best = value
            sound = _solve(margins, masks, used, goal, smallest_pivot, info, scaled, inverse, delta)
            if not sound:
                delta[:] = 0.0
            change[:] = 0.0
            longest = 0.0
            for term in range(terms):
                if used[term]:
                    change[masks[term]] = delta[term]
                    longest = max(longest, abs(delta[term]))
            _down(change)
            largest, lowest = 0.0, 0.0
            for cell in range(size):
                if live[cell]:
                    largest, lowest = max(largest, abs(change[cell])), min(lowest, change[cell])
            if sound and largest < CLOSE:
                for term in range(terms):
                    beta[term] += delta[term]
                out_loglik[column] = _expected(beta, masks, used, live, goal, mu, margins)
                out_beta[:, column], out_margins[:, column], out_status[column] = beta, margins, 0
                break
            if not sound:
                break
            if step >= FIRST_PROOF and lowest < -0.5 and _rises_for_ever(delta, masks, used, live, counts, fall):
                out_status[column] = 1
                break
            scale = min(1.0, LONGEST_STEP / max(longest, 1e-300))
            for term in range(terms):
                delta[term] *= scale
                beta[term] += delta[term]


def newton(
    margins: Array,
    counts: Array,
    masks: Masks,
    used: Flags,
    live: Flags,
    start: Array,
    *,
    most_steps: int,
    smallest_pivot: float,
    threads: int = 1,
) -> Fits:
    """Fit each column; see ``darkfigure.engine.newton``, whose arguments these are, and the threads that share them."""
    fits = masks.shape[1]
    out = Fits(
        np.ascontiguousarray(np.where(used, start, 0.0)),
        np.full(fits, UNDECIDED, np.int8),
        np.zeros(margins.shape),
        np.full(fits, -np.inf),
    )
    goal = np.where(used, np.take_along_axis(margins, masks, 0), 0.0)
    # All of one layout: for every other one Numba would compile anew.
    arrays = tuple(np.ascontiguousarray(part) for part in (goal, counts, masks, used, live, start))
    given = (*arrays, most_steps, smallest_pivot)
    filled = (out.beta, out.status, out.margins, out.loglik)
    fit: Any = _fit  # what Numba says of its types does not hold for arguments handed on
    if threads > 1 and fits > CHUNK:
        with ThreadPoolExecutor(threads) as pool:
            chunks = range(0, fits, CHUNK)
            list(pool.map(lambda begin: fit(*given, *filled, begin, min(begin + CHUNK, fits)), chunks))
    else:
        fit(*given, *filled, 0, fits)
    return out
