"""What each pair of lists says about the total on its own: wild disagreement is the plainest sign of dependence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.grid import SHADES, Grid, Square, legend
from darkfigure.figures.lettering import about, exact, name, short
from darkfigure.figures.words import Words


class PairLike(Protocol):
    """What two lists say by themselves.

    Attributes:
        pair: the names of the two lists.
        a: the cases on the first.
        b: the cases on the second.
        m: the cases on both.
        total: Chapman's estimate, or none where the two have no case in common.
    """

    @property
    def pair(self) -> tuple[str, str]: ...
    @property
    def a(self) -> int: ...
    @property
    def b(self) -> int: ...
    @property
    def m(self) -> int: ...
    @property
    def total(self) -> float | None: ...


def chapman_map(
    pairs: Sequence[PairLike],
    *,
    smallest: int = 0,
    language: str = "en",
    words: Mapping[str, str] | None = None,
) -> Figure:
    """Draw the total that each pair of lists gives.

    Args:
        pairs: every pair of the lists, as :func:`darkfigure.bounds.pairwise_chapman` returns them.
        smallest: pairs of which a count is from 1 to below this are hidden in the drawing, in the words and in the
            table, since the total would give it away.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when there is no pair, or no words in the language.
    """
    say = Words(language, words)
    if not pairs:
        raise ValueError("There is no pair to draw. A table needs two lists.")
    lists = tuple(dict.fromkeys(name for one in pairs for name in one.pair))
    found = {frozenset(one.pair): one for one in pairs}
    given = sorted((one for one in pairs if _known(one) and not _hidden(one, smallest)), key=_total)
    ends = (_total(given[0]), _total(given[-1])) if given else (1.0, 1.0)
    squares = (
        tuple(_square(found.get(frozenset((lists[row], lists[column]))), ends, smallest) for column in range(row))
        for row in range(1, len(lists))
    )
    grid = Grid(lists[1:], lists[:-1], tuple(squares))
    canvas = Canvas(
        "chapman",
        say("chapman-title"),
        _description(pairs, given, smallest, say),
        say.joined(say("chapman-caption"), say("thousands") if grid.brief else ""),
        _table(pairs, smallest, say),
        say.language,
        say("table"),
    )
    y = grid.draw(canvas, canvas.heading() + 2)
    return canvas.figure(legend(canvas, y + 2, _kinds(pairs, given, smallest, say)))


# --- Parts ------------------------------------------------------------------------------------------


def _known(one: PairLike) -> bool:
    return one.total is not None and math.isfinite(one.total)


def _hidden(one: PairLike, smallest: int) -> bool:
    return any(0 < count < smallest for count in (one.a, one.b, one.m))


def _total(one: PairLike) -> float:
    return math.nan if one.total is None else one.total


def _square(one: PairLike | None, ends: tuple[float, float], smallest: int) -> Square:
    if one is not None and _hidden(one, smallest):
        return Square("…", pattern="dots")
    if one is None or not _known(one):
        return Square("–", pattern="hatch")
    total, (low, high) = _total(one), ends
    share = math.log(total / low) / math.log(high / low) if high > low else 0.0
    shade = SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)]
    return Square(about(total, one.a + one.b - one.m), short(total), shade, framed=high > low and total in ends)


def _kinds(pairs: Sequence[PairLike], given: Sequence[PairLike], smallest: int, say: Words) -> list[tuple[Square, str]]:
    kinds = [(Square(shade=SHADES[0], framed=True), say("chapman-legend-ends"))] if len(given) > 1 else []
    if any(not _known(one) and not _hidden(one, smallest) for one in pairs):
        kinds.append((Square(pattern="hatch"), say("chapman-legend-empty")))
    if any(_hidden(one, smallest) for one in pairs):
        kinds.append((Square(pattern="dots"), say("overlap-legend-hidden", k=str(smallest))))
    return kinds


def _description(pairs: Sequence[PairLike], given: Sequence[PairLike], smallest: int, say: Words) -> str:
    count = sum(_hidden(one, smallest) for one in pairs)
    hidden = say("chapman-hidden", hidden=str(count), k=str(smallest)) if count else ""
    if not given:
        return hidden or say("chapman-none")
    low, high = given[0], given[-1]
    told = say(
        "chapman-description",
        given=str(len(given)),
        of=str(len(pairs)),
        low=about(_total(low)),
        low_pair=say("pair", first=name(low.pair[0]), second=name(low.pair[1])),
        high=about(_total(high)),
        high_pair=say("pair", first=name(high.pair[0]), second=name(high.pair[1])),
    )
    return say.joined(told, hidden)


def _table(pairs: Sequence[PairLike], smallest: int, say: Words) -> DataTable:
    keys = ("first", "second", "first-cases", "second-cases", "both", "total")
    rows = (_cells(one, smallest, say) for one in pairs)
    return DataTable(tuple(say(f"column-{key}") for key in keys), tuple(rows), words=2)


def _cells(one: PairLike, smallest: int, say: Words) -> tuple[str, ...]:
    counts = (f"<{smallest}" if 0 < count < smallest else exact(count) for count in (one.a, one.b, one.m))
    if _hidden(one, smallest):
        return (*one.pair, *counts, say("hidden"))
    return (*one.pair, *counts, exact(_total(one)) if _known(one) else say("no-estimate"))
