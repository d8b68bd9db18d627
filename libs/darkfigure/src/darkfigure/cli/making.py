"""The subcommands ``simulate`` and ``datasets``: tables with a known total, and published ones."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError, Namespace
from string import ascii_uppercase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkfigure import reading
from darkfigure.cli import inputs, kinds, outputs, values
from darkfigure.cli.answers import Answer
from darkfigure.cli.screen import Screen
from darkfigure.datasets import About, about, dataset, names
from darkfigure.models import HierarchicalModel
from darkfigure.results import NotEstimable
from darkfigure.simulation import cell_probabilities, model_probabilities
from darkfigure.simulation import simulate as draw
from darkfigure.tables import CaptureTable


def simulate(args: Namespace) -> Answer:
    """Make tables up."""
    single = bool(args.output) and args.output.endswith(".csv") and args.reps == 1
    if args.reps > 1 and not (args.output or args.json):
        raise ValueError("Name a folder for the tables with -o, or ask for --json.")
    if args.output:
        outputs.check_file(args.output, args.table) if single else outputs.check_folder(args.output)
    lists, cells, total = _population(args)
    counts = draw(total, probabilities=cells, reps=args.reps, seed=args.seed)
    tables = [CaptureTable(lists, row) for row in counts]
    data = {
        **values.header("simulate"),
        "total": total,
        "lists": list(lists),
        "probabilities": cells.tolist(),
        "seed": args.seed,
        "tables": [
            {
                "observed": table.n,
                "unseen": total - table.n,
                "input_sha256": table.sha256,
                "rows": [list(row) for row in table.rows()],
            }
            for table in tables
        ],
    }
    if single:
        outputs.write_file(tables[0].to_csv(), args.output)
    elif args.output:
        files = {f"table-{number:05d}.csv": table.to_csv() for number, table in enumerate(tables, start=1)}
        outputs.write_folder({**files, "truth.json": values.as_json(data)}, args.output)

    def told(screen: Screen) -> str:
        if not args.output:
            return tables[0].to_csv()
        if not args.quiet:
            more = "" if single else ", and truth.json with how they were made"
            screen.paragraph(f"Written: {args.output}, {len(tables):,} of {total:,} cases in all{more}.")
        return screen.text()

    return Answer(data, told)


def _population(args: Namespace) -> tuple[tuple[str, ...], NDArray[np.float64], int]:
    """Return the names of the lists, the probability of each history, and the total."""
    if args.table is not None:
        if args.capture or args.coefficient or args.pair or args.lists:
            raise ValueError(
                "A table brings its own lists and chances. Leave out --capture, --pair, --lists, --coefficient."
            )
        return _fitted(args)
    if args.total is None:
        raise ValueError("Say how many cases there are in all with --total, such as --total 5000.")
    if (args.capture is None) == (args.model is None):
        raise ValueError("Give either --capture, such as 0.1,0.2,0.05, or --model with its coefficients, or a table.")
    if args.capture is not None:
        lists = check_names(args, len(args.capture))
        return lists, cell_probabilities(args.capture, _odds(args.pair, lists)), args.total
    if args.lists is None:
        raise ValueError("Name the lists of the model with --lists, such as --lists A,B,C.")
    lists = check_names(args, len(args.lists))
    model = HierarchicalModel.parse(args.model, len(lists))
    return lists, model_probabilities(model, _coefficients(args.coefficient, len(lists))), args.total


def _fitted(args: Namespace) -> tuple[tuple[str, ...], NDArray[np.float64], int]:
    from darkfigure.fitting import fit
    from darkfigure.selecting import Stepwise

    table = inputs.table(args.table)
    model = args.model or Stepwise(0.02, table.n_lists).chosen(table)
    found = fit(table, model)
    if isinstance(found, NotEstimable):
        why = " ".join(note["message"] for note in values.notes(found.notes))
        raise ValueError(f"No model can be fitted to this table, so there is nothing to simulate from. {why}")
    total = args.total if args.total is not None else round(found.total)
    return table.lists, found.fitted / found.fitted.sum(), total


def check_names(args: Namespace, size: int) -> tuple[str, ...]:
    if args.lists is None:
        return tuple(ascii_uppercase[:size])
    if len(args.lists) != size:
        raise ValueError(f"--lists names {len(args.lists)} lists and --capture has {size} chances. Give each list one.")
    # Names that the reader would refuse are refused here, so that every table that is written can be read.
    reading.check_names(args.lists, None, 1)
    return tuple(args.lists)


def _odds(given: list[str], lists: tuple[str, ...]) -> dict[tuple[int, int], float]:
    found = {}
    for text in given:
        pair, _, ratio = text.rpartition("=")
        first, second = inputs.pair_of_lists("--pair", pair, lists, ",")
        found[lists.index(first), lists.index(second)] = _value("--pair", text, ratio)
    return found


def _coefficients(given: list[str], n_lists: int) -> dict[int, float]:
    found = {}
    for text in given:
        term, _, value = text.rpartition("=")
        if not term or "," in term:
            raise ValueError(f"--coefficient {text!r} does not name one term. Write it as in 12=0.7.")
        model = HierarchicalModel.parse(term, n_lists)
        # A term of one list is no interaction: every model has all of those.
        mask = model.interactions[-1] if model.interactions else 1 << (int(term.strip("[] ")) - 1)
        found[mask] = _value("--coefficient", text, value)
    return found


def _value(option: str, text: str, value: str) -> float:
    if value.strip() == "-inf":
        return -math.inf
    try:
        return kinds.number(value)
    except ArgumentTypeError:
        raise ValueError(f"{option} {text!r} does not end in '=' and a number.") from None


# --- Published tables -------------------------------------------------------------------------------


def datasets(args: Namespace) -> Answer:
    """List the published tables, or print one."""
    if args.name is None:
        if args.output or args.about:
            raise ValueError("Name a table, such as UKdat; without a name they are listed.")
        entries = [about(name) for name in names()]
        return Answer(
            {**values.header("datasets"), "tables": [_entry(entry) for entry in entries]},
            lambda screen: _listed(screen, entries),
        )
    entry, table = about(args.name), dataset(args.name)
    if args.output:
        outputs.check_file(args.output)
        outputs.write_file(table.to_csv(), args.output)
    data = {**values.header("datasets"), "tables": [{**_entry(entry), "rows": [list(row) for row in table.rows()]}]}

    def told(screen: Screen) -> str:
        if args.about:
            return _described(screen, entry)
        if not args.output:
            return table.to_csv()
        if not args.quiet:
            screen.paragraph(f"Written: {args.output} ({entry.title}).")
        return screen.text()

    return Answer(data, told)


def _entry(entry: About) -> dict[str, Any]:
    return {
        "name": entry.name,
        "title": entry.title,
        "what": entry.what,
        "lists": [{"name": name, "meaning": meaning} for name, meaning in entry.lists],
        "papers": list(entry.papers),
        "caution": entry.caution,
        "observed": entry.cases,
        "input_sha256": entry.sha256,
        "terms": entry.terms,
    }


def _listed(screen: Screen, entries: list[About]) -> str:
    screen.items(
        "Published tables (use them as dataset:NAME)",
        [(f"{entry.name}: {entry.title} ({entry.cases:,} cases)", "") for entry in entries],
    )
    return screen.text()


def _described(screen: Screen, entry: About) -> str:
    screen.paragraph(f"{entry.name}: {entry.title}", strong=True)
    screen.paragraph(f"{entry.what} {entry.cases:,} cases on {len(entry.lists)} lists.")
    screen.items("Lists", [(f"{name}: {meaning}", "") for name, meaning in entry.lists])
    if entry.caution:
        screen.paragraph(entry.caution)
    screen.items("Cite", [(paper, "") for paper in entry.papers])
    screen.paragraph(entry.terms)
    return screen.text()
