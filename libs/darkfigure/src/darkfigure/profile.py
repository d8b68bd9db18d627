"""Profile-likelihood interval for the total under one model (Cormack 1992)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from darkfigure.engine.fits import FITTED
from darkfigure.engine.newton import newton, pattern
from darkfigure.fitting import LoglinearFit
from darkfigure.lattice import superset_differences
from darkfigure.results import Interval, Note

#: The upper limit is looked for up to so many times the dark figure; beyond, there is none.
FARTHEST = 1e6


def profile_loglik(fitted: LoglinearFit, unseen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the multinomial log-likelihood, the model refitted, for trial numbers of unseen cases.

    ln Gamma(N + 1) - ln Gamma(n0 + 1) + sum over all histories of y ln(mu / N), with N = n + n0 and the history of
    the unseen counted with n0.

    Args:
        fitted: the model fitted to the table.
        unseen: trial numbers n0, above 0; shape ``(F,)``.

    Returns:
        Shape ``(F,)``; -inf where the fit fails.
    """
    from scipy.special import gammaln, xlogy

    table, trials = fitted.table, unseen.size
    counts = np.repeat(table.counts.astype(float)[:, None], trials, 1)
    margins = np.repeat(table.margins.astype(float)[:, None], trials, 1)
    counts[0] = unseen
    margins[0] += unseen
    masks = np.repeat(np.array([0, *fitted.model.terms], dtype=np.int64)[:, None], trials, 1)
    used, live = pattern(margins, masks)
    live[0] = True
    start = np.repeat(np.array([max(b, -30.0) for b in fitted.coefficients.values()])[:, None], trials, 1)
    start[0] = np.log(unseen)
    fits = newton(margins, counts, masks, used, live, start)
    expected = superset_differences(fits.margins)
    total = table.n + unseen
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (
            gammaln(total + 1) - gammaln(unseen + 1) + xlogy(counts, np.where(counts > 0, expected, 1) / total).sum(0)
        )
    return np.where(fits.status == FITTED, value, -np.inf)


def profile_interval(fitted: LoglinearFit, level: float = 0.95) -> tuple[float, Interval]:
    """Return the total of highest profile likelihood and the interval around it.

    Args:
        fitted: the model fitted to the table.
        level: the nominal level.

    Returns:
        The total, and the interval: all totals whose log-likelihood is within half the quantile of chi-squared with
        one degree of freedom of the highest. It takes the model as given and says so.
    """
    from scipy.optimize import brentq, minimize_scalar
    from scipy.special import ndtri

    def height(log_unseen: float) -> float:
        return float(profile_loglik(fitted, np.array([math.exp(log_unseen)]))[0])

    centre = math.log(max(fitted.dark_figure, 1e-6))
    peak = minimize_scalar(
        lambda x: -height(x), bounds=(centre - 3, centre + 3), method="bounded", options={"xatol": 1e-10}
    )
    top, best = float(peak.x), -float(peak.fun)
    drop = float(ndtri((1 + level) / 2)) ** 2 / 2

    def above(log_unseen: float) -> float:
        return height(log_unseen) - best + drop

    n = fitted.table.n
    flags = [Note("conditional-interval", {"method": "profile"}, "know")]
    low = _first(above, top, -1.0, math.log(1e-3))
    lower = n + math.exp(brentq(above, low, top, xtol=1e-12)) if low is not None else float(n)
    high = _first(above, top, 1.0, top + math.log(FARTHEST))
    upper = n + math.exp(brentq(above, top, high, xtol=1e-12)) if high is not None else math.inf
    if high is None:
        flags.append(Note("no-upper-limit"))
    return n + math.exp(top), Interval(lower, upper, level, "profile", tuple(flags))


def _first(above, top: float, direction: float, end: float) -> float | None:  # type: ignore[no-untyped-def]
    """Walk from the top until the likelihood has fallen far enough; None where it never does."""
    step, at = 0.25, top
    while (at - end) * direction < 0:
        at += direction * step
        if above(at) < 0:
            return at
        step *= 1.5
    return None
