"""The annex on the data: what each list holds and what they share, small counts left out."""

from __future__ import annotations

from darkfigure.reporting.blocks import Block, Paragraph, Section, Table
from darkfigure.reporting.context import Context
from darkfigure.reporting.drawings import of_lists


def lists_section(context: Context) -> Section:
    """Return the section with the lists' totals, overlaps and histories; counts below the limit are not printed."""
    blocks: list[Block] = []
    if context.publish_below > 1:
        blocks.append(Paragraph(context.runs("suppressed", number=context.publish_below), quiet=True))
    matrix, *others = of_lists(context)
    blocks += [_totals(context), matrix, _overlaps(context), *others, _times_seen(context), _histories(context)]
    return Section("lists", context.say("lists-title"), tuple(blocks))


def published_counts(context: Context) -> dict[str, list[dict[str, object]]]:
    """Return the table for machine reading; a count below the limit is null with what is known of it.

    Args:
        context: what the report is about.
    """
    table, names = context.table, context.table.lists
    overlap = table.overlap()

    def counted(value: int) -> dict[str, object]:
        hidden = 0 < value < context.publish_below
        return {"count": None if hidden else value, "below": context.publish_below if hidden else None}

    return {
        "lists": [{"name": name, **counted(total)} for name, total in zip(names, table.totals, strict=True)],
        "overlaps": [
            {"lists": [names[i], names[j]], **counted(int(overlap[i, j]))}
            for i in range(len(names))
            for j in range(i + 1, len(names))
        ],
        "histories": [{"lists": list(on), **counted(count)} for on, count in _seen(context)],
    }


def _seen(context: Context) -> list[tuple[tuple[str, ...], int]]:
    return [
        (tuple(name for name, mark in zip(context.table.lists, row, strict=False) if mark), row[-1])
        for row in context.table.rows()
    ]


def _totals(context: Context) -> Table:
    table = context.table
    alone = [int(table.counts[1 << place]) for place in range(table.n_lists)]
    rows = tuple(
        (name, context.count(total), context.count(only))
        for name, total, only in zip(table.lists, table.totals, alone, strict=True)
    )
    header = (context.say("column-list"), context.say("column-cases"), context.say("column-alone"))
    return Table(context.say("totals-caption", n=table.n, lists=table.n_lists), header, rows)


def _overlaps(context: Context) -> Table:
    table, overlap = context.table, context.table.overlap()
    rows = []
    for place, name in enumerate(table.lists):
        cells = [
            context.count(int(overlap[place, other])) if other != place else context.say("same-list")
            for other in range(table.n_lists)
        ]
        rows.append((name, *cells))
    return Table(context.say("overlap-caption"), (context.say("column-list"), *table.lists), tuple(rows))


def _times_seen(context: Context) -> Table:
    """Join the ends of the row until each can be printed, so that no small count is left over from the total."""
    counts = list(context.table.capture_frequencies())
    first = len(counts)
    while first > 1 and sum(counts[first - 1 :]) < context.publish_below:
        first -= 1
    rows = [(context.say("on-lists", number=k), context.count(counts[k - 1])) for k in range(1, first)]
    key = "on-lists" if first == len(counts) else "on-lists-or-more"
    rows.append((context.say(key, number=first), context.count(sum(counts[first - 1 :]))))
    header = (context.say("column-times"), context.say("column-cases"))
    return Table(context.say("times-caption"), header, tuple(rows))


def _histories(context: Context) -> Table:
    together = context.say("pair-and")
    rows = tuple((together.join(on), context.count(count)) for on, count in _seen(context))
    header = (context.say("column-history"), context.say("column-cases"))
    return Table(context.say("histories-caption"), header, rows)
