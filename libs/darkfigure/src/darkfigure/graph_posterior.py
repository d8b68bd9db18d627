"""The posterior distribution of the total over all decomposable graphs on up to six lists (Madigan & York 1997)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from darkfigure.chordal import MOST_LISTS, ChordalGraphs, chordal_graphs
from darkfigure.lattice import subset_sums
from darkfigure.models import members
from darkfigure.posterior import Mode, cell_quantiles, density_modes, point_quantiles
from darkfigure.tables import CaptureTable

Floats = NDArray[np.float64]

#: Graphs whose highest point lies this far (in natural logarithms) below the best one are left out: all 18,154 of
#: them together would add less than a hundred-millionth.
NEGLIGIBLE = 30.0
#: The grid reaches at least so many times the cases seen, and further until this mass is left beyond it.
FIRST_RATIO, TAIL = 30, 1e-6
#: Values held at a time (graphs times grid points): 8 megabytes.
BLOCK = 1_000_000
#: Points of the first grid, and pieces into which its gaps are cut where the posterior lies.
COARSE_POINTS, PIECES = 160, 12
#: Between coarse points whose height lies this far (in natural logarithms) below the highest, no finer points are set.
FLAT = 25.0
#: The prior is cut off at so many times the cases seen, unless another limit is asked for.
MAX_RATIO = 1000.0


@dataclass(frozen=True)
class GraphPosterior:
    """The posterior distribution of the total over all graphs, on a grid.

    Attributes:
        totals: shape ``(m,)``: the totals of the grid, rising.
        masses: shape ``(m,)``: the probability of the cell around each; they add up to 1.
        edges: shape ``(m + 1,)``: the limits of the cells.
        graphs: the graphs.
        graph_probabilities: shape ``(G,)``: the probability of each graph; they add up to 1.
        beyond: the mass beyond the last point, by continuing the fall of the curve there; infinite where it falls no
            faster than 1 over the total.
        unsettled: by what share the mean would rise if the grid reached ten times as far.
    """

    totals: Floats
    masses: Floats
    edges: Floats
    graphs: ChordalGraphs = field(repr=False)
    graph_probabilities: Floats = field(repr=False)
    beyond: float = 0.0
    unsettled: float = 0.0

    @property
    def density(self) -> Floats:
        """The probability of one case more or less, around each total, shape ``(m,)``."""
        return self.masses / np.diff(self.edges)

    @property
    def mean(self) -> float:
        """The posterior mean of the total."""
        return float(self.totals @ self.masses)

    @property
    def mode(self) -> float:
        """The total with the highest density."""
        return float(self.totals[np.argmax(self.density)])

    def quantiles(self, probs: Sequence[float]) -> Floats:
        """Return quantiles of the total, even within each cell.

        Args:
            probs: between 0 and 1.
        """
        return cell_quantiles(self.edges, self.masses, probs)

    def grid_quantiles(self, probs: Sequence[float]) -> Floats:
        """Return quantiles of the total that are points of the grid.

        Args:
            probs: between 0 and 1.
        """
        return point_quantiles(self.totals, self.masses, probs)

    @property
    def saturated(self) -> float:
        """The probability of the graph that joins all lists: under it the data say nothing about the unseen."""
        return float(self.graph_probabilities[np.argmax(self.graphs.edges)])

    def modes(self) -> tuple[Mode, ...]:
        """Return the modes on the scale of ratios (density of log N), from low to high."""
        return density_modes(self.totals, self.density * self.totals, self.masses)

    def top(self, number: int, lists: Sequence[str]) -> list[dict[str, Any]]:
        """Return the most probable graphs, each as its ``cliques`` by name and its ``probability``.

        Args:
            number: how many.
            lists: the names of the lists, in order.
        """
        order = np.argsort(-self.graph_probabilities, kind="stable")[:number]
        return [
            {
                "cliques": [[lists[bit] for bit in members(mask)] for mask in self.graphs.cliques(int(place))],
                "probability": float(self.graph_probabilities[place]),
            }
            for place in order
        ]


class _Likelihood:
    """The log marginal likelihood, times the prior, of a table under every graph and every unseen count.

    The counts of a margin get a Dirichlet prior with ``delta`` times the number of full cells that add up to each.
    Only the cell of cases on none of the margin's lists depends on the unseen count.
    """

    def __init__(self, table: CaptureTable, delta: float) -> None:
        from scipy.special import gammaln

        self.gammaln = gammaln
        self.n = table.n
        self.graphs = chordal_graphs(table.n_lists)
        masks = np.arange(table.counts.size)
        self.nowhere = subset_sums(table.counts)[::-1].astype(float)
        self.delta = delta * 2.0 ** (table.n_lists - np.array([mask.bit_count() for mask in masks.tolist()]))
        self.fixed = -gammaln(self.delta)
        for margin in range(1, masks.size):
            counts = np.bincount(masks & margin, weights=table.counts)
            cells = np.flatnonzero((masks[: counts.size] & ~margin == 0) & (masks[: counts.size] > 0))
            self.fixed[margin] += (gammaln(counts[cells] + self.delta[margin]) - gammaln(self.delta[margin])).sum()

    def parts(self, unseen: Floats) -> tuple[Floats, Floats]:
        """Return the terms of every margin, shape ``(2 ** L, m)``, and what is common to all graphs, shape ``(m,)``."""
        margins = self.fixed[:, None] + self.gammaln(self.nowhere[:, None] + unseen + self.delta[:, None])
        common = self.gammaln(self.n + unseen + 1) - self.gammaln(unseen + 1) - np.log(self.n + unseen)
        return margins, common

    def summed(self, unseen: Floats, widths: Floats, kept: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Add up over graphs and over unseen counts, each in units of the highest value.

        Args:
            unseen: shape ``(m,)``.
            widths: shape ``(m,)``: how many counts each stands for.
            kept: the numbers of the graphs to use.

        Returns:
            The height of the average at each unseen count, shape ``(m,)``, and the mass of each graph, shape ``(G,)``,
            both on the same scale; 0 for graphs not kept.
        """
        margins, common = self.parts(unseen)
        heights, masses, top = np.zeros(unseen.size), np.zeros(self.graphs.edges.size), -np.inf
        step = max(1, BLOCK // unseen.size)
        for begin in range(0, kept.size, step):
            rows = kept[begin : begin + step]
            values = self.graphs.coefficients[rows] @ margins + common
            highest = float(values.max())
            if highest > top:
                heights *= np.exp(top - highest)
                masses *= np.exp(top - highest)
                top = highest
            values -= top
            np.exp(values, out=values)
            heights += values.sum(axis=0)
            masses[rows] = values @ widths
        return heights, masses


def _widths(unseen: Floats) -> tuple[Floats, Floats]:
    """Return the limits of the cells around each unseen count (half-way to the next), and their widths."""
    middle = (unseen[1:] + unseen[:-1]) / 2
    edges = np.concatenate([[unseen[0] - 0.5], middle, [unseen[-1] + 0.5]])
    return edges, np.diff(edges)


def _spaced(low: float, high: float, points: int) -> Floats:
    """Return whole numbers from one to another, evenly spaced in logarithms as far as whole numbers are."""
    return np.unique(np.round(np.geomspace(low, high, points)))


def posterior_on_grid(table: CaptureTable, grid: ArrayLike, delta: float) -> GraphPosterior:
    """Return the exact posterior on a grid of unseen counts that all weigh the same, as published analyses use it.

    Args:
        table: the data, two to six lists.
        grid: the unseen counts, whole numbers from 0, shape ``(m,)``.
        delta: the prior count of each full cell, above 0.

    Returns:
        The posterior; its cells are of width 1.

    Raises:
        ValueError: for an empty or negative grid, a delta that is not above 0, or more than six lists.
    """
    unseen = np.unique(np.asarray(grid, dtype=float))
    if not unseen.size or unseen[0] < 0:
        raise ValueError("Give a grid of unseen counts from 0 upwards.")
    _check(table, delta)
    likelihood = _Likelihood(table, delta)
    heights, masses = likelihood.summed(unseen, np.ones(unseen.size), np.arange(likelihood.graphs.edges.size))
    edges = _widths(unseen + table.n)[0]
    return GraphPosterior(unseen + table.n, heights / heights.sum(), edges, likelihood.graphs, masses / masses.sum())


def _check(table: CaptureTable, delta: float) -> None:
    if table.n_lists > MOST_LISTS:
        raise ValueError(
            f"Graphs can be averaged over at most {MOST_LISTS} lists; the table has {table.n_lists}. Merge some of them."
        )
    if not 0 < delta < np.inf:
        raise ValueError("The prior count delta of a cell must be above 0, for example 2 to the power of minus L.")


def _coarse(likelihood: _Likelihood, last: float) -> tuple[Floats, NDArray[np.int64], Floats, Floats]:
    """Find where the posterior lies, on few points, whatever the number of cases.

    With many cases a graph's curve can be narrower than the spacing. Its bend (second difference) tells how far it may
    rise between two points; where it bends much, points are put in between, until it does not.

    Returns:
        The unseen counts; the graphs that matter; the log of the average over these at each; how far it may rise.
    """
    unseen = _spaced(1, last, COARSE_POINTS)
    kept = np.arange(likelihood.graphs.edges.size)
    while True:
        margins, common = likelihood.parts(unseen)
        places = np.log(unseen)
        steps = np.diff(places)
        spread = np.maximum(steps[1:], steps[:-1]) ** 2 * 2 / (places[2:] - places[:-2])

        def bend(curve: Floats, steps: Floats = steps, spread: Floats = spread) -> Floats:
            slopes = np.diff(curve, axis=-1) / steps
            inner = -np.diff(slopes, axis=-1) * spread
            return np.pad(inner, [(0, 0)] * (curve.ndim - 1) + [(1, 1)], mode="edge")

        rows = likelihood.graphs.coefficients[kept]
        values = rows @ margins + common
        bends = np.maximum(rows @ bend(margins) + bend(common), 0)
        best = float(values.max())
        reach = values + bends
        matters = reach.max(axis=1) >= best - NEGLIGIBLE
        kept, values, bends, reach = kept[matters], values[matters], bends[matters], reach[matters]
        near = reach >= best - NEGLIGIBLE
        steep = (near & (bends > 1)).any(axis=0)
        split = (steep[1:] | steep[:-1]) & (np.diff(unseen) > 1)
        if not split.any():
            return unseen, kept, np.log(np.exp(values - best).sum(axis=0) + 1e-300), (bends * near).max(axis=0)
        unseen = _divided(unseen, split, 4)


def _divided(unseen: Floats, split: NDArray[np.bool_], pieces: int) -> Floats:
    """Put whole numbers into the gaps that are to be split."""
    places = np.log(unseen)
    parts = np.arange(1, pieces) / pieces
    between = places[:-1][split][:, None] + np.diff(places)[split][:, None] * parts
    return np.unique(np.concatenate([unseen, np.round(np.exp(between)).ravel()]))


def posterior(table: CaptureTable, delta: float, max_ratio: float = MAX_RATIO, pieces: int = PIECES) -> GraphPosterior:
    """Return the posterior on a grid that suits the table, each point weighted by the counts it stands for.

    The grid begins at one unseen case, as published analyses do: at none the sparse prior alone puts a spike on the
    graph that joins all lists. It ends at 30 times the cases seen, or where less than a millionth is left beyond.

    Args:
        table: the data, two to six lists, at least one case.
        delta: the prior count of each full cell, above 0.
        max_ratio: the grid ends at so many times the cases seen at the latest.
        pieces: into how many the gaps of the coarse grid are cut; 4 are enough for the mean.

    Raises:
        ValueError: for a delta that is not above 0, a ratio below 1, or more than six lists.
    """
    _check(table, delta)
    if not max_ratio >= 1:
        raise ValueError("The grid must reach at least as far again as the cases seen: max_ratio is 1 or more.")
    likelihood = _Likelihood(table, delta)
    unseen, kept, logs, rise = _coarse(likelihood, max(np.ceil(max_ratio * table.n), 10))
    end = _end(unseen, logs, table.n)
    unseen, logs, rise = unseen[:end], logs[:end], rise[:end]
    matters = logs + rise >= logs.max() - FLAT
    fine = _divided(unseen, (matters[1:] | matters[:-1]) & (np.diff(unseen) > 1), pieces)
    edges, widths = _widths(fine)
    heights, masses = likelihood.summed(fine, widths, kept)
    mass = heights * widths
    beyond, later = _beyond(fine, heights / mass.sum())
    mean = float(mass @ (fine + table.n) / mass.sum())
    return GraphPosterior(
        fine + table.n,
        mass / mass.sum(),
        edges + table.n,
        likelihood.graphs,
        masses / masses.sum(),
        beyond,
        later / mean,
    )


def _end(unseen: Floats, logs: Floats, n: int) -> int:
    """Return how many points of the coarse grid are needed for all but a millionth of the mass."""
    masses = np.exp(logs - logs.max()) * _widths(unseen)[1]
    left = np.cumsum(masses[::-1])[::-1] / masses.sum()
    enough = (unseen >= FIRST_RATIO * n) & (left <= TAIL)
    return int(np.argmax(enough)) + 1 if enough.any() else unseen.size


def _beyond(unseen: Floats, density: Floats) -> tuple[float, float]:
    """Continue the curve as a power of the total; return the mass beyond, and what a tenfold grid adds to the mean."""
    back = int(np.searchsorted(unseen, unseen[-1] / 1.5))
    if not density[-1] > 0 or back >= unseen.size - 1:
        return 0.0, 0.0
    power = -np.log(density[-1] / density[back]) / np.log(unseen[-1] / unseen[back])
    mass = density[-1] * unseen[-1] / (power - 1) if power > 1 else np.inf
    decade = np.log(10) if abs(power - 2) < 1e-9 else (1 - 10 ** (2 - power)) / (power - 2)
    return float(mass), float(density[-1] * unseen[-1] ** 2 * decade)
