"""Estimates as published, the whole selection in every replicate, and refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from darkfigure.datasets import dataset, names
from darkfigure.estimating import estimate
from darkfigure.fitting import LoglinearFit, fit
from darkfigure.models import HierarchicalModel
from darkfigure.profile import profile_interval
from darkfigure.resampling import adjusted_probabilities, draw, resample, totals
from darkfigure.results import Estimate, NotEstimable, Result
from darkfigure.selecting import Criterion, Fixed, Stepwise, search
from darkfigure.tables import CaptureTable
from numpy.typing import NDArray


def given_(result: Result) -> Estimate:
    assert isinstance(result, Estimate)
    return result


#: Published or reference totals: stepwise at 0.02 and best BIC model with pairs (Chan, Silverman & Vincent 2021;
#: Silverman, Chan & Vincent 2024).
KNOWN = {
    "UKdat": (11417.99, 12349.59), "UKdat_5": (11312.99, 22991.33), "UKdat_4": (11015.24, 11987.09),
    "Ned_5": (121521.61, 48012.73), "NewOrl_5": (1034.15, 1034.15), "NewOrl_5_186": (981.43, 981.43),
    "Western": (2483.38, 2483.38), "Kosovo": (14341.66, 14341.66), "Korea": (268.78, 157.17),
    "lesbian": (5350.51, 6349.02), "Artificial_3": (539.09, 539.09),
}  # fmt: skip


@pytest.mark.parametrize("name", KNOWN)
def test_totals_are_the_published_ones(name: str) -> None:
    table = dataset(name)
    found = [given_(estimate(table, method, n_boot=0)).total for method in ("stepwise", "bic")]
    assert found == pytest.approx(KNOWN[name], abs=0.006)


def test_interactions_of_three_lists_are_searched_when_asked() -> None:
    found = given_(estimate(dataset("Kosovo"), "bic", max_order=3, n_boot=0))
    assert str(found.model) == "[123,14,34]"
    assert found.total == pytest.approx(10356.518957, rel=1e-9)
    assert found.details["considered"] == 113


@pytest.mark.parametrize("name", ["NewOrl_5", "Artificial_3"])
def test_where_nothing_is_selected_stepwise_is_independence(name: str) -> None:
    stepwise, plain = (given_(estimate(dataset(name), method, n_boot=0)) for method in ("stepwise", "independence"))
    assert stepwise.total == pytest.approx(plain.total, rel=1e-12)
    assert stepwise.details["path"] == []


def test_thresholds_make_the_path_known_of_new_orleans() -> None:
    found = [given_(estimate(dataset("NewOrl"), p_threshold=p, n_boot=0)).total for p in (0.01, 0.02, 0.05, 0.1)]
    assert found == pytest.approx([997, 1184, 1494, 2282], abs=0.5)


def test_eight_lists_are_searched_downhill_and_say_so() -> None:
    found = given_(estimate(dataset("NewOrl"), "bic", n_boot=0))
    assert "local-search" in [note.code for note in found.notes]
    assert found.details["considered"] < 2**28


# --- Bootstrap ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["stepwise_UKdat_5", "stepwise_NewOrl_5", "bic_Kosovo"])
def test_limits_on_given_replicates_are_the_reference_ones(
    name: str, reference: dict[str, Any], replicates: dict[str, NDArray[np.int64]]
) -> None:
    known = reference["bca"][name]
    table = dataset(known["table"])
    if name.startswith("bic"):
        found = search(table, "bic", 3)
        selector, total = Criterion("bic", found), float(found.totals[0])
    else:
        selector = Stepwise(0.02, table.n_lists)  # type: ignore[assignment]
        total = float(totals(selector, table.counts[None])[0])
    got = resample(table, selector, total, replicates=1000, level=0.95, seed=1, tables=replicates[name])
    assert got.replicates.estimates[: len(known["first"])] == pytest.approx(known["first"], rel=1e-7)
    assert (got.replicates.z0, got.replicates.acceleration) == pytest.approx(
        (known["z0"], known["acceleration"]), rel=1e-7
    )
    chances = adjusted_probabilities(got.replicates.z0, got.replicates.acceleration, np.array(known["alpha"]))
    limits = np.quantile(got.replicates.estimates, chances, method="median_unbiased")
    assert limits == pytest.approx(known["limits"], rel=1e-6)


def test_the_same_seed_gives_the_same_and_more_replicates_begin_alike() -> None:
    table = dataset("Western")
    one, two = (given_(estimate(table, n_boot=60, seed=7)) for _ in range(2))
    assert one == two
    other = given_(estimate(table, n_boot=60, seed=8))
    assert other.replicates != one.replicates
    assert (draw(table, 100, 7)[:60] == draw(table, 60, 7)).all()


def test_every_range_holds_the_estimate_for_a_plain_table_and_narrows_with_the_level() -> None:
    table = dataset("UKdat")
    wide, narrow = (given_(estimate(table, "independence", n_boot=400, level=level)) for level in (0.95, 0.8))
    assert [interval.method for interval in wide.intervals] == ["bca", "percentile", "parametric"]
    for outer, inner in zip(wide.intervals, narrow.intervals, strict=True):
        assert outer.lower < inner.lower < wide.total < inner.upper < outer.upper


def test_a_limit_at_the_edge_of_the_replicates_is_flagged() -> None:
    found = given_(estimate(dataset("NewOrl"), n_boot=200))
    assert found.interval is not None
    assert {flag.code for flag in found.interval.flags} == {"saturated", "bias-correction"}
    assert found.intervals[1].method == "percentile"


def test_the_case_that_moves_most_is_named() -> None:
    table = dataset("NewOrl_5")
    note = next(n for n in given_(estimate(table, n_boot=50)).notes if n.code == "one-case")
    masks = {" & ".join(x for i, x in enumerate(table.lists) if s >> i & 1): s for s in np.flatnonzero(table.counts)}
    counts = table.counts.copy()
    counts[masks[note.values["history"]]] -= 1
    again = fit(CaptureTable(table.lists, counts), HierarchicalModel.independence(5))
    assert isinstance(again, LoglinearFit)
    assert note.values["total_without"] == pytest.approx(again.total, rel=1e-9)


def test_two_versions_of_one_table_that_differ_by_a_case() -> None:
    one, two = (given_(estimate(dataset(name), n_boot=0)).total for name in ("NewOrl_5", "NewOrl_5_186"))
    assert 1 - two / one == pytest.approx(0.051, abs=0.001)


def test_too_many_failed_replicates_leave_no_range() -> None:
    table = CaptureTable.from_counts(
        ["A", "B", "C"], [[1, 0, 0, 9], [0, 1, 0, 9], [0, 0, 1, 9], [1, 1, 0, 1], [0, 1, 1, 1]]
    )
    found = given_(estimate(table, "independence", n_boot=300))
    failed = next(note for note in found.notes if note.code == "failed-replicates")
    assert failed.values["share"] > 0.05
    assert [interval.method for interval in found.intervals if interval.method in ("bca", "percentile")] == []


# --- Ranges of one model -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Western", "Kosovo", "Ned_5"])
def test_profile_ranges_agree_with_another_program(name: str, reference: dict[str, Any]) -> None:
    known = reference["profile"][name]
    found = fit(dataset(name), known["model"])
    assert isinstance(found, LoglinearFit)
    total, interval = profile_interval(found)
    # That program's fits stop at a change of 1e-8 in the deviance.
    assert (total, interval.lower, interval.upper) == pytest.approx(
        (known["total"], known["lower"], known["upper"]), rel=2e-6
    )
    assert [flag.code for flag in interval.flags] == ["conditional-interval"]


def test_the_wald_range_is_symmetric_in_the_logarithm() -> None:
    found = given_(estimate(dataset("Western"), "fixed", model="[15,2,3,4]", interval="wald", n_boot=0))
    assert found.interval is not None
    below, above = (
        (limit - found.observed) / found.dark_figure for limit in (found.interval.lower, found.interval.upper)
    )
    assert below * above == pytest.approx(1)
    assert math.log(above) == pytest.approx(1.959963985 * found.details["se_log_dark"])


# --- Averages ------------------------------------------------------------------------------------------


def test_the_average_over_models_weighs_them_by_bic() -> None:
    found = given_(estimate(dataset("Korea"), "bic", average=True, n_boot=0))
    weights = np.array([model["weight"] for model in found.details["models"]])
    sums = np.array([model["total"] for model in found.details["models"]])
    differences = np.array([model["difference"] for model in found.details["models"]])
    assert weights.sum() == pytest.approx(1)
    assert weights / weights[0] == pytest.approx(np.exp(-differences / 2))
    assert found.total == pytest.approx((weights * sums).sum())


# --- What cannot be estimated, and what makes no sense ----------------------------------------------------


@pytest.mark.parametrize("method", ["stepwise", "bic", "aic", "independence", "chao", "dga"])
def test_lists_without_a_case_in_common_are_refused(method: str) -> None:
    table = CaptureTable.from_counts(["A", "B", "C"], [[1, 0, 0, 20], [0, 1, 0, 30], [0, 0, 1, 25]])
    refused = estimate(table, method, n_boot=50)
    assert isinstance(refused, NotEstimable)
    assert "no-overlap" in [note.code for note in refused.notes]
    assert all(note.severity == "refuse" for note in refused.notes)


@pytest.mark.parametrize("method", ["stepwise", "bic", "chao", "dga", "lcmcr"])
def test_one_list_is_refused(method: str) -> None:
    refused = estimate(CaptureTable.from_counts(["A"], [[1, 20]]), method)
    assert isinstance(refused, NotEstimable)
    assert [note.code for note in refused.notes] == ["one-list"]


def test_a_model_that_does_not_exist_is_refused_not_estimated() -> None:
    refused = estimate(dataset("Artificial_3"), "fixed", model="[12,3]")
    assert isinstance(refused, NotEstimable)
    assert refused.existence == 1


@pytest.mark.parametrize(
    ("method", "options", "word"),
    [
        ("guess", {}, "no method"),
        ("fixed", {}, "Give a model"),
        ("stepwise", {"model": "[1,2]"}, "Give a model"),
        ("stepwise", {"level": 1.0}, "level"),
        ("stepwise", {"p_threshold": -1}, "threshold"),
        ("stepwise", {"n_boot": -1}, "Replicates"),
        ("stepwise", {"interval": "credible"}, "has no interval"),
        ("dga", {"interval": "bca"}, "has no interval"),
        ("dga", {"delta": 0.0}, "delta"),
        ("fixed", {"model": "[19]"}, "lists from 1 to 5"),
    ],
)
def test_questions_that_make_no_sense_are_answered_in_a_sentence(
    method: str, options: dict[str, Any], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        estimate(dataset("Western"), method, **options)


def test_every_public_table_gives_an_estimate_that_can_be_repeated_from_its_model() -> None:
    for name in names():
        table = dataset(name)
        found = given_(estimate(table, n_boot=0))
        assert found.model is not None
        again = totals(Fixed(found.model), table.counts[None])
        assert found.total == pytest.approx(float(again[0]), rel=1e-10)
        assert found.input_sha256 == table.sha256
