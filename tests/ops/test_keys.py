"""The secret key: one for all processes, never half written, for its owner alone."""

from __future__ import annotations

import multiprocessing
import os
import stat
import time
from collections.abc import Callable, Iterator
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from causeway.ops.keys import secret_key

PROCESSES, ROUNDS = 6, 5
together: Barrier


def _meet(barrier: Barrier) -> None:
    """Make a process ready to start with the others, on a disk that takes its time."""
    global together
    together, quick = barrier, os.fdopen

    def slow(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.05)
        return quick(*args, **kwargs)

    os.fdopen = slow


def _start(data: Path) -> str:
    together.wait(timeout=30)
    return secret_key(data)


@pytest.fixture
def processes() -> Iterator[Pool]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES, _meet, [context.Barrier(PROCESSES)]) as pool:
        yield pool


def test_processes_that_start_together_all_read_the_same_whole_key(processes: Pool, tmp_path: Path) -> None:
    for turn in range(ROUNDS):
        data = tmp_path / str(turn)
        keys = processes.map(_start, [data] * PROCESSES, chunksize=1)
        assert len(set(keys)) == 1
        assert len(keys[0]) >= 50
        assert [path.name for path in (data / "keys").iterdir()] == ["secret"]


def test_the_key_stays_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert secret_key(tmp_path) == key
    place = tmp_path / "keys" / "secret"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_a_file_left_empty_by_a_full_disk_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret").touch()
    assert len(secret_key(tmp_path)) >= 50


def test_a_key_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    sync: Callable[[int], None] = os.fsync
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        secret_key(tmp_path)
    assert not list((tmp_path / "keys").iterdir())
    monkeypatch.setattr(os, "fsync", sync)
    assert len(secret_key(tmp_path)) >= 50
