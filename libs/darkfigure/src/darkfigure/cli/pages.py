"""The subcommand ``report``: the page in plain words with everything behind it."""

from __future__ import annotations

import shlex
from argparse import Namespace
from pathlib import Path
from typing import Any

from darkfigure.cli import estimates, inputs, outputs, robustness, values
from darkfigure.cli.answers import Answer
from darkfigure.cli.screen import Screen
from darkfigure.reporting import report as written
from darkfigure.reporting import report_dict
from darkfigure.results import Coverage, NotEstimable, Sensitivity
from darkfigure.words import check_language

#: What stands in the page as it was given.
_SAID = ("title", "subject", "place", "period", "definition", "publisher", "population", "date")


def report(args: Namespace) -> Answer:
    """Write the report."""
    args.language = check_language(args.language)
    if args.output:
        outputs.check_file(args.output, args.table)
    table = inputs.table(args.table)
    comparison = estimates.compared(args, table)
    refused = comparison.assessment.grade == "C"
    sensitivity: Sensitivity | None = None
    coverage: Coverage | NotEstimable | None = None
    if not refused:
        stepwise = [result for result in comparison.results if result.method == "stepwise"]
        sensitivity = robustness.found(args, table, stepwise[0] if stepwise else None)
        coverage = robustness.covered(args, table, "stepwise", (0.8, args.level)) if args.sets else None
    arguments: dict[str, Any] = {
        "comparison": comparison, "sensitivity": sensitivity, "coverage": coverage, "language": args.language,
        "publish_below": args.publish_below, "command": _command(args), **{name: getattr(args, name) for name in _SAID},
    }  # fmt: skip
    data = {**values.header("report", refused=refused), **report_dict(table, **arguments)}
    data["reasons"] = [note for note in data["notes"] if note["severity"] == "refuse"] if refused else []
    text = values.as_json(data) if args.format == "json" else written(table, format=args.format, **arguments)
    if args.output:
        outputs.write_file(text, args.output)

    def told(screen: Screen) -> str:
        if not args.output:
            return text
        if not args.quiet:
            screen.paragraph(f"Written: {args.output} (grade {data['grade']}).")
        return screen.text()

    return Answer(data, told)


def _command(args: Namespace) -> str:
    """Return the command that repeats the report, without folders of this computer."""
    name = args.table if args.table.startswith(inputs.SHIPPED) or args.table == "-" else Path(args.table).name
    words = ["darkfigure", "report", name]
    for option, value in (
        ("--method", args.method), ("--seed", args.seed), ("--boot", args.boot), ("--level", args.level),
        ("--claim", args.claim), ("--sets", args.sets or None),
        ("--feeds", args.feeds), ("--separate", args.separate),
        *((f"--{name}", getattr(args, name)) for name in _SAID),
        ("--publish-below", args.publish_below), ("--language", args.language), ("--format", args.format),
    ):  # fmt: skip
        for one in value if isinstance(value, list) else [value]:
            words += [] if one is None else [option, str(one)]
    same = {True: ["--same-definition"], False: ["--different-definitions"], None: []}[args.same_definition]
    change = {True: ["--closed"], False: ["--open"], None: []}[args.closed]
    words += [*same, *["--linkage-audited"] * args.linkage_audited, *change]
    return shlex.join(words)
