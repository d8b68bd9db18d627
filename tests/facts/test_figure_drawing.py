"""Where everything of a chart stands: always inside the picture, and never joined over a gap."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.facts.figures import layouts, svg
from causeway.facts.figures.plan import (
    Box,
    Break,
    Datum,
    Drawing,
    Mark,
    Plan,
    Series,
    Stroke,
    Words,
    next_year_joins,
    scale_top,
    wrapped,
)

KINDS = ("columns", "lines", "steps", "points")


@st.composite
def plans(draw: Any, kind: str = "") -> Plan:
    kind = kind or draw(st.sampled_from(KINDS))
    years = st.lists(st.integers(1990, 2030), min_size=1, max_size=9, unique=True).map(sorted)
    words = st.text("abc 甲乙，文", min_size=1, max_size=60)
    series = []
    for number in range(draw(st.integers(1, 4))):
        data = []
        for year in draw(years):
            low = draw(st.one_of(st.integers(0, 60_000_000), st.floats(0, 100))) * 1.0
            high = draw(st.one_of(st.none(), st.floats(0, 1000).map(lambda more, low=low: low + more)))
            data.append(
                Datum(
                    start=year,
                    end=year + 1.0,
                    low=low,
                    high=None if kind == "steps" else high,
                    when=str(year),
                    text=f"{low:,.0f}",
                    level=draw(st.integers(0, 3)) if kind == "steps" else 0,
                    publisher=draw(st.sampled_from(["", "A", "B"])),
                    is_rough=draw(st.booleans()),
                )
            )
        part = draw(st.booleans()) and kind == "columns" and number > 0
        series.append(Series(draw(words), tuple(data), 0 if part else None))
    breaks = [Break(float(at), str(n)) for n, at in enumerate(draw(st.lists(st.integers(1990, 2031), max_size=3)), 1)]
    return Plan(
        kind,
        tuple(series),
        tuple(draw(words) for _ in range(4)) if kind == "steps" else (),
        tuple(breaks),
        lead=draw(st.sampled_from([1.4, 2.0])),
    )


WIDTHS = st.sampled_from([layouts.NARROW, layouts.WIDE])


def corners(drawing: Drawing) -> Iterator[tuple[float, float]]:
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            yield from ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height))
        elif isinstance(shape, Stroke):
            yield from ((shape.x1, shape.y1), (shape.x2, shape.y2))
        elif isinstance(shape, Mark):
            yield from ((shape.x - 4, shape.y - 4), (shape.x + 4, shape.y + 4))
        else:
            yield shape.x, shape.y


def is_inside(drawing: Drawing) -> bool:
    return all(-0.01 <= x <= drawing.width + 0.01 and -0.01 <= y <= drawing.height + 0.01 for x, y in corners(drawing))


@given(plans(), WIDTHS)
@settings(deadline=None)
def test_everything_drawn_lies_inside_the_picture(plan: Plan, width: int) -> None:
    drawing = layouts.draw(plan, width)
    assert is_inside(drawing)
    turned = layouts.mirrored(drawing)
    assert is_inside(turned)
    again = layouts.mirrored(turned)
    for one, other in zip(corners(again), corners(drawing), strict=True):
        assert one == pytest.approx(other)


@given(plans("lines"), WIDTHS)
@settings(deadline=None)
def test_lines_join_only_next_years_of_one_series_and_one_publisher(plan: Plan, width: int) -> None:
    drawing = layouts.draw(plan, width)
    marks = [shape for shape in drawing.shapes if isinstance(shape, Mark) and not shape.is_key]
    assert len(marks) == sum(len(series.data) for series in plan.series)
    joins = [shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.role == "join"]
    expected = 0
    for number, series in enumerate(plan.series):
        spots = [(mark.x, mark.y) for mark in marks if mark.series == number]
        for (former, a), (later, b) in zip(
            zip(series.data, spots, strict=True), list(zip(series.data, spots, strict=True))[1:], strict=False
        ):
            lines = [join for join in joins if (join.x1, join.y1, join.x2, join.y2, join.series) == (*a, *b, number)]
            may = (
                later.year - former.year == 1
                and former.publisher == later.publisher
                and not any(former.year < entry.at <= later.year for entry in plan.breaks)
            )
            assert bool(lines) is may
            expected += may
    assert len(joins) == expected


@given(plans("columns"), WIDTHS)
@settings(deadline=None)
def test_columns_are_as_high_as_their_values_and_never_cover_each_other(plan: Plan, width: int) -> None:
    boxes = [shape for shape in layouts.draw(plan, width).shapes if isinstance(shape, Box) and shape.role == "column"]
    assert len(boxes) == sum(len(series.data) for series in plan.series if series.part_of is None)
    spans = sorted((box.x, box.x + box.width) for box in boxes)
    assert all(end <= start + 0.01 for (_s, end), (start, _e) in itertools.pairwise(spans))
    lows = [datum.low for series in plan.series if series.part_of is None for datum in series.data]
    assert [box.height for box in sorted(boxes, key=lambda box: box.height)] == pytest.approx(
        [low * max(box.height for box in boxes) / (max(lows) or 1) for low in sorted(lows)]
    )
    bases = {round(box.y + box.height, 2) for box in boxes}
    assert len(bases) == 1


@given(plans("points"), WIDTHS)
@settings(deadline=None)
def test_points_are_never_joined_and_a_range_is_a_bar(plan: Plan, width: int) -> None:
    drawing = layouts.draw(plan, width)
    assert not [shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.role in {"join", "line"}]
    data = [datum for series in plan.series for datum in series.data]
    bars = [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.role == "range"]
    assert len(bars) == sum(datum.high is not None for datum in data)


def test_a_column_without_a_value_is_a_gap_and_says_so() -> None:
    plan = Plan("columns", (Series("s", (Datum(2016, 2017, 4, text="4"), Datum(2018, 2019, 8, text="8"))),))
    shapes = layouts.draw(plan, layouts.WIDE).shapes
    assert [shape.text for shape in shapes if isinstance(shape, Words)].count("–") == 1
    assert sum(isinstance(shape, Box) for shape in shapes) == 2


def test_a_step_covers_the_years_it_speaks_of() -> None:
    plan = Plan("steps", (Series("s", (Datum(2001, 2009, level=0), Datum(2009, 2010, level=1))),), ("up", "down"))
    shapes = layouts.draw(plan, layouts.WIDE).shapes
    lines = [shape for shape in shapes if isinstance(shape, Stroke) and shape.role == "line"]
    joins = [shape for shape in shapes if isinstance(shape, Stroke) and shape.role == "join"]
    assert lines[0].x2 - lines[0].x1 == pytest.approx(8 * (lines[1].x2 - lines[1].x1))
    assert [(join.x1, join.y1, join.y2) for join in joins] == [(lines[0].x2, lines[0].y1, lines[1].y1)]


def test_a_gap_of_a_year_keeps_values_apart() -> None:
    assert next_year_joins(Datum(2019, 2020), Datum(2020, 2021), ())
    assert not next_year_joins(Datum(2019, 2020), Datum(2021, 2022), ())
    assert not next_year_joins(Datum(2019, 2020), Datum(2020, 2021), (Break(2020, "1"),))


@given(st.text("ab 甲，、」", max_size=80), st.integers(20, 400))
def test_wrapping_loses_nothing(text: str, room: int) -> None:
    assert "".join(wrapped(text, room)).replace(" ", "") == text.replace(" ", "")


@given(st.floats(0.01, 9e9))
def test_a_scale_holds_its_values(highest: float) -> None:
    top, marks = scale_top(highest)
    assert top >= highest * 0.999999
    assert marks[0] == 0
    assert marks[-1] == pytest.approx(top)
    assert 2 <= len(marks) <= 7


@given(plans())
@settings(deadline=None)
def test_a_picture_is_well_formed_whatever_its_words(plan: Plan) -> None:
    frame = svg.Frame('<T> & "t"', "", ["a & b"])
    drawing = layouts.draw(plan, layouts.WIDE)
    text = svg.alone(drawing, frame, description="<d>", language="en", direction="ltr", lead=plan.lead)
    root = fromstring(text)
    assert root.find("{http://www.w3.org/2000/svg}title").text == '<T> & "t"'  # type: ignore[union-attr]
