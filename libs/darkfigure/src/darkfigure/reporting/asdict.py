"""A report as plain values for machines: the same numbers and words, never one that is not finite."""

from __future__ import annotations

import math
from typing import Any

from darkfigure.assessing import counts
from darkfigure.plain import plain
from darkfigure.reporting.blocks import Text
from darkfigure.reporting.context import Context
from darkfigure.reporting.firstpage import avoid, copy_ready, rate, statement, title
from darkfigure.reporting.lists import published_counts
from darkfigure.reporting.provenance import command, seeds, versions
from darkfigure.reporting.robustness import cases_may_show, claims, factor, label
from darkfigure.results import SCHEMA_VERSION, Estimate, Interval, Note, NotEstimable, Result, Scenario
from darkfigure.words import grade_words, remedy, sentence


def to_dict(context: Context) -> dict[str, Any]:
    """Return the report as a dict that JSON can hold.

    Args:
        context: what the report is about.
    """
    assessment = context.comparison.assessment
    per = rate(context)
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "report",
        "language": context.language,
        "title": title(context),
        "about": {name: getattr(context, name) for name in ("subject", "place", "period", "definition", "publisher")},
        "observed": context.n,
        "grade": assessment.grade,
        "grade_words": list(grade_words(assessment.grade, context.language)),
        "estimable": not context.refused,
        "range": _range(context),
        "headline": context.headline,
        "spread": None if context.refused else _finite(context.comparison.spread),
        "rate_per_100000": None if per is None else {"lower": _finite(per[0]), "upper": _finite(per[1])},
        "population": context.population,
        "statement": [_said(text) for text in statement(context)],
        "copy": copy_ready(context),
        "avoid": [{"say": said, "why": why} for said, why in avoid(context)],
        "results": [_result(context, result) for result in context.comparison.results],
        "notes": [_note(context, note) for note in context.notes],
        "sensitivity": _sensitivity(context),
        "coverage": _coverage(context),
        "table": {"publish_below": context.publish_below, **published_counts(context)},
        "provenance": {
            "input_sha256": context.table.sha256,
            "date": context.date,
            "versions": versions(),
            "seeds": list(seeds(context)),
            "command": command(context),
        },
    }


# --- Parts ------------------------------------------------------------------------------------------


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _said(text: Text) -> str:
    return "".join(piece for piece, _ in text)


def _range(context: Context) -> dict[str, Any] | None:
    if not context.ranged:
        return None
    comparison = context.comparison
    return {
        "lower": comparison.lower,
        "upper": _finite(comparison.upper),
        "lower_rounded": context.lower,
        "upper_rounded": _finite(context.upper),
        "level": context.level,
    }


def _note(context: Context, note: Note) -> dict[str, Any]:
    return {
        "code": note.code,
        "severity": note.severity,
        "values": plain(note.values),
        "sentence": sentence(note, context.language),
        "remedy": remedy(note, context.language),
    }


def _interval(context: Context, interval: Interval) -> dict[str, Any]:
    return {
        "lower": _finite(interval.lower),
        "upper": _finite(interval.upper),
        "level": interval.level,
        "method": interval.method,
        "flags": [_note(context, note) for note in interval.flags],
    }


def _result(context: Context, result: Result) -> dict[str, Any]:
    common: dict[str, Any] = {
        "method": result.method,
        "name": context.name(result),
        "model": None if result.model is None else str(result.model),
        "notes": [_note(context, note) for note in result.notes],
    }
    if isinstance(result, NotEstimable):
        return common | {"estimable": False, "existence": result.existence}
    if context.refused:
        return common | {"estimable": False, "withheld": True}
    return common | _figures(context, result)


def _figures(context: Context, result: Estimate) -> dict[str, Any]:
    bootstrap = result.replicates
    return {
        "estimable": True,
        "in_range": counts(result),
        "total": _finite(result.total),
        "dark_figure": _finite(result.dark_figure),
        "intervals": [_interval(context, interval) for interval in result.intervals],
        "links": [] if result.model is None else [list(names) for names in result.model.named(result.lists)],
        "seed": result.seed,
        "settings": plain(result.settings),
        "bootstrap": None
        if bootstrap is None
        else {
            "replicates": len(bootstrap.estimates),
            "failed": bootstrap.failed,
            "with_empty_list": bootstrap.with_empty_list,
            "z0": _finite(bootstrap.z0),
            "acceleration": _finite(bootstrap.acceleration),
        },
    }


def _sensitivity(context: Context) -> dict[str, Any] | None:
    found = context.sensitivity
    if found is None or context.refused:
        return None
    base = found.base
    return {
        "base": _result(context, base),
        "claims": [{"total": claim, "unseen_times": factor(base, claim)} for claim in claims(context, base)]
        if isinstance(base, Estimate) and base.dark_figure > 0
        else [],
        "scenarios": [_scenario(context, scenario) for scenario in found.scenarios],
    }


def _scenario(context: Context, scenario: Scenario) -> dict[str, Any]:
    shown = cases_may_show(context, scenario)
    return {
        "kind": scenario.kind,
        "label": label(context, scenario),
        "n": scenario.n if shown else None,
        "total": _finite(scenario.total),
    }


def _coverage(context: Context) -> dict[str, Any] | None:
    found = context.coverage
    if found is None or context.refused:
        return None
    if isinstance(found, NotEstimable):
        return _result(context, found)
    return {
        "method": found.method,
        "truth": _finite(found.truth),
        "sets": found.sets,
        "refused": found.refused,
        "levels": [
            {"interval": kind, "level": level, "held": _finite(share)}
            for kind, levels in found.levels.items()
            for level, share in levels.items()
        ],
        "bias": _finite(found.bias),
        "rmse": _finite(found.rmse),
        "seed": found.seed,
    }
