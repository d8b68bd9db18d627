"""Fitting and selecting models in many tables at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from darkfigure.engine.fits import FITTED, Array, Fits, Flags, Masks
from darkfigure.engine.newton import newton, pattern
from darkfigure.engine.poisson import log_bounds, log_smaller_tail
from darkfigure.engine.verdicts import settle
from darkfigure.lattice import superset_sums
from darkfigure.models import Catalogue, HierarchicalModel, pair_masks

#: Two p-values nearer than this (in logarithms) are equal: the first pair in the order (1,2), (1,3), ... is taken.
TIE = 1e-9
#: Room for rounding where bounds of p-values (in logarithms) are compared.
SLACK = 1e-6
#: Columns fitted at once; more only costs memory.
WIDTH = 4096

Status = NDArray[np.int8]


@dataclass
class Stepwise:
    """What stepwise selection gave for each table.

    Attributes:
        dark: the unseen cases, shape ``(F,)``; NaN where no fit exists.
        path: numbers of the pairs in the order they entered, then -1; shape ``(F, pairs)``.
    """

    dark: Array
    path: Status


@dataclass
class ModelFits:
    """Fits of M models to each of F tables.

    Attributes:
        dark: the unseen cases, shape ``(F, M)``; NaN where no fit exists.
        loglik: kernel of the log-likelihood, shape ``(F, M)``; -inf where no fit exists.
    """

    dark: Array
    loglik: Array


def independence_start(margins: Array) -> Array:
    """Return coefficients to start main effects from, shape ``(1 + L, F)``."""
    lists = margins.shape[0].bit_length() - 1
    n = np.maximum(margins[0], 1.0)
    singles = np.maximum(margins[[1 << number for number in range(lists)]], 0.5)
    return np.vstack([np.log(3 * n)[None], np.log(singles / (4 * n))])


def fit_columns(counts: Array, margins: Array, masks: Masks, start: Array) -> Fits:
    """Fit one model to each column and decide what floating point cannot.

    Args:
        counts: shape ``(2 ** L, F)``.
        margins: their superset sums.
        masks: the terms of each column, shape ``(K, F)``.
        start: coefficients to start from, shape ``(K, F)``.
    """
    used, live = pattern(margins, masks)
    fits = newton(margins, counts, masks, used, live, start)
    settle(fits, margins, counts, masks, used, live, start)
    return fits


def stepwise(tables: NDArray[np.int64], threshold: float) -> Stepwise:
    """Add pairs one by one while the least likely overlap is less likely than the threshold.

    Chan, Silverman & Vincent (2021), section 3.2, with the p-value of each absent pair taken from the present fit.

    Args:
        tables: counts, shape ``(F, 2 ** L)``.
        threshold: p-values at or above it end the search.
    """
    counts = np.ascontiguousarray(tables.T, dtype=float)
    out = Stepwise(np.full(counts.shape[1], np.nan), np.full((counts.shape[1], _n_pairs(counts)), -1, np.int8))
    for begin in range(0, counts.shape[1], WIDTH):
        at = np.s_[begin : begin + WIDTH]
        out.dark[at], out.path[at] = _stepwise(counts[:, at], threshold)
    return out


def _n_pairs(counts: Array) -> int:
    lists = int(counts.shape[0]).bit_length() - 1
    return lists * (lists - 1) // 2


def _stepwise(counts: Array, threshold: float) -> tuple[Array, Status]:
    size, fits = counts.shape
    lists = size.bit_length() - 1
    # With two lists the one pair is the interaction of all lists, which no data can show.
    pairs = np.array(pair_masks(lists) if lists > 2 else (), dtype=np.int64)
    margins = superset_sums(counts)
    path = np.full((fits, _n_pairs(counts)), -1, np.int8)
    masks = np.tile(np.array([0, *(1 << i for i in range(lists))], dtype=np.int64)[:, None], fits)
    now = fit_columns(counts, margins, masks, independence_start(margins))
    closed = np.zeros((len(pairs), fits), np.bool_)
    taken = np.zeros(fits, np.int64)
    log_threshold = np.log(threshold) if threshold > 0 else -np.inf
    going = np.flatnonzero(now.status == FITTED)
    while going.size and len(pairs):
        chance = _chances(pairs, margins[:, going], now.margins[:, going], closed[:, going], log_threshold)
        least = chance.min(0)
        pick = np.argmax(chance <= least + TIE, axis=0)
        enter = least < log_threshold
        going, pick = going[enter], pick[enter]
        if not going.size:
            break
        closed[pick, going] = True
        masks, now.beta = _longer(masks, now.beta, size - 1)
        masks[-1, going] = pairs[pick]
        start = now.beta[:, going]
        shared, expected = margins[pairs[pick], going], now.margins[pairs[pick], going]
        start[-1] = np.log(np.where(shared > 0, shared, 1.0) / np.where(shared > 0, expected, 1.0))
        new = fit_columns(counts[:, going], margins[:, going], masks[:, going], start)
        good = new.status == FITTED
        at = going[good]
        now.beta[:, at], now.margins[:, at] = new.beta[:, good], new.margins[:, good]
        path[at, taken[at]] = pick[good]
        taken[at] += 1
        # A pair that cannot be fitted is passed over and the next one tried.
        masks[-1, going[~good]] = size - 1
    return np.where(now.status == FITTED, np.exp(now.beta[0]), np.nan), path


def _chances(pairs: Masks, margins: Array, expected: Array, closed: Flags, log_threshold: float) -> Array:
    """Return the log p-value of the overlaps under the present fits, of those pairs that may be the least likely.

    Pairs that are closed, or whose bounds show that they cannot be the next to enter, get +inf: only few of the tails
    have to be summed.
    """
    count, mean = margins[pairs], expected[pairs]
    out = np.full(count.shape, np.inf)
    able = ~closed & (mean > 0)
    at_least, at_most = log_bounds(count, np.where(able, mean, 1.0))
    limit = np.minimum(np.where(able, at_most, np.inf).min(0), log_threshold)
    able &= at_least <= limit + SLACK
    out[able] = log_smaller_tail(count[able], mean[able])
    return out


def _longer(masks: Masks, beta: Array, nothing: int) -> tuple[Masks, Array]:
    """Add a term to every column: one that takes no part, until it is set."""
    fits = masks.shape[1]
    return np.vstack([masks, np.full((1, fits), nothing)]), np.vstack([beta, np.zeros((1, fits))])


def fit_catalogue(table: NDArray[np.int64], models: Catalogue) -> tuple[ModelFits, list[Array]]:
    """Fit every model of a catalogue to one table, each from the fit of its parent.

    Args:
        table: counts, shape ``(2 ** L,)``.
        models: the models.

    Returns:
        The fits (``F = 1``) and for each model its coefficients, the intercept first; NaN where no fit exists.
    """
    total = len(models.models)
    out = ModelFits(np.full((1, total), np.nan), np.full((1, total), -np.inf))
    beta: list[Array] = [np.empty(0)] * total
    expected: dict[int, Array] = {}
    counts = table.astype(float)[:, None]
    margins = superset_sums(counts)
    levels: dict[int, list[int]] = {}
    for number, model in enumerate(models.models):
        levels.setdefault(len(model.terms), []).append(number)
    for size in sorted(levels):
        for begin in range(0, len(levels[size]), WIDTH):
            level = levels[size][begin : begin + WIDTH]
            masks = np.array([(0, *models.models[number].terms) for number in level], dtype=np.int64).T
            start = np.array([_from_parent(models, number, beta, expected, margins[:, 0]) for number in level]).T
            wide = np.repeat(counts, len(level), 1)
            fits = fit_columns(wide, np.repeat(margins, len(level), 1), masks, start)
            for column, number in enumerate(level):
                if fits.status[column] == FITTED:
                    out.dark[0, number] = np.exp(fits.beta[0, column])
                    out.loglik[0, number] = fits.loglik[column]
                    beta[number], expected[number] = fits.beta[:, column], fits.margins[:, column]
    for number, model in enumerate(models.models):
        if not beta[number].size:
            beta[number] = np.full(len(model.terms) + 1, np.nan)
    return out, beta


def _from_parent(
    models: Catalogue, number: int, beta: list[Array], expected: dict[int, Array], margins: Array
) -> Array:
    parent, term = models.parent[number], models.added[number]
    if parent < 0 or parent not in expected:
        main = independence_start(margins[:, None])[:, 0]
        return np.concatenate([main, np.zeros(len(models.models[number].terms) + 1 - main.size)])
    seen, fitted = margins[term], expected[parent][term]
    return np.append(beta[parent], np.log(seen / fitted) if seen > 0 and fitted > 0 else 0.0)


def fit_models(tables: NDArray[np.int64], models: list[HierarchicalModel], starts: list[Array]) -> ModelFits:
    """Fit the same models to many tables.

    Args:
        tables: counts, shape ``(F, 2 ** L)``.
        models: the M models.
        starts: for each model coefficients to start from, the intercept first; NaN where there are none.
    """
    counts = np.ascontiguousarray(tables.T, dtype=float)
    margins, fits = superset_sums(counts), counts.shape[1]
    out = ModelFits(np.full((fits, len(models)), np.nan), np.full((fits, len(models)), -np.inf))
    main = independence_start(margins)
    sizes: dict[int, list[int]] = {}
    for number, model in enumerate(models):
        sizes.setdefault(len(model.terms) + 1, []).append(number)
    for size, alike in sizes.items():
        masks = np.array([(0, *models[number].terms) for number in alike], dtype=np.int64).T
        given = np.array([_padded(starts[number], size) for number in alike]).T
        # A column is a model and a table: models of one size fill the width where there are few tables.
        for begin in range(0, len(alike) * fits, WIDTH):
            column = np.arange(begin, min(begin + WIDTH, len(alike) * fits))
            which, table = column // fits, column % fits
            start = given[:, which]
            unknown = np.isnan(start[0])
            start[: main.shape[0], unknown], start[main.shape[0] :, unknown] = main[:, table[unknown]], 0.0
            found = fit_columns(counts[:, table], margins[:, table], masks[:, which], start)
            good = found.status == FITTED
            at = table, np.array(alike)[which]
            out.dark[at] = np.where(good, np.exp(found.beta[0]), np.nan)
            out.loglik[at] = np.where(good, found.loglik, -np.inf)
    return out


def _padded(start: Array, size: int) -> Array:
    """Coefficients to start from; all NaN where there are none."""
    return np.full(size, np.nan) if np.isnan(start).any() else start
