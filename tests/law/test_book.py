"""The law in memory: read once, read anew after any change, never what was undone; numbers for facts."""

from __future__ import annotations

import datetime
from typing import Any

import lawgap
import pytest
from django.db import transaction

from causeway.facts import api as facts_api
from causeway.law import api, book, computing
from causeway.law.computing import ExpressionError
from causeway.law.models import LawState, Reading, Verdict, View
from causeway.law.signing import sign_reading
from causeway.pages import api as pages_api
from tests.law.conftest import sample, scope

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("law")
def test_the_first_reading_scores_as_it_should() -> None:
    score = api.score()
    assert (score.standard.code, score.jurisdiction, score.total) == ("un.test-protocol", "xx", 630)
    assert tuple(vars(score.counts["central"]).values()) == (54, 262, 314)
    assert score.counts["low"].offence == 45
    assert score.select(purpose="forced_labour")["high"].offence == 0
    assert api.simulate("xx-widen-s129").after.counts["central"].offence == 216


@pytest.mark.usefixtures("law")
def test_it_is_read_once_and_costs_one_query_then(django_assert_num_queries: Any) -> None:
    first = api.law()
    with django_assert_num_queries(1):
        assert api.law() is first


@pytest.mark.usefixtures("law")
def test_any_change_is_seen_and_what_was_undone_is_not() -> None:
    first = api.law()
    with transaction.atomic():
        View.objects.get().delete()
        inside = api.law()
        assert not inside.views
        transaction.set_rollback(True)
    assert len(api.law().views) == 1
    # Another change after the one that was undone: its mark is another one too.
    api.load_views([{**sample("law-view"), "value": "partly"}])
    assert api.law().views[0].value == "partly"
    assert first.views[0].value == "covered"


@pytest.mark.usefixtures("law")
def test_another_process_sees_it_by_the_mark() -> None:
    api.law()
    mark = book.stamp()
    Verdict.objects.get().delete()
    assert book.stamp() != mark
    assert not api.law().verdicts


def test_before_anything_was_loaded() -> None:
    assert api.law().jurisdictions == ()
    assert api.defaults() == ("", "")
    assert api.every_cell_covered("un.test-protocol", "xx") is False
    assert api.unsigned_counts() == (0, 0)
    assert not LawState.objects.exists()


@pytest.mark.usefixtures("law", "root")
def test_the_place_meant_is_the_organisations_own() -> None:
    other = {**sample("law-instrument", 1), "instrument": "aa.act", "jurisdiction": "aa"}
    api.load_instruments([other])
    assert api.defaults() == ("un.test-protocol", "aa")
    pages_api.load_organisation({"name": {"en": "Example"}, "jurisdiction": "XX"})
    assert api.defaults() == ("un.test-protocol", "xx")


@pytest.mark.usefixtures("law")
def test_every_cell_counts_only_where_nothing_is_in_doubt() -> None:
    assert api.every_cell_covered("un.test-protocol", "xx") is False
    whole = sample("law-instrument")
    whole["provisions"][0] |= {"scope": scope(), "doubtful": {}}
    api.load_instruments([whole])
    assert api.every_cell_covered("un.test-protocol", "xx") is True
    whole["provisions"][0]["doubtful"] = {"act": ["harbour"]}
    api.load_instruments([whole])
    assert api.every_cell_covered("un.test-protocol", "xx") is False


@pytest.mark.usefixtures("law")
def test_how_much_is_unsigned() -> None:
    assert api.unsigned_counts() == (8, 1)
    sign_reading(Reading.objects.get(provision__code="xx.cap200.s130").pk, name="Ada", role="judge", account=None)
    assert api.unsigned_counts() == (7, 1)


# --- Numbers for facts --------------------------------------------------------------------------------


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("law:score xx un.test-protocol central offence", "54"),
        ("law:score xx un.test-protocol low offence", "45"),
        ("score xx un.test-protocol central fragment", "262"),
        ("law:score xx un.test-protocol central none", "314"),
        ("law:score xx un.test-protocol central cells", "630"),
        ("law:score xx un.test-protocol central cells purpose=forced_labour", "90"),
        ("law:score xx un.test-protocol high offence purpose=forced_labour", "0"),
        ("law:score xx un.test-protocol central none purpose=prostitution", "30"),
        ("law:score xx un.test-protocol central offence bill=xx-widen-s129", "216"),
        ("law:score xx un.test-protocol central gained bill=xx-widen-s129", "162"),
        ("law:score xx un.test-protocol central lost bill=xx-widen-s129", "0"),
        ("law:score xx un.test-protocol central changed purpose=organs bill=xx-widen-s129", "27"),
        ("law:score xx un.test-protocol central offence purpose=prostitution victim=child", "6"),
    ],
)
def test_a_fact_is_counted(expression: str, value: str) -> None:
    (result,) = computing.compute({expression}).values()
    assert result.value == value
    assert result.sources
    assert len(result.as_of) == 10
    assert computing.expression_fault(expression) == ""


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("law:score xx un.test-protocol central", "no expression"),
        ("law:count xx un.test-protocol central offence", "no expression"),
        ("law:score xx un.test-protocol middle offence", "no reading"),
        ("law:score xx un.test-protocol central crime", "cannot be counted"),
        ("law:score xx un.test-protocol central changed", "add bill=CODE"),
        ("law:score xx un.test-protocol central offence purpose", "no choice"),
        ("law:score xx un.test-protocol central offence act=recruit act=receive", "twice"),
        ("law:score zz un.test-protocol central offence", "no law of 'zz'"),
        ("law:score xx un.test central offence", "no standard 'un.test'"),
        ("law:score xx un.test-protocol central offence purpose=work", "no value"),
        ("law:score xx un.test-protocol central gained bill=nothing", "no bill"),
    ],
)
def test_what_means_nothing_gives_no_number(expression: str, why: str) -> None:
    assert why in str(computing.compute({expression})[expression])
    assert why in computing.expression_fault(expression)


@pytest.mark.usefixtures("law")
def test_the_note_says_how_and_who() -> None:
    expression = "law:score xx un.test-protocol low offence purpose=forced_labour"
    note = computing.compute({expression})[expression].note
    assert note == (
        "Counted cell by cell against the Test Protocol: the 90 of 630 kinds of conduct with purpose ‘forced labour’ "
        "which an offence of that kind covers. Low reading: everything in doubt left out. "
        "Nobody has signed the readings of the law yet: this is a draft."
    )
    for number in Reading.objects.exclude(provision__code="xx.cap212.wages", position=0).values_list("pk", flat=True):
        sign_reading(number, name="Ada Example", role="solicitor", account=None)
    assert "are signed by Ada Example, solicitor, 20" in computing.compute({expression})[expression].note


@pytest.mark.usefixtures("law")
def test_a_token_in_any_text_is_live(django_capture_on_commit_callbacks: Any) -> None:
    expression = "law:score xx un.test-protocol central offence"
    facts_api.load_facts(
        [
            {
                "key": "law.covered",
                "topic": "law",
                "type": "count",
                "title": "Covered",
                "computed": expression,
                "values": [],
            }
        ]
    )
    facts_api.recompute("law")
    assert facts_api.plain("law.covered", "en") == "54"
    less = sample("law-instrument")
    del less["provisions"][2]
    with django_capture_on_commit_callbacks(execute=True):
        api.load_instruments([less])
    assert facts_api.plain("law.covered", "en") == "45"
    summary = facts_api.summary("law.covered", "en")
    assert summary is not None
    assert facts_api.page_has_unverified(["law.covered"])
    for number in Reading.objects.exclude(provision__code="xx.cap212.wages", position=0).values_list("pk", flat=True):
        with django_capture_on_commit_callbacks(execute=True):
            sign_reading(number, name="Ada Example", role="solicitor", account=None)
    assert not facts_api.page_has_unverified(["law.covered"])


@pytest.mark.usefixtures("law")
def test_nobody_stands_behind_a_count_while_one_signature_is_missing() -> None:
    plain, with_bill = (f"law:score xx un.test-protocol central offence{more}" for more in ("", " bill=xx-widen-s129"))
    rows = list(Reading.objects.exclude(provision__code="xx.cap212.wages", position=0))
    for row in rows:
        assert computing.compute({plain})[plain].checked_by == ""
        sign_reading(row.pk, name="Ada Example", role="solicitor", account=None, on=datetime.date(2026, 12, 3))
    found = computing.compute({plain, with_bill})
    assert (found[plain].checked_by, found[plain].checked_on) == ("Ada Example", "2026-12-03")
    assert found[with_bill].checked_by == ""


def test_a_fact_before_any_law() -> None:
    expression = "law:score xx un.test-protocol central offence"
    assert "no standard" in str(computing.compute({expression})[expression])
    assert computing.compute(set()) == {}


@pytest.mark.usefixtures("law")
def test_after_a_change_the_facts_are_counted_anew(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[str] = []
    monkeypatch.setattr(facts_api, "recompute", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        api.load_bills([{**sample("law-bill"), "duties": []}])
    assert told == ["law"]
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        api.load_bills([{**sample("law-bill"), "duties": []}])
    assert told == []


def test_a_word_that_is_none_is_told_apart() -> None:
    with pytest.raises(ExpressionError):
        computing.parse("law:score")
    assert isinstance(computing.parse("law:score a b low none"), computing.Expression)
    assert lawgap.LawError("x").faults
