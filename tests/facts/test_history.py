"""Which value held on which day, and how far it may be relied on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.facts.due import current_value_of
from causeway.facts.history import ends_to_set, newest_first, value_on
from causeway.facts.models import Fact, FactValue
from causeway.facts.status import Status, is_shown, status_of

DAY = datetime.date(2000, 1, 1)
ONE = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Value:
    position: int
    starts_on: datetime.date | None
    ends_on: datetime.date | None = None


@st.composite
def intervals(draw: st.DrawFn) -> list[Value]:
    """Intervals that never touch the same day, in any order of entry."""
    cuts = sorted(draw(st.sets(st.integers(0, 4000), min_size=2, max_size=16)))
    pairs = [(cuts[i], cuts[i + 1] - 1) for i in range(len(cuts) - 1) if draw(st.booleans())]
    positions = draw(st.permutations(range(len(pairs))))
    values = [
        Value(position, DAY + ONE * start, DAY + ONE * end)
        for position, (start, end) in zip(positions, pairs, strict=True)
    ]
    return draw(st.permutations(values))


@given(intervals(), st.integers(-10, 4010))
def test_the_value_of_a_day_is_the_one_whose_time_holds_it(values: list[Value], offset: int) -> None:
    day = DAY + ONE * offset
    holding = [value for value in values if value.starts_on <= day <= value.ends_on]  # type: ignore[operator]
    assert value_on(values, day) == (holding[0] if holding else None)


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)), max_size=8),
    st.integers(-5, 55),
)
def test_of_several_the_one_that_began_last_wins(pairs: list[tuple[int | None, int | None]], offset: int) -> None:
    values = [
        Value(n, None if start is None else DAY + ONE * start, None if end is None else DAY + ONE * end)
        for n, (start, end) in enumerate(pairs)
    ]
    day = DAY + ONE * offset
    found = value_on(values, day)
    for other in values:
        began = other.starts_on is None or other.starts_on <= day
        if began and (other.ends_on is None or day <= other.ends_on):
            assert found is not None
            assert (found.starts_on or datetime.date.min, found.position) >= (
                other.starts_on or datetime.date.min,
                other.position,
            )
    if found is not None:
        assert newest_first(values).index(found) <= len(values)


@st.composite
def histories(draw: st.DrawFn) -> list[Value]:
    """Values that begin on different days; some end, some do not, some overlap."""
    starts = draw(st.sets(st.integers(0, 60), max_size=7))
    return [
        Value(
            n,
            DAY + ONE * start,
            draw(st.none() | st.integers(0, 30).map(lambda long, start=start: DAY + ONE * (start + long))),
        )
        for n, start in enumerate(sorted(starts))
    ]


def closed(values: list[Value]) -> list[Value]:
    ends = {value.position: last for value, last in ends_to_set(values)}
    return [replace(value, ends_on=ends.get(value.position, value.ends_on)) for value in values]


@given(histories())
def test_closing_former_values_changes_no_days_value(values: list[Value]) -> None:
    after = closed(values)
    for offset in range(-1, 100):
        day = DAY + ONE * offset
        before_found, after_found = value_on(values, day), value_on(after, day)
        assert (before_found and before_found.position) == (after_found and after_found.position)
    assert closed(after) == after


@given(st.permutations(range(6)))
def test_open_values_end_where_the_next_begins_in_whatever_order_they_came(order: list[int]) -> None:
    held: list[Value] = []
    for place, year in enumerate(order):
        held = closed([*held, Value(place, datetime.date(2000 + year, 1, 1))])
    ends = {value.starts_on.year: value.ends_on for value in held if value.starts_on}
    assert ends == {2000 + year: datetime.date(2000 + year, 12, 31) if year < 5 else None for year in range(6)}


def test_a_value_interrupted_for_a_time_holds_again() -> None:
    rule, pause = Value(0, DAY), Value(1, DAY + ONE * 10, DAY + ONE * 20)
    assert ends_to_set([rule, pause]) == []
    assert value_on([rule, pause], DAY + ONE * 21) == rule


@pytest.mark.django_db
def test_the_database_picks_the_same_value_as_the_program() -> None:
    import random

    rng = random.Random(7)
    for number in range(40):
        fact = Fact.objects.create(key=f"r.{number}", topic="claim", type="count", title="x")
        for _ in range(rng.randrange(6)):
            FactValue.objects.create(
                fact=fact,
                value="1",
                valid_from=rng.choice(
                    ["", f"{rng.randrange(2000, 2010)}", f"{rng.randrange(2000, 2010)}-0{rng.randrange(1, 9)}"]
                ),
                valid_until=rng.choice(["", "", f"{rng.randrange(2010, 2014)}"]),
                as_of=rng.choice(["", f"{rng.randrange(2000, 2012)}"]),
            )
    days = [datetime.date(year, month, day) for year in range(1999, 2016) for month, day in ((1, 1), (6, 15), (12, 31))]
    for day in days:
        rows = Fact.objects.annotate(found=current_value_of("pk", day).values("pk")[:1])
        for fact in rows:
            ours = value_on(list(FactValue.objects.filter(fact=fact)), day)  # type: ignore[type-var]
            assert fact.found == (ours.pk if ours else None)


@dataclass(frozen=True)
class Check:
    confidence: str = "H"
    checked_by: str = "Ada Example"
    review_by: datetime.date | None = None


@pytest.mark.parametrize(
    ("check", "status"),
    [
        (Check(), Status.VERIFIED),
        (Check(confidence="M", review_by=DAY), Status.VERIFIED),
        (Check(confidence="derived"), Status.VERIFIED),
        (Check(review_by=DAY - ONE), Status.OVERDUE),
        (Check(checked_by="  "), Status.UNVERIFIED),
        (Check(checked_by="", review_by=DAY - ONE), Status.UNVERIFIED),
        (Check(confidence="L"), Status.UNVERIFIED),
        (Check(confidence="UNVERIFIED"), Status.UNCONFIRMED),
        (Check(confidence="UNVERIFIED", checked_by="Ada Example"), Status.UNCONFIRMED),
        (Check(confidence="a word nobody knows"), Status.UNCONFIRMED),
        (None, Status.UNCONFIRMED),
    ],
)
def test_status(check: Check | None, status: Status) -> None:
    assert status_of(check, DAY) is status


@pytest.mark.parametrize("mode", ["banner", "hide", "", "BANNER"])
@pytest.mark.parametrize("status", list(Status))
def test_what_readers_may_see(mode: str, status: Status) -> None:
    shown = is_shown(status, mode=mode, public=True)
    assert shown == (status is Status.VERIFIED or (mode == "banner" and status is not Status.UNCONFIRMED))
    assert not is_shown(status, mode=mode, public=False)
