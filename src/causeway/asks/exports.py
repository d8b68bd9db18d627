"""Asks and events for machines: rows of tables and JSON. Column names and order are a promise: add at the end only."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from causeway.asks import status
from causeway.asks.models import Ask, CalendarEntry, Correction, Event
from causeway.asks.presenting import Lines, held
from causeway.asks.words import language_of, pick

EVENT_COLUMNS = (
    "key", "date", "kind", "actor", "actor_kind", "text", "language", "quote", "quote_language", "stance", "asks",
    "effect", "milestones", "held", "confidence", "answers", "note", "sources", "source_urls", "url", "licence",
)  # fmt: skip
ASK_COLUMNS = (
    "key", "title", "wording", "addressed_to", "language", "as_of", "state", "stalled_in", "since",
    "days_since_last_step", "last_step", "milestones_done", "milestones", "made_by", "waiting", "url", "licence",
)  # fmt: skip
MILESTONE_COLUMNS = (
    "ask", "key", "title", "test", "language", "optional", "reached_by", "state", "mark", "done_on", "done_by",
    "advanced_by", "reversed_by", "as_of", "licence",
)  # fmt: skip
STATUS_COLUMNS = ("ask", "from", "state", "stalled_in", "event", "licence")
PAIR_COLUMNS = (
    "first", "first_date", "first_url", "second", "second_date", "second_url", "same", "of", "share", "resemblance",
    "containment", "compared", "language", "repeats", "licence",
)  # fmt: skip
QUESTION_COLUMNS = ("key", "date", "actor", "text", "language", "state", "days", "reply", "asks", "url", "licence")
CALENDAR_COLUMNS = ("key", "title", "text", "language", "from", "to", "next_from", "next_to", "sources", "source_urls",
                    "licence")  # fmt: skip
CORRECTION_COLUMNS = ("date", "event", "ask", "was", "now", "language", "licence")

# What a spreadsheet reads as a formula, also in full width and behind spaces or controls.
_FORMULA = re.compile(r"[\s\x00-\x1f\u00a0\u200b-\u200f\u2066-\u2069\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")


def cell(value: Any) -> str:
    """A cell that no spreadsheet runs as a formula.

    Args:
        value: a text, a number, ``None``, or several texts, which are put behind one another.
    """
    if isinstance(value, list | tuple):
        value = " | ".join(map(str, value))
    text = "" if value is None else str(value)
    return text if _NUMBER.match(text) or not _FORMULA.match(text) else f"'{text}"


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table as text.

    Args:
        columns: the names of the columns.
        rows: the rows; what a row has no value for stays empty.

    Returns:
        RFC 4180 text with a byte order mark, without which spreadsheets misread all but Latin letters.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return "\ufeff" + file.getvalue()


def _sources(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "key": row.source.key,
            "publisher": row.source.publisher,
            "title": row.source.title,
            "date": row.source.date,
            "place": row.place,
            "url": row.source.url,
            "url_note": row.source.url_note,
            "primary": row.source.kind in status.PRIMARY,
        }
        for row in rows
    ]


def event_entry(event: Event, lines: Lines, site: str) -> dict[str, Any]:
    """One event for machines. Nothing in it is for staff only.

    Args:
        event: a published event, all of it at hand.
        lines: knows the asks and the language.
        site: what stands before an address of this site.
    """
    question = event.answers if event.answers and not event.answers.draft else None
    return {
        "key": event.key,
        "date": event.date,
        "kind": event.kind,
        "actor": event.actor,
        "actor_kind": event.actor_kind,
        "text": event.text,
        "quote": event.quote,
        "stance": event.stance,
        "asks": [ask.key for ask in event.asks.all()],
        "effect": event.effect,
        "milestones": [{"key": row.milestone.key, "effect": row.effect} for row in event.effects.all()],
        "held": held(event),
        "confidence": event.confidence,
        "answers": question.key if question else "",
        "note": event.note,
        "sources": _sources(event.sources.all()),
        "url": site + lines.url(event),
    }


def event_row(entry: Mapping[str, Any], language: str, licence: str) -> dict[str, Any]:
    """An event as a row of a table, its words in one language.

    Args:
        entry: made by :func:`event_entry`.
        language: the reader's.
        licence: the licence of the content.
    """
    return {
        **entry,
        "actor": pick(entry["actor"], language),
        "text": pick(entry["text"], language),
        "language": language_of(entry["text"], language),
        "quote": pick(entry["quote"], language),
        "quote_language": language_of(entry["quote"], language),
        "milestones": [f"{row['key']}: {row['effect']}" for row in entry["milestones"]],
        "note": pick(entry["note"], language),
        "sources": _titles(entry["sources"]),
        "source_urls": [source["url"] for source in entry["sources"] if source["url"]],
        "licence": licence,
    }


def _titles(sources: Iterable[Mapping[str, Any]]) -> list[str]:
    return [": ".join(filter(None, (source["publisher"], source["title"]))) for source in sources]


def ask_entry(ask: Ask, found: status.Status, url: str) -> dict[str, Any]:
    """One ask and where it stands, for machines.

    Args:
        ask: the ask with its milestones.
        found: where it stands.
        url: the full address of its page.
    """
    return {
        "key": ask.key,
        "title": ask.title,
        "wording": ask.wording,
        "addressed_to": ask.addressed_to,
        "as_of": found.as_of.isoformat(),
        "state": found.state,
        "stalled_in": found.stalled_in,
        "since": found.since.isoformat() if found.since else "",
        "days_since_last_step": found.days,
        "last_step": found.last_step,
        "made_by": list(found.made_by),
        "waiting": list(found.waiting),
        "milestones": [
            {
                "ask": ask.key,
                "key": row.key,
                "title": row.title,
                "test": row.test,
                "optional": row.optional,
                "reached_by": row.reached_by,
                "state": row.state,
                "mark": "done" if rung.done else "reversed" if rung.reversed_by else "partly" if rung.advanced_by else "open",
                "done_on": rung.done_on.isoformat() if rung.done_on else "",
                "done_by": rung.done_by,
                "advanced_by": list(rung.advanced_by),
                "reversed_by": rung.reversed_by,
            }
            for row, rung in zip(ask.milestones.all(), found.milestones, strict=True)
        ],
        "trail": [
            {"ask": ask.key, "from": turn.on.isoformat(), "state": turn.state, "stalled_in": turn.stalled_in,
             "event": turn.event}
            for turn in found.trail
        ],
        "url": url,
    }  # fmt: skip


def ask_row(entry: Mapping[str, Any], language: str, licence: str) -> dict[str, Any]:
    """An ask as a row of a table.

    Args:
        entry: made by :func:`ask_entry`.
        language: the reader's.
        licence: the licence of the content.
    """
    return {
        **entry,
        **{name: pick(entry[name], language) for name in ("title", "wording", "addressed_to")},
        "language": language_of(entry["title"], language),
        "milestones_done": sum(row["mark"] == "done" for row in entry["milestones"]),
        "milestones": len(entry["milestones"]),
        "licence": licence,
    }


def milestone_rows(entry: Mapping[str, Any], language: str, licence: str) -> list[dict[str, Any]]:
    """The milestones of an ask as rows of a table.

    Args:
        entry: made by :func:`ask_entry`.
        language: the reader's.
        licence: the licence of the content.
    """
    return [
        {
            **row,
            "title": pick(row["title"], language),
            "test": pick(row["test"], language),
            "language": language_of(row["title"], language),
            "optional": "yes" if row["optional"] else "no",
            "as_of": entry["as_of"],
            "licence": licence,
        }
        for row in entry["milestones"]
    ]


def yearly_entry(entry: CalendarEntry, first: str, last: str) -> dict[str, Any]:
    """A yearly date for machines.

    Args:
        entry: the yearly date, its sources at hand.
        first: the first day of the time that is going on or comes next, as ISO text.
        last: the last one.
    """
    return {
        "key": entry.key,
        "title": entry.title,
        "text": entry.text,
        "from": entry.starts,
        "to": entry.ends,
        "next_from": first,
        "next_to": last,
        "sources": _sources(entry.sources.all()),
    }


def yearly_row(entry: Mapping[str, Any], language: str, licence: str) -> dict[str, Any]:
    """A yearly date as a row of a table.

    Args:
        entry: made by :func:`yearly_entry`.
        language: the reader's.
        licence: the licence of the content.
    """
    return {
        **entry,
        "title": pick(entry["title"], language),
        "text": pick(entry["text"], language),
        "language": language_of(entry["title"], language),
        "sources": _titles(entry["sources"]),
        "source_urls": [source["url"] for source in entry["sources"] if source["url"]],
        "licence": licence,
    }


def correction_entry(row: Correction) -> dict[str, Any]:
    """A line of the corrections log for machines; who wrote it is for staff.

    Args:
        row: the correction.
    """
    return {"date": row.date.isoformat(), "event": row.event_key, "ask": row.ask_key, "was": row.was, "now": row.now}
