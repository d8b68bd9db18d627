"""Ways from a table to a total that can be repeated on thousands of tables: the whole selection, not its last model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from darkfigure.engine import selection as engine
from darkfigure.models import Catalogue, HierarchicalModel, catalogue, pair_masks
from darkfigure.tables import CaptureTable

Array = NDArray[np.float64]
Tables = NDArray[np.int64]

#: Exhaustive to so many lists: with interactions of pairs, and with those of all orders.
EXHAUSTIVE_PAIRS, EXHAUSTIVE_ALL = 6, 5
#: Models kept for the replicates where there are too many to fit all of them each time (Silverman, Chan & Vincent
#: 2024: 50 to 100 give nearly what all give).
TOP = 100
#: Replicates are fitted to every model up to so many of them.
EVERY = 1024


class Selector(Protocol):
    """A method that turns tables into unseen counts."""

    def dark(self, tables: Tables) -> Array:
        """Return the unseen cases for each table, shape ``(F,)``; NaN where there is no estimate.

        Args:
            tables: counts, shape ``(F, 2 ** L)``.
        """

    def fits(self) -> int:
        """Return about how many fits one table takes."""


@dataclass(frozen=True)
class Stepwise:
    """Add the least likely pair until none is less likely than the threshold (Chan, Silverman & Vincent 2021).

    Attributes:
        threshold: p-values at or above it end the search.
        n_lists: the number of lists.
    """

    threshold: float
    n_lists: int

    def dark(self, tables: Tables) -> Array:
        """Return the unseen cases for each table."""
        return engine.stepwise(tables, self.threshold).dark

    def fits(self) -> int:
        """Return about how many fits one table takes."""
        return 2 + self.n_lists

    def chosen(self, table: CaptureTable) -> HierarchicalModel:
        """Return the model chosen for a table."""
        path = engine.stepwise(table.counts[None], self.threshold).path[0]
        pairs = pair_masks(self.n_lists)
        return HierarchicalModel.of(self.n_lists, [pairs[number] for number in path if number >= 0])

    def path(self, table: CaptureTable) -> tuple[int, ...]:
        """Return the pairs in the order they entered, as masks."""
        pairs = pair_masks(self.n_lists)
        found = engine.stepwise(table.counts[None], self.threshold).path[0]
        return tuple(pairs[number] for number in found if number >= 0)


@dataclass(frozen=True)
class Fixed:
    """One model, whatever the table.

    Attributes:
        model: the model.
    """

    model: HierarchicalModel

    def dark(self, tables: Tables) -> Array:
        """Return the unseen cases for each table."""
        start = np.full(len(self.model.terms) + 1, np.nan)
        return engine.fit_models(tables, [self.model], [start]).dark[:, 0]

    def fits(self) -> int:
        """Return about how many fits one table takes."""
        return 1


@dataclass(frozen=True)
class Found:
    """What a search over models gave for one table.

    Attributes:
        models: the models that can be fitted, the best first.
        totals: the total under each.
        criterion: AIC or BIC of each.
        weights: exp(-difference / 2), adding up to 1.
        considered: models looked at, those without a fit included.
        complete: whether every model of the class was looked at.
        starts: coefficients of each, to start replicates from.
    """

    models: tuple[HierarchicalModel, ...]
    totals: Array
    criterion: Array
    weights: Array
    considered: int
    complete: bool
    starts: tuple[Array, ...] = field(repr=False)


def search(table: CaptureTable, criterion: str, max_order: int, *, exhaustive: bool = True) -> Found:
    """Rank hierarchical models by AIC or BIC: all of them where that can be done, else downhill from several starts.

    Args:
        table: the data.
        criterion: ``bic`` or ``aic``.
        max_order: the largest number of lists in a term.
        exhaustive: whether to look at every model where that can be done.
    """
    lists = table.n_lists
    complete = exhaustive and lists <= (EXHAUSTIVE_PAIRS if min(max_order, lists - 1) <= 2 else EXHAUSTIVE_ALL)
    if complete:
        models: Sequence[HierarchicalModel] = catalogue(lists, max_order).models
        fits, starts = engine.fit_catalogue(table.counts, catalogue(lists, max_order))
        dark, loglik = fits.dark[0], fits.loglik[0]
    else:
        models, dark, loglik, starts = _downhill(table, criterion, max_order)
    score = _penalised(loglik, models, criterion, table.n)
    order = np.argsort(score, kind="stable")
    order = order[np.isfinite(score[order])]
    weights = np.exp(-(score[order] - score[order[0]]) / 2) if order.size else np.empty(0)
    constant = _constant(table)
    return Found(
        tuple(models[i] for i in order), table.n + dark[order], score[order] + constant,
        weights / weights.sum() if order.size else weights, len(models), complete, tuple(starts[i] for i in order),
    )  # fmt: skip


def _constant(table: CaptureTable) -> float:
    """What the kernel of the log-likelihood leaves out: 2 sum log y!."""
    from scipy.special import gammaln

    return 2 * float(gammaln(table.counts + 1.0).sum())


def _penalised(loglik: Array, models: Sequence[HierarchicalModel], criterion: str, n: float) -> Array:
    penalty = math.log(n) if criterion == "bic" else 2.0
    return np.asarray([len(model.terms) + 1 for model in models]) * penalty - 2 * loglik


def _downhill(
    table: CaptureTable, criterion: str, max_order: int
) -> tuple[list[HierarchicalModel], Array, Array, list[Array]]:
    """Walk to the best neighbour until none is better, from independence, the stepwise model and sparser versions."""
    lists = table.n_lists
    seen: dict[tuple[int, ...], tuple[float, float, Array]] = {}
    chosen = Stepwise(0.02, lists).path(table)
    wide = Stepwise(0.1, lists).path(table)
    starts = {HierarchicalModel.of(lists, part) for part in ((), chosen, wide, chosen[: len(chosen) // 2])}
    for begin in sorted(starts, key=lambda model: model.terms):
        now = begin
        _look(table, [now], seen)
        while True:
            around = _neighbours(now, max_order)
            _look(table, around, seen)
            best = min((now, *around), key=lambda m: (_score(seen[m.terms], m, criterion, table.n), len(m.terms)))
            if best.terms == now.terms:
                break
            now = best
    models = [HierarchicalModel(lists, terms) for terms in seen]
    found = list(seen.values())
    dark, loglik = np.array([f[0] for f in found]), np.array([f[1] for f in found])
    return models, dark, loglik, [f[2] for f in found]


def _score(found: tuple[float, float, Array], model: HierarchicalModel, criterion: str, n: float) -> float:
    return float(_penalised(np.array([found[1]]), [model], criterion, n)[0])


def _neighbours(model: HierarchicalModel, max_order: int) -> list[HierarchicalModel]:
    """Return the models with one term more or one fewer."""
    held = set(model.terms)
    lists = model.n_lists
    fewer = [
        HierarchicalModel.of(lists, [term for term in model.terms if term != gone])
        for gone in model.generators
        if gone.bit_count() > 1
    ]
    more = [
        HierarchicalModel.of(lists, [*model.terms, mask])
        for mask in range(1 << lists)
        if 2 <= mask.bit_count() <= min(max_order, lists - 1)
        and mask not in held
        and all(mask & ~(1 << i) in held for i in range(lists) if mask >> i & 1)
    ]
    return fewer + more


def _look(
    table: CaptureTable, models: list[HierarchicalModel], seen: dict[tuple[int, ...], tuple[float, float, Array]]
) -> None:
    """Fit the models that were not looked at yet, those of one size together."""
    new = {model.terms: model for model in models if model.terms not in seen}
    for size in {len(terms) for terms in new}:
        level = tuple(model for terms, model in new.items() if len(terms) == size)
        together = Catalogue(table.n_lists, level, (-1,) * len(level), (0,) * len(level))
        fits, starts = engine.fit_catalogue(table.counts, together)
        for place, model in enumerate(level):
            seen[model.terms] = float(fits.dark[0, place]), float(fits.loglik[0, place]), starts[place]


@dataclass(frozen=True)
class Criterion:
    """The best model by AIC or BIC, or the average over models, chosen anew in every table.

    Attributes:
        criterion: ``bic`` or ``aic``.
        found: what the search gave for the original table; its models are the ones the replicates choose from.
        average: whether models are averaged by their weights.
        top: how many of the models, the best of the original first; all by default.
    """

    criterion: str
    found: Found
    average: bool = False
    top: int | None = None

    def dark(self, tables: Tables) -> Array:
        """Return the unseen cases for each table."""
        models, starts = list(self.found.models[: self.top]), list(self.found.starts[: self.top])
        out = np.full(len(tables), np.nan)
        # Blocks of tables bound the memory: two numbers a table and model.
        block = max(1, 4_000_000 // max(1, len(models)))
        for begin in range(0, len(tables), block):
            part = tables[begin : begin + block]
            fits = engine.fit_models(part, models, starts)
            cases = part.sum(1).astype(float)[:, None]
            size = np.array([len(model.terms) + 1 for model in models])
            penalty = np.log(np.maximum(cases, 1)) if self.criterion == "bic" else np.full_like(cases, 2.0)
            score = np.where(np.isfinite(fits.loglik), size * penalty - 2 * fits.loglik, np.inf)
            out[begin : begin + len(part)] = self._pick(fits.dark, score)
        return out

    def _pick(self, dark: Array, score: Array) -> Array:
        least = score.min(1, keepdims=True)
        some = np.isfinite(least[:, 0])
        if not self.average:
            picked = np.take_along_axis(dark, score.argmin(1)[:, None], 1)[:, 0]
            return np.where(some, picked, np.nan)
        with np.errstate(invalid="ignore"):
            weight = np.where(np.isfinite(score), np.exp(-(score - least) / 2), 0.0)
        total = weight.sum(1)
        return np.where(some, np.where(weight > 0, dark * weight, 0.0).sum(1) / np.where(some, total, 1.0), np.nan)

    def fits(self) -> int:
        """Return about how many fits one table takes."""
        return min(len(self.found.models), self.top or len(self.found.models))
