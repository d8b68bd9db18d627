"""The lower half of a square of pairs, its lists named at the left and at the foot, on a sheet as narrow as a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from darkfigure.figures.canvas import Canvas, Pattern
from darkfigure.figures.lettering import clean, name, width, wrap
from darkfigure.figures.theme import SIZES, WIDTH, Colour

#: The shades of a square, from light to dark.
SHADES: tuple[Colour, ...] = ("heat1", "heat2", "heat3", "heat4")
#: The most room that names get beside the squares, and the least that a square then has.
_MOST_NAME, _LEAST_SQUARE = 128.0, 35.0
#: The room beside the squares where numbers stand for long names, by how many columns there are.
_NUMBERED = {10: 58.0, 9: 66.0, 8: 76.0, 7: 90.0}
_MOST_SQUARE, _GAP, _SIZE = 76.0, 2.0, SIZES["label"][0]


@dataclass(frozen=True)
class Square:
    """One square.

    Attributes:
        text: what stands in it.
        brief: the same in less room.
        shade: its colour.
        pattern: stripes or dots behind the text.
        framed: whether it has a frame.
    """

    text: str = ""
    brief: str = ""
    shade: Colour | None = None
    pattern: Pattern | None = None
    framed: bool = False


@dataclass(frozen=True)
class Grid:
    """The squares with the names of their lists.

    Attributes:
        rows: the names of the rows.
        columns: the names of the columns, as many as rows.
        squares: for each row its squares from the left, row *i* holding ``i + 1``.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    squares: tuple[tuple[Square, ...], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all lists, each once, in order."""
        return tuple(dict.fromkeys([*self.columns, *self.rows]))

    @cached_property
    def numbered(self) -> bool:
        """Whether numbers stand for the names at the foot, since these are too long."""
        left = max(width(clean(one), _SIZE) for one in self.rows) + 10
        side = (WIDTH - left) / len(self.columns)
        room = min(side, _MOST_SQUARE) - 4
        fits = all(width(clean(one), _SIZE) <= room for one in self.columns)
        return left > _MOST_NAME or side < _LEAST_SQUARE or not fits

    @cached_property
    def brief(self) -> bool:
        """Whether the numbers are shortened, since the squares are too narrow for them."""
        texts = [square.text for row in self.squares for square in row]
        return any(width(text, _SIZE) > self._side - _GAP - 3 for text in texts)

    def draw(self, canvas: Canvas, top: float) -> float:
        """Draw it and return the height of what follows.

        Args:
            canvas: where to draw.
            top: where the first row begins.
        """
        left, side = self._left, self._side
        tall = min(max(side, 24.0), 32.0)
        for place, row in enumerate(self.squares):
            y = top + place * tall
            canvas.text(0, y + (tall - _GAP) / 2, self._label(self.rows[place]), room=left - 8)
            for column, square in enumerate(row):
                draw_square(canvas, square, left + column * side, y, side - _GAP, tall - _GAP, brief=self.brief)
        y = top + len(self.squares) * tall + 9
        for column, one in enumerate(self.columns):
            label = self._number(one) if self.numbered else one
            canvas.text(left + column * side + (side - _GAP) / 2, y, label, anchor="middle", fill="muted")
        cut = any(width(self._label(one), _SIZE) > left - 8 for one in self.names)
        return self._key(canvas, y + 20) if self.numbered and cut else y + 16

    @property
    def _left(self) -> float:
        if self.numbered:
            return _NUMBERED.get(len(self.columns), 118.0)
        return max(width(clean(one), _SIZE) for one in self.rows) + 10

    @property
    def _side(self) -> float:
        return min((WIDTH - self._left) / len(self.columns), _MOST_SQUARE)

    def _number(self, one: str) -> str:
        return str(self.names.index(one) + 1)

    def _label(self, one: str) -> str:
        return f"{self._number(one)} {name(one)}" if self.numbered else clean(one)

    def _key(self, canvas: Canvas, top: float) -> float:
        """Write the numbers with the names that belong to them, in two lines at most."""
        y = top
        for one in self.names:
            canvas.text(14, y, self._number(one), anchor="end", bold=True)
            first, *others = wrap(clean(one), WIDTH - 22, _SIZE)
            for line in (first, " ".join(others)):
                if line:
                    canvas.text(22, y, line, room=WIDTH - 22)
                    y += 16
            y += 2
        return y


def legend(canvas: Canvas, top: float, entries: Sequence[tuple[Square, str]]) -> float:
    """Draw what the kinds of squares mean, one beside the other where there is room, and return what follows.

    Args:
        canvas: where to draw.
        top: where it begins.
        entries: a square of each kind, and its meaning.
    """
    x, y = 0.0, top + 6
    for square, meaning in entries:
        needed = 24 + width(meaning, _SIZE)
        if x and x + needed > WIDTH:
            x, y = 0.0, y + 22
        draw_square(canvas, square, x, y - 7, 18, 14)
        canvas.text(x + 24, y, meaning, fill="muted", room=WIDTH - x - 24)
        x += needed + 16
    return y + 10 if entries else top


def draw_square(
    canvas: Canvas, square: Square, x: float, y: float, across: float, high: float, *, brief: bool = False
) -> None:
    """Draw one square, in brief where there is little room."""
    if square.pattern:
        canvas.rect(x, y, across, high, "stripe", pattern=square.pattern, stroke="stripe", radius=2)
    elif square.shade:
        canvas.rect(x, y, across, high, square.shade, radius=2)
    if square.framed:
        canvas.rect(x + 0.75, y + 0.75, across - 1.5, high - 1.5, stroke="mark", radius=2, wide=1.5)
    text = square.brief if brief and square.brief else square.text
    if text:
        canvas.text(x + across / 2, y + high / 2, text, anchor="middle", halo=bool(square.pattern))
