"""Whether there is an estimate at all: known cases, proofs anyone can check, and no number out of nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from darkfigure.datasets import dataset
from darkfigure.existence import check_existence, in_words
from darkfigure.fitting import LoglinearFit, fit
from darkfigure.models import HierarchicalModel, catalogue
from darkfigure.results import NotEstimable
from darkfigure.tables import CaptureTable
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays


@pytest.mark.parametrize(("model", "code"), [("[12,13,23]", 2), ("[12,3]", 1), ("[13,23]", 0), ("[1,2,3]", 0)])
def test_the_artificial_table_of_the_literature(model: str, code: int) -> None:
    table = dataset("Artificial_3")
    assert check_existence(table, HierarchicalModel.parse(model, 3)).code == code
    assert isinstance(fit(table, model), LoglinearFit) == (code == 0)


@pytest.mark.parametrize(
    ("name", "code"), [("Artificial_3", 2), ("Korea", 1), ("Kosovo", 0), ("NewOrl", 0), ("Ned_5", 0)]
)
def test_all_pairs_on_public_tables(name: str, code: int) -> None:
    table = dataset(name)
    assert check_existence(table, HierarchicalModel.all_pairs(table.n_lists)).code == code


def _holds(table: CaptureTable, model: HierarchicalModel) -> None:
    """Check the proof by adding whole numbers."""
    found = check_existence(table, model)
    if found.code == 0:
        assert found.direction is None
        return
    assert found.exact
    assert found.direction
    live = [s for s in range(1, table.counts.size) if not any(out & s == out for out in found.boundary)]
    change = {s: sum(value for term, value in found.direction.items() if term & s == term) for s in live}
    assert all(change[s] == 0 for s in live if table.counts[s])
    assert all(value <= 0 for value in change.values())
    assert any(change.values()) == (found.code != 2)


@given(arrays(np.int64, 8, elements=st.sampled_from([0, 0, 1, 2, 7])), st.sampled_from(catalogue(3, 2).models))
@settings(deadline=None, max_examples=80)
def test_a_fit_is_given_exactly_where_one_exists(counts: np.ndarray[Any, Any], model: HierarchicalModel) -> None:
    counts[0] = 0
    table = CaptureTable(("A", "B", "C"), counts)
    _holds(table, model)
    assert isinstance(fit(table, model), LoglinearFit) == (check_existence(table, model).code == 0)


@given(arrays(np.int64, 16, elements=st.sampled_from([0, 0, 0, 1, 3, 20])), st.sampled_from(catalogue(4, 3).models))
@settings(deadline=None, max_examples=60)
def test_so_it_is_with_four_lists(counts: np.ndarray[Any, Any], model: HierarchicalModel) -> None:
    counts[0] = 0
    table = CaptureTable(("A", "B", "C", "D"), counts)
    _holds(table, model)
    assert isinstance(fit(table, model), LoglinearFit) == (check_existence(table, model).code == 0)


def test_a_refusal_says_why_and_a_proof_can_be_read() -> None:
    table = dataset("Artificial_3")
    refused = fit(table, "[12,3]")
    assert isinstance(refused, NotEstimable)
    assert [note.code for note in refused.notes] == ["no-maximum"]
    assert refused.existence == 1
    found = check_existence(table, HierarchicalModel.parse("[12,3]", 3))
    assert found.direction is not None
    assert in_words(found.direction, table.lists) == "+1 intercept, -1 A, -1 B, -1 C, +1 A&B"


def test_lists_that_share_nobody_give_no_number() -> None:
    table = CaptureTable.from_counts(["A", "B"], [[1, 0, 20], [0, 1, 30]])
    refused = fit(table, HierarchicalModel.independence(2))
    assert isinstance(refused, NotEstimable)
    assert [note.code for note in refused.notes] == ["no-overlap"]
