"""Where everything of a figure stands: one function for each kind. No Django, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from causeway.facts.figures.plan import (
    SIZE,
    SMALL,
    Box,
    Datum,
    Drawing,
    Mark,
    Plan,
    Shape,
    Stroke,
    Words,
    breadth,
    next_year_joins,
    scale_top,
    wrapped,
)

#: The two widths everything is drawn at: a telephone's, and a page's or a frame's on another site.
NARROW, WIDE = 340, 680
_EDGE = 4
_RADIUS = 5


def draw(plan: Plan, width: float) -> Drawing:
    """Lay a figure out.

    Args:
        plan: the figure.
        width: how broad it may be.

    Returns:
        Its shapes; each lies inside the drawing.
    """
    if not any(series.data for series in plan.series):
        return Drawing(width, 0, ())
    drawing = _LAYOUTS[plan.kind](plan, width)
    return replace(drawing, shapes=tuple(drawing.shapes))


def mirrored(drawing: Drawing) -> Drawing:
    """The same drawing for a script that runs from right to left: time and size begin at the right.

    Words keep their anchor, because in such a script their start is at the right; they are set apart, since some may
    be in another script.
    """
    return replace(drawing, shapes=tuple(_mirror(shape, drawing.width) for shape in drawing.shapes))


def _mirror(shape: Shape, width: float) -> Shape:
    if isinstance(shape, Box):
        return replace(shape, x=width - shape.x - shape.width)
    if isinstance(shape, Stroke):
        return replace(shape, x1=width - shape.x1, x2=width - shape.x2)
    if isinstance(shape, Words):
        return replace(shape, x=width - shape.x, text=apart(shape.text))
    return replace(shape, x=width - shape.x)


def apart(text: str) -> str:
    """Words set apart from the direction of what they stand in: they may be in another script."""
    return f"\u2068{text}\u2069" if not text.startswith("\u2068") else text


def _key(plan: Plan, width: float, sign: str) -> tuple[list[Shape], float]:
    """The names of the series beside what they look like; nothing where the title says it all."""
    shapes: list[Shape] = []
    if len(plan.series) < 2:
        return shapes, 0
    y, line = 0.0, SIZE * plan.lead
    for number, series in enumerate(plan.series):
        middle = y + line / 2
        if sign == "box":
            owner = number if series.part_of is None else series.part_of
            shapes.append(Box(_EDGE, middle - 7, 20, 14, "key", owner))
            if series.part_of is not None:
                shapes.append(Box(_EDGE, middle - 7, 20, 14, "part-key", number))
        else:
            shapes += [
                Stroke(_EDGE, middle, _EDGE + 20, middle, "line", number),
                Mark(_EDGE + 10, middle, number, is_key=True),
            ]
        for text in wrapped(series.label, width - 32 - _EDGE):
            shapes.append(Words(32, y + line * 0.74, text))
            y += line
        y += 3
    return shapes, y + 6


def _years(plan: Plan) -> range:
    data = [datum for series in plan.series for datum in series.data]
    return range(min(datum.year for datum in data), max(datum.last_year for datum in data) + 1)


def _year_names(plan: Plan, years: range, slot: float, left: float, y: float) -> Iterator[Words]:
    """The years below their slots, so many of them as have room; the first and then each so-many-th."""
    broad = max(breadth(plan.year(year), SMALL) for year in (years[0], years[-1]))
    step = max(1, int(-(-(broad + 6) // slot)))
    end = left + slot * len(years) + _EDGE
    for number in range(0, len(years), step):
        middle = left + slot * (number + 0.5)
        x = min(max(middle, broad / 2), end - broad / 2)
        # Pushed far from its slot it would stand below another year.
        if abs(x - middle) <= slot / 2 + 1:
            yield Words(x, y, plan.year(years[number]), "middle", "quiet", SMALL)


def _breaks(
    plan: Plan, place: Callable[[float], float], span: tuple[float, float], y: tuple[float, float]
) -> list[Shape]:
    shapes: list[Shape] = []
    for entry in plan.breaks:
        if span[0] < entry.at < span[1]:
            x = place(entry.at)
            shapes += [Stroke(x, y[0] + 8, x, y[1], "break"), Words(x, y[0] + 4, entry.sign, "middle", "sign", SMALL)]
    return shapes


def _sign_room(plan: Plan) -> float:
    return 20 if plan.breaks else 0


def _columns(plan: Plan, width: float) -> Drawing:
    shapes, y = _key(plan, width, "box")
    years = _years(plan)
    whole = [number for number, series in enumerate(plan.series) if series.part_of is None]
    slots: dict[int, list[tuple[int, Datum]]] = {
        year: [(number, datum) for number in whole for datum in plan.series[number].data if datum.year == year]
        for year in years
    }
    most = max(len(entries) for entries in slots.values())
    highest = max((datum.top for series in plan.series for datum in series.data), default=0)
    top, marks = scale_top(highest)
    column = min(46.0, (width - 2 * _EDGE) / len(years) * 0.8 / most)
    named = all(
        breadth(datum.text, SMALL) <= max((width - 2 * _EDGE) / len(years) / len(entries), column) + 2
        for entries in slots.values()
        for _number, datum in entries
    )
    left = _EDGE if named else max(breadth(plan.number(mark), SMALL) for mark in marks) + 10
    slot = (width - left - _EDGE) / len(years)
    column = min(46.0, slot * 0.8 / most)
    head = y + _sign_room(plan) + 16
    height = 190.0 if width < WIDE else 230.0
    base = head + height

    def high(value: float) -> float:
        return height * max(0.0, value) / top

    if not named:
        for mark in marks:
            line = base - high(mark)
            shapes.append(Stroke(left, line, width - _EDGE, line, "grid"))
            shapes.append(Words(left - 6, line + 4, plan.number(mark), "end", "quiet", SMALL))
    for number, year in enumerate(years):
        middle = left + slot * (number + 0.5)
        entries = slots[year]
        if not entries:
            shapes.append(Words(middle, base - 6, "–", "middle", "quiet", SIZE))
        for place, (which, datum) in enumerate(entries):
            x = middle + (place - len(entries) / 2) * column
            shapes += _column(plan, which, datum, (x + 1, base, column - 2), high)
            if named:
                shapes.append(Words(x + column / 2, base - high(datum.top) - 5, datum.text, "middle", "value", SMALL))
    shapes.append(Stroke(left, base, width - _EDGE, base, "base"))
    shapes += _breaks(plan, lambda at: left + slot * (at - years[0]), (years[0], years[-1] + 1), (y + 8, base))
    shapes += _year_names(plan, years, slot, left, base + 18)
    return Drawing(width, base + 18 + SMALL * plan.lead / 2, tuple(shapes))


def _column(
    plan: Plan, which: int, datum: Datum, at: tuple[float, float, float], high: Callable[[float], float]
) -> Iterator[Shape]:
    x, base, width = at
    yield Box(x, base - high(datum.low), width, high(datum.low), "column", which, datum.is_rough)
    if datum.high is not None:
        yield Box(x, base - high(datum.high), width, high(datum.high) - high(datum.low), "range", which)
    for number, series in enumerate(plan.series):
        for part in series.data if series.part_of == which else ():
            if part.year == datum.year:
                tall = min(high(part.low), high(datum.low))
                yield Box(x, base - tall, width, tall, "part", number)


def _steps(plan: Plan, width: float) -> Drawing:
    shapes, y = _key(plan, width, "line")
    years = _years(plan)
    room = width * 0.36
    names = [wrapped(level, room, SIZE) for level in plan.levels]
    left = min(room, max(breadth(line) for lines in names for line in lines)) + 14 + _EDGE
    slot = (width - left - _EDGE) / len(years)
    row = max(46.0, max(len(lines) for lines in names) * SIZE * plan.lead + 14)
    head = y + _sign_room(plan) + 4

    def line_of(level: int) -> float:
        return head + row * (level + 0.5)

    def place(time: float) -> float:
        return left + slot * (time - years[0])

    base = head + row * len(plan.levels)
    for number, lines in enumerate(names):
        if number % 2 == 0:
            shapes.append(Box(0, head + row * number, width, row, "band"))
        first = line_of(number) - (len(lines) - 1) * SIZE * plan.lead / 2 + 4
        shapes += [Words(_EDGE + 4, first + SIZE * plan.lead * place_, text) for place_, text in enumerate(lines)]
    shapes += _breaks(plan, place, (years[0], years[-1] + 1), (y + 8, base))
    for number, series in enumerate(plan.series):
        for former, later in zip(series.data, series.data[1:], strict=False):
            if former.level != later.level and next_year_joins(former, later, plan.breaks):
                x = place(later.year)
                shapes.append(Stroke(x, line_of(former.level), x, line_of(later.level), "join", number))
        for datum in series.data:
            where = line_of(datum.level)
            shapes.append(Stroke(place(datum.year), where, place(datum.last_year + 1), where, "line", number))
            shapes.append(Mark(place(datum.year + 0.5), where, number, datum.is_rough))
    shapes.append(Stroke(left, base, width - _EDGE, base, "base"))
    shapes += _year_names(plan, years, slot, left, base + 18)
    return Drawing(width, base + 18 + SMALL * plan.lead / 2, tuple(shapes))


def _lines(plan: Plan, width: float) -> Drawing:
    years = _years(plan)
    top, marks = scale_top(max(datum.top for series in plan.series for datum in series.data))
    left = max(breadth(plan.number(mark), SMALL) for mark in marks) + 10
    slot = (width - left - _EDGE - _RADIUS) / len(years)
    height = 230.0 if width < WIDE else 280.0

    def drawn(key: list[Shape], y: float) -> tuple[list[Shape], list[Shape], float]:
        head = y + _sign_room(plan) + 10
        base = head + height
        around: list[Shape] = list(key)
        for mark in marks:
            line = base - height * mark / top
            around.append(Stroke(left, line, width - _EDGE, line, "base" if mark == 0 else "grid"))
            around.append(Words(left - 6, line + 4, plan.number(mark), "end", "quiet", SMALL))

        def place(time: float) -> float:
            return left + slot * (time - years[0])

        around += _breaks(plan, place, (years[0], years[-1] + 1), (y + 4, base))
        around += _year_names(plan, years, slot, left, base + 18)
        inside: list[Shape] = []
        for number, series in enumerate(plan.series):
            spots = [(place(datum.middle), base - height * max(0.0, datum.low) / top) for datum in series.data]
            for (former, a), (later, b) in zip(
                zip(series.data, spots, strict=True), list(zip(series.data, spots, strict=True))[1:], strict=False
            ):
                if next_year_joins(former, later, plan.breaks):
                    inside.append(Stroke(*a, *b, "join", number))
            for datum, (x, y_) in zip(series.data, spots, strict=True):
                if datum.high is not None:
                    inside.append(Stroke(x, y_, x, base - height * max(0.0, datum.high) / top, "line", number))
                inside.append(Mark(x, y_, number, datum.is_rough))
        return around, inside, base

    around, inside, base = drawn([], 0)
    names = _names(plan, inside, (left, width - _EDGE), (base - height, base))
    if names is None:
        # No room beside the lines: their names stand above, each with its sign.
        key, y = _key(plan, width, "line")
        around, inside, base = drawn(key, y)
    return Drawing(width, base + 18 + SMALL * plan.lead / 2, (*around, *inside, *(names or ())))


def _names(plan: Plan, inside: Sequence[Shape], x: tuple[float, float], y: tuple[float, float]) -> list[Shape] | None:
    """The name of each series beside one of its own points, touching nothing; ``None`` where one finds no place."""
    if len(plan.series) < 2:
        return []
    taken = [spot for shape in inside for spot in _spots(shape)]
    found: list[Shape] = []
    for number, series in enumerate(plan.series):
        broad, tall = breadth(series.label) + 30, SIZE * plan.lead
        points = [shape for shape in inside if isinstance(shape, Mark) and shape.series == number]
        chosen = None
        for mark in points:
            for above in (True, False):
                start = min(max(mark.x - broad / 2, x[0]), x[1] - broad)
                upper = mark.y - 12 - tall if above else mark.y + 12
                clash = any(start - 4 < a < start + broad + 4 and upper - 6 < b < upper + tall + 6 for a, b in taken)
                if start >= x[0] and y[0] <= upper and upper + tall <= y[1] - 4 and not clash:
                    chosen = (
                        Stroke(start, upper + tall / 2, start + 20, upper + tall / 2, "sample", number),
                        Words(start + 26, upper + tall * 0.72, series.label, "start", "strong"),
                    )
                    taken += [
                        (start + broad * part / 8, upper + tall * half) for part in range(9) for half in (0.1, 0.5, 0.9)
                    ]
                    break
            if chosen:
                break
        if chosen is None:
            return None
        found += chosen
    return found


def _spots(shape: Shape) -> Iterator[tuple[float, float]]:
    if isinstance(shape, Mark):
        yield shape.x, shape.y
    elif isinstance(shape, Stroke):
        for part in range(25):
            yield shape.x1 + (shape.x2 - shape.x1) * part / 24, shape.y1 + (shape.y2 - shape.y1) * part / 24


def _points(plan: Plan, width: float) -> Drawing:
    shapes: list[Shape] = []
    top, marks = scale_top(max(datum.top for series in plan.series for datum in series.data))
    left, right = _EDGE + 8.0, width - _EDGE - 8.0
    line = SIZE * plan.lead

    def place(value: float) -> float:
        return left + (right - left) * max(0.0, value) / top

    y = 0.0
    for series in plan.series:
        if not series.data:
            continue
        for text in wrapped(series.label, width - 2 * _EDGE):
            shapes.append(Words(_EDGE, y + line * 0.74, text, "start", "strong"))
            y += line
        for number, datum in enumerate(series.data):
            for entry in plan.breaks:
                if number and series.data[number - 1].start < entry.at <= datum.start:
                    shapes.append(Stroke(_EDGE + 16, y + 9, width - _EDGE, y + 9, "break"))
                    shapes.append(Words(_EDGE + 5, y + 13, entry.sign, "middle", "sign", SMALL))
                    y += 18
            shapes.append(Words(_EDGE, y + line * 0.8, datum.when, "start", "quiet"))
            shapes.append(Words(width - _EDGE, y + line * 0.8, datum.text, "end", "value"))
            track = y + line + 10
            shapes.append(Stroke(left, track, right, track, "grid"))
            if datum.high is None:
                shapes.append(Mark(place(datum.low), track, 0, datum.is_rough))
            else:
                shapes.append(Box(place(datum.low), track - 5, place(datum.high) - place(datum.low), 10, "range", 0))
                shapes += [
                    Stroke(place(end), track - 8, place(end), track + 8, "cap", 0) for end in (datum.low, datum.high)
                ]
            y = track + 14
        y += 12
    shapes.append(Stroke(left, y, right, y, "base"))
    shown = marks if width >= WIDE else [marks[0], marks[-1]]
    for mark in shown:
        anchor = "start" if mark == marks[0] else "end" if mark == marks[-1] else "middle"
        x = {"start": left - 8, "end": right + 8}.get(anchor, place(mark))
        shapes += [
            Stroke(place(mark), y - 4, place(mark), y, "base"),
            Words(x, y + 17, plan.number(mark), anchor, "quiet", SMALL),
        ]
    return Drawing(width, y + 17 + SMALL * plan.lead / 2, tuple(shapes))


_LAYOUTS: dict[str, Callable[[Plan, float], Drawing]] = {
    "columns": _columns,
    "lines": _lines,
    "steps": _steps,
    "points": _points,
}
