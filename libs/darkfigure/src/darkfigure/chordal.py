"""Every decomposable (chordal) graph on up to six lists, found by taking away one simplicial vertex after another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from darkfigure.models import members, pair_masks

#: On seven lists there are 617,675 chordal graphs: too many to average over.
MOST_LISTS = 6


@dataclass(frozen=True)
class ChordalGraphs:
    """All chordal graphs on L vertices.

    Attributes:
        n_lists: the number of vertices, L.
        edges: int64, shape ``(G,)``: bit *i* is set where pair number *i* of ``models.pair_masks`` is joined.
        coefficients: float64, shape ``(G, 2 ** L)``: how often the margin of each set of lists counts in the marginal
            likelihood (cliques less separators, the empty set taken once off for each connected part).
    """

    n_lists: int
    edges: NDArray[np.int64]
    coefficients: NDArray[np.float64]

    def cliques(self, number: int) -> tuple[int, ...]:
        """Return the largest complete sets of one graph, as masks, by their lists.

        Args:
            number: its place.
        """
        pairs = pair_masks(self.n_lists)
        joined = [pair for place, pair in enumerate(pairs) if int(self.edges[number]) >> place & 1]
        missing = [pair for pair in pairs if pair not in joined]
        complete = [mask for mask in range(1, 1 << self.n_lists) if not any(mask & pair == pair for pair in missing)]
        largest = [mask for mask in complete if not any(mask != other and mask & other == mask for other in complete)]
        return tuple(sorted(largest, key=members))


@cache
def chordal_graphs(n_lists: int) -> ChordalGraphs:
    """Return all chordal graphs: 2, 8, 61, 822 and 18,154 of them on two to six lists.

    A graph is chordal exactly when vertices whose neighbours are all joined to each other (simplicial ones) can be
    taken away until none is left (Dirac 1961). Each step takes the vertex with its neighbours as a margin and its
    neighbours alone off, which telescopes to cliques less separators (Madigan & York 1997). All graphs go through the
    steps together.

    Args:
        n_lists: the number of vertices, 2 to 6.

    Raises:
        ValueError: for any other number.
    """
    if not 2 <= n_lists <= MOST_LISTS:
        raise ValueError(f"Graphs can be averaged over 2 to {MOST_LISTS} lists, not {n_lists}; merge some lists.")
    pairs = pair_masks(n_lists)
    edges = np.arange(1 << len(pairs), dtype=np.int64)
    near = np.zeros((n_lists, edges.size), dtype=np.int64)
    for place, pair in enumerate(pairs):
        first, second = members(pair)
        joined = edges >> place & 1
        near[first] |= joined << second
        near[second] |= joined << first
    left = np.full(edges.size, (1 << n_lists) - 1, dtype=np.int64)
    coefficients = np.zeros((edges.size, 1 << n_lists))
    for _ in range(n_lists):
        vertex = _simplicial(near, left)
        going = vertex >= 0
        edges, near, left, vertex = edges[going], near[:, going], left[going], vertex[going]
        coefficients = coefficients[going]
        rows = np.arange(edges.size)
        left &= ~(1 << vertex)
        around = near[vertex, rows] & left
        coefficients[rows, around | 1 << vertex] += 1
        coefficients[rows, around] -= 1
    for array in (edges, coefficients):
        array.flags.writeable = False
    return ChordalGraphs(n_lists, edges, coefficients)


def _simplicial(near: NDArray[np.int64], left: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each graph the first vertex left whose neighbours left are joined to each other; -1 for none."""
    found = np.full(left.size, -1, dtype=np.int64)
    for vertex in reversed(range(near.shape[0])):
        around = near[vertex] & left
        fits = left >> vertex & 1 == 1
        for other in range(near.shape[0]):
            strangers = around & ~(near[other] | 1 << other)
            fits &= (around >> other & 1 == 0) | (strangers == 0)
        found[fits] = vertex
    return found
