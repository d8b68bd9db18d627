"""Labelled rows over one scale: a line of words with the numbers, and beneath it the mark that belongs to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.lettering import clean, width
from darkfigure.figures.scales import Scale
from darkfigure.figures.theme import SIZES, WIDTH

Marker = Literal["dot", "least", "away", "band", "none"]

#: How high a row is: its words, its mark, and the space to the next.
ROW = 37.0
_GAP, _ROOM = 10.0, 9.0


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        label: what it is, at the left.
        number: its number, bold at the right; empty where there is none.
        beside: what stands after the number.
        point: where the marker is.
        low: where the line begins.
        high: where it ends; infinity where it does not.
        marker: ``dot``; ``least`` for a lower bound; ``away`` for a triangle that points from the other end to ``point``;
            ``band`` for a striped range.
        instead: what stands in place of a mark.
        quiet: whether the words at the right say that there is nothing to draw.
    """

    label: str
    number: str = ""
    beside: str = ""
    point: float | None = None
    low: float | None = None
    high: float | None = None
    marker: Marker = "dot"
    instead: str = ""
    quiet: bool = False


def draw_rows(canvas: Canvas, rows: Sequence[Row], scale: Scale, top: float, indent: float = 0) -> float:
    """Draw rows one below the other and return the height of what follows them.

    Args:
        canvas: where to draw.
        rows: the rows.
        scale: from left to right.
        top: where the first begins.
        indent: where the words begin.
    """
    for row in rows:
        _words(canvas, row, top + 9, indent)
        _mark(canvas, row, scale, top + 25)
        top += ROW
    return top


def _words(canvas: Canvas, row: Row, y: float, indent: float) -> None:
    size = SIZES["label"][0]
    told = width(clean(row.number), size, bold=True) + width(clean(row.beside), size) + (4 if row.beside else 0)
    canvas.text(indent, y, row.label, bold=row.marker == "band", halo=True, room=WIDTH - told - _GAP - indent)
    canvas.text(WIDTH, y, row.beside, lead=row.number, anchor="end", halo=True, fill="muted" if row.quiet else "ink")
    if row.instead:
        canvas.text(indent, y + 16, row.instead, fill="muted", halo=True, room=WIDTH - indent)


def _mark(canvas: Canvas, row: Row, scale: Scale, y: float) -> None:
    if row.low is not None and row.high is not None:
        if row.marker == "band":
            canvas.rect(scale(row.low), y - 5, scale(row.high) - scale(row.low), 10, "soft", pattern="hatch")
        _range(canvas, row, row.low, row.high, scale, y)
    if row.point is None:
        return
    x = scale(row.point)
    if row.marker == "least":
        canvas.polygon([(x - 4, y - 6), (x + 7, y), (x - 4, y + 6)], "mark", "ground", 1.5)
    elif row.marker == "away" and row.low is not None and row.high is not None and _moves(row.low, row.high, scale):
        turn = 1 if row.point == row.high else -1
        canvas.polygon([(x - 9 * turn, y - 6), (x + 1.5 * turn, y), (x - 9 * turn, y + 6)], "mark", "ground", 1.5)
    elif row.marker in ("dot", "away"):
        canvas.circle(x, y, 5.5, "mark", "ground", 1.5)


def _moves(low: float, high: float, scale: Scale) -> bool:
    """Whether there is room for a triangle that points from one end to the other."""
    return scale(high) - scale(low) >= _ROOM


def _range(canvas: Canvas, row: Row, low: float, high: float, scale: Scale, y: float) -> None:
    begin, end = scale(low), scale(high)
    if row.marker != "band":
        canvas.line(begin, y, end, y, "mark", 2.5)
    for value, x, turn in ((low, begin, -1), (high, end, 1)):
        if not math.isfinite(value) or not scale.holds(value):
            tip = x + 3 * turn
            canvas.polygon([(tip, y), (tip - 9 * turn, y - 5), (tip - 9 * turn, y + 5)], "mark")
        elif row.marker != "away":
            canvas.line(x, y - 5, x, y + 5, "mark", 2)
