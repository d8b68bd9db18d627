"""The page in plain words: what is known, what range is estimated, what would make it wrong, what may be said."""

from __future__ import annotations

import math
from collections.abc import Callable

from darkfigure import __version__
from darkfigure.reporting.blocks import FirstPage, Part, Text, plain
from darkfigure.reporting.context import MOST_SPREAD, Context
from darkfigure.reporting.drawings import bar
from darkfigure.results import Note
from darkfigure.words import grade_words, remedy, sentence, wrong_if
from darkfigure.words.numbers import grouped, percent, ratio, two_figures

#: What can make a result wrong, the gravest first; at most so many are on the first page.
_DOUBTS = (
    "feeds",
    "separate",
    "definitions-differ",
    "feeds-unknown",
    "separate-unknown",
    "linkage-unaudited",
    "one-case",
    "drop-list-range",
    "open-population",
    "open-unknown",
    "definitions-unknown",
)
_MOST_DOUBTS = 4

#: What makes data thin belongs among the reasons to refuse, since its remedy is what would help.
_THIN = ("few-lists", "no-overlapping-triple", "empty-pairs", "small-overlap")

#: Digits of the data's mark that a citation carries.
_MARK = 12


def first_page(context: Context) -> FirstPage:
    """Return the page in plain words.

    Args:
        context: what the report is about.
    """
    grade = context.comparison.assessment.grade
    short, long = grade_words(grade, context.language)
    return FirstPage(
        kicker=context.say("kicker"),
        title=title(context),
        scope=_scope(context),
        draft=context.say("draft"),
        grade=grade,
        grade_label=context.say("grade"),
        grade_title=short,
        grade_text=long,
        statement=statement(context),
        bar=bar(context) if context.ranged else None,
        asides=_asides(context),
        parts=_refusal(context) if context.refused else _answer(context),
        copy=(context.say("copy-title"), copy_ready(context)),
        avoid=context.say("avoid-title"),
        avoid_items=avoid(context),
    )


def title(context: Context) -> str:
    """Return the title of the report."""
    return context.title or context.say("title-refused" if context.refused else "title")


def statement(context: Context) -> tuple[Text, ...]:
    """Return what is known and what range is estimated."""
    known = context.runs("known", n=context.n, things=context.things)
    if context.refused:
        return known, context.runs("no-estimate-given")
    if not context.ranged:
        return known, context.runs("no-range")
    if context.open:
        return known, context.runs("range-open", lower=context.lower)
    limits = {"lower": context.lower, "upper": context.upper}
    if context.headline is not None:
        return known, context.runs("range-headline", **limits, total=context.headline)
    return known, context.runs("range", **limits)


def rate(context: Context) -> tuple[float, float] | None:
    """Return the ends of the range per 100,000 people in two figures, or none where they cannot be given."""
    if context.population is None or not context.ranged:
        return None
    ends = (max(context.n, context.comparison.lower), context.comparison.upper)
    low, high = (two_figures(100_000 * end / context.population) if math.isfinite(end) else end for end in ends)
    return low, high


def copy_ready(context: Context) -> str:
    """Return a sentence to copy, with its source."""
    scope = _where_and_when(context)
    values = {
        "n": context.n,
        "things": context.things,
        "lists": context.table.n_lists,
        "scope": context.say("in-brackets", text=scope) if scope else "",
    }
    if context.refused or not context.ranged:
        return context.say("copy-refused", **values) + context.say("sentence-gap") + _source(context)
    level = context.say("copy-level", level=percent(context.level)) if context.level else ""
    grade = "copy-exploratory" if context.comparison.assessment.grade == "B" else "copy-grade-a"
    compared = "copy-method" if len(context.counted) == 1 else "copy-methods"
    remarks = level + context.say(compared, count=len(context.counted)) + context.say(grade)
    key = "copy-open" if context.open else "copy-range"
    said = context.say(key, **values, lower=context.lower, upper=context.upper, remarks=remarks)
    return said + context.say("sentence-gap") + _source(context)


def avoid(context: Context) -> tuple[tuple[str, str], ...]:
    """Return what not to say: each a quotation and why it would be wrong."""
    if context.refused or not context.ranged:
        known = ("no-more", "thousands", "risen", "survey")
        return tuple(
            (context.say(f"avoid-{key}-c", n=context.n), context.say(f"avoid-{key}-c-why", n=context.n))
            for key in known
        )
    keys = ("exact", "proven", "least", "upto", "risen", "survey", "missed", "certain")
    values = {
        "n": grouped(context.n),
        "things": context.things,
        "total": context.exact(context.counted[0].total if context.counted else context.lower),
        "about": context.about(context.counted[0].total if context.counted else context.lower),
        "lower": context.about(context.lower),
        "upper": context.about(context.upper),
        "level": percent(context.level or 0.95),
    }
    shown = [key for key in keys if not (key == "upto" and context.open)]
    return tuple((context.say(f"avoid-{key}", **values), context.say(f"avoid-{key}-why", **values)) for key in shown)


# --- Parts ------------------------------------------------------------------------------------------


def _scope(context: Context) -> str:
    said = [context.definition or "", _where_and_when(context)]
    return context.say("scope-gap").join(text for text in said if text)


def _where_and_when(context: Context) -> str:
    return context.say("scope-comma").join(text for text in (context.place, context.period) if text)


def _asides(context: Context) -> tuple[Text, ...]:
    if not context.ranged:
        return ()
    found = []
    if context.headline is None:
        found.append(_no_single_number(context))
    per = rate(context)
    if per is not None and context.population is not None:
        key = "rate-open" if context.open else "rate"
        found.append(context.runs(key, low=per[0], high=per[1], population=context.population))
    return tuple(found)


def _no_single_number(context: Context) -> Text:
    spread = context.comparison.spread
    if not (math.isfinite(spread) and spread > MOST_SPREAD and context.counted):
        return context.runs("no-single-grade")
    ordered = sorted(context.counted, key=lambda estimate: estimate.total)
    low, high = ordered[0], ordered[-1]
    return context.runs(
        "no-single-spread",
        ratio=ratio(spread),
        low=context.about(low.total),
        low_method=context.name(low),
        high=context.about(high.total),
        high_method=context.name(high),
    )


def _answer(context: Context) -> tuple[Part, ...]:
    return (
        Part(
            context.say("assumes-title"),
            items=tuple(context.runs(f"assumes-{what}") for what in ("matched", "same", "links")),
        ),
        Part(context.say("wrong-title"), items=tuple(plain(text) for text in _doubts(context))),
    )


def _doubts(context: Context) -> list[str]:
    rank = {code: place for place, code in enumerate(_DOUBTS)}
    notes = sorted((note for note in context.notes if note.code in rank), key=lambda note: rank[note.code])
    said: list[str] = []
    for note in [*notes[:_MOST_DOUBTS], Note("highest-order", {}, "know")]:
        words = wrong_if(note, context.language)
        if words is not None and words not in said:
            said.append(words)
    return [context.say("wrong-item", text=text) for text in said]


def _refusal(context: Context) -> tuple[Part, ...]:
    notes = [note for note in context.notes if note.severity == "refuse" or note.code in _THIN]
    if not notes:
        notes = [note for refusal in context.refusals for note in refusal.notes]

    def told(words: Callable[[Note, str], str]) -> tuple[Text, ...]:
        return tuple(plain(text) for text in dict.fromkeys(words(note, context.language) for note in notes))

    return (
        Part(context.say("reasons-title"), items=told(sentence)),
        Part(context.say("helps-title"), items=told(remedy)),
        Part(context.say("meaning-title"), text=context.runs("meaning", n=context.n, things=context.things)),
    )


def _source(context: Context) -> str:
    named = [title(context)] if context.title else []
    parts = [*([context.publisher] if context.publisher else []), *named, *([context.date] if context.date else [])]
    parts.append(context.say("source-library", version=__version__, mark=context.table.sha256[:_MARK]))
    return context.say("source", text=context.say("scope-comma").join(parts))
