"""Rows of the table, and where they are measured."""

from __future__ import annotations

import datetime
import os
import platform
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: what, how much, and the bar it is held to."""

    what: str
    value: str
    bar: str
    met: bool


def machine() -> str:
    """Return one line about the machine and the moment."""
    load = os.getloadavg()[0]
    day = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d")
    return (
        f"{day}, {os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, load average {load:.1f} at the start"
    )


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = ["| figure | measured | bar | |", "|---|---|---|---|"]
    return "\n".join(
        [*head, *(f"| {row.what} | {row.value} | {row.bar} | {'✓' if row.met else '✗'} |" for row in rows)]
    )
