"""What the bootstrap gave: the spread of its estimates, with every range that was read from it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.forest import method_name, range_words
from darkfigure.figures.lettering import about, exact
from darkfigure.figures.rows import ROW, Row, draw_rows
from darkfigure.figures.scales import Scale, axis_below, axis_left, lines_up
from darkfigure.figures.theme import WIDTH
from darkfigure.figures.words import Words
from darkfigure.results import Estimate, Interval
from darkfigure.words.numbers import percent

_HEIGHT, _LEFT = 132.0, 34.0
#: Estimates further than this many times the 99th percentile go into a bar of their own at the edge.
_FAR = 2.5
_FEWEST_BARS, _MOST_BARS = 8, 30


def bootstrap_histogram(estimate: Estimate, *, language: str = "en", words: Mapping[str, str] | None = None) -> Figure:
    """Draw the bootstrap's estimates as bars on a logarithmic axis, and each interval beneath.

    Args:
        estimate: an estimate with its ``replicates``.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when the estimate has no replicates with an estimate, or there are no words in the language.
    """
    say = Words(language, words)
    values = _finite(estimate)
    edges, counts, beyond = _bins(values, estimate)
    description, caption = _description(estimate, values, say), _caption(estimate, values, beyond, say)
    title = say("bootstrap-title", method=method_name(estimate, say))
    table = _table(edges, counts, beyond, say)
    canvas = Canvas("bootstrap", title, description, caption, table, say.language, say("table"))
    top = canvas.paragraph(canvas.heading() + 2, say("bootstrap-axis")) + 12
    bottom = top + _HEIGHT
    scale = Scale(float(edges[0]), float(edges[-1]), _LEFT, WIDTH - 4)
    lines_up(canvas, scale, top, bottom + 18 + ROW * len(estimate.intervals))
    most = max(int(counts.max()), beyond, 1)
    upright = Scale(0, most * 1.04, bottom, top, log=False)
    axis_left(canvas, upright, _LEFT, WIDTH)
    _bars(canvas, scale, upright, edges, counts)
    if beyond:
        canvas.rect(WIDTH - 9, upright(beyond), 9, bottom - upright(beyond), "mark", stroke="mark", pattern="hatch")
    x = scale(estimate.total)
    canvas.line(x, top - 3, x, bottom + 14 + ROW * len(estimate.intervals), "accent", 2)
    canvas.beside(
        x, top - 12, say("bootstrap-estimate", total=about(estimate.total, estimate.observed)), fill="accent", bold=True
    )
    canvas.line(_LEFT, bottom, WIDTH, bottom, "muted")
    rows = [_row(interval, estimate, say) for interval in estimate.intervals]
    bottom = draw_rows(canvas, rows, scale, bottom + 14)
    return canvas.figure(axis_below(canvas, scale, bottom, say("axis-total")))


# --- Parts ------------------------------------------------------------------------------------------


def _finite(estimate: Estimate) -> NDArray[np.float64]:
    given = estimate.replicates.estimates if estimate.replicates else ()
    values = np.asarray(given, dtype=np.float64)
    values = values[np.isfinite(values) & (values > 0)]
    if not values.size:
        raise ValueError("The estimate has no bootstrap replicates. Ask for an interval by the bootstrap.")
    return values


def _bins(values: NDArray[np.float64], estimate: Estimate) -> tuple[NDArray[np.float64], NDArray[np.int64], int]:
    """Return the edges of the bars, how many estimates are in each, and how many lie beyond the last."""
    marked = [estimate.total] + [limit for one in estimate.intervals for limit in (one.lower, one.upper)]
    marked = [value for value in marked if math.isfinite(value) and value > 0]
    reach = _FAR * max(float(np.quantile(values, 0.99)), *marked)
    low, high = min(float(values.min()), *marked), max(float(values[values <= reach].max()), *marked)
    if high / low < 1.05:
        low, high = low / 1.05, high * 1.05
    bars = int(np.clip(2 * values.size ** (1 / 3), _FEWEST_BARS, _MOST_BARS))
    edges = np.geomspace(low * (1 - 1e-9), high * (1 + 1e-9), bars + 1)
    counts = np.histogram(values, edges)[0].astype(np.int64)
    return edges, counts, int((values > edges[-1]).sum())


def _bars(canvas: Canvas, scale: Scale, upright: Scale, edges: NDArray[np.float64], counts: NDArray[np.int64]) -> None:
    for count, left, right in zip(counts.tolist(), edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if count:
            begin, end, y = scale(left), scale(right), upright(count)
            canvas.rect(begin + 0.5, y, end - begin - 1, upright.start - y, "soft")


def _row(interval: Interval, estimate: Estimate, say: Words) -> Row:
    return Row(
        _named(interval, say),
        range_words(interval, estimate.observed, say),
        low=interval.lower,
        high=interval.upper,
        marker="none",
    )


def _named(interval: Interval, say: Words) -> str:
    name = say.interval(interval.method)
    return say("bootstrap-level", name=name[:1].upper() + name[1:], level=percent(interval.level))


def _description(estimate: Estimate, values: NDArray[np.float64], say: Words) -> str:
    low, middle, high = (float(value) for value in np.quantile(values, (0.25, 0.5, 0.75), method="median_unbiased"))
    told = say(
        "bootstrap-description",
        count=exact(values.size),
        middle=about(middle),
        low=about(low),
        high=about(high),
        total=about(estimate.total, estimate.observed),
    )
    limits = [
        say(
            "bootstrap-limits",
            name=say.interval(one.method),
            level=percent(one.level),
            range=range_words(one, estimate.observed, say),
        )
        for one in estimate.intervals
    ]
    return say.joined(told, *limits)


def _caption(estimate: Estimate, values: NDArray[np.float64], beyond: int, say: Words) -> str:
    given = len(estimate.replicates.estimates) if estimate.replicates else 0
    failed = given - values.size
    return say.joined(
        say("bootstrap-caption"),
        say("bootstrap-failed", failed=exact(failed), of=exact(given)) if failed else "",
        say("bootstrap-beyond", count=exact(beyond)) if beyond else "",
    )


def _table(edges: NDArray[np.float64], counts: NDArray[np.int64], beyond: int, say: Words) -> DataTable:
    of = int(counts.sum()) + beyond
    bars = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    rows = [(exact(left), exact(right), exact(count), percent(count / of)) for left, right, count in bars]
    if beyond:
        rows.append((exact(float(edges[-1])), say("no-limit"), exact(beyond), percent(beyond / of)))
    header = tuple(say(f"column-{key}") for key in ("from", "to", "replicates", "share"))
    return DataTable(header, tuple(rows), words=0)
