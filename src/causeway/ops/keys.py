"""The site's own secret key: made once, kept in DATA, readable only by its owner."""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from pathlib import Path


def secret_key(data: Path) -> str:
    """Return the secret key, making it when there is none.

    Of several processes that start together one makes the key and the others wait for it. The file appears
    under its name only when the key is on disk, so that none of them, and no later start after a full disk or
    a power cut, reads half a key or an empty one.

    Args:
        data: the data folder (``DATA``).

    Returns:
        At least 50 characters of randomness.

    Raises:
        OSError: when the folder cannot be written.
    """
    place = data / "keys" / "secret"
    key = _read(place)
    if key:
        return key
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        key = _read(place)
        if not key:
            key = secrets.token_urlsafe(64)
            _write(place, key)
            os.fsync(folder)
        return key
    finally:
        os.close(folder)


def _read(place: Path) -> str:
    try:
        return place.read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def _write(place: Path, key: str) -> None:
    # mkstemp makes the file for its owner alone.
    handle, name = tempfile.mkstemp(prefix=".new-", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
