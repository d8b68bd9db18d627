"""The average over decomposable graphs: against published analyses, and what a reader is told about it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from darkfigure.chordal import chordal_graphs
from darkfigure.graphs import average_graphs, posterior, posterior_on_grid
from darkfigure.posterior import cell_quantiles, density_modes, point_quantiles, weighted_modes
from darkfigure.results import Estimate, NotEstimable
from darkfigure.tables import CaptureTable
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

#: Cases by history; a letter is a list. Sources: Ball, Shin & Yang (2018); Farrell and others (2019); Bales, Hesketh
#: & Silverman (2015), with police and National Crime Agency joined (5 lists) and apart (6); van Dijk and others (2017);
#: Chan, Silverman & Vincent (2021), table 2; Ball and others (2002).
KOREA = "c5 b5 d41 bc54 bd6 bcd12"
WESTERN = "A52 B90 C114 D45 E21 AC4 AD2 AE5 BC6 BD1 DE3 ACE1 BCD1"
UK5 = "L54 N463 P995 G695 U316 LN15 LP19 LG3 NP62 NG19 NU1 PG76 PU11 GU8 LNP1 LNG1 NPG4 LNPG1"
UK6 = (
    "L54 N463 P907 G695 U316 C57 LN15 LP19 LG3 NP56 NG19 NU1 NC3 PG69 PU10 PC31 GU8 GC6 UC1 LNP1 LNG1 NPG4 "
    "NPC3 PGC1 LNPG1"
)
NETHERLANDS = "I756 K1299 P4466 R650 Z632 IK1 IP81 IR5 IZ73 KP44 KZ4 PR82 PZ125 RZ2 IPR2 IPZ11 PRZ1"
ARTIFICIAL = "A40 B30 C20 AB6"
KOSOVO = "E1131 A845 O936 H306 EA177 EO228 EH106 AO217 AH31 OH123 EAO181 EAH18 EOH42 AOH32 EAOH27"
PROBS = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)


def table(lists: str, cases: str, times: int = 1) -> CaptureTable:
    found = [re.fullmatch("([A-Za-z]+)([0-9]+)", word) for word in cases.split()]
    return CaptureTable.from_histories(list(lists), {tuple(each[1]): times * int(each[2]) for each in found if each})


def codes(result: Estimate | NotEstimable) -> set[str]:
    return {note.code for note in result.notes}


def evenly(last: int) -> np.ndarray:
    return np.unique(np.round(np.linspace(1, last, 20_000)))


#: Figures of dga 2.0.2 on grids of missing counts that weigh the same, prior 1/N.
PUBLISHED = [
    ("bcd", KOREA, np.arange(1, 3691), 1 / 8, 207.77001431961, (127, 131, 145, 163, 212, 337, 468), 0.702533670849613),
    ("bcd", KOREA, np.arange(1, 3691), 0.5, 159.961648665599, (125, 127, 140, 151, 168, 222, 253), 0.762527562945409),
    (
        "ABC",
        ARTIFICIAL,
        np.arange(1, 2881),
        1 / 8,
        450.110738167665,
        (98, 100, 227, 319, 473, 1419, 1970),
        0.369544389893272,
    ),
    (
        "EAOH",
        KOSOVO,
        evenly(132000),
        1 / 16,
        12749.3826938148,
        (9826, 10321, 11602, 12592, 13747, 15773, 16546),
        0.985512891661202,
    ),
    (
        "ABCDE",
        WESTERN,
        np.arange(1, 10351),
        1 / 32,
        2253.95547268299,
        (1343, 1442, 1805, 2133, 2554, 3447, 3871),
        0.113060386157031,
    ),
    (
        "LNPGU",
        UK5,
        evenly(82320),
        1 / 32,
        21282.2447562933,
        (10389, 10784, 12673, 22992, 26491, 31640, 33509),
        0.443433340258931,
    ),
    ("LNPGU", UK5, evenly(82320), 1.0, 2834.87494722297, (2745, 2749, 2770, 2807, 2868, 3021, 3091), 0.999998015283713),
    (
        "IKPRZ",
        NETHERLANDS,
        evenly(247020),
        1 / 32,
        88566.8218130914,
        (41671, 43017, 46858, 50379, 151760, 191162, 203390),
        0.555520649557315,
    ),
]


@pytest.mark.parametrize(("lists", "cases", "grid", "delta", "mean", "quantiles", "probability"), PUBLISHED)
def test_equals_published_software_on_the_same_grid(lists, cases, grid, delta, mean, quantiles, probability):
    found = posterior_on_grid(table(lists, cases), grid, delta)
    assert found.mean == pytest.approx(mean, rel=1e-9)
    assert tuple(found.grid_quantiles(PROBS)) == quantiles
    assert found.graph_probabilities.max() == pytest.approx(probability, rel=1e-9)


@pytest.mark.parametrize(("lists", "graphs"), [(2, 2), (3, 8), (4, 61), (5, 822), (6, 18_154)])
def test_finds_every_chordal_graph(lists, graphs):
    found = chordal_graphs(lists)
    assert found.edges.size == graphs
    assert len(set(found.edges.tolist())) == graphs
    # Cliques less separators hold each vertex once, whatever the graph.
    margins = np.arange(1 << lists)
    for vertex in range(lists):
        assert np.all(found.coefficients[:, margins >> vertex & 1 == 1].sum(axis=1) == 1)


def test_one_graph_by_hand():
    """A - B - C: cliques AB and BC, separator B; the formula written out for its five margins."""
    cases = "A7 B4 C5 AB3 BC2 ABC1"
    delta, unseen, n = 0.3, 10, 22

    def term(margin: str) -> float:
        prior = delta * 2 ** (3 - len(margin))
        cells: dict[str, int] = {"": unseen}
        for word in cases.split():
            cell = "".join(letter for letter in word if letter in margin)
            cells[cell] = cells.get(cell, 0) + int(word[-1])
        return sum(float(gammaln(count + prior) - gammaln(prior)) for count in cells.values())

    connected = float(gammaln(8 * delta) - gammaln(n + unseen + 8 * delta))
    chain = term("AB") + term("BC") - term("B") + connected
    apart = term("A") + term("B") + term("C") + 3 * connected
    found = posterior_on_grid(table("ABC", cases), [unseen], delta)
    edges = found.graphs.edges.tolist()
    ratio = found.graph_probabilities[edges.index(0b101)] / found.graph_probabilities[edges.index(0)]
    assert np.log(ratio) == pytest.approx(chain - apart, abs=1e-10)
    assert found.graphs.cliques(edges.index(0b101)) == (0b011, 0b110)


def test_adaptive_grid_agrees_with_every_single_count():
    coarse = posterior(table("ABCDE", WESTERN), 1 / 32, max_ratio=30)
    single = posterior_on_grid(table("ABCDE", WESTERN), np.arange(1, 10351), 1 / 32)
    assert coarse.totals.size < 2000
    assert coarse.mean == pytest.approx(single.mean, rel=1e-6)
    assert coarse.quantiles(PROBS) == pytest.approx(single.quantiles(PROBS), rel=2e-5)
    assert coarse.graph_probabilities == pytest.approx(single.graph_probabilities, abs=1e-6)


def test_hundred_million_cases_do_not_slip_between_the_points():
    chances, total = (0.3, 0.2, 0.25), 100_000_000
    cases = []
    for history in ("A", "B", "C", "AB", "AC", "BC", "ABC"):
        chance = np.prod([p if letter in history else 1 - p for letter, p in zip("ABC", chances, strict=True)])
        cases.append(f"{history}{round(total * float(chance))}")
    result = average_graphs(table("ABC", " ".join(cases)))
    assert isinstance(result, Estimate)
    assert result.total == pytest.approx(total, rel=1e-4)
    assert 0 < result.interval.upper - result.interval.lower < total / 500
    assert result.details["top_graphs"][0]["cliques"] == [["A"], ["B"], ["C"]]


def test_united_kingdom_six_lists():
    result = average_graphs(table("LNPGUC", UK6))
    assert isinstance(result, Estimate)
    assert (result.method, result.observed, result.interval.method) == ("dga", 2744, "credible")
    assert result.total == pytest.approx(14_101, abs=1)
    assert (result.interval.lower, result.interval.upper) == pytest.approx((10_238, 26_191), rel=1e-3)
    assert result.details["graphs"] == 18_154
    assert result.details["grid"]["beyond"] < 1e-6
    curve = result.details["posterior"]
    assert len(curve["total"]) == len(curve["density"]) <= 400
    assert np.trapezoid(curve["density"], curve["total"]) == pytest.approx(1, abs=0.01)
    assert [entry["delta"] for entry in result.details["deltas"]] == [1 / 128, 1 / 64, 1 / 32]


def test_netherlands_has_two_answers_and_rests_on_the_prior():
    result = average_graphs(table("IKPRZ", NETHERLANDS))
    assert {"multimodal", "prior-sensitivity", "highest-order"} <= codes(result)
    modes = next(note for note in result.notes if note.code == "multimodal").values["modes"]
    assert modes == pytest.approx([47_919, 163_234], rel=0.01)
    # The grid goes on where that of the published analysis ended with 3e-4 of the mass in its last hundredth.
    assert result.total == pytest.approx(90_568, rel=1e-3)
    top = result.details["top_graphs"][0]
    assert top["cliques"] == [["I", "K", "Z"], ["K", "P", "Z"], ["K", "R", "Z"]]


def test_two_answers_for_the_united_kingdom_and_one_for_the_western_site():
    assert "multimodal" in codes(average_graphs(table("LNPGU", UK5)))
    assert codes(average_graphs(table("ABCDE", WESTERN))) == {"highest-order"}


def test_mean_that_only_tells_where_the_grid_ends_is_not_given():
    result = average_graphs(table("bcd", KOREA))
    assert "heavy-tail" in codes(result)
    assert result.total == result.details["median"] == pytest.approx(163, abs=1)
    assert average_graphs(table("bcd", KOREA), max_ratio=100_000).total == pytest.approx(result.total, rel=0.01)


def test_no_estimate_where_no_lists_are_independent():
    result = average_graphs(table("EAOH", KOSOVO, times=100))
    assert isinstance(result, NotEstimable)
    assert codes(result) == {"not-identifiable"}
    assert (result.existence, str(result.model)) == (2, "[1234]")


@pytest.mark.parametrize(
    ("lists", "cases", "code"),
    [
        ("A", "A5", "one-list"),
        ("AB", "A5", "one-list"),
        ("AB", "A5 B4", "no-overlap"),
        ("ABC", "", "no-overlap"),
    ],
)
def test_refusals(lists, cases, code):
    result = average_graphs(table(lists, cases))
    assert isinstance(result, NotEstimable)
    assert codes(result) == {code}


def test_two_lists_average_independence_and_dependence():
    result = average_graphs(table("AB", "A80 B50 AB20"))
    assert result.details["graphs"] == 2
    assert result.interval.lower < 350 < result.interval.upper


def test_settings_out_of_range_are_refused_in_words():
    seven = CaptureTable.from_counts(list("ABCDEFG"), [[1] * 7 + [3]])
    with pytest.raises(ValueError, match="at most 6 lists"):
        average_graphs(seven)
    for wrong in ({"delta": 0.0}, {"level": 1.0}, {"max_ratio": 0.5}):
        with pytest.raises(ValueError, match=r"\."):
            average_graphs(table("bcd", KOREA), **wrong)


@settings(deadline=None, max_examples=15)
@given(
    counts=st.lists(st.integers(0, 40), min_size=15, max_size=15), order=st.permutations(range(4)), empty=st.booleans()
)
def test_order_of_lists_and_lists_without_cases_do_not_matter(counts, order, empty):
    counted = CaptureTable(("A", "B", "C", "D"), np.array([0, *counts]))
    other = counted.reorder([counted.lists[place] for place in order])
    if empty:
        other = CaptureTable((*other.lists, "E"), np.concatenate([other.counts, np.zeros(16, dtype=np.int64)]))
    first, second = average_graphs(counted), average_graphs(other)
    assert type(first) is type(second)
    if isinstance(first, Estimate):
        assert second.total == pytest.approx(first.total, rel=1e-9)
        assert second.interval.upper == pytest.approx(first.interval.upper, rel=1e-9)
        assert first.observed <= first.interval.lower <= first.interval.upper


def test_quantiles_of_points_and_of_cells():
    assert point_quantiles([3, 1, 2], [0.5, 0.2, 0.3], (0.2, 0.21, 0.5, 1.0)).tolist() == [1, 2, 2, 3]
    assert cell_quantiles([0, 1, 3], [1, 1], (0.25, 0.75)).tolist() == [0.5, 2.0]


def test_modes_are_separate_answers_and_not_ripples():
    places = np.linspace(1, 9, 801)
    two = np.exp(-2 * (places - 3) ** 2) + 0.5 * np.exp(-2 * (places - 6) ** 2)
    ripple = two * (1 + 0.05 * np.sin(40 * places))
    for curve in (two, ripple):
        modes = density_modes(places, curve, curve)
        assert [mode.total for mode in modes] == pytest.approx([3, 6], abs=0.1)
        assert [mode.share for mode in modes] == pytest.approx([2 / 3, 1 / 3], abs=0.02)
    assert len(density_modes(places, np.exp(-places), np.exp(-places))) == 1


def test_modes_of_weighted_values():
    random = np.random.default_rng(5)
    draws = np.exp(np.concatenate([random.normal(7, 0.1, 3000), random.normal(8, 0.2, 2000)]))
    assert [mode.total for mode in weighted_modes(draws)] == pytest.approx([np.exp(7), np.exp(8)], rel=0.1)
    assert len(weighted_modes(draws[:3000])) == 1
    assert weighted_modes([500.0, 500.0])[0].total == pytest.approx(500)
