"""Published tables to learn and to test with: counts as their papers print them, each under one name with its mark."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from darkfigure.reading import read_text
from darkfigure.tables import CaptureTable, TableError

#: Said of every table: whether a licence covers the counts has not been established, and facts need none.
TERMS = "Counts as published; cite the paper."


@dataclass(frozen=True)
class About:
    """What a published table is.

    Attributes:
        name: the key, for example ``UKdat_5``.
        title: what to call it in print.
        what: which cases, where and when.
        lists: for each list its name in the table and what it stands for.
        papers: where the counts come from, the first published first; cite them.
        caution: what is peculiar to this version of the table; may be empty.
        cases: the number of cases seen, n.
        sha256: the mark of the table (:attr:`CaptureTable.sha256`); two versions of one table differ in it.
        terms: on what terms the counts are here.
    """

    name: str
    title: str
    what: str
    lists: tuple[tuple[str, str], ...]
    papers: tuple[str, ...]
    caution: str
    cases: int
    sha256: str
    terms: str = TERMS


@cache
def _index() -> dict[str, About]:
    entries = json.loads(files(__name__).joinpath("index.json").read_text(encoding="utf-8"))
    return {
        name: About(
            name=name,
            title=entry["title"],
            what=entry["what"],
            lists=tuple(entry["lists"].items()),
            papers=tuple(entry["papers"]),
            caution=entry["caution"],
            cases=entry["cases"],
            sha256=entry["sha256"],
        )
        for name, entry in entries.items()
    }


def names() -> tuple[str, ...]:
    """Return the names of the tables."""
    return tuple(_index())


def about(name: str) -> About:
    """Return what a table is and which paper to cite.

    Args:
        name: its name; capitals do not matter.

    Raises:
        ValueError: when there is no table of that name; the message lists the names.
    """
    for known, entry in _index().items():
        if known.casefold() == name.strip().casefold():
            return entry
    raise ValueError(f"There is no data set {name.strip()[:40]!r}. There are: {', '.join(names())}.")


def dataset(name: str) -> CaptureTable:
    """Return a published table.

    Args:
        name: its name; capitals do not matter.

    Raises:
        ValueError: when there is no table of that name; the message lists the names.
        TableError: when the file was changed since it was published with this library.
    """
    entry = about(name)
    table = read_text(files(__name__).joinpath(f"{entry.name}.csv").read_bytes(), name=entry.name)
    if table.sha256 != entry.sha256:
        raise TableError(f"The counts of {entry.name} are not those published. Install the library again.")
    return table
