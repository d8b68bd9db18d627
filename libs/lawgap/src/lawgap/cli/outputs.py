"""Files that are written whole or not at all, and never over the law they were made from."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lawgap.faults import LawError


def check_file(target: str, folder: str) -> None:
    """Refuse a place for a file before the work is done for it.

    Args:
        target: the path.
        folder: the folder of law; a drawing is never written over a file of it.

    Raises:
        LawError: when the file cannot be written there; the message says what to do.
    """
    path = Path(target)
    if path.is_dir():
        raise LawError(f"'{target}' is a folder; name a file in it")
    if not path.parent.is_dir():
        raise LawError(f"there is no folder '{path.parent}'; make it first, or name another")
    if path.suffix in (".yaml", ".yml") and path.resolve().is_relative_to(Path(folder).resolve()):
        raise LawError(f"'{target}' is a file of the law itself; name another file for the result")


def write_file(content: str | bytes, target: str | Path) -> None:
    """Write a file: first beside its place under another name, then into its place.

    Args:
        content: what is to stand in it; text is written as UTF-8.
        target: the path.

    Raises:
        LawError: when the file cannot be written there; the message says what to do.
    """
    path, data = Path(target), content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():  # a device or a pipe: it cannot be replaced, only written to
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        raise LawError(f"'{target}' cannot be written ({error.strerror}); name another file") from None


def _replace(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """The permissions that new files do not get; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
