"""A file of survey answers: columns ``answer`` and, where there are any, ``weight``, ``stratum`` and ``cluster``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

from darkfigure import reading
from darkfigure.cli.inputs import content, named
from darkfigure.tables import TableError

_KNOWN = ("answer", "weight", "stratum", "cluster")


@dataclass(frozen=True)
class Columns:
    """The answers of a survey, each list in the order of the rows.

    Attributes:
        answer: 0 or 1.
        weight: how many people each stands for, or none.
        stratum: labels, or none.
        cluster: labels, or none.
    """

    answer: list[int]
    weight: list[float] | None
    stratum: list[str] | None
    cluster: list[str] | None

    @classmethod
    def read(cls, source: str) -> Self:
        """Read a file.

        Args:
            source: a path, or ``-`` for standard input.

        Raises:
            TableError: for the first thing that is wrong, with file, row and column.
        """
        try:
            text, name = content(source)
            found = _parsed(text, name)
        except TableError as error:
            raise named(error, source) from None
        return cls(
            [int(value) for value in found["answer"]],
            [float(value) for value in found["weight"]] if "weight" in found else None,
            found.get("stratum"),
            found.get("cluster"),
        )


def _parsed(data: bytes, name: str) -> dict[str, list[str]]:
    """Return the columns by name, every value checked."""
    rows = reading.lines_of(reading.decoded(data, name), name)
    first = next(rows, None)
    if first is None:
        raise TableError(f"{name!r} is empty. It needs a header with 'answer' in it and a row for each answer.")
    row, line = first
    reading.check_commas(line, row)
    header = [field.casefold() for field in reading.fields_of(line, row)]
    _check_header(header, row)
    found: dict[str, list[str]] = {column: [] for column in header}
    for row, line in rows:
        if len(found["answer"]) == reading.MOST_ROWS:
            raise TableError(f"There are more than {reading.MOST_ROWS:,} rows. Give --positive and --size.", row)
        values = reading.fields_of(line, row)
        if len(values) != len(header):
            raise TableError(f"The row has {len(values)} values where the header has {len(header)} columns.", row)
        for column, value in zip(header, values, strict=True):
            _check(column, value, row)
            found[column].append(value)
    return found


def _check_header(header: list[str], row: int) -> None:
    for place, column in enumerate(header):
        if column not in _KNOWN:
            shown = f"number {place + 1}" if len(column) > 40 else repr(column)
            raise TableError(f"Column {shown} is none of {', '.join(_KNOWN)}. Rename it or take it out.", row)
        if column in header[:place]:
            raise TableError("There are two columns of this name. Take one out.", row, column)
    if "answer" not in header:
        raise TableError("There is no column 'answer', with 1 for a positive answer and 0 for any other.", row)


def _check(column: str, value: str, row: int) -> None:
    """Check one value. What stands there is not repeated: it may be somebody's name."""
    if column == "answer" and value not in ("0", "1"):
        raise TableError("The answer is neither 0 nor 1. Take out those who did not answer.", row, column)
    if column == "weight" and not _weighs(value):
        raise TableError("The weight is not a number above 0, in plain digits.", row, column)
    if column in ("stratum", "cluster") and not value:
        raise TableError("There is no label. Give each answer one.", row, column)


def _weighs(value: str) -> bool:
    try:
        return 0 < float(value) < math.inf
    except ValueError:
        return False
