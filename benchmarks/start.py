"""How long a second start takes until the first answer."""

from __future__ import annotations

import statistics

from benchmarks.site import PAGE, Site
from benchmarks.table import Row

ROUNDS = 3


def measure(site: Site) -> list[Row]:
    """Return the rows; the site has run once and does not run now."""
    stored, other = [], []
    for _ in range(ROUNDS):
        site.start()
        first = site.wait_for(PAGE)
        other.append(first + site.wait_for("/"))
        stored.append(first)
        site.stop()
    return [
        Row(
            "second start: first answer",
            f"{statistics.median(stored):.1f} s",
            "≤ 5 s",
            met=statistics.median(stored) <= 5,
        ),
        Row(
            "second start: first answer made by Django (/)",
            f"{statistics.median(other):.1f} s",
            "≤ 5 s",
            met=statistics.median(other) <= 5,
        ),
    ]
