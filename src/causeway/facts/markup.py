"""A value as words and as HTML, whoever may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from causeway.facts.formats import Formatted, Run, format_value
from causeway.facts.vocabulary import BASE_LANGUAGE
from causeway.facts.wording import direction, phrases, tag


class Typed(Protocol):
    """What says how a value is written: a fact, as a record or from the database."""

    @property
    def type(self) -> str: ...

    @property
    def currency(self) -> str: ...


class Worded(Protocol):
    """What is written: a value, as a record or from the database."""

    @property
    def value(self) -> str: ...

    @property
    def qualifier(self) -> str: ...

    @property
    def words(self) -> str: ...


def formatted(fact: Typed, value: Worded, language: str) -> Formatted:
    """A value in the words of a language, whoever may see it.

    Args:
        fact: the fact.
        value: one of its values.
        language: the language's code.
    """
    return format_value(
        fact.type,
        value.value,
        language=language,
        phrases=phrases(language),
        qualifier=value.qualifier,
        currency=fact.currency,
        words=value.words,
        base_language=BASE_LANGUAGE,
    )


def runs_html(runs: Iterable[Run]) -> SafeString:
    """Runs as escaped HTML, each with its language where that differs."""
    return format_html_join("", "{}", ((_run_html(run),) for run in runs))


def _run_html(run: Run) -> SafeString:
    if not run.lang:
        return format_html("{}", run.text)
    return format_html('<span lang="{}" dir="{}">{}</span>', tag(run.lang), direction(run.lang), run.text)


def value_html(value: Formatted) -> SafeString:
    """A value set apart from the direction of the text around it."""
    if value.dir:
        return format_html('<bdi dir="{}">{}</bdi>', value.dir, runs_html(value.runs))
    return format_html("<bdi>{}</bdi>", runs_html(value.runs))
