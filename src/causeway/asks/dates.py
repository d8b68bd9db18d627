"""Dates of events (a year, a month of a year, or a day) and days that come back every year. No Django."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Final

_PARTIAL: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_MONTH_DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})\Z")
#: Has every day of a year, 29 February among them.
_LEAP_YEAR: Final = 2000


def _parts(text: str) -> tuple[int, ...]:
    found = _PARTIAL.match(text)
    if found is None:
        raise ValueError("write YYYY, YYYY-MM or YYYY-MM-DD")
    return tuple(int(number) for number in found.groups() if number is not None)


def first_day(text: str) -> datetime.date:
    """The first day a partial date allows.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: when it is none of these, or no such day exists.
    """
    return datetime.date(*(*_parts(text), 1, 1)[:3])


def last_day(text: str) -> datetime.date:
    """The last day a partial date allows.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: when it is none of these, or no such day exists.
    """
    first, given = first_day(text), len(_parts(text))
    if given == 1:
        return first.replace(month=12, day=31)
    return first if given == 3 else first.replace(day=calendar.monthrange(first.year, first.month)[1])


def is_partial(text: str) -> bool:
    """Whether a text is a partial date that the calendar holds."""
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def is_month_day(text: str) -> bool:
    """Whether a text is a day of a year as ``MM-DD``."""
    found = _MONTH_DAY.match(text)
    if found is None:
        return False
    try:
        datetime.date(_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        return False
    return True
