"""From stored prose to what a reader sees: facts filled in, links resolved, language runs marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from causeway.facts import api as facts
from causeway.pages.links import local_url, path_in_site
from causeway.pages.runs import mark_runs, unmark

PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
PAGE_ID = re.compile(r'\bid="(\d+)"')
FACT_TOKEN = re.compile(r"\{fact:[^{}]{1,160}\}")
# Fields of blocks that hold the key of a fact instead of prose.
KEY_FIELDS = frozenset({"fact", "phone", "low", "high", "known"})


@dataclass
class Prose:
    """Renders the prose of one page with two look-ups for all of it: its facts and its links.

    Args:
        text_language: the language the prose is written in; numbers follow it.
        reader_language: the language of the frame; links stay in it.
        keys: every fact key the page uses.
        page_ids: every page it links to.
    """

    text_language: str
    reader_language: str
    keys: set[str] = field(default_factory=set)
    page_ids: set[int] = field(default_factory=set)
    # Level of the last heading written, so that the titles of steps and contacts never skip one.
    level: int = 1

    def __post_init__(self) -> None:
        self.book = facts.factbook(self.keys, language=self.text_language, reader_language=self.reader_language)
        # The linked pages that can be read, by primary key.
        self.pages: dict[int, Page] = {}
        if self.page_ids:
            linked = Page.objects.live().filter(pk__in=self.page_ids).select_related("locale")
            self.pages = {page.pk: page for page in linked}

    def html(self, source: str) -> SafeString:
        """Rich text as stored -> HTML for the reader."""
        source = PAGE_LINK.sub(self._page_link, source)
        # Documents and pictures keep Wagtail's own handlers; they are rare and cost a query each.
        if "linktype=" in source or "<embed" in source:
            source = expand_db_html(source)
        return mark_safe(mark_runs(self.book.fill(source, escape=False)))  # noqa: S308 (cleaned by Wagtail on save)

    def words(self, source: str) -> SafeString:
        """One line of plain text -> escaped HTML with facts and language runs."""
        return mark_safe(mark_runs(self.book.fill(str(escape(source)), escape=False)))  # noqa: S308 (escaped here)

    def plain(self, source: str) -> str:
        """Text for a title, a description or a mail: no markup, no source marks."""
        return unmark(self.book.fill_plain(source))

    def _page_link(self, tag: re.Match[str]) -> str:
        number = PAGE_ID.search(tag.group())
        page = self.pages.get(int(number.group(1))) if number else None
        return f'<a href="{self.address(page)}">' if page else "<a>"

    def address(self, page: Page) -> str:
        """The address of a page in the reader's language."""
        return local_url(path_in_site(page), self.reader_language)


def summaries(pages: list[Any], reader_language: str) -> dict[int, SafeString]:
    """The summaries of listed pages, each with its numbers in its own language.

    Args:
        pages: pages with ``locale`` loaded.
        reader_language: the language of the frame.

    Returns:
        HTML by primary key; one look-up of facts for each language among the pages.
    """
    by_language: dict[str, list[Any]] = {}
    for page in pages:
        by_language.setdefault(page.locale.language_code, []).append(page)
    found: dict[int, SafeString] = {}
    for code, group in by_language.items():
        keys = set().union(*(facts.keys_in(page.summary) for page in group))
        prose = Prose(code, reader_language, keys)
        found.update({page.pk: prose.words(page.summary) for page in group})
    return found


@dataclass(frozen=True)
class Content:
    """What a page's text points at."""

    keys: set[str]
    page_ids: set[int]
    related: list[int]


def content_of(page: Any) -> Content:
    """Every fact key and every page that a page's text points at, found without a query.

    Args:
        page: a reader page.
    """
    keys: set[str] = facts.keys_in(page.summary)
    ids: set[int] = set()

    def walk(value: Any, name: str = "") -> None:
        if isinstance(value, dict):
            for key, child in value.items():
                walk(child, key)
        elif isinstance(value, list | tuple):
            for child in value:
                walk(child, name)
        elif isinstance(value, str):
            if name in KEY_FIELDS and value:
                keys.add(value)
            else:
                keys.update(facts.keys_in(value))
                for tag in PAGE_LINK.findall(value):
                    number = PAGE_ID.search(tag)
                    if number:
                        ids.add(int(number.group(1)))
        elif isinstance(value, int) and name == "page":
            ids.add(value)

    # The raw value: reading the blocks themselves would fetch every chosen page one by one.
    walk(list(page.body.raw_data))
    related = [int(child["value"]) for child in page.related.raw_data if child.get("value")]
    return Content(keys, ids | set(related), related)


def text_of(html: str) -> str:
    """Rich text without its tags, for excerpts and plain mails."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]{0,500}>", " ", html))).strip()


def without_tokens(text: str) -> str:
    """Prose without its fact tokens: their keys are no words a reader would look for."""
    return FACT_TOKEN.sub(" ", text)
