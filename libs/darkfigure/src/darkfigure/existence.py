"""Whether a model can be fitted to a table at all: the likelihood has a maximum, and only one (Fienberg & Rinaldo 2012)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from darkfigure.models import HierarchicalModel, members
from darkfigure.results import EXISTS, NEITHER, NO_MAXIMUM, NOT_IDENTIFIABLE
from darkfigure.tables import CaptureTable

REASONS = {
    EXISTS: "The fit exists and is the only one.",
    NO_MAXIMUM: "The likelihood has no maximum: it rises for ever as some coefficients run off to infinity.",
    NOT_IDENTIFIABLE: "Several sets of coefficients, with different totals, fit the table equally well.",
    NEITHER: "The likelihood has no maximum, and several sets of coefficients fit equally well.",
}


@dataclass(frozen=True)
class Existence:
    """The answer, with a proof that anyone can check by adding whole numbers.

    Attributes:
        code: 0 the fit exists; 1 the likelihood has no maximum; 2 it is not identifiable; 3 both.
        reason: the same in words.
        boundary: terms at minus infinity: no case is on all lists of them, so the histories that hold them were left
            out before the question was put (Chan, Silverman & Vincent 2021).
        direction: for code 1 and 3, whole numbers by term (0 is the intercept): along them the log-mean of every
            history with cases stays, that of some empty histories falls, and none rises. For code 2, numbers along
            which no log-mean changes at all.
        exact: whether the direction was checked in whole numbers; always so for small integers.
    """

    code: int
    reason: str
    boundary: tuple[int, ...]
    direction: dict[int, Fraction] | None = None
    exact: bool = True


def boundary_terms(margins: NDArray[np.int64], terms: Iterable[int]) -> tuple[int, ...]:
    """Return the smallest terms of a model whose lists share no case.

    Args:
        margins: superset sums of the counts.
        terms: masks.
    """
    empty = [term for term in terms if margins[term] == 0]
    return tuple(term for term in empty if not any(other != term and other & term == other for other in empty))


def check_existence(table: CaptureTable, model: HierarchicalModel) -> Existence:
    """Say whether a model can be fitted to a table.

    Lists without a case and interactions of lists that share no case are taken to be at minus infinity, as everywhere
    in this library: their histories are left out first.

    Args:
        table: the data.
        model: the model.

    Returns:
        The answer with its proof.
    """
    boundary = boundary_terms(table.margins, model.terms)
    live = [mask for mask in range(1, table.counts.size) if not any(term & mask == term for term in boundary)]
    terms = (0, *(term for term in model.terms if not any(out & term == out for out in boundary)))
    empty = tuple(mask for mask in live if table.counts[mask] == 0)
    return decide(terms, tuple(mask for mask in live if table.counts[mask]), empty, boundary)


@lru_cache(maxsize=100_000)
def decide(
    terms: tuple[int, ...], seen: tuple[int, ...], empty: tuple[int, ...], boundary: tuple[int, ...] = ()
) -> Existence:
    """Decide for a pattern of histories with and without cases; see :func:`check_existence`.

    Args:
        terms: masks of the terms that are fitted, the intercept 0 among them.
        seen: histories with cases.
        empty: histories without a case that could have had some.
        boundary: carried into the answer.
    """
    design = np.array([[float(term & cell == term) for term in terms] for cell in (*seen, *empty)])
    design = design.reshape(len(seen) + len(empty), len(terms))
    rank = int(np.linalg.matrix_rank(design)) if design.size else 0
    identifiable = rank == len(terms)
    direction = _recession(design, len(seen)) if empty else None
    if direction is not None:
        code = NO_MAXIMUM if identifiable else NEITHER
    elif identifiable:
        return Existence(EXISTS, REASONS[EXISTS], boundary)
    else:
        code, direction = NOT_IDENTIFIABLE, _null_vector(design)
    whole, exact = _whole(direction, design, len(seen), falls=code != NOT_IDENTIFIABLE)
    found = {term: value for term, value in zip(terms, whole, strict=True) if value}
    return Existence(code, REASONS[code], boundary, found, exact)


def _recession(design: NDArray[np.float64], seen: int) -> NDArray[np.float64] | None:
    """Find coefficients along which cells with cases stay, no empty cell rises and some fall, by linear programme.

    The programme asks for the largest total fall with each fall at most 1. Its answer is 0 or at least 1, so no
    tolerance has to tell 'barely' from 'not at all', as in the usual form (make the smallest fitted count large).
    """
    from scipy.optimize import linprog

    falling = design[seen:]
    solved = linprog(
        falling.sum(0),
        A_ub=np.vstack([falling, -falling]),
        b_ub=np.concatenate([np.zeros(len(falling)), np.ones(len(falling))]),
        A_eq=design[:seen] if seen else None,
        b_eq=np.zeros(seen) if seen else None,
        bounds=(None, None),
        method="highs",
    )
    if solved.status != 0:
        raise ArithmeticError(f"The linear programme for existence was not solved: {solved.message}")
    return np.asarray(solved.x, dtype=float) if solved.fun < -0.5 else None


def _null_vector(design: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return coefficients that change no cell, with the largest entry 1."""
    vector: NDArray[np.float64] = np.linalg.svd(design)[2][-1]
    return np.asarray(vector / vector[np.argmax(np.abs(vector))], dtype=float)


def _whole(
    direction: NDArray[np.float64], design: NDArray[np.float64], seen: int, *, falls: bool
) -> tuple[list[Fraction], bool]:
    """Return the direction in exact fractions and whether it holds exactly."""
    values = [Fraction(float(value)).limit_denominator(64) for value in direction]
    change = [sum(value for value, holds in zip(values, row, strict=True) if holds) for row in design]
    stays = not any(change[:seen])
    if falls:
        return values, stays and all(value <= 0 for value in change) and any(value < 0 for value in change)
    return values, stays and not any(change[seen:]) and any(values)


def in_words(direction: dict[int, Fraction], lists: tuple[str, ...]) -> str:
    """Write a direction with the names of the lists, for example ``+1 A&B, -1 A``.

    Args:
        direction: from :class:`Existence`.
        lists: the names of the lists.
    """
    return ", ".join(
        f"{'+' if value > 0 else ''}{value} {'&'.join(lists[number] for number in members(term)) or 'intercept'}"
        for term, value in direction.items()
    )
