"""Figures: each says in its picture and in its table what the results say, in words of both languages."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from darkfigure import figures
from darkfigure.bounds import pairwise_chapman
from darkfigure.datasets import dataset
from darkfigure.figures.lettering import fit, width
from darkfigure.figures.scales import Scale
from darkfigure.figures.theme import COLOURS
from darkfigure.figures.words import EN, ZH_HANT
from darkfigure.results import (
    Assessment,
    Comparison,
    Note,
    NotEstimable,
    Scenario,
)
from darkfigure.tables import CaptureTable
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.darkfigure.tests.drawing_samples import (
    PLAIN,
    SVG,
    bootstrapped,
    comparison,
    dropped,
    estimate,
    every,
    models,
    said,
    texts,
    thresholds,
    view_box,
)

# --- Words --------------------------------------------------------------------------------------


def test_both_languages_have_the_same_words_with_the_same_values():
    assert EN.keys() == ZH_HANT.keys()
    for key in EN:
        fields = [sorted(part[1] for part in string.Formatter().parse(book[key]) if part[1]) for book in (EN, ZH_HANT)]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize("kind", every(PLAIN, "en"))
def test_chinese_figures_speak_chinese(kind: str):
    figure = every(PLAIN, "zh-hant")[kind]
    told = " ".join([figure.title, figure.description, figure.caption, said(figure), *figure.table.header])
    for name in (*PLAIN, "BIC", "BCa", "Wald", "Chapman", "Chao", "Lincoln", "Petersen", "AIC"):
        told = told.replace(name, "")
    assert not re.findall(r"[a-z]{2,}", told)
    assert 'lang="zh-Hant"' in figure.html()


def test_words_of_the_user_take_the_place_of_ours():
    figure = figures.range_bar(10, 20, 40, {"bar-known": "counted <b>"})
    assert "counted <b>" in said(figure)
    assert "lowest" in said(figure)
    with pytest.raises(ValueError, match="no words"):
        figures.range_bar(10, 20, 40, language="fr")


# --- Overlaps and pairs --------------------------------------------------------------------------


def test_overlap_matrix_says_what_the_table_holds():
    uk = dataset("UKdat")
    figure = figures.overlap_matrix(uk)
    shared = uk.overlap()
    cells = {(first, second): both for first, second, both in figure.table.rows}
    for i, j in combinations(range(uk.n_lists), 2):
        assert cells[uk.lists[i], uk.lists[j]] == f"{shared[i, j]:,}"
    assert "1,102" in said(figure)
    assert figure.description.startswith("6 lists, 15 pairs of lists; 2 pairs share no case.")
    assert figure.svg.count('fill="url(#') == 2 + 1  # two empty pairs, and their entry in the legend


def test_small_counts_are_hidden_everywhere():
    lists = CaptureTable.from_histories("AB", {"A": 5083, "B": 6091, ("A", "B"): 7})
    for figure in (
        figures.overlap_matrix(lists, smallest=10),
        figures.chapman_map(pairwise_chapman(lists), smallest=10),
    ):
        told = " ".join([figure.markdown(), said(figure)])
        assert not re.search(r"(?<![\d,])7(?![\d,])", told)
        assert "10" in told
        assert not re.search(r"3,\d{3},\d{3}|3\.\dm", told)
    assert "<10" in said(figures.overlap_matrix(lists, smallest=10))
    shades = [re.findall(r"f-heat\d", figures.overlap_matrix(one, smallest=10).svg) for one in (lists,)]
    assert shades == [[]]


def test_an_empty_pair_stays_a_zero_where_small_counts_are_hidden():
    lists = CaptureTable.from_histories("ABC", {"A": 50, "B": 60, "C": 70, ("A", "B"): 3})
    assert dict(zip(("AB", "AC", "BC"), (row[2] for row in figures.overlap_matrix(lists, smallest=10).table.rows[3:]), strict=True)) == {
        "AB": "<10", "AC": "0", "BC": "0",
    }  # fmt: skip


def test_ten_lists_with_long_names_are_numbered_with_a_key():
    names = tuple(f"Organisation number {i} with a long name" for i in range(10))
    figure = figures.overlap_matrix(CaptureTable(names, [0, *range(1, 1024)]))
    assert all(name in said(figure) for name in names)
    assert "k stands for thousands" in figure.caption


def test_chapman_map_says_what_the_pairs_say():
    pairs = pairwise_chapman(dataset("UKdat"))
    figure = figures.chapman_map(pairs)
    totals = {row[:2]: row[5] for row in figure.table.rows}
    for one in pairs:
        assert totals[one.pair] == ("no estimate" if one.total is None else f"{round(one.total):,}")
    assert figure.description == "13 of 15 pairs give a total, from 2,800 (LA and NG) to 96,000 (NG and GP)."


# --- Methods, models, bootstrap -------------------------------------------------------------------


def test_forest_names_every_method_its_range_and_its_refusal():
    figure = figures.forest(comparison())
    told = said(figure)
    assert "2,744 known" in told
    assert "11,000 (9,300 to 14,000)" in told
    assert "12,000 (11,000 or more)" in told
    assert "23,000 (no range)" in told
    assert "no estimate" in told
    assert "very different totals fit equally well" in told
    by_method = {row[0]: row for row in figure.table.rows}
    assert by_method["Stepwise selection"][1:6] == ("11,418", "9,267", "14,307", "bootstrap, BCa", "0.95")
    assert by_method["Independent lists"][3] == "no limit"
    assert "(not-identifiable)" in by_method["Best model by AIC"][6]


def test_an_average_over_models_has_a_name_of_its_own():
    results = (estimate("bic", 12349.59), estimate("bic", 15000, settings={"average": True}))
    figure = figures.forest(Comparison(results, 1.2, math.nan, math.nan, Assessment("B", ())))
    assert len({row[0] for row in figure.table.rows}) == 2


def test_forest_of_refusals_alone_has_no_axis():
    only = tuple(one for one in comparison().results if isinstance(one, NotEstimable))
    figure = figures.forest(Comparison(only, math.nan, math.nan, math.nan, Assessment("C", ())))
    assert "logarithmic" not in said(figure)
    assert "no estimate" in said(figure)


def test_cloud_ranks_the_models_and_leaves_out_those_without_a_total():
    figure = figures.models_cloud(models())
    assert figure.table.rows[0] == ("[12,13,23,25,34]", "22,991", "196.54", "0.00")
    assert figure.table.rows[1] == ("[12,13,25,35,45]", "12,262", "197.49", "0.95")
    assert len(figure.table.rows) == 50
    assert figure.description == "203 models. Those within 2 of the best fit say 12,000 to 26,000."
    behind = [float(row[3]) for row in figure.table.rows]
    assert behind == sorted(behind)
    with pytest.raises(ValueError, match="no model"):
        figures.models_cloud([(math.nan, 1.0, "[1]")])


def test_histogram_counts_every_estimate_once():
    figure = figures.bootstrap_histogram(bootstrapped())
    assert sum(int(row[2].replace(",", "")) for row in figure.table.rows) == 501
    assert figure.table.rows[-1][1:3] == ("no limit", "1")
    assert "1 of 502 redrawn tables gave no estimate." in figure.caption
    told = said(figure)
    assert figure.title == "Redrawn tables: Stepwise selection"
    assert "estimate 11,000" in told
    for label in ("Bootstrap, BCa, 95%", "Bootstrap, percentile, 95%", "Wald, 95%"):
        assert label in told
    with pytest.raises(ValueError, match="no bootstrap"):
        figures.bootstrap_histogram(estimate("stepwise", 11418))


# --- Sensitivity ---------------------------------------------------------------------------------


def test_ladder_goes_from_low_to_high_with_its_base():
    figure = figures.drop_one_ladder(estimate("stepwise", 11417.99), dropped(PLAIN))
    assert [row[0] for row in figure.table.rows] == ["(none)", "GO", "LA", "NG", "PF", "NCA"]
    assert figure.table.rows[4] == ("PF", "2,002", "19,845", "+74%")
    assert figure.table.rows[5][2:] == ("no estimate", "")
    assert "all lists: 11,000" in said(figure)
    base = NotEstimable("stepwise", 2744, ("A",), "mark", (Note("no-overlap", {}, "refuse"),))
    assert "all lists" not in said(figures.drop_one_ladder(base, dropped(PLAIN)))


def test_departure_says_what_each_claim_needs():
    base = estimate("stepwise", 11417.99)
    figure = figures.departure_curve(base, [20000, 1000, 500000])
    told = said(figure)
    assert "20,000 in all needs 1.99 times the modelled unseen" in told  # prevalence note: 1.99 times 8,674
    assert "1,000 in all cannot be: 2,744 are known" in told
    assert "500,000 in all needs 57 times the modelled unseen" in told
    totals = {row[0]: row[1] for row in figure.table.rows}
    assert totals["11,418"] == "1"
    assert totals[f"{round(2744 + 4 * 8673.99):,}"] == "4"
    assert totals["1,000"] == "impossible"
    with pytest.raises(ValueError, match="claim"):
        figures.departure_curve(base, [math.nan])


def test_departure_where_the_model_leaves_none_unseen():
    figure = figures.departure_curve(estimate("stepwise", 2744.0), [2744, 9000])
    assert "9,000 in all cannot be: the model leaves none unseen" in said(figure)
    fromstring(figure.svg)


def test_threshold_path_is_in_order_with_its_gaps():
    figure = figures.threshold_path(thresholds())
    assert figure.table.rows == (
        ("0.001", "997"), ("0.01", "997"), ("0.02", "1,184"), ("0.05", "no estimate"), ("0.1", "2,282"),
    )  # fmt: skip
    assert "no estimate" in said(figure)
    assert figure.description == "From threshold 0.001 to 0.1 the estimates lie between 1,000 and 2,300."
    nothing = [Scenario("threshold", "0.02", 5, math.nan)]
    assert figures.threshold_path(nothing).description == "At no threshold is there an estimate."


# --- The range -----------------------------------------------------------------------------------


def test_range_bar_is_in_proportion_and_says_three_numbers():
    figure = figures.range_bar(2000, 10000, 20000)
    bars = [one.attrib for one in fromstring(figure.svg).iter(f"{SVG}rect")][1:]
    whole, striped, known = (float(one["width"]) for one in bars)
    assert known / whole == pytest.approx(0.1, abs=0.001)
    assert striped / whole == pytest.approx(0.5, abs=0.001)
    assert said(figure).split() == ["2,000", "known", "10,000", "lowest", "20,000", "highest"]
    assert figure.table.rows == (("known", "2,000"), ("lowest", "10,000"), ("highest", "20,000"))


@pytest.mark.parametrize(("lower", "upper"), [(5, 20), (30, 20), (math.inf, math.inf), (math.nan, 20)])
def test_range_bar_refuses_what_is_no_range(lower: float, upper: float):
    with pytest.raises(ValueError, match="range needs"):
        figures.range_bar(10, lower, upper)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**9), st.floats(1, 1e2), st.floats(1, 1e2))
def test_labels_of_any_range_keep_apart(observed: int, up: float, further: float):
    lower = max(observed, 1) * up
    root = fromstring(figures.range_bar(observed, lower, lower * further).svg)
    found = list(texts(root))
    left, _, right, _ = view_box(root)
    assert all(left <= x1 and x2 <= right for _, x1, _, x2, _ in found)
    numbers = found[::2]
    assert all(before[3] < after[1] for before, after in pairwise(numbers))


def test_an_estimate_is_never_said_below_what_is_known():
    assert "2,744 known 2,745 lowest" in said(figures.range_bar(2744, 2744.3, 9000))


# --- Parts ---------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(st.floats(1, 1e7), st.floats(1.2, 1e4), st.booleans())
def test_ticks_are_on_the_scale_with_room_between_them(low: float, ratio: float, upright: bool):
    scale = Scale(low, low * ratio, 200, 0) if upright else Scale(low, low * ratio, 0, 330)
    ticks = scale.ticks()
    assert 1 <= len(ticks) <= 6
    assert list(ticks) == sorted(set(ticks))
    assert all(scale.low * 0.999999 <= tick <= scale.high * 1.000001 for tick in ticks)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80), st.floats(20, 300))
def test_text_is_cut_to_its_room(text: str, room: float):
    assert width(fit(text, room, 12), 12) <= room


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_colours_keep_their_contrast(mode: int):
    shade: Callable[[str], str] = lambda name: COLOURS[name][mode]  # noqa: E731
    for name in ("ink", "muted", "accent", "mark"):
        assert contrast(shade(name), shade("ground")) >= 7
    for name in ("heat1", "heat2", "heat3", "heat4", "mist"):
        assert contrast(shade("ink"), shade(name)) >= 7
    assert contrast(shade("soft"), shade("ground")) >= 3
    assert contrast(shade("soft"), shade("mist")) >= 2.5
