"""Measures everything, or what is named, and prints the table: ``python -m benchmarks [NAME …] [--write]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import coverage_study, estimation, law_cells, publishing, queries, signups, start, stored
from benchmarks.site import PAGE, Site, prepared_site
from benchmarks.table import Row, machine, table

README = Path(__file__).parent / "README.md"


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


#: Figures that need no site.
ALONE: dict[str, Callable[[], list[Row]]] = {"estimation": estimation.measure, "law": law_cells.measure}
#: Studies with a table of their own, between marks of their own.
STUDIES: dict[str, Callable[[Callable[[str], None]], str]] = {"coverage": coverage_study.measure}
NAMES = (*FIGURES, *ALONE, *STUDIES)


def tell(what: str) -> None:
    """Say what is being measured."""
    print(f"Measuring: {what} …", file=sys.stderr, flush=True)


def put(mark: str, made: str) -> None:
    """Put a table into README.md between its marks."""
    text = README.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, _, rest = text.partition(begin)
    README.write_text(f"{before}{begin}\n{made}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def of_site(names: list[str]) -> list[Row]:
    """Measure what needs a site; make the site only for that."""
    rows = list[Row]()
    if not names:
        return rows
    with prepared_site() as site:
        if names == ["start"]:
            _running(lambda site: [])(site)  # what is measured is a second start
        for name in names:
            tell(name)
            rows += FIGURES[name](site)
    return rows


def main() -> int:
    """Return 1 when a bar is not met."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measures the figures this project publishes.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} (all by default)")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    args = parser.parse_args()
    unknown = set(args.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no figure {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    wanted, about = args.names or list(NAMES), machine()
    tables, met = dict[str, str](), True
    groups = {"measured": of_site([name for name in wanted if name in FIGURES])}
    for name in wanted:
        if name in ALONE:
            tell(name)
            groups[name] = ALONE[name]()
        elif name in STUDIES:
            tables[name] = f"{about}\n\n{STUDIES[name](tell)}"
    for mark, rows in groups.items():
        met &= all(row.met for row in rows)
        if rows:
            tables[mark] = f"{about}\n\n{table(rows)}"
    for mark, made in tables.items():
        print(f"\n{made}")
        if args.write:
            put(mark, made)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
