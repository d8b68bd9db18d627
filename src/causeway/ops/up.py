"""``causeway up``: from a bare machine to a running site, and down again without a trace."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from causeway.ops import machine
from causeway.ops.machine import UnfitError
from causeway.ops.prepare import is_prepared, sqlite_place
from causeway.ops.progress import say, step

STOP_SECONDS = 6.0
START_SECONDS = 60.0
#: A child that ends is started again after these seconds; the last one repeats.
BACKOFF = (0.5, 1.0, 2.0, 5.0, 10.0)
#: A child that ends this often within this many seconds will not be helped by another start.
MOST_FAILURES, WITHIN = 5, 120.0
LOG_LIMIT = 10 * 1024 * 1024


def command(*words: str) -> list[str]:
    """Return the command line that runs a ``causeway`` command with this Python."""
    return [sys.executable, "-m", "causeway.ops.cli", *words]


class Child:
    """A process of the site that is kept running."""

    def __init__(self, name: str, log: Any) -> None:
        self.name, self.log = name, log
        self.process: subprocess.Popen[bytes] | None = None
        self.failures: list[float] = []
        self.start_at = 0.0

    def start(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            command("--child-of", str(os.getpid()), self.name),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            # A group of its own: Ctrl-C reaches this process only, which then ends the others in order.
            start_new_session=True,
        )

    def look(self, now: float) -> str:
        """Start it again when it ended and its time has come.

        Returns:
            A sentence when it keeps ending, so that the site cannot run.
        """
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return ""
        status = self.process.poll()
        if status is None:
            return ""
        self.process = None
        self.failures = [moment for moment in self.failures if now - moment < WITHIN] + [now]
        if len(self.failures) >= MOST_FAILURES:
            return f"The {self.name} process ended {len(self.failures)} times in {WITHIN:.0f} seconds, the last time with status {status}."
        pause = BACKOFF[min(len(self.failures), len(BACKOFF)) - 1]
        self.start_at = now + pause
        say(f"The {self.name} process ended (status {status}); starting it again.")
        return ""

    def end(self, sent: signal.Signals) -> None:
        """Send it a signal; at the last resort to everything it has started."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                if sent == signal.SIGKILL:
                    os.killpg(self.process.pid, sent)
                else:
                    self.process.send_signal(sent)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def up(env: Mapping[str, Any]) -> int:
    """Run the site until Ctrl-C, a signal, or a fault that another start would not mend.

    Args:
        env: the settings.

    Returns:
        The exit status.

    Raises:
        UnfitError: when the machine is not fit to run it.
    """
    data: Path = env["DATA"]
    machine.check_python()
    machine.check_port(env["HOST"], env["PORT"])
    machine.check_data(data)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        with machine.only_one(data), _log(data) as log:
            _prepare(env)
            children = [Child("web", log), Child("worker", log)]
            try:
                return _run(env, children, log)
            finally:
                _end(children)
    except KeyboardInterrupt:
        say("Stopped.")
        return 0


def _prepare(env: Mapping[str, Any]) -> None:
    place = sqlite_place(env)
    if place is not None:
        machine.check_sqlite(place)
    if is_prepared(env):
        return
    # In a process of its own: this one stays small, and starts quickly the next time.
    status = subprocess.run(command("--child-of", str(os.getpid()), "prepare"), check=False).returncode
    if status:
        raise UnfitError("")


def _run(env: Mapping[str, Any], children: list[Child], log: Any) -> int:
    web, worker = children
    web.start()
    with step("Starting"):
        _wait_for(env, web, "/healthz")
    say(f"\nCauseway answers on {_address(env)}")
    if log is not None:
        say(f"What it does is written to {log.name}")
    # One after the other: on two cores they would all be ready later.
    with step("Loading the admin"):
        _wait_for(env, web, "/robots.txt")
    worker.start()
    _first_account(env)
    say("Press Ctrl-C to stop it.\n")
    while True:
        for child in children:
            fault = child.look(time.monotonic())
            if fault:
                where = f" Look into {log.name}." if log is not None else " The lines above say why."
                say(fault + where)
                return 1
        time.sleep(0.2)


def _address(env: Mapping[str, Any]) -> str:
    host = env["HOST"]
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - what the operator chose to listen on
        host = "127.0.0.1"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{env['PORT']}/"


def _wait_for(env: Mapping[str, Any], web: Child, path: str) -> None:
    """Wait until the web server answers an address, with whatever it has to say."""
    host = _address(env).removeprefix("http://").rpartition(":")[0].strip("[]")
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(host, env["PORT"], timeout=until - time.monotonic())
        try:
            connection.request("GET", path)
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
        fault = web.look(time.monotonic())
        if fault:
            raise UnfitError(fault)
    raise UnfitError(f"The web server did not answer within {START_SECONDS:.0f} seconds.")


def _first_account(env: Mapping[str, Any]) -> None:
    """Print the link for the first account, unless there is one."""
    base = str(env["SITE_URL"]) or _address(env)
    found = subprocess.run(command("first-link", base), check=False, stdout=subprocess.PIPE, text=True)
    link = found.stdout.strip()
    if link:
        say(f"Nobody has an account yet. Make the first one here (the link works once, for a day):\n  {link}")


@contextlib.contextmanager
def _log(data: Path) -> Iterator[Any]:
    """Where the children's log lines go: to a file when a person looks on, else where this process's errors go."""
    if not sys.stderr.isatty():
        yield None
        return
    place = data / "log" / "site.log"
    if place.exists() and place.stat().st_size > LOG_LIMIT:
        place.replace(place.with_suffix(".log.1"))
    with place.open("ab") as file:
        yield file


def _end(children: list[Child]) -> None:
    """End the children: kindly, then not."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.end(signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(max(0.05, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.end(signal.SIGKILL)
                child.process.wait()
