"""The subcommand ``plot``: one figure as SVG, which carries its words and, in JSON, the table of its data."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from darkfigure import figures
from darkfigure.assessing import assess
from darkfigure.bounds import pairwise_chapman
from darkfigure.cli import estimates, inputs, outputs, prose, values
from darkfigure.cli.answers import Answer
from darkfigure.cli.progress import Progress
from darkfigure.cli.screen import Screen
from darkfigure.estimating import estimate
from darkfigure.figures import Figure
from darkfigure.results import Assessment, Comparison, Estimate, Note
from darkfigure.selecting import Stepwise
from darkfigure.tables import CaptureTable
from darkfigure.words import check_language, phrase


class _RefusedError(Exception):
    """There is no estimate to draw; holds why."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        super().__init__()
        self.notes = notes


def plot(args: Namespace) -> Answer:
    """Draw a figure."""
    args.language = check_language(args.language)
    if args.output:
        outputs.check_file(args.output, args.table)
    table = inputs.table(args.table)
    try:
        figure = _FIGURES[args.figure](table, args)
    except _RefusedError as refused:
        return _refusal(args, table, refused.notes)
    if args.output:
        outputs.write_file(figure.svg, args.output)
    data = {
        **values.header("plot"),
        "figure": args.figure,
        "observed": table.n,
        "input_sha256": table.sha256,
        "grade": None,
        "title": figure.title,
        "description": figure.description,
        "caption": figure.caption,
        "table": {"header": list(figure.table.header), "rows": [list(row) for row in figure.table.rows]},
        "svg": figure.svg,
        "reasons": [],
    }

    def told(screen: Screen) -> str:
        if not args.output:
            return figure.svg if figure.svg.endswith("\n") else f"{figure.svg}\n"
        if not args.quiet:
            screen.paragraph(f"Written: {args.output}. {figure.title}: {figure.description}")
        return screen.text()

    return Answer(data, told)


def _refusal(args: Namespace, table: CaptureTable, notes: tuple[Note, ...]) -> Answer:
    data = {
        **values.header("plot", refused=True),
        "figure": args.figure,
        "observed": table.n,
        "input_sha256": table.sha256,
        "grade": "C",
        "title": None,
        "description": None,
        "caption": None,
        "table": None,
        "svg": None,
        "reasons": values.notes(notes),
    }

    def told(screen: Screen) -> str:
        prose.opening(screen, f"{prose.known(table.n)} {phrase('no-estimate-given')} Nothing was drawn.", "C")
        prose.warnings(screen, notes)
        return screen.text()

    return Answer(data, told)


# --- The figures ------------------------------------------------------------------------------------


def _overlap(table: CaptureTable, args: Namespace) -> Figure:
    return figures.overlap_matrix(table, smallest=_smallest(args), language=args.language)


def _chapman(table: CaptureTable, args: Namespace) -> Figure:
    if table.n_lists < 2:
        raise _RefusedError(assess(table).notes)
    return figures.chapman_map(pairwise_chapman(table), smallest=_smallest(args), language=args.language)


def _forest(table: CaptureTable, args: Namespace) -> Figure:
    return figures.forest(_comparison(table, args), language=args.language)


def _range(table: CaptureTable, args: Namespace) -> Figure:
    comparison = _comparison(table, args)
    if comparison.lower != comparison.lower:
        raise ValueError("No method gave a range. Ask for replicates (--boot) and for stepwise, bic or dga (--method).")
    return figures.range_bar(table.n, max(table.n, comparison.lower), comparison.upper, language=args.language)


def _models(table: CaptureTable, args: Namespace) -> Figure:
    _carries(assess(table))
    found = estimate(table, "bic", n_boot=0)
    if not isinstance(found, Estimate):
        raise _RefusedError(found.notes)
    points = [(model["total"], model["criterion"], model["model"]) for model in found.details["models"]]
    return figures.models_cloud(points, language=args.language)


def _bootstrap(table: CaptureTable, args: Namespace) -> Figure:
    if not args.boot:
        raise ValueError("The figure shows the bootstrap. Ask for at least one replicate (--boot).")
    return figures.bootstrap_histogram(_estimate(table, args), language=args.language)


def _departure(table: CaptureTable, args: Namespace) -> Figure:
    args.boot = 0
    return figures.departure_curve(_estimate(table, args), args.claim, language=args.language)


def _ladder(table: CaptureTable, args: Namespace) -> Figure:
    from darkfigure.sensitivities import drop_lists

    args.boot, args.method = 0, ["stepwise"]
    base = _estimate(table, args)
    rungs = drop_lists(table, Stepwise(args.threshold, table.n_lists))
    if not rungs:
        raise ValueError("A list can be left out where there are three or more.")
    return figures.drop_one_ladder(base, rungs, language=args.language)


def _thresholds(table: CaptureTable, args: Namespace) -> Figure:
    from darkfigure.sensitivities import thresholds

    _carries(assess(table))
    return figures.threshold_path(thresholds(table), language=args.language)


_FIGURES: dict[str, Callable[[CaptureTable, Namespace], Figure]] = {
    "overlap": _overlap,
    "forest": _forest,
    "models": _models,
    "bootstrap": _bootstrap,
    "ladder": _ladder,
    "departure": _departure,
    "thresholds": _thresholds,
    "chapman": _chapman,
    "range": _range,
}


# --- Parts ------------------------------------------------------------------------------------------


def _smallest(args: Namespace) -> int:
    """Return the smallest count to show; the figures take 0 for all."""
    return 0 if args.publish_below == 1 else int(args.publish_below)


def _carries(assessment: Assessment) -> None:
    """Refuse where the table carries no estimate."""
    if assessment.grade == "C":
        raise _RefusedError(tuple(note for note in assessment.notes if note.severity == "refuse"))


def _comparison(table: CaptureTable, args: Namespace) -> Comparison:
    comparison = estimates.compared(args, table)
    _carries(comparison.assessment)
    return comparison


def _estimate(table: CaptureTable, args: Namespace) -> Estimate:
    """Return the estimate by the first method that was named, stepwise by default."""
    method, _, averaged = (args.method or ["stepwise"])[0].partition("-")
    with Progress(args) as told:
        found = estimate(
            table, method, average=bool(averaged), p_threshold=args.threshold, n_boot=args.boot, level=args.level,
            seed=args.seed, engine=args.engine, threads=args.threads, progress=told,
        )  # fmt: skip
    if not isinstance(found, Estimate):
        raise _RefusedError(found.notes)
    _carries(assess(table, results=[found]))
    return found
