"""``causeway up`` as an operator meets it: real processes, real signals."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("up")
COMMAND = [sys.executable, "-m", "causeway.ops.cli"]
CANARY = "canary7f3a"


def environment(data: Path, port: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    # The pack has its own tests; without one the site is up sooner.
    return {
        **kept,
        "PYTHONPATH": str(Path("src").resolve()),
        "DATA": str(data),
        "PORT": str(port),
        "PACK": "/nonexistent",
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is ready; tests copy it."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    subprocess.run([*COMMAND, "prepare"], env=environment(data, 1), check=True, timeout=300)
    return data


class Up:
    """A running ``causeway up``."""

    def __init__(self, data: Path, port: int = 0) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = port or probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = data
        self.said_to = data.parent / "said"
        with self.said_to.open("wb") as out:
            self.process = subprocess.Popen(
                [*COMMAND, "up"],
                env=environment(data, self.port),
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.said_to.read_text()

    def wait_for(self, text: str, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while text not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.05)

    def family(self) -> dict[int, str]:
        """Every process below this one: its number and its command line."""
        parents: dict[int, list[int]] = {}
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, IndexError):
                stat = (place / "stat").read_text().rpartition(")")[2].split()
                if stat[0] != "Z":
                    parents.setdefault(int(stat[1]), []).append(int(place.name))
        found, waiting = {}, [self.process.pid]
        while waiting:
            for child in parents.get(waiting.pop(), []):
                with contextlib.suppress(OSError):
                    found[child] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                waiting.append(child)
        return found

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as fault:
            with fault:
                return fault.code, fault.read().decode()


@pytest.fixture
def up(prepared: Path, tmp_path: Path) -> Iterator[Up]:
    data = tmp_path / "data"
    shutil.copytree(prepared, data, symlinks=True)
    running = Up(data)
    family: dict[int, str] = {}
    try:
        yield running
    finally:
        family = running.family()
        running.process.kill()
        running.process.wait()
        for number in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def gone(numbers: dict[int, str], seconds: float = 15) -> bool:
    until = time.monotonic() + seconds

    def alive(number: int) -> bool:
        try:
            return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    while any(alive(number) for number in numbers):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_it_prints_its_address_and_a_link_for_the_first_account_and_ctrl_c_stops_all_of_it(up: Up) -> None:
    up.wait_for("Press Ctrl-C to stop it.")
    assert f"Causeway answers on {up.url}/" in up.said
    link = re.search(rf"{up.url}(/admin/access/begin/\S+)", up.said)
    assert link is not None
    assert up.get(link.group(1))[0] == 200
    assert up.get("/healthz") == (200, "ok\n")
    family = up.family()
    assert len([line for line in family.values() if " web" in line]) == 3, "the server and its two processes"
    assert len([line for line in family.values() if " worker" in line]) == 1
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(20) == 0
    assert gone(family)
    assert "Traceback" not in up.said
    assert up.said.rstrip().endswith("Stopped.")


def test_children_do_not_outlive_a_parent_that_is_killed(up: Up) -> None:
    up.wait_for("Press Ctrl-C to stop it.")
    family = up.family()
    assert len(family) >= 4, "web server, its two workers, and the worker"
    up.process.kill()
    up.process.wait()
    assert gone(family)


def test_a_child_that_dies_is_started_again(up: Up) -> None:
    up.wait_for("Press Ctrl-C to stop it.")
    first = next(number for number, line in up.family().items() if " worker" in line)
    os.kill(first, signal.SIGKILL)
    up.wait_for("The worker process ended (status -9); starting it again.")
    until = time.monotonic() + 30
    while not any(" worker" in line and number != first for number, line in up.family().items()):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_stored_page_is_answered_at_the_second_start_before_django_is_there(up: Up) -> None:
    up.wait_for("Press Ctrl-C to stop it.")
    assert up.get("/en/facts/")[0] == 200
    up.process.send_signal(signal.SIGTERM)
    up.process.wait(20)
    again = Up(up.data, up.port)
    try:
        again.wait_for("Causeway answers on")
        assert again.get("/en/facts/")[0] == 200
        again.wait_for("Press Ctrl-C to stop it.")
        assert '"route": "facts:' not in again.said, "Django was not asked"
    finally:
        again.process.terminate()
        again.process.wait(20)


def test_nothing_a_reader_sends_is_in_a_log_or_a_file(up: Up) -> None:
    up.wait_for("Press Ctrl-C to stop it.")
    headers = {
        "User-Agent": f"{CANARY}-agent",
        "Referer": f"http://example.org/{CANARY}-referer",
        "X-Forwarded-For": "203.0.113.77",
        "Cookie": f"a={CANARY}-cookie",
        "Accept-Language": f"en, x-{CANARY}",
    }
    for path in (
        f"/en/search/?q={CANARY}-term",
        f"/en/{CANARY}-path/",
        f"/{CANARY}-root",
        f"/en/facts/{CANARY}.fact/",
        f"/en/facts/?{CANARY}=x",
        f"/admin/access/begin/{CANARY}-token/",
        f"/admin/?next=/{CANARY}",
        f"/documents/1/{CANARY}.pdf",
        f"/media/images/{CANARY}.jpg",
        f"/static/{CANARY}.css",
        "/en/facts/",
    ):
        status, _ = up.get(path, **headers)
        assert status < 500, path
    for path in ("/en/news-sign-up/", "/admin/access/login/", "/en/", "/admin/access/password/reset/"):
        body = f"email={CANARY}%40example.org&login={CANARY}%40example.org&password={CANARY}-secret&topics={CANARY}"
        request = urllib.request.Request(up.url + path, data=body.encode(), headers=headers)
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
    up.process.send_signal(signal.SIGINT)
    up.process.wait(20)
    said = up.said
    assert '"event": "request"' in said
    assert '"route": "pages:search"' in said
    for canary in (CANARY, "203.0.113.77"):
        assert canary not in said
        found = [
            str(path)
            for path in up.data.rglob("*")
            if path.is_file() and not path.is_symlink() and canary.encode() in path.read_bytes()
        ]
        assert found == []
