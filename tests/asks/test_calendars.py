"""Calendars that other programs read: RFC 5545 to the letter."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.asks import calendars
from causeway.asks.calendars import Entry

STAMP = datetime.datetime(2026, 11, 25, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
DAY = datetime.date(2018, 6, 5)
CHARS = st.characters(exclude_categories=("Cs", "Cc"))
# Long enough to be folded, and short ones.
LINES = st.one_of(st.text(CHARS, max_size=40), st.lists(CHARS, min_size=40, max_size=200).map("".join))


def entry(**fields: object) -> Entry:
    return Entry(
        **{"uid": "event-1@example.org", "first": DAY, "last": DAY, "summary": "Panel", "stamp": STAMP, **fields}
    )  # type: ignore[arg-type]


def lines_of(*entries: Entry) -> list[str]:
    text = calendars.calendar(entries, name="Asks; all, of them", language="en")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", ""), "every line ends with CRLF"
    unfolded = text.replace("\r\n ", "")
    return unfolded.split("\r\n")[:-1]


@given(LINES)
def test_a_folded_line_is_short_and_unfolds_to_itself(line: str) -> None:
    folded = calendars.fold(line)
    parts = folded.split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert folded.replace("\r\n ", "") == line


@given(st.text(max_size=200))
def test_an_escaped_text_is_one_line_and_comes_back(text: str) -> None:
    escaped = calendars.escape(text)
    assert not re.search(r"[\r\n]", escaped)
    back = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], escaped)
    kept = calendars._CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert back == kept
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", escaped)


def test_an_event_of_one_day() -> None:
    found = lines_of(
        entry(description="Said: yes, no; maybe\nA \\ B", url="https://example.org/a;b", categories=("A,b",))
    )
    assert found[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Causeway//EN"]
    assert found[-1] == "END:VCALENDAR"
    for line in (
        "UID:event-1@example.org",
        "DTSTAMP:20261125T153000Z",
        "DTSTART;VALUE=DATE:20180605",
        "DTEND;VALUE=DATE:20180606",
        r"DESCRIPTION:Said: yes\, no\; maybe\nA \\ B",
        "URL:https://example.org/a;b",
        r"CATEGORIES:A\,b",
        r"X-WR-CALNAME:Asks\; all\, of them",
        "TRANSP:TRANSPARENT",
    ):
        assert line in found
    assert not any(line.startswith("RRULE") for line in found)


def test_what_comes_back_every_year() -> None:
    found = lines_of(entry(first=datetime.date(2027, 6, 1), last=datetime.date(2027, 9, 30), yearly=True))
    assert "DTEND;VALUE=DATE:20271001" in found
    assert "RRULE:FREQ=YEARLY" in found


def test_nothing_in_a_text_or_address_begins_a_line_of_its_own() -> None:
    evil = "x\r\nBEGIN:VALARM\rEND:VEVENT\n\x0b\x85\u2028DTSTART:1"
    found = lines_of(entry(summary=evil, description=evil, url=f"https://example.org/{evil}", uid=evil))
    names = [re.split("[:;]", line)[0] for line in found]
    assert names.count("BEGIN") == 2
    assert names.count("DTSTART") == 1


@pytest.mark.parametrize(
    ("starts", "ends", "today", "first", "last"),
    [
        ("06-01", "09-30", "2026-11-25", "2027-06-01", "2027-09-30"),
        ("06-01", "09-30", "2026-09-30", "2026-06-01", "2026-09-30"),
        ("06-01", "09-30", "2026-05-31", "2026-06-01", "2026-09-30"),
        ("12-01", "01-31", "2027-01-15", "2026-12-01", "2027-01-31"),
        ("12-01", "01-31", "2027-02-01", "2027-12-01", "2028-01-31"),
        ("02-29", "02-29", "2026-03-01", "2027-02-28", "2027-02-28"),
        ("02-29", "02-29", "2028-02-29", "2028-02-29", "2028-02-29"),
        ("01-01", "12-31", "2026-11-25", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_next_time(starts: str, ends: str, today: str, first: str, last: str) -> None:
    found = calendars.next_days(starts, ends, datetime.date.fromisoformat(today))
    assert [day.isoformat() for day in found] == [first, last]
