"""How often the interval holds the truth, on data like the user's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from darkfigure.engine.choice import using
from darkfigure.estimating import estimate
from darkfigure.fitting import fit
from darkfigure.models import HierarchicalModel
from darkfigure.resampling import (
    MOST_FAILED,
    Progress,
    acceleration_of,
    bca_interval,
    bias_correction,
    delete_one,
    percentile_interval,
)
from darkfigure.results import Coverage, Interval, NotEstimable
from darkfigure.selecting import TOP, Array, Criterion, Fixed, Selector, Stepwise, search
from darkfigure.tables import CaptureTable

#: Data sets whose replicates are fitted together.
TOGETHER = 8

Maker = Callable[[CaptureTable], Selector]


def coverage(
    table: CaptureTable,
    method: str = "stepwise",
    *,
    sets: int = 500,
    n_boot: int = 1000,
    levels: Sequence[float] = (0.8, 0.95),
    p_threshold: float = 0.02,
    seed: int = 1,
    engine: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Coverage | NotEstimable:
    """Simulate data from the model fitted to a table and count how often each interval holds the truth.

    The total is taken to be the estimate, rounded; every data set goes through the whole method, with bootstrap.

    Args:
        table: the data.
        method: ``stepwise``, ``bic``, ``aic`` or ``independence``.
        sets: data sets.
        n_boot: replicates of each.
        levels: nominal levels.
        p_threshold: for ``stepwise``.
        seed: repeats it.
        engine: see ``estimate``.
        threads: see ``estimate``.
        progress: told how many data sets of how many are done.

    Returns:
        The shares, or why there is no model to simulate from.

    Raises:
        ValueError: for a method without bootstrap, or numbers that make no sense.
    """
    if method not in {"stepwise", "bic", "aic", "independence"}:
        raise ValueError("Coverage is simulated for stepwise, bic, aic and independence.")
    if sets < 1 or n_boot < 20 or any(not 0 < level < 1 for level in levels):
        raise ValueError("Say at least 1 data set, at least 20 replicates, and levels between 0 and 1.")
    base = estimate(table, method, n_boot=0, p_threshold=p_threshold)
    if isinstance(base, NotEstimable):
        return base
    fitted = fit(table, base.model or HierarchicalModel.independence(table.n_lists))
    if isinstance(fitted, NotEstimable):
        return fitted
    truth = round(fitted.total)
    return covered(
        fitted.fitted / fitted.fitted.sum(), truth, table.lists, _maker(method, p_threshold, table.n_lists), method, sets=sets, n_boot=n_boot,
        levels=levels, seed=seed, engine=engine, threads=threads, progress=progress,
    )  # fmt: skip


def _maker(method: str, p_threshold: float, n_lists: int) -> Maker:
    """Return what makes the selector for a data set."""
    if method == "stepwise":
        return lambda table: Stepwise(p_threshold, n_lists)
    if method == "independence":
        return lambda table: Fixed(HierarchicalModel.independence(n_lists))
    return lambda table: Criterion(method, search(table, method, 2), top=TOP)


def covered(
    shares: Array,
    truth: int,
    lists: Sequence[str],
    maker: Maker,
    method: str,
    *,
    sets: int,
    n_boot: int,
    levels: Sequence[float],
    seed: int,
    engine: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Coverage:
    """Count how often intervals hold a known total; see :func:`coverage`.

    Args:
        shares: probability of each history, the unseen at place 0; shape ``(2 ** L,)``.
        truth: the number of people.
        lists: names of the lists.
        maker: makes the method for a data set.
        method: its name.
        sets: data sets.
        n_boot: replicates of each.
        levels: nominal levels.
        seed: repeats it.
        engine: see ``estimate``.
        threads: see ``estimate``.
        progress: told how many data sets of how many are done.
    """
    held = {kind: dict.fromkeys(levels, 0) for kind in ("bca", "percentile")}
    estimates: list[float] = []
    # One stream a data set: many draws, few streams.
    streams = np.random.SeedSequence(seed).spawn(sets)
    with using(engine, threads, sets * n_boot):
        for begin in range(0, sets, TOGETHER):
            group = [
                _Set(lists, shares, truth, n_boot, np.random.default_rng(s)) for s in streams[begin : begin + TOGETHER]
            ]
            for one, found in zip(group, _fitted(group, maker), strict=True):
                limits = one.limits(found, levels)
                for (kind, level), interval in limits.items():
                    held[kind][level] += interval.lower <= truth <= interval.upper
                if limits:
                    estimates.append(float(found[0]))
            if progress is not None:
                progress(min(begin + TOGETHER, sets), sets)
    given = max(1, len(estimates))
    error = np.array(estimates) - truth
    return Coverage(
        method, float(truth), sets, sets - len(estimates),
        {kind: {level: count / given for level, count in by.items()} for kind, by in held.items()},
        float(error.mean()) if estimates else math.nan, float(np.sqrt((error**2).mean())) if estimates else math.nan,
        seed, {"n_boot": n_boot, "levels": list(levels)},
    )  # fmt: skip


class _Set:
    """One simulated data set with everything that has to be fitted for it."""

    def __init__(self, lists: Sequence[str], shares: Array, truth: int, n_boot: int, rng: np.random.Generator) -> None:
        counts = rng.multinomial(truth, shares)
        counts[0] = 0
        self.table = CaptureTable(tuple(lists), counts)
        fewer, masks = delete_one(self.table)
        self.weights = counts[masks]
        drawn = rng.multinomial(self.table.n, counts / max(1, self.table.n), n_boot)
        #: The table itself, the jackknife, the replicates.
        self.tables = np.vstack([counts[None], fewer, drawn])

    def limits(self, found: Array, levels: Sequence[float]) -> dict[tuple[str, float], Interval]:
        """Return the intervals; none where the table or too many replicates have no estimate."""
        cases = self.weights.size
        whole, jackknife, replicates = found[0], found[1 : 1 + cases], found[1 + cases :]
        valid = replicates[np.isfinite(replicates)]
        if not np.isfinite(whole) or valid.size < (1 - MOST_FAILED) * replicates.size:
            return {}
        z0, acceleration = bias_correction(replicates, float(whole)), acceleration_of(jackknife, self.weights)
        out: dict[tuple[str, float], Interval] = {}
        for level in levels:
            percentile = percentile_interval(valid, level)
            out["percentile", level] = percentile
            # What the library shows where there is no BCa interval is the percentile one.
            out["bca", level] = bca_interval(valid, z0, acceleration, level) or percentile
        return out


def _fitted(group: Sequence[_Set], maker: Maker) -> list[Array]:
    """Return the totals of all tables of some data sets, those of one method together."""
    selectors = [maker(one.table) for one in group]
    if all(selector == selectors[0] for selector in selectors):
        tables = np.vstack([one.tables for one in group])
        together = tables.sum(1) + selectors[0].dark(tables)
        return np.split(together, np.cumsum([len(one.tables) for one in group])[:-1])
    return [one.tables.sum(1) + selector.dark(one.tables) for one, selector in zip(group, selectors, strict=True)]
