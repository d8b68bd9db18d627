"""Jobs by the clock; the clock is ours."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

import pytest

from causeway.ops import schedule
from causeway.ops.logs import AllowListFormatter
from causeway.ops.schedule import Job, run_due
from causeway.ops.store import PageStore


@pytest.mark.django_db
def test_each_job_runs_when_it_is_due_and_not_before() -> None:
    ran: list[str] = []
    waiting = [Job("often", 3, lambda: ran.append("often")), Job("seldom", 60, lambda: ran.append("seldom"))]
    for now in range(61):
        run_due(waiting, float(now))
    assert ran.count("often") == 21
    assert ran.count("seldom") == 2


@pytest.mark.django_db
def test_a_job_that_fails_is_logged_by_name_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("canary@example.org")

    ran: list[int] = []
    waiting = [Job("broken", 1, fail), Job("next", 1, lambda: ran.append(1))]
    with caplog.at_level(logging.ERROR):
        run_due(waiting, 1.0)
        run_due(waiting, 2.0)
    assert len(ran) == 2
    lines = [AllowListFormatter().format(record) for record in caplog.records]
    assert [json.loads(line)["job"] for line in lines] == ["broken", "broken"]
    assert "canary" not in "".join(lines)


@pytest.mark.django_db(transaction=True)
def test_the_loop_ends_when_it_is_told_to() -> None:
    stop = threading.Event()
    schedule.loop(stop, [Job("last", 1, stop.set)])


@pytest.mark.django_db
def test_every_job_of_the_site_runs(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    (tmp_path / "run").mkdir()
    for job in schedule.jobs():
        job.run()
    assert (tmp_path / schedule.HEARTBEAT).exists()


def test_the_store_is_mended_and_pruned(site_store: PageStore) -> None:
    (site_store.root / "current").unlink()
    schedule.tend_store()
    assert site_store.current() is not None
    first = site_store.current()
    schedule.tend_store()
    assert site_store.current() == first
