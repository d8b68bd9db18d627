"""How many cases there are in all, by the method asked for, with the range that belongs to it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from darkfigure import selecting
from darkfigure.engine.choice import using
from darkfigure.fitting import LoglinearFit, fit, refusal
from darkfigure.models import HierarchicalModel
from darkfigure.profile import profile_interval
from darkfigure.resampling import Progress, Resampled, draw_fitted, influence, percentile_interval, resample, totals
from darkfigure.results import Estimate, Interval, Note, NotEstimable, Result
from darkfigure.tables import CaptureTable

METHODS = ("stepwise", "bic", "aic", "independence", "fixed", "chao", "dga", "lcmcr")
INTERVALS = ("bca", "percentile", "parametric", "profile", "wald", "credible")
#: Models this near to the best say as much as it does; where they differ more than this, nothing is settled.
NEAR, APART = 2.0, 1.5


@dataclass(frozen=True)
class Settings:
    """What is asked of :func:`estimate`; see there."""

    p_threshold: float = 0.02
    max_order: int = 2
    average: bool = False
    n_boot: int = 1000
    n_top: int | None = None
    level: float = 0.95
    seed: int = 1
    interval: str | None = None
    delta: float | None = None
    chains: int = 8
    progress: Progress | None = None


def estimate(
    table: CaptureTable,
    method: str = "stepwise",
    *,
    model: HierarchicalModel | str | None = None,
    p_threshold: float = 0.02,
    max_order: int = 2,
    average: bool = False,
    interval: str | None = None,
    n_boot: int = 1000,
    n_top: int | None = None,
    level: float = 0.95,
    seed: int = 1,
    delta: float | None = None,
    chains: int = 8,
    engine: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Estimate how many cases there are, seen and unseen.

    Args:
        table: the data.
        method: ``stepwise`` (Chan, Silverman & Vincent 2021), ``bic`` or ``aic`` (Silverman, Chan & Vincent 2024),
            ``independence``, ``fixed`` (the model given), ``chao`` (a lower bound, 1987), ``dga`` (average over
            decomposable graphs, Madigan & York 1997), ``lcmcr`` (latent classes, Manrique-Vallier 2016).
        model: for ``fixed``: the model, or its description such as ``[12,13,4]``.
        p_threshold: for ``stepwise``: a pair enters while its p-value is below this.
        max_order: for ``bic`` and ``aic``: the most lists in one interaction.
        average: for ``bic`` and ``aic``: average over models with weights exp(-difference / 2) instead of the best.
        interval: which range stands first: ``bca``, ``percentile``, ``parametric``, ``profile`` or ``wald`` for
            models, ``credible`` for ``dga`` and ``lcmcr``; the method's own by default.
        n_boot: bootstrap replicates, each with the whole selection; 0 for none.
        n_top: for ``bic`` and ``aic``: models the replicates choose from, the best first. By default all up to 1,024,
            else the best 100.
        level: the nominal level of the ranges.
        seed: repeats everything that uses chance.
        delta: for ``dga``: the prior's weight of a cell; 2^-L by default.
        chains: for ``lcmcr``: chains, at least 8.
        engine: ``numpy`` or ``numba``; chosen by the amount of work by default. Results agree to rounding.
        threads: for ``numba``: threads; all processors by default. Results do not depend on them.
        progress: told how many of how many replicates are done.

    Returns:
        The estimate, or why there is none: a refusal is a value.

    Raises:
        ValueError: for a method, interval or number that makes no sense.
        ModelError: for a model that does not belong to the table.
    """
    asked = Settings(p_threshold, max_order, average, n_boot, n_top, level, seed, interval, delta, chains, progress)
    _check(method, asked, model)
    if table.n_lists < 2:
        return NotEstimable(method, table.n, table.lists, table.sha256, (Note("one-list", {}, "refuse"),))
    if method in {"chao", "dga", "lcmcr"}:
        return _without_models(table, method, asked)
    if isinstance(model, str):
        model = HierarchicalModel.parse(model, table.n_lists)
    with using(engine, threads, _work(table, method, asked)):
        return _by_model(table, method, asked, model)


def _check(method: str, asked: Settings, model: HierarchicalModel | str | None) -> None:
    if method not in METHODS:
        raise ValueError(f"There is no method {method!r}. Say one of: {', '.join(METHODS)}.")
    if (model is None) == (method == "fixed"):
        raise ValueError("Give a model with the method 'fixed', and with no other.")
    if asked.interval not in (None, *INTERVALS):
        raise ValueError(f"There is no interval {asked.interval!r}. Say one of: {', '.join(INTERVALS)}.")
    bayes = method in {"dga", "lcmcr"}
    if asked.interval is not None and (asked.interval == "credible") != bayes:
        raise ValueError(f"The method {method!r} has no interval {asked.interval!r}.")
    if not 0 < asked.level < 1:
        raise ValueError("The level must lie between 0 and 1, for example 0.95.")
    if not 0 <= asked.p_threshold <= 1:
        raise ValueError("The threshold must lie between 0 and 1, for example 0.02.")
    if asked.n_boot < 0 or asked.seed < 0 or asked.max_order < 1 or (asked.n_top is not None and asked.n_top < 1):
        raise ValueError("Replicates and seed must be 0 or more, order and models kept 1 or more.")
    if asked.delta is not None and not asked.delta > 0:
        raise ValueError("The prior weight delta must be above 0.")


def _without_models(table: CaptureTable, method: str, asked: Settings) -> Result:
    if method == "chao":
        from darkfigure.bounds import chao

        return chao(table, level=asked.level)
    if method == "dga":
        from darkfigure.graphs import average_graphs

        return average_graphs(table, delta=asked.delta, level=asked.level)
    from darkfigure.latent import latent_classes

    return latent_classes(table, chains=asked.chains, seed=asked.seed, level=asked.level)


def _work(table: CaptureTable, method: str, asked: Settings) -> int:
    """About how many fits there will be."""
    if method in {"bic", "aic"}:
        lists, order = table.n_lists, min(asked.max_order, table.n_lists - 1)
        whole = 2 ** (lists * (lists - 1) // 2) if order <= 2 else {3: 8, 4: 113, 5: 6893}.get(lists, 1000)
        return whole + asked.n_boot * min(whole, asked.n_top or (whole if whole <= selecting.EVERY else selecting.TOP))
    return asked.n_boot * (2 + table.n_lists)


def _by_model(table: CaptureTable, method: str, asked: Settings, model: HierarchicalModel | None) -> Result:
    if method in {"bic", "aic"}:
        return _searched(table, method, asked)
    selector: selecting.Selector
    if method == "stepwise":
        stepwise = selecting.Stepwise(asked.p_threshold, table.n_lists)
        selector, chosen = stepwise, stepwise.chosen(table)
        details: dict[str, Any] = {"path": [_named(table, pair) for pair in stepwise.path(table)]}
        settings: dict[str, Any] = {"p_threshold": asked.p_threshold}
    else:
        chosen = model or HierarchicalModel.independence(table.n_lists)
        selector, details, settings = selecting.Fixed(chosen), {}, {}
    fitted = fit(table, chosen, method=method)
    if isinstance(fitted, NotEstimable):
        return fitted
    return _finish(table, method, asked, selector, fitted, fitted.total, details, settings)


def _named(table: CaptureTable, mask: int) -> str:
    return " & ".join(name for number, name in enumerate(table.lists) if mask >> number & 1)


def _searched(table: CaptureTable, method: str, asked: Settings) -> Result:
    found = selecting.search(table, method, asked.max_order)
    if not found.models:
        refused = refusal(table, method, HierarchicalModel.independence(table.n_lists))
        return replace(refused, notes=(*refused.notes, Note("no-admissible-model", {}, "refuse")))
    top = asked.n_top or (None if len(found.models) <= selecting.EVERY else selecting.TOP)
    selector = selecting.Criterion(method, found, asked.average, top)
    fitted = fit(table, found.models[0], method=method)
    if isinstance(fitted, NotEstimable):
        return fitted
    total = float((found.weights * found.totals).sum()) if asked.average else fitted.total
    if asked.average and top is not None:
        # The replicates average over the models kept; so must the estimate they are compared with.
        share = found.weights[:top]
        total = float((share * found.totals[:top]).sum() / share.sum())
    near = found.totals[found.criterion - found.criterion[0] < NEAR]
    details = {
        "considered": found.considered,
        "admissible": len(found.models),
        "models": [
            {
                "model": str(found.models[i]),
                "total": float(found.totals[i]),
                "criterion": float(found.criterion[i]),
                "difference": float(found.criterion[i] - found.criterion[0]),
                "weight": float(found.weights[i]),
            }
            for i in range(min(200, len(found.models)))
        ],
        "averaged": _distribution(found),
    }
    notes = [] if found.complete else [Note("local-search", {}, "know")]
    if near.max() / near.min() > APART:
        low, high = float(near.min()), float(near.max())
        notes.append(Note("models-differ", {"ratio": high / low, "low": low, "high": high}))
    settings = {"criterion": method, "max_order": asked.max_order, "average": asked.average, "n_top": top}
    return _finish(table, method, asked, selector, fitted, total, details, settings, tuple(notes))


def _distribution(found: selecting.Found) -> dict[str, float]:
    """The totals of all models, weighted: it often has several peaks, which a mean alone would hide."""
    order = np.argsort(found.totals)
    passed = np.cumsum(found.weights[order])
    at = partial(np.searchsorted, passed, side="left")
    last = len(order) - 1
    lower, middle, upper = (float(found.totals[order][min(int(at(q)), last)]) for q in (0.025, 0.5, 0.975))
    return {
        "mean": float((found.weights * found.totals).sum()), "lower": lower, "median": middle, "upper": upper
    }  # fmt: skip


def _finish(
    table: CaptureTable,
    method: str,
    asked: Settings,
    selector: selecting.Selector,
    fitted: LoglinearFit,
    total: float,
    details: dict[str, Any],
    settings: dict[str, Any],
    notes: tuple[Note, ...] = (),
) -> Estimate:
    """Put ranges and notes to a total."""
    resampled: Resampled | None = None
    intervals: list[Interval] = []
    if asked.n_boot:
        resampled = resample(
            table, selector, total, replicates=asked.n_boot, level=asked.level, seed=asked.seed, progress=asked.progress
        )
        intervals += resampled.intervals
        notes = (*notes, *resampled.notes, *influence(resampled, table, total))
        if asked.interval == "parametric" or is_sparse(table):
            parametric = _parametric(fitted, selector, asked)
            intervals += [parametric] if parametric else []
    makers: dict[str, Callable[[], Interval]] = {
        "profile": lambda: profile_interval(fitted, asked.level)[1], "wald": lambda: fitted.wald(asked.level)
    }  # fmt: skip
    if asked.interval in makers:
        intervals.insert(0, makers[asked.interval]())
    elif asked.interval:
        intervals.sort(key=lambda found: found.method != asked.interval)
    notes = (*notes, *fitted.boundary_notes(), Note("highest-order", {}, "know"))
    if total > 10 * table.n:
        notes = (Note("far-beyond", {"ratio": total / table.n}), *notes)
    settings = {**settings, "n_boot": asked.n_boot, "level": asked.level}
    details = {
        **details,
        "se_log_dark": fitted.se_log_dark,
        "aic": fitted.aic,
        "bic": fitted.bic,
        "deviance": fitted.deviance,
    }
    return Estimate(
        method, table.n, total, table.lists, table.sha256, tuple(intervals), fitted.model, notes,
        asked.seed if asked.n_boot else None, settings, resampled.replicates if resampled else None, details,
    )  # fmt: skip


def is_sparse(table: CaptureTable) -> bool:
    """Whether overlaps are so few that replicates of the observed histories alone say too little.

    Then some pair shares no case, or half of the pairs share fewer than 5.

    Args:
        table: the data.
    """
    overlap = table.overlap()[np.triu_indices(table.n_lists, 1)]
    return bool((overlap == 0).any() or np.median(overlap) < 5)


def _parametric(fitted: LoglinearFit, selector: selecting.Selector, asked: Settings) -> Interval | None:
    """Percentile limits over tables drawn from the fitted model, the unseen included."""
    drawn = draw_fitted(fitted.fitted, asked.n_boot, asked.seed + 1)
    found = totals(selector, drawn[drawn.sum(1) > 0])
    valid = found[np.isfinite(found)]
    if valid.size < 0.95 * asked.n_boot or math.isnan(fitted.total):
        return None
    return percentile_interval(valid, asked.level, "parametric")
