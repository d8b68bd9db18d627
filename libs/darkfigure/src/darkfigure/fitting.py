"""One log-linear model fitted to one table (Cormack 1989; Bales, Hesketh & Silverman 2015)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from darkfigure.engine.fits import FITTED
from darkfigure.engine.selection import fit_columns, independence_start
from darkfigure.existence import boundary_terms, check_existence
from darkfigure.lattice import superset_differences, superset_sums
from darkfigure.models import HierarchicalModel
from darkfigure.results import NEITHER, NO_MAXIMUM, NOT_IDENTIFIABLE, Interval, Note, NotEstimable
from darkfigure.tables import CaptureTable

_CODES = {
    NO_MAXIMUM: ("no-maximum",),
    NOT_IDENTIFIABLE: ("not-identifiable",),
    NEITHER: ("no-maximum", "not-identifiable"),
}


@dataclass(frozen=True)
class LoglinearFit:
    """A fitted model: counts are Poisson, log mean = sum of the coefficients of the terms within the history.

    Attributes:
        table: the data.
        model: the model.
        dark_figure: expected unseen cases, exp(intercept).
        coefficients: by mask, 0 for the intercept; ``-inf`` for terms at the boundary.
        fitted: expected count of each history, shape ``(2 ** L,)``; place 0 holds the dark figure.
        se_log_dark: standard error of the intercept, the model taken as given.
        loglik: log-likelihood over the histories that can occur, factorials included.
        deviance: twice the difference to a perfect fit.
        n_parameters: coefficients, the intercept and those at the boundary included (the convention of Silverman,
            Chan & Vincent 2024).
        boundary: terms at minus infinity: lists that share no case.
    """

    table: CaptureTable
    model: HierarchicalModel
    dark_figure: float
    coefficients: dict[int, float]
    fitted: NDArray[np.float64]
    se_log_dark: float
    loglik: float
    deviance: float
    n_parameters: int
    boundary: tuple[int, ...]

    @property
    def total(self) -> float:
        """Estimated number of cases, seen and unseen."""
        return self.table.n + self.dark_figure

    @property
    def aic(self) -> float:
        """Akaike's criterion, 2 k - 2 loglik."""
        return 2 * self.n_parameters - 2 * self.loglik

    @property
    def bic(self) -> float:
        """Bayesian criterion, k log n - 2 loglik, with n the number of cases (not of histories)."""
        return self.n_parameters * math.log(self.table.n) - 2 * self.loglik

    def wald(self, level: float = 0.95) -> Interval:
        """Return the interval that takes the model as given: n + dark figure x exp(+- z se).

        Args:
            level: the nominal level.
        """
        from scipy.special import ndtri

        reach = float(ndtri((1 + level) / 2)) * self.se_log_dark
        lower, upper = (self.table.n + self.dark_figure * math.exp(sign * reach) for sign in (-1, 1))
        return Interval(lower, upper, level, "wald", (Note("conditional-interval", {"method": "wald"}, "know"),))

    def boundary_notes(self) -> tuple[Note, ...]:
        """Say which pairs are set to 'never together', and how likely such an empty overlap would be without that.

        Chance: exp(-expected overlap) under the model without the term.
        """
        names, pairs = self.table.lists, []
        for term in self.boundary:
            if term.bit_count() < 2:
                continue
            rest = HierarchicalModel.of(self.table.n_lists, [t for t in self.model.terms if term & t != term])
            without = fit(self.table, rest)
            if isinstance(without, LoglinearFit):
                expected = float(superset_sums(without.fitted)[term])
                joined = " & ".join(names[i] for i in range(len(names)) if term >> i & 1)
                pairs.append({"pair": joined, "chance": math.exp(-expected)})
        return (Note("boundary", {"pairs": pairs}, "know"),) if pairs else ()


def refusal(table: CaptureTable, method: str, model: HierarchicalModel) -> NotEstimable:
    """Return why a model cannot be fitted to a table.

    Args:
        table: the data.
        method: the method that asked for it.
        model: the model.
    """
    found = check_existence(table, model)
    codes = _CODES.get(found.code, ("no-maximum",))
    if not table.margins[[mask for mask in range(table.counts.size) if mask.bit_count() == 2]].any():
        codes = ("no-overlap",)
    named = str(model)
    notes = tuple(Note(code, {} if code == "no-overlap" else {"model": named}, "refuse") for code in codes)
    return NotEstimable(method, table.n, table.lists, table.sha256, notes, found.code or NO_MAXIMUM, model)


def fit(table: CaptureTable, model: HierarchicalModel | str, *, method: str = "fixed") -> LoglinearFit | NotEstimable:
    """Fit a model.

    Args:
        table: the data.
        model: the model, or its description such as ``[12,13,4]``.
        method: the name that stands in a refusal.

    Returns:
        The fit, or why there is none.

    Raises:
        ModelError: when the model does not belong to the table.
    """
    model = HierarchicalModel.parse(model, table.n_lists) if isinstance(model, str) else model
    counts = table.counts.astype(float)[:, None]
    margins = table.margins.astype(float)[:, None]
    masks = np.array([0, *model.terms], dtype=np.int64)[:, None]
    main = independence_start(margins)
    start = np.vstack([main, np.zeros((masks.shape[0] - main.shape[0], 1))])
    fits = fit_columns(counts, margins, masks, start)
    if table.n_lists < 2 or fits.status[0] != FITTED:
        return refusal(table, method, model)
    boundary = boundary_terms(table.margins, model.terms)
    out = [any(term & mask == term for term in boundary) for mask in masks[:, 0].tolist()]
    coefficients = {
        int(mask): -math.inf if gone else float(value)
        for mask, gone, value in zip(masks[:, 0], out, fits.beta[:, 0], strict=True)
    }
    expected = fits.margins[:, 0]
    used = masks[~np.array(out), 0]
    information = expected[used[:, None] | used[None, :]]
    fitted = np.maximum(superset_differences(expected), 0.0)
    fitted[0] = math.exp(coefficients[0])
    return LoglinearFit(
        table, model, float(fitted[0]), coefficients, fitted,
        se_log_dark=math.sqrt(float(np.linalg.inv(information)[0, 0])),
        **_criteria(table, fitted, boundary), n_parameters=len(model.terms) + 1, boundary=boundary,
    )  # fmt: skip


def _criteria(table: CaptureTable, fitted: NDArray[np.float64], boundary: tuple[int, ...]) -> dict[str, float]:
    from scipy.special import gammaln, xlogy

    live = [m for m in range(1, table.counts.size) if not any(term & m == term for term in boundary)]
    y, mu = table.counts[live].astype(float), fitted[live]
    loglik = float((xlogy(y, mu) - mu - gammaln(y + 1)).sum())
    deviance = float(2 * (xlogy(y, np.where(y > 0, y, 1) / np.where(y > 0, mu, 1)) - (y - mu)).sum())
    return {"loglik": loglik, "deviance": deviance}
