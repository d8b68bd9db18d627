"""Conduct cells: the finest cases a standard distinguishes, as bits of whole numbers.

A set of cells is one Python integer, bit *i* for cell *i*; unions and intersections of ten thousand provisions are then
ten thousand operations on small integers.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lawgap.models import Scope, Standard

#: More cells than this is a mistake in the standard's file, not a standard.
MAX_CELLS = 200_000


@dataclass(frozen=True)
class Cell:
    """One conduct: a value for every dimension that is asked of it. A child's cell has no means."""

    number: int
    values: Mapping[str, str]


class Space:
    """The cells of a standard.

    Args:
        standard: whose dimensions and blocks make the cells.

    Attributes:
        total: how many cells there are.
        all: every cell as one set.
    """

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.cells: tuple[Cell, ...] = tuple(_cells(standard))
        self.total = len(self.cells)
        self.all = (1 << self.total) - 1
        #: Cells that have the value.
        self.having: dict[str, dict[str, int]] = {
            dimension.code: dict.fromkeys((value.code for value in dimension.values), 0)
            for dimension in standard.dimensions
        }
        for cell in self.cells:
            for code, value in cell.values.items():
                self.having[code][value] |= 1 << cell.number
        #: Cells of which a dimension is not asked.
        self.unasked: dict[str, int] = {
            code: self.all & ~functools.reduce(int.__or__, masks.values(), 0) for code, masks in self.having.items()
        }
        self._within = functools.lru_cache(maxsize=4096)(self._union)

    def _union(self, dimension: str, values: frozenset[str]) -> int:
        masks = self.having[dimension]
        if not values:
            return 0
        return functools.reduce(int.__or__, (masks[value] for value in values), self.unasked[dimension])

    def reached(self, scope: Scope) -> int:
        """The cells inside a scope. A dimension that is not asked of a cell does not keep it out.

        Args:
            scope: a set of values for every dimension; an empty set reaches nothing.
        """
        found = self.all
        for dimension, values in scope.items():
            found &= self._within(dimension, values)
        return found

    def chosen(self, choice: Mapping[str, str]) -> int:
        """The cells that have all of some values; a cell of which a dimension is not asked lacks its values.

        Args:
            choice: one value for each dimension that matters.

        Raises:
            KeyError: when the standard has no such dimension or value.
        """
        found = self.all
        for dimension, value in choice.items():
            found &= self.having[dimension][value]
        return found

    def listed(self, cells: int) -> Iterator[Cell]:
        """The cells of a set in their order."""
        while cells:
            lowest = cells & -cells
            yield self.cells[lowest.bit_length() - 1]
            cells ^= lowest


_spaces: dict[int, tuple[Standard, Space]] = {}


def space_of(standard: Standard) -> Space:
    """The cells of a standard, made once for each object.

    Args:
        standard: the standard.
    """
    known = _spaces.get(id(standard))
    if known is None or known[0] is not standard:
        if len(_spaces) > 32:
            _spaces.clear()
        known = _spaces[id(standard)] = (standard, Space(standard))
    return known[1]


def count_cells(standard: Standard) -> int:
    """How many cells a standard would have, without making them."""
    sizes = {dimension.code: len(dimension.values) for dimension in standard.dimensions}
    total = 0
    for block in standard.blocks:
        size = 1
        for code in block.of:
            size *= sizes.get(code, 0)
        total += size
    return total


def _cells(standard: Standard) -> Iterator[Cell]:
    number = itertools.count()
    order = [dimension.code for dimension in standard.dimensions]
    values = {dimension.code: [value.code for value in dimension.values] for dimension in standard.dimensions}
    for block in standard.blocks:
        for combination in itertools.product(*(values[code] for code in block.of)):
            found = {**block.fixed, **dict(zip(block.of, combination, strict=True))}
            yield Cell(next(number), {code: found[code] for code in order if code in found})
