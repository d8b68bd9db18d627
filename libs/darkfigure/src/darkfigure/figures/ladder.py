"""The estimate when one list is left out: how far it rests on each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.lettering import about, exact, name
from darkfigure.figures.rows import ROW, Row, draw_rows
from darkfigure.figures.scales import Scale, around, axis_below, drawable, lines_up
from darkfigure.figures.theme import WIDTH
from darkfigure.figures.words import Words
from darkfigure.results import Estimate, Result, Scenario


def drop_one_ladder(
    base: Result, scenarios: Sequence[Scenario], *, language: str = "en", words: Mapping[str, str] | None = None
) -> Figure:
    """Draw how the estimate moves when each list is left out, from the lowest result to the highest.

    Args:
        base: the result with all lists.
        scenarios: one a list left out, ``label`` naming it; those without an estimate have a total of NaN.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when there is no scenario, or no words in the language.
    """
    say = Words(language, words)
    if not scenarios:
        raise ValueError("There is no scenario to draw. Leave out at least one list.")
    ordered = sorted(scenarios, key=lambda one: (not drawable(one.total), one.total, one.label))
    whole = base.total if isinstance(base, Estimate) else None
    caption = say("ladder-caption-none") if whole is None else say("ladder-caption", total=about(whole, base.observed))
    table = _table(base, ordered, say)
    canvas = Canvas(
        "ladder", say("ladder-title"), _description(ordered, say), caption, table, say.language, say("table")
    )
    top = canvas.heading() + (18 if whole is not None else 0)
    bottom = top + ROW * len(ordered)
    totals = [one.total for one in ordered if drawable(one.total)] + ([] if whole is None else [whole])
    if not totals:
        return canvas.figure(draw_rows(canvas, [_row(one, whole, say) for one in ordered], Scale(1, 10, 0, WIDTH), top))
    scale = Scale(*around(totals, 1.15), 0, WIDTH)
    lines_up(canvas, scale, top - 4, bottom)
    if whole is not None:
        x, label = scale(whole), say("ladder-all", total=about(whole, base.observed))
        canvas.line(x, top - 4, x, bottom, "accent", 1.5, "4 3")
        canvas.beside(x, top - 13, label, fill="accent", bold=True)
    draw_rows(canvas, [_row(one, whole, say) for one in ordered], scale, top)
    return canvas.figure(axis_below(canvas, scale, bottom, say("axis-total")))


# --- Parts ------------------------------------------------------------------------------------------


def _row(scenario: Scenario, whole: float | None, say: Words) -> Row:
    label = say("ladder-row", list=name(scenario.label))
    if not drawable(scenario.total):
        return Row(label, beside=say("no-estimate"), quiet=True)
    if whole is None:
        return Row(label, about(scenario.total, scenario.n), point=scenario.total)
    ends = sorted((whole, scenario.total))
    told = _change(scenario.total, whole)
    return Row(label, about(scenario.total, scenario.n), f"({told})", scenario.total, ends[0], ends[1], "away")


def _change(total: float, whole: float) -> str:
    share = round(100 * (total / whole - 1))
    return f"{'−' if share < 0 else '+'}{abs(share):,}%" if share else "0%"


def _description(ordered: Sequence[Scenario], say: Words) -> str:
    found = [one for one in ordered if drawable(one.total)]
    if not found:
        return say("ladder-none")
    low, high = found[0], found[-1]
    return say(
        "ladder-description",
        low=about(low.total, low.n),
        low_list=name(low.label),
        high=about(high.total, high.n),
        high_list=name(high.label),
    )


def _table(base: Result, ordered: Sequence[Scenario], say: Words) -> DataTable:
    whole = base.total if isinstance(base, Estimate) else None
    all_total = say("no-estimate") if whole is None else exact(whole)
    rows = [(say("all-lists"), exact(base.observed), all_total, "")]
    for one in ordered:
        known = drawable(one.total)
        change = _change(one.total, whole) if known and whole is not None else ""
        rows.append((one.label, exact(one.n), exact(one.total) if known else say("no-estimate"), change))
    header = tuple(say(f"column-{key}") for key in ("without", "cases", "total", "change"))
    return DataTable(header, tuple(rows))
