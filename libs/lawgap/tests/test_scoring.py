"""What is covered: the worked example, the child rule, doubt, time, and what must hold for every law."""

from __future__ import annotations

import datetime
import random
from typing import Any

import lawgap
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawgap.models import READINGS

from libs.lawgap.tests.made_up import CELLS, FIRST_READING, SIZES, STANDARD, law_of, laws, provisions, scopes

DAY = datetime.date(2023, 5, 1)


def numbers(counts: lawgap.Counts) -> tuple[int, int, int]:
    return counts.offence, counts.fragment, counts.none


def test_the_worked_example(first_reading: lawgap.Law) -> None:
    score = lawgap.score(first_reading, "un.tip-protocol", "hk")
    assert score.total == 630
    assert {name: numbers(counts) for name, counts in score.counts.items()} == {
        "low": (45, 262, 323),
        "central": (54, 262, 314),
        "high": (294, 106, 230),
    }
    purposes = {value: numbers(counts["central"]) for value, counts in score.by["purpose"].items()}
    assert purposes == {
        "prostitution": (54, 6, 30),
        "other_sexual": (0, 22, 68),
        "forced_labour": (0, 90, 0),
        "slavery": (0, 18, 72),
        "similar_practices": (0, 18, 72),
        "servitude": (0, 18, 72),
        "organs": (0, 90, 0),
    }
    assert all(score.by["purpose"]["forced_labour"][name].offence == 0 for name in READINGS)


def test_a_provision_taken_away_is_missed(first_reading: lawgap.Law) -> None:
    files = {
        path.relative_to(FIRST_READING).as_posix(): path.read_bytes()
        for path in FIRST_READING.rglob("*.yaml")
        if path.parent.name in ("standards", "instruments")
    }
    before, _, after = files["instruments/hk.cap200.yaml"].decode().partition("  - code: s131\n")
    assert after
    rest = after.partition("\n  - code: ")
    files["instruments/hk.cap200.yaml"] = (before + (f"  - code: {rest[2]}" if rest[1] else "")).encode()
    without = lawgap.score(lawgap.read_files(files))
    assert without.counts["central"].offence == 45
    assert lawgap.score(first_reading).counts["central"].offence == 54


def test_a_child_needs_no_means() -> None:
    scope = {"act": ["take"], "means": ["force"], "aim": ["work"], "who": "any"}
    score = lawgap.score(law_of([{"code": "s1", "kind": "offence", "scope": scope}]))
    assert score.total == CELLS
    assert score.counts["central"].offence == 2  # the adult by force, and the child by any means
    covered = [cell.values for cell in score.cells if score.verdict(cell.number) == "offence"]
    assert covered == [
        {"act": "take", "means": "force", "aim": "work", "who": "adult"},
        {"act": "take", "aim": "work", "who": "child"},
    ]


def test_doubt_makes_a_low_and_a_high_reading() -> None:
    scope = {"act": ["take"], "means": "any", "aim": ["work"], "who": ["child"]}
    in_scope = law_of([{"code": "s1", "kind": "offence", "scope": scope, "doubtful": {"act": ["take"]}}])
    outside = law_of([{"code": "s1", "kind": "offence", "scope": scope, "doubtful": {"act": ["keep"]}}])
    assert [lawgap.score(in_scope).counts[name].offence for name in READINGS] == [0, 1, 1]
    assert [lawgap.score(outside).counts[name].offence for name in READINGS] == [1, 1, 2]


def test_a_fragment_that_may_be_an_offence_is_one_in_the_high_reading_alone() -> None:
    scope = {"act": "any", "means": "any", "aim": ["work"], "who": ["child"]}
    doubt = {"act": ["keep"]}
    score = lawgap.score(law_of([{"code": "s1", "kind": "fragment", "scope": scope, "doubtful_offence": doubt}]))
    assert [numbers(score.counts[name])[:2] for name in READINGS] == [(0, 2), (0, 2), (1, 1)]


def test_versions_in_time() -> None:
    scope = {"act": "any", "means": "any", "aim": "any", "who": "any"}
    old = {"code": "s1", "kind": "fragment", "scope": scope, "valid_to": "2018-02-08", "max_penalty": {"years": "1"}}
    new = {"code": "s1", "kind": "offence", "scope": scope, "valid_from": "2018-02-09", "max_penalty": {"years": "3"}}
    law = law_of([new, old])
    before = lawgap.score(law, as_of=datetime.date(2018, 2, 8))
    after = lawgap.score(law, as_of=datetime.date(2018, 2, 9))
    assert before.counts["low"].fragment == after.counts["low"].offence == CELLS
    [penalty] = lawgap.diff(before, after).penalties
    assert (penalty.before and penalty.before.years, penalty.after and penalty.after.years) == ("1", "3")


def test_the_reading_of_a_past_day() -> None:
    everything: dict[str, Any] = {"act": "any", "means": "any", "aim": "any", "who": "any"}
    provision = {
        "code": "s1",
        "kind": "offence",
        "scope": everything,
        "read_on": "2026-11-25",
        "superseded": [{"kind": "fragment", "scope": everything, "read_on": "2026-11-22"}],
    }
    law = law_of([provision])

    def on(day: datetime.date | None) -> tuple[int, int, int]:
        return numbers(lawgap.score(law, read_on=day).counts["central"])

    assert on(None) == on(datetime.date(2026, 11, 25)) == (CELLS, 0, 0)
    assert on(datetime.date(2026, 11, 24)) == (0, CELLS, 0)
    assert on(datetime.date(2026, 11, 21)) == (0, 0, CELLS)


def test_unsigned_and_signed_readings_are_told_apart() -> None:
    scope = {"act": "any", "means": "any", "aim": "any", "who": "any"}
    signed = {"by": "A. Sample", "role": "sample lawyer", "on": "2026-01-02"}
    score = lawgap.score(
        law_of(
            [
                {"code": "s1", "kind": "offence", "scope": scope, "review": signed},
                {"code": "s2", "kind": "offence", "scope": scope},
            ]
        )
    )
    assert score.unsigned == ("xx.act.s2",)
    assert score.is_draft
    assert score.reviewers == (("A. Sample", "sample lawyer", "2026-01-02"),)


def test_a_signed_reading_stands_until_another_is_signed() -> None:
    everything: dict[str, Any] = {"act": "any", "means": "any", "aim": "any", "who": "any"}
    signed = {"by": "A. Sample", "role": "sample lawyer", "on": "2026-01-02"}
    earlier = [{"kind": "fragment", "scope": everything, "review": signed}]
    proposed = {"code": "s1", "kind": "offence", "scope": everything, "superseded": earlier}
    [provision] = law_of([proposed]).provisions("xx")
    assert (provision.reading.kind, provision.proposed and provision.proposed.kind) == ("fragment", "offence")
    assert lawgap.score(law_of([proposed])).counts["high"].offence == 0
    [provision] = law_of([proposed | {"review": signed}]).provisions("xx")
    assert (provision.reading.kind, provision.proposed) == ("offence", None)


@pytest.mark.parametrize(
    ("signatures", "stands"), [("...", 3), ("x..", 1), (".x.", 2), ("xx.", 2), ("..x", 3), ("x.x", 3)]
)
def test_of_verdicts_that_supersede_one_another_one_stands(signatures: str, stands: int) -> None:
    verdicts = [
        {
            "code": f"v{number}", "element": "help", "value": "not", "basis": {"en": "x"}, "put_forward_by": "A. Sample",
            "supersedes": f"v{number - 1}" if number > 1 else "",
            "review": {"by": "A. Sample", "on": "2026-01-02"} if mark == "x" else {},
        }
        for number, mark in enumerate(signatures, 1)
    ]  # fmt: skip
    law = lawgap.from_data([("standards/m", STANDARD), ("verdicts/x", {"jurisdiction": "xx", "verdicts": verdicts})])
    assert [verdict.code for verdict in law.standing_verdicts()] == [f"v{stands}"]


def test_an_unknown_standard_or_place_is_refused_with_a_hint(first_reading: lawgap.Law) -> None:
    with pytest.raises(lawgap.LawError, match=r"no standard 'un\.tip-protocl'.*un\.tip-protocol"):
        lawgap.score(first_reading, "un.tip-protocl")
    with pytest.raises(lawgap.LawError, match="no law of 'sg'"):
        lawgap.score(first_reading, jurisdiction="sg")
    with pytest.raises(lawgap.LawError, match=r"no value of 'purpose'.*forced_labour"):
        lawgap.score(first_reading).select(purpose="forced-labour")


# --- what holds for every law -----------------------------------------------------------------


@given(laws())
def test_low_is_at_most_central_is_at_most_high(found: list[dict[str, Any]]) -> None:
    score = lawgap.score(law_of(found), as_of=DAY)
    low, central, high = (score.masks[name] for name in READINGS)
    assert low.offence | central.offence == central.offence
    assert central.offence | high.offence == high.offence
    touched = [masks.offence | masks.fragment for masks in (low, central, high)]
    assert touched[0] | touched[1] == touched[1]
    assert touched[1] | touched[2] == touched[2]


@given(laws(), provisions("extra"))
def test_adding_a_provision_never_lowers_coverage(found: list[dict[str, Any]], extra: dict[str, Any]) -> None:
    before = lawgap.score(law_of(found), as_of=DAY)
    after = lawgap.score(law_of([*found, extra]), as_of=DAY)
    change = lawgap.diff(before, after)
    assert all(change[name].lost == 0 for name in READINGS)
    assert all(after.counts[name].offence >= before.counts[name].offence for name in READINGS)


@given(laws(), st.randoms(use_true_random=False))
def test_the_order_of_files_is_irrelevant(found: list[dict[str, Any]], shuffle: random.Random) -> None:
    entries: list[tuple[str, Any]] = [("standards/made.up", STANDARD)]
    entries += [
        (f"instruments/a{number}", {"instrument": f"xx.act{number}", "provisions": [provision]})
        for number, provision in enumerate(found)
    ]
    entries.append(("instruments/none", {"instrument": "xx.none"}))
    one = lawgap.score(lawgap.from_data(entries), as_of=DAY)
    shuffle.shuffle(entries)
    other = lawgap.score(lawgap.from_data(entries), as_of=DAY)
    assert one.masks == other.masks
    assert [hit.provision.code for hit in one.scored] == [hit.provision.code for hit in other.scored]


@given(laws())
def test_counts_add_up_and_equal_a_count_cell_by_cell(found: list[dict[str, Any]]) -> None:
    score = lawgap.score(law_of(found), as_of=DAY)
    for name in READINGS:
        counts = score.counts[name]
        assert counts.total == CELLS
        verdicts = [score.verdict(cell.number, name) for cell in score.cells]
        assert numbers(counts) == tuple(map(verdicts.count, ("offence", "fragment", "none")))
        for code in ("act", "aim", "who"):
            assert sum(score.by[code][value][name].offence for value in SIZES[code]) == counts.offence


@given(scopes(), scopes(whole=False))
def test_cells_are_reached_as_a_plain_reading_of_the_scope_says(
    scope: dict[str, Any], doubtful: dict[str, Any]
) -> None:
    """The engine's sets against a loop over cells that knows nothing of sets."""

    def has(side: Any, code: str, value: str) -> bool:
        return side == "any" or value in side if side is not None else False

    score = lawgap.score(law_of([{"code": "s1", "kind": "offence", "scope": scope, "doubtful": doubtful}]))
    for cell in score.cells:
        within = dict.fromkeys(READINGS, True)
        for code, values in SIZES.items():
            asked = [cell.values[code]] if code in cell.values else list(values)
            inside = [has(scope[code], code, value) for value in asked]
            doubt = [has(doubtful.get(code), code, value) for value in asked]
            within["low"] &= any(i and not d for i, d in zip(inside, doubt, strict=True))
            within["central"] &= any(inside)
            within["high"] &= any(inside) or any(doubt)
        assert {name: score.verdict(cell.number, name) == "offence" for name in READINGS} == within
