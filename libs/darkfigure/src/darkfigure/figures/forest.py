"""All methods on one table, side by side, with their ranges and with those that refuse."""

from __future__ import annotations

import math
from collections.abc import Mapping

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.lettering import about, exact
from darkfigure.figures.rows import ROW, Row, draw_rows
from darkfigure.figures.scales import Scale, around, axis_below, drawable, lines_up
from darkfigure.figures.theme import WIDTH
from darkfigure.figures.words import Words
from darkfigure.results import Comparison, Estimate, Interval, NotEstimable, Result

#: A limit this many times beyond every estimate would flatten all else: its line goes off with an arrow.
_FAR = 6.0
#: The room between the line of the known cases and the words.
_INDENT = 9.0


def forest(comparison: Comparison, *, language: str = "en", words: Mapping[str, str] | None = None) -> Figure:
    """Draw every method's estimate and range on a logarithmic axis that begins at the number of cases known.

    Args:
        comparison: the results; those that are refusals are named with their reason.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when there is no result, or no words in the language.
    """
    say = Words(language, words)
    if not comparison.results:
        raise ValueError("There is no result to draw. Compare at least one method.")
    observed = comparison.results[0].observed
    given = [result for result in comparison.results if isinstance(result, Estimate)]
    table = _table(comparison, say)
    canvas = Canvas(
        "forest",
        say("forest-title"),
        _description(comparison, say),
        say("forest-caption"),
        table,
        say.language,
        say("table"),
    )
    rows = [_row(result, say) for result in comparison.results] + _together(comparison, say)
    scale, top = _scale(given, observed), canvas.heading() + 18
    bottom = top + ROW * len(rows)
    if given:
        lines_up(canvas, scale, top - 4, bottom)
    if observed:
        canvas.line(scale.start, top - 20, scale.start, bottom, "accent", 2)
        canvas.text(_INDENT, top - 13, say("known", n=exact(observed)), fill="accent", bold=True)
    draw_rows(canvas, rows, scale, top, _INDENT)
    return canvas.figure(axis_below(canvas, scale, bottom, say("axis-total")) if given else bottom)


# --- Parts ------------------------------------------------------------------------------------------


def range_words(interval: Interval | None, observed: int, say: Words) -> str:
    """Return a range in two figures, or that there is none."""
    if interval is None:
        return say("no-range")
    low = about(interval.lower, observed)
    if not math.isfinite(interval.upper):
        return say("range-open", low=low)
    return say("range", low=low, high=about(interval.upper, observed))


def method_name(result: Result, say: Words) -> str:
    """Return the name of a method; an average over models has a name of its own."""
    averaged = isinstance(result, Estimate) and result.settings.get("average")
    code = result.method.removesuffix("-average")
    return say.method(f"{code}-average" if averaged else result.method)


def reason(result: NotEstimable, say: Words) -> str:
    """Return in a few words why there is no estimate: the first note that refuses."""
    refusing = [note.code for note in result.notes if note.severity == "refuse"] or [note.code for note in result.notes]
    return say.reason(refusing[0]) if refusing else ""


def _scale(given: list[Estimate], observed: int) -> Scale:
    totals = [estimate.total for estimate in given]
    values = [float(max(observed, 1)), *(total for total in totals if drawable(total))]
    furthest = _FAR * max(values)
    for estimate in given:
        if estimate.interval is not None:
            limits = (estimate.interval.lower, estimate.interval.upper)
            values += [limit for limit in limits if math.isfinite(limit) and 0 < limit <= furthest]
    return Scale(values[0], around(values)[1], 1, WIDTH - 4)


def _row(result: Result, say: Words) -> Row:
    label = method_name(result, say)
    if isinstance(result, NotEstimable):
        return Row(label, beside=say("no-estimate"), instead=reason(result, say), quiet=True)
    interval = result.interval
    return Row(
        label,
        about(result.total, result.observed),
        f"({range_words(interval, result.observed, say)})",
        point=result.total,
        low=None if interval is None else interval.lower,
        high=None if interval is None else interval.upper,
        marker="least" if result.method == "chao" else "dot",
    )


def _together(comparison: Comparison, say: Words) -> list[Row]:
    """Return the row of the range that all methods that count have together, where there is one."""
    if not math.isfinite(comparison.lower):
        return []
    observed = comparison.results[0].observed
    whole = Interval(comparison.lower, comparison.upper, math.nan, "")
    told = range_words(whole, observed, say)
    return [Row(say("forest-together"), told, low=comparison.lower, high=comparison.upper, marker="band")]


def _description(comparison: Comparison, say: Words) -> str:
    given = [result for result in comparison.results if isinstance(result, Estimate)]
    told = say(
        "forest-description",
        given=str(len(given)),
        of=str(len(comparison.results)),
        n=exact(comparison.results[0].observed),
    )
    if not given:
        return told
    low, high = min(given, key=lambda one: one.total), max(given, key=lambda one: one.total)
    span = say(
        "forest-span",
        low=about(low.total, low.observed),
        low_method=method_name(low, say),
        high=about(high.total, high.observed),
        high_method=method_name(high, say),
    )
    whole = Interval(comparison.lower, comparison.upper, math.nan, "")
    together = range_words(whole, comparison.results[0].observed, say) if math.isfinite(comparison.lower) else ""
    return say.joined(told, span, say("forest-said", range=together) if together else "")


def _table(comparison: Comparison, say: Words) -> DataTable:
    keys = ("method", "total", "lower", "upper", "interval", "level", "reason")
    rows = []
    for result in comparison.results:
        cells = [method_name(result, say)]
        if isinstance(result, NotEstimable):
            why = ", ".join(
                f"{say.reason(note.code)} ({note.code})" for note in result.notes if note.severity == "refuse"
            )
            cells += [say("no-estimate"), "", "", "", "", why or reason(result, say)]
        else:
            cells += [exact(result.total), *limit_cells(result.interval, say), ""]
        rows.append(tuple(cells))
    if math.isfinite(comparison.lower):
        upper = exact(comparison.upper) if math.isfinite(comparison.upper) else say("no-limit")
        rows.append((say("forest-together"), "", exact(comparison.lower), upper, "", "", ""))
    return DataTable(tuple(say(f"column-{key}") for key in keys), tuple(rows))


def limit_cells(interval: Interval | None, say: Words) -> tuple[str, str, str, str]:
    """Return lower limit, upper limit, kind and level of an interval for a table."""
    if interval is None:
        return "", "", say("no-range"), ""
    upper = exact(interval.upper) if math.isfinite(interval.upper) else say("no-limit")
    return exact(interval.lower), upper, say.interval(interval.method), f"{interval.level:.4g}"
