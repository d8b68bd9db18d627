"""Made-up tables with a known total, to see how a method does where the truth is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from darkfigure.lattice import subset_sums
from darkfigure.models import HierarchicalModel
from darkfigure.tables import MOST_CASES, MOST_LISTS

#: Replicates times histories; more would take most of a gigabyte.
MOST_CELLS = 10**8


def simulate(
    total: int,
    model: HierarchicalModel | None = None,
    coefficients: Mapping[int, float] | None = None,
    *,
    probabilities: NDArray[np.float64] | Sequence[float] | None = None,
    reps: int = 1,
    seed: int,
) -> NDArray[np.int64]:
    """Draw tables of a population of known size.

    Each case falls into one history, independently of the others; those on no list are then lost. Give either a model
    with its coefficients or the probability of each history.

    Args:
        total: the number of cases, seen and unseen: the truth.
        model: a log-linear model.
        coefficients: for each term of the model (its mask) the coefficient; terms left out are 0. The intercept follows
            from the total. ``-inf`` makes lists that never share a case.
        probabilities: shape ``(2 ** L,)``: at a mask, the probability of that history, the unseen (mask 0) included, for
            example from :func:`cell_probabilities`.
        reps: the number of tables.
        seed: the seed. Table number *r* depends on the seed and on *r* alone, so more tables begin with the same ones.

    Returns:
        int64, shape ``(reps, 2 ** L)``: the counts that would be seen, with 0 in column 0. ``total`` minus the sum of a
        row is the number unseen in it.

    Raises:
        ValueError: when the arguments do not describe a population; the message says which.
    """
    if (model is None) == (probabilities is None):
        raise ValueError("Give either a model with its coefficients or the probabilities of the histories.")
    if not 1 <= total <= MOST_CASES:
        raise ValueError(f"The total must be from 1 to {MOST_CASES:,}; it is {total}.")
    cells = _checked(probabilities) if model is None else model_probabilities(model, coefficients or {})
    if not 1 <= reps <= MOST_CELLS // cells.size:
        raise ValueError(f"The number of tables must be from 1 to {MOST_CELLS // cells.size:,}; it is {reps}.")
    tables = np.empty((reps, cells.size), dtype=np.int64)
    for number, stream in enumerate(np.random.SeedSequence(seed).spawn(reps)):
        tables[number] = np.random.default_rng(stream).multinomial(total, cells)
    tables[:, 0] = 0
    return tables


def model_probabilities(model: HierarchicalModel, coefficients: Mapping[int, float]) -> NDArray[np.float64]:
    """Return the probability of each history under a log-linear model, the unseen included.

    Args:
        model: the model.
        coefficients: for each term (its mask) the coefficient; terms left out are 0.

    Returns:
        Shape ``(2 ** L,)``, adding up to 1.

    Raises:
        ValueError: when a coefficient belongs to no term of the model, or is neither a number nor ``-inf``.
    """
    values = np.zeros(1 << model.n_lists)
    for term, value in coefficients.items():
        if term not in model.terms:
            raise ValueError(f"The model {model} has no term {term}. Give coefficients of its own terms only.")
        if not value < np.inf:
            raise ValueError(f"The coefficient of term {term} is {value}. Give a number, or -inf.")
        values[term] = value
    logs = subset_sums(values)
    weights: NDArray[np.float64] = np.exp(logs - logs.max())
    weights /= weights.sum()
    return weights


def cell_probabilities(
    capture: Sequence[float], odds_ratios: Mapping[tuple[int, int], float] | None = None
) -> NDArray[np.float64]:
    """Build a scenario: how likely each list finds a case, and which pairs of lists depend on each other.

    The result is the log-linear model with these interactions of pairs and none higher, scaled list by list until every
    list has its probability (iterative proportional fitting, Deming & Stephan 1940), which leaves odds ratios as they
    are. They hold given what the other lists found.

    Args:
        capture: for each of the L lists the probability that a case is on it, between 0 and 1.
        odds_ratios: for pairs of list numbers (from 0) the odds ratio: 1 independent, above 1 the lists find the same
            cases, below 1 they avoid each other, 0 they never share a case.

    Returns:
        Shape ``(2 ** L,)``: at a mask the probability of that history, the unseen (mask 0) included.

    Raises:
        ValueError: when a probability or a pair makes no sense, or when no population can have all of them.
    """
    size = len(capture)
    if not 1 <= size <= MOST_LISTS:
        raise ValueError(f"Give from 1 to {MOST_LISTS} lists; there are {size}.")
    if not all(0 < chance < 1 for chance in capture):
        raise ValueError("The probability that a case is on a list must be above 0 and below 1.")
    masks = np.arange(1 << size)
    on = [masks >> number & 1 == 1 for number in range(size)]
    cells: NDArray[np.float64] = np.full(1 << size, 1.0 / (1 << size))
    for (first, second), ratio in (odds_ratios or {}).items():
        if not (0 <= first < size and 0 <= second < size and first != second):
            raise ValueError(f"({first}, {second}) is no pair of lists; they are numbered from 0 to {size - 1}.")
        if not (isfinite(ratio) and ratio >= 0):
            raise ValueError(f"The odds ratio {ratio} is not a number from 0 upwards.")
        cells[on[first] & on[second]] *= ratio
    return _scaled(cells, on, capture)


def _scaled(cells: NDArray[np.float64], on: list[NDArray[np.bool_]], capture: Sequence[float]) -> NDArray[np.float64]:
    """Scale until every list has its probability."""
    for _ in range(10_000):
        furthest = 0.0
        for held, chance in zip(on, capture, strict=True):
            now = float(cells[held].sum() / cells.sum())
            furthest = max(furthest, abs(now / chance - 1))
            if not 0 < now < 1:
                break
            cells = cells * np.where(held, chance / now, (1 - chance) / (1 - now))
        if furthest < 1e-13:
            cells /= cells.sum()
            return cells
    raise ValueError("No population has these probabilities and odds ratios together. Make the lists smaller.")


def _checked(probabilities: NDArray[np.float64] | Sequence[float] | None) -> NDArray[np.float64]:
    """Return the probabilities as an array that adds up to 1."""
    cells: NDArray[np.float64] = np.array(probabilities, dtype=float)
    if cells.ndim != 1 or cells.size < 2 or cells.size & (cells.size - 1) or cells.size > 1 << MOST_LISTS:
        raise ValueError("Give 2 ** L probabilities, one for each history, beginning with the unseen.")
    if not (np.all(cells >= 0) and abs(cells.sum() - 1) < 1e-9):
        raise ValueError("The probabilities must not be negative, and must add up to 1.")
    cells /= cells.sum()
    return cells
