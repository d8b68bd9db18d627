"""``causeway doctor``: looks over the whole site and says, for each thing that is wrong, what to do."""

from __future__ import annotations

import shutil
import smtplib
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from causeway.ops import machine
from causeway.ops.machine import UnfitError
from causeway.ops.prepare import sqlite_place
from causeway.ops.schedule import HEARTBEAT

GOOD, NOTE, FAULT = "ok", "note", "FAULT"
#: The worker shows every ten seconds that it lives.
HEARTBEAT_SECONDS = 60
FREE_SHARE = 0.10
#: What ``settings.base`` asks of SQLite, read back from the connection.
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it is, and what to do when it is not well."""

    state: str
    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.state:<6}{self.about}: {self.text}"


Env = Mapping[str, Any]


def settings_and_address(env: Env) -> Iterator[Finding]:
    """Does what the operator set fit together?"""
    site = str(env["SITE_URL"])
    if not env["PRODUCTION"]:
        yield Finding(NOTE, "settings", "PRODUCTION is not set: right for one machine, not for a public site")
        return
    if not site.startswith("https://"):
        yield Finding(FAULT, "settings", "SITE_URL must be the public address and begin with https://")
    elif site.removeprefix("https://").partition("/")[0].partition(":")[0] not in env["ALLOWED_HOSTS"]:
        yield Finding(FAULT, "settings", "ALLOWED_HOSTS must hold the host name of SITE_URL")
    else:
        yield Finding(GOOD, "settings", f"the site is {site}")
    if any(name == "*" or name.startswith(".") for name in env["ALLOWED_HOSTS"]):
        yield Finding(NOTE, "settings", "pages for hosts that only a wildcard allows are never stored: name each host")
    if not env["TRUSTED_PROXIES"]:
        yield Finding(NOTE, "settings", "TRUSTED_PROXIES is 0: behind a proxy all readers count as one network")


def data_folder(env: Env) -> Iterator[Finding]:
    """Can DATA be written to, and by nobody else?"""
    data = Path(env["DATA"])
    try:
        machine.check_data(data)
    except UnfitError as fault:
        yield Finding(FAULT, "data", str(fault))
        return
    usage = shutil.disk_usage(data)
    if usage.free < usage.total * FREE_SHARE and usage.free < 5 * 1024**3:
        yield Finding(NOTE, "disk", f"{usage.free // 1024**2} MB are free: make room before it is full")
    else:
        yield Finding(GOOD, "disk", f"{usage.free // 1024**3} GB free")
    open_to_all = [
        str(path)
        for path in (data / "keys", data / "keys" / "secret", data / "db", data / "mail")
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_all:
        yield Finding(
            FAULT, "data", f"others may read {', '.join(open_to_all)}: chmod -R go-rwx {' '.join(open_to_all)}"
        )
    else:
        yield Finding(GOOD, "data", f"{data} can be written to, and its private folders are closed to others")


def database(env: Env) -> Iterator[Finding]:
    """Does the database answer, with the settings that make 'received' mean kept?"""
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    place = sqlite_place(env)
    try:
        if place is not None:
            if not place.exists():
                yield Finding(FAULT, "database", "there is none yet: run `causeway prepare`, or `causeway up`")
                return
            machine.check_sqlite(place)
            with connection.cursor() as cursor:
                for name, wanted in PRAGMAS.items():
                    got = cursor.execute(f"PRAGMA {name}").fetchone()[0]
                    if got != wanted:
                        yield Finding(
                            FAULT, "database", f"PRAGMA {name} is {got}, not {wanted}: see SQLITE in settings"
                        )
                sound = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
            if sound != "ok":
                yield Finding(FAULT, "database", f"{place} is damaged ({sound}): put back a backup")
                return
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except UnfitError as fault:
        yield Finding(FAULT, "database", str(fault))
        return
    except Error as fault:
        yield Finding(FAULT, "database", f"it does not answer ({type(fault).__name__}): check DATABASE_URL")
        return
    if waiting:
        yield Finding(FAULT, "database", f"{len(waiting)} steps are missing: run `causeway prepare`")
    else:
        yield Finding(GOOD, "database", f"{connection.vendor}, up to date")


def security(env: Env) -> Iterator[Finding]:
    """What Django's own checks say."""
    from django.core.checks import WARNING, run_checks

    found = [
        message
        for message in run_checks(include_deployment_checks=bool(env["PRODUCTION"]))
        if message.level >= WARNING and not message.is_silenced()
    ]
    for message in found:
        yield Finding(FAULT, "checks", f"{message.msg} ({message.id})")
    if not found:
        yield Finding(GOOD, "checks", "Django's checks found nothing")


def mail(env: Env) -> Iterator[Finding]:
    """Does mail leave?"""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.mail import get_connection

    if not env["EMAIL_URL"]:
        state = FAULT if env["PRODUCTION"] else NOTE
        yield Finding(state, "mail", "EMAIL_URL is not set: mail is written to DATA/mail and reaches nobody")
        return
    try:
        connection = get_connection(timeout=10)
        connection.open()
        connection.close()
    except ImproperlyConfigured as fault:
        yield Finding(FAULT, "mail", str(fault))
    except (OSError, smtplib.SMTPException) as fault:
        yield Finding(
            FAULT,
            "mail",
            f"the server in EMAIL_URL did not take us ({type(fault).__name__}): check name, port, password",
        )
    else:
        yield Finding(GOOD, "mail", "the mail server takes our mail")
    if str(env["MAIL_FROM"]).endswith("@localhost"):
        yield Finding(FAULT, "mail", "MAIL_FROM is not set: mail from @localhost is refused by most servers")


def worker(env: Env) -> Iterator[Finding]:
    """Does the worker live, and does its work succeed?"""
    from django_tasks_db.models import DBTaskResult

    place = Path(env["DATA"]) / HEARTBEAT
    age = time.time() - place.stat().st_mtime if place.exists() else None
    if age is None or age > HEARTBEAT_SECONDS:
        said = "it has never run" if age is None else f"its last sign of life is {age / 60:.0f} minutes old"
        yield Finding(FAULT, "worker", f"{said}: mail waits and nothing is published by the clock. Run `causeway up`")
    else:
        yield Finding(GOOD, "worker", "it runs")
    # Work on something that was deleted before its turn came is no loss.
    failed = DBTaskResult.objects.failed().exclude(exception_class_path__endswith="DoesNotExist").count()
    if failed:
        yield Finding(NOTE, "worker", f"{failed} tasks failed in the last week: the log has their places in the code")


def page_store(env: Env) -> Iterator[Finding]:
    """Are pages being stored?"""
    from causeway.ops.freshness import page_store as store

    if store().current() is None:
        yield Finding(NOTE, "pages", "none are stored just now; a running site puts that right with its next page")
    else:
        yield Finding(GOOD, "pages", "stored pages are served")


def content(env: Env) -> Iterator[Finding]:
    """Is what the site says checked and in date?"""
    from django.utils import timezone

    from causeway.facts.api import overdue_summary
    from causeway.pages.api import overdue_pages

    due = overdue_summary(timezone.localdate())
    pages = len(overdue_pages(limit=1000))
    for count, what in (
        (due.overdue, "facts are past their review date"),
        (due.to_check, "facts have not been checked by a named person"),
        (pages, "pages wait for a reviewer"),
    ):
        if count:
            yield Finding(NOTE, "content", f"{count} {what}: see the dashboard in the admin")
    if not due.facts:
        yield Finding(NOTE, "content", "there are no facts yet: load a pack with `causeway pack load DIR`")


BEFORE_DJANGO: tuple[Callable[[Env], Iterator[Finding]], ...] = (settings_and_address, data_folder)
WITH_DATABASE: tuple[Callable[[Env], Iterator[Finding]], ...] = (security, mail, worker, page_store, content)


def findings(env: Env) -> Iterator[Finding]:
    """Yield everything there is to say, the foundations first."""
    faulty = False
    for look in BEFORE_DJANGO:
        for finding in look(env):
            faulty |= finding.state == FAULT and finding.about == "data"
            yield finding
    if faulty:
        yield Finding(NOTE, "data", "the rest was not looked at, since it needs the data folder")
        return
    import django

    django.setup()
    for finding in database(env):
        faulty |= finding.state == FAULT
        yield finding
    if faulty:
        yield Finding(NOTE, "database", "the rest was not looked at, since it needs the database")
        return
    for look in WITH_DATABASE:
        yield from look(env)


def examine(env: Env) -> int:
    """Print what was found; return 1 when something is at fault, else 0."""
    faults = 0
    for finding in findings(env):
        print(finding, flush=True)
        faults += finding.state == FAULT
    print(f"\n{faults} to put right." if faults else "\nNothing to put right.")
    return 1 if faults else 0
