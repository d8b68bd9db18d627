"""A real site for the measurements: ``causeway up`` with the pack, on loopback, in a folder that goes again."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "causeway.ops.cli"]
#: The guide page that is measured.
PAGE = "/en/get-help/your-claim-was-refused/"


def free_port() -> int:
    """Return a port that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A data folder and the processes that run on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        """The environment its commands run in; SQLite, whatever the shell says."""
        dropped = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "EMAIL_URL", "SITE_URL", "PRODUCTION"}
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        source = os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])
        return {**kept, "PYTHONPATH": source, "DATA": str(self.data), "PORT": str(self.port), "SIGNUPS_PER_HOUR": "0"}

    def run(self, *words: str) -> str:
        """Run Python with the site's settings; return what it printed."""
        done = subprocess.run(
            [sys.executable, *words], env=self.env, cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def start(self) -> None:
        """Start the site and return at once."""
        self.process = subprocess.Popen(
            [*COMMAND, "up"],
            env=self.env,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self) -> None:
        """Stop it as Ctrl-C would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
            self.process = None

    def get(self, path: str, *, timeout: float = 60) -> tuple[int, bytes]:
        """Ask the site; raises ``OSError`` or ``HTTPException`` when it does not answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def wait_for(self, path: str, seconds: float = 180) -> float:
        """Wait until an address is answered with 200 or a redirect; return how long that took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get(path)[0] < 400:
                    return time.monotonic() - began
            time.sleep(0.01)
        raise TimeoutError(f"{path} was not answered within {seconds:.0f} s")


@contextlib.contextmanager
def prepared_site() -> Iterator[Site]:
    """A site with the Hong Kong pack that is ready and not running."""
    folder = Path(tempfile.mkdtemp(prefix="causeway-bench-"))
    folder.chmod(0o755)
    site = Site(folder / "data")
    try:
        site.run("-m", "causeway.ops.cli", "prepare")
        yield site
    finally:
        if site.process is not None:
            site.process.kill()
            site.process.wait()
        shutil.rmtree(folder, ignore_errors=True)
