"""Which value of a fact held on which day. No Django."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol, TypeVar

from causeway.facts.dates import first_day, last_day


class Dated(Protocol):
    """What has a place in time: a value of a fact."""

    @property
    def position(self) -> int: ...

    @property
    def starts_on(self) -> datetime.date | None: ...

    @property
    def ends_on(self) -> datetime.date | None: ...


D = TypeVar("D", bound=Dated)
NEVER = datetime.date.max


def start_of(valid_from: str, as_of: str) -> datetime.date | None:
    """The first day a value can answer for.

    Args:
        valid_from: the day from which it is the value, partial or empty.
        as_of: the day or period a figure describes, partial or empty.

    Returns:
        The first day of whichever is given, ``valid_from`` first; ``None`` when it has always been so.
    """
    text = valid_from or as_of
    return first_day(text) if text else None


def end_of(valid_until: str) -> datetime.date | None:
    """The last day a value can answer for, or ``None`` when it still holds.

    Args:
        valid_until: the last day, partial or empty.
    """
    return last_day(valid_until) if valid_until else None


def _rank(value: Dated) -> tuple[datetime.date, int]:
    return (value.starts_on or datetime.date.min, value.position)


def value_on(values: Sequence[D], day: datetime.date) -> D | None:
    """The value that held on a day: of those that had begun and not ended, the one that began last.

    Of two that begin on the same day the one entered later is the newer word.

    Args:
        values: all values of one fact.
        day: the day asked about.

    Returns:
        The value, or ``None`` when none held.
    """
    held = [
        value
        for value in values
        if (value.starts_on is None or value.starts_on <= day) and (value.ends_on is None or day <= value.ends_on)
    ]
    return max(held, key=_rank, default=None)


def newest_first(values: Sequence[D]) -> list[D]:
    """All values of one fact, the one that began last first."""
    return sorted(values, key=_rank, reverse=True)


def ends_to_set(values: Sequence[D]) -> list[tuple[D, datetime.date]]:
    """Which values later ones have replaced for good, and their last day.

    A value that another interrupts for a time, and that holds again afterwards, is
    left alone: setting the ends never changes which value held on any day.

    Args:
        values: values of one fact that begin on a day; others are passed over.

    Returns:
        Each such value whose end is missing or too late, with the day before the next one begins.
    """
    one = datetime.timedelta(days=1)
    dated = sorted((value for value in values if value.starts_on is not None), key=_rank)
    found: list[tuple[D, datetime.date]] = []
    for place, value in enumerate(dated):
        later = [other for other in dated[place + 1 :] if other.starts_on != value.starts_on]
        if not later or later[0].starts_on is None:
            continue
        last = later[0].starts_on - one
        covered = last
        for other in later:
            if other.starts_on is not None and other.starts_on <= min(covered, NEVER - one) + one:
                covered = max(covered, other.ends_on or NEVER)
        end = value.ends_on or NEVER
        if last < end <= covered:
            found.append((value, last))
    return found
