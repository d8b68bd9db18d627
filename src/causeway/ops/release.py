"""Marks by which a process knows whether what is kept in DATA was made by the same code and settings."""

from __future__ import annotations

import hashlib
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

PACKAGE_DIR = Path(__file__).resolve().parent.parent
#: Settings that do not change what a page says, or hold a password.
BESIDE = frozenset({"DATA", "HOST", "WORKERS", "EMAIL_URL", "MAIL_FROM", "SIGNUPS_PER_HOUR", "DATABASE_URL"})


def mark_of(parts: Iterable[bytes]) -> str:
    """Return a short mark of some contents, in their order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def files_mark(folder: Path, *suffixes: str) -> str:
    """Return a mark of the names and contents of the files below a folder.

    Args:
        folder: where to look.
        *suffixes: only files with these endings; all when none is given.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and (not suffixes or path.suffix in suffixes)
    )
    return mark_of(part for path in found for part in (str(path.relative_to(folder)).encode(), path.read_bytes()))


def dependencies_mark() -> str:
    """Return a mark of the installed packages and their versions."""
    folder = Path(sysconfig.get_path("purelib"))
    names = sorted(path.name for path in folder.glob("*.dist-info")) if folder.is_dir() else []
    return mark_of(name.encode() for name in names)


def release_mark() -> str:
    """Return the mark of this code with its templates, styles and packages."""
    # Translations are compiled from .po when the site starts; the compiled files follow from those.
    code = files_mark(PACKAGE_DIR, ".py", ".html", ".txt", ".css", ".js", ".svg", ".po", ".xml", ".typ")
    return mark_of((code.encode(), dependencies_mark().encode()))[:12]


def settings_mark(env: Mapping[str, object]) -> str:
    """Return the mark of the settings that pages depend on."""
    database = urlsplit(str(env["DATABASE_URL"]))
    where = f"{database.scheme} {database.hostname} {database.port} {database.path}"
    named = (f"{name}={env[name]}" for name in sorted(env) if name not in BESIDE)
    return mark_of(text.encode() for text in (*named, where))
