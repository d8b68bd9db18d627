"""Events as an Atom feed and as a calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from causeway.asks import calendars
from causeway.asks.calendars import next_days
from causeway.asks.models import CalendarEntry, Event
from causeway.asks.presenting import Lines, plain_quote, tag
from causeway.asks.vocabulary import KINDS, STANCES
from causeway.asks.words import pick

#: How many events a feed holds: those last entered or changed.
MOST = 60
# A tag (RFC 4151) is made from a name and a day on which the name was ours; neither may ever change.
_TAG_YEAR = "2026"


def changed(event: Event) -> datetime.datetime:
    """When an event was entered or last changed.

    Args:
        event: the event.
    """
    return max(filter(None, (event.entered_at, event.changed_at)))


def _host(site: str) -> str:
    return urlsplit(site).hostname or "localhost"


def _title(event: Event, language: str, lines: Lines) -> str:
    return _("%(date)s: %(actor)s (%(kind)s)") % {
        "date": lines.tongue.plain_day(event.date),
        "actor": pick(event.actor, language),
        "kind": KINDS[event.kind],
    }


def _source_text(event: Event) -> list[tuple[str, str]]:
    rows = [row.source for row in event.sources.all()]
    return [(": ".join(filter(None, (source.publisher, source.title))), source.url) for source in rows]


def _summary(event: Event, language: str) -> str:
    """What happened, as HTML."""
    quote = plain_quote(event, language)
    sources = format_html_join(
        "; ",
        "{}",
        ((format_html('<a href="{}">{}</a>', url, title) if url else title,) for title, url in _source_text(event)),
    )
    return format_html(
        "<p>{}</p>{}{}<p>{}: {}. {}: {}</p>",
        pick(event.text, language),
        format_html("<blockquote>{}</blockquote>", quote) if quote else "",
        format_html("<p>{}</p>", pick(event.note, language)) if event.note else "",
        _("Stance"),
        STANCES[event.stance],
        _("Sources"),
        sources,
    )


def atom(rows: Iterable[Event], lines: Lines, *, title: str, author: str, site: str, page: str, feed: str) -> str:
    """A feed of events.

    Args:
        rows: published events.
        lines: knows the asks and the language.
        title: the feed's title.
        author: the organisation's name.
        site: what stands before an address of this site.
        page: the address of the page it belongs to.
        feed: its own address.

    Returns:
        Atom (RFC 4287). The ``id`` of an entry is made from the event's key and never changes.
    """
    language = lines.tongue.reader
    made = Atom1Feed(
        title=title,
        link=site + page,
        description="",
        language=tag(language),
        author_name=author,
        feed_url=site + feed,
        feed_guid=site + feed,
    )
    newest = sorted(rows, key=lambda event: (changed(event), event.ends_on, event.key), reverse=True)[:MOST]
    for event in newest:
        made.add_item(
            title=_clean(_title(event, language, lines)),
            link=site + lines.url(event),
            description=_clean(_summary(event, language)),
            unique_id=f"tag:{_host(site)},{_TAG_YEAR}:asks/{language}/{event.key}",
            pubdate=event.entered_at,
            updateddate=changed(event),
            categories=[event.kind, *(ask.key for ask in event.asks.all())],
        )
    return str(made.writeString("utf-8"))


def _clean(text: str) -> str:
    # XML has no way to write these.
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))


def events_calendar(rows: Iterable[Event], lines: Lines, *, name: str, site: str) -> str:
    """Events as a calendar. One whose day or month is not known covers all the days it may have been.

    Args:
        rows: published events.
        lines: knows the asks and the language.
        name: the calendar's name.
        site: what stands before an address of this site.
    """
    language = lines.tongue.reader
    return calendars.calendar(
        (
            calendars.Entry(
                uid=f"event-{event.key}@{_host(site)}",
                first=event.starts_on,
                last=event.ends_on,
                summary=f"{pick(event.actor, language)}: {KINDS[event.kind]}",
                stamp=changed(event),
                description="\n".join(_description(event, language)),
                url=site + lines.url(event),
                categories=(str(KINDS[event.kind]),),
            )
            for event in rows
        ),
        name=name,
        language=tag(language),
    )


def _description(event: Event, language: str) -> Iterable[str]:
    yield pick(event.text, language)
    if event.quote:
        yield plain_quote(event, language)
    if event.starts_on != event.ends_on:
        yield _("The exact day is not known.")
    if event.note:
        yield pick(event.note, language)
    for title, url in _source_text(event):
        yield f"{_('Source')}: {title} {url}".strip()


def yearly_calendar(
    rows: Iterable[CalendarEntry],
    *,
    name: str,
    site: str,
    page: str,
    language: str,
    today: datetime.date,
    stamp: datetime.datetime,
) -> str:
    """Yearly dates as a calendar that repeats.

    Args:
        rows: the yearly dates, their sources at hand.
        name: the calendar's name.
        site: what stands before an address of this site.
        page: the address of the calendar's page.
        language: the reader's.
        today: the day to look from.
        stamp: when the calendar was made, with a time zone.
    """
    found: list[Any] = []
    for row in rows:
        first, last = next_days(row.starts, row.ends, today)
        sources = [(entry.source.title, entry.source.url) for entry in row.sources.all()]
        text = [pick(row.text, language), *(f"{_('Source')}: {title} {url}".strip() for title, url in sources)]
        found.append(
            calendars.Entry(
                uid=f"yearly-{row.key}@{_host(site)}",
                first=first,
                last=last,
                summary=pick(row.title, language),
                stamp=stamp,
                description="\n".join(filter(None, text)),
                url=site + page,
                yearly=True,
            )
        )
    return calendars.calendar(found, name=name, language=tag(language))
