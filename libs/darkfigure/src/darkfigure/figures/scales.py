"""Scales, their round numbers, and axes: one set for all figures."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.lettering import width
from darkfigure.figures.theme import SIZES, WIDTH
from darkfigure.words.numbers import grouped

#: Digits with which round numbers begin on a logarithmic scale, from many to few.
_LEADS: tuple[tuple[int, ...], ...] = ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,))
_STEPS = (1, 2, 5, 2.5)
_ENOUGH = 3


@dataclass(frozen=True)
class Scale:
    """A scale from values to places.

    Attributes:
        low: the smallest value.
        high: the largest value; above ``low``, and both above 0 on a logarithmic scale.
        start: the place of the smallest.
        end: the place of the largest; below ``start`` where the scale runs up the page.
        log: whether equal distances are equal ratios.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = True

    def __call__(self, value: float) -> float:
        """Return the place of a value; values beyond the scale are put at its end."""
        inside = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(inside / self.low) / math.log(self.high / self.low)
        else:
            share = (inside - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Whether a value lies on the scale."""
        return self.low <= value <= self.high

    def ticks(self, most: int = 6, label: Callable[[float], str] = grouped) -> tuple[float, ...]:
        """Return round values whose labels have room beside each other.

        Args:
            most: how many at most.
            label: how a value is written.
        """
        fitting = [values for values in self._candidates() if len(values) <= most and self._apart(values, label)]
        enough = [values for values in fitting if len(values) >= _ENOUGH]
        return enough[0] if enough else max(fitting, key=len, default=(self.low,))

    def _candidates(self) -> Iterable[tuple[float, ...]]:
        if self.log:
            first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
            for leads in _LEADS:
                yield self._within(lead * 10.0**power for power in range(first, last + 1) for lead in leads)
            for stride in range(2, 7):
                yield self._within(10.0**power for power in range(first, last + 1) if power % stride == 0)
        if not self.log or self.high / self.low < 5:
            power = math.floor(math.log10(self.high - self.low))
            for step in (lead * 10.0**exponent for exponent in (power - 1, power) for lead in _STEPS):
                from_ = math.ceil(self.low / step - 1e-9)
                yield self._within(step * number for number in range(from_, math.floor(self.high / step + 1e-9) + 1))

    def _within(self, values: Iterable[float]) -> tuple[float, ...]:
        slack = 1e-9 * self.high
        return tuple(float(f"{value:.10g}") for value in values if self.low - slack <= value <= self.high + slack)

    def _apart(self, values: Sequence[float], label: Callable[[float], str]) -> bool:
        ends = []
        for value in values:
            half = 7.0 if self.end < self.start else width(label(value), SIZES["label"][0]) / 2
            ends.append((self(value) - half, self(value) + half))
        ends.sort()
        return all(following[0] - before[1] >= 8 for before, following in pairwise(ends))


def drawable(value: float) -> bool:
    """Whether a value has a place on a logarithmic scale."""
    return 0 < value < math.inf


def around(values: Iterable[float], room: float = 1.08) -> tuple[float, float]:
    """Return the ends of a logarithmic scale that holds all values with some room beside them.

    Args:
        values: finite values above 0; at least one.
        room: by which factor the scale goes on at both ends.
    """
    found = list(values)
    low, high = min(found) / room, max(found) * room
    return (low, high) if high / low > 1.2 else (low / 1.1, high * 1.1)


def axis_below(canvas: Canvas, scale: Scale, bottom: float, title: str) -> float:
    """Draw an axis beneath a field, and its title; return the height of what follows.

    Args:
        canvas: where to draw.
        scale: from left to right.
        bottom: the bottom of the field.
        title: what the axis measures.
    """
    canvas.line(scale.start, bottom, scale.end, bottom, "muted")
    for value in scale.ticks():
        x, label = scale(value), grouped(value)
        half = width(label, SIZES["label"][0]) / 2
        canvas.line(x, bottom, x, bottom + 4, "muted")
        canvas.text(min(max(x, half), WIDTH - half), bottom + 13, label, anchor="middle", fill="muted")
    return canvas.paragraph(bottom + 31, title)


def lines_up(canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
    """Draw the lines of an axis through a field, to be drawn over."""
    for value in scale.ticks():
        canvas.line(scale(value), top, scale(value), bottom, "rule")


def axis_left(canvas: Canvas, scale: Scale, left: float, right: float, most: int = 5) -> None:
    """Draw an axis at the left of a field: labels to the left of it, lines across it.

    Args:
        canvas: where to draw.
        scale: from the bottom to the top.
        left: the left edge of the field.
        right: its right edge.
        most: how many values it names at most.
    """
    for value in scale.ticks(most):
        y = scale(value)
        canvas.line(left, y, right, y, "rule")
        canvas.text(left - 6, y, grouped(value), anchor="end", fill="muted")
