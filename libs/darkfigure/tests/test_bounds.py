"""Closed forms: Chao's bound, Lincoln-Petersen, Chapman."""

import math

import numpy as np
import pytest
from darkfigure.bounds import chao, chapman, lincoln_petersen, pairwise_chapman
from darkfigure.datasets import dataset
from darkfigure.results import Estimate, NotEstimable
from darkfigure.simulation import cell_probabilities, simulate
from darkfigure.tables import CaptureTable, TableError
from hypothesis import given, settings
from hypothesis import strategies as st

# n + (L-1)/L f1^2/(2 f2), and with f1(f1-1)/(2(f2+1)) instead (Chao 1987), of the published tables.
CHAO = {
    "UKdat": (13480.625172890734, 13431.96831955923),
    "UKdat_5": (14642.185046728973, 14582.150697674419),
    "UKdat_4": (12014.718427835052, 11961.273076923077),
    "Ned_5": (66638.61294964029, 66491.42200956939),
    "NewOrl": (1361.6363636363637, 1257.3125),
    "NewOrl_5": (1382.16, 1267.0363636363636),
    "NewOrl_5_186": (1274.3272727272727, 1177.8666666666668),
    "Western": (2319.9333333333334, 2224.309090909091),
    "Kosovo": (8802.858843537415, 8796.505945639863),
    "Korea": (137.45, 136.9344262295082),
    "lesbian": (4419.98623853211, 4413.488558352403),
    "Artificial_3": (546.0, 477.42857142857144),
}


def two(a_only: int, b_only: int, both: int) -> CaptureTable:
    return CaptureTable(("A", "B"), [0, a_only, b_only, both])


def codes(result) -> set[str]:
    return {note.code for note in result.notes}


@pytest.mark.parametrize("name", CHAO)
def test_chao_on_the_published_tables(name):
    table, (closed, corrected) = dataset(name), CHAO[name]
    result = chao(table)
    assert isinstance(result, Estimate)
    assert result.total == pytest.approx(closed, rel=1e-12)
    assert result.details["bias_corrected"] == pytest.approx(corrected, rel=1e-12)
    assert result.details["formula"] == "closed"
    assert "lower-bound-condition" in codes(result)
    assert result.interval.method == "wald"
    assert [flag.code for flag in result.interval.flags] == ["conditional-interval"]
    assert table.n < result.interval.lower < result.total < result.interval.upper
    assert result.input_sha256 == table.sha256


def test_the_variance_is_chaos():
    table = dataset("UKdat_5")
    f1, f2, factor = 2523, 214, 4 / 5
    r = f1 / f2
    variance = f2 * (factor / 2 * r**2 + factor**2 * r**3 + factor**2 / 4 * r**4)
    result = chao(table)
    assert result.details["se"] == pytest.approx(math.sqrt(variance), rel=1e-12)
    unseen = result.total - table.n
    spread = math.exp(1.959963984540054 * math.sqrt(math.log(1 + variance / unseen**2)))
    assert result.interval.lower == pytest.approx(table.n + unseen / spread)
    assert result.interval.upper == pytest.approx(table.n + unseen * spread)


def test_the_interval_of_chao_holds_a_homogeneous_population():
    truth = 2000
    tables = simulate(truth, probabilities=cell_probabilities([0.1] * 4), reps=300, seed=20)
    results = [chao(CaptureTable(tuple("ABCD"), counts)) for counts in tables]
    held = np.mean([result.interval.lower <= truth <= result.interval.upper for result in results])
    assert 0.91 < held < 0.985
    spread = np.std([result.total for result in results])
    assert np.mean([result.details["se"] for result in results]) == pytest.approx(spread, rel=0.15)


def test_without_cases_on_exactly_two_lists_the_corrected_form_is_used():
    table = CaptureTable.from_histories("ABC", {"A": 10, "B": 8, "C": 6, ("A", "B", "C"): 3})
    result = chao(table)
    assert result.details["formula"] == "bias-corrected"
    assert result.total == pytest.approx(27 + 2 / 3 * 24 * 23 / 2)
    assert math.isfinite(result.interval.upper)


def test_a_list_without_cases_is_no_occasion():
    table = CaptureTable.from_counts("ABCD", [(1, 0, 0, 0, 40), (0, 1, 0, 0, 30), (0, 0, 1, 0, 20), (1, 1, 0, 0, 6)])
    result = chao(table)
    assert result.total == pytest.approx(CHAO["Artificial_3"][0])
    assert result.details["lists_used"] == 3
    assert result.lists == tuple("ABCD")


def test_with_nobody_on_one_list_alone_there_is_no_range():
    result = chao(two(0, 0, 12))
    assert result.total == 12
    assert result.intervals == ()
    assert "no-upper-limit" in codes(result)


@pytest.mark.parametrize("method", [chao, chapman, lincoln_petersen])
def test_without_overlap_or_with_one_list_there_is_no_estimate(method):
    for table, code in ((two(9, 4, 0), "no-overlap"), (CaptureTable(("A",), [0, 9]), "one-list")):
        result = method(table)
        assert isinstance(result, NotEstimable)
        assert [(note.code, note.severity) for note in result.notes] == [(code, "refuse")]
        assert result.observed == table.n


def test_two_lists_by_hand():
    table = two(80, 130, 20)  # a = 100, b = 150, m = 20
    petersen, corrected = lincoln_petersen(table), chapman(table)
    assert petersen.total == pytest.approx(750)
    assert petersen.details["se"] == pytest.approx(math.sqrt(100 * 150 * 80 * 130 / 20**3))
    assert corrected.total == pytest.approx(101 * 151 / 21 - 1)
    assert corrected.details["se"] == pytest.approx(math.sqrt(101 * 151 * 80 * 130 / (21**2 * 22)))
    for result in (petersen, corrected):
        assert {"few-lists", "highest-order"} <= codes(result)
        assert (result.details["a"], result.details["b"], result.details["m"]) == (100, 150, 20)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**5), st.sampled_from([0.5, 0.8, 0.95, 0.999]))
def test_two_list_estimates_never_fall_below_what_was_seen(a_only, b_only, both, level):
    table = two(a_only, b_only, both)
    for method in (chao, chapman, lincoln_petersen):
        result = method(table, level)
        assert result.total >= table.n * (1 - 1e-12)
        if result.interval:
            assert table.n <= result.interval.lower <= result.total <= result.interval.upper < math.inf
            assert result.interval.level == level
    if a_only and b_only:
        assert chapman(table).total < lincoln_petersen(table).total


def test_chapman_is_nearly_without_bias_and_its_interval_holds():
    tables = simulate(1500, probabilities=cell_probabilities([0.15, 0.2]), reps=400, seed=4)
    results = [chapman(CaptureTable(("A", "B"), counts)) for counts in tables]
    assert np.mean([result.total for result in results]) == pytest.approx(1500, rel=0.03)
    held = np.mean([result.interval.lower <= 1500 <= result.interval.upper for result in results])
    assert 0.91 < held < 0.985


def test_more_lists_are_not_for_the_two_list_methods():
    for method in (chapman, lincoln_petersen):
        with pytest.raises(TableError, match="has 5"):
            method(dataset("UKdat_5"))


def test_pairs_of_the_uk_table():
    pairs = {entry.pair: entry for entry in pairwise_chapman(dataset("UKdat"))}
    assert len(pairs) == 15
    assert next(iter(pairs)) == ("LA", "NG")
    assert pairs["LA", "NG"].total == pytest.approx(95 * 568 / 19 - 1)
    assert pairs["LA", "GP"].m == 0
    assert pairs["LA", "GP"].total is None
    known = [entry.total for entry in pairs.values() if entry.total is not None]
    assert max(known) / min(known) > 30
    assert pairwise_chapman(CaptureTable(("A",), [0, 5])) == ()


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 200))
def test_the_pair_of_a_two_list_table_says_what_chapman_says(a_only, b_only, both):
    table = two(a_only, b_only, both)
    (pair,) = pairwise_chapman(table)
    assert pair.total == chapman(table).total


def test_a_level_must_make_sense():
    with pytest.raises(ValueError, match=r"Write 0\.95"):
        chao(dataset("Korea"), 95)
