"""What happens by the clock: each job with its interval, run by the worker."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.utils import timezone

from causeway.ops.freshness import one_swap, page_store

log = logging.getLogger("causeway.schedule")

#: The worker touches this file; ``causeway doctor`` looks at its age.
HEARTBEAT = "run/worker"
HANDFUL, HANDFULS, PAUSE = 10, 20, 0.2


@dataclass
class Job:
    """A job and when it last ran.

    Args:
        name: as the log names it.
        every: seconds from one run's start to the next.
        run: the work; whatever it raises is logged, and it runs again when it is due.
    """

    name: str
    every: float
    run: Callable[[], object]
    due: float = field(default=0.0)


def publish_scheduled() -> None:
    """Publish and expire what editors have set a time for."""
    with one_swap():
        call_command("publish_scheduled", verbosity=0)


def send_mail() -> None:
    """Send the mail that is due, a few at a time.

    Between handfuls those who are signing up get their turn to write: a writer that waits for SQLite
    sleeps longer and longer, and one that writes without a pause would starve it.
    """
    from causeway.supporters.api import send_due

    for _ in range(HANDFULS):
        if send_due(limit=HANDFUL) < HANDFUL:
            return
        time.sleep(PAUSE)


def purge() -> None:
    """Delete what has been kept for as long as it may be."""
    from django_tasks_db.models import DBTaskResult

    from causeway.supporters.api import purge as purge_supporters

    purge_supporters(timezone.now())
    call_command("clearsessions", verbosity=0)
    finished = DBTaskResult.objects.filter(finished_at__lt=timezone.now() - timedelta(days=7))
    finished.delete()


def tend_store() -> None:
    """Swap when the day is over or a process died in the middle of a change; delete old generations."""
    store = page_store()
    if store.recover():
        log.info("page store swapped", extra={"generation": store.current()})
    store.prune()


def beat() -> None:
    """Show that the worker lives."""
    (Path(settings.DATA) / HEARTBEAT).touch()


def jobs() -> list[Job]:
    """Return the jobs of the site."""
    return [
        Job("heartbeat", 10, beat),
        Job("mail", 3, send_mail),
        Job("page-store", 10, tend_store),
        Job("publish-scheduled", 60, publish_scheduled),
        Job("purge", 24 * 3600, purge),
    ]


def run_due(waiting: Sequence[Job], now: float) -> int:
    """Run each job whose time has come; return how many ran.

    Args:
        waiting: the jobs; their next times are set.
        now: seconds of a clock that never goes back.
    """
    ran = 0
    for job in waiting:
        if job.due > now:
            continue
        job.due = now + job.every
        ran += 1
        close_old_connections()
        try:
            job.run()
        except Exception:  # the next job, and this one next time, must run all the same
            log.exception("job failed", extra={"job": job.name})
    return ran


def loop(stop: threading.Event, waiting: Sequence[Job] | None = None) -> None:
    """Run the jobs until ``stop`` is set."""
    waiting = jobs() if waiting is None else waiting
    try:
        while not stop.is_set():
            run_due(waiting, time.monotonic())
            stop.wait(1.0)
    finally:
        connection.close()
