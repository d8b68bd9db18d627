"""The total averaged over all decomposable graphs on up to six lists: exact, without sampling (Madigan & York 1997)."""

from __future__ import annotations

from typing import Any

import numpy as np

from darkfigure.graph_posterior import (
    MAX_RATIO,
    GraphPosterior,
    posterior,
    posterior_on_grid,
)
from darkfigure.models import HierarchicalModel
from darkfigure.results import NOT_IDENTIFIABLE, Estimate, Interval, Note, NotEstimable
from darkfigure.tables import CaptureTable

__all__ = ["average_graphs", "posterior", "posterior_on_grid"]

METHOD = "dga"
#: A mean that would rise by more than this share on a grid ten times as long is not a property of the data.
SETTLED = 0.01
#: Totals under half and double the prior count that differ by more than this factor rest on the prior.
SENSITIVE = 1.5
QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
TOP_GRAPHS, THINNED = 10, 400


def average_graphs(
    table: CaptureTable,
    *,
    delta: float | None = None,
    level: float = 0.95,
    max_ratio: float = MAX_RATIO,
) -> Estimate | NotEstimable:
    """Estimate the total as an average over every decomposable graph of dependences between the lists.

    Each graph says which lists depend on each other; there are 2, 8, 61, 822 and 18,154 on two to six lists, all
    equally probable before the data. The prior of the total is 1/N, that of the cells of a margin a Dirichlet. Both
    the graphs and the total are summed out exactly (Madigan & York, Biometrika 1997).

    The total is the posterior mean. Where graphs that leave the total open have weight, the posterior falls so slowly
    that its mean only says where the grid ends (note ``heavy-tail``): the total is then the median. Where the graph
    that joins all lists is more probable than not, nothing but the prior speaks of the unseen, and there is no
    estimate. Lists without a case are left out.

    Args:
        table: the data, two to six lists.
        delta: the prior count of each full cell, above 0; 2 to the power of -L by default. Counts like 0.5 or 1, which
            are offered elsewhere, outweigh sparse tables and draw the total down to the cases seen.
        level: the posterior probability of the interval, between 0 and 1.
        max_ratio: the unseen cases are at most so many times the seen ones.

    Returns:
        The estimate, with the credible interval of equal tails. Its ``details`` hold ``mean``, ``median``, ``mode``,
        ``centre`` (which of them the total is), ``quantiles``, ``graphs`` (how many), ``top_graphs``, ``deltas`` (the
        total under half, this and double the prior count), ``modes``, ``grid`` and a thinned ``posterior``. Or a
        refusal: no second list, no case on two lists, or no graph that tells the total.

    Raises:
        ValueError: for more than six lists, or a setting out of range.
    """
    if not 0 < level < 1:
        raise ValueError("The level of an interval lies between 0 and 1, for example 0.95.")
    used = table.tidy()
    reason = _no_overlap(used)
    if reason:
        return NotEstimable(METHOD, table.n, table.lists, table.sha256, (Note(reason, {}, "refuse"),))
    prior = 2.0**-used.n_lists if delta is None else delta
    found = posterior(used, prior, max_ratio)
    if found.saturated > 0.5:
        model = HierarchicalModel.of(used.n_lists, [(1 << used.n_lists) - 1])
        note = Note("not-identifiable", {"model": str(model)}, "refuse")
        return NotEstimable(METHOD, table.n, table.lists, table.sha256, (note,), NOT_IDENTIFIABLE, model)
    heavy = found.unsettled > SETTLED
    others = {value: posterior(used, value, max_ratio, pieces=4) for value in (prior / 2, 2 * prior)}
    totals = {value: _centre(other, heavy) for value, other in sorted({**others, prior: found}.items())}
    tails = ((1 - level) / 2, (1 + level) / 2)
    lower, upper = found.quantiles(tails)
    return Estimate(
        method=METHOD,
        observed=table.n,
        total=totals[prior],
        lists=table.lists,
        input_sha256=table.sha256,
        intervals=(Interval(max(float(lower), table.n), float(upper), level, "credible"),),
        notes=_notes(found, totals, heavy),
        settings={"delta": prior, "level": level, "max_ratio": max_ratio, "prior": "1/N"},
        details=_details(found, used, totals, heavy) | {"empty_lists": list(table.empty_lists())},
    )


def _no_overlap(table: CaptureTable) -> str:
    if table.n and table.n_lists < 2:
        return "one-list"
    return "" if sum(table.capture_frequencies()[1:]) else "no-overlap"


def _centre(found: GraphPosterior, heavy: bool) -> float:
    return float(found.quantiles((0.5,))[0]) if heavy else found.mean


def _notes(found: GraphPosterior, totals: dict[float, float], heavy: bool) -> tuple[Note, ...]:
    notes = []
    ratio = max(totals.values()) / min(totals.values())
    if ratio > SENSITIVE:
        notes.append(
            Note("prior-sensitivity", {"deltas": list(totals), "totals": list(totals.values()), "ratio": ratio})
        )
    modes = found.modes()
    if len(modes) > 1:
        notes.append(Note("multimodal", {"method": METHOD, "modes": [mode.total for mode in modes]}))
    if heavy:
        notes.append(Note("heavy-tail", {"median": _centre(found, True), "mean": found.mean}))
    return (*notes, Note("highest-order", {}, "know"))


def _details(found: GraphPosterior, table: CaptureTable, totals: dict[float, float], heavy: bool) -> dict[str, Any]:
    return {
        "mean": found.mean,
        "median": _centre(found, True),
        "mode": found.mode,
        "centre": "median" if heavy else "mean",
        "quantiles": {
            str(prob): float(value) for prob, value in zip(QUANTILES, found.quantiles(QUANTILES), strict=True)
        },
        "graphs": int(found.graphs.edges.size),
        "top_graphs": found.top(TOP_GRAPHS, table.lists),
        "saturated": found.saturated,
        "deltas": [{"delta": value, "total": total} for value, total in totals.items()],
        "modes": [{"total": mode.total, "share": mode.share} for mode in found.modes()],
        "grid": {
            "points": int(found.totals.size),
            "largest": float(found.totals[-1]),
            "beyond": found.beyond,
            "mean_rise": found.unsettled,
        },
        "posterior": _thinned(found),
    }


def _thinned(found: GraphPosterior) -> dict[str, list[float]]:
    """Return the curve by at most 400 points, evenly spaced among those that hold all but a thousandth of it."""
    low, high = found.quantiles((0.0005, 0.9995))
    inside = np.flatnonzero((found.totals >= low) & (found.totals <= high))
    places = np.unique(np.round(np.linspace(inside[0], inside[-1], THINNED)).astype(int))
    return {"total": found.totals[places].tolist(), "density": found.density[places].tolist()}
