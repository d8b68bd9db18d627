"""A score as CSV: one row a cell, so that a spreadsheet can count it again."""

from __future__ import annotations

import csv
import io

from lawgap.models import READINGS
from lawgap.outputs.reaching import reached_by
from lawgap.scoring import Score


def as_csv(score: Score, among: int | None = None) -> str:
    """One row a cell: its values, its verdict in each reading, and the provisions that reach it.

    Args:
        score: the score.
        among: the set of cells; all of them when left out.

    Returns:
        The text of the file, with the line ends of RFC 4180. ``signed`` says of every row whether all that reaches it
        was signed, so that no row can be taken out without its draft mark. Nothing in it can be a formula: it holds
        numbers, dates and codes, and codes begin with a letter or digit.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    dimensions = [dimension.code for dimension in score.standard.dimensions]
    lists = [f"provisions_{name}" for name in READINGS]
    writer.writerow(["cell", *dimensions, *READINGS, *lists, "signed", "standard", "jurisdiction", "as_of"])
    reaching = reached_by(score)
    unsigned = {*score.unsigned, *score.stale}
    for cell in score.space.listed(score.space.all if among is None else among):
        reached = [list(reaching[name][cell.number]) for name in READINGS]
        # What nothing reaches rests on all that was read.
        draft = unsigned.intersection(code for codes in reached for code in codes) if any(reached) else score.is_draft
        writer.writerow(
            [
                cell.number,
                *(cell.values.get(code, "") for code in dimensions),
                *(score.verdict(cell.number, name) for name in READINGS),
                *(" ".join(codes) for codes in reached),
                "no" if draft else "yes",
                score.standard.code,
                score.jurisdiction,
                score.as_of.isoformat(),
            ]
        )
    return file.getvalue()
