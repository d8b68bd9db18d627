"""Sensitivity, comparison, grades and coverage: what an estimate rests on, said with numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from darkfigure.assessing import Declared, assess
from darkfigure.comparing import compare_methods
from darkfigure.covering import coverage, covered
from darkfigure.datasets import dataset
from darkfigure.estimating import estimate
from darkfigure.models import HierarchicalModel
from darkfigure.results import Assessment, Coverage, Estimate, NotEstimable
from darkfigure.selecting import Fixed
from darkfigure.sensitivities import sensitivity
from darkfigure.simulation import cell_probabilities, simulate
from darkfigure.tables import CaptureTable


def codes(found: Assessment) -> set[str]:
    return {note.code for note in found.notes}


def plain_table(total: int = 4000, lists: int = 3, seed: int = 4) -> CaptureTable:
    """People who are caught independently: the best case there is."""
    shares = cell_probabilities([0.3] * lists, {})
    return CaptureTable(tuple("ABCDEF"[:lists]), simulate(total, probabilities=shares, seed=seed)[0])


# --- Sensitivity -----------------------------------------------------------------------------------------


def test_a_departure_multiplies_the_unseen_and_a_claim_says_by_how_much() -> None:
    found = sensitivity(dataset("UKdat"), claims=[20_000, 100])
    assert isinstance(found.base, Estimate)
    steps = found.of("departure")
    same = next(s for s in steps if s.details["factor"] == 1)
    assert same.total == pytest.approx(found.base.total)
    claim = [s for s in steps if s.details.get("claim")]
    # Fewer than were seen cannot be claimed.
    assert [s.total for s in claim] == [20_000]
    assert claim[0].details["factor"] == pytest.approx(1.99, abs=0.005)


@pytest.mark.parametrize("name", ["UKdat", "Ned_5", "Kosovo"])
def test_each_list_left_out(name: str, reference: dict[str, Any]) -> None:
    rungs = {s.label: s.total for s in sensitivity(dataset(name)).of("drop-list")}
    assert rungs == pytest.approx(reference["drop_one"][name], rel=1e-7)


def test_broken_links_raise_the_total_and_mended_ones_lower_it() -> None:
    found = {s.label: s for s in sensitivity(plain_table()).of("linkage")}
    base = sensitivity(plain_table()).base
    assert isinstance(base, Estimate)
    assert found["broken 10%"].total > found["broken 5%"].total > base.total
    assert found["mended 10%"].total < found["mended 5%"].total < base.total
    assert found["broken 10%"].n > base.observed > found["mended 10%"].n


def test_known_lists_are_found_again_where_lists_are_independent() -> None:
    for scenario in sensitivity(plain_table(20_000, 4)).of("internal"):
        assert scenario.details["ratio"] == pytest.approx(1, abs=0.1)


def test_sensitivity_of_a_table_without_an_estimate_is_a_refusal() -> None:
    table = CaptureTable.from_counts(["A", "B"], [[1, 0, 20], [0, 1, 30]])
    found = sensitivity(table)
    assert isinstance(found.base, NotEstimable)
    assert found.scenarios == ()


# --- Grades ------------------------------------------------------------------------------------------------


def test_independent_lists_with_large_overlaps_are_graded_a() -> None:
    found = assess(plain_table(6000, 4))
    assert found.grade == "A"
    # What no table can show is said all the same.
    assert {"highest-order", "feeds-unknown", "linkage-unaudited"} <= codes(found)


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("NewOrl", {"empty-pairs", "small-overlap", "one-case", "drop-list-range"}),
        ("UKdat_5", {"methods-differ", "models-differ", "multimodal"}),
        ("Ned_5", {"methods-differ", "multimodal", "drop-list-range"}),
        ("Korea", {"methods-differ", "models-differ"}),
        ("Artificial_3", {"no-overlapping-triple", "empty-pairs", "one-case"}),
    ],
)
def test_fragile_tables_are_not_graded_a_and_say_why(name: str, warned: set[str]) -> None:
    found = assess(dataset(name))
    assert found.grade == "B"
    assert warned <= codes(found)


def test_eighteen_of_twenty_eight_pairs_of_new_orleans_are_empty() -> None:
    note = next(n for n in assess(dataset("NewOrl")).notes if n.code == "empty-pairs")
    assert (note.values["count"], note.values["of"]) == (18, 28)


@pytest.mark.parametrize("lists", ["AB", "ABC", "ABCD"])
def test_tables_without_an_estimate_are_graded_c(lists: str) -> None:
    rows = [[*(int(name == other) for other in lists), 20] for name in lists]
    found = assess(CaptureTable.from_counts(list(lists), rows))
    assert found.grade == "C"
    assert any(note.severity == "refuse" for note in found.notes)


def test_a_number_that_only_a_prior_gives_is_graded_c() -> None:
    # Every case on two lists is on all three: no model of the lists alone has a fit.
    table = CaptureTable.from_counts(["A", "B", "C"], [[1, 1, 0, 6], [0, 1, 1, 5], [1, 1, 1, 4]])
    assert isinstance(estimate(table, n_boot=0), NotEstimable)
    assert isinstance(estimate(table, "bic", n_boot=0), NotEstimable)
    assert assess(table).grade == "C"


def test_what_is_declared_of_the_lists_counts() -> None:
    table = plain_table(6000, 4)
    good = Declared(feeds=(), separate=(), same_definition=True, linkage_audited=True, closed=True)
    assert codes(assess(table, good)) == {"highest-order"}
    fed = assess(table, Declared(feeds=[("A", "B"), ("B", "C")], same_definition=False))
    assert fed.grade == "B"
    assert [note.values for note in fed.notes if note.code == "feeds"] == [
        {"source": "A", "target": "B"},
        {"source": "B", "target": "C"},
    ]
    assert {"definitions-differ", "open-unknown"} <= codes(fed)
    assert "open-population" in codes(assess(table, Declared(closed=False)))


# --- Comparison --------------------------------------------------------------------------------------------


def test_methods_stand_side_by_side_and_their_spread_is_said() -> None:
    table = dataset("UKdat_5")
    found = compare_methods(table, ["stepwise", "bic", "chao"], n_boot=60)
    by = {result.method: result for result in found.results}
    assert list(by) == ["stepwise", "bic", "chao"]
    assert found.spread == pytest.approx(22991.33 / 11312.99, rel=1e-5)
    ranges = [r.interval for r in found.results if isinstance(r, Estimate) and r.method != "chao" and r.interval]
    assert (found.lower, found.upper) == (min(r.lower for r in ranges), max(r.upper for r in ranges))
    assert "methods-differ" in codes(found.assessment)


def test_a_refused_method_stands_beside_the_others() -> None:
    table = CaptureTable.from_counts(["A", "B"], [[1, 0, 20], [0, 1, 30]])
    found = compare_methods(table, n_boot=0)
    assert all(isinstance(result, NotEstimable) for result in found.results)
    assert found.assessment.grade == "C"
    assert math.isnan(found.spread)


def test_averages_over_models_are_shown_and_not_counted() -> None:
    found = compare_methods(dataset("Korea"), ["bic", "bic-average"], n_boot=0)
    assert found.spread == 1
    with pytest.raises(ValueError, match="no method 'fixed'"):
        compare_methods(dataset("Korea"), ["fixed"])


# --- Coverage --------------------------------------------------------------------------------------------------


def test_independent_lists_are_covered_about_as_often_as_promised() -> None:
    shares = cell_probabilities([0.3, 0.3, 0.3], {})
    found = covered(
        shares, 1000, ["A", "B", "C"], lambda table: Fixed(HierarchicalModel.independence(3)), "independence",
        sets=200, n_boot=200, levels=[0.8, 0.95], seed=3,
    )  # fmt: skip
    # 200 sets: the share has a standard error of 0.015 at 95 % and 0.028 at 80 %.
    for kind in ("bca", "percentile"):
        assert found.levels[kind][0.95] == pytest.approx(0.95, abs=0.06)
        assert found.levels[kind][0.8] == pytest.approx(0.8, abs=0.11)
    assert abs(found.bias) < 0.05 * found.truth


def test_coverage_is_simulated_from_the_fitted_model_and_repeats() -> None:
    one, two = (coverage(dataset("Western"), sets=6, n_boot=40, seed=2) for _ in range(2))
    assert isinstance(one, Coverage)
    assert one == two
    expected = estimate(dataset("Western"), n_boot=0)
    assert isinstance(expected, Estimate)
    assert one.truth == round(expected.total)
    assert one.sets == 6


def test_coverage_of_what_cannot_be_estimated_is_a_refusal() -> None:
    table = CaptureTable.from_counts(["A", "B"], [[1, 0, 20], [0, 1, 30]])
    assert isinstance(coverage(table), NotEstimable)
    with pytest.raises(ValueError, match="stepwise, bic, aic and independence"):
        coverage(dataset("Korea"), "dga")


def test_simulated_people_are_found_again_by_the_methods() -> None:
    truth, found = 5000, []
    for seed in range(20):
        result = estimate(plain_table(truth, 4, seed), n_boot=0)
        assert isinstance(result, Estimate)
        found.append(result.total)
    assert np.mean(found) == pytest.approx(truth, rel=0.02)
