"""The subcommands ``score``, ``diff`` and ``simulate``."""

from __future__ import annotations

import datetime
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from lawgap import __version__, bills, diffing, scoring
from lawgap.cli.answers import Answer
from lawgap.cli.arguments import day
from lawgap.faults import LawError, listed, nearest, quoted
from lawgap.folder import read_folder
from lawgap.models import Law

if TYPE_CHECKING:
    from lawgap.scoring import Score


def header(command: str) -> dict[str, Any]:
    """What every answer in JSON begins with."""
    return {"command": command, "version": __version__}


def score(args: Namespace) -> Answer:
    """Score a folder of law."""
    found = scoring.score(read_folder(args.folder), args.standard, args.jurisdiction, args.as_of, args.read_on)
    if args.json:
        from lawgap.outputs.asdict import as_json

        return Answer({**header("score"), **as_json(found, cells=args.cells)}, str)

    def told() -> str:
        from lawgap.outputs.cellfile import as_csv
        from lawgap.outputs.markdown import cells_as_markdown, score_as_markdown

        if args.csv:
            return as_csv(found)
        text = score_as_markdown(found, args.language, reading=args.reading)
        return f"{text}\n{cells_as_markdown(found, args.language, args.reading)}" if args.cells else text

    return Answer({}, told)


def diff(args: Namespace) -> Answer:
    """Hold two scores against each other."""
    law = read_folder(args.folder)
    before = _named(law, args.before, args)
    change = diffing.diff(before, _named(law, args.after, args, before))
    if args.json:
        from lawgap.outputs.asdict import diff_as_json

        return Answer({**header("diff"), **diff_as_json(change, cells=args.cells)}, str)

    def told() -> str:
        from lawgap.outputs.markdown import diff_as_markdown

        return diff_as_markdown(change, args.language)

    return Answer({}, told)


def simulate(args: Namespace) -> Answer:
    """Say what a bill would change."""
    law = read_folder(args.folder)
    result = bills.simulate(law, args.bill, args.standard, args.jurisdiction, args.as_of)
    if args.json:
        from lawgap.outputs.asdict import simulation_as_json

        return Answer({**header("simulate"), **simulation_as_json(result, cells=args.cells)}, str)

    def told() -> str:
        from lawgap.outputs.markdown import simulation_as_markdown

        return simulation_as_markdown(result, args.language)

    return Answer({}, told)


def _named(law: Law, text: str, args: Namespace, before: Score | None = None) -> Score:
    """The score a word of the command line names.

    Args:
        law: the law.
        text: a date, a jurisdiction, ``JURISDICTION@DATE``, ``read:DATE``, ``JURISDICTION@read:DATE`` or a bill.
        args: with ``standard`` and ``jurisdiction``.
        before: what stands on the other side; a bill is taken to be law on its day.

    Raises:
        LawError: when it names nothing.
    """
    place, _, when = text.rpartition("@")
    if not place and when in law.jurisdictions:
        return scoring.score(law, args.standard, when)
    place = place or args.jurisdiction
    if when[:1].isdigit() or when.startswith("read:"):
        as_of, read_on = (None, _day(when[5:])) if when.startswith("read:") else (_day(when), None)
        return scoring.score(law, args.standard, place, as_of, read_on)
    if text in law.bills:
        as_of = before.as_of if before else None
        return bills.simulate(law, text, args.standard, args.jurisdiction, as_of).after
    known = [*law.jurisdictions, *law.bills]
    raise LawError(
        f"{quoted(text)} is no date (YYYY-MM-DD), no jurisdiction and no bill of this folder.{nearest(text, known)} "
        f"It has {listed(known)}"
    )


def _day(text: str) -> datetime.date:
    import argparse

    try:
        return day(text)
    except argparse.ArgumentTypeError as error:
        raise LawError(str(error)) from None
