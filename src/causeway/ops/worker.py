"""The worker: tasks from the queue in the database, and the jobs of the clock."""

from __future__ import annotations

import logging
import os
import signal
import threading
from types import FrameType

from causeway.ops.logs import install_hooks

log = logging.getLogger("causeway.worker")
#: Seconds between looks at an empty queue.
INTERVAL = 1.0
#: Readers first: on a small machine the worker takes what the web server leaves.
NICENESS = 5


def work() -> None:
    """Work until a signal says stop; a task under way is finished first."""
    import django

    os.nice(NICENESS)
    django.setup()
    install_hooks()
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    from causeway.ops.schedule import loop

    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    stop = threading.Event()

    def finish(number: int, frame: FrameType | None) -> None:
        stop.set()
        worker.running = False
        if not worker.running_task:
            raise SystemExit(0)

    clock = threading.Thread(target=loop, args=(stop,), name="clock", daemon=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, finish)
    clock.start()
    log.info("worker started")
    try:
        worker.run()
    finally:
        stop.set()
        clock.join(timeout=10)
