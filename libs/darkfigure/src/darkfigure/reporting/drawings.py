"""The figures of a report: each beside the table that holds its numbers, small counts left out as they are there."""

from __future__ import annotations

import math
from dataclasses import replace

from darkfigure import figures
from darkfigure.bounds import pairwise_chapman
from darkfigure.reporting.blocks import Block, Figure, Heading
from darkfigure.reporting.context import Context, method_key
from darkfigure.results import Comparison, Estimate, Result


def bar(context: Context) -> Figure:
    """Return the range as a bar; there must be one."""
    lower, upper = max(float(context.n), context.comparison.lower), context.comparison.upper
    return Figure(figures.range_bar(context.n, lower, upper, language=context.language))


def of_methods(context: Context) -> list[Block]:
    """Return the figure of all methods side by side."""
    found: list[Result] = [*context.estimates, *context.refusals]
    results = tuple(replace(result, method=method_key(result)) for result in found)
    comparison = context.comparison
    shown = Comparison(results, comparison.spread, comparison.lower, comparison.upper, comparison.assessment)
    return [Figure(figures.forest(shown, language=context.language))]


def of_models(context: Context) -> list[Block]:
    """Return the figures of what each method chose from: the models by fit, and the bootstrap."""
    alike: dict[tuple[str, ...], tuple[list[str], list[Figure]]] = {}
    for estimate in context.counted:
        drawn = [*_cloud(context, estimate), *_bootstrap(context, estimate)]
        # Two methods that choose the same model everywhere draw the same picture: it is shown once, for both.
        names, _ = alike.setdefault(tuple(figure.drawing.svg for figure in drawn), ([], drawn))
        names.append(context.name(estimate))
    found: list[Block] = []
    for names, drawn in alike.values():
        if drawn:
            found += [Heading(context.say("chance-title", method=context.listed(names))), *drawn]
    return found


def of_lists(context: Context) -> list[Block]:
    """Return the figures of the overlaps, and of what each pair says where that gives no small count away."""
    drawn = [Figure(figures.overlap_matrix(context.table, smallest=context.publish_below, language=context.language))]
    if context.refused:
        return [*drawn]
    pairs = pairwise_chapman(context.table)
    shown = [pair for pair in pairs if not _small(context, pair.a, pair.b, pair.m)]
    if len(shown) > 1 and any(pair.m for pair in shown):
        words = {"chapman-legend-empty": context.say("chapman-empty")} if len(shown) < len(pairs) else None
        drawn.append(Figure(figures.chapman_map(shown, language=context.language, words=words), whole=True))
    return [*drawn]


def of_kind(context: Context, kind: str) -> list[Block]:
    """Return the figure of one kind of scenario, where there is one."""
    if context.sensitivity is None:
        return []
    scenarios = context.sensitivity.of(kind)
    if kind == "drop-list" and scenarios:
        return [Figure(figures.drop_one_ladder(context.sensitivity.base, scenarios, language=context.language))]
    if kind == "threshold" and scenarios:
        return [Figure(figures.threshold_path(scenarios, language=context.language))]
    return []


def of_claims(context: Context, base: Estimate, claims: list[float]) -> Figure:
    """Return the figure of what would have to be true."""
    return Figure(figures.departure_curve(base, claims, language=context.language))


# --- Parts ------------------------------------------------------------------------------------------


def _small(context: Context, *counts: int) -> bool:
    return any(0 < count < context.publish_below for count in counts)


def _cloud(context: Context, estimate: Estimate) -> list[Figure]:
    models = estimate.details.get("models", ()) if estimate.method == "bic" else ()
    points = [(model["total"], model["criterion"], model["model"]) for model in models]
    known = [point for point in points if math.isfinite(point[0]) and math.isfinite(point[1])]
    return [Figure(figures.models_cloud(known, language=context.language), whole=True)] if len(known) > 1 else []


def _bootstrap(context: Context, estimate: Estimate) -> list[Figure]:
    drawn = estimate.replicates.estimates if estimate.replicates else ()
    if not any(math.isfinite(total) for total in drawn):
        return []
    return [Figure(figures.bootstrap_histogram(estimate, language=context.language), whole=True)]
