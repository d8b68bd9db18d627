"""The published tables: counts, names, papers."""

import re

import pytest
from darkfigure.datasets import about, dataset, names
from darkfigure.models import members
from hypothesis import given
from hypothesis import strategies as st

# Cases and capture frequencies as their papers have them.
PUBLISHED = {
    "UKdat": (2744, (2492, 241, 10, 1, 0, 0)),
    "UKdat_5": (2744, (2523, 214, 6, 1, 0)),
    "UKdat_4": (2428, (2227, 194, 6, 1)),
    "Ned_5": (8234, (7803, 417, 14, 0, 0)),
    "NewOrl": (185, (172, 11, 2, 0, 0, 0, 0, 0)),
    "NewOrl_5": (185, (173, 10, 2, 0, 0)),
    "NewOrl_5_186": (186, (173, 11, 2, 0, 0)),
    "Western": (345, (322, 21, 2, 0, 0)),
    "Kosovo": (4400, (3218, 882, 273, 27)),
    "Korea": (123, (51, 60, 12)),
    "lesbian": (2185, (1612, 436, 114, 23)),
    "Artificial_3": (96, (90, 6, 0)),
}


def test_all_twelve_are_there():
    assert set(names()) == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_counts_are_those_published_and_described(name):
    table, told = dataset(name), about(name)
    assert (table.n, table.capture_frequencies()) == PUBLISHED[name]
    assert told.cases == table.n
    assert tuple(short for short, _ in told.lists) == table.lists
    assert told.sha256 == table.sha256
    assert told.title
    assert told.what.endswith(".")
    assert all(meaning for _, meaning in told.lists)
    assert all(re.search(r"\(\d{4}\)|gov\.uk", paper) for paper in told.papers)
    assert told.papers
    assert "cite the paper" in told.terms


def test_versions_of_one_table_follow_from_each_other():
    uk = dataset("UKdat")
    assert uk.merge_lists(["PF", "NCA"], into="PFNCA") == dataset("UKdat_5")
    assert dataset("UKdat_5").drop_list("GP") == dataset("UKdat_4")
    five = dataset("NewOrl_5")
    assert dataset("NewOrl").merge_lists(list("BEFG"), into="BEFG").reorder(five.lists) == five


def test_the_two_new_orleans_tables_differ_by_one_case_on_c_and_d():
    difference = dataset("NewOrl_5_186").counts - dataset("NewOrl_5").counts
    (place,) = difference.nonzero()[0].tolist()
    assert difference[place] == 1
    assert [dataset("NewOrl_5").lists[number] for number in members(place)] == ["C", "D"]
    assert about("NewOrl_5").sha256 != about("NewOrl_5_186").sha256
    assert "NewOrl_5_186" in about("NewOrl_5").caution


def test_18_of_28_pairs_of_new_orleans_are_empty():
    assert len(dataset("NewOrl").empty_pairs()) == 18


@given(st.sampled_from(sorted(PUBLISHED)), st.sampled_from([str.upper, str.lower, str.title, "  {} ".format]))
def test_capitals_do_not_matter(name, spelling):
    assert about(spelling(name)).name == name


def test_an_unknown_name_is_answered_with_the_names():
    with pytest.raises(ValueError, match=r"no data set 'UKdat_9'.*UKdat, UKdat_5.*Artificial_3"):
        dataset("UKdat_9")


def test_a_changed_file_is_found_out(monkeypatch):
    from darkfigure import datasets
    from darkfigure.tables import CaptureTable, TableError

    altered = CaptureTable(dataset("Korea").lists, 2 * dataset("Korea").counts)
    monkeypatch.setattr(datasets, "read_text", lambda data, name: altered)
    with pytest.raises(TableError, match="not those published"):
        dataset("Korea")
