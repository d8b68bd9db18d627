"""The subcommands ``sensitivity`` and ``coverage``: what an estimate rests on, and how far its interval can be trusted."""

from __future__ import annotations

import math
from argparse import Namespace
from typing import Any

from darkfigure.assessing import assess
from darkfigure.cli import inputs, prose, values
from darkfigure.cli.answers import Answer
from darkfigure.cli.progress import Progress
from darkfigure.cli.screen import Screen
from darkfigure.estimating import estimate
from darkfigure.plain import plain
from darkfigure.results import Coverage, Estimate, NotEstimable, Result, Scenario, Sensitivity
from darkfigure.tables import CaptureTable
from darkfigure.words import method_words, phrase

#: Scenarios of one kind that are printed, those furthest from the estimate; the JSON has all.
_MOST_ROWS = 10


def found(args: Namespace, table: CaptureTable, base: Result | None = None) -> Sensitivity:
    """Compute what the stepwise estimate rests on; it is made first where it was not yet."""
    from darkfigure.sensitivities import sensitivity as run

    with Progress(args) as told:
        base = base or estimate(
            table, "stepwise", p_threshold=args.threshold, n_boot=args.boot, level=args.level, seed=args.seed,
            engine=args.engine, threads=args.threads, progress=told,
        )  # fmt: skip
    return run(table, p_threshold=args.threshold, claims=args.claim, seed=args.seed, base=base)


def sensitivity(args: Namespace) -> Answer:
    """Say what the estimate rests on."""
    table = inputs.table(args.table)
    answer = found(args, table)
    base = answer.base
    assessment = assess(table, inputs.declared(args, table.lists), results=[base])
    refused = not isinstance(base, Estimate) or assessment.grade == "C"
    why = values.reasons(base, assessment.notes) if refused else ()
    scenarios = () if refused else answer.scenarios
    data = {
        **values.header("sensitivity", refused=refused),
        **values.result(base, withheld=refused),
        "grade": "C" if refused else assessment.grade,
        "claims": [
            {"total": one.total, "unseen_times": plain(one.details["factor"])} for one in scenarios if _claimed(one)
        ],
        "scenarios": [_scenario(one) for one in scenarios],
        "reasons": values.notes(why),
        "warnings": values.notes(assessment.notes),
    }

    def told(screen: Screen) -> str:
        if not isinstance(base, Estimate) or refused:
            prose.opening(screen, f"{prose.known(table.n)} {phrase('no-estimate-given')}", "C")
            prose.warnings(screen, why)
            prose.origin(screen, table.sha256, None)
        else:
            prose.opening(screen, f"{prose.known(table.n)} {prose.puts(base)} {_reach(answer)}", assessment.grade)
            prose.warnings(screen, assessment.notes)
            _tell_scenarios(screen, base, answer)
            prose.origin(screen, table.sha256, args.seed)
        return screen.text()

    return Answer(data, told)


def _scenario(one: Scenario) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "label": one.label,
        "n": one.n,
        "total": plain(one.total),
        "details": plain(one.details),
    }


def _claimed(one: Scenario) -> bool:
    return one.kind == "departure" and bool(one.details.get("claim"))


def _reach(answer: Sensitivity) -> str:
    """Return how far the scenarios on the data take the total."""
    kinds = ("drop-list", "merge-lists", "threshold", "delete-case", "linkage")
    totals = [one.total for kind in kinds for one in answer.of(kind) if math.isfinite(one.total)]
    if not totals:
        return ""
    return (
        f"With one thing about the data otherwise (a list left out, two joined, another threshold, a case fewer, matching "
        f"errors) it lies anywhere from {prose.about(min(totals))} to {prose.about(max(totals))}."
    )


def _tell_scenarios(screen: Screen, base: Estimate, answer: Sensitivity) -> None:
    steps = [one for one in answer.of("departure") if _claimed(one) or one.details["factor"] in (0.5, 1.0, 2.0)]
    screen.table(
        [phrase("column-claim"), phrase("column-unseen")],
        [
            [prose.exact(one.total), phrase("times-model", factor=f"{one.details['factor']:.3g}")]
            for one in sorted(steps, key=lambda one: one.total)
        ],
        title=phrase("claims-title"),
        words=0,
    )
    for kind in ("drop-list", "merge-lists", "threshold", "delete-case", "linkage", "internal"):
        scenarios = answer.of(kind)
        if scenarios:
            _tell_kind(screen, base, kind, scenarios)


def _tell_kind(screen: Screen, base: Estimate, kind: str, scenarios: tuple[Scenario, ...]) -> None:
    def away(one: Scenario) -> float:
        return abs(math.log(one.total / base.total)) if math.isfinite(one.total) else math.inf

    shown = scenarios
    if len(scenarios) > _MOST_ROWS:
        shown = tuple(sorted(scenarios, key=away, reverse=True)[:_MOST_ROWS])
    against = "True number" if kind == "internal" else "Against it all"
    rows = [[_label(one), prose.exact(one.n), prose.exact(one.total), _against(one, base)] for one in shown]
    more = f" (the {len(shown)} that matter most, of {len(scenarios)})" if len(shown) < len(scenarios) else ""
    screen.table([phrase(f"{kind}-column"), "Known", "Total", against], rows, title=f"{phrase(f'{kind}-title')}{more}")


def _label(one: Scenario) -> str:
    if one.kind == "linkage":
        return phrase(f"linkage-{one.details['change']}", share=prose.per_cent(one.details["share"]))
    return one.label


def _against(one: Scenario, base: Estimate) -> str:
    if one.kind == "internal":
        return prose.exact(one.details["true"])
    return f"x{one.total / base.total:.2f}" if math.isfinite(one.total) else ""


# --- Coverage ---------------------------------------------------------------------------------------


def covered(args: Namespace, table: CaptureTable, method: str, levels: tuple[float, ...]) -> Coverage | NotEstimable:
    """Simulate how often the interval holds the truth."""
    from darkfigure.covering import coverage as run

    with Progress(args) as told:
        return run(
            table, method, sets=args.sets, n_boot=args.boot, levels=levels, p_threshold=args.threshold, seed=args.seed,
            engine=args.engine, threads=args.threads, progress=lambda done, of: told.about("data sets", done, of),
        )  # fmt: skip


def coverage(args: Namespace) -> Answer:
    """Say how often the interval holds the truth."""
    table = inputs.table(args.table)
    result = covered(args, table, args.method, tuple(dict.fromkeys(args.level or (0.8, 0.95))))
    given = result if isinstance(result, Coverage) else None
    why = result.notes if isinstance(result, NotEstimable) else ()
    data = {
        **values.header("coverage", refused=given is None),
        "method": result.method,
        "observed": table.n,
        "lists": list(table.lists),
        "input_sha256": table.sha256,
        "grade": None if given else "C",
        "truth": given.truth if given else None,
        "sets": given.sets if given else args.sets,
        "refused": given.refused if given else None,
        "levels": _shares(given) if given else [],
        "bias": plain(given.bias) if given else None,
        "rmse": plain(given.rmse) if given else None,
        "seed": args.seed,
        "settings": plain(given.settings) if given else {},
        "reasons": values.notes(why),
    }

    def told(screen: Screen) -> str:
        if given is None:
            prose.opening(screen, f"{prose.known(table.n)} {phrase('no-estimate-given')}", "C")
            prose.warnings(screen, why)
        else:
            _tell_coverage(screen, given)
        prose.origin(screen, table.sha256, args.seed if given else None)
        return screen.text()

    return Answer(data, told)


def _shares(result: Coverage) -> list[dict[str, Any]]:
    given = result.sets - result.refused
    return [
        {
            "interval": kind,
            "level": level,
            "held": share if given else None,
            "standard_error": math.sqrt(share * (1 - share) / given) if given else None,
        }
        for kind, by in result.levels.items()
        for level, share in by.items()
    ]


def _tell_coverage(screen: Screen, result: Coverage) -> None:
    shares = _shares(result)
    widest = max((one for one in shares if one["interval"] == "bca"), key=lambda one: float(one["level"]))
    held = (
        "no interval at all"
        if widest["held"] is None
        else f"the true total in {prose.per_cent(widest['held'])} of them"
    )
    prose.opening(
        screen,
        f"On {result.sets:,} data sets like this one, made up with {prose.exact(result.truth)} cases in all, the "
        f"{prose.per_cent(widest['level'])} interval of {method_words(result.method)[0].lower()} held {held}.",
    )
    screen.paragraph(phrase("coverage-limits"))
    rows = [
        [
            str(one["interval"]),
            prose.per_cent(one["level"]),
            "none" if one["held"] is None else prose.per_cent(one["held"]),
            "" if one["standard_error"] is None else f"+-{prose.per_cent(one['standard_error'])}",
        ]
        for one in shares
    ]
    screen.table(["Interval", "Meant", "Held", "Standard error"], rows)
    rows = [
        ["Data sets without an interval", prose.exact(result.refused)],
        ["Mean error of the total", prose.exact(result.bias)],
        ["Root mean square error", prose.exact(result.rmse)],
    ]
    screen.table(["Figure", "Value"], rows)
