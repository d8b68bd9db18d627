"""What the other rooms of the house may use of the facts. Nothing else of this app is theirs."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.utils.safestring import SafeString

from causeway.facts.book import Day, FactBook, FactSummary
from causeway.facts.checks import FactLoadError, Fault, check_facts, check_sources, check_texts
from causeway.facts.computed import ComputedValue, recompute, register_computer
from causeway.facts.context import use_reader_context
from causeway.facts.display import display_mode
from causeway.facts.due import DueSummary, next_change, overdue_summary
from causeway.facts.dumping import dump_facts, dump_sources, dump_texts
from causeway.facts.editing import add_value
from causeway.facts.figures import presenting as figure_presenting
from causeway.facts.figures.packing import check_figures, dump_figures, load_figures
from causeway.facts.figures.values import fill as fill_figure
from causeway.facts.formats import babel_locale, native_digits, partial_date
from causeway.facts.loading import Loaded, load_facts, load_sources, load_texts
from causeway.facts.models import Fact, Figure, Source
from causeway.facts.reading import read_sources
from causeway.facts.records import SourceRecord
from causeway.facts.signals import facts_changed
from causeway.facts.signals import once as changes_once
from causeway.facts.status import Status
from causeway.facts.tokens import broken_tokens, is_key, keys_in, tokens_in
from causeway.facts.uses import record_uses

__all__ = [
    "ComputedValue",
    "DueSummary",
    "FactBook",
    "FactLoadError",
    "FactSummary",
    "Fault",
    "Loaded",
    "SourceRecord",
    "Status",
    "add_value",
    "babel_locale",
    "broken_tokens",
    "changes_once",
    "check_facts",
    "check_figures",
    "check_sources",
    "check_texts",
    "display_mode",
    "dump_facts",
    "dump_figures",
    "dump_sources",
    "dump_texts",
    "factbook",
    "facts_changed",
    "figure",
    "figure_keys",
    "fill",
    "is_key",
    "keys_in",
    "load_facts",
    "load_figures",
    "load_sources",
    "load_texts",
    "native_digits",
    "next_change",
    "overdue_summary",
    "page_has_unverified",
    "partial_date",
    "plain",
    "recompute",
    "record_uses",
    "register_computer",
    "render",
    "source_keys",
    "sources",
    "summary",
    "tokens_in",
    "unknown_keys",
    "use_reader_context",
]


def factbook(keys: Collection[str], language: str, **options: Any) -> FactBook:
    """Read the facts of one page at once.

    Args:
        keys: every key the page uses.
        language: the language of the page's text.
        **options: ``reader_language``, ``site``, ``mode``, ``today``, ``page_url_prefix`` (see ``FactBook``).

    Returns:
        A book that renders each of them without a further query.
    """
    return FactBook(keys, language, **options)


def render(
    key: str,
    *,
    language: str,
    on: Day = None,
    mark: bool = True,
    link: bool = False,
    page_url_prefix: str | None = None,
) -> SafeString:
    """One fact as HTML with its source mark.

    Args:
        key: its key.
        language: the language to write it in.
        on: the day whose value is wanted; today when not given.
        mark: whether the source mark follows.
        link: whether a telephone number can be called from it.
        page_url_prefix: what stands before the key in the address of a fact's page.
    """
    return FactBook({key}, language, page_url_prefix=page_url_prefix).render(key, on, mark=mark, link=link)


def fill(html_or_text: str, *, language: str, escape: bool) -> SafeString:
    """Put values for every token of a text, with one look-up of facts for all of them.

    Args:
        html_or_text: plain text, or HTML that the caller vouches for.
        language: the language of the text.
        escape: true for plain text, false for HTML.
    """
    return FactBook(keys_in(html_or_text), language).fill(html_or_text, escape=escape)


def plain(key: str, language: str, on: Day = None) -> str:
    """One fact as text without markup, for titles, PDF and mail.

    Args:
        key: its key.
        language: the language to write it in.
        on: the day whose value is wanted; today when not given.
    """
    return FactBook({key}, language).plain(key, on)


def summary(key: str, language: str, on: Day = None) -> FactSummary | None:
    """One fact as data for a block, or ``None`` when no such fact exists.

    Args:
        key: its key.
        language: the language to write it in.
        on: the day whose value is wanted; today when not given.
    """
    return FactBook({key}, language).summary(key, on)


def page_has_unverified(keys: Collection[str], on: datetime.date | None = None) -> bool:
    """Whether a reader of a page sees a value that nobody checked, so that it needs its banner.

    Args:
        keys: the facts on the page.
        on: the day of reading; today when not given.
    """
    # Status does not depend on the language.
    return FactBook(keys, "en", today=on).has_unverified


def unknown_keys(keys: Collection[str]) -> set[str]:
    """Those keys that no fact has.

    Args:
        keys: the keys to look up, in one query.
    """
    wanted = set(keys)
    return wanted - set(Fact.objects.filter(key__in=wanted).values_list("key", flat=True)) if wanted else set()


def sources(keys: Collection[str]) -> list[SourceRecord]:
    """Sources by their keys, in the order asked for; unknown keys are left out.

    Args:
        keys: the keys of the sources.
    """
    return read_sources(list(keys)) if keys else []


def source_keys() -> set[str]:
    """The key of every source."""
    return set(Source.objects.values_list("key", flat=True))


def figure_keys() -> dict[str, str]:
    """The title of every figure in the base language, by key, in their order."""
    return {found.key: str(found) for found in Figure.objects.all()}


def figure(
    key: str, language: str, *, reader_language: str | None = None, name: str = "figure", book: FactBook | None = None
) -> dict[str, Any] | None:
    """A figure with its values, for the template ``facts/figures/chart.html`` (under the name ``chart``).

    Args:
        key: its key.
        language: the language of the text it stands in.
        reader_language: the language of the addresses its source marks lead to.
        name: begins the ids in it; another one for each figure of a page.
        book: the page's facts, so that its settings hold.

    Returns:
        What the template places, or ``None`` when no such figure exists.
    """
    found = Figure.objects.filter(key=key).first()
    if found is None:
        return None
    return figure_presenting.context(
        fill_figure(found, book or FactBook((), language, reader_language=reader_language)), name=name
    )
