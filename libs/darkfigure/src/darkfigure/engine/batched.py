"""Newton's method for many log-linear models at once, in NumPy alone.

Columns are independent fits. Everything is laid out with the fits last, so that each NumPy call works on long rows.
Instead of a design matrix, expected margins come from superset sums: with M = superset sums of the expected counts,
the gradient at a term m is t_m - M_m and the information of terms a and b is M_{a|b}.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from darkfigure.engine.fits import (
    CLOSE,
    FIRST_PROOF,
    FITTED,
    LONGEST_STEP,
    NO_MAXIMUM,
    UNDECIDED,
    Array,
    Fits,
    Flags,
    Masks,
)
from darkfigure.lattice import subset_sums, superset_sums


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
) -> Fits:
    """Fit each column; see ``darkfigure.engine.newton``, whose arguments these are."""
    fits = masks.shape[1]
    beta = np.where(used, start, 0.0)
    out = Fits(beta, np.full(fits, UNDECIDED, np.int8), np.zeros_like(margins), np.full(fits, -np.inf))
    goal = np.where(used, np.take_along_axis(margins, masks, 0), 0.0)
    going = np.arange(fits)
    best = np.full(fits, -np.inf)
    work = _Columns(masks, used, live, goal, beta.copy(), counts, np.zeros_like(beta))
    for step in range(most_steps):
        mu, expected, value = work.expected()
        worse = np.flatnonzero(~(value >= best - 1e-9 * np.abs(best)))
        for _ in range(30):
            if not worse.size or step == 0:
                break
            work.delta[:, worse] *= 0.5
            work.beta[:, worse] -= work.delta[:, worse]
            mu[:, worse], expected[:, worse], value[worse] = work.only(worse).expected()
            worse = worse[~(value[worse] >= best[worse] - 1e-9 * np.abs(best[worse]))]
        best = value
        delta, sound = _solve(expected, work, smallest_pivot)
        change = np.where(work.live, subset_sums(_spread(delta, work.masks, counts.shape[0])), 0.0)
        largest = np.abs(change).max(0)
        done = sound & (largest < CLOSE)
        lost = ~sound
        if step >= FIRST_PROOF:
            lost |= _rises_for_ever(delta, change, work)
        if done.any():
            # The step is taken after the test: the result is then exact to rounding, not to the tolerance.
            at = going[done]
            last = work.only(np.flatnonzero(done))
            last.beta = last.beta + delta[:, done]
            _, out.margins[:, at], out.loglik[at] = last.expected()
            out.beta[:, at], out.status[at] = last.beta, FITTED
        if lost.any():
            out.status[going[lost]] = np.where(_rises_for_ever(delta, change, work), NO_MAXIMUM, UNDECIDED)[lost]
        keep = np.flatnonzero(~(done | lost))
        if not keep.size:
            break
        scale = np.minimum(1.0, LONGEST_STEP / np.maximum(np.abs(delta).max(0), 1e-300))
        work.delta = delta * scale
        work.beta = work.beta + work.delta
        if keep.size < going.size:
            work, going, best = work.only(keep), going[keep], best[keep]
    return out


@dataclass
class _Columns:
    """The fits that still go on."""

    masks: Masks
    used: Flags
    live: Flags
    goal: Array
    beta: Array
    counts: Array
    delta: Array

    def only(self, which: NDArray[np.intp]) -> _Columns:
        """Return some of the columns."""
        return _Columns(
            self.masks[:, which], self.used[:, which], self.live[:, which], self.goal[:, which],
            self.beta[:, which], self.counts[:, which], self.delta[:, which],
        )  # fmt: skip

    def expected(self) -> tuple[Array, Array, Array]:
        """Return expected counts, their superset sums and the log-likelihood's kernel."""
        eta = subset_sums(_spread(self.beta, self.masks, self.live.shape[0]))
        with np.errstate(over="ignore", invalid="ignore"):
            mu = np.where(self.live, np.exp(eta), 0.0)
            value = (self.goal * self.beta).sum(0) - mu.sum(0)
        return mu, superset_sums(mu), np.where(np.isnan(value), -np.inf, value)


def _spread(values: Array, masks: Masks, size: int) -> Array:
    """Put the values of terms at their masks."""
    out = np.zeros((size, values.shape[1]))
    np.put_along_axis(out, masks, values, 0)
    return out


def _solve(expected: Array, work: _Columns, smallest_pivot: float) -> tuple[Array, Flags]:
    """Solve for the Newton step in every column; say where the information is as good as singular."""
    terms, fits = work.masks.shape
    column = np.arange(fits)
    info = expected[work.masks[:, None] | work.masks[None, :], column]
    both = work.used[:, None] & work.used[None, :]
    info = np.where(both, info, 0.0)
    for term in range(terms):
        info[term, term] = np.where(work.used[term], info[term, term], 1.0)
    right = np.where(work.used, work.goal - np.take_along_axis(expected, work.masks, 0), 0.0)
    whole = info[np.arange(terms), np.arange(terms)].copy()
    sound = np.ones(fits, np.bool_)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for term in range(terms):
            pivot = info[term, term]
            weak = ~(pivot > smallest_pivot * whole[term])
            if weak.any():
                sound &= ~weak
                pivot = np.where(weak, 1.0, pivot)
            factor = info[term + 1 :, term] / pivot
            info[term + 1 :, term + 1 :] -= factor[:, None] * info[term, None, term + 1 :]
            right[term + 1 :] -= factor * right[term]
            info[term, term] = pivot
        for term in range(terms - 1, -1, -1):
            right[term] = (right[term] - (info[term, term + 1 :] * right[term + 1 :]).sum(0)) / info[term, term]
    sound &= np.isfinite(right).all(0)
    return np.where(sound, right, 0.0), sound


def _rises_for_ever(delta: Array, change: Array, work: _Columns) -> Flags:
    """Whether the step, rounded to whole numbers, proves that the likelihood has no maximum.

    A direction along which the log-means of all cells with cases stay and those of some empty cells fall, while none
    rises, raises the likelihood for ever (Fienberg & Rinaldo 2012). Where there is one, Newton's steps turn into it
    with falls of about 1; whole numbers make the test exact.
    """
    tried = np.flatnonzero((np.abs(change).max(0) > 0.5) & (change.min(0) < -0.5))
    proved = np.zeros(delta.shape[1], np.bool_)
    for factor in (1.0, 2.0):
        if not tried.size:
            break
        whole = np.rint(factor * delta[:, tried])
        fall = np.where(work.live[:, tried], subset_sums(_spread(whole, work.masks[:, tried], change.shape[0])), 0.0)
        seen = work.counts[:, tried] > 0
        holds = (fall <= 0).all(0) & (np.where(seen, fall, 0.0) == 0).all(0) & (fall < 0).any(0)
        proved[tried[holds]] = True
        tried = tried[~holds]
    return proved
