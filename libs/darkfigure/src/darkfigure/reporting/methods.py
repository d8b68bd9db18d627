"""The annex on methods: totals, intervals, what each says about itself, refusals, what each assumes."""

from __future__ import annotations

import math

from darkfigure.assessing import counts
from darkfigure.reporting.blocks import Block, Bullets, Heading, Pairs, Paragraph, Section, Table, Text, Warned, plain
from darkfigure.reporting.context import Context, method_key, once
from darkfigure.reporting.drawings import of_methods, of_models
from darkfigure.results import Estimate, Interval, Note
from darkfigure.words import interval_words, method_words, remedy, sentence
from darkfigure.words.numbers import percent

#: What holds of every estimate stands among the warnings once.
_OF_ALL = ("highest-order",)


def methods_section(context: Context) -> Section:
    """Return the section with each method's total and interval."""
    blocks: list[Block] = []
    if context.estimates:
        blocks += [
            Paragraph(context.runs("methods-text")),
            *of_methods(context),
            _totals(context),
            *_further_intervals(context),
            *_remarks(context),
            *of_models(context),
        ]
    elif context.refused and len(context.refusals) < len(context.comparison.results):
        blocks.append(Paragraph(context.runs("methods-withheld")))
    blocks += _refusals(context)
    return Section("methods", context.say("methods-title"), tuple(blocks))


def warnings_section(context: Context) -> Section:
    """Return the section with every warning, its sentence and what data would help."""
    items = tuple(
        (
            note.severity,
            context.say(f"severity-{note.severity}"),
            sentence(note, context.language),
            remedy(note, context.language),
        )
        for note in context.notes
    )
    return Section("warnings", context.say("warnings-title"), (Warned(items, context.say("helps")),))


def assumptions_section(context: Context) -> Section:
    """Return the section on what all methods and each of them assume, and on the words used."""
    general = tuple(context.runs(f"assumption-{name}") for name in ("closed", "same", "linked", "found", "highest"))
    blocks: list[Block] = [Bullets(general)]
    methods = list(dict.fromkeys(method_key(result) for result in context.comparison.results))
    if methods:
        told = tuple(_told(method_words(method, context.language)) for method in methods)
        blocks += [Heading(context.say("each-method")), Pairs(told)]
    kinds = list(dict.fromkeys(interval.method for e in context.estimates for interval in e.intervals))
    if kinds:
        told = tuple(_told(interval_words(kind, context.language)) for kind in kinds)
        blocks += [Heading(context.say("each-interval")), Pairs(told)]
    names = ("list", "history", "overlap", "model", "interval", "bootstrap")
    told = tuple((context.say(f"term-{name}"), context.runs(f"term-{name}-is")) for name in names)
    blocks += [Heading(context.say("terms-title")), Pairs(told)]
    return Section("assumptions", context.say("assumptions-title"), tuple(blocks))


# --- Parts ------------------------------------------------------------------------------------------


def _told(words: tuple[str, str]) -> tuple[str, Text]:
    return words[0], plain(words[1])


def _limits(context: Context, interval: Interval | None) -> tuple[str, str, str]:
    if interval is None:
        none = context.say("no-interval")
        return none, none, none
    key = "from-to" if math.isfinite(interval.upper) else "from-on"
    limits = context.say(key, lower=context.exact(interval.lower), upper=context.exact(interval.upper))
    return limits, percent(interval.level), interval_words(interval.method, context.language)[0]


def _totals(context: Context) -> Table:
    rows = tuple(
        (
            context.name(estimate),
            context.exact(estimate.total),
            *_limits(context, estimate.interval),
            context.say("yes" if counts(estimate) else "no"),
        )
        for estimate in context.estimates
    )
    header = tuple(
        context.say(f"column-{name}") for name in ("method", "total", "limits", "level", "interval", "counts")
    )
    return Table(context.say("methods-caption", n=context.n), header, rows)


def _further_intervals(context: Context) -> list[Block]:
    rows = tuple(
        (context.name(estimate), *_limits(context, interval))
        for estimate in context.estimates
        for interval in estimate.intervals[1:]
    )
    if not rows:
        return []
    header = tuple(context.say(f"column-{name}") for name in ("method", "limits", "level", "interval"))
    return [Table(context.say("intervals-caption"), header, rows)]


def _remarks(context: Context) -> list[Block]:
    items: list[tuple[str, Text]] = []
    for estimate in context.estimates:
        flags = tuple(note for interval in estimate.intervals for note in interval.flags)
        single = estimate.model is not None and not estimate.settings.get("average")
        said = [_links(context, estimate)] if single else []
        own = [note for note in once((*estimate.notes, *flags)) if note.code not in _OF_ALL]
        said += [sentence(note, context.language) for note in own]
        if said:
            items.append((context.name(estimate), plain(context.say("sentence-gap").join(said))))
    return [Heading(context.say("remarks-title")), Pairs(tuple(items))] if items else []


def _links(context: Context, estimate: Estimate) -> str:
    links = estimate.model.named(estimate.lists) if estimate.model is not None else ()
    if not links:
        return context.say("links-none")
    names = [context.say("pair-and").join(names) for names in links]
    return context.say("links", links=context.say("list-semicolon").join(names))


def _refusals(context: Context) -> list[Block]:
    if not context.refusals:
        return []

    def reasons(notes: tuple[Note, ...]) -> Text:
        told = [sentence(note, context.language) for note in notes]
        told += [context.say("help-inline", text=remedy(note, context.language)) for note in notes]
        return plain(context.say("sentence-gap").join(told))

    alike: dict[str, tuple[list[str], Text]] = {}
    for refusal in context.refusals:
        text = reasons(refusal.notes)
        names, _ = alike.setdefault(text[0][0], ([], text))
        names.append(context.name(refusal))
    items = tuple((context.say("list-semicolon").join(names), text) for names, text in alike.values())
    return [Heading(context.say("refusals-title")), Pairs(items)]
