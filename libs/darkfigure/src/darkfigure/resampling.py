"""Intervals that count the choice of the model: the whole selection is repeated in every replicate.

Chan, Silverman & Vincent (2021), section 3.3; Silverman, Chan & Vincent (2024); BCa after Efron (1987).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkfigure.results import Interval, Note, Replicates
from darkfigure.selecting import Array, Selector, Tables
from darkfigure.tables import CaptureTable

#: Replicates this near the estimate (as a share of it) count half as below and half as above it.
TIE = 1e-9
#: With more failures than this share there is no interval.
MOST_FAILED = 0.05
#: Tables handed to the engine at once; between two such handfuls progress is told.
HANDFUL = 2000

Progress = Callable[[int, int], None]


def draw(table: CaptureTable, replicates: int, seed: int) -> Tables:
    """Draw tables from the observed histories, each from a stream of its own.

    Args:
        table: the data.
        replicates: how many.
        seed: repeats them; the first of many are the same as when only few are drawn.

    Returns:
        int64, shape ``(replicates, 2 ** L)``.
    """
    share = table.counts / table.n
    streams = np.random.SeedSequence(seed).spawn(replicates)
    return np.array(
        [np.random.default_rng(stream).multinomial(table.n, share) for stream in streams], np.int64
    ).reshape(replicates, table.counts.size)


def draw_fitted(fitted: Array, replicates: int, seed: int) -> Tables:
    """Draw tables from a fitted model, the unseen among them, and forget the unseen.

    Unlike :func:`draw` this can bring up overlaps that were never seen.

    Args:
        fitted: expected cases by history, the unseen at place 0; shape ``(2 ** L,)``.
        replicates: how many.
        seed: repeats them.
    """
    total = fitted.sum()
    streams = np.random.SeedSequence(seed).spawn(replicates)
    drawn = [np.random.default_rng(stream).multinomial(round(total), fitted / total) for stream in streams]
    tables = np.array(drawn, np.int64).reshape(replicates, fitted.size)
    tables[:, 0] = 0
    return tables


def delete_one(table: CaptureTable) -> tuple[Tables, NDArray[np.int64]]:
    """Return the table with one case fewer in each history that was seen, and the masks of those histories.

    Args:
        table: the data.
    """
    masks = np.flatnonzero(table.counts)
    tables = np.repeat(table.counts[None], masks.size, 0)
    tables[np.arange(masks.size), masks] -= 1
    return tables, masks


def totals(selector: Selector, tables: Tables, progress: Progress | None = None) -> Array:
    """Return the total for each table, NaN where there is none.

    Args:
        selector: the method.
        tables: counts, shape ``(F, 2 ** L)``.
        progress: told how many of how many are done.
    """
    out = np.full(len(tables), np.nan)
    # Few tables at a time where a table takes many fits, so that progress moves.
    step = max(50, min(HANDFUL, 100_000 // max(1, selector.fits())))
    for begin in range(0, len(tables), step):
        part = tables[begin : begin + step]
        out[begin : begin + step] = part.sum(1) + selector.dark(part)
        if progress is not None:
            progress(min(begin + step, len(tables)), len(tables))
    return out


@dataclass(frozen=True)
class Resampled:
    """What was computed on the replicates.

    Attributes:
        intervals: BCa first, then percentile; none with too many failures.
        replicates: the figures behind them.
        notes: failures and the like.
        histories: masks of the histories of the jackknife, in the order of ``replicates.jackknife``.
    """

    intervals: tuple[Interval, ...]
    replicates: Replicates
    notes: tuple[Note, ...]
    histories: tuple[int, ...]


def resample(
    table: CaptureTable,
    selector: Selector,
    estimate: float,
    *,
    replicates: int,
    level: float,
    seed: int,
    tables: Tables | None = None,
    progress: Progress | None = None,
) -> Resampled:
    """Bootstrap an estimate with its whole selection, and put BCa and percentile limits to it.

    Args:
        table: the data.
        selector: the method.
        estimate: its total on the table.
        replicates: how many tables are drawn.
        level: the nominal level.
        seed: repeats them.
        tables: replicates drawn elsewhere, shape ``(B, 2 ** L)``.
        progress: told how many of how many are done.
    """
    drawn = draw(table, replicates, seed) if tables is None else tables
    fewer, masks = delete_one(table)
    found = totals(selector, np.vstack([fewer, drawn]), progress)
    jackknife, estimates = found[: masks.size], found[masks.size :]
    weights = table.counts[masks]
    acceleration = acceleration_of(jackknife, weights)
    z0 = bias_correction(estimates, estimate)
    singles = [1 << number for number in range(table.n_lists)]
    sizes = np.array([[mask & single > 0 for mask in range(table.counts.size)] for single in singles])
    empty = int(((drawn @ sizes.T.astype(np.int64)) == 0).any(1).sum())
    failed = int(np.isnan(estimates).sum())
    summary = Replicates(
        tuple(estimates.tolist()), tuple(jackknife.tolist()), tuple(weights.tolist()), failed, empty, z0, acceleration
    )
    notes = []
    if failed:
        share = failed / len(estimates)
        notes.append(Note("failed-replicates", {"failed": failed, "of": len(estimates), "share": share}))
    if empty:
        notes.append(Note("replicate-empty-list", {"count": empty, "of": len(estimates)}, "know"))
    intervals: tuple[Interval, ...] = ()
    if len(estimates) and failed <= MOST_FAILED * len(estimates):
        valid = estimates[~np.isnan(estimates)]
        bca = bca_interval(valid, z0, acceleration, level)
        intervals = (*((bca,) if bca else ()), percentile_interval(valid, level))
    return Resampled(intervals, summary, tuple(notes), tuple(masks.tolist()))


def acceleration_of(jackknife: Array, weights: NDArray[np.int64]) -> float:
    """Return the acceleration from totals with one case fewer, each weighted with the cases of its history.

    Args:
        jackknife: totals, shape ``(S,)``; NaN where there is none.
        weights: cases, shape ``(S,)``.

    Returns:
        The acceleration; 0 where all totals are alike, NaN where one is missing.
    """
    share = weights / weights.sum()
    deviation = (share * jackknife).sum() - jackknife
    spread = (weights * deviation**2).sum()
    return float((weights * deviation**3).sum() / (6 * spread**1.5)) if spread != 0 else 0.0


def bias_correction(estimates: Array, estimate: float) -> float:
    """Return z0; replicates equal to the estimate count half.

    Args:
        estimates: totals of the replicates; NaN are left out.
        estimate: the total of the table.
    """
    from scipy.special import ndtri

    valid = estimates[~np.isnan(estimates)]
    if not valid.size:
        return math.nan
    tied = np.abs(valid - estimate) <= TIE * estimate
    return float(ndtri(((valid < estimate) & ~tied).mean() + tied.mean() / 2))


def bca_interval(valid: Array, z0: float, acceleration: float, level: float) -> Interval | None:
    """Return the bias-corrected and accelerated interval, with flags where it cannot be trusted.

    Args:
        valid: totals of the replicates, none missing.
        z0: the bias correction.
        acceleration: the acceleration.
        level: the nominal level.

    Returns:
        The interval; ``None`` where bias or acceleration cannot be computed.
    """
    if not (math.isfinite(z0) and math.isfinite(acceleration)):
        return None
    adjusted = adjusted_probabilities(z0, acceleration, np.array([(1 - level) / 2, (1 + level) / 2]))
    lower, upper = np.quantile(valid, adjusted, method="median_unbiased").tolist()
    edge = 2 / valid.size
    sides = [side for side, chance in zip(("lower", "upper"), adjusted, strict=True) if not edge <= chance <= 1 - edge]
    flags = [Note("saturated", {"sides": sides})] if sides else []
    if abs(z0) > 0.5:
        flags.append(Note("bias-correction", {"z0": z0}))
    return Interval(lower, upper, level, "bca", tuple(flags))


def adjusted_probabilities(z0: float, acceleration: float, alpha: Array) -> Array:
    """Return which quantiles of the replicates are the BCa limits at given levels.

    Args:
        z0: the bias correction.
        acceleration: the acceleration.
        alpha: levels between 0 and 1.
    """
    from scipy.special import ndtr, ndtri

    shifted = z0 + ndtri(alpha)
    bent = 1 - acceleration * shifted
    # Beyond the pole the formula turns round; the limit is then the outermost replicate.
    with np.errstate(divide="ignore"):
        inside = ndtr(z0 + shifted / bent)
    outside = np.where(shifted > 0, 1.0, 0.0)
    chances: Array = np.where(bent > 0, inside, outside)
    return chances


def percentile_interval(valid: Array, level: float, method: str = "percentile") -> Interval:
    """Return plain quantiles of the replicates (Hyndman & Fan's definition 8).

    Args:
        valid: totals of the replicates, none missing.
        level: the nominal level.
        method: the name the interval goes by.
    """
    lower, upper = np.quantile(valid, [(1 - level) / 2, (1 + level) / 2], method="median_unbiased").tolist()
    return Interval(lower, upper, level, method)


def influence(resampled: Resampled, table: CaptureTable, estimate: float) -> tuple[Note, ...]:
    """Say which single case moves the total most, where that is more than a tenth.

    Args:
        resampled: the jackknife.
        table: the data.
        estimate: the total.
    """
    note = most_influential(resampled.replicates.jackknife, resampled.histories, table, estimate)
    return (note,) if note is not None and note.values["share"] > 0.1 else ()


def most_influential(
    jackknife: tuple[float, ...], histories: tuple[int, ...], table: CaptureTable, estimate: float
) -> Note | None:
    """Return the single case whose absence moves the total most.

    Args:
        jackknife: totals with one case fewer.
        histories: the masks of those cases' histories.
        table: the data.
        estimate: the total with all cases.
    """
    values: dict[str, Any] = {}
    for total, mask in zip(jackknife, histories, strict=True):
        if math.isfinite(total) and abs(total / estimate - 1) >= values.get("share", 0.0):
            names = " & ".join(table.lists[i] for i in range(table.n_lists) if mask >> i & 1)
            share = abs(total / estimate - 1)
            values = {"history": names, "total_with": estimate, "total_without": total, "share": share}
    return Note("one-case", values) if values else None
