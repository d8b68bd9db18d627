"""The site's own secret key: made once, kept in DATA, readable only by its owner."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """Return the secret key, making it when there is none.

    Args:
        data: the data folder (``DATA``).

    Returns:
        At least 50 characters of randomness.

    Raises:
        OSError: when the folder cannot be written.
    """
    place = data / "keys" / "secret"
    try:
        return place.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_urlsafe(64)
    try:
        # O_EXCL: of two processes that start together only one may make the key.
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
