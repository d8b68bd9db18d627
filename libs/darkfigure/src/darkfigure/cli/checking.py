"""The subcommand ``check``: what a table holds, which models can be fitted to it, and whether it carries an estimate."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from darkfigure.assessing import assess
from darkfigure.bounds import PairTotal, chao, pairwise_chapman
from darkfigure.cli import inputs, prose, values
from darkfigure.cli.answers import Answer
from darkfigure.cli.screen import Screen, width
from darkfigure.existence import Existence, check_existence, in_words
from darkfigure.models import HierarchicalModel, members, pair_masks
from darkfigure.plain import plain
from darkfigure.results import Assessment, Estimate, Result
from darkfigure.tables import CaptureTable
from darkfigure.words import phrase

_MODELS = {"independence": "Independent lists", "all-pairs": "All pairs linked", "given": "The model given"}


def check(args: Namespace) -> Answer:
    """Check a table."""
    table = inputs.table(args.table)
    assessment = assess(table, inputs.declared(args, table.lists))
    lists = table.n_lists
    asked = {
        "independence": HierarchicalModel.independence(lists),
        "all-pairs": HierarchicalModel.of(lists, pair_masks(lists)),
    }
    if args.model:
        asked["given"] = HierarchicalModel.parse(args.model, lists)
    found = {name: (model, check_existence(table, model)) for name, model in asked.items()}
    bound, pairs = chao(table, level=args.level), pairwise_chapman(table)
    refused = assessment.grade == "C"
    data = {
        **values.header("check", refused=refused),
        "n": table.n,
        "observed": table.n,
        "lists": list(table.lists),
        "input_sha256": table.sha256,
        "totals": list(table.totals),
        "overlaps": table.overlap().tolist(),
        "capture_frequencies": list(table.capture_frequencies()),
        "empty_pairs": [list(pair) for pair in table.empty_pairs()],
        "overlapping_triples": table.n_overlapping_triples(),
        "existence": [_existence(name, *each, table) for name, each in found.items()],
        "chao": values.result(bound, withheld=refused),
        "chapman": [_pair(pair, withheld=refused) for pair in pairs],
        "grade": assessment.grade,
        "reasons": values.notes([note for note in assessment.notes if note.severity == "refuse"]),
        "warnings": values.notes(assessment.notes),
    }

    def told(screen: Screen) -> str:
        prose.opening(screen, _opening(table, bound, assessment), assessment.grade)
        prose.warnings(screen, assessment.notes)
        _tables(screen, table, pairs, refused)
        rows = [[_MODELS[name], str(model), exists.reason] for name, (model, exists) in found.items()]
        screen.items("Can a model be fitted?", [(f"{name} {model}: {reason}", "") for name, model, reason in rows])
        prose.origin(screen, table.sha256, None)
        return screen.text()

    return Answer(data, told)


def _existence(name: str, model: HierarchicalModel, found: Existence, table: CaptureTable) -> dict[str, Any]:
    return {
        "name": name,
        "model": str(model),
        "code": found.code,
        "reason": found.reason,
        "boundary": [" & ".join(table.lists[number] for number in members(term)) for term in found.boundary],
        "direction": None if found.direction is None else in_words(found.direction, table.lists),
        "exact": found.exact,
    }


def _pair(pair: PairTotal, *, withheld: bool) -> dict[str, Any]:
    total = None if withheld else plain(pair.total)
    return {"lists": list(pair.pair), "first": pair.a, "second": pair.b, "both": pair.m, "total": total}


def _opening(table: CaptureTable, bound: Result, assessment: Assessment) -> str:
    begin = f"{prose.known(table.n)[:-1]}, on {table.n_lists} list{'s' if table.n_lists > 1 else ''}."
    if assessment.grade == "C":
        return f"{begin} {phrase('no-estimate-given')}"
    least = f" {prose.puts(bound)}" if isinstance(bound, Estimate) else ""
    return f"{begin}{least}"


def _tables(screen: Screen, table: CaptureTable, pairs: tuple[PairTotal, ...], refused: bool) -> None:
    shared = table.overlap().tolist()
    names, heads = list(table.lists), list(table.lists)
    if sum(map(width, names)) + 2 * len(names) + max(map(width, names)) > screen.columns:
        # Wide names stand beside the rows only; the columns go by number.
        heads = [str(place) for place in range(1, table.n_lists + 1)]
        names = [f"{place} {name}" for place, name in zip(heads, names, strict=True)]
    rows = [
        [name, *(prose.exact(shared[row][column]) if column <= row else "" for column in range(table.n_lists))]
        for row, name in enumerate(names)
    ]
    screen.table(["", *heads], rows, title="Cases on both lists of each pair (on the diagonal: on the list)")
    often = [[str(times), prose.exact(cases)] for times, cases in enumerate(table.capture_frequencies(), start=1)]
    screen.table(["On so many lists", "Cases"], often)
    if not refused and pairs:
        told = [[" & ".join(pair.pair), "none" if pair.total is None else prose.exact(pair.total)] for pair in pairs]
        screen.table(["Pair", "Total"], told, title="What each pair says by itself, were the two independent (Chapman)")
