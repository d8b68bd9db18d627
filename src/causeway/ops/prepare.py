"""Makes the data folder ready for this code: translations, tables, static files, first content.

All of it is skipped when a stamp in DATA says that the same code has done it for the same database.
"""

from __future__ import annotations

import io
import json
import logging
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from causeway.ops.machine import UnfitError
from causeway.ops.progress import Step, say, step
from causeway.ops.release import PACKAGE_DIR, mark_of, release_mark
from causeway.ops.translations import compile_changed


def sqlite_place(env: Mapping[str, Any]) -> Path | None:
    """Return the file of the SQLite database, or ``None`` when the site runs on another."""
    return None if env["DATABASE_URL"] else Path(env["DATA"]) / "db" / "causeway.sqlite3"


def _database_mark(env: Mapping[str, Any]) -> str:
    """What tells this database from another or an emptied one, without loading Django; empty when unknown."""
    place = sqlite_place(env)
    question = "SELECT count(*), max(id) FROM django_migrations"
    if place is not None:
        if not place.exists():
            return ""
        try:
            connection = sqlite3.connect(f"file:{place}?mode=ro", uri=True, timeout=5)
            try:
                row = connection.execute(question).fetchone()
            finally:
                connection.close()
        except sqlite3.Error:
            return ""
    else:
        import psycopg

        try:
            with psycopg.connect(env["DATABASE_URL"], connect_timeout=5) as postgres:
                row = postgres.execute(question).fetchone() or ()
        except psycopg.Error:
            return ""
    return mark_of(str(part).encode() for part in (env["DATABASE_URL"], *row))


def _stamp_place(env: Mapping[str, Any]) -> Path:
    return Path(env["DATA"]) / "run" / "prepared.json"


def is_prepared(env: Mapping[str, Any]) -> bool:
    """Whether this code has prepared this data folder before."""
    database = _database_mark(env)
    try:
        stamp = json.loads(_stamp_place(env).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return bool(database) and stamp == {"release": release_mark(), "database": database, "pack": str(env["PACK"])}


def prepare(env: Mapping[str, Any]) -> None:
    """Do what is due. Needs ``django.setup()`` to be possible, and does it.

    Raises:
        UnfitError: when the database or a file cannot be written, or the pack has faults.
    """
    with step("Compiling the translations"):
        _compile_translations()
    import django
    from django.conf import settings
    from django.db import DatabaseError, OperationalError

    django.setup()
    logging.getLogger("causeway").setLevel(logging.WARNING)
    try:
        _migrate()
        with step("Collecting styles and scripts"):
            _collect_static(Path(settings.STATIC_ROOT))
        _load_pack(env)
    except OperationalError as fault:
        raise UnfitError(plain_database(fault)) from fault
    except DatabaseError as fault:
        raise UnfitError(f"The database refused a step: {fault}") from fault
    stamp = {"release": release_mark(), "database": _database_mark(env), "pack": str(env["PACK"])}
    _stamp_place(env).write_text(json.dumps(stamp), encoding="ascii")


def plain_database(fault: Exception) -> str:
    """Return what an error of the database means, in plain words."""
    text = str(fault).strip()
    if "locked" in text:
        return "The database is locked by another program. Stop that program and start again."
    if "full" in text or "disk I/O" in text:
        return "The database could not be written: the disk is full (or damaged). Free some room and start again."
    if "readonly" in text or "read-only" in text:
        return "The database may not be written to by this account. Change the owner of DATA/db, or use another DATA."
    return f"The database cannot be reached or written: {text.splitlines()[0] if text else 'no reason given'}"


def _compile_translations() -> None:
    folder = PACKAGE_DIR / "locale"
    try:
        compile_changed(folder)
    except OSError as fault:
        # Installed where this account may not write: whoever installed it has compiled them.
        missing = [po.name for po in folder.glob("*/LC_MESSAGES/*.po") if not po.with_suffix(".mo").exists()]
        if missing:
            raise UnfitError(
                f"The translations in {folder} are not compiled and this account may not write there. "
                "Run `make setup` once as the account that owns the code."
            ) from fault


class _Told(io.TextIOBase):
    """Stands for the migrate command's output and counts what it reports as done."""

    def __init__(self, current: Step, total: int) -> None:
        self.current, self.total, self.done = current, total, 0

    def write(self, text: str) -> int:
        self.done += text.count(" OK")
        self.current.note = f"{self.done} of {self.total}"
        return len(text)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with step("Making the database" if len(plan) > 50 else "Bringing the database up to date") as current:
            call_command("migrate", interactive=False, verbosity=1, no_color=True, stdout=_Told(current, len(plan)))


def _collect_static(root: Path) -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    root.chmod(0o755)


def _load_pack(env: Mapping[str, Any]) -> None:
    from causeway.ops.models import PackFile

    if PackFile.objects.exists():
        return
    folder = Path(env["PACK"])
    if not folder.is_dir():
        folder = PACKAGE_DIR.parent.parent / folder
    if not folder.is_dir():
        say(f"  There is no pack at {env['PACK']}: the site starts empty. Load one with: causeway pack load FOLDER")
        return
    from causeway.ops.packs import commands

    if commands.main(["load", str(folder)]):
        raise UnfitError(f"The pack {folder} was not loaded; its faults are listed above.")
