"""The pages beside the asks: the same answer again, questions, the calendar of the year, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from causeway.asks import calendars, events, likeness
from causeway.asks import presenting_answers as answering
from causeway.asks.models import CalendarEntry, Correction
from causeway.asks.presenting import EventLine, Link, SourceLine, Tongue, address, source_lines
from causeway.asks.views import unread_text
from causeway.asks.views_base import Board, begin, show

if TYPE_CHECKING:
    from django.http import HttpRequest


def _files(path: str, name: str, language: str, *kinds: str) -> dict[str, str]:
    return {kind: address(f"{path}/{name}.{kind}", language) for kind in kinds}


@require_safe
def same_answer(request: HttpRequest) -> HttpResponse:
    """Replies that say the same words again, side by side."""
    board = Board(begin(request))

    def words() -> dict[str, Any]:
        rows = answering.answers(events.published())
        found = answering.compared(rows)
        lines, tongue = board.lines(), board.tongue
        count = len(rows) - len(found.too_short)
        return {
            "title": _("The same answer again"),
            "description": _("Replies of the Government that repeat each other’s words, side by side."),
            "groups": answering.groups(rows, found, lines),
            "pairs": answering.pair_lines(rows, found, lines),
            "known": len(rows),
            "known_text": tongue.number(len(rows)),
            "count": count,
            "count_text": tongue.number(count),
            "least": tongue.number(likeness.SHORTEST),
            "width_words": tongue.number(likeness.WORDS),
            "width_characters": tongue.number(likeness.CHARACTERS),
            "from_share": tongue.number(round(likeness.REPEATS_FROM * 100)),
            "unread_text": unread_text(board.unread[""], tongue),
            "files": _files("same-answer", "pairs", board.language, "csv", "json"),
            "worded": rows,
        }

    return show(request, board, "asks/same_answer.html", words, "same-answer")


@dataclass(frozen=True)
class ClockLine:
    """A question and its clock. ``state`` is ``waits``, ``unread`` or ``answered``."""

    line: EventLine
    state: str
    days: str
    reply: Link | None
    is_same_day: bool = False


def clock_lines(board: Board) -> list[ClockLine]:
    """Every question with its clock: those that wait longest first, then what nobody has read, then the answered.

    Args:
        board: the rows of the page.
    """
    lines = board.lines()
    order = {"waits": 0, "unread": 1, "answered": 2}
    found = []
    for clock in events.clocks(board.day):
        state = "waits" if clock.is_running else "unread" if clock.unread else "answered"
        # How long the answer took is said once it can be read.
        days = board.tongue.days(clock.days) if clock.days is not None and state != "unread" else ""
        reply = lines.link(clock.reply) if clock.reply else None
        rank = (order[state], -(clock.days or 0) if state == "waits" else 0)
        found.append((rank, ClockLine(lines.line(clock.question), state, days, reply, clock.days == 0)))
    return [line for _rank, line in sorted(found, key=lambda entry: entry[0])]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """How long questions have waited for an answer."""
    board = Board(begin(request))

    def words() -> dict[str, Any]:
        clocks = clock_lines(board)
        waiting = sum(clock.state == "waits" for clock in clocks)
        summary = (
            ngettext("%(count)s question waits for an answer.", "%(count)s questions wait for an answer.", waiting)
            if waiting
            else _("No question on record waits for an answer.")
        )
        return {
            "title": _("Questions and their answers"),
            "description": _("Questions put to the Government, and how long each waited for its answer."),
            "clocks": clocks,
            "summary": summary % {"count": board.tongue.number(waiting)},
            "unread_text": unread_text(board.unread[""], board.tongue),
            "files": _files("questions", "questions", board.language, "csv", "json"),
            "worded": [event for event in board.events.values() if event.kind == "question"],
        }

    return show(request, board, "asks/questions.html", words, "questions")


@dataclass(frozen=True)
class YearlyLine:
    """Something that comes back every year. ``is_open``: its day is not fixed, it may come at any time of the year."""

    key: str
    title: SafeString
    text: SafeString
    first: SafeString
    last: SafeString
    is_now: bool
    is_open: bool
    sources: list[SourceLine]


def is_open(entry: CalendarEntry) -> bool:
    """Whether a yearly date may fall on any day of the year.

    Args:
        entry: the yearly date.
    """
    return (entry.starts, entry.ends) == ("01-01", "12-31")


def yearly_rows() -> list[CalendarEntry]:
    """Every yearly date, its sources at hand."""
    return list(CalendarEntry.objects.prefetch_related("sources__source"))


def yearly_lines(rows: list[CalendarEntry], board: Board) -> list[YearlyLine]:
    """The yearly dates, the next first; those without a fixed time at the end.

    Args:
        rows: the yearly dates.
        board: knows the day and the languages.
    """
    tongue: Tongue = board.tongue
    found = []
    for entry in rows:
        first, last = calendars.next_days(entry.starts, entry.ends, board.day)
        line = YearlyLine(
            key=entry.key,
            title=tongue.said(entry.title),
            text=tongue.said(entry.text),
            first=tongue.day(first.isoformat()),
            last=tongue.day(last.isoformat()),
            is_now=first <= board.day,
            is_open=is_open(entry),
            sources=source_lines(entry.sources.all(), tongue),
        )
        found.append(((line.is_open, first, last, entry.key), line))
    return [line for _order, line in sorted(found, key=lambda pair: pair[0])]


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes back every year, the next first."""
    board = Board(begin(request))

    def words() -> dict[str, Any]:
        rows = yearly_rows()
        lines = yearly_lines(rows, board)
        return {
            "title": _("Every year"),
            "description": _("Reports, speeches and reviews that come back every year, the next first."),
            "fixed": [line for line in lines if not line.is_open],
            "open": [line for line in lines if line.is_open],
            "files": _files("calendar", "calendar", board.language, "csv", "json", "ics"),
            "worded": rows,
        }

    return show(request, board, "asks/calendar.html", words, "calendar")


@dataclass(frozen=True)
class CorrectionLine:
    """One line of the corrections log."""

    when: SafeString
    about: Link | None
    was: SafeString
    now: SafeString


def correction_rows() -> list[Correction]:
    """The corrections log, the newest first."""
    return list(Correction.objects.select_related("event", "ask"))


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What was wrong here, and what it says now."""
    board = Board(begin(request))

    def words() -> dict[str, Any]:
        rows, lines, tongue = correction_rows(), board.lines(), board.tongue

        def about(row: Correction) -> Link | None:
            if row.event and row.event.key in board.events:
                return lines.link(board.events[row.event.key])
            return lines.ask_link(row.ask.key) if row.ask and row.ask.key in board.asks else None

        return {
            "title": _("Corrections"),
            "description": _("What was wrong in our record of the asks, when it was put right, and what it says now."),
            "rows": [
                CorrectionLine(tongue.day(row.date.isoformat()), about(row), tongue.said(row.was), tongue.said(row.now))
                for row in rows
            ],
            "files": _files("corrections", "corrections", board.language, "csv", "json"),
            "worded": rows,
        }

    return show(request, board, "asks/corrections.html", words, "corrections")
