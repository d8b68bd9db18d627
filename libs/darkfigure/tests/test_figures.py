"""Figures: well-formed whatever the names, the same data in the picture and in the table, nothing over anything else."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from darkfigure import figures
from darkfigure.bounds import pairwise_chapman
from darkfigure.figures import Figure
from darkfigure.tables import CaptureTable
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.darkfigure.tests.drawing_samples import (
    ALL,
    HOSTILE,
    PLAIN,
    SVG,
    corners,
    every,
    said,
    texts,
    view_box,
)

# --- What holds for every figure --------------------------------------------------------------------


@pytest.mark.parametrize("figure", ALL)
def test_is_well_formed_named_and_without_anything_from_elsewhere(figure: Figure):
    root = fromstring(figure.svg)
    assert root.attrib["role"] == "img"
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(set(ids)) == len(ids)
    named = root.attrib["aria-labelledby"].split()
    title, description = (next(one for one in root.iter() if one.attrib.get("id") == name) for name in named)
    assert (title.tag, title.text) == (f"{SVG}title", figure.title)
    assert description.tag == f"{SVG}desc"
    assert description.text
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "defs", "pattern", "rect", "path", "circle", "text", "tspan"}
    for element in root.iter():
        assert not [key for key in element.attrib if "href" in key or key.startswith("on") or key == "style"]
        for value in element.attrib.values():
            assert value.startswith(f"url(#{ids[0][:-2]}") or "url(" not in value
    assert not re.search(r"@import|url\(|https?:", root.find(f"{SVG}style").text or "")


@pytest.mark.parametrize("figure", ALL)
def test_nothing_leaves_the_sheet_and_no_text_lies_on_another(figure: Figure):
    root = fromstring(figure.svg)
    left, top, right, bottom = view_box(root)
    assert 300 <= right - left <= 360
    for x, y in corners(root):
        assert left - 0.01 <= x <= right + 0.01
        assert top - 0.01 <= y <= bottom + 0.01
    found = list(texts(root))
    for words, x1, y1, x2, y2 in found:
        assert left <= x1, words
        assert x2 <= right, words
        assert top <= y1, words
        assert y2 <= bottom, words
    for (words, x1, y1, x2, y2), (other, x3, y3, x4, y4) in combinations(found, 2):
        apart = x2 <= x3 + 0.5 or x4 <= x1 + 0.5 or y2 <= y3 + 0.5 or y4 <= y1 + 0.5
        assert apart, (words, other)


@pytest.mark.parametrize("figure", ALL)
def test_text_is_at_least_twelve_units_and_numbers_are_numbers(figure: Figure):
    root = fromstring(figure.svg)
    sizes = [float(element.attrib["font-size"]) for element in root.iter() if "font-size" in element.attrib]
    assert min(sizes) >= 12
    everything = " ".join([figure.svg, figure.html(), figure.markdown()])
    assert not re.search(r"\b(nan|inf|infinity|None)\b", everything)


@pytest.mark.parametrize("figure", ALL)
def test_page_and_markdown_hold_the_table(figure: Figure):
    page = fromstring(figure.html())
    rows = [["".join(cell.itertext()) for cell in row] for row in page.iter("tr")]
    clean = [[" ".join(cell.split()) for cell in row] for row in (figure.table.header, *figure.table.rows)]
    shown = [[re.sub("[\x00\ud800]", "\ufffd", cell) for cell in row] for row in clean]
    assert rows == shown
    assert all(len(row) == len(figure.table.header) for row in figure.table.rows)
    assert page.find("figcaption").text == figure.caption
    assert page.find("details/summary") is not None
    lines = [line for line in figure.markdown().splitlines() if line.startswith("|")]
    assert len(lines) == len(figure.table.rows) + 2
    assert all(len(re.findall(r"(?<!\\)\|", line)) == len(figure.table.header) + 1 for line in lines)
    assert "<script" not in figure.markdown()


def test_is_the_same_to_the_byte_and_shares_no_name_with_other_data():
    first, again = every(HOSTILE, "en"), every(HOSTILE, "en")
    assert [one.html() for one in first.values()] == [one.html() for one in again.values()]
    marks = [re.search(r'id="([^"]+)-t"', one.svg)[1] for one in [*first.values(), *every(PLAIN, "zh-hant").values()]]
    assert len(set(marks)) == len(marks)


def test_a_name_of_the_right_to_left_stays_by_itself():
    figure = every(HOSTILE, "en")["ladder"]
    assert f"without \u2068{HOSTILE[2][:10]}" in said(figure)
    assert f"3 \u2068{HOSTILE[2][:5]}" in said(every(HOSTILE, "en")["overlap"])


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(min_size=1, max_size=60).filter(str.strip), min_size=2, max_size=6, unique=True))
def test_any_names_make_a_drawing(names: list[str]):
    counts = [0, *range(1, 1 << len(names))]
    lists = CaptureTable(tuple(names), counts)
    for figure in (figures.overlap_matrix(lists), figures.chapman_map(pairwise_chapman(lists))):
        fromstring(figure.svg)
        fromstring(figure.html())
