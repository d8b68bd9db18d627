"""The exact answer for fits that floating point leaves undecided; each pattern is decided once."""

from __future__ import annotations

import numpy as np

from darkfigure.engine.fits import FITTED, NO_MAXIMUM, UNDECIDED, Array, Fits, Flags, Masks
from darkfigure.engine.newton import newton
from darkfigure.existence import decide
from darkfigure.results import EXISTS


def exists(masks: Masks, used: Flags, live: Flags, counts: Array) -> bool:
    """Whether one model has a fit.

    Args:
        masks: its terms, shape ``(K,)``, the intercept first.
        used: which of them are fitted, shape ``(K,)``.
        live: the histories that can occur, shape ``(2 ** L,)``.
        counts: the cases, shape ``(2 ** L,)``.
    """
    cells = np.flatnonzero(live)
    seen, empty = cells[counts[cells] > 0], cells[counts[cells] == 0]
    return decide(tuple(masks[used].tolist()), tuple(seen.tolist()), tuple(empty.tolist())).code == EXISTS


def settle(fits: Fits, margins: Array, counts: Array, masks: Masks, used: Flags, live: Flags, start: Array) -> None:
    """Decide the undecided fits, in place: those that exist are fitted with patience.

    Args:
        fits: what Newton's method gave.
        margins: the rest as in ``newton``.
        counts: see there.
        masks: see there.
        used: see there.
        live: see there.
        start: see there.
    """
    for column in np.flatnonzero(fits.status == UNDECIDED):
        one = np.s_[:, column : column + 1]
        if not exists(masks[:, column], used[:, column], live[:, column], counts[:, column]):
            fits.status[column] = NO_MAXIMUM
            continue
        again = newton(
            margins[one], counts[one], masks[one], used[one], live[one], start[one],
            most_steps=500, smallest_pivot=1e-15,
        )  # fmt: skip
        if again.status[0] == FITTED:
            fits.beta[one], fits.margins[one] = again.beta, again.margins
            fits.loglik[column], fits.status[column] = again.loglik[0], FITTED
        else:
            # It exists and cannot be computed in double precision: no number is better than a wrong one.
            fits.status[column] = NO_MAXIMUM
