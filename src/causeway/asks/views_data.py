"""The asks for machines: tables, JSON, Atom, calendars. Every file stands beside the page that shows the same."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from causeway.asks import calendars, events, exports, feeds, status
from causeway.asks import presenting_answers as answering
from causeway.asks.models import Ask, Event
from causeway.asks.presenting import Lines, Tongue, address
from causeway.asks.views_base import Asked, Board, begin, read_query
from causeway.asks.views_pages import clock_lines, correction_rows, yearly_rows
from causeway.asks.words import language_of, pick
from causeway.pages import api as pages_api

if TYPE_CHECKING:
    from django.http import HttpRequest


def _site() -> str:
    return str(getattr(settings, "SITE_URL", ""))


def _json(request: HttpRequest, data: Mapping[str, Any], status_code: int = 200) -> JsonResponse:
    who = pages_api.speaker(request, begin(request))
    head = {
        "licence": who.licence,
        "licence_url": who.licence_url,
        "publisher": who.name,
        "language": begin(request),
        "as_of": timezone.localdate().isoformat(),
    }
    return JsonResponse({**head, **data}, status=status_code, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _csv(request: HttpRequest, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    response = HttpResponse(exports.table(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{begin(request)}.csv"'
    return response


def _licence(request: HttpRequest) -> str:
    return str(pages_api.speaker(request, begin(request)).licence)


def _asked(request: HttpRequest) -> tuple[Asked, HttpResponse | None]:
    """What was asked for, or the answer to what cannot be understood: a file says nothing beside its rows."""
    with override(Tongue.of(begin(request)).words):
        asked = read_query(request)
    return asked, (_json(request, {"error": " ".join(asked.faults)}, 400) if asked.faults else None)


def _board(request: HttpRequest, asked: Asked, key: str = "") -> Board:
    board = Board(begin(request), asked.day)
    if key and key not in board.asks:
        raise Http404
    return board


def _found(board: Board, key: str, asked: Asked) -> tuple[list[Event], Lines]:
    return [event for event in board.newest(key) if asked.fits(event)], board.lines(key)


def _event_entries(board: Board, key: str, asked: Asked) -> list[dict[str, Any]]:
    rows, lines = _found(board, key, asked)
    return [exports.event_entry(row, lines, _site()) for row in rows]


@require_safe
def events_csv(request: HttpRequest, key: str = "") -> HttpResponse:
    """Events of one ask, or of all, as a table."""
    asked, refusal = _asked(request)
    if refusal:
        return refusal
    entries = _event_entries(_board(request, asked, key), key, asked)
    rows = [exports.event_row(entry, begin(request), _licence(request)) for entry in entries]
    return _csv(request, exports.EVENT_COLUMNS, rows, f"{key}-events" if key else "events")


@require_safe
def events_json(request: HttpRequest, key: str = "") -> HttpResponse:
    """Events of one ask with its status, or of all asks, for machines."""
    asked, refusal = _asked(request)
    if refusal:
        return refusal
    board = _board(request, asked, key)
    head: dict[str, Any] = {"as_of": board.day.isoformat()}
    if key:
        head["ask"] = _ask_entries(board, key)[0]
    return _json(request, {**head, "events": _event_entries(board, key, asked)})


def _ask_entries(board: Board, key: str = "") -> list[dict[str, Any]]:
    def entry(ask: Ask, found: status.Status) -> dict[str, Any]:
        return exports.ask_entry(ask, found, _site() + address(ask.key, board.language))

    found = events.statuses(board.day)
    return [entry(board.asks[one], found[one]) for one in found if one in board.asks and key in ("", one)]


@require_safe
def asks_json(request: HttpRequest) -> HttpResponse:
    """Every ask and where it stands, for machines."""
    asked, refusal = _asked(request)
    board = _board(request, asked)
    return refusal or _json(request, {"as_of": board.day.isoformat(), "asks": _ask_entries(board)})


@require_safe
def asks_csv(request: HttpRequest) -> HttpResponse:
    """Every ask and where it stands, as a table."""
    asked, refusal = _asked(request)
    licence, language = _licence(request), begin(request)
    rows = [exports.ask_row(entry, language, licence) for entry in _ask_entries(_board(request, asked))]
    return refusal or _csv(request, exports.ASK_COLUMNS, rows, "asks")


@require_safe
def milestones_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The milestones of one ask as a table."""
    asked, refusal = _asked(request)
    entry = _ask_entries(_board(request, asked, key), key)[0]
    rows = exports.milestone_rows(entry, begin(request), _licence(request))
    return refusal or _csv(request, exports.MILESTONE_COLUMNS, rows, f"{key}-milestones")


@require_safe
def status_csv(request: HttpRequest, key: str) -> HttpResponse:
    """How the status of one ask changed, as a table, the oldest first."""
    asked, refusal = _asked(request)
    licence = _licence(request)
    rows = [{**turn, "licence": licence} for turn in _ask_entries(_board(request, asked, key), key)[0]["trail"]]
    return refusal or _csv(request, exports.STATUS_COLUMNS, rows, f"{key}-status")


@require_safe
def feed(request: HttpRequest, key: str = "") -> HttpResponse:
    """Events of one ask, or of all, as an Atom feed."""
    language = begin(request)
    board = Board(language)
    if key and key not in board.asks:
        raise Http404
    who = pages_api.speaker(request, language)
    with override(board.tongue.words):
        title = pick(board.asks[key].title, language) if key else _("Where the asks stand")
        text = feeds.atom(
            board.newest(key),
            board.lines(key),
            title=f"{who.name} – {title}",
            author=who.name,
            site=_site(),
            page=address(key, language),
            feed=address(f"{key}/feed.atom" if key else "feed.atom", language),
        )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _ics(request: HttpRequest, text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{begin(request)}.ics"'
    return response


@require_safe
def ask_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Events of one ask as a calendar."""
    board = Board(begin(request))
    if key not in board.asks:
        raise Http404
    with override(board.tongue.words):
        name = pick(board.asks[key].title, board.language)
        return _ics(request, feeds.events_calendar(board.newest(key), board.lines(key), name=name, site=_site()), key)


@require_safe
def yearly_calendar(request: HttpRequest) -> HttpResponse:
    """What comes back every year, as a calendar."""
    board = Board(begin(request))
    # It changes with the year and not with every look.
    stamp = datetime.datetime(board.day.year, 1, 1, tzinfo=datetime.UTC)
    with override(board.tongue.words):
        text = feeds.yearly_calendar(
            yearly_rows(),
            name=_("Every year: trafficking in law and policy"),
            site=_site(),
            page=address("calendar", board.language),
            language=board.language,
            today=board.day,
            stamp=stamp,
        )
    return _ics(request, text, "calendar")


def _yearly_entries(request: HttpRequest) -> list[dict[str, Any]]:
    begin(request)
    today, found = timezone.localdate(), []
    for row in yearly_rows():
        first, last = calendars.next_days(row.starts, row.ends, today)
        found.append(exports.yearly_entry(row, first.isoformat(), last.isoformat()))
    return sorted(found, key=lambda entry: (entry["next_from"], entry["next_to"], entry["key"]))


@require_safe
def calendar_json(request: HttpRequest) -> HttpResponse:
    """What comes back every year, for machines."""
    return _json(request, {"calendar": _yearly_entries(request)})


@require_safe
def calendar_csv(request: HttpRequest) -> HttpResponse:
    """What comes back every year, as a table."""
    licence, language = _licence(request), begin(request)
    rows = [exports.yearly_row(entry, language, licence) for entry in _yearly_entries(request)]
    return _csv(request, exports.CALENDAR_COLUMNS, rows, "calendar")


@require_safe
def corrections_json(request: HttpRequest) -> HttpResponse:
    """The corrections log for machines."""
    return _json(request, {"corrections": [exports.correction_entry(row) for row in correction_rows()]})


@require_safe
def corrections_csv(request: HttpRequest) -> HttpResponse:
    """The corrections log as a table."""
    licence, language = _licence(request), begin(request)
    rows = [
        {**entry, "was": pick(entry["was"], language), "now": pick(entry["now"], language),
         "language": language_of(entry["was"], language), "licence": licence}
        for entry in map(exports.correction_entry, correction_rows())
    ]  # fmt: skip
    return _csv(request, exports.CORRECTION_COLUMNS, rows, "corrections")


def _pair_entries(request: HttpRequest) -> list[dict[str, Any]]:
    board = Board(begin(request))
    rows = answering.answers(events.published())
    by_key, lines = {row.key: row for row in rows}, board.lines()
    return [
        {
            "first": pair.first,
            "first_date": by_key[pair.first].date,
            "first_url": _site() + lines.url(by_key[pair.first]),
            "second": pair.second,
            "second_date": by_key[pair.second].date,
            "second_url": _site() + lines.url(by_key[pair.second]),
            "same": pair.same,
            "of": pair.words,
            "share": f"{pair.share:.3f}",
            "resemblance": f"{pair.resemblance:.3f}",
            "containment": f"{pair.containment:.3f}",
            "compared": "quotes" if pair.language else "full texts",
            "language": pair.language,
            "repeats": pair.repeats,
        }
        for pair in answering.compared(rows).pairs
    ]


@require_safe
def pairs_json(request: HttpRequest) -> HttpResponse:
    """Every pair of replies that was compared, for machines."""
    return _json(request, {"method": "Broder 1997, doi:10.1109/SEQUEN.1997.666900", "pairs": _pair_entries(request)})


@require_safe
def pairs_csv(request: HttpRequest) -> HttpResponse:
    """Every pair of replies that was compared, as a table."""
    licence = _licence(request)
    rows = [
        {**entry, "repeats": "yes" if entry["repeats"] else "no", "licence": licence}
        for entry in _pair_entries(request)
    ]
    return _csv(request, exports.PAIR_COLUMNS, rows, "same-answer")


def _question_entries(request: HttpRequest) -> list[dict[str, Any]]:
    board = Board(begin(request))
    clocks = {clock.question.key: clock for clock in events.clocks(board.day)}
    found = []
    for line in clock_lines(board):
        clock = clocks[line.line.key]
        entry = exports.event_entry(board.events[line.line.key], board.lines(), _site())
        found.append(
            {name: entry[name] for name in ("key", "date", "actor", "text", "asks", "sources", "url")}
            | {
                "state": line.state,
                "days": clock.days if line.state != "unread" else None,
                "reply": clock.reply.key if clock.reply else "",
            }
        )
    return found


@require_safe
def questions_json(request: HttpRequest) -> HttpResponse:
    """Every question and how long it waited, for machines."""
    return _json(request, {"questions": _question_entries(request)})


@require_safe
def questions_csv(request: HttpRequest) -> HttpResponse:
    """Every question and how long it waited, as a table."""
    licence, language = _licence(request), begin(request)
    rows = [
        {**entry, "actor": pick(entry["actor"], language), "text": pick(entry["text"], language),
         "language": language_of(entry["text"], language), "licence": licence}
        for entry in _question_entries(request)
    ]  # fmt: skip
    return _csv(request, exports.QUESTION_COLUMNS, rows, "questions")
