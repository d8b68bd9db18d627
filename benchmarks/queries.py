"""Database queries of a guide page that is not stored. Runs in a process of its own: ``python -m benchmarks.queries``."""

from __future__ import annotations

import statistics
import time

from benchmarks.site import PAGE, Site
from benchmarks.table import Row

MOST = 8


def measure(site: Site) -> list[Row]:
    """Return the row; needs the site's data only."""
    count, milliseconds = site.run("-m", "benchmarks.queries").split()
    value = f"{count} queries, {float(milliseconds):.0f} ms of processor time"
    return [Row("guide page made anew, with its facts and sources", value, f"≤ {MOST} queries", met=int(count) <= MOST)]


def main() -> None:
    """Print the number of queries and the processor milliseconds of one render."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    assert client.get(PAGE).status_code == 200  # what a process keeps once: site, content types
    spent = []
    for _ in range(5):
        began = time.process_time()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(PAGE).status_code == 200
        spent.append((time.process_time() - began) * 1000)
    print(len(asked), statistics.median(spent))


if __name__ == "__main__":
    from causeway.env import choose_settings

    choose_settings()
    main()
