"""Prevalence from a survey: published limits, the design effect, and what is said beside."""

import math

import numpy as np
import pytest
from darkfigure.surveys import survey
from hypothesis import given, settings
from hypothesis import strategies as st

ANSWERS = [1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0]
WEIGHTS = [2, 1, 1, 3, 2, 1, 1, 1, 4, 1, 2, 1]
STRATA = list("aaaaaabbbbbb")
CLUSTERS = [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3]


def codes(result) -> set[str]:
    return {note.code for note in result.notes}


@pytest.mark.parametrize(
    ("positive", "size", "wilson", "exact"),
    [
        # Newcombe (1998), Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, table I.
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_published_limits(positive, size, wilson, exact):
    result = survey(positive, size)
    assert result.wilson == pytest.approx(wilson, abs=5e-5)
    assert result.clopper_pearson == pytest.approx(exact, abs=5e-5)
    assert result.limits == (result.wilson if positive >= 5 else result.clopper_pearson)


def test_no_positive_answer_leaves_an_upper_limit_only():
    result = survey(0, 20, population=1000)
    assert result.wilson is None
    assert result.total_wilson is None
    assert result.proportion == 0
    assert result.clopper_pearson[0] == 0
    assert survey(0, 20).clopper_pearson[1] == pytest.approx(0.1684, abs=5e-5)  # Newcombe (1998)
    assert 0 < result.total_limits[1] < 169
    assert codes(result) == {"survey-none-positive", "survey-small-sample"}
    everyone = survey(20, 20)
    assert everyone.clopper_pearson == pytest.approx((1 - 0.16843, 1), abs=5e-5)
    assert "survey-all-positive" in codes(everyone)


def test_a_total_with_a_known_population():
    result = survey(175, 1049, population=300_000)
    assert result.total == pytest.approx(175 / 1049 * 300_000)
    assert result.total_wilson == pytest.approx([limit * 300_000 for limit in result.wilson])
    assert codes(result) == set()
    alone = survey(175, 1049)
    assert alone.total is None
    assert alone.total_limits is None


def test_asking_a_large_part_of_the_population_narrows_the_limits():
    half, few = survey(40, 100, population=200), survey(40, 100, population=10**7)
    assert half.effective_size == pytest.approx(200)
    assert half.standard_error == pytest.approx(few.standard_error * math.sqrt(0.5), rel=1e-4)
    assert half.wilson[1] - half.wilson[0] < 0.75 * (few.wilson[1] - few.wilson[0])
    everybody = survey(40, 100, population=100)
    assert everybody.total_limits == (40, 40)
    assert everybody.effective_size == math.inf
    nearly = survey(2, 100, population=101)
    assert nearly.total_limits[0] >= 2
    assert nearly.total_limits[1] <= 3


@settings(deadline=None, max_examples=80)
@given(st.integers(2, 3000), st.data(), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_limits_hold_the_share_and_grow_with_the_level(size, data, level):
    positive = data.draw(st.integers(0, size))
    result, wider = survey(positive, size, level=level), survey(positive, size, level=level + (1 - level) / 2)
    for narrow, wide in ((result.wilson, wider.wilson), (result.clopper_pearson, wider.clopper_pearson)):
        if narrow is not None:
            assert 0 <= wide[0] <= narrow[0] <= result.proportion <= narrow[1] <= wide[1] <= 1
    mirrored = survey(size - positive, size, level=level)
    assert mirrored.clopper_pearson == pytest.approx([1 - limit for limit in result.clopper_pearson[::-1]], abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 1), min_size=2, max_size=80), st.floats(0.01, 1000))
def test_single_answers_with_equal_weights_are_their_counts(answers, weight):
    counted = survey(sum(answers), len(answers))
    assert survey(answers) == counted
    weighted = survey(answers, weight=[weight] * len(answers))
    assert weighted.design == "kish"
    assert weighted.design_effect == pytest.approx(1)
    assert weighted.clopper_pearson == pytest.approx(counted.clopper_pearson)
    assert weighted.proportion == pytest.approx(counted.proportion)


def test_kish_for_weights():
    result = survey(ANSWERS, weight=WEIGHTS, population=5000)
    assert result.proportion == pytest.approx(11 / 20)
    assert result.design_effect == pytest.approx(12 * 44 / 20**2)
    assert result.effective_size == pytest.approx(12 / (12 * 44 / 400) / (1 - 12 / 5000))
    assert result.positive == 4
    assert survey(ANSWERS, weight=np.array(WEIGHTS) * 17.0, population=5000).limits == pytest.approx(result.limits)


def test_linearised_variance_by_hand():
    result = survey(ANSWERS, weight=WEIGHTS, stratum=STRATA, cluster=CLUSTERS)
    share = 11 / 20
    residual = [w * (y - share) / 20 for w, y in zip(WEIGHTS, ANSWERS, strict=True)]
    variance = 0.0
    for begin in (0, 6):
        sums = [residual[begin + k] + residual[begin + k + 1] for k in (0, 2, 4)]
        variance += 3 / 2 * sum((one - sum(sums) / 3) ** 2 for one in sums)
    assert result.standard_error == pytest.approx(math.sqrt(variance))
    assert result.design_effect == pytest.approx(variance / (share * (1 - share) / 11))
    assert result.degrees_of_freedom == 4
    assert result.design == "linearised"
    assert {"survey-few-clusters", "survey-small-sample"} <= codes(result)


def test_strata_alone_give_the_stratified_variance():
    answers = [1] * 30 + [0] * 70 + [1] * 5 + [0] * 95
    result = survey(answers, stratum=["town"] * 100 + ["island"] * 100)
    variance = (0.3 * 0.7 / 99 + 0.05 * 0.95 / 99) / 4
    assert result.standard_error == pytest.approx(math.sqrt(variance))
    assert result.design_effect < 1
    assert result.effective_size == 200  # gains of stratification are not claimed


def test_few_clusters_cost_effective_size():
    rng = np.random.default_rng(5)
    answers = (rng.random((6, 50)) < rng.beta(2, 8, 6)[:, None]).astype(int).ravel()
    result = survey(answers, cluster=np.repeat(np.arange(6), 50))
    assert result.effective_size < 300 / result.design_effect
    assert "survey-few-clusters" in codes(result)


def test_clustered_limits_hold_the_truth_where_simple_ones_do_not():
    rng = np.random.default_rng(7)
    clusters = np.repeat(np.arange(40), 10)
    held = {"clustered": 0, "simple": 0}
    for _ in range(400):
        answers = (rng.random((40, 10)) < rng.beta(0.8, 7.2, 40)[:, None]).astype(int).ravel()
        for kind, result in (("clustered", survey(answers, cluster=clusters)), ("simple", survey(answers))):
            held[kind] += result.clopper_pearson[0] <= 0.1 <= result.clopper_pearson[1]
    assert held["clustered"] / 400 > 0.92
    assert held["simple"] / 400 < 0.9


def test_a_stratum_of_one_cluster_is_said():
    result = survey([1, 1, 1, 0, 0, 1], stratum=list("aaaabb"), cluster=[1, 1, 2, 2, 9, 9])
    assert "survey-lone-clusters" in codes(result)
    assert result.standard_error > 0


def test_clusters_without_any_positive_answer_leave_the_effect_unknown():
    result = survey([0] * 60, cluster=[k // 6 for k in range(60)])
    assert "survey-design-effect-unknown" in codes(result)
    assert result.limits == survey(0, 60).limits


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"positive": 5, "size": 4}, "from 0 to 4"),
        ({"positive": -1, "size": 4}, "from 0 to 4"),
        ({"positive": 2.0, "size": 4}, "whole number"),
        ({"positive": True, "size": 4}, "whole number"),
        ({"positive": 1, "size": 1}, "at least 2"),
        ({"positive": 1, "size": 4, "population": 3}, "not smaller than the sample"),
        ({"positive": 1, "size": 4, "population": 1e6}, "whole number"),
        ({"positive": 1, "size": 4, "weight": [1, 1, 1, 1]}, "belong to single answers"),
        ({"positive": 1, "size": 4, "level": 95}, "Write 0.95"),
        ({"positive": 5}, "number of answers too"),
        ({"positive": [1]}, "at least 2"),
        ({"positive": [0, 2]}, "0 or 1"),
        ({"positive": [0, math.nan]}, "0 or 1"),
        ({"positive": ["yes", "no"]}, "0 or 1"),
        ({"positive": [0, 1], "weight": [1]}, "2 answers and 1 weights"),
        ({"positive": [0, 1], "weight": [1, 0]}, "above 0"),
        ({"positive": [0, 1], "weight": [1, math.inf]}, "above 0"),
        ({"positive": [0, 1], "stratum": ["a"]}, "labels of a stratum"),
        ({"positive": [0, 1], "cluster": [1.0, math.nan]}, "no label of a cluster"),
        ({"positive": [0, 1], "cluster": ["x", None]}, "no label of a cluster"),
        ({"positive": [0, 1, 1], "cluster": [1, 1, 1]}, "single cluster"),
    ],
)
def test_what_does_not_fit_together_is_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        survey(**arguments)
