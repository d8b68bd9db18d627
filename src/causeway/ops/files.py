"""Files that are whole or not there, and whether they may have been torn."""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path


def boot_mark() -> str:
    """Return what tells this run of the machine from the one before."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        # A hardened service does not see that file. Near the edge of five minutes this may tell two of one, which
        # costs a swap.
        return str(int((time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)) // 300))


def write_whole(place: Path, content: bytes) -> None:
    """Write a file that readers find under its name only when it is whole; others may read it.

    Raises:
        OSError: when it cannot be written; then nothing is left of it.
    """
    handle, name = tempfile.mkstemp(prefix=".new-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)  # stored pages are public, and nginx runs as another user
        os.replace(name, place)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
