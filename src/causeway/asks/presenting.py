"""What a reader sees of asks and events, as ready words and safe HTML; views and templates only place it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.asks import status
from causeway.asks.events import as_folded
from causeway.asks.models import Ask, Event, Worded
from causeway.asks.vocabulary import ACTOR_KINDS, KINDS, MILESTONE_EFFECTS, STANCES, STATES
from causeway.asks.words import BASE_LANGUAGE, WordsField, language_of, pick
from causeway.facts import api as facts_api
from causeway.pages import api as pages_api

ROOM = "asks"
#: A sign for each stance, so that it is never told by colour alone; the word always stands beside it.
SIGNS = {"supports": "+", "opposes": "−", "partly": "±", "neutral": "○", "to-set": "?"}


def tag(language: str) -> str:
    """The value of ``lang`` for a language's code in addresses: the part for the script begins with a capital.

    Args:
        language: a code of the site.
    """
    return "-".join(part.title() if len(part) == 4 else part for part in language.split("-"))


def attributes(language: str) -> SafeString:
    """``lang`` and ``dir`` of a language, with a space before."""
    is_rtl = translation.get_language_info(language)["bidi"]
    return format_html(' lang="{}" dir="{}"', tag(language), "rtl" if is_rtl else "ltr")


def address(path: str, language: str) -> str:
    """The address of a page of this room.

    Args:
        path: below ``asks/``; empty for the first page. A name with an ending is a file.
        language: the reader's.
    """
    whole = pages_api.local_url(f"{ROOM}/{path}", language)
    return whole.rstrip("/") if path.rpartition("/")[2].rpartition(".")[0] else whole


@dataclass(frozen=True)
class Tongue:
    """The language a page is asked for in, and the one its own words are in (English until translated)."""

    reader: str
    words: str

    @classmethod
    def of(cls, language: str) -> Tongue:
        """Find out which of the two it is.

        Args:
            language: the reader's.
        """
        with translation.override(language):
            # Said only in this room: where it is still English, so is the rest.
            is_said = _("Days since the last step") != "Days since the last step"
        return cls(language, language if is_said else BASE_LANGUAGE)

    @property
    def attributes(self) -> SafeString:
        """``lang`` and ``dir`` for the element around our words, where they differ from the page's."""
        return attributes(self.words) if self.words != self.reader else mark_safe("")

    def piece(self, text: str, language: str) -> SafeString:
        """A text with its language, where that is not the language of the words around it."""
        if not text or not language or language == self.words:
            return format_html("{}", text)
        return format_html("<span{}>{}</span>", attributes(language), text)

    def quotation(self, text: SafeString | str, language: str) -> SafeString:
        """A text in the quotation marks of its own language.

        Browsers take the marks from the language *around* a quotation, so the element with the language is outside.
        """
        if not text or not language or language == self.words:
            return format_html("<q>{}</q>", text)
        return format_html("<span{}><q>{}</q></span>", attributes(language), text)

    def said(self, words: Any) -> SafeString:
        """Words by language in the reader's own, or what stands in for them, marked."""
        return self.piece(pick(words, self.reader), language_of(words, self.reader))

    def foreign(self, text: str) -> SafeString:
        """A text written once for all languages: Han letters say Chinese, else it is English."""
        return self.piece(text, "zh-hant" if any("\u4e00" <= char <= "\u9fff" for char in text) else BASE_LANGUAGE)

    def number(self, count: int) -> str:
        """A count in the digits of the words around it."""
        text = format_decimal(count, locale=facts_api.babel_locale(self.words))
        return facts_api.native_digits(text, self.words)

    def day(self, text: str) -> SafeString:
        """A partial date in the words of the page's language, for people and for machines."""
        if not text:
            return mark_safe("")
        return format_html('<time datetime="{}">{}</time>', text, self.plain_day(text))

    def plain_day(self, text: str) -> str:
        """A partial date without markup."""
        return facts_api.partial_date(text, self.words)

    def days(self, count: int) -> str:
        """A number of days in words."""
        return ngettext("%(count)s day", "%(count)s days", count) % {"count": self.number(count)}


@dataclass(frozen=True)
class SourceLine:
    """A source as a reader sees it: who, what, when, where in it, and whether it speaks for itself."""

    publisher: SafeString
    title: SafeString
    url: str
    url_note: SafeString
    date: SafeString
    place: SafeString
    is_primary: bool


def source_lines(rows: Iterable[Any], tongue: Tongue) -> list[SourceLine]:
    """The sources of something in the page's words.

    Args:
        rows: with ``source`` and ``place``, the sources at hand.
        tongue: the page's languages.
    """
    return [
        SourceLine(
            publisher=tongue.foreign(row.source.publisher),
            title=tongue.foreign(row.source.title),
            url=row.source.url,
            url_note=tongue.foreign(row.source.url_note),
            date=tongue.day(row.source.date),
            place=tongue.foreign(row.place),
            is_primary=row.source.kind in status.PRIMARY,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Link:
    """A link to an event or an ask, in ready words."""

    url: str
    title: SafeString
    when: SafeString = mark_safe("")  # noqa: RUF009 (a text)


@dataclass(frozen=True)
class EventLine:
    """One event as a reader sees it."""

    key: str
    url: str
    year: str
    when: SafeString
    plain_day: str
    kind: str
    actor: SafeString
    actor_kind: str
    is_government: bool
    text: SafeString
    quote: SafeString
    stance: str
    stance_words: str
    sign: str
    effects: list[SafeString]
    #: ``waiting`` for a second source, or ``disputed``: it has no effect; else empty.
    held: str
    is_weak: bool
    note: SafeString
    sources: list[SourceLine]
    answers: Link | None
    replies: list[Link] = field(default_factory=list)
    has_unread_reply: bool = False
    asks: list[Link] = field(default_factory=list)
    is_corrected: bool = False


@dataclass
class Lines:
    """Makes lines of events for one page.

    Args:
        tongue: the page's languages.
        asks: every ask by key.
        ask: the ask whose page it is; empty on pages of all asks.
    """

    tongue: Tongue
    asks: Mapping[str, Ask]
    ask: str = ""

    @cached_property
    def milestones(self) -> dict[str, Any]:
        """Every milestone by its key."""
        return {row.key: row for ask in self.asks.values() for row in ask.milestones.all()}

    def url(self, event: Event, own: Iterable[str] = ()) -> str:
        """The address of an event: on this ask's page where it is there, else on the first that has it."""
        keys = [*own] or [ask.key for ask in event.asks.all()]
        home = self.ask if self.ask in keys else next((key for key in self.asks if key in keys), "")
        # One that belongs to no ask has no place on a page; the first page is the nearest.
        return f"{address(home, self.tongue.reader)}#{anchor(event.key)}" if home else address("", self.tongue.reader)

    def link(self, event: Event) -> Link:
        """A link to an event by its actor."""
        return Link(self.url(event), self.tongue.said(event.actor), self.tongue.day(event.date))

    def ask_link(self, key: str) -> Link:
        """A link to an ask by its title."""
        return Link(address(key, self.tongue.reader), self.tongue.said(self.asks[key].title))

    def line(self, event: Event) -> EventLine:
        """One event.

        Args:
            event: with asks, sources, effects, replies and corrections at hand; not a draft.
        """
        tongue = self.tongue
        own = [ask.key for ask in event.asks.all()]
        replies = list(event.replies.all())
        question = event.answers if event.answers and not event.answers.draft else None
        return EventLine(
            key=event.key,
            url=self.url(event, own),
            year=event.date[:4],
            when=tongue.day(event.date),
            plain_day=tongue.plain_day(event.date),
            kind=str(KINDS[event.kind]),
            actor=tongue.said(event.actor),
            actor_kind=str(ACTOR_KINDS[event.actor_kind]),
            is_government=event.actor_kind == "government",
            text=tongue.said(event.text),
            quote=quoted(event, tongue),
            stance=event.stance,
            stance_words=str(STANCES[event.stance]),
            sign=SIGNS[event.stance],
            effects=self.effects(event, own),
            held=held(event),
            is_weak=event.confidence == "L",
            note=tongue.said(event.note),
            sources=source_lines(event.sources.all(), tongue),
            answers=self.link(question) if question else None,
            replies=[self.link(reply) for reply in replies if not reply.draft],
            has_unread_reply=any(reply.draft for reply in replies),
            asks=[self.ask_link(key) for key in self.asks if key in own],
            is_corrected=bool(event.corrections.all()),
        )

    def effects(self, event: Event, own: list[str]) -> list[SafeString]:
        """What an event did, in words: to the milestones of this page's ask (or of all), and to the asks as wholes."""
        found = []
        if event.effect != "none" and (not self.ask or self.ask in own):
            found.append(format_html("{}", _effect_words(event.effect)))
        for row in event.effects.all():
            milestone = self.milestones.get(row.milestone.key)
            if milestone is not None and (not self.ask or milestone.ask_id == self.asks[self.ask].pk):
                words = str(MILESTONE_EFFECTS[row.effect])
                found.append(format_html("{}: {}", self.tongue.said(milestone.title), words))
        return found


def _effect_words(effect: str) -> str:
    return {
        "acknowledges": _("Acknowledges the ask"),
        "advances": _("Moves the ask forward"),
        "refuses": _("Refuses the ask"),
        "reverses": _("Takes the ask back"),
    }[effect]


def anchor(key: str) -> str:
    """The ``id`` of an event on a page.

    Args:
        key: the event's key.
    """
    return f"event-{key}"


def quoted(event: Event, tongue: Tongue) -> SafeString:
    """An event's quote in the language it was said in, in that language's quotation marks; empty without one.

    Args:
        event: the event.
        tongue: the page's languages.
    """
    language = language_of(event.quote, tongue.reader)
    if not language:
        return mark_safe("")
    return tongue.quotation(event.quote[language], language)


def plain_quote(event: Event, language: str) -> str:
    """An event's quote with its quotation marks as text, for feeds and calendars.

    Args:
        event: the event.
        language: the reader's.
    """
    own = language_of(event.quote, language)
    marks = "「{}」" if own.startswith("zh") else "“{}”"
    return marks.format(event.quote[own]) if own else ""


def held(event: Event) -> str:
    """Why an event with an effect has none yet: ``disputed``, ``waiting`` for a second source, or empty.

    Args:
        event: with its sources and effects at hand.
    """
    if event.disputed:
        return "disputed"
    folded = as_folded(event)
    has_effect = folded.effect != "none" or bool(folded.milestones)
    return "waiting" if has_effect and not folded.is_sourced else ""


def state_words(state: str) -> str:
    """A state as a label.

    Args:
        state: one of the states.
    """
    return str(STATES[state])


def has_drafts(rows: Iterable[Worded], language: str) -> bool:
    """Whether any of some things has words in a language that no second speaker has checked.

    Args:
        rows: asks, events or others.
        language: the reader's.
    """
    return any(row.is_draft_in(language) and _speaks(row, language) for row in rows)


def _speaks(row: Worded, language: str) -> bool:
    fields = (getattr(row, column.name) for column in row._meta.fields if isinstance(column, WordsField))
    return any(language in (words or {}) for words in fields)


def day_text(day: datetime.date | None) -> str:
    """A day as ISO text, or nothing."""
    return day.isoformat() if day else ""
