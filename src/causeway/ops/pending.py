"""Notes that a change is being committed, so that a process killed in the middle of it is found out."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from pathlib import Path


def _start_of(pid: str) -> str:
    """When a process began, which tells it from a later one with the same number."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        return text.rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return "0"


class PendingNotes:
    """One file a thread with a change under way, named after its process.

    Args:
        folder: where the notes are; made when the first is written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mine = threading.local()

    def own(self) -> Path | None:
        """Return the note of this thread; one that was inherited by a fork is its parent's."""
        held: tuple[int, Path] | None = getattr(self._mine, "note", None)
        return held[1] if held is not None and held[0] == os.getpid() else None

    def write(self) -> None:
        """Write this thread's note, unless it has one.

        Raises:
            OSError: when the file cannot be made.
        """
        if self.own() is not None:
            return
        pid = os.getpid()
        note = self.folder / f"{pid}-{_start_of(str(pid))}-{secrets.token_hex(6)}"
        self.folder.mkdir(parents=True, exist_ok=True)
        note.touch()
        self._mine.note = (pid, note)

    def forget(self, note: Path) -> None:
        """Take this thread's note away: its change is swapped in."""
        self._mine.note = None
        with contextlib.suppress(OSError):
            note.unlink()

    def left_behind(self) -> list[Path]:
        """Return the notes of processes that are gone.

        Raises:
            OSError: when the folder cannot be read.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        gone = []
        for note in self.folder.iterdir():
            pid, _, rest = note.name.partition("-")
            if rest and _start_of(pid) != rest.partition("-")[0]:
                gone.append(note)
        return gone
