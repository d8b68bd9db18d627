"""Asks read with the law beside them, and the clock of questions."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest

from causeway.asks import api
from causeway.asks.models import Event
from causeway.facts import api as facts_api
from causeway.law import api as law_api
from causeway.law import book
from tests.law.conftest import LAW, scope

from .conftest import event

pytestmark = pytest.mark.django_db
LAW_SOURCES = [
    {"key": "question", "title": "Answer to a question", "kind": "government"},
    {"key": "treaty", "title": "The Protocol", "kind": "un"},
]


@pytest.fixture(autouse=True)
def no_law_of_another_test() -> None:
    """What this process remembers of the law belongs to a database that is gone."""
    book.forget()


def pass_a_law(valid_from: str = "") -> None:
    """Load a law that covers every cell of the standard."""
    facts_api.load_sources(LAW_SOURCES)
    law = copy.deepcopy(LAW)
    law["law-instrument"][0]["provisions"].append(
        {
            "code": "all",
            "title": {"en": "All of it"},
            "kind": "offence",
            "scope": scope(),
            "valid_from": valid_from,
            "sources": ["question"],
            "read_on": "2010-01-01",
            "put_forward_by": "The makers of the site",
        }
    )
    law_api.load_law(law)


def covers(**options: Any) -> bool:
    rungs = {rung.key: rung for rung in api.statuses(**options)["law"].milestones}
    return rungs["law.covers"].done


def test_without_any_law_nothing_is_reached(asks: None) -> None:
    assert not covers()
    assert not covers(as_of=datetime.date(2020, 1, 1))


def test_a_law_that_covers_it_all_reaches_the_milestone_without_an_event(asks: None) -> None:
    pass_a_law()
    assert covers()
    found = api.statuses()["law"]
    assert (found.state, found.made_by) == ("implemented", ())


def test_a_law_in_part_reaches_nothing(asks: None) -> None:
    facts_api.load_sources(LAW_SOURCES)
    law_api.load_law(copy.deepcopy(LAW))
    assert not covers()


def test_a_past_day_is_held_against_the_law_of_that_day(asks: None) -> None:
    pass_a_law("2020-01-01")
    assert covers(as_of=datetime.date(2020, 1, 1))
    assert not covers(as_of=datetime.date(2019, 12, 31))


def test_statuses_cost_the_same_for_more_events(asks: None, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    api.statuses()
    with CaptureQueriesContext(connection) as few:
        api.statuses()
    api.load_events([event(f"n{number}", "2020", effect="advances") for number in range(30)])
    with django_assert_max_num_queries(len(few)):
        api.statuses()


def test_the_clock_of_a_question(asks: None) -> None:
    day = datetime.date(2014, 3, 11)
    waiting, answered = api.clocks(day)
    assert (waiting.question.key, waiting.days, waiting.is_running) == ("q2", 10, True)
    assert (answered.question.key, answered.days, answered.is_running) == ("q1", 0, False)
    assert answered.reply is not None
    assert answered.reply.key == "a1"
    assert [clock.question.key for clock in api.clocks(datetime.date(2014, 2, 28))] == ["q1"]


def test_a_reply_that_nobody_has_read_stops_the_clock_and_is_not_shown(asks: None) -> None:
    api.load_events([event("a2", "2014-03-05", kind="reply", answers="q2", stance="to-set", draft="true", asks=[])])
    clock = api.clocks(datetime.date(2014, 4, 1))[0]
    assert (clock.days, clock.reply, clock.unread, clock.is_running) == (4, None, True, False)


def test_a_vague_date_gives_no_number_of_days(asks: None) -> None:
    api.load_events([event("q3", "2016-04", kind="question")])
    assert [clock.days for clock in api.clocks() if clock.question.key == "q3"] == [None]


def test_a_draft_question_has_no_clock(asks: None) -> None:
    Event.objects.filter(key="q2").update(draft=True)
    assert [clock.question.key for clock in api.clocks()] == ["q1"]
