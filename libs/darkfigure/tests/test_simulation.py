"""Simulated tables follow the probabilities, the seed, and nothing else."""

import math

import numpy as np
import pytest
from darkfigure.models import HierarchicalModel
from darkfigure.simulation import cell_probabilities, model_probabilities, simulate
from darkfigure.tables import CaptureTable
from hypothesis import given, settings
from hypothesis import strategies as st

chances = st.lists(st.floats(0.02, 0.6), min_size=2, max_size=5)


def on(cells: np.ndarray, held: int, of: int) -> float:
    """Probability of being on the lists ``held`` and on no other of ``of``."""
    masks = np.arange(cells.size)
    return float(cells[masks & of == held].sum())


@settings(deadline=None, max_examples=40)
@given(chances)
def test_without_odds_ratios_lists_are_independent(capture):
    cells = cell_probabilities(capture)
    for mask in range(cells.size):
        expected = math.prod(p if mask >> i & 1 else 1 - p for i, p in enumerate(capture))
        assert cells[mask] == pytest.approx(expected, rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(chances, st.floats(0.05, 20), st.floats(0.05, 20), st.data())
def test_capture_probabilities_and_odds_ratios_are_those_asked_for(capture, first, second, data):
    odds = {(0, 1): first}
    if len(capture) > 2:
        odds[2, 1] = second
    cells = cell_probabilities(capture, odds)
    assert cells.sum() == pytest.approx(1)
    for i, chance in enumerate(capture):
        assert on(cells, 1 << i, 1 << i) == pytest.approx(chance, rel=1e-9)
    for i in range(len(capture)):
        for j in range(i):
            pair = (1 << i) | (1 << j)
            rest = data.draw(st.integers(0, cells.size - 1)) & ~pair
            ratio = cells[rest | pair] * cells[rest] / (cells[rest | 1 << i] * cells[rest | 1 << j])
            assert ratio == pytest.approx(odds.get((j, i), odds.get((i, j), 1.0)), rel=1e-9)


def test_lists_that_never_meet():
    cells = cell_probabilities([0.3, 0.4, 0.2], {(0, 1): 0})
    assert on(cells, 3, 3) == 0
    assert on(cells, 1, 1) == pytest.approx(0.3)
    tables = simulate(5000, probabilities=cells, reps=20, seed=1)
    assert all(CaptureTable(tuple("ABC"), counts).empty_pairs() == (("A", "B"),) for counts in tables)
    with pytest.raises(ValueError, match="No population"):
        cell_probabilities([0.7, 0.7], {(0, 1): 0})


def test_tables_follow_the_probabilities():
    total, reps = 3000, 400
    cells = cell_probabilities([0.1, 0.2, 0.3], {(0, 1): 3})
    tables = simulate(total, probabilities=cells, reps=reps, seed=8)
    assert tables.shape == (reps, 8)
    assert tables.dtype == np.int64
    assert not tables[:, 0].any()
    seen = cells[1:] * total
    error = np.sqrt(seen * (1 - cells[1:]) / reps)
    assert np.all(np.abs(tables[:, 1:].mean(0) - seen) < 4 * error)
    unseen = total - tables.sum(1)
    assert unseen.mean() == pytest.approx(total * cells[0], rel=0.01)
    assert np.var(tables[:, 7], ddof=1) == pytest.approx(total * cells[7] * (1 - cells[7]), rel=0.3)


def test_a_model_with_coefficients_is_the_same_population():
    model = HierarchicalModel.parse("[12,3]", 3)
    coefficients = {1: -1.5, 2: -1.0, 4: -2.0, 3: math.log(3)}
    cells = model_probabilities(model, coefficients)
    assert cells[3] / cells[0] == pytest.approx(math.exp(-2.5) * 3)
    assert cells[7] / cells[4] == pytest.approx(math.exp(-2.5) * 3)
    drawn = simulate(500, model, coefficients, reps=3, seed=2)
    assert np.array_equal(drawn, simulate(500, probabilities=cells, reps=3, seed=2))
    never = simulate(500, model, {**coefficients, 3: -math.inf}, reps=5, seed=2)
    assert not never[:, [3, 7]].any()


def test_the_seed_repeats_and_longer_runs_begin_alike():
    cells = cell_probabilities([0.2, 0.2, 0.2])
    once = simulate(900, probabilities=cells, reps=5, seed=11)
    assert np.array_equal(once, simulate(900, probabilities=cells, reps=5, seed=11))
    assert np.array_equal(once, simulate(900, probabilities=cells, reps=12, seed=11)[:5])
    assert not np.array_equal(once, simulate(900, probabilities=cells, reps=5, seed=12))
    assert len(np.unique(once, axis=0)) == 5


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: simulate(10, seed=1), "Give either"),
        (lambda: simulate(10, HierarchicalModel.of(1), {}, probabilities=[0.5, 0.5], seed=1), "Give either"),
        (lambda: simulate(0, probabilities=[0.5, 0.5], seed=1), "from 1 to"),
        (lambda: simulate(10, probabilities=[0.5, 0.5], reps=0, seed=1), "number of tables"),
        (lambda: simulate(10, probabilities=[0.5, 0.5], reps=10**9, seed=1), "number of tables"),
        (lambda: simulate(10, probabilities=[0.5, 0.2, 0.3], seed=1), "2 \\*\\* L"),
        (lambda: simulate(10, probabilities=[0.5, 0.6], seed=1), "add up to 1"),
        (lambda: simulate(10, probabilities=[1.5, -0.5], seed=1), "negative"),
        (lambda: simulate(10, probabilities=[math.nan, 0.5], seed=1), "add up to 1"),
        (lambda: simulate(10, HierarchicalModel.of(2), {3: 1.0}, seed=1), "no term 3"),
        (lambda: simulate(10, HierarchicalModel.of(2), {1: math.nan}, seed=1), "coefficient"),
        (lambda: cell_probabilities([]), "from 1 to 10 lists"),
        (lambda: cell_probabilities([0.5, 1.0]), "below 1"),
        (lambda: cell_probabilities([0.5, 0.5], {(0, 2): 2}), "no pair"),
        (lambda: cell_probabilities([0.5, 0.5], {(0, 1): -2}), "odds ratio"),
    ],
)
def test_what_is_no_population_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()
