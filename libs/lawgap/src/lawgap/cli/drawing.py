"""The subcommands ``svg`` and ``sheet``."""

from __future__ import annotations

from argparse import Namespace

from lawgap import bills, scoring
from lawgap.cli.answers import Answer
from lawgap.cli.outputs import check_file, write_file
from lawgap.folder import read_folder


def svg(args: Namespace) -> Answer:
    """Draw the matrix."""
    from lawgap.outputs.matrix import as_svg

    if args.output:
        check_file(args.output, args.folder)
    law = read_folder(args.folder)
    bill = ""
    if args.bill:
        result = bills.simulate(law, args.bill, args.standard, args.jurisdiction, args.as_of)
        found = result.after
        from lawgap.outputs.phrases import Phrases

        bill = Phrases(args.language).text(result.bill.title, result.bill.code)
    else:
        found = scoring.score(law, args.standard, args.jurisdiction, args.as_of, args.read_on)
    drawn = as_svg(
        found, args.language, rows=args.rows, columns=args.columns, place=args.place, bill=bill, wide=args.wide
    )
    return _written(drawn, args)


def sheet(args: Namespace) -> Answer:
    """Make the page for print."""
    from lawgap.outputs.sheet import as_sheet

    if args.output:
        check_file(args.output, args.folder)
    law = read_folder(args.folder)
    result = bills.simulate(law, args.bill, args.standard, args.jurisdiction, args.as_of) if args.bill else None
    jurisdiction = result.bill.jurisdiction if result else args.jurisdiction
    standard = result.before.standard.code if result else args.standard
    found = scoring.score(law, standard, jurisdiction, args.as_of, args.read_on)
    return _written(as_sheet(found, args.language, bill=result, place=args.place), args)


def _written(text: str, args: Namespace) -> Answer:
    if not args.output:
        return Answer({}, lambda: text)
    write_file(text, args.output)
    return Answer({}, lambda: f"Written: {args.output}\n")
