"""Tables and models: what holds for any of them."""

from itertools import combinations

import numpy as np
import pytest
from darkfigure.datasets import dataset
from darkfigure.models import HierarchicalModel, ModelError, catalogue, members, pair_masks, parts
from darkfigure.reading import read_text
from darkfigure.tables import MOST_LISTS, CaptureTable, TableError
from hypothesis import given, settings
from hypothesis import strategies as st


@st.composite
def tables(draw, least: int = 1, most: int = 5) -> CaptureTable:
    size = draw(st.integers(least, most))
    cells = (1 << size) - 1
    counts = draw(st.lists(st.one_of(st.just(0), st.integers(0, 500)), min_size=cells, max_size=cells))
    return CaptureTable(tuple("ABCDE"[:size]), [0, *counts])


@st.composite
def models(draw) -> HierarchicalModel:
    size = draw(st.integers(1, MOST_LISTS))
    return HierarchicalModel.of(size, draw(st.lists(st.integers(1, (1 << size) - 1), max_size=5)))


def cases(table: CaptureTable) -> list[frozenset[str]]:
    """The table written out: for each case the lists it is on."""
    return [
        frozenset(table.lists[number] for number in members(mask))
        for mask, count in enumerate(table.counts.tolist())
        for _ in range(count)
    ]


# --- Tables ---------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(tables(most=4))
def test_what_is_read_off_agrees_with_counting_cases(table):
    found = cases(table)
    assert table.n == len(found)
    overlap = table.overlap()
    for i, first in enumerate(table.lists):
        assert table.totals[i] == sum(first in case for case in found)
        for j, second in enumerate(table.lists):
            assert overlap[i, j] == sum({first, second} <= case for case in found)
    frequencies = table.capture_frequencies()
    assert frequencies == tuple(sum(len(case) == k for case in found) for k in range(1, table.n_lists + 1))
    pairs = list(combinations(table.lists, 2))
    assert table.empty_pairs() == tuple(pair for pair in pairs if not any(set(pair) <= case for case in found))
    assert table.empty_lists() == tuple(name for name in table.lists if not any(name in case for case in found))
    alike = [(a, b) for a, b in pairs if any(a in c for c in found) and all((a in c) == (b in c) for c in found)]
    assert table.same_lists() == tuple(alike)
    triples = combinations(table.lists, 3)
    joined = [t for t in triples if all(any(set(p) <= c for c in found) for p in combinations(t, 2))]
    assert table.n_overlapping_triples() == len(joined)


@settings(deadline=None, max_examples=60)
@given(tables(), st.randoms(use_true_random=False))
def test_another_order_of_lists_is_the_same_data(table, random):
    names = list(table.lists)
    random.shuffle(names)
    other = table.reorder(names)
    assert other.lists == tuple(names)
    assert other.capture_frequencies() == table.capture_frequencies()
    assert sorted(map(sorted, cases(other))) == sorted(map(sorted, cases(table)))
    assert other.reorder(table.lists) == table
    assert hash(other.reorder(table.lists)) == hash(table)


@settings(deadline=None, max_examples=60)
@given(tables(least=2), st.data())
def test_merging_keeps_every_case_and_dropping_loses_those_on_that_list_alone(table, data):
    name = data.draw(st.sampled_from(table.lists))
    place = table.lists.index(name)
    dropped = table.drop_list(name)
    assert dropped.n == table.n - table.counts[1 << place]
    assert dropped.totals == tuple(total for i, total in enumerate(table.totals) if i != place)
    chosen = data.draw(st.lists(st.sampled_from(table.lists), min_size=2, unique=True))
    merged = table.merge_lists(chosen, into="joined")
    assert merged.n == table.n
    assert merged.n_lists == table.n_lists - len(chosen) + 1
    on_any = sum(bool(case & set(chosen)) for case in cases(table))
    assert merged.totals[merged.place("joined")] == on_any
    untouched = [one for one in table.lists if one not in chosen]
    assert [merged.totals[merged.place(one)] for one in untouched] == [
        table.totals[table.place(one)] for one in untouched
    ]


@settings(deadline=None, max_examples=40)
@given(tables())
def test_tidying_drops_empty_lists_and_no_case(table):
    tidy = table.tidy()
    assert tidy.n == table.n
    assert not tidy.empty_lists() or tidy.n_lists == 1
    assert tidy.tidy() == tidy


@settings(deadline=None, max_examples=60)
@given(tables())
def test_rows_and_csv_hold_the_whole_table(table):
    again = CaptureTable.from_counts(table.lists, table.rows())
    assert again == table
    assert again.sha256 == table.sha256
    if table.n > 1 and not table.empty_lists() and not table.same_lists():
        assert read_text(table.to_csv()) == table


@settings(deadline=None, max_examples=40)
@given(tables())
def test_rows_without_cases_and_split_rows_change_nothing(table):
    rows = [*table.rows(), (0,) * (table.n_lists + 1), (1,) * table.n_lists + (0,)]
    assert CaptureTable.from_counts(table.lists, rows) == table
    twice = CaptureTable.from_counts(table.lists, [*table.rows(), *table.rows()])
    assert np.array_equal(twice.counts, 2 * table.counts)


def test_histories_by_name():
    table = CaptureTable.from_histories(["Police", "NGO"], {"Police": 7, ("NGO",): 4, ("NGO", "Police"): 2})
    assert table.counts.tolist() == [0, 7, 4, 2]
    with pytest.raises(TableError, match="no list 'Hotline'"):
        CaptureTable.from_histories(["Police"], {"Hotline": 1})


def test_marks_differ_with_names_order_and_counts():
    table = dataset("Korea")
    renamed = CaptureTable(("x", "y", "z"), table.counts)
    other = CaptureTable(table.lists, table.counts + np.array([0, 1, 0, 0, 0, 0, 0, 0]))
    marks = {one.sha256 for one in (table, renamed, other, table.reorder(["d", "c", "b"]))}
    assert len(marks) == 4
    assert table != renamed


def test_a_table_cannot_be_changed():
    table = dataset("Korea")
    with pytest.raises(ValueError, match="read-only"):
        table.counts[1] = 5
    given_counts = np.array([0, 1, 2, 3])
    made = CaptureTable(("A", "B"), given_counts)
    given_counts[1] = 99
    assert made.counts[1] == 1


@pytest.mark.parametrize(
    ("lists", "counts", "says"),
    [
        ((), [0], "no list"),
        (("A", "A"), [0, 1, 2, 3], "Column 'A'"),
        (("A", " "), [0, 1, 2, 3], "List number 2"),
        (("A", "B"), [0, 1, 2], "4 histories"),
        (("A", "B"), [0, 1, 2, 2.5], "whole numbers"),
        (("A", "B"), [0, 1, 2, -1], "below 0"),
        (("A", "B"), [4, 1, 2, 1], "on no list"),
        (("A", "B"), [0, 10**9, 2, 1], "add up"),
        (tuple("ABCDEFGHIJKL"), [0] * 4096, "12 lists; at most 10"),
    ],
)
def test_tables_that_make_no_sense(lists, counts, says):
    with pytest.raises(TableError, match=says):
        CaptureTable(lists, counts)


@pytest.mark.parametrize(
    ("row", "at", "says"),
    [
        ((1, 0), (2, None), "3 are needed"),
        ((1, 2, 5), (2, "B"), "neither 0 nor 1"),
        ((1, 0, 2.5), (2, "count"), "whole number"),
        ((1, 0, -1), (2, "count"), "whole number"),
        ((1, 0, True), (2, "count"), "whole number"),
        ((0, 0, 5), (2, None), "on no list"),
        ((1, 0, 10**12), (2, "count"), "1,000,000,000"),
    ],
)
def test_rows_that_make_no_sense_are_named(row, at, says):
    with pytest.raises(TableError, match=says) as caught:
        CaptureTable.from_counts(["A", "B"], [(1, 1, 3), row])
    assert (caught.value.row, caught.value.column) == at


def test_lists_that_are_not_there():
    table = dataset("Korea")
    for call in (lambda: table.drop_list("z"), lambda: table.merge_lists(["b", "z"]), lambda: table.place("z")):
        with pytest.raises(TableError, match="lists are b, c, d"):
            call()
    with pytest.raises(TableError, match="name each once"):
        table.reorder(["b", "c"])
    with pytest.raises(TableError, match="name"):
        table.merge_lists(["b", "c"], into="d")


# --- Models ---------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=100)
@given(models())
def test_a_model_is_what_its_text_says(model):
    assert HierarchicalModel.parse(str(model), model.n_lists) == model


@settings(deadline=None, max_examples=60)
@given(models())
def test_models_are_hierarchical_and_hold_all_lists(model):
    held = set(model.terms)
    assert len(held) == len(model.terms)
    assert all(set(parts(term)) <= held for term in model.terms)
    assert {1 << number for number in range(model.n_lists)} <= held
    assert HierarchicalModel.of(model.n_lists, model.generators) == model
    assert set(model.interactions) == {term for term in held if term.bit_count() > 1}
    assert model.order == max(term.bit_count() for term in held)


def test_models_by_name_and_by_number():
    lists = ["LA", "NG", "PF", "GO"]
    model = HierarchicalModel.from_pairs([("NG", "LA"), ("LA", "PF")], lists)
    assert str(model) == "[12,13,4]"
    assert model.named(lists) == (("LA", "NG"), ("LA", "PF"))
    assert HierarchicalModel.parse(" [12, 13] ", 4) == model
    assert HierarchicalModel.parse("123", 3).interactions == (3, 5, 6, 7)
    assert HierarchicalModel.parse("[]", 3) == HierarchicalModel.independence(3)
    assert str(HierarchicalModel.of(11, [1 | 1 << 10])) == "[1+11,2,3,4,5,6,7,8,9,10]"
    assert len(HierarchicalModel.all_pairs(6).interactions) == 15


@pytest.mark.parametrize("text", ["[12,5]", "[11]", "[1-2]", "[0]", "[12,,3]", "[a]", "[1+9]"])
def test_models_that_cannot_be_read(text):
    with pytest.raises(ModelError):
        HierarchicalModel.parse(text, 4)


def test_models_of_lists_that_are_not_there():
    with pytest.raises(ModelError, match="no list 'XX'"):
        HierarchicalModel.from_pairs([("LA", "XX")], ["LA", "NG"])
    with pytest.raises(ModelError, match="beyond the 3"):
        HierarchicalModel.of(3, [8])


def test_pairs_are_in_the_order_in_which_ties_are_broken():
    assert [members(mask) for mask in pair_masks(4)] == list(combinations(range(4), 2))


@pytest.mark.parametrize(
    ("n_lists", "order", "size"),
    [(4, 2, 64), (5, 2, 1024), (6, 2, 32_768), (3, 2, 8), (4, 3, 113), (5, 4, 6893), (3, 9, 8)],
)
def test_catalogues_hold_every_model_once(n_lists, order, size):
    book = catalogue(n_lists, order)
    assert len(book.models) == len(set(book.models)) == size
    assert str(book.models[0]) == str(HierarchicalModel.independence(n_lists))
    for place in range(1, size, max(1, size // 500)):
        parent = book.models[book.parent[place]]
        assert book.parent[place] < place
        assert set(book.models[place].terms) == {*parent.terms, book.added[place]}
    for model in book.models[:: max(1, size // 200)]:
        assert set(HierarchicalModel.of(n_lists, model.terms).terms) == set(model.terms)
        assert model.order <= min(order, n_lists - 1)
