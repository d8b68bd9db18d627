"""Where an ask stands, folded from what happened."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.asks.dates import first_day, last_day
from causeway.asks.status import (
    ON_THE_WAY,
    Ask,
    Event,
    Milestone,
    MilestoneEffect,
    Source,
    Status,
    status,
)

TODAY = datetime.date(2026, 11, 25)
GOV = (Source("paper", "government"),)
LAW = Ask(
    "law",
    (
        Milestone("consult", "acknowledged"),
        Milestone("draft", "drafted"),
        Milestone("consent-needed", "needs_ce_consent", optional=True),
        Milestone("consent", "drafted"),
        Milestone("read", "introduced"),
        Milestone("force", "in_force"),
        Milestone("protects"),
    ),
)
PLAN = Ask("plan", (Milestone("published", "plan_published"), Milestone("money"), Milestone("data")))


def happened(date: str, effect: str = "none", key: str = "", ask: str = "law", **milestones: str) -> Event:
    """An event on a date; milestones by name with the effect on each."""
    return Event(
        key or date,
        first_day(date),
        last_day(date),
        (ask,),
        effect,
        tuple(MilestoneEffect(name.replace("_", "-"), what) for name, what in milestones.items()),
        GOV,
    )


def on(ask: Ask, *events: Event, day: datetime.date = TODAY) -> Status:
    return status(ask, events, day)


def trail(found: Status) -> list[str]:
    return [f"{turn.on} {turn.state}" + (f" in {turn.stalled_in}" if turn.stalled_in else "") for turn in found.trail]


def test_nothing_happened() -> None:
    found = on(LAW)
    assert (found.state, found.since, found.days, found.made_by, found.trail) == ("not_started", None, None, (), ())
    assert [rung.done for rung in found.milestones] == [False] * 7


def test_a_milestone_gives_its_state_and_a_later_one_the_next() -> None:
    found = on(LAW, happened("2026-01-02", draft="completes"), happened("2026-03-04", read="completes"))
    assert (found.state, found.made_by, found.days) == ("introduced", ("2026-03-04",), 266)
    assert trail(found) == ["2026-01-02 drafted", "2026-03-04 introduced"]
    assert [(rung.key, rung.done_by) for rung in found.milestones if rung.done] == [
        ("draft", "2026-01-02"),
        ("read", "2026-03-04"),
    ]


def test_consent_is_waited_for_and_given() -> None:
    waiting = [happened("2026-01-02", draft="completes"), happened("2026-02-02", consent_needed="completes")]
    assert on(LAW, *waiting).state == "needs_ce_consent"
    assert on(LAW, *waiting, happened("2026-03-02", consent="completes")).state == "drafted"


def test_a_consultation_after_the_draft_does_not_set_it_back() -> None:
    found = on(LAW, happened("2026-01-02", draft="completes"), happened("2026-02-02", consult="completes"))
    assert found.state == "drafted"


def test_a_plan_is_published_then_partly_met_then_implemented() -> None:
    steps = [
        happened("2025-12-01", ask="plan", published="completes"),
        happened("2026-02-01", ask="plan", money="completes"),
        happened("2026-03-01", ask="plan", data="completes"),
    ]
    assert [on(PLAN, *steps[:number]).state for number in (1, 2, 3)] == ["plan_published", "partly_met", "implemented"]
    assert on(PLAN, *steps[:2]).made_by == ("2025-12-01", "2026-02-01")


def test_steps_without_a_state_do_not_replace_a_stronger_one() -> None:
    assert on(LAW, happened("2026-01-02", force="completes"), happened("2026-02-02", protects="completes")).state == (
        "in_force"
    )


def test_a_refusal_holds_until_something_moves() -> None:
    steps = [happened("2017-08-01", draft="completes"), happened("2018-06-05", "refuses")]
    found = on(LAW, *steps)
    assert (found.state, found.made_by, found.days) == ("refused", ("2018-06-05",), 3095)
    assert on(LAW, *steps, happened("2026-01-01", "acknowledges")).state == "refused"
    moved = on(LAW, *steps, happened("2026-01-01", "advances"))
    assert (moved.state, moved.made_by) == ("drafted", ("2017-08-01",))


def test_what_is_reversed_was_the_state_of_the_ask() -> None:
    steps = [happened("2026-01-02", draft="completes"), happened("2026-02-02", read="completes")]
    fell = on(LAW, *steps, happened("2026-03-02", read="reverses"))
    assert (fell.state, fell.made_by) == ("reversed", ("2026-03-02",))
    assert next(rung for rung in fell.milestones if rung.key == "read").reversed_by == "2026-03-02"
    # What the ask did not stand at is gone without a word on where it stands.
    assert on(LAW, *steps, happened("2026-03-02", draft="reverses")).state == "introduced"
    # After the next step it stands where what is left says.
    assert (
        on(LAW, *steps, happened("2026-03-02", read="reverses"), happened("2026-04-02", "advances")).state == "drafted"
    )


def test_partly_met_is_reversed_only_with_its_last_step() -> None:
    steps = [happened("2020", ask="plan", money="completes"), happened("2021", ask="plan", data="completes")]
    one = happened("2022", ask="plan", money="reverses")
    assert on(PLAN, *steps, one).state == "partly_met"
    assert on(PLAN, *steps, one, happened("2023", ask="plan", data="reverses")).state == "reversed"


def test_an_ask_reversed_as_a_whole_has_nothing_left() -> None:
    steps = [happened("2020", ask="plan", money="completes"), happened("2021", "reverses", ask="plan")]
    found = on(PLAN, *steps)
    assert (found.state, found.done) == ("reversed", 0)
    assert on(PLAN, *steps, happened("2026-01-01", "advances", ask="plan")).state == "acknowledged"


def test_a_year_without_a_step_is_a_stall_with_its_day() -> None:
    step = happened("2024-01-01", draft="completes")
    before, after = datetime.date(2024, 12, 30), datetime.date(2024, 12, 31)
    assert on(LAW, step, day=before).state == "drafted"
    found = on(LAW, step, day=after)
    assert (found.state, found.stalled_in, found.since, found.days) == ("stalled", "drafted", after, 365)
    assert found.made_by == ("2024-01-01",)


def test_a_stall_stays_in_the_history_when_things_move_again() -> None:
    found = on(LAW, happened("2020-01-01", draft="completes"), happened("2026-06-01", read="completes"))
    assert trail(found) == ["2020-01-01 drafted", "2020-12-31 stalled in drafted", "2026-06-01 introduced"]


def test_what_is_met_in_part_or_refused_does_not_stall_but_says_how_long_ago() -> None:
    met = on(PLAN, happened("2019", ask="plan", money="completes"))
    assert (met.state, met.stalled_in, met.days) == ("partly_met", "", (TODAY - datetime.date(2019, 12, 31)).days)


def test_a_vague_date_counts_from_its_last_day() -> None:
    step = happened("2016", ask="plan", money="completes")
    assert on(PLAN, step, day=datetime.date(2016, 12, 30)).state == "not_started"
    assert on(PLAN, step, day=datetime.date(2016, 12, 31)).state == "partly_met"


def test_nothing_is_called_stalled_while_a_step_may_have_come_in_time() -> None:
    steps = [happened("2018-03-21", ask="plan", published="completes"), happened("2019", ask="plan", money="completes")]
    # Some day of 2019: perhaps before the 365 days were over.
    assert on(PLAN, *steps, day=datetime.date(2019, 6, 30)).state == "plan_published"
    assert trail(on(PLAN, *steps)) == ["2018-03-21 plan_published", "2019-12-31 partly_met"]
    late = happened("2019-05", ask="plan", money="completes")
    assert trail(on(PLAN, steps[0], late)) == [
        "2018-03-21 plan_published",
        "2019-03-21 stalled in plan_published",
        "2019-05-31 partly_met",
    ]


def test_on_one_day_a_step_comes_before_a_refusal() -> None:
    step, refusal = happened("2018-06-05", key="z", draft="completes"), happened("2018-06-05", "refuses", key="a")
    assert on(LAW, step, refusal).state == "refused"


@pytest.mark.parametrize(
    ("sources", "state"),
    [
        ((Source("a", "media"),), "not_started"),
        ((Source("a", "media"), Source("a", "media")), "not_started"),
        ((Source("a", "foreign-government"),), "not_started"),
        ((Source("a", "media"), Source("b", "ngo")), "drafted"),
        ((Source("a", "court"),), "drafted"),
        ((Source("a", "treaty-body"),), "drafted"),
    ],
)
def test_two_sources_or_one_of_those_who_act(sources: tuple[Source, ...], state: str) -> None:
    step = replace(happened("2026-02-01", draft="completes"), sources=sources)
    found = on(LAW, step)
    assert found.state == state
    assert found.waiting == (("2026-02-01",) if state == "not_started" else ())


def test_the_law_itself_reaches_a_milestone() -> None:
    ask = Ask("definition", (Milestone("policy"), Milestone("equals", "implemented", reached=True)))
    steps = [replace(happened("2020", "refuses"), asks=("definition",))]
    found = on(ask, *steps)
    assert found.state == "implemented"
    assert found.milestones[1].done
    assert (found.milestones[1].done_by, found.milestones[1].done_on) == ("", TODAY)
    assert trail(found)[-1] == f"{TODAY} implemented"


# --- whatever happens ------------------------------------------------------------------------------------

DAYS = st.dates(datetime.date(2010, 1, 1), datetime.date(2030, 12, 31))
LENGTHS = st.sampled_from([10, 7, 4])


@st.composite
def events(draw: Any, key: str = "") -> Event:
    date = draw(DAYS).isoformat()[: draw(LENGTHS)]
    touched = draw(st.lists(st.sampled_from([stone.key for stone in LAW.milestones]), unique=True, max_size=2))
    effects = st.sampled_from(["advances", "completes", "completes", "reverses"])
    return Event(
        key or draw(st.text("abcdef", min_size=3, max_size=8)),
        first_day(date),
        last_day(date),
        ("law",),
        draw(st.sampled_from(["none", "none", "acknowledges", "advances", "refuses", "reverses"])),
        tuple(MilestoneEffect(name, draw(effects)) for name in touched),
        draw(st.sampled_from([GOV, (Source("a", "media"),), (Source("a", "media"), Source("b", "media"))])),
        draw(st.sampled_from([False, False, False, True])),
        draw(st.sampled_from([False, False, False, True])),
    )


HISTORIES = st.lists(events(), max_size=8, unique_by=lambda event: event.key)


@given(HISTORIES, DAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_given_is_no_matter(history: list[Event], day: datetime.date, random: Any) -> None:
    other = list(history)
    random.shuffle(other)
    assert status(LAW, other, day) == status(LAW, history, day)


@given(HISTORIES, events(key="x"), DAYS)
def test_an_event_without_effect_changes_nothing(history: list[Event], more: Event, day: datetime.date) -> None:
    silent = replace(more, effect="none", milestones=())
    elsewhere = replace(more, asks=("plan",), milestones=(MilestoneEffect("money", "completes"),))
    assert status(LAW, [*history, silent, replace(elsewhere, key="y")], day) == status(LAW, history, day)


@given(HISTORIES, DAYS)
def test_a_past_day_knows_nothing_of_what_came_later(history: list[Event], day: datetime.date) -> None:
    known = [event for event in history if event.first <= day]
    assert status(LAW, history, day) == status(LAW, known, day)


@given(HISTORIES, events(key="x"), DAYS, st.booleans())
def test_drafts_and_disputed_events_have_no_effect(
    history: list[Event], more: Event, day: datetime.date, draft: bool
) -> None:
    idle = replace(more, draft=draft, disputed=not draft)
    assert status(LAW, [*history, idle], day) == status(LAW, history, day)


@given(HISTORIES, events(key="x"), DAYS)
def test_what_waits_for_a_source_is_named_and_changes_nothing(
    history: list[Event], more: Event, day: datetime.date
) -> None:
    weak = replace(more, sources=(Source("a", "media"),))
    assert replace(status(LAW, [*history, weak], day), waiting=()) == replace(status(LAW, history, day), waiting=())


@given(HISTORIES, DAYS, DAYS)
def test_the_history_tells_of_every_day_what_was_said_on_it(
    history: list[Event], one: datetime.date, other: datetime.date
) -> None:
    earlier, later = sorted((one, other))
    known = [turn for turn in status(LAW, history, later).trail if turn.on <= earlier]
    then = status(LAW, history, earlier)
    assert then.trail == tuple(known)
    assert then.state == (known[-1].state if known else "not_started")


@given(HISTORIES, DAYS)
def test_what_is_said_holds_together(history: list[Event], day: datetime.date) -> None:
    found = status(LAW, history, day)
    keys = {event.key for event in history}
    assert {*found.made_by, *found.waiting, *filter(None, (turn.event for turn in found.trail))} <= keys
    assert (found.state == "stalled") == bool(found.stalled_in)
    assert found.stalled_in in {"", *ON_THE_WAY}
    assert all(rung.done_by in keys for rung in found.milestones if rung.done)
    if found.state not in {"not_started", "stalled"}:
        assert found.made_by
