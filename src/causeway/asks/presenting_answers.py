"""Replies that say the same words again, side by side, as a reader sees them.

Of a full text that staff pasted for comparison nothing is shown but how much of it is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.lists import format_list
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from causeway.asks import likeness
from causeway.asks.models import Event
from causeway.asks.presenting import EventLine, Lines, Tongue
from causeway.facts import api as facts_api


@dataclass(frozen=True)
class Answer:
    """One reply of a group: its event, its quote with the shared words marked, and how much is the same as in which."""

    line: EventLine
    quote: SafeString
    share: str


@dataclass(frozen=True)
class Group:
    """Replies that repeat each other, the oldest first."""

    title: str
    anchor: str
    answers: list[Answer]


@dataclass(frozen=True)
class PairLine:
    """Two replies that were compared."""

    first: EventLine
    second: EventLine
    share: str
    resemblance: str
    containment: str
    basis: str


def answers(rows: QuerySet[Event]) -> list[Event]:
    """What the Government said of its own accord or in reply, among published events.

    Args:
        rows: published events.
    """
    return list(rows.filter(actor_kind="government", kind__in=("reply", "statement")))


def compared(rows: Sequence[Event]) -> likeness.Comparison:
    """Compare replies with each other.

    Args:
        rows: the replies.
    """
    return likeness.compare_all(
        likeness.Text(row.key, (row.ends_on.isoformat(), row.starts_on.isoformat()), row.quote or {}, row.compared_text)
        for row in rows
    )


def share_words(pair: likeness.Pair, tongue: Tongue) -> str:
    """How much two replies share, in words that anyone can count after.

    Args:
        pair: the two.
        tongue: the page's languages.
    """
    numbers = {"same": tongue.number(pair.same), "words": tongue.number(pair.words)}
    if pair.language.startswith("zh"):
        return _("%(same)s of the %(words)s characters of the shorter text") % numbers
    return _("%(same)s of the %(words)s words of the shorter text") % numbers


def _marked(text: str, other: str, language: str, tongue: Tongue) -> SafeString:
    parts = format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", part) if same else part,) for part, same in likeness.runs(text, other)),
    )
    return tongue.quotation(parts, language)


def _partner(key: str, keys: Sequence[str], found: likeness.Comparison) -> likeness.Pair | None:
    """The earlier reply of its group that a reply has most words in common with; for the first, the next one."""
    earlier = keys[: keys.index(key)] or keys[1:2]
    pairs = [pair for other in earlier if (pair := found.pair(key, other))]
    return max(pairs, key=lambda pair: pair.same, default=None)


def groups(rows: Sequence[Event], found: likeness.Comparison, lines: Lines) -> list[Group]:
    """The groups of replies that repeat each other.

    Args:
        rows: the replies.
        found: how alike they are.
        lines: makes the lines of events.
    """
    events = {row.key: row for row in rows}
    made = []
    for number, keys in enumerate(found.groups, start=1):
        years = list(dict.fromkeys(lines.tongue.plain_day(events[key].date[:4]) for key in keys))
        dates = format_list(years, locale=facts_api.babel_locale(lines.tongue.words))
        members = [_answer(key, keys, found, events, lines) for key in keys]
        made.append(Group(_("The same words in %(years)s") % {"years": dates}, f"group-{number}", members))
    return made


def _answer(
    key: str, keys: Sequence[str], found: likeness.Comparison, events: Mapping[str, Event], lines: Lines
) -> Answer:
    line, pair, tongue = lines.line(events[key]), _partner(key, keys, found), lines.tongue
    if pair is None:
        return Answer(line, line.quote, "")
    other = pair.second if pair.first == key else pair.first
    quote = line.quote
    if pair.language:
        own, theirs = events[key].quote[pair.language], events[other].quote[pair.language]
        quote = _marked(own, theirs, pair.language, tongue)
    share = _("Compared with %(date)s: %(share)s stand in both, in the same order.") % {
        "date": tongue.plain_day(events[other].date),
        "share": share_words(pair, tongue),
    }
    return Answer(line, quote, share)


def pair_lines(rows: Sequence[Event], found: likeness.Comparison, lines: Lines) -> list[PairLine]:
    """Every pair that repeats each other, the likest first.

    Args:
        rows: the replies.
        found: how alike they are.
        lines: makes the lines of events.
    """
    made = {row.key: lines.line(row) for row in rows}
    pairs = sorted((pair for pair in found.pairs if pair.repeats), key=lambda pair: -pair.share)
    return [
        PairLine(
            made[pair.first],
            made[pair.second],
            share_words(pair, lines.tongue),
            f"{pair.resemblance:.2f}",
            f"{pair.containment:.2f}",
            _("Quotes") if pair.language else _("Full texts"),
        )
        for pair in pairs
    ]
