"""Calendars for other programs: iCalendar as RFC 5545 has it. Only what is needed here: events of whole days.

No Django, no clock.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

#: Octets of a line without its end (RFC 5545, 3.1).
LINE: Final = 75
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """Something on one day or several whole days.

    ``uid`` never changes; ``first`` and ``last`` are days, both included; ``stamp`` is when the entry was last changed,
    with a time zone; ``yearly`` means that it comes back on the same days every year.
    """

    uid: str
    first: datetime.date
    last: datetime.date
    summary: str
    stamp: datetime.datetime
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    yearly: bool = False


def escape(text: str) -> str:
    """A text value: backslash, comma, semicolon and line ends escaped, controls left out (RFC 5545, 3.3.11).

    Args:
        text: any text.
    """
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for char in ("\\", ";", ","):
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line cut so that none is longer than :data:`LINE` octets; no character is cut in two.

    Args:
        line: a content line without its end.

    Returns:
        The line, each continuation on a line of its own that begins with a space, with CRLF between them.
    """
    parts: list[str] = []
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE:
            parts.append(part)
            # The space that begins a continuation counts.
            part, size = "", 1
        part += char
        size += octets
    return "\r\n ".join([*parts, part])


def _uri(address: str) -> str:
    # An address is not escaped, so nothing may be in it that ends the line.
    return "".join(char for char in address if not char.isspace() and char.isprintable())


def _entry(entry: Entry) -> list[str]:
    after = entry.last + datetime.timedelta(days=1)
    stamp = entry.stamp.astimezone(datetime.UTC)
    return [
        "BEGIN:VEVENT",
        f"UID:{escape(entry.uid)}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"LAST-MODIFIED:{stamp:%Y%m%dT%H%M%SZ}",
        # Years before 1000 have fewer digits under %Y.
        f"DTSTART;VALUE=DATE:{entry.first.isoformat().replace('-', '')}",
        f"DTEND;VALUE=DATE:{after.isoformat().replace('-', '')}",
        *(["RRULE:FREQ=YEARLY"] if entry.yearly else []),
        f"SUMMARY:{escape(entry.summary)}",
        *([f"DESCRIPTION:{escape(entry.description)}"] if entry.description else []),
        *([f"URL:{_uri(entry.url)}"] if entry.url else []),
        *([f"CATEGORIES:{','.join(map(escape, entry.categories))}"] if entry.categories else []),
        # Nobody is busy because a committee meets.
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def calendar(entries: Iterable[Entry], *, name: str, language: str, maker: str = "Causeway") -> str:
    """A whole calendar.

    Args:
        entries: what is in it, each ``uid`` once.
        name: its name, for the list of calendars.
        language: the tag of the language of its words.
        maker: which program made it.

    Returns:
        The text of the file, with CRLF at the end of each line.
    """
    lines: Sequence[str] = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escape(maker)}//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        # RFC 7986, and what programs understood before it.
        f"NAME;LANGUAGE={language}:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *(line for entry in entries for line in _entry(entry)),
        "END:VCALENDAR",
    ]
    return "".join(f"{fold(line)}\r\n" for line in lines)


def next_days(starts: str, ends: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The days of something yearly that are going on or come next.

    Args:
        starts: its first day of the year as ``MM-DD``.
        ends: its last, both included; before ``starts`` when it runs over the end of the year.
        today: the day to look from.

    Returns:
        Its first and last day. In a year without 29 February, the 28th stands for it.
    """
    years = (year for year in range(today.year - 1, today.year + 2))
    return next(span for year in years if (span := _in_year(starts, ends, year))[1] >= today)


def _in_year(starts: str, ends: str, year: int) -> tuple[datetime.date, datetime.date]:
    return _day(year, starts), _day(year + (ends < starts), ends)


def _day(year: int, month_day: str) -> datetime.date:
    month, day = (int(part) for part in month_day.split("-"))
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return datetime.date(year, month, 28)
