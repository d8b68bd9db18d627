"""What a bill would change, and what two scores held against each other say."""

from __future__ import annotations

import datetime
from typing import Any

import lawgap
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawgap.models import READINGS

from libs.lawgap.tests.made_up import CELLS, law_of, laws, provisions

DAY = datetime.date(2023, 5, 1)
EVERYTHING = {"act": "any", "means": "any", "aim": "any", "who": "any"}
EMPTY = {"bill": "xx-nothing"}


def test_the_two_bills_of_the_worked_example(first_reading: lawgap.Law) -> None:
    whole = lawgap.simulate(first_reading, "hk-modern-slavery-2017")
    assert whole.after.counts["central"] == lawgap.Counts(630, 0, 0)
    assert (whole.diff["central"].changed, whole.diff["central"].lost) == (576, 0)
    widened = lawgap.simulate(first_reading, "hk-widen-s129")
    assert widened.after.counts["central"] == lawgap.Counts(216, 190, 224)
    assert widened.diff["central"].moves == {("fragment", "offence"): 72, ("none", "offence"): 90}


def test_the_law_itself_stays_as_it_is(first_reading: lawgap.Law) -> None:
    before = lawgap.score(first_reading).counts
    lawgap.simulate(first_reading, "hk-modern-slavery-2017")
    assert lawgap.score(first_reading).counts == before


@given(laws())
def test_an_empty_bill_changes_nothing(found: list[dict[str, Any]]) -> None:
    result = lawgap.simulate(law_of(found, [EMPTY]), "xx-nothing", as_of=DAY)
    assert all(result.diff[name].changed == 0 for name in READINGS)
    assert not result.diff.penalties
    assert result.before.masks == result.after.masks
    # It touches no duty either, and says so of the one that is a must.
    assert [(caution.code, caution.count) for caution in result.warnings] == [("duties-untouched", 1)]


@given(laws(), laws())
def test_a_difference_turned_round_is_its_opposite(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    one, other = lawgap.score(law_of(old), as_of=DAY), lawgap.score(law_of(new), as_of=DAY)
    there, back = lawgap.diff(one, other), lawgap.diff(other, one)
    for name in READINGS:
        assert (there[name].gained, there[name].lost) == (back[name].lost, back[name].gained)
        assert there[name].moves == {(b, a): count for (a, b), count in back[name].moves.items()}
        assert there[name].gained_cells & there[name].lost_cells == 0
        assert len(list(there[name].cells())) == there[name].changed
    assert [(p.code, p.after, p.before) for p in there.penalties] == [
        (p.code, p.before, p.after) for p in back.penalties
    ]


@given(laws(), provisions("new"))
def test_a_bill_that_adds_does_what_the_provision_in_the_law_would_do(
    found: list[dict[str, Any]], new: dict[str, Any]
) -> None:
    new = {name: value for name, value in new.items() if not name.startswith("valid")}
    result = lawgap.simulate(law_of(found, [{"bill": "xx-adds", "adds": [new]}]), "xx-adds", as_of=DAY)
    assert result.after.masks == lawgap.score(law_of([*found, new]), as_of=DAY).masks


@given(laws(4), st.data())
def test_a_bill_that_repeals_everything_leaves_nothing(found: list[dict[str, Any]], data: st.DataObject) -> None:
    codes = [f"xx.act.{provision['code']}" for provision in found]
    result = lawgap.simulate(law_of(found, [{"bill": "xx-ends", "repeals": codes}]), "xx-ends", as_of=DAY)
    assert all(result.after.counts[name].none == CELLS for name in READINGS)
    lost = [caution for caution in result.warnings if caution.code == "cells-lost"]
    assert {caution.reading: caution.count for caution in lost} == {
        name: result.diff[name].lost for name in READINGS if result.diff[name].lost
    }


def test_a_repeal_that_opens_a_hole_is_said() -> None:
    wide = {"code": "old", "kind": "offence", "scope": EVERYTHING, "max_penalty": {"years": "10"}}
    narrow = {"code": "new", "kind": "offence", "scope": EVERYTHING | {"who": ["adult"]}}
    bill = {"bill": "xx-swap", "repeals": ["xx.act.old"], "adds": [narrow], "duties": ["help"]}
    result = lawgap.simulate(law_of([wide], [bill]), "xx-swap")
    assert [caution.code for caution in result.warnings] == ["cells-lost"] * 3
    assert result.diff["central"].lost == 4
    assert [element.code for element in result.untouched] == ["think"]


def test_an_amendment_changes_only_what_it_names() -> None:
    scope = EVERYTHING | {"aim": ["trade"]}
    found = {
        "code": "s1",
        "kind": "offence",
        "scope": scope,
        "doubtful": {"act": ["keep"]},
        "max_penalty": {"years": "9"},
    }
    bill = {
        "bill": "xx-widen",
        "amends": [{"code": "xx.act.s1", "scope": EVERYTHING, "max_penalty": {"years": "5"}}],
        "duties": ["help"],
    }
    result = lawgap.simulate(law_of([found], [bill]), "xx-widen")
    assert [result.after.counts[name].offence for name in READINGS] == [8, 16, 16]
    assert [caution.code for caution in result.warnings] == ["penalty-lower"]


def test_a_bill_on_what_is_not_in_force_says_so() -> None:
    old = {"code": "s1", "kind": "offence", "scope": EVERYTHING, "valid_to": "2001"}
    result = lawgap.simulate(law_of([old], [{"bill": "xx-late", "repeals": ["xx.act.s1"]}]), "xx-late", as_of=DAY)
    assert result.warnings[0].code == "not-in-force"
    assert "2023-05-01" in result.warnings[0].message


def test_a_bill_on_an_unknown_provision_is_refused() -> None:
    with pytest.raises(lawgap.LawError, match=r"bills/xx-bad.*repeals 'xx\.act\.s9'.*Do you mean 'xx\.act\.s1'"):
        law_of([{"code": "s1", "kind": "offence", "scope": EVERYTHING}], [{"bill": "xx-bad", "repeals": ["xx.act.s9"]}])
    law = law_of([{"code": "s1", "kind": "offence", "scope": EVERYTHING}])
    with pytest.raises(lawgap.LawError, match="no bill 'xx-none'"):
        lawgap.simulate(law, "xx-none")


def test_scores_of_different_standards_are_not_compared(first_reading: lawgap.Law) -> None:
    with pytest.raises(lawgap.LawError, match="same standard"):
        lawgap.diff(lawgap.score(first_reading), lawgap.score(law_of([])))
