"""The doctor finds each planted fault, says what to do, and finds nothing where nothing is wrong."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from causeway.env import read_environment
from causeway.ops import doctor
from causeway.ops.doctor import FAULT, GOOD, NOTE, Finding


def env(tmp_path: Path, **given: str) -> dict[str, Any]:
    return read_environment({"DATA": str(tmp_path), **given})


def said(look: Callable[[Any], Iterator[Finding]], about: Any) -> list[tuple[str, str]]:
    return [(finding.state, finding.text) for finding in look(about)]


PUBLIC = {"PRODUCTION": "1", "SITE_URL": "https://example.org", "ALLOWED_HOSTS": "example.org", "TRUSTED_PROXIES": "1"}


@pytest.mark.parametrize(
    ("changed", "state", "words"),
    [
        ({}, GOOD, "the site is https://example.org"),
        ({"SITE_URL": "http://example.org"}, FAULT, "begin with https://"),
        ({"SITE_URL": ""}, FAULT, "begin with https://"),
        ({"ALLOWED_HOSTS": "other.example.org"}, FAULT, "ALLOWED_HOSTS must hold"),
        ({"ALLOWED_HOSTS": "example.org,*"}, NOTE, "name each host"),
        ({"TRUSTED_PROXIES": "0"}, NOTE, "TRUSTED_PROXIES is 0"),
    ],
)
def test_settings(tmp_path: Path, changed: dict[str, str], state: str, words: str) -> None:
    found = said(doctor.settings_and_address, env(tmp_path, **{**PUBLIC, **changed}))
    assert any(got == state and words in text for got, text in found), found


def test_private_folders_that_others_can_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert [state for state, _ in said(doctor.data_folder, env(data))] == [GOOD, GOOD]
    (data / "keys").chmod(0o755)
    state, text = said(doctor.data_folder, env(data))[1]
    assert state == FAULT
    assert f"chmod -R go-rwx {data / 'keys'}" in text


@pytest.fixture
def same_database(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """The doctor looks at the database of the tests."""
    place = Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
    monkeypatch.setattr(doctor, "sqlite_place", lambda env: place)


@pytest.mark.usefixtures("same_database")
def test_a_database_that_is_as_it_should_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the tests' own transaction holds the lock this asks for
    monkeypatch.setattr("causeway.ops.machine.check_sqlite", lambda place: None)
    assert said(doctor.database, env(tmp_path)) == [(GOOD, f"{connection.vendor}, up to date")]


@pytest.mark.database("sqlite")
@pytest.mark.usefixtures("same_database")
def test_a_pragma_that_would_lose_what_was_received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.ops.machine.check_sqlite", lambda place: None)
    monkeypatch.setitem(doctor.PRAGMAS, "synchronous", 3)
    assert (FAULT, "PRAGMA synchronous is 2, not 3: see SQLITE in settings") in said(doctor.database, env(tmp_path))


@pytest.mark.usefixtures("same_database")
def test_tables_that_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.ops.machine.check_sqlite", lambda place: None)
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda self, targets: [1, 2])
    assert said(doctor.database, env(tmp_path)) == [(FAULT, "2 steps are missing: run `causeway prepare`")]


def test_no_database_yet(tmp_path: Path) -> None:
    assert said(doctor.database, env(tmp_path))[0][0] == FAULT


def test_mail_that_reaches_nobody(tmp_path: Path) -> None:
    assert said(doctor.mail, env(tmp_path))[0][0] == NOTE
    assert said(doctor.mail, env(tmp_path, **PUBLIC))[0][0] == FAULT


def test_a_mail_server_that_is_not_there(tmp_path: Path, settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    settings.EMAIL_URL = f"smtp://user:canary-password@127.0.0.1:{port}"
    settings.EMAIL_BACKEND = "causeway.supporters.mail.Backend"
    found = said(doctor.mail, env(tmp_path, EMAIL_URL=settings.EMAIL_URL, MAIL_FROM="news@example.org"))
    assert found[0][0] == FAULT
    assert "ConnectionRefusedError" in found[0][1]
    assert "canary-password" not in str(found)


@pytest.mark.django_db
def test_a_worker_that_is_gone(tmp_path: Path) -> None:
    beat = tmp_path / doctor.HEARTBEAT
    assert said(doctor.worker, env(tmp_path))[0] == (
        FAULT,
        "it has never run: mail waits and nothing is published by the clock. Run `causeway up`",
    )
    beat.parent.mkdir()
    beat.touch()
    assert said(doctor.worker, env(tmp_path)) == [(GOOD, "it runs")]
    os.utime(beat, (time.time() - 600,) * 2)
    assert "10 minutes old" in said(doctor.worker, env(tmp_path))[0][1]


@pytest.mark.django_db
def test_content_that_is_due(tmp_path: Path) -> None:
    assert (NOTE, "there are no facts yet: load a pack with `causeway pack load DIR`") in said(
        doctor.content, env(tmp_path)
    )


def test_djangos_own_checks_pass_with_the_production_settings(tmp_path: Path) -> None:
    import subprocess
    import sys

    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            **kept,
            **PUBLIC,
            "PYTHONPATH": str(Path("src").resolve()),
            "DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "causeway.settings.production",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_report_ends_with_a_count_and_the_status_tells_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "findings", lambda env: iter([Finding(GOOD, "a", "b"), Finding(FAULT, "c", "d")]))
    assert doctor.examine({}) == 1
    assert capsys.readouterr().out == "ok    a: b\nFAULT c: d\n\n1 to put right.\n"
    monkeypatch.setattr(doctor, "findings", lambda env: iter([Finding(NOTE, "a", "b")]))
    assert doctor.examine({}) == 0
