"""Fifty publishes while six readers read: did anyone get a page older than what was already published?"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time

from benchmarks.site import REPOSITORY, Site
from benchmarks.table import Row

PUBLISHES, READERS = 50, 6
PAGE = "/en/news/"
MARK = re.compile(rb"bench-(\d+)-bench")


def measure(site: Site) -> list[Row]:
    """Return the row; the site runs. The editor is a process of its own, as in the admin of another worker."""
    editor = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.publishing"], env=site.env, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    assert editor.stdout is not None
    published = -1
    reads: list[int] = []
    stale: list[tuple[int, int]] = []
    done = threading.Event()

    def read() -> None:
        own = 0
        while not done.is_set():
            floor = published
            found = MARK.search(site.get(PAGE)[1])
            seen = int(found.group(1)) if found else -1
            own += 1
            if seen < floor:
                stale.append((seen, floor))
        reads.append(own)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    spent: list[float] = []
    for line in editor.stdout:
        number, took = line.split()
        published = int(number)
        spent.append(float(took))
        if published == 0:
            for reader in readers:
                reader.start()
    done.set()
    for reader in readers:
        reader.join()
    assert editor.wait() == 0
    assert published == PUBLISHES
    value = f"{len(stale)} stale of {sum(reads):,} reads"
    return [Row(f"{PUBLISHES} publishes under {READERS} readers", value, "0 stale", met=not stale and sum(reads) > 100)]


def main() -> None:
    """Publish the page again and again; say each number once it is published."""
    import django

    django.setup()
    from causeway.pages.api import find_page

    for number in range(PUBLISHES + 1):
        began = time.perf_counter()
        page = find_page("news", "en")
        assert page is not None
        page.title = f"bench-{number}-bench"
        page.save_revision().publish()
        print(number, time.perf_counter() - began, flush=True)
        time.sleep(0.1)


if __name__ == "__main__":
    from causeway.env import choose_settings

    choose_settings()
    main()
