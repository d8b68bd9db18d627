"""Numbered badges on points that lie close together: each finds a place where it covers no other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from darkfigure.figures.canvas import Canvas

RADIUS = 8.0
_TURNS = 16
_LAYERS = 8

Point = tuple[float, float]
#: Left, top, right, bottom.
Field = tuple[float, float, float, float]


def places(points: Sequence[Point], field: Field, apart: float = 2 * RADIUS + 2) -> list[Point]:
    """Return where the badge of each point goes: at the point itself, or as near as there is room.

    Args:
        points: the points, the most important first.
        field: where badges may be.
        apart: the least distance between the middles of two badges.
    """
    taken: list[Point] = []
    for point in points:
        taken.append(next((spot for spot in _around(point, apart) if _free(spot, taken, field, apart)), point))
    return taken


def draw_badges(canvas: Canvas, points: Sequence[Point], labels: Sequence[str], field: Field) -> None:
    """Draw a badge for each point, with a line to the point where it had to move.

    Args:
        canvas: where to draw.
        points: the points, the most important first.
        labels: one or two letters for each.
        field: where badges may be.
    """
    spots = places(points, field)
    for point, spot in zip(points, spots, strict=True):
        if spot != point:
            canvas.line(*point, *spot, "mark", 1.25)
            canvas.circle(*point, 2.5, "mark")
    for spot, label in zip(spots, labels, strict=True):
        badge(canvas, spot, label)


def badge(canvas: Canvas, spot: Point, label: str, *, hollow: bool = False) -> None:
    """Draw one badge, hollow where it stands for something that is not in the picture."""
    if hollow:
        canvas.circle(*spot, RADIUS - 0.75, "ground", "mark", 1.5)
    else:
        canvas.circle(*spot, RADIUS, "mark", "ground", 1.5)
    canvas.text(*spot, label, anchor="middle", fill="mark" if hollow else "ground", bold=True)


def _around(point: Point, apart: float) -> list[Point]:
    x, y = point
    spots = [point]
    for layer in range(1, _LAYERS + 1):
        reach = layer * (apart * 0.55)
        for turn in range(_TURNS):
            angle = 2 * math.pi * turn / _TURNS
            spots.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return spots


def _free(spot: Point, taken: Sequence[Point], field: Field, apart: float) -> bool:
    x, y = spot
    left, top, right, bottom = field
    inside = left + RADIUS <= x <= right - RADIUS and top + RADIUS <= y <= bottom - RADIUS
    return inside and all(math.dist(spot, other) >= apart - 1e-9 for other in taken)
