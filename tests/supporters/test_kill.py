"""'Received' means kept: real processes, killed without warning while they work."""

from __future__ import annotations

import email
import http.client
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from causeway.supporters.models import SignupRequest

pytestmark = pytest.mark.usefixtures("committed")

KILLS = 3
READERS = 4


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The settings of an ordinary site with the database of this test: a copy of it on SQLite."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = tmp_path / "data"
    (data / "db").mkdir(parents=True)
    own = {
        "DATA": str(data),
        "PORT": str(port),
        "SIGNUPS_PER_HOUR": "0",
        "EMAIL_URL": "",
        "DJANGO_SETTINGS_MODULE": "causeway.settings.local",
    }
    if connection.vendor == "sqlite":
        own["DATABASE_URL"] = ""
        copy(data)
    else:
        at = connection.settings_dict
        own["DATABASE_URL"] = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return {**os.environ, **own}


def copy(data: Path) -> None:
    """Give the processes the rows as they stand."""
    (data / "db" / "causeway.sqlite3").unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(data / "db" / "causeway.sqlite3")])


def stored(environ: dict[str, str]) -> Counter[str]:
    """How many rows each address has, read by somebody who knows nothing of the processes."""
    if connection.vendor != "sqlite":
        return Counter(SignupRequest.objects.values_list("email", flat=True))
    database = sqlite3.connect(Path(environ["DATA"]) / "db" / "causeway.sqlite3")
    try:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return Counter(row[0] for row in database.execute("SELECT email FROM supporters_signuprequest"))
    finally:
        database.close()


@contextmanager
def process(environ: dict[str, str], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process with its children; what it complains of is kept in a file."""
    with (
        said(environ).open("ab") as log,
        subprocess.Popen(command, env=environ, start_new_session=True, stderr=log) as running,
    ):
        try:
            yield running
        finally:
            kill(running)


def kill(running: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children, all at once."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)


def said(environ: dict[str, str]) -> Path:
    """The file of what the processes complained of."""
    return Path(environ["DATA"]) / "said.txt"


def post(port: str, address: str) -> bool:
    """Sign up; true only when the whole answer 'received' has arrived."""
    line = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    try:
        body = urlencode({"email": address, "topics": "law"})
        line.request("POST", "/en/news-sign-up/", body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        assert answer.status == 303, answer.status
        return True
    finally:
        line.close()


def read_on(port: str, name: str, kept: set[str], unsure: set[str]) -> None:
    """Sign up again and again until the server is gone; note what it acknowledged and what it left open."""
    for number in range(10_000):
        address = f"{name}-{number}@example.org"
        if not post(port, address):
            unsure.add(address)
            return
        kept.add(address)


def test_a_web_server_killed_in_the_middle_of_sign_ups_loses_none_it_acknowledged(environ: dict[str, str]) -> None:
    chance = random.Random(20261122)
    kept: set[str] = set()
    unsure: set[str] = set()
    serve = str(Path(sys.executable).parent / "causeway"), "web"
    for turn in range(KILLS):
        with ExitStack() as stack:
            web = stack.enter_context(process(environ, *serve))
            again, give_up = f"first{turn}@example.org", time.monotonic() + 60
            while not post(environ["PORT"], again):
                assert time.monotonic() < give_up, f"the web server does not start: {said(environ).read_text()}"
                if web.poll() is not None:
                    # As a supervisor does: the kernel may not have taken the port from the killed one yet.
                    web = stack.enter_context(process(environ, *serve))
                time.sleep(0.1)
            kept.add(again)
            # What a reader's browser would do whose answer was lost.
            for address in sorted(unsure):
                assert post(environ["PORT"], address)
            kept |= unsure
            unsure.clear()

            readers = [
                threading.Thread(target=read_on, args=(environ["PORT"], f"name{turn}-{number}", kept, unsure))
                for number in range(READERS)
            ]
            for reader in readers:
                reader.start()
            time.sleep(chance.uniform(0.4, 1.2))
            kill(web)
            for reader in readers:
                reader.join()
        rows = stored(environ)
        assert kept <= set(rows), "a sign-up was acknowledged and is gone"
    assert len(kept) > KILLS * READERS, "too little happened to prove anything"
    assert set(rows.values()) == {1}, "a resend made a second row"


def test_a_worker_killed_in_the_middle_of_sending_loses_no_mail(environ: dict[str, str]) -> None:
    from django.utils import timezone

    from causeway.supporters import api, signup

    wording = api.wording("en", timezone.localdate())
    assert wording is not None
    addresses = [f"name{number}@example.org" for number in range(60)]
    for address in addresses:
        signup.receive(address, ["law"], "en", wording, timezone.now())
    if connection.vendor == "sqlite":
        copy(Path(environ["DATA"]))
    folder, mailer, kills = Path(environ["DATA"]) / "mail", str(Path(__file__).parent / "mailer.py"), 2
    folder.mkdir()
    for turn in range(kills):
        with process(environ, sys.executable, mailer, str(turn * 10)) as running:
            give_up = time.monotonic() + 60
            while len(list(folder.glob("*.eml"))) < (turn + 1) * 15:
                assert time.monotonic() < give_up, "no mail was sent"
                time.sleep(0.002)
            kill(running)
    written = len(list(folder.glob("*.eml")))
    assert written < len(addresses), "the worker was done before it was killed"
    subprocess.run([sys.executable, mailer, str(kills * 10)], env=environ, check=True, stderr=subprocess.DEVNULL)
    sent = Counter(str(email.message_from_bytes(path.read_bytes())["To"]) for path in folder.glob("*.eml"))
    assert set(sent) == set(addresses), "a mail was lost"
    assert sent.total() - len(addresses) <= kills, "a kill may repeat one mail at most"
