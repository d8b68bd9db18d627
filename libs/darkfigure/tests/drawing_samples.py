"""Figures of made-up results, and what a test reads out of a drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from darkfigure import figures
from darkfigure.bounds import pairwise_chapman
from darkfigure.figures import Figure
from darkfigure.figures.lettering import width
from darkfigure.results import (
    Assessment,
    Comparison,
    Estimate,
    Interval,
    Note,
    NotEstimable,
    Replicates,
    Scenario,
)
from darkfigure.tables import CaptureTable
from defusedxml.ElementTree import fromstring

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert('x')</script> & \"Söhne\"",
    "香港入境事務處及海關聯合行動組（九龍及新界）",
    "جمعية مساعدة ضحايا الاتجار بالبشر",
    "Shelters and drop-in centres of the whole region, " * 4,
    "a\u202eb\x00c\ud800]]>{n}",
)
LANGUAGES = ("en", "zh-hant")


# --- Data: results of the papers, shaped as the methods return them -------------------------------


def estimate(method: str, total: float, *intervals: Interval, observed: int = 2744, **more: object) -> Estimate:
    return Estimate(method, observed, total, ("A",), "mark", intervals, **more)  # type: ignore[arg-type]


def between(lower: float, upper: float, method: str = "bca", level: float = 0.95) -> Interval:
    return Interval(lower, upper, level, method)


def comparison() -> Comparison:
    refusal = Note("not-identifiable", {"model": "[12]"}, "refuse")
    return Comparison(
        (
            estimate("stepwise", 11417.99, between(9266.96, 14306.76)),
            estimate("bic", 12349.59, between(9900, 21136)),
            estimate("dga", 14101, between(10238, 26191, "credible")),
            estimate("chao", 13480.6, between(12500, 14700, "wald")),
            estimate("independence", 12214, between(11000, math.inf, "profile")),
            estimate("fixed", 10568.7, between(9000, 4e8, "wald")),
            estimate("lincoln-petersen", 23022),
            NotEstimable("aic", 2744, ("A",), "mark", (refusal,), 2),
        ),
        1.24,
        9266.96,
        26191,
        Assessment("B", ()),
    )


def bootstrapped() -> Estimate:
    drawn = np.exp(np.random.default_rng(4).normal(9.35, 0.15, 500))
    given = (*drawn.tolist(), math.nan, 5e7)
    return estimate(
        "stepwise",
        11417.99,
        between(9266.96, 14306.76),
        between(9100, 15200, "percentile"),
        between(9000, math.inf, "wald"),
        replicates=Replicates(given, (), (), 1, 0, -0.53, -0.01),
    )


def dropped(names: tuple[str, ...]) -> list[Scenario]:
    totals = (11187.9, 12366.3, 19845.47, 10463.9, math.nan)
    return [
        Scenario("drop-list", name, 2000 + i, total) for i, (name, total) in enumerate(zip(names, totals, strict=True))
    ]


def thresholds() -> list[Scenario]:
    totals = {"0.1": 2282, "0.001": 997, "0.01": 997, "0.02": 1184, "0.05": math.nan}
    return [Scenario("threshold", label, 185, total) for label, total in totals.items()]


def models() -> list[tuple[float, float, str]]:
    rng = np.random.default_rng(7)
    near = [(22991.33, 196.54, "[12,13,23,25,34]"), (12262.41, 197.49, "[12,13,25,35,45]"), (25978.17, 198.3, "[12,5]")]
    far = [(float(t), 200 + float(b), f"[{i}]") for i, (t, b) in enumerate(rng.uniform([9e3, 0], [3e4, 60], (200, 2)))]
    return [*near, *far, (math.nan, 190.0, "[1]"), (math.inf, 191.0, "[2]")]


def table(names: tuple[str, ...]) -> CaptureTable:
    rows = [[int(i == j) for j in range(5)] + [40 * (i + 1)] for i in range(5)]
    for (i, j), count in zip(combinations(range(5), 2), (7, 3, 0, 12, 31, 0, 1, 9, 400, 2), strict=True):
        rows.append([int(k in (i, j)) for k in range(5)] + [count])
    return CaptureTable.from_counts(names, rows)


def every(names: tuple[str, ...], language: str) -> dict[str, Figure]:
    base = estimate("stepwise", 11417.99)
    lists = table(names)
    return {
        "overlap": figures.overlap_matrix(lists, language=language),
        "overlap-hidden": figures.overlap_matrix(lists, smallest=10, language=language),
        "forest": figures.forest(comparison(), language=language),
        "cloud": figures.models_cloud(models(), language=language),
        "bootstrap": figures.bootstrap_histogram(bootstrapped(), language=language),
        "ladder": figures.drop_one_ladder(base, dropped(names), language=language),
        "departure": figures.departure_curve(base, [20000, 21000, 9300, 1000, 500000], language=language),
        "threshold": figures.threshold_path(thresholds(), language=language),
        "chapman": figures.chapman_map(pairwise_chapman(lists), language=language),
        "chapman-hidden": figures.chapman_map(pairwise_chapman(lists), smallest=5, language=language),
        "range": figures.range_bar(2744, 9266.96, 26191, language=language),
        "range-open": figures.range_bar(2744, 9266.96, math.inf, language=language),
    }


PLAIN = ("LA", "NG", "PF", "GO", "NCA")
ALL = [
    pytest.param(figure, id=f"{kind}-{language}-{'hostile' if names is HOSTILE else 'plain'}")
    for names in (PLAIN, HOSTILE)
    for language in LANGUAGES
    for kind, figure in every(names, language).items()
]


# --- Reading a drawing -----------------------------------------------------------------------------


def view_box(root: Element) -> tuple[float, float, float, float]:
    x, y, wide, high = (float(part) for part in root.attrib["viewBox"].split())
    return x, y, x + wide, y + high


def texts(root: Element) -> Iterator[tuple[str, float, float, float, float]]:
    """Every line of text with its left, top, right and bottom."""
    for text in root.iter(f"{SVG}text"):
        spans = [(text.text or "", "font-weight" in text.attrib)]
        for child in text:
            if child.tag == f"{SVG}tspan":
                spans.append((child.text or "", True))
            spans.append((child.tail or "", "font-weight" in text.attrib))
        size = float(text.attrib.get("font-size", root.attrib["font-size"]))
        wide = sum(width(words, size, bold=bold) for words, bold in spans)
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib.get("text-anchor", "start")] * wide
        yield "".join(words for words, _ in spans), left, y - size * 0.45, left + wide, y + size * 0.45


def corners(root: Element) -> Iterator[tuple[float, float]]:
    """The points of every shape outside the patterns."""
    for shape in root:
        value = shape.attrib
        if shape.tag == f"{SVG}rect":
            x, y = float(value["x"]), float(value["y"])
            yield from ((x, y), (x + float(value["width"]), y + float(value["height"])))
        elif shape.tag == f"{SVG}circle":
            x, y, radius = float(value["cx"]), float(value["cy"]), float(value["r"])
            yield from ((x - radius, y - radius), (x + radius, y + radius))
        elif shape.tag == f"{SVG}path":
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", value["d"])]
            yield from zip(numbers[::2], numbers[1::2], strict=True)


def said(figure: Figure) -> str:
    """All words that stand in the drawing."""
    return " ".join(words for words, *_ in texts(fromstring(figure.svg)))
