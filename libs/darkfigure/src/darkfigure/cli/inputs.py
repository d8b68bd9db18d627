"""Where the data come from: a file, standard input, or a table that is shipped; and what is declared about its lists."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from darkfigure.reading import MOST_BYTES, read_csv, read_text
from darkfigure.tables import CaptureTable, TableError

if TYPE_CHECKING:
    from darkfigure.assessing import Declared

#: Before the name of a table that is shipped, in place of a path.
SHIPPED = "dataset:"


def table(source: str) -> CaptureTable:
    """Read a table.

    Args:
        source: a path, ``-`` for standard input, or ``dataset:NAME``.

    Raises:
        TableError: when there is no usable table; the message begins with the name of the file.
        ValueError: when no table of that name is shipped.
    """
    if source.startswith(SHIPPED):
        from darkfigure.datasets import dataset

        return dataset(source.removeprefix(SHIPPED))
    try:
        if source == "-":
            return read_text(*content(source))
        return read_csv(source)
    except TableError as error:
        raise named(error, source) from None


def content(source: str) -> tuple[bytes, str]:
    """Return what stands in a file or on standard input, and its name.

    Args:
        source: a path, or ``-`` for standard input.

    Raises:
        TableError: when it cannot be read.
    """
    if source == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1), "standard input"
    name = Path(source).name or source
    try:
        with Path(source).open("rb") as file:
            return file.read(MOST_BYTES + 1), name
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise TableError(f"{name!r} cannot be read ({why}). Check the name and the folder.") from None


def named(error: TableError, source: str) -> TableError:
    """Return the error with the name of the file before it, where its message has none."""
    name = "standard input" if source == "-" else Path(source).name
    if repr(name) in str(error):
        return error
    found = TableError(f"{name}: {error}")
    found.row, found.column = error.row, error.column
    return found


def declared(args: Namespace, lists: Sequence[str]) -> Declared:
    """Return what the options say about the lists.

    Args:
        args: with ``feeds``, ``separate``, ``same_definition``, ``linkage_audited`` and ``closed``.
        lists: the names of the lists.

    Raises:
        ValueError: when an option names a list there is none of.
    """
    from darkfigure.assessing import Declared

    return Declared(
        feeds=_pairs("--feeds", args.feeds, lists),
        separate=_pairs("--separate", args.separate, lists),
        same_definition=args.same_definition,
        linkage_audited=args.linkage_audited,
        closed=args.closed,
    )


def _pairs(option: str, given: list[str] | None, lists: Sequence[str]) -> tuple[tuple[str, str], ...] | None:
    if given is None:
        return None
    return tuple(pair_of_lists(option, text, lists, ":") for text in given if text != "none")


def pair_of_lists(option: str, text: str, lists: Sequence[str], mark: str) -> tuple[str, str]:
    """Return the two lists that a text names; the mark between them may also stand in their names.

    Args:
        option: the option it was given with.
        text: such as ``A:B``.
        lists: the names of the lists.
        mark: what stands between the two.

    Raises:
        ValueError: when it names no two lists.
    """
    for place, letter in enumerate(text):
        first, second = text[:place].strip(), text[place + 1 :].strip()
        if letter == mark and first in lists and second in lists and first != second:
            return first, second
    raise ValueError(
        f"{option} {text!r} does not name two lists. Write two of {', '.join(lists)} with '{mark}' between them."
    )
