"""How many cases each pair of lists shares: what all estimates are made of."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.grid import SHADES, Grid, Square, legend
from darkfigure.figures.lettering import exact, name, short
from darkfigure.figures.theme import Colour
from darkfigure.figures.words import Words
from darkfigure.tables import CaptureTable

#: Shares of the shorter list from which a square is a shade darker.
_STEPS = (0.05, 0.15, 0.35)


def overlap_matrix(
    table: CaptureTable, *, smallest: int = 0, language: str = "en", words: Mapping[str, str] | None = None
) -> Figure:
    """Draw the cases on both lists of each pair, with the totals of the lists on the diagonal.

    Args:
        table: the data.
        smallest: counts from 1 to below this are hidden in the drawing, in the words and in the table, since few cases
            could be recognised; an empty pair stays a 0. It hides single counts only: whoever publishes other figures
            of the same table must see to it that the hidden ones cannot be computed from them.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when ``smallest`` is below 0, or there are no words in the language.
    """
    if smallest < 0:
        raise ValueError("The smallest count to show cannot be below 0.")
    say, lists = Words(language, words), table.lists
    shared: list[list[int]] = table.overlap().tolist()
    squares = (
        tuple(_square(shared, row, column, smallest) for column in range(row + 1)) for row in range(table.n_lists)
    )
    grid = Grid(lists, lists, tuple(squares))
    hidden = any(0 < shared[i][j] < smallest for i in range(len(lists)) for j in range(i + 1))
    empty = len(table.empty_pairs())
    caption = say.joined(
        say("overlap-caption"),
        say("overlap-hidden", most=str(smallest - 1), sign=f"<{smallest}") if hidden else "",
        say("thousands") if grid.brief else "",
    )
    data = _table(shared, lists, smallest, say)
    canvas = Canvas(
        "overlap",
        say("overlap-title"),
        _description(shared, lists, empty, smallest, say),
        caption,
        data,
        say.language,
        say("table"),
    )
    y = grid.draw(canvas, canvas.heading() + 2)
    kinds = [(Square(framed=True), say("overlap-legend-total"))]
    if empty:
        kinds.append((Square(pattern="hatch"), say("overlap-legend-empty")))
    if hidden:
        kinds.append((Square(pattern="dots"), say("overlap-legend-hidden", k=str(smallest))))
    return canvas.figure(legend(canvas, y + 2, kinds))


# --- Parts ------------------------------------------------------------------------------------------


def _said(count: int, smallest: int) -> str:
    return f"<{smallest}" if 0 < count < smallest else exact(count)


def _square(shared: list[list[int]], row: int, column: int, smallest: int) -> Square:
    count = shared[row][column]
    said = _said(count, smallest)
    brief = said if said.startswith("<") else short(count)
    if row == column:
        return Square(said, brief, framed=True)
    if not count:
        return Square(said, brief, pattern="hatch")
    if count < smallest:
        return Square(said, brief, pattern="dots")
    return Square(said, brief, _shade(count / min(shared[row][row], shared[column][column])))


def _shade(share: float) -> Colour:
    return SHADES[sum(share >= step for step in _STEPS)]


def _description(shared: list[list[int]], lists: tuple[str, ...], empty: int, smallest: int, say: Words) -> str:
    pairs = list(combinations(range(len(lists)), 2))
    told = say("overlap-description", lists=str(len(lists)), pairs=str(len(pairs)), empty=str(empty))
    i, j = max(pairs, key=lambda pair: shared[pair[0]][pair[1]], default=(0, 0))
    if i == j or not shared[i][j] or shared[i][j] < smallest:
        return told
    largest = say("overlap-largest", first=name(lists[i]), second=name(lists[j]), cases=exact(shared[i][j]))
    return say.joined(told, largest)


def _table(shared: list[list[int]], lists: tuple[str, ...], smallest: int, say: Words) -> DataTable:
    rows = [(one, say("all-of-it"), _said(shared[i][i], smallest)) for i, one in enumerate(lists)]
    rows += [(lists[i], lists[j], _said(shared[i][j], smallest)) for i, j in combinations(range(len(lists)), 2)]
    return DataTable((say("column-first"), say("column-second"), say("column-both")), tuple(rows), words=2)
