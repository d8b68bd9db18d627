"""What the public reads about the asks: one ask, and what stands on the first page of all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_safe

from causeway.asks.models import Event
from causeway.asks.presenting import EventLine, Lines, Tongue, address
from causeway.asks.views_base import CHOICES, Asked, Board, begin, read_query, show
from causeway.asks.words import pick

if TYPE_CHECKING:
    from django.http import HttpRequest

#: How many events the first page shows of each ask, and of all.
LAST, LATEST = 3, 8


@require_safe
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """One ask: its status and why, its milestones, its events, and how the status changed."""
    language = begin(request)
    with override(Tongue.of(language).words):
        asked = read_query(request)
    board = Board(language, asked.day)
    if key not in board.asks:
        raise Http404
    row = board.asks[key]

    def words() -> dict[str, Any]:
        lines = board.lines(key)
        everything = board.newest(key)
        shown = [event for event in everything if asked.fits(event)]
        query = f"?{urlencode(asked.query)}" if asked.query else ""
        return {
            "title": lines.tongue.said(row.title),
            "plain_title": pick(row.title, language),
            "description": pick(row.wording, language),
            "standing": board.standings(key)[0],
            "years": _by_year(shown, lines),
            "shown_text": _shown_text(len(shown), len(everything), lines.tongue),
            "filters": _filters(everything, asked, lines.tongue),
            "asked": asked,
            "on": lines.tongue.day(asked.on),
            "unread_text": unread_text(board.unread.get(key, 0), lines.tongue),
            "files": _files(key, language, query),
            "file_query": query,
            "others": [lines.ask_link(other) for other in board.asks if other != key],
            "worded": [row, *row.milestones.all(), *shown],
        }

    return show(request, board, "asks/ask.html", words, key, 400 if asked.faults else 200)


def _files(key: str, language: str, query: str) -> dict[str, str]:
    names = ("events.csv", "events.json", "milestones.csv", "status.csv", "feed.atom", "calendar.ics")
    narrowed = ("events.csv", "events.json")
    return {
        name.replace(".", "_"): address(f"{key}/{name}", language) + (query if name in narrowed else "")
        for name in names
    }


def _by_year(events: Iterable[Event], lines: Lines) -> list[tuple[str, str, list[EventLine]]]:
    """Lines of events under their years: the year, the year in the page's digits, its lines."""
    found = groupby((lines.line(event) for event in events), key=lambda line: line.year)
    return [(year, lines.tongue.plain_day(year), list(of_year)) for year, of_year in found]


def _shown_text(shown: int, known: int, tongue: Tongue) -> str:
    if shown == known:
        return ""
    return _("%(shown)s of %(known)s events fit.") % {"shown": tongue.number(shown), "known": tongue.number(known)}


def _filters(events: list[Event], asked: Asked, tongue: Tongue) -> list[dict[str, Any]]:
    """The lists to choose from; each holds only what some event of this ask has."""
    labels = {"kind": _("Kind"), "stance": _("Stance"), "actor": _("Who")}
    has = {"kind": "kind", "stance": "stance", "actor": "actor_kind"}
    found: list[dict[str, Any]] = []
    for name, label in labels.items():
        there = {getattr(event, has[name]) for event in events} | {asked.chosen[name]}
        options = [(value, str(words)) for value, words in CHOICES[name].items() if value in there]
        found.append({"name": name, "label": label, "options": options, "chosen": asked.chosen[name]})
    years = sorted({event.date[:4] for event in events} | ({asked.chosen["year"]} - {""}), reverse=True)
    options = [(year, tongue.plain_day(year)) for year in years]
    return [*found, {"name": "year", "label": _("Year"), "options": options, "chosen": asked.chosen["year"]}]


def unread_text(count: int, tongue: Tongue) -> str:
    """The sentence about replies that nobody has read in full yet; empty when there are none.

    Args:
        count: how many.
        tongue: the page's languages.
    """
    if not count:
        return ""
    return ngettext(
        "%(count)s reply of the Government is recorded and still to be read. It is not shown until then.",
        "%(count)s replies of the Government are recorded and still to be read. They are not shown until then.",
        count,
    ) % {"count": tongue.number(count)}


def live(request: HttpRequest, language: str) -> tuple[str, dict[str, Any]]:
    """The live part of the first page: where each ask stands, its last events, the latest of all, the ways on.

    Args:
        request: the request.
        language: the reader's.
    """
    board = Board(language)
    with override(board.tongue.words):
        cards = []
        for standing in board.standings():
            lines = board.lines(standing.key)
            newest = board.newest(standing.key)
            cards.append({"standing": standing, "last": [lines.line(event) for event in newest[:LAST]]})
        latest = [board.lines().line(event) for event in board.newest()[:LATEST]]
        words = {
            "tongue": board.tongue,
            "cards": cards,
            "latest": latest,
            "count_text": board.tongue.number(len(board.events)),
            "unread_text": unread_text(board.unread[""], board.tongue),
            "ways": {
                name.replace("-", "_").replace(".", "_"): address(name, language)
                for name in ("same-answer", "questions", "calendar", "corrections", "events.csv", "events.json",
                             "asks.csv", "asks.json", "feed.atom")
            },
        }  # fmt: skip
    return "asks/live.html", words
