"""The range of an estimate as a bar: known, lowest, highest, and never a single point alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.lettering import about, exact, short, width
from darkfigure.figures.theme import SIZES, WIDTH
from darkfigure.figures.words import Words

_TOP, _TALL, _OPEN, _GAP = 4.0, 30.0, 26.0, 10.0


class _End(NamedTuple):
    place: float
    number: str
    word: str


def range_bar(
    observed: int,
    lower: float,
    upper: float,
    words: Mapping[str, str] | None = None,
    *,
    language: str = "en",
) -> Figure:
    """Draw the known cases and the range of the total on one bar that begins at 0.

    Args:
        observed: the number of cases known.
        lower: the lower end of the range, in cases.
        upper: its upper end; infinity where there is none.
        words: phrases in place of those of ``figures.words``, by key.
        language: ``en`` or ``zh-hant``.

    Raises:
        ValueError: when the ends are no range that holds at least the known cases, or there are no words in the
            language.
    """
    say = Words(language, words)
    if not (0 <= observed <= lower <= upper) or math.isinf(lower) or upper <= 0:
        raise ValueError("A range needs a lower end, not below the cases known, and an upper end above it.")
    open_end = math.isinf(upper)
    low = about(lower, observed)
    high = say("bar-open") if open_end else about(upper, observed)
    # Numbers of many digits would not fit beside each other.
    brief = sum(_wide(number, "big") + _GAP for number in (exact(observed), low, high)) > WIDTH
    key = "bar-description-open" if open_end else "bar-description"
    canvas = Canvas(
        "range",
        say("bar-title"),
        say(key, n=exact(observed), low=low, high=high),
        say.joined(say("bar-caption"), say("thousands") if brief else ""),
        _table(observed, lower, upper, say),
        say.language,
        say("table"),
    )
    full = WIDTH - (_OPEN if open_end else 0)
    reach = full / (max(lower * 1.6, observed * 1.6) if open_end else upper)
    known, begin, end = observed * reach, lower * reach, full if open_end else upper * reach
    _bar(canvas, known, begin, end, open_end=open_end)
    if brief:
        low, high = short(lower), high if open_end else short(upper)
    ends = [
        _End(known, short(observed) if brief else exact(observed), say("bar-known")),
        _End(begin, low, say("bar-low")),
        _End(end, "" if open_end else high, say("bar-open" if open_end else "bar-high")),
    ]
    return canvas.figure(_labels(canvas, ends, _TOP + _TALL))


# --- Parts ------------------------------------------------------------------------------------------


def _bar(canvas: Canvas, known: float, begin: float, end: float, *, open_end: bool) -> None:
    bottom = _TOP + _TALL
    canvas.rect(0, _TOP, end, _TALL, "mist")
    canvas.rect(begin, _TOP, end - begin, _TALL, "soft", pattern="hatch")
    canvas.rect(0, _TOP, max(known, 2), _TALL, "mark")
    canvas.line(begin, _TOP - 4, begin, bottom + 4, "ink", 2)
    if not open_end:
        canvas.line(end - 1, _TOP - 4, end - 1, bottom + 4, "ink", 2)
        return
    canvas.polygon([(end, _TOP), (end + 20, _TOP + _TALL / 2), (end, bottom)], "soft")


def _labels(canvas: Canvas, ends: list[_End], bottom: float) -> float:
    """Write number and word beneath each end, pushed apart where they would touch."""
    halves = [max(_wide(one.number, "big"), _wide(one.word, "label")) / 2 for one in ends]
    middles = spread([one.place for one in ends], halves, 0, WIDTH)
    for one, half, middle in zip(ends, halves, middles, strict=True):
        if abs(one.place - middle) > half:
            canvas.line(one.place, bottom + 5, middle, bottom + 12, "muted")
        canvas.text(middle, bottom + 22, one.number, anchor="middle", bold=True, size="big")
        canvas.text(middle, bottom + 40, one.word, anchor="middle", fill="muted")
    return bottom + 48


def spread(places: list[float], halves: list[float], low: float, high: float, gap: float = _GAP) -> list[float]:
    """Return middles near the places, in their order, so that labels of these half widths neither touch nor leave.

    Args:
        places: where the labels belong, from left to right.
        halves: half the width of each.
        low: the left edge.
        high: the right edge.
        gap: the least space between two.
    """
    middles, edge = [], low
    for place, half in zip(places, halves, strict=True):
        middles.append(max(place, edge + half))
        edge = middles[-1] + half + gap
    edge = high
    for at in range(len(middles) - 1, -1, -1):
        middles[at] = min(middles[at], edge - halves[at])
        edge = middles[at] - halves[at] - gap
    return middles


def _wide(text: str, size: str) -> float:
    return width(text, SIZES["big" if size == "big" else "label"][0], bold=size == "big")


def _table(observed: int, lower: float, upper: float, say: Words) -> DataTable:
    top = say("no-limit") if math.isinf(upper) else exact(upper)
    rows = ((say("bar-known"), exact(observed)), (say("bar-low"), exact(lower)), (say("bar-high"), top))
    return DataTable((say("column-what"), say("column-number")), rows)
