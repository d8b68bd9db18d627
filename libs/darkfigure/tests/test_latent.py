"""Latent classes: the sampler against an independent calculation and published runs, and what is said about chains."""

from __future__ import annotations

import json
import re
from itertools import permutations

import numpy as np
import pytest
from darkfigure.convergence import bulk_draws, effective_draws, rhat
from darkfigure.latent import latent_classes
from darkfigure.latent_sampler import CAP, Chains, run
from darkfigure.results import Estimate, NotEstimable
from darkfigure.tables import CaptureTable

#: Cases by history; a letter is a list. Sources: Ball, Shin & Yang (2018); Bales, Murphy & Silverman (2020), lists B,
#: E, F and G joined; Bales, Hesketh & Silverman (2015), police and National Crime Agency joined; van Dijk and others
#: (2017).
KOREA = "c5 b5 d41 bc54 bd6 bcd12"
NEW_ORLEANS = "A25 B24 C70 D33 H21 AB1 AC1 AD2 BC2 BD2 BH1 CD1 ABC1 ABD1"
UK5 = "L54 N463 P995 G695 U316 LN15 LP19 LG3 NP62 NG19 NU1 PG76 PU11 GU8 LNP1 LNG1 NPG4 LNPG1"
NETHERLANDS = "I756 K1299 P4466 R650 Z632 IK1 IP81 IR5 IZ73 KP44 KZ4 PR82 PZ125 RZ2 IPR2 IPZ11 PRZ1"


def table(lists: str, cases: str, times: int = 1) -> CaptureTable:
    found = [re.fullmatch("([A-Za-z]+)([0-9]+)", word) for word in cases.split()]
    return CaptureTable.from_histories(list(lists), {tuple(each[1]): times * int(each[2]) for each in found if each})


def codes(result: Estimate | NotEstimable) -> set[str]:
    return {note.code for note in result.notes}


def weighed_totals(counted: CaptureTable, classes: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw everything from the prior, and weigh each draw by what it says of the cases: no chain, nothing to tune."""
    random = np.random.default_rng(7)
    concentration = random.gamma(0.25, 4.0, size)
    with np.errstate(divide="ignore"):
        taken = random.beta(1.0, np.maximum(concentration, 1e-12)[:, None], (size, classes))
    taken[:, -1] = 1
    left = np.cumprod(np.concatenate([np.ones((size, 1)), 1 - taken[:, :-1]], axis=1), axis=1)
    chances = random.random((size, classes, counted.n_lists))
    logs, missed = np.zeros(size), np.zeros(size)
    for history, count in enumerate(counted.counts.tolist()):
        marks = history >> np.arange(counted.n_lists) & 1
        chance = (taken * left * np.where(marks, chances, 1 - chances).prod(axis=2)).sum(axis=1)
        missed = chance if history == 0 else missed
        logs += count * np.log(chance)
    logs -= counted.n * np.log1p(-missed)
    unseen = random.negative_binomial(counted.n, 1 - missed)
    weights = np.exp(logs - logs.max()) * (unseen <= CAP * counted.n)
    return counted.n + unseen, weights / weights.sum()


def test_chains_agree_with_weighing_draws_from_the_prior():
    counted = table("ABC", "A4 B2 C1 AB1 AC1")
    grown, scattered = run(counted, 3, 8, 4000, 500, np.random.default_rng(3))
    totals, weights = weighed_totals(counted, 3, 400_000)
    for draws in (grown, scattered):
        # The mean of log N, and the shares up to three totals: each within about four standard errors.
        assert np.log(draws).mean() == pytest.approx(float(weights @ np.log(totals)), abs=0.03)
        for limit in (10, 15, 30):
            assert np.mean(draws <= limit) == pytest.approx(float(weights @ (totals <= limit)), abs=0.02)
        assert draws.max() <= counted.n * (1 + CAP)


def test_classes_change_places_as_often_as_their_prior_says():
    sizes, concentration, chains = np.array([5, 0, 2, 1]), 1.5, 20_000
    state = Chains.scattered(table("bcd", KOREA), 4, chains, np.random.default_rng(6))
    state.concentration = np.full(chains, concentration)
    held = np.tile(sizes, (chains, 1))
    for _ in range(12):
        held = np.take_along_axis(held, state.draw_order(held), axis=1)
    # The last place stays; each of the others takes its Beta share of what is left, the breaks summed out.
    orders = list(permutations([5, 0, 2]))
    chances = []
    for order in orders:
        left = [sum(order[place:]) + 1 for place in range(3)]
        chances.append(1 / np.prod([concentration + behind for behind in left]))
    for order, chance in zip(orders, chances, strict=True):
        share = np.mean((held == [*order, 1]).all(axis=1))
        assert share == pytest.approx(chance / sum(chances), abs=0.015)


@pytest.mark.parametrize(
    ("lists", "cases", "low", "high"),
    # Posterior means of four runs of LCMCR 0.4.14, ten classes.
    [("bcd", KOREA, 142.33, 146.53), ("ABCDH", NEW_ORLEANS, 861.58, 873.04)],
)
def test_equals_published_software(lists, cases, low, high):
    result = latent_classes(table(lists, cases), sweeps=3000, burn=1500)
    assert isinstance(result, Estimate)
    error = result.details["mean_error"]
    assert low - 4 * error <= result.total <= high + 4 * error
    assert error < 0.02 * result.total
    used = [each for each in result.details["chains"] if result.details["agree"] or each["start"] == "grown"]
    assert result.total == pytest.approx(np.mean([chain["mean"] for chain in used]), rel=1e-9)
    assert "multimodal" not in codes(result)
    assert (result.method, result.interval.method, result.seed) == ("lcmcr", "credible", 1)
    assert result.observed <= result.interval.lower < result.total < result.interval.upper


@pytest.mark.parametrize(("lists", "cases"), [("LNPGU", UK5), ("IKPRZ", NETHERLANDS)])
def test_chains_that_stay_apart_are_told(lists, cases):
    result = latent_classes(table(lists, cases), sweeps=1500, burn=1500)
    assert {"not-converged", "multimodal"} <= codes(result)
    note = next(note for note in result.notes if note.code == "not-converged")
    assert note.values["rhat"] > 1.1
    assert not result.details["agree"]
    grown = [chain["mean"] for chain in result.details["chains"] if chain["start"] == "grown"]
    assert result.total == pytest.approx(np.mean(grown), rel=1e-9)
    modes = next(note for note in result.notes if note.code == "multimodal").values["modes"]
    assert max(modes) > 1.5 * min(modes)


def test_upper_limit_that_comes_from_the_cut_of_the_prior_is_none():
    result = latent_classes(table("AB", "A400 B400 AB1"), sweeps=500, burn=500)
    assert "no-upper-limit" in codes(result)
    assert result.interval.upper == np.inf
    assert result.details["cap"] == 801 * 21


def test_a_seed_repeats_the_result_and_what_is_kept_can_be_written_as_json():
    first, same, other = (latent_classes(table("bcd", KOREA), sweeps=300, burn=200, seed=seed) for seed in (4, 4, 5))
    assert first == same
    assert first.total != other.total
    assert len(first.details["draws"]) <= 1000
    assert [chain["start"] for chain in first.details["chains"]] == ["grown"] * 8 + ["scattered"] * 8
    json.dumps(first.details)


def test_lists_without_a_case_are_left_out():
    counted = table("bcd", KOREA)
    wider = CaptureTable((*counted.lists, "e"), np.concatenate([counted.counts, np.zeros(8, dtype=np.int64)]))
    results = [latent_classes(each, sweeps=200, burn=100) for each in (counted, wider)]
    assert results[0].total == results[1].total
    assert results[1].details["empty_lists"] == ["e"]


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
    result = latent_classes(table(lists, cases))
    assert isinstance(result, NotEstimable)
    assert codes(result) == {code}


def test_one_case_and_a_thousand_million():
    for count in (1, 300_000_000):
        result = latent_classes(table("ABC", "AB1 A1 C1", times=count), sweeps=100, burn=100)
        assert result.observed <= result.interval.lower <= result.total


@pytest.mark.parametrize(
    "wrong", [{"chains": 4}, {"classes": 1}, {"sweeps": 10}, {"burn": 0}, {"level": 95.0}, {"seed": -1}]
)
def test_settings_out_of_range_are_refused_in_words(wrong):
    with pytest.raises(ValueError, match=r"\.$"):
        latent_classes(table("bcd", KOREA), **wrong)


def test_rhat_and_effective_draws():
    random = np.random.default_rng(2)
    alike = random.normal(size=(2000, 8))
    assert rhat(alike) < 1.005
    assert effective_draws(alike) == pytest.approx(16_000, rel=0.1)
    # Chains in different places, of different spread, and drifting ones are all found.
    assert rhat(alike + np.arange(8) / 4) > 1.1
    assert rhat(alike * np.linspace(0.5, 2, 8)) > 1.05
    assert rhat(alike + np.linspace(0, 1, 2000)[:, None]) > 1.03
    assert bulk_draws(alike + 3 * np.arange(8)) < 20
    slow = np.zeros((4000, 8))
    for step in range(1, 4000):
        slow[step] = 0.9 * slow[step - 1] + random.normal(size=8)
    assert effective_draws(slow) == pytest.approx(32_000 / 19, rel=0.2)
    # Ranks do not care for the scale.
    assert bulk_draws(np.exp(5 * slow)) == pytest.approx(bulk_draws(slow), rel=1e-9)
    assert rhat(np.ones((100, 8))) == 1
