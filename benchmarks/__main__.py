"""Measures everything, or what is named, and prints the table: ``python -m benchmarks [NAME …] [--write]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import publishing, queries, signups, start, stored
from benchmarks.site import PAGE, Site, prepared_site
from benchmarks.table import Row, machine, table

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def _running(measure: Callable[[Site], list[Row]]) -> Callable[[Site], list[Row]]:
    def run(site: Site) -> list[Row]:
        site.start()
        site.wait_for(PAGE)
        time.sleep(3)  # worker and admin are loaded too
        try:
            return measure(site)
        finally:
            site.stop()

    return run


FIGURES: dict[str, Callable[[Site], list[Row]]] = {
    "stored": _running(stored.measure),
    "queries": queries.measure,
    "publishing": _running(publishing.measure),
    "signups": _running(signups.measure),
    "start": start.measure,
}


def main() -> int:
    """Return 1 when a bar is not met."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measures the figures this project publishes.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(FIGURES)} (all by default)")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    args = parser.parse_args()
    unknown = set(args.names) - set(FIGURES)
    if unknown:
        parser.error(f"there is no figure {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}")
    about, rows = machine(), list[Row]()
    with prepared_site() as site:
        if args.names == ["start"]:
            _running(lambda site: [])(site)  # what is measured is a second start
        for name in args.names or FIGURES:
            print(f"Measuring: {name} …", file=sys.stderr, flush=True)
            rows += FIGURES[name](site)
    made = f"{about}\n\n{table(rows)}"
    print(f"\n{made}")
    if args.write:
        text = README.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
