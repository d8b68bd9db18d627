"""What a reader's page about facts shows, as ready words and safe HTML; views and templates only place it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from causeway.facts.book import FactBook, Reading
from causeway.facts.formats import number, partial_date
from causeway.facts.history import newest_first
from causeway.facts.markup import formatted, value_html
from causeway.facts.records import FactRecord, SourceRecord, ValueRecord
from causeway.facts.status import Status, is_shown, status_of
from causeway.facts.vocabulary import BASE_LANGUAGE, CONFIDENCE, STATUS, TOPICS
from causeway.facts.wording import direction, interface_language, tag


@dataclass(frozen=True)
class Tongue:
    """The language a page is asked for in, and the one its own words are in (English until translated)."""

    reader: str
    words: str

    @classmethod
    def of(cls, language: str) -> Tongue:
        return cls(language, interface_language(language))

    @property
    def attributes(self) -> SafeString:
        """``lang`` and ``dir`` for the element around our words, where they differ from the page's."""
        return attributes(self.words) if self.words != self.reader else mark_safe("")

    def piece(self, text: str, language: str) -> SafeString:
        """A text with its language, where that is not the language of the words around it."""
        if not text or language == self.words:
            return format_html("{}", text)
        return format_html("<span{}>{}</span>", attributes(language), text)

    def foreign(self, text: str) -> SafeString:
        """A text that is quoted or written once for all languages: Han letters say Chinese, else it is English.

        A source's own language does not tell, since we describe foreign documents in English.
        """
        return self.piece(text, "zh-hant" if any("\u4e00" <= char <= "\u9fff" for char in text) else BASE_LANGUAGE)

    def number(self, count: int) -> str:
        """A count in the digits of the words around it."""
        return number(Decimal(count), self.words)

    def day(self, text: str) -> SafeString:
        """A partial date in the words of the page's language, for people and for machines."""
        if not text:
            return mark_safe("")
        return format_html('<time datetime="{}">{}</time>', text, partial_date(text, self.words))

    def whole_day(self, day: datetime.date | None) -> SafeString:
        """A day, or nothing."""
        return self.day(day.isoformat() if day else "")


def attributes(language: str) -> SafeString:
    """``lang`` and ``dir`` of a language, with a space before."""
    return format_html(' lang="{}" dir="{}"', tag(language), direction(language))


@dataclass(frozen=True)
class SourceLine:
    """A source as a reader sees it: who, what, when, where in it."""

    publisher: SafeString
    title: SafeString
    url: str
    url_note: SafeString
    date: SafeString
    place: SafeString


@dataclass(frozen=True)
class ValueLine:
    """One value of the history as a reader sees it; ``html`` is empty when it is being checked."""

    html: SafeString
    text: str
    starts: SafeString
    ends: SafeString
    as_of: SafeString
    published_by: SafeString
    confidence: str
    status: Status
    status_words: str
    checked_on: SafeString
    checked_by: str
    review_by: SafeString
    working: SafeString
    sources: list[SourceLine] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """A fact in a list."""

    key: str
    url: str
    title: SafeString
    html: SafeString
    status: Status
    status_words: str


@dataclass(frozen=True)
class Topic:
    """A topic and how many facts readers find under it."""

    key: str
    title: str
    count: str


def source_line(source: SourceRecord, tongue: Tongue) -> SourceLine:
    """A source in the page's words."""
    return SourceLine(
        publisher=tongue.foreign(source.publisher),
        title=tongue.foreign(source.title),
        url=source.url,
        url_note=tongue.foreign(source.url_note),
        date=tongue.day(source.date),
        place=tongue.foreign(source.place),
    )


def value_line(fact: FactRecord, value: ValueRecord, book: FactBook, tongue: Tongue) -> ValueLine:
    """A value in the page's words. Nothing of a hidden value is in it, nor of what was said about it.

    Args:
        fact: the fact.
        value: one of its values.
        book: knows the display mode and the day.
        tongue: the page's languages.
    """
    status = status_of(value, book.today)
    shown = is_shown(status, mode=book.mode, public=fact.public)
    worded = formatted(fact, value, tongue.reader) if shown else None
    html = mark_safe("")
    if worded is not None:
        html = value_html(worded)
        if tongue.words != tongue.reader:
            html = format_html("<span{}>{}</span>", attributes(tongue.reader), html)
    return ValueLine(
        html=html,
        text=worded.text if worded is not None else "",
        starts=tongue.day(value.valid_from),
        ends=tongue.day(value.valid_until),
        as_of=tongue.day(value.as_of),
        published_by=tongue.foreign(value.published_by),
        confidence=str(CONFIDENCE.get(value.confidence, CONFIDENCE["UNVERIFIED"])),
        status=status,
        status_words=str(STATUS[status]),
        checked_on=tongue.whole_day(value.checked_on),
        checked_by=value.checked_by,
        review_by=tongue.whole_day(value.review_by),
        working=tongue.foreign(value.note if shown and value.confidence == "derived" else ""),
        sources=[source_line(source, tongue) for source in value.sources],
    )


def history(reading: Reading, book: FactBook, tongue: Tongue) -> list[ValueLine]:
    """Every value of a fact but the one shown at the top, the newest first."""
    return [
        value_line(reading.fact, value, book, tongue)
        for value in newest_first(reading.fact.values)
        if value is not reading.value
    ]


def topics(counts: Mapping[str, int], tongue: Tongue) -> list[Topic]:
    """The topics that have facts, in the order of the list of topics.

    Args:
        counts: how many facts each topic has.
        tongue: the page's languages.
    """
    return [Topic(key, str(title), tongue.number(counts[key])) for key, title in TOPICS.items() if counts.get(key)]


def entries(book: FactBook, tongue: Tongue) -> list[Entry]:
    """The facts of a book by their titles.

    Args:
        book: holds the facts.
        tongue: the page's languages.
    """
    found = []
    for fact in sorted(book.facts.values(), key=lambda fact: (fact.title.casefold(), fact.key)):
        reading = book.reading(fact.key)
        if reading is None:
            continue
        html = book.render(fact.key, mark=False)
        if tongue.words != tongue.reader:
            html = format_html("<span{}>{}</span>", attributes(tongue.reader), html)
        found.append(
            Entry(
                key=fact.key,
                url=book.address(fact.key),
                title=title_of(fact, tongue),
                html=html,
                status=reading.status,
                status_words=str(STATUS[reading.status]),
            )
        )
    return found


def title_of(fact: FactRecord, tongue: Tongue) -> SafeString:
    """A fact's title with its language."""
    return tongue.piece(fact.title, tongue.reader if fact.own_title else BASE_LANGUAGE)


def definition_of(fact: FactRecord, tongue: Tongue) -> SafeString:
    """A fact's definition with its language."""
    return tongue.piece(fact.definition, tongue.reader if fact.own_definition else BASE_LANGUAGE)


def unit_of(fact: FactRecord, tongue: Tongue) -> SafeString:
    """What a fact counts, with its language."""
    return tongue.piece(fact.unit, tongue.reader if fact.own_unit else BASE_LANGUAGE)
