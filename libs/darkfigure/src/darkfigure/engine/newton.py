"""Newton's method for many log-linear models at once, by whichever arithmetic is in use."""

from __future__ import annotations

import numpy as np

from darkfigure.engine import batched
from darkfigure.engine.choice import current
from darkfigure.engine.fits import MOST_STEPS, SMALLEST_PIVOT, Array, Fits, Flags, Masks
from darkfigure.lattice import subset_sums


def pattern(margins: Array, masks: Masks) -> tuple[Flags, Flags]:
    """Say which terms and which histories take part, given which lists share no case.

    A term whose lists share no case is at minus infinity; every history that holds it, and every larger term, goes
    with it (Chan, Silverman & Vincent 2021). A list without a case is a term of that kind.

    Args:
        margins: superset sums of the counts, shape ``(2 ** L, F)``.
        masks: terms, shape ``(K, F)``, the intercept first.

    Returns:
        ``used``, shape ``(K, F)``, and ``live``, shape ``(2 ** L, F)``.
    """
    used = np.take_along_axis(margins, masks, 0) > 0
    used[0] = True
    held = np.zeros(margins.shape)
    np.put_along_axis(held, masks, ~used, 0)
    live = subset_sums(held) == 0
    live[0] = False
    return used, live


def newton(
    margins: Array,
    counts: Array,
    masks: Masks,
    used: Flags,
    live: Flags,
    start: Array,
    *,
    most_steps: int = MOST_STEPS,
    smallest_pivot: float = SMALLEST_PIVOT,
) -> Fits:
    """Fit each column.

    Args:
        margins: superset sums of the counts, shape ``(2 ** L, F)``.
        counts: the counts, shape ``(2 ** L, F)``, row 0 zero.
        masks: the terms of each column, shape ``(K, F)``, the intercept (0) first; a term that takes no part may be
            any mask that is no used term of the column.
        used: which of them are fitted, shape ``(K, F)``; terms at minus infinity are not.
        live: the histories that can occur, shape ``(2 ** L, F)``; not row 0, and none that holds a term at minus
            infinity.
        start: coefficients to start from, shape ``(K, F)``.
        most_steps: after so many a fit is left undecided.
        smallest_pivot: share of a term's own information that must be left when the terms before it are known.
    """
    engine = current()
    if engine.name == "numba":
        from darkfigure.engine import compiled

        return compiled.newton(
            margins, counts, masks, used, live, start, most_steps=most_steps,
            smallest_pivot=smallest_pivot, threads=engine.threads,
        )  # fmt: skip
    return batched.newton(
        margins, counts, masks, used, live, start, most_steps=most_steps, smallest_pivot=smallest_pivot
    )
