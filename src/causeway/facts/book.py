"""The facts of one page, read at once and written as often as the page needs them."""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from causeway.facts.amounts import number_of, telephone_uri
from causeway.facts.dates import last_day
from causeway.facts.display import display_mode
from causeway.facts.formats import partial_date
from causeway.facts.markup import formatted, value_html
from causeway.facts.reading import read_facts
from causeway.facts.records import FactRecord, ValueRecord
from causeway.facts.status import Status, is_shown, status_of
from causeway.facts.tokens import TOKEN, keys_in
from causeway.facts.tokens import read as read_token
from causeway.facts.vocabulary import BASE_LANGUAGE
from causeway.facts.wording import BEING_CHECKED, SOURCE, SOURCE_STATUS, direction, say, tag

log = logging.getLogger("causeway.facts")

Day = datetime.date | str | None

# One pass over the text: a token, or a tag whose attributes may hold tokens.
_PIECE = re.compile(TOKEN.pattern + r"|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
# A link inside these would be a link in a link, or a second control in one.
_NO_LINKS = frozenset({"a", "button", "label", "summary"})
# These hold text only: a tag inside would be read as words.
_TEXT_ONLY = frozenset({"title", "option", "textarea", "script", "style"})
_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"
# Keeps the source mark in the line of what it marks; after a Chinese full stop a line may break.
_JOIN = "\u2060"


@dataclass(frozen=True)
class FactSummary:
    """What a block needs to show a fact its own way. Nothing hidden is in it."""

    key: str
    title: str
    text: str
    number: Decimal | tuple[Decimal, Decimal] | None
    date: str
    date_text: str
    unit: str
    status: Status
    is_shown: bool
    source_name: str
    source_title: str
    source_url: str
    source_date: str
    telephone: str
    url: str


@dataclass(frozen=True)
class Reading:
    """A fact as it stands on a day: its value, how far it may be relied on, whether readers may see it."""

    fact: FactRecord
    value: ValueRecord | None
    status: Status
    is_shown: bool


def day_of(on: Day, today: datetime.date) -> datetime.date:
    """The day a value is asked for.

    Args:
        on: a day, a partial date (its last day counts) or nothing (today).
        today: the day the page is read.

    Raises:
        ValueError: when the text is no date.
    """
    if on is None or on == "":
        return today
    return last_day(on) if isinstance(on, str) else on


class FactBook:
    """The facts of one page in one language.

    Args:
        keys: every key the page uses; one query reads them all.
        language: the language of the text the facts stand in: words and digits follow it.
        reader_language: the language of the addresses the source marks lead to.
        site: the Wagtail site whose display setting holds; the default one when not given.
        mode: ``banner`` or ``hide``, when the caller knows it already.
        today: the day of reading.
        page_url_prefix: what stands before the key in the address of a fact's page.
        facts: records read already, in this language.
    """

    def __init__(
        self,
        keys: Collection[str],
        language: str,
        *,
        reader_language: str | None = None,
        site: Any = None,
        mode: str | None = None,
        today: datetime.date | None = None,
        page_url_prefix: str | None = None,
        facts: Mapping[str, FactRecord] | None = None,
    ) -> None:
        self.language = language
        self.today = today or timezone.localdate()
        self.site = site
        self._mode = mode
        self.prefix = page_url_prefix if page_url_prefix is not None else f"/{reader_language or language}/facts/"
        self._facts: dict[str, FactRecord] = dict(facts or {})
        self.keys: set[str] = set(self._facts)
        self._done: dict[tuple[str, str, bool, bool], SafeString] = {}
        self.add(keys)

    @property
    def facts(self) -> dict[str, FactRecord]:
        """The facts in the book by key."""
        return self._facts

    @property
    def mode(self) -> str:
        """``banner`` or ``hide``; looked up when the first fact is read."""
        if self._mode is None:
            self._mode = display_mode(self.site)
        return self._mode

    def add(self, keys: Collection[str]) -> None:
        """Read facts that are not in the book yet.

        Args:
            keys: their keys.
        """
        new = set(keys) - self.keys
        if new:
            self._facts |= read_facts(self.language, keys=new)
            self.keys |= new

    def reading(self, key: str, on: Day = None) -> Reading | None:
        """How a fact stands on a day.

        Args:
            key: its key.
            on: the day; today when not given.

        Returns:
            The reading, or ``None`` when no such fact exists.

        Raises:
            ValueError: when ``on`` is no date.
        """
        self.add({key})
        fact = self._facts.get(key)
        if fact is None:
            return None
        return self.read(fact, fact.value_on(day_of(on, self.today)))

    @property
    def has_unverified(self) -> bool:
        """Whether a reader sees a value that nobody checked or that is due to be checked again."""
        return any(
            found is not None and found.is_shown and found.status is not Status.VERIFIED
            for found in map(self.reading, sorted(self.keys))
        )

    @property
    def has_hidden(self) -> bool:
        """Whether a reader sees ‘being checked’ in place of a value."""
        return any(found is not None and not found.is_shown for found in map(self.reading, sorted(self.keys)))

    def render(self, key: str, on: Day = None, *, mark: bool = True, link: bool = False) -> SafeString:
        """A fact as HTML.

        Args:
            key: its key.
            on: the day whose value is wanted; today when not given.
            mark: whether the source mark follows.
            link: whether a telephone number can be called from it.
        """
        memory = (key, str(on or ""), mark, link)
        if memory not in self._done:
            self._done[memory] = self._render(key, on, mark=mark, link=link)
        return self._done[memory]

    def _render(self, key: str, on: Day, *, mark: bool, link: bool) -> SafeString:
        found = self.reading(key, on)
        if found is None:
            return format_html('<span class="fact fact--unknown">{}</span>', self._unknown(key))
        return self.show(found, on, mark=mark, link=link)

    def read(self, fact: FactRecord, value: ValueRecord | None) -> Reading:
        """How one value of a fact's history stands.

        Args:
            fact: the fact.
            value: one of its values.
        """
        status = status_of(value, self.today)
        return Reading(fact, value, status, value is not None and is_shown(status, mode=self.mode, public=fact.public))

    def show(self, found: Reading, on: Day = None, *, mark: bool = True, link: bool = False) -> SafeString:
        """One value of a fact as HTML.

        Args:
            found: the fact and its value.
            on: the day for which the source mark asks the fact's page; today when not given.
            mark: whether the source mark follows.
            link: whether a telephone number can be called from it.
        """
        sign = self._mark(found, on) if mark and found.fact.public else mark_safe("")
        if found.value is None or not found.is_shown:
            words = say(BEING_CHECKED, self.language)
            lang = format_html(' lang="{}" dir="ltr"', words.lang) if words.lang else mark_safe("")
            return format_html('<span class="fact fact--hidden"{}>{}</span>{}', lang, words.text, sign)
        html = value_html(formatted(found.fact, found.value, self.language))
        if link and found.fact.type == "phone":
            address = telephone_uri(found.value.value)
            if address:
                html = format_html('<a href="{}">{}</a>', address, html)
        kind = "fact" if found.status is Status.VERIFIED else "fact fact--unverified"
        if found.fact.type == "statement":
            # A sentence reads as prose: it is not set off as a number is.
            kind += " fact--statement"
        return format_html('<span class="{}">{}{}</span>', kind, html, sign)

    def _mark(self, found: Reading, on: Day) -> SafeString:
        words = say(SOURCE_STATUS.get(found.status, SOURCE), self.language)
        title, lang = found.fact.own_title, words.lang
        if self.language != BASE_LANGUAGE and (lang or not title):
            # Half a label in each language would be read aloud wrongly: the whole of it is English then.
            words, title, lang = say(SOURCE_STATUS.get(found.status, SOURCE), BASE_LANGUAGE), "", BASE_LANGUAGE
        label = words.text.replace("%(title)s", title or found.fact.base_title)
        return format_html(
            '<a class="source-mark" href="{}"{} aria-label="{}">{}•</a>',
            self.address(found.fact.key, on),
            format_html(' lang="{}"', tag(lang)) if lang else mark_safe(""),
            label,
            _JOIN,
        )

    def address(self, key: str, on: Day = None) -> str:
        """The address of a fact's page.

        Args:
            key: its key.
            on: the day whose value the page shall show.
        """
        return f"{self.prefix}{key}/" + (f"?on={on}" if on else "")

    def _unknown(self, key: str) -> str:
        log.error("unknown fact", extra={"fact": key})
        return f"[unknown fact {key}]"

    def plain(self, key: str, on: Day = None) -> str:
        """A fact as text without markup, for titles, PDF and mail.

        Args:
            key: its key.
            on: the day whose value is wanted; today when not given.
        """
        found = self.reading(key, on)
        if found is None:
            return self._unknown(key)
        if found.value is None or not found.is_shown:
            return say(BEING_CHECKED, self.language).text
        value = formatted(found.fact, found.value, self.language)
        if value.dir == "ltr" and direction(self.language) == "rtl":
            # Groups of digits with spaces between them would change places in right-to-left text.
            return f"{_ISOLATE}{value.text}{_END_ISOLATE}"
        return value.text

    def fill(self, text: str, *, escape: bool) -> SafeString:
        """Put values for the tokens of a text.

        Args:
            text: plain text, or HTML that the caller vouches for.
            escape: true for plain text, false for HTML.

        Returns:
            HTML. In attributes and elements that hold text only, the value stands
            without markup; inside a link it stands without its source mark.
        """
        self.add(keys_in(text))
        if escape:
            return mark_safe(TOKEN.sub(self._token, _escape(text)))  # noqa: S308 (escaped in this line)
        # What goes in is HTML already; what is put into it is escaped by render and plain.
        return mark_safe(self._fill_html(text))  # noqa: S308

    def fill_plain(self, text: str) -> str:
        """Put plain values for the tokens of a plain text.

        Args:
            text: the text; the result is plain too and not safe as HTML.
        """
        self.add(keys_in(text))
        return TOKEN.sub(self._plain_token, text)

    def _token(self, match: re.Match[str]) -> str:
        token = read_token(match)
        return match.group() if token is None else self.render(token.key, token.on)

    def _plain_token(self, match: re.Match[str]) -> str:
        token = read_token(match)
        return match.group() if token is None else self.plain(token.key, token.on)

    def _fill_html(self, html: str) -> str:
        within: dict[str, int] = {}

        def put(match: re.Match[str]) -> str:
            closing, element, attributes = match.group(3), match.group(4), match.group(5)
            if element is not None:
                name = element.lower()
                if name in _NO_LINKS or name in _TEXT_ONLY:
                    within[name] = max(0, within.get(name, 0) + (-1 if closing else 1))
                if "{fact:" not in attributes:
                    return match.group()
                filled = TOKEN.sub(lambda inner: _escape(self._plain_token(inner)), attributes)
                return f"<{closing}{element}{filled}>"
            token = read_token(match)
            if token is None:
                return match.group()
            if any(within.get(name) for name in _TEXT_ONLY):
                return _escape(self.plain(token.key, token.on))
            return self.render(token.key, token.on, mark=not any(within.get(name) for name in _NO_LINKS))

        return _PIECE.sub(put, html)

    def summary(self, key: str, on: Day = None) -> FactSummary | None:
        """A fact as data for a block.

        Args:
            key: its key.
            on: the day whose value is wanted; today when not given.

        Returns:
            The summary, or ``None`` when no such fact exists. Where readers may not
            see the value it holds ‘being checked’ and no number.
        """
        found = self.reading(key, on)
        if found is None:
            return None
        fact, value = found.fact, found.value
        shown = value if found.is_shown else None
        source = value.sources[0] if value is not None and value.sources and fact.public else None
        date = (shown.as_of or shown.valid_from) if shown is not None else ""
        return FactSummary(
            key=key,
            title=fact.title if fact.public else "",
            text=self.plain(key, on),
            number=number_of(fact.type, shown.value) if shown is not None else None,
            date=date,
            date_text=partial_date(date, self.language) if date else "",
            unit=fact.unit,
            status=found.status,
            is_shown=found.is_shown,
            source_name=source.name if source else "",
            source_title=source.title if source else "",
            source_url=source.url if source else "",
            source_date=source.date if source else "",
            telephone=telephone_uri(shown.value) if shown is not None and fact.type == "phone" else "",
            url=self.address(key, on),
        )


def _escape(text: str) -> str:
    return str(escape(text))
