"""The stepwise estimate at several thresholds: how far it rests on when a link between lists is let in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.lettering import about, exact, width
from darkfigure.figures.scales import Scale, around, axis_left, drawable
from darkfigure.figures.theme import SIZES, WIDTH
from darkfigure.figures.words import Words
from darkfigure.results import Scenario
from darkfigure.words.numbers import grouped

_HEIGHT = 160.0


def threshold_path(
    scenarios: Sequence[Scenario], *, language: str = "en", words: Mapping[str, str] | None = None
) -> Figure:
    """Draw the total at each threshold for the p-value.

    Args:
        scenarios: one a threshold, ``label`` being the threshold (``0.02``); those without an estimate have a total of
            NaN.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when there is no scenario, or no words in the language.
    """
    say = Words(language, words)
    if not scenarios:
        raise ValueError("There is no threshold to draw.")
    ordered = sorted(scenarios, key=_threshold)
    canvas = Canvas(
        "threshold",
        say("threshold-title"),
        _description(ordered, say),
        say("threshold-caption"),
        _table(ordered, say),
        say.language,
        say("table"),
    )
    top = canvas.paragraph(canvas.heading() + 2, say("threshold-total")) + 4
    totals = [one.total for one in ordered if drawable(one.total)]
    upright = Scale(*around(totals or [1.0], 1.3), top + _HEIGHT, top)
    left = 8.0
    if totals:
        left += max(width(grouped(value), SIZES["label"][0]) for value in upright.ticks(5))
        axis_left(canvas, upright, left, WIDTH)
    step = (WIDTH - left) / len(ordered)
    places = [left + step * (place + 0.5) for place in range(len(ordered))]
    _path(canvas, ordered, places, upright, say)
    bottom = top + _HEIGHT
    canvas.line(left, bottom, WIDTH, bottom, "muted")
    for x, one in zip(places, ordered, strict=True):
        canvas.text(x, bottom + 13, one.label, anchor="middle", fill="muted", room=step - 4)
    return canvas.figure(canvas.paragraph(bottom + 31, say("threshold-axis")))


# --- Parts ------------------------------------------------------------------------------------------


def _threshold(scenario: Scenario) -> tuple[float, str]:
    try:
        return float(scenario.label), scenario.label
    except ValueError:
        return math.inf, scenario.label


def _path(canvas: Canvas, ordered: Sequence[Scenario], places: Sequence[float], upright: Scale, say: Words) -> None:
    known = [(x, one.total) for x, one in zip(places, ordered, strict=True) if drawable(one.total)]
    for (x1, first), (x2, second) in pairwise(known):
        canvas.line(x1, upright(first), x2, upright(second), "mark", 2)
    heights = [upright(total) for _, total in known]
    for place, (x, total) in enumerate(known):
        y, neighbours = heights[place], heights[max(place - 1, 0) : place] + heights[place + 1 : place + 2]
        # A label stands where the path does not pass: above a point that is higher than its neighbours' mean.
        above = not neighbours or y <= sum(neighbours) / len(neighbours) + 0.5
        canvas.circle(x, y, 5.5, "mark", "ground", 1.5)
        canvas.text(x, y + (-15 if above else 15), about(total), anchor="middle", bold=True, halo=True)
    for x, one in zip(places, ordered, strict=True):
        if not drawable(one.total):
            y = upright.start - 14
            canvas.line(x - 5, y - 5, x + 5, y + 5, "muted", 2)
            canvas.line(x - 5, y + 5, x + 5, y - 5, "muted", 2)
            canvas.beside(x, y - 16, say("no-estimate"), fill="muted")


def _description(ordered: Sequence[Scenario], say: Words) -> str:
    totals = [one.total for one in ordered if drawable(one.total)]
    if not totals:
        return say("threshold-none")
    first, last = ordered[0].label, ordered[-1].label
    return say("threshold-description", first=first, last=last, low=about(min(totals)), high=about(max(totals)))


def _table(ordered: Sequence[Scenario], say: Words) -> DataTable:
    rows = [(one.label, exact(one.total) if drawable(one.total) else say("no-estimate")) for one in ordered]
    return DataTable((say("column-threshold"), say("column-total")), tuple(rows))
