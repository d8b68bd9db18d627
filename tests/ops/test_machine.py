"""What a person is told when the machine is not fit: one clear sentence that says what to do."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from causeway.ops import machine
from causeway.ops.machine import UnfitError

COMMAND = [sys.executable, "-m", "causeway.ops.cli"]


def run(*words: str, before: Callable[[], None] | None = None, **env: str) -> tuple[int, str]:
    """Run a command; return its status and what it said on stderr."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    done = subprocess.run(
        [*COMMAND, *words],
        env={**kept, "PYTHONPATH": str(Path("src").resolve()), **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=before,
    )
    return done.returncode, done.stderr


def one_sentence(said: str) -> str:
    assert "Traceback" not in said, said
    assert len(said.strip().splitlines()) == 1, said
    return said.strip()


def test_a_port_in_use_names_its_holder_and_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = run("up", DATA=str(tmp_path / "data"), PORT=str(port))
    assert status == 1
    said = one_sentence(said)
    assert f"Port {port} is in use by " in said
    assert f"(process {os.getpid()})" in said
    assert f"PORT={port + 1}" in said
    assert not (tmp_path / "data").exists(), "nothing is made before the machine is fit"


def test_a_port_that_others_share_counts_as_in_use() -> None:
    """Granian's own way of listening would quietly share it and get every other request."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UnfitError, match="in use"):
            machine.check_port("127.0.0.1", taken.getsockname()[1])


def test_ports_and_hosts_that_cannot_be(tmp_path: Path) -> None:
    for host, port, said in (
        ("127.0.0.1", 70000, "not a port"),
        ("192.0.2.1", 8000, "not an address of this machine"),
        ("no such host", 8000, "not an address of this machine"),
    ):
        with pytest.raises(UnfitError, match=said):
            machine.check_port(host, port)


def as_anyone() -> None:
    """Take root's right to pass over permissions from the process that is about to begin."""
    import ctypes

    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH; without root there is nothing to take
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def test_data_that_may_not_be_written_to(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for data in (closed, closed / "data"):
        status, said = run("prepare", before=as_anyone, DATA=str(data))
        assert status == 1
        said = one_sentence(said)
        assert str(data) in said
        assert "may not write there" in said
        assert "DATA=" in said


def test_data_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    status, said = run("up", DATA=str(tmp_path / "file"), PORT="18123")
    assert status == 1
    assert "is a file" in one_sentence(said)


def test_a_full_disk(tmp_path: Path) -> None:
    def small() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    status, said = run("prepare", before=small, DATA=str(tmp_path / "data"))
    assert status == 1
    assert "cannot be written to" in one_sentence(said)


def test_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    with pytest.raises(UnfitError, match="MB free; at least"):
        machine.check_data(tmp_path / "data", room=10**18)


def test_a_database_that_fills_the_disk_while_it_is_made(tmp_path: Path) -> None:
    def small() -> None:
        import resource
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    status, said = run("prepare", before=small, DATA=str(tmp_path / "data"), PACK="/nonexistent")
    assert status == 1
    assert "disk is full" in one_sentence(said)


def test_a_locked_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "db.sqlite3"
    held = sqlite3.connect(place, isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    original = sqlite3.connect
    monkeypatch.setattr("causeway.ops.machine.sqlite3.connect", lambda *a, **k: original(*a, **{**k, "timeout": 0.1}))
    with pytest.raises(UnfitError, match="is locked: another program"):
        machine.check_sqlite(place)
    held.close()
    machine.check_sqlite(place)


def test_a_database_that_is_none(tmp_path: Path) -> None:
    place = tmp_path / "db.sqlite3"
    place.write_bytes(b"not a database at all" * 100)
    with pytest.raises(UnfitError, match="not a database that can be read"):
        machine.check_sqlite(place)


def test_two_sites_on_one_data_folder(tmp_path: Path) -> None:
    machine.check_data(tmp_path)
    with machine.only_one(tmp_path):
        status, said = run("up", DATA=str(tmp_path), PORT="18124")
    assert status == 1
    assert f"already runs on {tmp_path} (process {os.getpid()})" in one_sentence(said)


def test_settings_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    status, said = run("up", DATA=str(tmp_path), PORT="eighty", WORKERS="two", UNVERIFIED_FACTS="maybe")
    assert status == 2
    assert "Traceback" not in said
    for name in ("PORT='eighty'", "WORKERS='two'", "UNVERIFIED_FACTS='maybe'"):
        assert name in said


def test_a_python_that_is_too_old() -> None:
    machine.check_python((3, 11))
    with pytest.raises(UnfitError, match=r"needs Python 3\.11 or newer; this is 3\.9"):
        machine.check_python((3, 9))


def test_private_folders_are_closed_and_public_ones_open_to_a_proxy(tmp_path: Path) -> None:
    machine.check_data(tmp_path / "data")
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "data").iterdir()}
    assert oct((tmp_path / "data").stat().st_mode & 0o777) == "0o711"
    assert {modes[name] for name in machine.PRIVATE_FOLDERS} == {"0o700"}
    assert {modes[name] for name in machine.PUBLIC_FOLDERS} == {"0o755"}


def test_an_account_before_there_is_a_database(tmp_path: Path) -> None:
    status, said = run("staff", "add", "name@example.org", DATA=str(tmp_path))
    assert status == 1
    assert "causeway prepare" in one_sentence(said)


def test_an_unknown_command_says_which_there_are() -> None:
    status, said = run("fly")
    assert status == 2
    assert "up" in said
