"""Sign-ups: a hundred a second offered, and twelve kills in the middle of them."""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import random
import signal
import sqlite3
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.site import Site
from benchmarks.table import Row

OFFERED, SECONDS, CLIENTS = 100, 20, 32
KILLS, KILL_CLIENTS = 12, 4
ADDRESS = "/en/news-sign-up/"


def topic(site: Site) -> str:
    """Return the key of a topic readers can choose."""
    database = sqlite3.connect(site.data / "db" / "causeway.sqlite3")
    try:
        return str(database.execute("SELECT key FROM supporters_topic WHERE shown = 1 ORDER BY key").fetchone()[0])
    finally:
        database.close()


def kept(site: Site) -> set[str]:
    """Return the addresses that are in the database, read by somebody who knows nothing of the site."""
    database = sqlite3.connect(site.data / "db" / "causeway.sqlite3")
    try:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return {row[0] for row in database.execute("SELECT email FROM supporters_signuprequest")}
    finally:
        database.close()


def sign_up(site: Site, email: str, chosen: str) -> bool:
    """Whether 'received' came back."""
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        body = urlencode({"email": email, "topics": chosen})
        line.request("POST", ADDRESS, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        answer.read()
        return answer.status == 303
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def offered(site: Site, chosen: str) -> list[Row]:
    """Offer sign-ups at a steady rate, whatever the answers; time each from the moment it was due."""
    due: queue.Queue[tuple[float, str] | None] = queue.Queue()
    took: list[float] = []
    accepted: set[str] = set()

    def client() -> None:
        while (asked := due.get()) is not None:
            moment, email = asked
            if sign_up(site, email, chosen):
                accepted.add(email)
            took.append(time.perf_counter() - moment)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    began = time.perf_counter()
    total = OFFERED * SECONDS
    for number in range(total):
        moment = began + number / OFFERED
        time.sleep(max(0.0, moment - time.perf_counter()))
        due.put((moment, f"bench-{number}@example.org"))
    for _ in clients:
        due.put(None)
    for thread in clients:
        thread.join()
    spent = time.perf_counter() - began
    p50, p99 = (sorted(took)[int(len(took) * share)] * 1000 for share in (0.5, 0.99))
    lost = accepted - kept(site)
    good = len(accepted) == total and not lost and p99 < 500
    value = (
        f"{len(accepted):,} of {total:,} received at {len(accepted) / spent:.0f}/s, p50 {p50:.0f} ms, p99 {p99:.0f} ms"
    )
    return [
        Row(
            f"sign-ups offered at {OFFERED}/s for {SECONDS} s, each on disk before 'received'",
            value,
            "all, p99 < 500 ms",
            met=good,
        )
    ]


def killed(site: Site, chosen: str) -> list[Row]:
    """Kill the web server in the middle of sign-ups, again and again; count what was received and is gone."""
    chance = random.Random(20261122)
    received: set[str] = set()
    for turn in range(KILLS):
        site.wait_for("/robots.txt")
        stop = threading.Event()

        def client(name: str, stop: threading.Event = stop) -> None:
            number = 0
            while not stop.is_set():
                email = f"{name}-{number}@example.org"
                number += 1
                if sign_up(site, email, chosen):
                    received.add(email)

        clients = [threading.Thread(target=client, args=(f"kill-{turn}-{n}",)) for n in range(KILL_CLIENTS)]
        for thread in clients:
            thread.start()
        time.sleep(chance.uniform(0.3, 1.0))
        for number in web_processes(site):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        stop.set()
        for thread in clients:
            thread.join()
        # The whole site anew: `up` gives up on a child that ends again and again.
        if site.process is not None:
            site.process.kill()
            site.process.wait()
        time.sleep(0.5)
        site.start()
    lost = received - kept(site)
    value = f"{len(lost)} lost of {len(received):,} received"
    return [
        Row(f"sign-ups over {KILLS} kill -9 of the web server", value, "0 lost", met=not lost and len(received) > 100)
    ]


def web_processes(site: Site) -> list[int]:
    """Return the numbers of the site's web processes."""
    found = []
    mark = f"DATA={site.data}".encode()
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (place / "cmdline").read_bytes().split(b"\0")
            if b"web" in words and mark in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
    return found


def measure(site: Site) -> list[Row]:
    """Return the rows; the site runs."""
    chosen = topic(site)
    site.wait_for("/robots.txt")
    for number in range(20):
        assert sign_up(site, f"warm-{number}@example.org", chosen)
    return [*offered(site, chosen), *killed(site, chosen)]
