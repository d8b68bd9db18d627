"""What is drawn, as plain data, and the shapes that come of it. No Django, no database.

Lengths are in the units of a drawing, which are CSS pixels at its own width; ``x`` grows from where reading begins.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

#: Height of ordinary words, and what a line of them takes up in most scripts.
SIZE = 13
SMALL = 12
LEAD = 1.4


@dataclass(frozen=True)
class Datum:
    """One value of a series.

    Args:
        start: when the time it describes begins, in years: 2014.5 is the middle of 2014.
        end: when that time ends.
        low: the value, or the low end of a range.
        high: the high end of a range, else ``None``.
        when: the time in words.
        text: the value in words.
        level: for steps, the place of its level from the top, from 0.
        publisher: who says so; values of two publishers are never joined.
        is_rough: whether its publisher says 'about' or 'more than'.
    """

    start: float
    end: float
    low: float = 0.0
    high: float | None = None
    when: str = ""
    text: str = ""
    level: int = 0
    publisher: str = ""
    is_rough: bool = False

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def year(self) -> int:
        return int(self.start)

    @property
    def last_year(self) -> int:
        """The last year it describes."""
        return max(self.year, int(self.end - 1e-9))

    @property
    def top(self) -> float:
        return self.low if self.high is None else self.high


@dataclass(frozen=True)
class Series:
    """One fact: one definition. ``part_of`` is the place of the series whose count holds this one's."""

    label: str
    data: tuple[Datum, ...]
    part_of: int | None = None


@dataclass(frozen=True)
class Break:
    """From ``at`` (in years) on counting is different; ``sign`` is the number of its explanation."""

    at: float
    sign: str


@dataclass(frozen=True)
class Plan:
    """A whole figure."""

    kind: str
    series: tuple[Series, ...]
    levels: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    number: Callable[[float], str] = field(default=lambda value: f"{value:g}")
    year: Callable[[int], str] = str
    lead: float = LEAD


@dataclass(frozen=True)
class Box:
    """A filled oblong: a column, the part of one, or a range. ``role``: column, part, range, band, key or part-key."""

    x: float
    y: float
    width: float
    height: float
    role: str = "column"
    series: int = 0
    is_rough: bool = False


@dataclass(frozen=True)
class Stroke:
    """A straight line. ``role``: line, join, sample, grid, base, break or cap."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str = "line"
    series: int = 0


@dataclass(frozen=True)
class Mark:
    """A point, with a shape of its own for each series; one that ``is_key`` stands beside the name of its series."""

    x: float
    y: float
    series: int = 0
    is_rough: bool = False
    is_key: bool = False


@dataclass(frozen=True)
class Words:
    """A line of words. ``anchor``: start, middle or end; ``role``: label, value, quiet, strong or sign."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    role: str = "label"
    size: float = SIZE


Shape = Box | Stroke | Mark | Words


@dataclass(frozen=True)
class Drawing:
    """Shapes and the oblong they stand in."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def breadth(text: str, size: float = SIZE) -> float:
    """About how broad a text will be; rather too broad than too narrow.

    Args:
        text: one line.
        size: the height of its letters.
    """
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return size * (wide * 1.02 + (len(text) - wide) * 0.58)


def wrapped(text: str, room: float, size: float = SIZE) -> list[str]:
    """A text in lines that fit; Han text may break between any two characters.

    Args:
        text: the text.
        room: the breadth there is.
        size: the height of its letters.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and breadth((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


# No line begins with these.
_CLOSING = frozenset("，。、；：！？）」』》〉,.;:!?)”’%")


def _pieces(text: str) -> Sequence[str]:
    pieces: list[str] = []
    for char in text:
        alone = unicodedata.east_asian_width(char) in "WF"
        before = pieces[-1] if pieces else ""
        joins = (
            before and not before.endswith(" ") and not alone and unicodedata.east_asian_width(before[-1]) not in "WF"
        )
        if before and (joins or char in _CLOSING or char == " "):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def next_year_joins(former: Datum, later: Datum, breaks: Sequence[Break]) -> bool:
    """Whether two values that follow each other may be joined by a line.

    A year without a value, another publisher, or a break in the way of counting keeps them apart.

    Args:
        former: the earlier value.
        later: the next one.
        breaks: where the way of counting changed.
    """
    if later.year - former.last_year > 1 or former.publisher != later.publisher:
        return False
    return not any(former.start < entry.at <= later.start for entry in breaks)


def scale_top(highest: float) -> tuple[float, list[float]]:
    """The end of a scale that begins at nought, and its marks.

    Args:
        highest: the largest value.

    Returns:
        A round number that is not smaller, and three to six round marks from nought to it.
    """
    if highest <= 0:
        return 1.0, [0.0, 1.0]
    step = 10.0 ** (len(str(int(highest))) - 1) if highest >= 1 else 0.1
    for part in (0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0):
        # A quarter of one is no number of people.
        size = part * step
        if (highest >= 10 and size != int(size)) or highest / size > 5:
            continue
        count = int(-(-highest // size))
        return count * size, [size * number for number in range(count + 1)]
    return highest, [0.0, highest]
