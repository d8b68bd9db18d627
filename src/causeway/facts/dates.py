"""Dates as sources give them: a year, a month of a year, or a day. ISO text, no Django."""

from __future__ import annotations

import calendar
import datetime
import re

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")


def parts(text: str) -> tuple[int, ...]:
    """Split a partial date.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Returns:
        One, two or three numbers.

    Raises:
        ValueError: when it is none of these, or no such day exists.
    """
    found = _PARTIAL.match(text)
    if found is None:
        raise ValueError("write YYYY, YYYY-MM or YYYY-MM-DD")
    numbers = tuple(int(number) for number in found.groups() if number is not None)
    # A date that the calendar does not hold (month 13, 30 February, year 0) is refused here.
    datetime.date(*(*numbers, 1, 1)[:3])
    return numbers


def first_day(text: str) -> datetime.date:
    """The first day a partial date covers.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: when it is none of these.
    """
    return datetime.date(*(*parts(text), 1, 1)[:3])


def last_day(text: str) -> datetime.date:
    """The last day a partial date covers.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: when it is none of these.
    """
    numbers = parts(text)
    year = numbers[0]
    month = numbers[1] if len(numbers) > 1 else 12
    day = numbers[2] if len(numbers) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def is_partial(text: str) -> bool:
    """Whether a text is a partial date."""
    try:
        parts(text)
    except ValueError:
        return False
    return True
