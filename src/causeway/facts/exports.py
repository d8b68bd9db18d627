"""All public facts as a table and as JSON. Column names and order are a promise: add at the end, never rename."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from causeway.facts.amounts import number_of
from causeway.facts.book import FactBook, Reading
from causeway.facts.history import newest_first
from causeway.facts.markup import formatted
from causeway.facts.records import FactRecord, ValueRecord
from causeway.facts.status import is_shown, status_of
from causeway.facts.wording import BEING_CHECKED, say

LICENCE = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

COLUMNS = (
    "key", "topic", "type", "language", "title", "definition", "unit", "currency", "text", "value", "low", "high",
    "qualifier", "from", "until", "as_of", "published_by", "confidence", "status", "checked_on", "checked_by",
    "review_by", "source", "source_place", "source_date", "source_url", "other_sources", "url", "licence",
)  # fmt: skip

# What a spreadsheet reads as a formula, also in full width and behind spaces or controls.
_FORMULA = re.compile(r"[\s\x00-\x1f\u00a0\u200b-\u200f\u2066-\u2069\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20\u2212]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula.

    Args:
        text: the cell.

    Returns:
        The cell, with an apostrophe in front where it could begin a formula; plain numbers stay numbers.
    """
    if _NUMBER.match(text) or not (_FORMULA.match(text) or text.startswith(("\t", "\r", "\n"))):
        return text
    return "'" + text


def value_entry(fact: FactRecord, value: ValueRecord | None, book: FactBook) -> dict[str, Any]:
    """One value for machines; what readers may not see is left out, and the status says why.

    Args:
        fact: the fact.
        value: one of its values, or ``None`` when it has none on the day.
        book: knows the language, the display mode and the day.
    """
    status = status_of(value, book.today)
    entry: dict[str, Any] = {"status": status.value}
    if value is None or not is_shown(status, mode=book.mode, public=fact.public):
        return entry | {"text": say(BEING_CHECKED, book.language).text, "value": None}
    number = number_of(fact.type, value.value)
    low, high = number if isinstance(number, tuple) else (None, None)
    return entry | {
        "text": formatted(fact, value, book.language).text,
        "value": value.value,
        "low": None if low is None else str(low),
        "high": None if high is None else str(high),
        "qualifier": value.qualifier,
        "from": value.valid_from,
        "until": value.valid_until,
        "as_of": value.as_of,
        "published_by": value.published_by,
        "confidence": value.confidence,
        "checked_on": value.checked_on.isoformat() if value.checked_on else "",
        "checked_by": value.checked_by,
        "review_by": value.review_by.isoformat() if value.review_by else "",
        "working": value.note if value.confidence == "derived" else "",
        "sources": [
            {
                "key": source.key,
                "title": source.title,
                "publisher": source.publisher,
                "place": source.place,
                "date": source.date,
                "url": source.url,
                "url_note": source.url_note,
            }
            for source in value.sources
        ],
    }


def fact_entry(reading: Reading, book: FactBook, url: str) -> dict[str, Any]:
    """One fact for machines, with its whole history.

    Args:
        reading: the fact and the value asked for.
        book: knows the language, the display mode and the day.
        url: the full address of its page.
    """
    fact = reading.fact
    return {
        "key": fact.key,
        "topic": fact.topic,
        "type": fact.type,
        "title": fact.title,
        "title_language": book.language if fact.own_title else "en",
        "definition": fact.definition,
        "unit": fact.unit,
        "currency": fact.currency,
        "computed": fact.computed,
        "url": url,
        "current": value_entry(fact, reading.value, book),
        "values": [value_entry(fact, value, book) for value in newest_first(fact.values)],
    }


def whole(book: FactBook, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The JSON of a list of facts, with licence and language.

    Args:
        book: knows the language.
        entries: made by ``fact_entry``.
    """
    return {
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "language": book.language,
        "count": len(entries),
        "facts": entries,
    }


def _row(entry: dict[str, Any], language: str) -> list[str]:
    current = entry["current"]
    sources = current.get("sources", [])
    first = sources[0] if sources else {}
    cells = {
        **{
            name: entry.get(name, "")
            for name in ("key", "topic", "type", "title", "definition", "unit", "currency", "url")
        },
        **{name: current.get(name, "") for name in COLUMNS if name in current},
        "language": language,
        "source": first and (f"{first['publisher']}: {first['title']}" if first["publisher"] else first["title"]),
        "source_place": first.get("place", ""),
        "source_date": first.get("date", ""),
        "source_url": first.get("url", ""),
        "other_sources": " | ".join(source["title"] for source in sources[1:]),
        "licence": LICENCE,
    }
    return [safe_cell(str(cells.get(name) or "")) for name in COLUMNS]


def as_csv(entries: list[dict[str, Any]], language: str) -> str:
    """A table with one row an entry: its value, or that it is being checked.

    Args:
        entries: made by ``fact_entry``; the value under ``current`` is the one in the table.
        language: the code of the language of the words.

    Returns:
        RFC 4180 text with a byte order mark, without which spreadsheets misread all but Latin letters.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(entry, language) for entry in entries)
    return "\ufeff" + file.getvalue()
