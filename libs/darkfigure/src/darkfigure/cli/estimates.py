"""The subcommands ``estimate`` and ``compare``."""

from __future__ import annotations

import math
from argparse import Namespace

from darkfigure.assessing import assess, counts
from darkfigure.cli import inputs, prose, values
from darkfigure.cli.answers import Answer
from darkfigure.cli.progress import Progress
from darkfigure.cli.screen import Screen
from darkfigure.comparing import DEFAULT, compare_methods
from darkfigure.plain import plain
from darkfigure.results import Assessment, Comparison, Estimate, Note, Result
from darkfigure.tables import CaptureTable
from darkfigure.words import joined, method_words, phrase, sentence


def estimate(args: Namespace) -> Answer:
    """Estimate by one method."""
    from darkfigure.estimating import estimate as run

    table = inputs.table(args.table)
    declared = inputs.declared(args, table.lists)
    method, _, averaged = (args.method or ("fixed" if args.model else "stepwise")).partition("-")
    with Progress(args) as told:
        result = run(
            table, method, model=args.model, p_threshold=args.threshold, max_order=args.max_order,
            average=bool(args.average or averaged), interval=args.interval, n_boot=args.boot, n_top=args.top,
            level=args.level, seed=args.seed, delta=args.delta, engine=args.engine, threads=args.threads, progress=told,
        )  # fmt: skip
    return _one(result, assess(table, declared, results=[result]))


def _one(result: Result, assessment: Assessment) -> Answer:
    """Return the answer on one method. A table without an estimate has none by any method, whatever its number."""
    refused = not isinstance(result, Estimate) or assessment.grade == "C"
    why = values.reasons(result, assessment.notes) if refused else ()
    data = {
        **values.header("estimate", refused=refused),
        **values.result(result, withheld=refused),
        "grade": "C" if refused else assessment.grade,
        "table_grade": assessment.grade,
        "reasons": values.notes(why),
        "warnings": values.notes(assessment.notes),
    }

    def told(screen: Screen) -> str:
        if isinstance(result, Estimate) and not refused:
            _tell_estimate(screen, result, assessment)
        else:
            _tell_refusal(screen, result, assessment, why)
        return screen.text()

    return Answer(data, told)


def _tell_estimate(screen: Screen, result: Estimate, assessment: Assessment) -> None:
    # One method's number never stands alone where others give another.
    others = [sentence(note) for note in assessment.notes if note.code == "methods-differ"]
    prose.opening(screen, " ".join([prose.known(result.observed), prose.puts(result), *others]), assessment.grade)
    prose.warnings(screen, assessment.notes)
    rows = [
        ["Cases known", prose.exact(result.observed)],
        ["Cases not known, estimated", prose.exact(result.dark_figure)],
        ["Total, estimated", prose.exact(result.total)],
    ]
    screen.table(["Figure", "Cases"], rows)
    prose.intervals(screen, result)
    prose.model(screen, result)
    prose.origin(screen, result.input_sha256, result.seed)


def _tell_refusal(screen: Screen, result: Result, assessment: Assessment, why: tuple[Note, ...]) -> None:
    if assessment.grade == "C":
        prose.opening(screen, f"{prose.known(result.observed)} {phrase('no-estimate-given')}", "C")
    else:
        name = method_words(values.method_name(result))[0]
        prose.opening(screen, f"{prose.known(result.observed)} {name} gives no estimate for these lists.")
    prose.warnings(screen, why)
    if assessment.grade != "C":
        screen.paragraph("Other methods do give one: see 'darkfigure compare'.")
    prose.origin(screen, result.input_sha256, None)


# --- Several methods --------------------------------------------------------------------------------


def compared(args: Namespace, table: CaptureTable) -> Comparison:
    """Run the methods that the options name."""
    declared = inputs.declared(args, table.lists) if hasattr(args, "feeds") else None
    with Progress(args) as told:
        return compare_methods(
            table, tuple(dict.fromkeys(args.method or DEFAULT)), n_boot=args.boot, level=args.level, seed=args.seed,
            declared=declared, engine=args.engine, threads=args.threads, progress=told.about,
        )  # fmt: skip


def compare(args: Namespace) -> Answer:
    """Compare several methods."""
    table = inputs.table(args.table)
    comparison = compared(args, table)
    assessment = comparison.assessment
    refused = assessment.grade == "C"
    seed = next(
        (each.seed for each in comparison.results if isinstance(each, Estimate) and each.seed is not None), None
    )
    asked = dict.fromkeys(args.method or DEFAULT)
    left_out = [name for name in asked if name not in map(values.method_name, comparison.results)]
    why = [note for note in assessment.notes if note.severity == "refuse"] if refused else []
    data = {
        **values.header("compare", refused=refused),
        "observed": table.n,
        "lists": list(table.lists),
        "input_sha256": table.sha256,
        "grade": assessment.grade,
        "spread": None if refused else plain(comparison.spread),
        "range": {
            "lower": None if refused else plain(comparison.lower),
            "upper": None if refused else plain(comparison.upper),
        },
        "seed": seed,
        "settings": {"n_boot": args.boot, "level": args.level},
        "left_out": left_out,
        "methods": [_method(result, assessment) for result in comparison.results],
        "reasons": values.notes(why),
        "warnings": values.notes(assessment.notes),
    }

    def told(screen: Screen) -> str:
        prose.opening(screen, f"{prose.known(table.n)} {range_words(comparison, table.n)}", assessment.grade)
        prose.warnings(screen, assessment.notes)
        prose.methods(screen, [(each, counts(each), not refused) for each in comparison.results])
        if left_out:
            names = joined([method_words(name)[0] for name in left_out])
            screen.paragraph(f"Left out, since there are too many lists for it or too few: {names}.")
        prose.origin(screen, table.sha256, seed)
        return screen.text()

    return Answer(data, told)


def _method(result: Result, assessment: Assessment) -> dict[str, object]:
    withheld = assessment.grade == "C"
    none = withheld or not isinstance(result, Estimate)
    return {
        "status": "not-estimable" if none else "ok",
        **values.result(result, withheld=withheld),
        "counts": not none and counts(result),
        "reasons": values.notes(values.reasons(result, assessment.notes)) if none else [],
        "warnings": values.notes(result.notes),
    }


def range_words(comparison: Comparison, n: int) -> str:
    """Return what the methods say together: a range, never one number where they differ much."""
    if comparison.assessment.grade == "C":
        return phrase("no-estimate-given")
    lower = prose.about(comparison.lower, n)
    if math.isnan(comparison.lower):
        told = _without_range(comparison, n)
    elif math.isinf(comparison.upper):
        told = phrase("range-open", lower=lower)
    else:
        told = phrase("range", lower=lower, upper=prose.about(comparison.upper, n))
    differ = [note for note in comparison.assessment.notes if note.code == "methods-differ"]
    if not differ:
        return told
    found = differ[0].values
    single = phrase(
        "no-single-spread", ratio=f"{found['ratio']:.1f}", low=found["low"], high=found["high"],
        low_method=method_words(found["low_method"])[0], high_method=method_words(found["high_method"])[0],
    )  # fmt: skip
    return f"{told} {single}"


def _without_range(comparison: Comparison, n: int) -> str:
    found = [result for result in comparison.results if isinstance(result, Estimate) and counts(result)]
    if not found:
        return "None of these methods counts for a range: ask for stepwise, bic or dga."
    if any(result.settings.get("n_boot") for result in found):
        return phrase("no-range")
    low, high = (prose.about(end(result.total for result in found), n) for end in (min, max))
    begin = (
        f"Our methods put the total at about {low}" if low == high else f"Our methods give totals from {low} to {high}"
    )
    return f"{begin}; a range was not asked for."
