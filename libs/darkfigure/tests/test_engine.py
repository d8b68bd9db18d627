"""The arithmetic: exact to rounding, and the same whatever does it."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from darkfigure.datasets import dataset, names
from darkfigure.engine import selection
from darkfigure.engine.choice import current, numba_is_here, using
from darkfigure.engine.poisson import log_bounds, log_smaller_tail
from darkfigure.fitting import LoglinearFit, fit
from darkfigure.lattice import subset_sums, superset_differences, superset_sums
from darkfigure.models import HierarchicalModel, catalogue
from darkfigure.resampling import draw
from darkfigure.tables import CaptureTable
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

needs_numba = pytest.mark.skipif(not numba_is_here(), reason="needs numba: install darkfigure with its extra 'numba'")


def small_tables(lists: int = 3, most: int = 12) -> st.SearchStrategy[np.ndarray[Any, Any]]:
    return arrays(np.int64, 1 << lists, elements=st.integers(0, most)).map(lambda y: np.where(np.arange(y.size), y, 0))


# --- Sums over the lattice --------------------------------------------------------------------------


@given(arrays(np.int64, (16, 3), elements=st.integers(-50, 50)))
@settings(deadline=None, max_examples=30)
def test_lattice_sums_are_what_their_names_say(values: np.ndarray[Any, Any]) -> None:
    up, down = superset_sums(values), subset_sums(values)
    for mask in range(16):
        assert (up[mask] == sum(values[s] for s in range(16) if s & mask == mask)).all()
        assert (down[mask] == sum(values[s] for s in range(16) if s & mask == s)).all()
    assert (superset_differences(up) == values).all()


# --- Fits --------------------------------------------------------------------------------------------


def test_fits_agree_with_forty_digit_values(reference: dict[str, Any]) -> None:
    assert len(reference["fits"]) > 30
    for known in reference["fits"]:
        found = fit(dataset(known["table"]), known["model"])
        assert isinstance(found, LoglinearFit)
        assert found.total == pytest.approx(known["N"], rel=1e-12)
        assert found.se_log_dark == pytest.approx(known["se"], rel=1e-10)
        assert (found.loglik, found.bic, found.aic) == pytest.approx(
            (known["loglik"], known["bic"], known["aic"]), rel=1e-11
        )
        assert (found.n_parameters, list(found.boundary)) == (known["parameters"], known["boundary"])


@given(small_tables(2, 40).filter(lambda y: y[1:].min() > 0))
@settings(deadline=None, max_examples=40)
def test_two_lists_give_the_product_of_the_totals_over_the_overlap(counts: np.ndarray[Any, Any]) -> None:
    found = fit(CaptureTable(("A", "B"), counts), HierarchicalModel.independence(2))
    assert isinstance(found, LoglinearFit)
    assert found.total == pytest.approx((counts[1] + counts[3]) * (counts[2] + counts[3]) / counts[3], rel=1e-9)


@given(small_tables(3, 30).filter(lambda y: y[1:].min() > 0))
@settings(deadline=None, max_examples=40)
def test_all_interactions_but_the_last_have_a_closed_form(counts: np.ndarray[Any, Any]) -> None:
    odd = math.prod(int(counts[s]) for s in range(1, 8) if s.bit_count() % 2)
    even = math.prod(int(counts[s]) for s in range(1, 8) if s.bit_count() % 2 == 0)
    found = fit(CaptureTable(("A", "B", "C"), counts), HierarchicalModel.all_pairs(3))
    assert isinstance(found, LoglinearFit)
    assert found.dark_figure == pytest.approx(odd / even, rel=1e-9)


@given(st.sampled_from(["UKdat_4", "Kosovo", "Western", "NewOrl_5"]), st.permutations(range(4)), st.integers(2, 30))
@settings(deadline=None, max_examples=20)
def test_order_of_lists_and_scale_do_not_matter(name: str, order: list[int], factor: int) -> None:
    table = dataset(name)
    lists = [table.lists[i] for i in order] + list(table.lists[4:])
    pairs = [table.lists[:2], table.lists[2:4]]
    whole = fit(table, HierarchicalModel.from_pairs(pairs, table.lists))
    turned = fit(table.reorder(lists), HierarchicalModel.from_pairs(pairs, lists))
    scaled = fit(CaptureTable(table.lists, table.counts * factor), HierarchicalModel.from_pairs(pairs, table.lists))
    assert isinstance(whole, LoglinearFit)
    assert isinstance(turned, LoglinearFit)
    assert isinstance(scaled, LoglinearFit)
    assert turned.total == pytest.approx(whole.total, rel=1e-10)
    assert scaled.total == pytest.approx(whole.total * factor, rel=1e-10)


def test_the_fitted_margins_are_the_observed_ones() -> None:
    table = dataset("UKdat")
    found = fit(table, "[12,26,13,36,35,45,24]")
    assert isinstance(found, LoglinearFit)
    seen = found.fitted.copy()
    seen[0] = 0
    for term in found.model.terms:
        assert superset_sums(seen)[term] == pytest.approx(float(table.margins[term]), rel=1e-10)


# --- Poisson tails -----------------------------------------------------------------------------------


def _tail(count: int, mean: int) -> float:
    """The smaller tail by exact arithmetic, as a logarithm."""
    terms = [Fraction(mean**k, math.factorial(k)) for k in range(count + 1)]
    below = float(sum(terms)) * math.exp(-mean)
    above = 1 - float(sum(terms[:-1])) * math.exp(-mean)
    return math.log(min(below, above))


def test_tails_agree_with_exact_sums() -> None:
    cases = [(0, 5), (1, 9), (3, 3), (10, 10), (4, 12), (14, 5), (30, 40)]
    got = log_smaller_tail(np.array([float(c) for c, _ in cases]), np.array([float(m) for _, m in cases]))
    assert got == pytest.approx([_tail(c, m) for c, m in cases], rel=1e-9)


def test_tails_far_out_keep_their_order_where_probabilities_are_zero_in_floating_point() -> None:
    far = log_smaller_tail(np.array([0.0, 1.0, 2.0, 900.0]), np.full(4, 2000.0))
    assert far[0] == pytest.approx(-2000)
    assert (np.diff(far[:3]) > 0).all()
    assert far[3] < -300


@given(st.integers(0, 400_000), st.floats(0.01, 400_000))
@settings(deadline=None, max_examples=100)
def test_tails_lie_between_their_bounds(count: int, mean: float) -> None:
    lower, upper = log_bounds(np.array([float(count)]), np.array([mean]))
    tail = log_smaller_tail(np.array([float(count)]), np.array([mean]))
    # Above 1e5 the tail itself is an approximation.
    slack = 1e-9 if max(count, mean) <= 1e5 else 8.0
    assert lower[0] - slack <= tail[0] <= upper[0] + 1e-9


# --- Whatever does the work ---------------------------------------------------------------------------


@needs_numba
@pytest.mark.parametrize("name", names())
def test_numpy_and_numba_choose_and_count_alike(name: str) -> None:
    table = dataset(name)
    drawn = draw(table, 40, 3)
    plain = selection.stepwise(drawn, 0.02)
    with using("numba", 1):
        assert current().name == "numba"
        compiled = selection.stepwise(drawn, 0.02)
    assert (plain.path == compiled.path).all()
    assert compiled.dark == pytest.approx(plain.dark, rel=1e-9, nan_ok=True)


@needs_numba
def test_numpy_and_numba_refuse_the_same_models() -> None:
    for name in ("Artificial_3", "Korea", "NewOrl_5"):
        table = dataset(name)
        models = catalogue(table.n_lists, 2)
        plain, _ = selection.fit_catalogue(table.counts, models)
        with using("numba", 2):
            compiled, _ = selection.fit_catalogue(table.counts, models)
        assert (np.isnan(plain.dark) == np.isnan(compiled.dark)).all()
        assert compiled.dark == pytest.approx(plain.dark, rel=1e-9, nan_ok=True)


@needs_numba
def test_threads_do_not_change_a_digit() -> None:
    drawn = draw(dataset("UKdat_4"), 700, 5)
    found = []
    for threads in (1, 2, 3):
        with using("numba", threads):
            found.append(selection.stepwise(drawn, 0.02))
    assert all((other.dark == found[0].dark).all() and (other.path == found[0].path).all() for other in found)


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="say numpy or numba"), using("fortran"):
        pass
    with pytest.raises(ValueError, match="at least 1"), using("numpy", 0):
        pass


def test_stepwise_in_blocks_is_stepwise() -> None:
    drawn = draw(dataset("Western"), 30, 9)
    whole = selection.stepwise(drawn, 0.02)
    one_by_one = [selection.stepwise(table[None], 0.02) for table in drawn]
    assert [one.path[0].tolist() for one in one_by_one] == whole.path.tolist()
    assert [one.dark[0] for one in one_by_one] == pytest.approx(whole.dark, rel=1e-12, nan_ok=True)
