"""The annex on what the estimate rests on: departures from the assumptions, other lists, other settings, coverage."""

from __future__ import annotations

import math

from darkfigure.reporting.blocks import Block, Bullets, Heading, Paragraph, Section, Table, plain
from darkfigure.reporting.context import Context
from darkfigure.reporting.drawings import of_claims, of_kind
from darkfigure.results import Estimate, NotEstimable, Scenario
from darkfigure.words import interval_words, method_words, sentence, two_figures
from darkfigure.words.numbers import percent, ratio

#: Kinds of scenarios in the order they are told; a departure is told as what would have to be true.
_KINDS = ("drop-list", "merge-lists", "threshold", "delete-case", "linkage", "internal")

#: Single cases told of, those that move the total most.
_MOST_CASES = 10

#: The unseen as multiples of what the model says, from which round totals are taken for the table of claims.
_MULTIPLES = (0.25, 0.5, 2.0, 4.0)


def sensitivity_section(context: Context) -> Section | None:
    """Return the section on what the estimate rests on, or none where nothing of the kind was computed."""
    if context.sensitivity is None or context.refused:
        return None
    base, blocks = context.sensitivity.base, list[Block]()
    total = base.total if isinstance(base, Estimate) else math.nan
    if isinstance(base, Estimate):
        blocks.append(
            Paragraph(context.runs("sensitivity-text", method=context.name(base), total=context.exact(base.total)))
        )
        blocks += _claims_blocks(context, base)
    for kind in _KINDS:
        scenarios = context.sensitivity.of(kind)
        if scenarios:
            internal = kind == "internal"
            told = _internal(context, scenarios) if internal else _scenarios(context, kind, scenarios, total)
            blocks += [Heading(context.say(f"{kind}-title")), *of_kind(context, kind), told]
    return Section("sensitivity", context.say("sensitivity-title"), tuple(blocks))


def coverage_section(context: Context) -> Section | None:
    """Return the section on how often the interval holds the truth, or none where it was not simulated."""
    found = context.coverage
    if found is None or context.refused:
        return None
    if isinstance(found, NotEstimable):
        reasons = tuple(plain(sentence(note, context.language)) for note in found.notes)
        return Section("coverage", context.say("coverage-title"), (Bullets(reasons),))
    rows = tuple(
        (interval_words(kind, context.language)[0], percent(level), f"{share:.1%}")
        for kind, levels in found.levels.items()
        for level, share in levels.items()
        if math.isfinite(share)
    )
    header = (context.say("column-interval"), context.say("column-meant"), context.say("column-held"))
    told = context.runs(
        "coverage-text",
        sets=found.sets,
        truth=context.exact(found.truth),
        method=method_words(found.method, context.language)[0],
        refused=found.refused,
        bias=context.exact(found.bias),
        rmse=context.exact(found.rmse),
        seed=str(found.seed),
    )
    table = Table(context.say("coverage-caption"), header, rows)
    limits = Paragraph(context.runs("coverage-limits"), quiet=True)
    return Section("coverage", context.say("coverage-title"), (Paragraph(told), table, limits))


def claims(context: Context, base: Estimate) -> list[float]:
    """Return totals, from low to high, for which to say what would have to be true: round ones, and those asked for.

    Args:
        context: what the report is about.
        base: the estimate.
    """
    totals: set[float] = {two_figures(base.observed + base.dark_figure * multiple) for multiple in _MULTIPLES}
    if context.sensitivity is not None:
        totals |= {one.total for one in context.sensitivity.of("departure") if one.details.get("claim")}
    if context.ranged:
        totals |= {end for end in (context.lower, context.upper) if math.isfinite(end)}
    return sorted(total for total in totals if total > base.observed)


def factor(base: Estimate, claim: float) -> float:
    """Return how many times the modelled unseen cases there would have to be for the total to be *claim*."""
    return (claim - base.observed) / base.dark_figure


def cases_may_show(context: Context, one: Scenario) -> bool:
    """Whether a scenario's number of cases may be printed: not where it, or what it takes away, is a small count.

    The cases that go with a list, and those of a list that are on no other, are those of one history.
    """
    small = range(1, context.publish_below)
    whole = one.details.get("true", one.n) if one.kind == "internal" else context.n
    by_difference = one.kind in {"drop-list", "internal"} and whole - one.n in small
    return not by_difference and one.n not in small


def label(context: Context, one: Scenario) -> str:
    """Return the name of a scenario in the language of the report."""
    if one.kind == "linkage" and "change" in one.details:
        return context.say(f"linkage-{one.details['change']}", share=percent(one.details["share"]))
    return one.label


# --- Parts ------------------------------------------------------------------------------------------


def _claims_blocks(context: Context, base: Estimate) -> list[Block]:
    if not base.dark_figure > 0:
        return []
    named = claims(context, base)
    rows = tuple(
        (context.exact(claim), context.say("times-model", factor=f"{factor(base, claim):,.2f}")) for claim in named
    )
    header = (context.say("column-claim"), context.say("column-unseen"))
    told = context.runs("claims-text", unseen=context.exact(base.dark_figure))
    caption = context.say("claims-caption")
    return [
        Heading(context.say("claims-title")),
        Paragraph(told),
        of_claims(context, base, named),
        Table(caption, header, rows),
    ]


def _scenarios(context: Context, kind: str, scenarios: tuple[Scenario, ...], base: float) -> Table:
    rows = tuple(
        (label(context, one), _cases(context, one), context.exact(one.total), _times(context, one, base))
        for one in (_strongest(scenarios, base) if kind == "delete-case" else scenarios)
    )
    header = (f"{kind}-column", "column-cases", "column-total", "column-against")
    return Table(context.say(f"{kind}-caption"), tuple(context.say(name) for name in header), rows)


def _internal(context: Context, scenarios: tuple[Scenario, ...]) -> Table:
    rows = []
    for one in scenarios:
        true = int(one.details.get("true", one.n))
        hidden = 0 < true < context.publish_below
        against = context.say("withheld") if hidden else _times(context, one, true)
        rows.append((one.label, context.count(true), context.exact(one.total), against))
    header = ("internal-column", "column-known-size", "column-estimated-size", "column-against-known")
    return Table(context.say("internal-caption"), tuple(context.say(name) for name in header), tuple(rows))


def _strongest(scenarios: tuple[Scenario, ...], base: float) -> list[Scenario]:
    known = [one for one in scenarios if math.isfinite(one.total)]
    return sorted(known, key=lambda one: -abs(one.total - base))[:_MOST_CASES]


def _cases(context: Context, one: Scenario) -> str:
    if cases_may_show(context, one) or one.n < context.publish_below:
        return context.count(one.n)
    return context.say("withheld")


def _times(context: Context, one: Scenario, other: float) -> str:
    if not (math.isfinite(one.total) and math.isfinite(other) and other > 0):
        return context.say("no-figure")
    share = one.total / other
    return context.say("times", factor=ratio(share) if share >= 10 else f"{share:.2f}")
