"""A real site for the browser: `causeway up` in a process of its own, with the pack, on a free port."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

LANGUAGES = ("en", "zh-hant", "ur")
#: One address of every template a reader can meet.
TEMPLATES = (
    "",
    "what-we-want-to-change/",
    "get-help/",
    "get-help/your-claim-was-refused/",
    "get-help/domestic-worker-rights/",
    "news/",
    "news/this-site-opens/",
    "publications/",
    "publications/three-changes-to-the-law/",
    "publications/how-many-more-years-a-slave/",
    "contact/",
    "trust/",
    # The rooms' own tests look at every page of theirs; these are the ones that are read most.
    "law/",
    "asks/",
    "facts/figures/screening/",
    "facts/",
    "facts/hk.usm.appeal-days/",
    "news-sign-up/",
    "news-sign-up/received/",
    "search/",
    "search/?q=law",
    "search/?q=zzzzzz",
    "no-such-page/",
)


@dataclass(frozen=True)
class RunningSite:
    """A site that answers."""

    url: str
    data: Path
    env: dict[str, str]

    def mails(self) -> list[Path]:
        """The mails written so far, oldest first."""
        return sorted((self.data / "mail").glob("*.eml"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """On PostgreSQL the site gets a database of its own, which goes with it; on SQLite it is in DATA."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield ""
        return
    import psycopg
    from django.db import connection

    about = connection.settings_dict
    name = f"causeway_site_{secrets.token_hex(4)}"
    where = {"host": about["HOST"], "port": about["PORT"] or None, "user": about["USER"], "password": about["PASSWORD"]}
    where = {key: value for key, value in where.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            login = f"{about['USER']}:{about['PASSWORD']}@" if about["USER"] else ""
            yield f"postgres://{login}{about['HOST'] or '127.0.0.1'}:{about['PORT'] or 5432}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Start the whole thing as an operator would, and stop it at the end."""
    data = tmp_path_factory.mktemp("site")
    port = free_port()
    with own_database() as database:
        env = {
            **{
                key: value for key, value in os.environ.items() if key not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
            },
            "DATA": str(data),
            "PORT": str(port),
            "SIGNUPS_PER_HOUR": "0",
            **({"DATABASE_URL": database} if database else {}),
        }
        log = data / "up.log"
        with log.open("wb") as out:
            up = subprocess.Popen(
                [str(Path(sys.executable).parent / "causeway"), "up"],
                cwd=settings.REPOSITORY_DIR,
                env=env,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(url, up, log)
            yield RunningSite(url, data, env)
        finally:
            up.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                up.wait(20)
            if up.poll() is None:
                up.kill()
                up.wait()


def _wait(url: str, up: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(1200):
        if up.poll() is not None:
            pytest.fail(f"the site stopped while it started:\n{log.read_text()}")
        with (
            contextlib.suppress(OSError, urllib.error.URLError),
            urllib.request.urlopen(f"{url}/en/", timeout=20) as got,
        ):
            if got.status == 200:
                return
        time.sleep(0.25)
    pytest.fail(f"the site did not answer:\n{log.read_text()}")
